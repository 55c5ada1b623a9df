"""Which library call gives the same value, found by comparing its relation with the problem's."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from convtrace.axis import AxisMap
from convtrace.libraries import LIBRARY, LibraryFunction
from convtrace.problem import Problem


class Counterpart(NamedTuple):
    """A library call and the array index (slowest axis first) at which it gives the same value.

    `mirrored` tells, in index order, along which axes the library's outputs run the other way.
    """

    call: str
    place: tuple[int, ...]
    mirrored: tuple[bool, ...]


def counterparts(problem: Problem, library: Sequence[LibraryFunction] = LIBRARY) -> tuple[Counterpart, ...]:
    """The calls whose sum at some index has the same terms; the plainest mode of each, none where nothing reaches.

    >>> from convtrace.problem import pose
    >>> [(found.call, found.place) for found in counterparts(pose("conv", m=1, n=1))]
    [('scipy.signal.convolve2d(x, h, "same")', (4, 4))]
    """
    found = (_counterpart(problem, row) for row in library if row.dimensions(len(problem.image)))
    return tuple(filter(None, found))[:1]


def _counterpart(problem: Problem, row: LibraryFunction) -> Counterpart | None:
    axes = zip(problem.relations, problem.output, problem.image, problem.kernel.ranges, strict=True)
    index = []
    for relation, output, pixels, taps in axes:
        theirs = row.relation(len(pixels), len(taps))
        place = _same_line(relation.rebased(pixels[0], taps[0]), output, theirs)
        if place is None or not 0 <= place < row.outputs(len(pixels), len(taps)):
            return None
        index.append(place)
    mirrored = tuple((relation.alpha < 0) != (row.alpha < 0) for relation in problem.relations)
    return Counterpart(row.call, problem.order.array(tuple(index)), mirrored)


def _same_line(ours: AxisMap, output: int, theirs: AxisMap) -> int | None:
    """The m at which `theirs` pairs the same i with the same k as `ours` does at `output`."""
    if (ours.d, ours.beta) != (theirs.d, theirs.beta):
        return None
    shift = ours.alpha * output + ours.gamma - theirs.gamma
    return shift // theirs.alpha if shift % theirs.alpha == 0 else None
