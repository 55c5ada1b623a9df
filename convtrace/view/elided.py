"""The rows or columns that are shown of a large matrix: on each axis the first ones, the last one, those wanted."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise
from math import prod

from convtrace.trace.status import Index

# of an axis that is cut the first position and the last one, at least
LEAST = 2
# of an axis that is cut so many positions show what there is to see
ENOUGH = 12


def kept(
    sides: Sequence[range], axes: Sequence[int], most: int, wanted: Sequence[Collection[int]]
) -> Iterator[list[Index | None]]:
    """The indices on some axes, the slowest first, some `most` of them in lines along the fastest one.

    None stands where others are left out, by itself where these are whole lines. `wanted` has the positions of each
    axis that are shown before others.

    >>> [*kept([range(9)], [0], 4, [()])], [*kept([range(9)], [0], 4, [(5,)])]
    ([[(0,), (1,), None, (8,)]], [[(0,), None, (5,), None, (8,)]])
    >>> [*kept([range(9)], [0], 4, [(4, 5, 6)])]
    [[None, (4,), (5,), (6,), None]]
    >>> [*kept([range(3), range(2)], [0, 1], 2, [(), ()])]
    [[(0, 0), (0, 1)], [(1, 0), (1, 1)], [(2, 0), (2, 1)]]
    >>> [len(line) for line in kept([range(9), range(9)], [0, 1], 50, [(), ()])]
    [7, 7, 7, 7, 7, 1, 7]
    """
    counts = [len(side) for side in sides]
    if prod(counts[axis] for axis in axes) > most:
        enough = [max(ENOUGH, len(numbers) + LEAST) for numbers in wanted]
        counts = [*map(min, counts, enough)]
    while prod(counts[axis] + (counts[axis] < len(sides[axis])) for axis in axes) > most:
        largest = max(axes, key=lambda axis: counts[axis])
        if counts[largest] <= LEAST:
            break
        counts[largest] -= 1
    chosen = [[*_with_gaps(*each)] for each in zip(sides, counts, wanted, strict=True)]
    yield from _walk(chosen, tuple(axes), [side[0] for side in sides])


def _with_gaps(side: range, count: int, wanted: Collection[int]) -> Iterator[int | None]:
    """So many positions of an axis in their order, None between two that are not neighbours."""
    first = dict.fromkeys((*(number for number in wanted if number in side), side[0], side[-1], *side[: count + 1]))
    found = sorted(side.index(number) for number in [*first][: max(count, min(len(side), LEAST))])
    for before, place in pairwise((-1, *found, len(side))):
        if place - before == LEAST:
            yield side[before + 1]
        elif place - before > LEAST:
            yield None
        if place < len(side):
            yield side[place]


def _walk(
    chosen: Sequence[Sequence[int | None]], axes: tuple[int, ...], index: list[int]
) -> Iterator[list[Index | None]]:
    first, *rest = axes
    if not rest:
        line = [None if number is None else [*index[:first], number, *index[first + 1 :]] for number in chosen[first]]
        yield [None if each is None else tuple(each) for each in line]
        return
    for number in chosen[first]:
        if number is None:
            yield [None]
        else:
            index[first] = number
            yield from _walk(chosen, tuple(rest), index)
