"""Nested lists → exact numbers in rows, and back."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from math import isfinite, isnan, prod
from numbers import Rational, Real
from typing import Any, TypeAlias

from convtrace.errors import ConvtraceError, shortened
from convtrace.values.array_like import exact_complex, is_masked, unpacked
from convtrace.values.complex_number import Complex
from convtrace.values.formula import INFINITY, MINUS_INFINITY, NAN, Value
from convtrace.values.frozen import Frozen
from convtrace.values.limits import MAX_AXES

ExactNumber: TypeAlias = "int | Fraction"
AnyNumber: TypeAlias = "ExactNumber | Complex"
# a number, or a pixel that is nan
Pixel: TypeAlias = "AnyNumber | Value"
NestedNumbers: TypeAlias = "list[AnyNumber] | list[NestedNumbers]"
_NO_LIST = "is not a list"
_EXAMPLE = "Give nested lists of numbers, for example: [[1, 0, -1], [2, 0, -2]]"


class ExactArray(Frozen, kw_only=False):
    """The lines along the last axis, in row-major order; numbers may be complex.

    >>> exact_array("image", [[1, 2], [3, 0.5]])
    ExactArray(shape=(2, 2), rows=[[1, 2], [3, Fraction(1, 2)]])
    """

    shape: tuple[int, ...]
    rows: list[list[Any]]

    @cached_property
    def kinds(self) -> frozenset[type]:
        """The types of the elements."""
        return frozenset().union(*(map(type, row) for row in self.rows))

    @property
    def is_empty(self) -> bool:
        return 0 in self.shape

    @property
    def has_infinity(self) -> bool:
        return any(INFINITY in row or MINUS_INFINITY in row for row in self.rows)

    @property
    def has_nan(self) -> bool:
        return any(NAN in row for row in self.rows)

    @property
    def odd(self) -> str:
        """The name of what is no number among the elements: nan, inf or -inf; empty where all are numbers."""
        rows = self.rows if Value in self.kinds else ()
        return next((value.name for row in rows for value in row if isinstance(value, Value)), "")

    @property
    def is_complex(self) -> bool:
        return Complex in self.kinds

    @classmethod
    def of(cls, shape: tuple[int, ...], flat: Sequence[AnyNumber]) -> ExactArray:
        """The array of all its numbers in row-major order.

        >>> ExactArray.of((2, 2), [1, 2, 3, 4])
        ExactArray(shape=(2, 2), rows=[[1, 2], [3, 4]])
        """
        return cls(shape, [[*flat[start : start + shape[-1]]] for start in range(0, len(flat), shape[-1])])

    def nested(self) -> NestedNumbers:
        """The nested lists, an empty axis included.

        >>> ExactArray((2, 1), [[1], [2]]).nested(), ExactArray((0, 3), []).nested()
        ([[1], [2]], [])
        """
        level: list[NestedNumbers] = list(self.rows)
        for axis in range(len(self.shape) - 1, 0, -1):
            size, count = self.shape[axis - 1], prod(self.shape[: axis - 1])
            level = [level[at * size : (at + 1) * size] for at in range(count)]
        return level[0]


def any_exact(given: object) -> Pixel | None:
    """The number without any loss, be it complex or not, or nan; None for anything else.

    >>> any_exact(2 - 0.5j), any_exact({"re": 1, "im": 2}), any_exact(3.0), any_exact(True)
    (Complex(real=2, imag=Fraction(-1, 2)), Complex(real=1, imag=2), 3, 1)
    """
    if type(given) is float and isfinite(given):
        return _decimal(given)
    given = unpacked(given)
    if isinstance(given, bool):
        return int(given)
    if isinstance(given, float) and not isfinite(given):
        return NAN if isnan(given) else INFINITY if given > 0 else MINUS_INFINITY
    if isinstance(given, Complex):
        return given
    return exact_complex(given) if isinstance(given, complex) else exact(given)


def exact(given: object) -> ExactNumber | None:
    """The number without any loss: a float counts as the decimal that Python prints. None if it is no number.

    Numbers of SymPy, of decimal and NumPy's long floats are read, too.

    >>> exact(3), exact(0.1), exact(2.0), exact("3"), exact(True)
    (3, Fraction(1, 10), 2, None, None)
    """
    if type(given) is int:
        return given
    given = unpacked(given)
    if isinstance(given, bool):
        return None
    if isinstance(given, Rational):
        number = given if type(given) is Fraction else Fraction(given)
        return int(number) if number.denominator == 1 else number
    if isinstance(given, Real | Decimal):
        return _decimal(str(given)) if isfinite(given) else None
    return None


def _decimal(given: float | str) -> ExactNumber:
    """The number that a decimal is, written or printed."""
    above, below = Decimal(str(given)).as_integer_ratio()
    return above if below == 1 else Fraction(above, below)


def exact_array(name: str, given: object, *, empty: bool = False) -> ExactArray:
    """The array of nested lists or of an array of another library, exact; ConvtraceError for anything else.

    It may be `empty`:

    >>> exact_array("image", [[], []], empty=True)
    ExactArray(shape=(2, 0), rows=[[], []])
    """
    if is_masked(given):
        message, hint = "has masked elements", "Give numbers in their places, for example: x.filled(0)"
        raise _refusal(name, given, message, hint)
    rows, shape = [_items(name, given)], list[int]()
    while True:
        sizes = {len(row) for row in rows}
        if len(sizes) > 1:
            message, hint = f"has rows of {min(sizes)} and of {max(sizes)} elements", "Make all rows equally long."
            raise _refusal(name, given, message, hint)
        if not sizes - {0}:
            if not empty:
                raise _refusal(name, given, "is empty")
            sides = getattr(given, "shape", (*shape, 0))  # lists tell of no axis inside an empty one
            return ExactArray(tuple(map(int, sides)), [[] for _ in range(prod(sides[:-1]))])
        shape.append(*sizes)
        if not isinstance(unpacked(rows[0][0]), list | tuple | range):
            return ExactArray(tuple(shape), [_numbers(name, row) for row in rows])
        if len(shape) == MAX_AXES:
            raise _refusal(name, given, f"has more than {MAX_AXES} axes")
        rows = [_items(name, item, "has lists beside numbers") for row in rows for item in row]


def _items(name: str, given: object, message: str = _NO_LIST) -> Sequence[object]:
    items = unpacked(given)
    if isinstance(items, list | tuple | range):
        return items
    if exact(items) is not None and message == _NO_LIST:
        raise _refusal(name, given, "is one number, without an axis", f"Give a list of it: [{exact(items)}]")
    raise _refusal(name, given, message)


def _numbers(name: str, row: Sequence[object]) -> list[Pixel]:
    if set(map(type, row)) == {int}:
        return list(row)  # type: ignore[arg-type]
    numbers = [any_exact(item) for item in row]
    if type(None) in set(map(type, numbers)):
        raise _refusal(name, row[numbers.index(None)], "has an element that is not a whole number, Fraction or decimal")
    return numbers  # type: ignore[return-value]


def _refusal(name: str, given: object, message: str, hint: str = _EXAMPLE) -> ConvtraceError:
    source = f"{name}={shortened(repr(given))}"
    return ConvtraceError(f"{name} {message}", source, (len(name) + 1, len(source)), hint)
