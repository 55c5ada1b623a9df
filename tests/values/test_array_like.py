"""Arrays of other libraries: lists in their place, with the decimals that these libraries print."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from convtrace import ConvtraceError, derive, evaluate, pose
from convtrace.values.array_like import unpacked
from convtrace.values.operand import read_values


class Frame:
    """What pandas' tables are to NumPy: an array can be made of it, and nothing else."""

    def __init__(self, rows: Sequence[Sequence[object]]) -> None:
        self.array = np.array(rows)

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> np.ndarray[Any, Any]:
        return self.array


class Tensor:
    """What torch's tensors have: nested lists, a shape, and a type named after the library."""

    dtype = "torch.float32"
    shape = (1, 2)

    def tolist(self) -> list[list[float]]:
        return [[0.10000000149011612, 2.0]]


READ_ONLY = np.array([[1, 2]])
READ_ONLY.flags.writeable = False

ROWS = ((Fraction(1, 10), 2),)
ARRAYS: dict[str, tuple[Any, tuple[tuple[object, ...], ...]]] = {
    "table": (Frame([[0.1, 2]]), ROWS),
    "tensor": (Tensor(), ROWS),
    "tensors in a list": ([Tensor().tolist()[0]], ((Fraction("0.10000000149011612"), 2),)),
    "read-only": (READ_ONLY, ((1, 2),)),
    "numbers without axes": ([[np.array(1), np.float32(0.1)]], ((1, Fraction(1, 10)),)),
    "objects": (np.array([[Fraction(1, 3), "alpha/2"]], dtype=object), ((Fraction(1, 3), "alpha/2"),)),
    "reversed": (np.array([[1, 2]])[:, ::-1], ((2, 1),)),
    "array": ([array("i", [1, 2])], ((1, 2),)),
}


@pytest.mark.parametrize(("given_array", "entries"), ARRAYS.values(), ids=ARRAYS)
def test_arrays_are_their_values(given_array: Any, entries: tuple[tuple[object, ...], ...]) -> None:
    expected = read_values("image", [[*row] for row in entries], most=9)
    assert expected is not None
    assert read_values("image", given_array, most=9) == expected
    derivation = derive(pose("conv", at=(0, 0), image=given_array))
    assert derivation.problem.pixels == expected.flat


def test_evaluate_takes_the_same_arrays() -> None:
    assert evaluate("scipy.signal.convolve2d", Frame([[0.5, 2]]), Tensor()) == [
        [Fraction(1, 20), Fraction(6, 5), Fraction(4)]
    ]


@given(value=st.floats(width=32, allow_nan=False, allow_infinity=False))
def test_short_floats_count_as_they_are_printed(value: float) -> None:
    for kind in (np.float32, np.float16):
        with np.errstate(over="ignore"):
            (short,) = found = np.array([value], dtype=kind)
        # at a power of two, and where digits are lost below the smallest normal number, numpy takes fewer decimals
        if np.isfinite(short) and np.frexp(short)[0] != 0.5 and abs(short) >= np.finfo(kind).tiny:
            assert unpacked(found) == [float(str(short))]
            assert kind(unpacked(found)[0]) == short  # type: ignore[index]


def test_an_array_that_is_too_large_is_never_unpacked() -> None:
    class Huge(Tensor):
        shape = (10**9, 10**9)

        def tolist(self) -> Any:
            raise MemoryError

    for option in ("image", "kernel"):
        with pytest.raises(ConvtraceError, match="values are too many"):
            pose("conv", **{option: Huge()})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ({"image": [7, 7], "m": 1, "n": 1}, "A size is a tuple: (7, 7)."),
        ({"image": [7, 0.5], "m": 1, "n": 1}, "An image of one row is a list in a list: [[1, 0, -1]]."),
        ({"kernel": [1, 0, -1], "image": (7, 7)}, "A kernel of one row is a list in a list: [[1, 0, -1]]."),
        ({"image": np.array([True, False])}, "Give 1 for True and 0 for False."),
        ({"image": iter([1, 2])}, "list_iterator is neither a size nor values"),
    ],
)
def test_what_is_refused_says_what_to_give(words: dict[str, Any], message: str) -> None:
    with pytest.raises(ConvtraceError) as caught:
        pose("conv", **words)
    assert str(caught.value).endswith(message) or message in caught.value.message


class Quantity:
    """An array with a unit, which gives its numbers only without it."""

    def tolist(self) -> object:
        raise NotImplementedError

    def __array__(self) -> np.ndarray[Any, Any]:
        return np.array([1.0, 2.5])


def test_numbers_with_a_unit_are_read_without_it() -> None:
    assert evaluate("numpy.convolve", Quantity(), [2]) == [2, 5]
