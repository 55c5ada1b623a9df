"""The kernel: its index ranges, and the letters that stand for its values."""

from __future__ import annotations

from functools import cached_property
from itertools import product
from math import prod
from typing import TYPE_CHECKING, TypeAlias

from convtrace.law.index_order import Order
from convtrace.values.exact import conjugated
from convtrace.values.formula import Value
from convtrace.values.frozen import Frozen

if TYPE_CHECKING:
    from convtrace.law.lettering import Lettering
    from convtrace.values.exact import Exact

Weight: TypeAlias = "str | Exact"
Nested: TypeAlias = "Weight | tuple[Nested, ...]"

ALPHABET = "abcdefghijklmnopqrstuvwxyz"


class Kernel(Frozen, kw_only=False):
    """Elements named in reading order: a is the top left one of a 2-D kernel, whatever the order of its indices.

    `given` holds their values in reading order, None where the letters stand for any values; `lettering` has other
    names in the place of letters; `conjugated` kernels are multiplied as their conjugates. The letters are the same for
    all channels, whose axes are `channels`; the index on those of them that are `numbered` is part of a letter: a_0 is
    the first one of channel 0.
    """

    ranges: tuple[range, ...]
    order: Order
    given: tuple[Exact, ...] | None = None
    conjugated: bool = False
    lettering: Lettering | None = None
    channels: tuple[int, ...] = ()
    numbered: tuple[int, ...] = ()

    @cached_property
    def _weights(self) -> dict[tuple[int, ...], Weight]:
        """The factors that were asked for: each is in a sum, in its table and in its drawings."""
        return {}

    def weight(self, index: tuple[int, ...]) -> Weight:
        """The factor that h[index] is in a sum: its value, or the conjugate of that."""
        found = self._weights.get(index)
        if found is None:
            found = self._weights[index] = self._weight(index)
        return found

    def _weight(self, index: tuple[int, ...]) -> Weight:
        value = self.value(index)
        if not self.conjugated:
            return value
        return conjugated(Value(value) if isinstance(value, str) else value)

    def value(self, index: tuple[int, ...]) -> Weight:
        """The letter of h[index], which must lie in the ranges, or its value where values are given.

        >>> from convtrace.law.index_order import ORDERS
        >>> Kernel((range(-1, 2), range(-1, 2)), ORDERS["xy"]).value((1, -1))
        'c'
        """
        position = self.order.position(index, self.ranges)
        if self.given is not None:
            return self.given[position]
        return self._numbered(index) if self.channels else self._letter(position, index, self.ranges)

    def _letter(self, position: int, index: tuple[int, ...], ranges: tuple[range, ...]) -> str:
        return letter(position) if self.lettering is None else self.lettering.name(position, index, ranges)

    def _numbered(self, index: tuple[int, ...]) -> str:
        """The letter of an element among those of its channel, and the channel's number."""
        space = [axis for axis in range(len(index)) if axis not in self.channels]
        place, sides = tuple(index[axis] for axis in space), tuple(self.ranges[axis] for axis in space)
        own = self._letter(self.order.position(place, sides), place, sides)
        return "_".join([own, *(str(index[axis]) for axis in self.numbered)])

    @property
    def told_apart(self) -> Kernel:
        """The kernel with a letter of its own for each element, of whichever channel it is."""
        return self.replace(numbered=tuple(axis for axis in self.channels if len(self.ranges[axis]) > 1))

    @property
    def values(self) -> tuple[Weight, ...]:
        """All values in reading order."""
        if self.given is None and (self.channels or self.lettering is not None):
            return tuple(self.value(self.order.array(index)) for index in product(*self.order.array(self.ranges)))
        return self.given or tuple(map(letter, range(prod(map(len, self.ranges)))))

    def nested(self, indices: tuple[range, ...], *, laid: bool = False) -> Nested:
        """The values at the given indices, one range per axis in its own direction, nested as an array.

        Where the kernel is `laid`, they are the factors.

        >>> from convtrace.law.index_order import ORDERS
        >>> kernel = Kernel((range(2), range(2)), ORDERS["xy"])
        >>> kernel.nested((range(1, -1, -1), range(2)))
        (('b', 'a'), ('d', 'c'))
        """
        slowest_first = self.order.array(indices)

        def nest(chosen: tuple[int, ...]) -> Nested:
            if len(chosen) == len(indices):
                return (self.weight if laid else self.value)(self.order.array(chosen))
            return tuple(nest((*chosen, k)) for k in slowest_first[len(chosen)])

        return nest(())


def letter(position: int) -> str:
    """The name of column number `position` of a spreadsheet, counted from 0.

    >>> [letter(n) for n in (0, 8, 25, 26, 701, 702)]
    ['a', 'i', 'z', 'aa', 'zz', 'aaa']
    """
    name = ""
    position += 1
    while position:
        position, last = divmod(position - 1, 26)
        name = ALPHABET[last] + name
    return name
