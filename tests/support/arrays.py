"""Random calls of library functions, and whether `evaluate` agrees with the library itself."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from importlib import import_module
from math import prod
from typing import Any, NamedTuple, TypeAlias

import numpy as np
import pytest
from hypothesis import strategies as st

from convtrace.errors import ConvtraceError
from convtrace.library.catalogue import find
from convtrace.library.evaluation import evaluate

Values: TypeAlias = st.SearchStrategy[Any]
# an option may depend on the number of axes
Options: TypeAlias = dict[str, Values | Callable[[int], Values]]

NUMBERS = st.integers(-9, 9)
HALVES = NUMBERS.map(lambda number: number / 2)
# the largest sizes by the number of axes
IMAGES, KERNELS = {1: 8, 2: 6, 3: 4}, {1: 6, 2: 5, 3: 3}


class Call(NamedTuple):
    """What a function is called with; the arrays hold whole numbers as floats."""

    image: np.ndarray[Any, Any]
    kernel: np.ndarray[Any, Any]
    options: dict[str, Any]

    def values(self, name: str) -> list[Any]:
        """The option's value on each axis."""
        value = self.options[name]
        return value if isinstance(value, list) else [value] * self.image.ndim


def live(module: str) -> Any:
    """The module of a library, or skipped tests."""
    library = module.partition(".")[0]
    return pytest.importorskip(module, reason=f"{library} is not installed: its rows are held by the measured calls")


@cache
def installed(imports: str) -> bool:
    """Tell whether all modules of lines such as "import scipy.signal" are there."""
    try:
        for line in imports.splitlines():
            import_module(line.split()[1])
    except ImportError:
        return False
    return True


def written(function: str, call: Call) -> Any:
    """What the function's name and options, written as they are, give."""
    module, _, name = function.rpartition(".")
    return getattr(live(module), name)(call.image, call.kernel, **call.options)


@st.composite
def arrays(draw: st.DrawFn, shape: tuple[int, ...]) -> np.ndarray[Any, Any]:
    numbers = draw(st.lists(NUMBERS, min_size=prod(shape), max_size=prod(shape)))
    return np.array(numbers, dtype=float).reshape(shape)


def per_axis(values: Values) -> Callable[[int], Values]:
    """One value for all axes, or one for each."""
    return lambda axes: values | st.lists(values, min_size=axes, max_size=axes)


def pads(values: Values) -> Callable[[int], Values]:
    """A pair [before, after] for each axis."""
    pair = st.lists(values, min_size=2, max_size=2)
    return lambda axes: st.lists(pair, min_size=axes, max_size=axes)


@st.composite
def calls(draw: st.DrawFn, /, *axes: int, **options: Values | Callable[[int], Values]) -> Call:
    """A call on any of these numbers of axes."""
    count = draw(st.sampled_from(axes))
    image, kernel = (
        draw(st.tuples(*[st.integers(1, largest[count])] * count).flatmap(arrays)) for largest in (IMAGES, KERNELS)
    )
    given = {name: values(count) if callable(values) else values for name, values in options.items()}
    return Call(image, kernel, {name: draw(values) for name, values in given.items()})


def agree(function: str, call: Call, theirs: Callable[[], Any]) -> None:
    """Both refuse, or both give the same numbers in the same shape; the arrays have axes of space alone."""
    bare: Any = {"layout": "squeezed"} if "layout" in find(function).spellings else {}

    def ours() -> Any:
        return np.array(evaluate(function, call.image.tolist(), call.kernel.tolist(), **call.options, **bare), object)

    try:
        # nested lists tell no more of an empty array than its first empty axis
        expected = np.array(np.asarray(theirs()).tolist())
    except Exception:  # noqa: BLE001 - each library refuses in its own way
        with pytest.raises(ConvtraceError):
            ours()
        return
    found = ours()
    assert found.shape == expected.shape
    assert np.allclose(found.astype(float), expected, rtol=0, atol=1e-6)
