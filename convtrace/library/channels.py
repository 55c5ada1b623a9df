"""Calls with batch, channels and groups: how their arrays lie, what fits, and the sums of all of their outputs.

A row that names a `layout` takes such arrays. The spatial part of a call is bound as a call without channels; here its
axes get those of the layout in front, N, O and C, and each group is a sum by itself.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import product
from math import prod
from typing import TypeVar

from convtrace.law.axis import Relation, Unknown
from convtrace.law.channels import GROUPS, Arrangement, Layout
from convtrace.library.arrays import ExactArray
from convtrace.library.axis_call import AxisCall
from convtrace.values.frozen import Frozen

T = TypeVar("T")


class Channels(Frozen):
    """The axes of a call beside those of space: the layout, the size of each of its axes, and the number of groups.

    `image` and `kernel` are the whole arrays, in the order N, O, C and space, with 1 element where they lack an axis;
    the library's indices count from `base`.
    """

    layout: Layout
    sizes: tuple[int, ...]
    groups: int
    image: ExactArray
    kernel: ExactArray
    base: int = 0

    @property
    def beside(self) -> int:
        """The number of axes beside those of space."""
        return len(self.sizes)

    @property
    def space(self) -> int:
        """The number of axes of space."""
        return len(self.image.shape) - self.beside

    @property
    def outputs(self) -> int:
        """The number of output channels of all groups; 1 where each channel is summed by itself."""
        return self.size("O")

    def size(self, kind: str) -> int:
        """The number of images or channels; 1 where the arrays have no such axis."""
        return self.counts.get(kind, 1)

    @property
    def counts(self) -> Mapping[str, int]:
        """The number of images and channels by their letters, as far as there are such axes."""
        return dict(zip(self.layout.kinds, self.sizes, strict=True))

    @property
    def texts(self) -> Mapping[str, str]:
        """The numbers of channels and the size of the kernel, as layers of a library take them."""
        sides = self.spatial("k").shape
        return {
            "into": str(self.size("C")),
            "out": str(self.size("O")),
            "each": str(self.per_group("O")),
            "sides": str(sides[0] if len(set(sides)) == 1 else sides),
        }

    @property
    def arrangement(self) -> Arrangement:
        """The axes of a problem, and the order in which each array has them."""
        return self.layout.arrangement(self.space)

    def spatial(self, unknown: Unknown) -> ExactArray:
        """The image or the kernel of one pair of channels, without its numbers unless all have the same."""
        array = {"i": self.image, "k": self.kernel}[unknown]
        return ExactArray(array.shape[self.beside :], [] if self.layout.count(unknown) else array.rows)

    def per_group(self, kind: str) -> int:
        """The number of channels or images of one group, which is one element on an axis of groups."""
        if kind[0] == GROUPS:
            return 1
        return self.size(kind) // (self.groups if kind in self.layout.divided else 1)

    def ranges(self, unknown: Unknown, group: int, base: int = 0) -> tuple[range, ...]:
        """The indices of an array on the axes beside those of space, in one group, counted from `base`."""
        held, inside = self.layout.tokens_of_whole(unknown), self.layout.grouped(unknown)
        places = self._places(group)
        found = []
        for kind in self.layout.kinds:
            size = self.per_group(kind)
            numbered = group if kind in self.layout.divided and kind not in inside else 0
            first = base + places.get(kind, numbered * size)
            found.append(range(first, first + size) if kind in held else range(1))
        return tuple(found)

    def _places(self, group: int) -> dict[str, int]:
        """The index of a group on each axis of groups."""
        places = {}
        for kind, side in reversed(self._grouping.items()):
            group, places[kind] = divmod(group, len(side))
        return places

    @property
    def _grouping(self) -> dict[str, range]:
        """The axes of which each element is a group, with their indices."""
        return {kind: range(size) for kind, size in self.counts.items() if kind[0] == GROUPS}

    def shape(self, unknown: Unknown, space: Sequence[int]) -> tuple[int, ...]:
        """The sizes of a whole array in the library's order."""
        inside = self.layout.grouped(unknown)
        beside = [self.per_group(kind) if kind in inside else self.size(kind) for kind in self.layout.kinds]
        return self.layout.arrangement(len(space)).shown(unknown, (*beside, *space))

    def relations(self, group: int) -> tuple[Relation, ...]:
        """The law on the axes beside those of space, in one group."""
        firsts = zip(
            *([-side.start for side in self.ranges(unknown, group, self.base)] for unknown in ("i", "k", "m")),
            strict=True,
        )
        return tuple(axis.relation.rebased(*first) for axis, first in zip(self.layout.lookups(), firsts, strict=True))

    def group_of(self, unknown: Unknown, index: Sequence[int]) -> int:
        """The group of an element of an array, whose index has all axes."""
        held, inside = self.layout.tokens_of_whole(unknown), self.layout.grouped(unknown)
        if self._grouping:
            numbers = dict(zip(self.layout.kinds, index, strict=False))
            sides = [range(numbers[kind] - self.base, numbers[kind] - self.base + 1) for kind in self._grouping]
            return _numbers([*map(len, self._grouping.values())], sides)[0]
        whole = (kind for kind in self.layout.divided if kind in held and kind not in inside)
        kind = next(whole, None)
        return 0 if kind is None else (index[self.layout.kinds.index(kind)] - self.base) // self.per_group(kind)

    def group_values(self, unknown: Unknown, group: int, flat: Sequence[T]) -> tuple[T, ...]:
        """The values of an array in one group, of all its values in the order of the axes."""
        array = {"i": self.image, "k": self.kernel}[unknown]
        sides = [*self.ranges(unknown, group), *map(range, array.shape[self.beside :])]
        return tuple(flat[number] for number in _numbers(array.shape, sides))

    @property
    def axis_calls(self) -> tuple[AxisCall, ...]:
        """The axes beside those of space as the call of one group has them, each counted from 0."""
        axes = zip(self.layout.lookups(), self.ranges("m", 0), strict=True)
        return tuple(AxisCall(relation=axis.relation, outputs=len(side)) for axis, side in axes)

    def output(self, sums: Callable[[Sequence[AxisCall], ExactArray, ExactArray], ExactArray],
               axes: Sequence[AxisCall]) -> ExactArray:  # fmt: skip
        """All outputs in the order of the axes, group by group; `sums` works out those of one group."""
        groups = []
        for group in range(self.groups):
            image, kernel = (self._group_array(unknown, group) for unknown in ("i", "k"))
            groups.append(sums([*self.axis_calls, *axes], image, kernel))
        return self._joined(groups)

    def _group_array(self, unknown: Unknown, group: int) -> ExactArray:
        array = {"i": self.image, "k": self.kernel}[unknown]
        sides = [*self.ranges(unknown, group), *map(range, array.shape[self.beside : -1])]
        numbers = _numbers(array.shape[:-1], sides) if array.rows else []
        return ExactArray((*map(len, sides), array.shape[-1]), [array.rows[number] for number in numbers])

    def _joined(self, groups: Sequence[ExactArray]) -> ExactArray:
        """The outputs of all groups behind each other, on the axes of groups or on that of the output's channels."""
        first, inside = groups[0], self.layout.grouped("m")
        if self._grouping:
            shape = (*map(len, self._grouping.values()), *first.shape[len(self._grouping) :])
            return ExactArray(shape, [row for group in groups for row in group.rows])
        held = self.layout.tokens_of_whole("m")
        kinds = [kind for kind in self.layout.divided if kind in held and kind not in inside]
        if len(groups) == 1 or not kinds:
            return first
        axis = self.layout.kinds.index(kinds[0])
        before, after = prod(first.shape[:axis]), prod(first.shape[axis:-1])
        rows = [row for at in range(before) for group in groups for row in group.rows[at * after : (at + 1) * after]]
        shape = (*first.shape[:axis], first.shape[axis] * len(groups), *first.shape[axis + 1 :])
        return ExactArray(shape, rows)

    def per_line(self, offsets: Sequence[T], lines: int) -> list[T]:
        """The offset of each line of the output, which has so many, by the line's output channel."""
        if len(offsets) == 1:
            return [offsets[0]] * lines
        outer = [len(side) for side in self.ranges("m", 0)]
        axis = self.layout.kinds.index("O")
        outer[axis] = len(offsets)
        before, after = prod(outer[:axis]), lines // prod(outer[: axis + 1])
        return [each for _ in range(before) for each in offsets for _ in range(after)]

    def laid(self, output: ExactArray) -> ExactArray:
        """An output as the library lays it."""
        return transposed(output, self.arrangement.axes("m"))


