"""Values in brackets, as they are copied from Python, NumPy and MATLAB."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from convtrace.errors import ConvtraceError
from convtrace.values.brackets import is_bracketed
from convtrace.values.exact import Values
from convtrace.values.formula import Value
from convtrace.values.limits import MAX_AXES, MAX_FILE_BYTES
from convtrace.values.operand import read_values
from tests.support.messages import readable

MOST = 99 * 99
SHAPES = st.lists(st.integers(1, 3), min_size=1, max_size=4)
SQUARE = Values((2, 2), ((1, 2), (3, 4)))
PRINTED = (
    st.integers(-(10**9), 10**9)
    | st.floats(-1e6, 1e6).filter(lambda number: not number or abs(number) > 1e-9)
    | st.fractions(-9, 9, max_denominator=99)
    | st.decimals(-9, 9, places=3).map(Decimal)
    | st.sampled_from(["alpha", "beta_2"])
    | st.integers(-9, 9).map(np.int64)
    | st.floats(-9, 9, width=16).map(np.float64)
)


def read(text: str) -> Values:
    found = read_values("--kernel", text, most=MOST)
    assert found is not None
    return found


@given(st.data(), SHAPES, st.sampled_from([list, tuple]))
def test_what_python_prints_is_read_back(data: st.DataObject, shape: list[int], kind: type) -> None:
    """Nested lists and tuples of numbers, fractions, decimals, names and NumPy's scalars."""

    def nest(sides: list[int]) -> Any:
        return kind(nest(sides[1:]) for _ in range(sides[0])) if sides else data.draw(PRINTED)

    nested = nest(shape)
    as_lists = read_values("--kernel", [nested], most=MOST)
    assert as_lists is not None
    assert read(str(nested)) == Values(tuple(shape), as_lists.entries[0])  # type: ignore[arg-type]


@given(st.data(), SHAPES, st.sampled_from([int, float, np.float32, np.uint8]), st.sampled_from([str, repr]))
def test_what_numpy_prints_is_read_back(data: st.DataObject, shape: list[int], dtype: type, printed: Any) -> None:
    """With commas and array( ) or without; numbers of eighths have few digits, so that NumPy prints them all."""
    count = int(np.prod(shape))
    numbers = data.draw(st.lists(st.integers(0, 99), min_size=count, max_size=count))
    array: np.ndarray[Any, Any] = (
        (np.array(numbers) / (8 if np.dtype(dtype).kind == "f" else 1)).astype(dtype).reshape(shape)
    )
    assert read(printed(array)) == read_values("--kernel", array, most=MOST)


def test_long_rows_of_numpy() -> None:
    """They go on in the next line."""
    array = np.arange(100.0) / 8
    assert "\n" in str(array)
    assert read(str(array)) == read(repr(array)) == read_values("--kernel", array, most=MOST)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[[1, 2], [3, 4]]", SQUARE),
        ("[[1 2]\n [3 4]]", SQUARE),
        (" ((1, 2), (3, 4)) ", SQUARE),
        ("[(1, 2) (3, 4)]", SQUARE),
        ("[[1, 2,], [3, 4,],]", SQUARE),
        ("[1 2; 3 4]", SQUARE),
        ("[[1 2]; [3 4]]", SQUARE),
        ("np.array([[1, 2],\n          [3, 4]], dtype=np.int8)", SQUARE),
        ("tensor([[1., 2.],\n        [3., 4.]])", SQUARE),
        ("Array([[1., 2.], [3., 4.]], dtype=float32)", SQUARE),
        ("tf.Tensor(\n[[1 2]\n [3 4]], shape=(2, 2), dtype=int32)", SQUARE),
        ("[1 0 -1]", Values((3,), (1, 0, -1))),
        ("[1 0 −1;]", Values((1, 3), ((1, 0, -1),))),
        ("(1,)", Values((1,), (1,))),
        ("[7]", Values((1,), (7,))),
        ("[[[7]]]", Values((1, 1, 1), (((7,),),))),
        ("((1 - 2), (1 + 2))", Values((2,), (-1, 3))),
        ("[(1 - 2) 2*(1+1)]", Values((2,), (-1, 4))),
        ("['alpha', Fraction(-1, 2), Decimal('0.5')]", Values((3,), (Value("alpha"), Fraction(-1, 2), Fraction(1, 2)))),
        ('[["1/16"]]', Values((1, 1), ((Fraction(1, 16),),))),
    ],
)
def test_brackets(text: str, expected: Values) -> None:
    """Each way to write nested values, with commas or blanks."""
    assert read(text) == expected


