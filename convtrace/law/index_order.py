"""Which index comes first: the column, as in the article, or the row, as in NumPy."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import product
from typing import TypeVar

from convtrace.values.limits import MAX_COPIED_SIDE
from convtrace.values.named_tuple import NamedTuple

T = TypeVar("T")


class Order(NamedTuple):
    """An order of axes in an index: its first number names the column (`xy`) or the slowest array axis (`rc`)."""

    name: str
    column_first: bool

    def array(self, values: tuple[T, ...]) -> tuple[T, ...]:
        """Index order to array order (slices, rows, columns), and back: turning twice changes nothing.

        >>> ORDERS["xy"].array(("column", "row")), ORDERS["rc"].array(("row", "column"))
        (('row', 'column'), ('row', 'column'))
        """
        return values[::-1] if self.column_first else values

    def position(self, index: tuple[int, ...], ranges: tuple[range, ...]) -> int:
        """The place of an element in reading order, counted from 0.

        >>> ORDERS["xy"].position((1, -1), (range(-1, 2), range(-1, 2)))
        2
        """
        place = 0
        for side, number in zip(self.array(ranges), self.array(index), strict=True):
            place = place * len(side) + side.index(number)
        return place

    def reading(self, axes: tuple[Iterable[T], ...]) -> Iterator[tuple[T, ...]]:
        """The product of the axes, row by row from the top, each from left to right; one slowest item at a time.

        >>> list(ORDERS["xy"].reading((range(2), range(2))))
        [(0, 0), (1, 0), (0, 1), (1, 1)]
        """
        slowest, *faster = self.array(axes)
        kept: list[Sequence[T]] = [axis if isinstance(axis, Sequence) else tuple(axis) for axis in faster]
        return (self.array((first, *rest)) for first in slowest for rest in _product(kept))


def _product(axes: list[Sequence[T]]) -> Iterator[tuple[T, ...]]:
    """The product of axes, of which the long ones are walked along and never copied.

    >>> next(_product([range(10**9), range(2)]))
    (0, 0)
    """
    if all(len(axis) <= MAX_COPIED_SIDE for axis in axes):
        return product(*axes)
    first, *rest = axes
    return ((one, *others) for one in first for others in _product(rest))


ORDERS = {order.name: order for order in (Order("xy", column_first=True), Order("rc", column_first=False))}
