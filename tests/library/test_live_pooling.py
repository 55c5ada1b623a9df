"""The rows of pooling against the functions themselves: windows that have a size, and what divides their sums."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.arrays import Call, Options, agree, calls, live, per_axis

STEPS = st.none() | st.integers(1, 4)
TORCH: Options = {
    "stride": lambda axes: STEPS | st.lists(st.integers(1, 4), min_size=axes, max_size=axes),
    "padding": per_axis(st.integers(0, 3)),
    "ceil_mode": st.booleans(),
    "count_include_pad": st.booleans(),
}


def windowed(function: str, call: Call, theirs: Callable[[list[int]], Any]) -> None:
    """Both refuse, or both give the same, where the kernel's shape is the window's."""
    size = list(call.kernel.shape)
    agree(function, call._replace(kernel=np.array(size)), lambda: theirs(size))


@pytest.mark.parametrize("axes", [1, 2, 3])
@given(data=st.data())
def test_torch(axes: int, data: st.DataObject) -> None:
    torch = live("torch")
    more: Options = {} if axes == 1 else {"divisor_override": st.none() | st.integers(1, 5)}
    call = data.draw(calls(axes, **TORCH, **more))
    image = torch.as_tensor(call.image)[None]
    function = getattr(torch.nn.functional, f"avg_pool{axes}d")
    windowed(f"torch.nn.functional.avg_pool{axes}d", call, lambda size: function(image, size, **call.options)[0])
