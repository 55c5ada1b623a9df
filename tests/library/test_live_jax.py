"""The rows of JAX against its functions."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.arrays import Call, Options, agree, calls, live, pads, written

pytestmark = pytest.mark.no_cover

jax = live("jax")

MODE = {"mode": st.sampled_from(["full", "same", "valid"])}
METHOD = {**MODE, "method": st.sampled_from(["auto", "direct", "fft"])}
CALLS = {
    "jax.numpy.convolve": calls(1, **MODE),
    "jax.numpy.correlate": calls(1, **MODE),
    "jax.scipy.signal.convolve": calls(1, 2, 3, **METHOD),
    "jax.scipy.signal.correlate": calls(1, 2, 3, **METHOD),
    "jax.scipy.signal.fftconvolve": calls(1, 2, 3, **MODE),
    "jax.scipy.signal.convolve2d": calls(2, **MODE),
    "jax.scipy.signal.correlate2d": calls(2, **MODE),
}


@pytest.mark.parametrize("function", CALLS)
@given(data=st.data())
def test_a_call_as_it_is_written(function: str, data: st.DataObject) -> None:
    call = data.draw(CALLS[function])
    with jax.enable_x64(True):
        agree(function, call, lambda: written(function, call))


def steps(axes: int) -> st.SearchStrategy[list[int]]:
    return st.lists(st.integers(1, 3), min_size=axes, max_size=axes)


def dilations(axes: int) -> st.SearchStrategy[list[int] | None]:
    return st.none() | steps(axes)


def padding(*names: str) -> Any:
    return lambda axes: st.sampled_from(names) | pads(st.integers(-2, 3))(axes)


def as_pairs(call: Call) -> dict[str, Any]:
    """The options with the padding's pairs as JAX insists on them."""
    given = call.options["padding"]
    return call.options | {"padding": given if isinstance(given, str) else [tuple(pair) for pair in given]}


GENERAL: Options = {
    "window_strides": steps,
    "padding": padding("SAME", "SAME_LOWER", "VALID"),
    "lhs_dilation": dilations,
    "rhs_dilation": dilations,
}
TRANSPOSE: Options = {
    "strides": steps,
    "padding": padding("SAME", "VALID"),
    "rhs_dilation": dilations,
    "transpose_kernel": st.booleans(),
    "use_consistent_padding": st.booleans(),
}


@given(call=calls(1, 2, 3, **GENERAL))
def test_conv_general_dilated(call: Call) -> None:
    image, kernel = (array[None, None].astype(np.float32) for array in call[:2])
    agree(
        "jax.lax.conv_general_dilated",
        call,
        lambda: jax.lax.conv_general_dilated(image, kernel, **as_pairs(call))[0, 0],
    )


@given(call=calls(1, 2, 3, **TRANSPOSE))
def test_conv_transpose(call: Call) -> None:
    image, kernel = call.image[None, ..., None].astype(np.float32), call.kernel[..., None, None].astype(np.float32)
    agree(
        "jax.lax.conv_transpose",
        call,
        lambda: jax.lax.conv_transpose(image, kernel, **as_pairs(call))[0, ..., 0],
    )
