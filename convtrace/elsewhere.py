"""Which library call gives the same value, found by comparing its relation with the problem's."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from convtrace.axis import AxisMap
from convtrace.libraries import LIBRARY, LibraryFunction
from convtrace.problem import Problem


class Counterpart(NamedTuple):
    """A library call and the array index (slowest axis first) at which it gives the same value.

    `pace` tells how far that index moves while the problem's own grows by 1. `mirrored` tells, in index order,
    along which axes the library's outputs run the other way.
    """

    row: LibraryFunction
    place: tuple[int, ...]
    pace: tuple[int, ...]
    mirrored: tuple[bool, ...]


def counterparts(problem: Problem, library: Sequence[LibraryFunction] = LIBRARY) -> tuple[Counterpart, ...]:
    """The calls whose sum at some index has the same terms; the plainest mode of each, none where nothing reaches.

    >>> from convtrace.problem import pose
    >>> [(found.row.call("x", "h"), found.place) for found in counterparts(pose("conv", m=1, n=1))]
    [('scipy.signal.convolve2d(x, h, "same")', (4, 4))]
    """
    found = (_counterpart(problem, row) for row in library if row.dimensions(len(problem.image)))
    return tuple(filter(None, found))[:1]


def _counterpart(problem: Problem, row: LibraryFunction) -> Counterpart | None:
    ranges = {"m": problem.outputs, "i": problem.image, "k": problem.kernel.ranges}
    axes = zip(problem.relations, problem.at, ranges[problem.over], ranges[problem.partner], strict=True)
    index, pace, mirrored = [], [], []
    for relation, number, pixels, taps in axes:
        ours = relation.recast(problem.fixed, problem.over).rebased(pixels[0], taps[0])
        theirs = row.relation(len(pixels), len(taps))
        place = _same_line(ours, number or 0, theirs)
        if place is None or (number is not None and not 0 <= place < row.outputs(len(pixels), len(taps))):
            return None
        index.append(place)
        pace.append(ours.alpha // theirs.alpha)
        mirrored.append((ours.alpha < 0) != (theirs.alpha < 0))
    array = problem.order.array
    return Counterpart(row, array(tuple(index)), array(tuple(pace)), tuple(mirrored))


def _same_line(ours: AxisMap, output: int, theirs: AxisMap) -> int | None:
    """The m at which `theirs` pairs the same i with the same k as `ours` does at `output`."""
    if (ours.d, ours.beta) != (theirs.d, theirs.beta):
        return None
    shift = ours.alpha * output + ours.gamma - theirs.gamma
    return shift // theirs.alpha if shift % theirs.alpha == 0 else None