MIXED = "values and rows are mixed here"
MISSING = "a value is missing beside this comma"


@pytest.mark.parametrize(
    ("text", "message", "marked"),
    [
        ("[[1, 2], [3, 4]", "this [ is never closed", "["),
        ("[[1, 2], [3, 4", "this [ is never closed", "["),
        ("((1, 2), (3, 4)", "this ( is never closed", "("),
        ("[[1, 2], [3, 4]]]", "this ] closes nothing", "]"),
        ("[[1, 2], [3, 4)]", "] is expected here, not )", ")"),
        ("(1, 2]", ") is expected here, not ]", "]"),
        ("[[1, 2], 3]", MIXED, ", 3"),
        ("[1 [2 3]]", MIXED, "1"),
        ("[[1, 2],, [3, 4]]", MISSING, ",,"),
        ("[, [1, 2]]", MISSING, ","),
        ("[1,, 2]", MISSING, ""),
        ("[[1, 2], [[3, 4]]]", "this row is in 3 brackets, the first row in 2", "3, 4"),
        ("[[1, 2], [3]]", "row 2 has 1 value, row 1 has 2", "3"),
        ("[[[1], [2]], [[3]]]", "slice 2 has 1 row, slice 1 has 2", "3"),
        ("[[1, 2], []]", "this row is empty", "[]"),
        ("[]", "this row is empty", "[]"),
        ("[1, 2], [3, 4]", "this is outside the brackets", ", [3, 4]"),
        ("[[1, 2]] 3", "this is outside the brackets", "3"),
        ("[1; 2] 3", "this is outside the brackets", "3"),
        ("[0 1 ... 8 9]", "values are left out at ...", "..."),
        ("[[1; 2], [3; 4]]", "a value can't contain ;", ";"),
        ("[1 nan]", "convtrace can't calculate with nan", "nan"),
        ("[1, __import__('os')]", "a value can't contain __import__", "__import__"),
        ("[1, sqrt(1, 2)]", "a value can't contain ,", ","),
        ("[" * (MAX_AXES + 1) + "1" + "]" * (MAX_AXES + 1), "9 brackets are too many", "["),
        ("([1, 2])", "a value can't contain [", "["),
        ("1 2]; 3", "a value can't contain ]", "]"),
    ],
)
def test_brackets_that_are_refused(text: str, message: str, marked: str) -> None:
    """One message with a mark, and what to type."""
    with pytest.raises(ConvtraceError) as caught:
        read(text)
    error = caught.value
    readable(error)
    start, stop = error.span or (0, 0)
    assert error.message.removeprefix("--kernel: ") == message
    assert error.source[start:stop] in {marked, ""}


@given(st.text("[](),; 12a.-\n'", max_size=20))
def test_any_brackets_are_read_or_refused(text: str) -> None:
    """Values, or one readable message; text in brackets is never taken for a size or a name."""
    try:
        found = read_values("--kernel", text, most=MOST)
    except ConvtraceError as error:
        readable(error)
    else:
        assert found is None or len(found.flat) > 0
        assert found is not None or not is_bracketed(text)


@pytest.mark.parametrize("data", [b"[[1, 2],\n [3, 4]]\n", b"array([[1, 2],\n       [3, 4]])\n", b"[1 2; 3 4]"])
def test_file_with_brackets(data: bytes) -> None:
    """A list that Python or a JSON writer wrote into a file."""
    assert read_values("--kernel", "some.json", most=MOST, read=lambda _: data) == SQUARE


@pytest.mark.no_cover
@pytest.mark.parametrize(
    "text", ["[[1]," + " " * 900_000 + "x]", "[" * 900_000, "array([" * 100_000, "[(1, 2)," * 100_000]
)
def test_hostile_brackets_take_no_time(text: str) -> None:
    """A megabyte is refused as fast as it is read."""
    assert len(text) < MAX_FILE_BYTES
    with pytest.raises(ConvtraceError):
        read(text)