def transposed(array: ExactArray, axes: Sequence[int]) -> ExactArray:
    """The array with its axes in another order; those that are not named must have one element.

    >>> transposed(ExactArray((1, 2, 2), [[1, 2], [3, 4]]), (2, 1)).rows
    [[1, 3], [2, 4]]
    """
    shape = tuple(array.shape[axis] for axis in axes)
    if not array.rows or ([*axes] == sorted(axes) and axes[-1] == len(array.shape) - 1):
        return ExactArray(shape, array.rows)  # it has no numbers, or its lines stay as they are
    flat = [value for row in array.rows for value in row]
    if not flat:
        return ExactArray(shape, [[] for _ in range(prod(shape[:-1]))])
    steps = [prod(array.shape[axis + 1 :]) for axis in axes]
    return ExactArray.of(shape, [flat[sum(map(int.__mul__, steps, at))] for at in product(*map(range, shape))])


def canonical(array: ExactArray, layout: Layout, unknown: Unknown, space: int) -> ExactArray:
    """An array with its axes in the order N, O, C and space, 1 element where it lacks one.

    >>> canonical(ExactArray((1, 2), [[3, 4]]), Layout(image="C *", kernel="O c *", output="O *"), "i", 1).shape
    (1, 1, 2)
    """
    held = layout.arrangement(space).axes(unknown)
    order = sorted(range(len(held)), key=held.__getitem__)
    moved = transposed(array, order)
    sizes = dict(zip(sorted(held), moved.shape, strict=True))
    return ExactArray(tuple(sizes.get(axis, 1) for axis in range(len(layout.kinds) + space)), moved.rows)


def _numbers(shape: Sequence[int], sides: Sequence[range]) -> list[int]:
    """The places of the elements of a box, in row-major order."""
    numbers = [0]
    for size, side in zip(shape, sides, strict=True):
        numbers = [number * size + at for number in numbers for at in side]
    return numbers
