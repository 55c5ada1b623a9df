"""Nested lists → exact numbers in rows, and back."""

from __future__ import annotations

from collections.abc import Sequence
from math import isfinite, prod
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from convtrace.errors import ConvtraceError, shortened
from convtrace.values.limits import MAX_AXES

if TYPE_CHECKING:
    from fractions import Fraction

Number: TypeAlias = "int | Fraction"
Nested: TypeAlias = "list[Number] | list[Nested]"
EXAMPLE = "Give nested lists of numbers, for example: [[1, 0, -1], [2, 0, -2]]"


class Array(NamedTuple):
    """The lines along the last axis, in row-major order.

    >>> read("image", [[1, 2], [3, 0.5]])
    Array(shape=(2, 2), rows=[[1, 2], [3, Fraction(1, 2)]])
    """

    shape: tuple[int, ...]
    rows: list[list[Number]]

    def nested(self) -> Nested:
        """The nested lists, an empty axis included.

        >>> Array((2, 1), [[1], [2]]).nested(), Array((0, 3), []).nested(), Array((2, 0), [[], []]).nested()
        ([[1], [2]], [], [[], []])
        """
        level: list[Nested] = list(self.rows)
        for axis in range(len(self.shape) - 1, 0, -1):
            size, count = self.shape[axis - 1], prod(self.shape[: axis - 1])
            level = [level[at * size : (at + 1) * size] for at in range(count)]
        return level[0]


def exact(given: object) -> Number | None:
    """The number without any loss: a float counts as the decimal that Python prints. None if it is no number.

    >>> exact(3), exact(0.1), exact(2.0), exact("3"), exact(True)
    (3, Fraction(1, 10), 2, None, None)
    """
    if type(given) is int:
        return given
    given = _plain(given)
    from fractions import Fraction

    if isinstance(given, float):
        return exact(Fraction(str(given))) if isfinite(given) else None
    if isinstance(given, int | Fraction) and not isinstance(given, bool):
        return int(given) if given.denominator == 1 else Fraction(given)
    return None


def read(name: str, given: object) -> Array:
    """The array of a nested list or tuple (or of anything with `tolist`), exact; ConvtraceError for anything else."""
    rows, shape = [_items(name, given)], list[int]()
    while True:
        sizes = {len(row) for row in rows}
        if len(sizes) > 1:
            raise _refusal(name, given, f"has lines of {min(sizes)} and of {max(sizes)} elements")
        if not sizes - {0}:
            raise _refusal(name, given, "is empty")
        shape.append(*sizes)
        if not _listed(rows[0][0]):
            return Array(tuple(shape), [_numbers(name, row) for row in rows])
        if len(shape) == MAX_AXES:
            raise _refusal(name, given, f"has more than {MAX_AXES} axes")
        rows = [_items(name, item, "has lists and numbers side by side") for row in rows for item in row]


def _listed(given: object) -> bool:
    return isinstance(_plain(given), list | tuple)


def _plain(given: object) -> object:
    return given.tolist() if hasattr(given, "tolist") else given


def _items(name: str, given: object, message: str = "is not a list") -> Sequence[object]:
    items = _plain(given)
    if isinstance(items, list | tuple):
        return items
    raise _refusal(name, given, message)


def _numbers(name: str, row: Sequence[object]) -> list[Number]:
    if set(map(type, row)) == {int}:
        return list(row)  # type: ignore[arg-type]
    numbers = []
    for item in row:
        number = exact(item)
        if number is None:
            raise _refusal(name, item, "has an element that is no whole number, Fraction or decimal")
        numbers.append(number)
    return numbers


def _refusal(name: str, given: object, message: str) -> ConvtraceError:
    text = shortened(repr(given))
    source = f"{name}={text}"
    hint = "Complex values are not worked out here." if _complex(given) else EXAMPLE
    return ConvtraceError(f"{name} {message}", source, (len(name) + 1, len(source)), hint)


def _complex(given: object) -> bool:
    return isinstance(given, complex) or (isinstance(given, dict) and given.keys() == {"re", "im"})
