"""Pairs of calls whose libraries are installed, arrays for them, and what pasted lines of a recipe give."""

from __future__ import annotations

import math
from importlib import import_module
from random import Random
from typing import Any

import numpy as np
from hypothesis import reject
from hypothesis import strategies as st

from convtrace.errors import ConvtraceError
from convtrace.library.call import Call
from convtrace.library.two_calls import TwoCalls, compare_calls
from tests.support.arrays import installed
from tests.support.sides import BIAS, LIBRARY, NAMES, sides

# rounded by their transforms, or with numbers of 32 bits
TOLERANCE = 1e-3


LIVE = {axes: [name for name in names if installed(LIBRARY[name].imports)] for axes, names in NAMES.items()}


@st.composite
def live_pairs(draw: st.DrawFn) -> TwoCalls:
    axes = draw(st.sampled_from([1, 2]))
    first, second = draw(sides(LIVE[axes])), draw(sides(LIVE[axes]))
    sizes = [tuple(draw(st.integers(low, most)) for _ in range(axes)) for low, most in ((2, 7), (1, 4))]
    image, kernel = sizes
    try:
        return compare_calls(
            first.name, second.name, image=image, kernel=kernel, options=first.options, others=second.options
        )
    except ConvtraceError:
        return reject()


def arrays(call: Call, seed: int) -> tuple[Any, Any]:
    """An image, and a kernel that is a product, as sepFilter2D takes it."""
    random = Random(seed)
    image = [random.randint(-9, 9) for _ in range(math.prod(call.image.shape))]
    lines = [np.array([random.randint(1, 9) for _ in range(size)]) for size in call.kernel.shape]
    kernel = lines[0] if len(lines) == 1 else np.outer(*lines)
    return np.array(image, object).reshape(call.image.shape), kernel.astype(object)


def pasted(code: str, image: Any, kernel: Any) -> Any:
    """What y is after the lines of a recipe."""
    space: dict[str, Any] = {"x": image.astype(float), "h": kernel.astype(float), "b": np.array([float(BIAS)])}
    if "import torch" in code:
        space["b"] = import_module("torch").tensor([float(BIAS)], dtype=import_module("torch").float64)
    exec(code, space)
    # SymPy transforms floats by roots of 1: what is left of i is rounding
    given_back = np.asarray(space["y"])
    made = np.array([complex(value) for value in given_back.ravel()]).reshape(given_back.shape)
    assert np.allclose(made.imag, 0, atol=TOLERANCE)
    return made.real
