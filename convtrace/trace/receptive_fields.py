"""Which pixels make which output, for all outputs: the law solved once for each position of each axis."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import NamedTuple

from convtrace.law.axis import Bounds, solve
from convtrace.trace.problem import Problem

Index = tuple[int, ...]


class Patch(NamedTuple):
    """One output and the pixels inside the image that it uses, one range per axis in index order.

    `beyond` holds, for each axis, the places outside that it reaches with what stands in there; None: the constant.
    """

    output: Index
    pixels: tuple[range, ...]
    beyond: tuple[tuple[tuple[int, int | None], ...], ...]


def patch(problem: Problem, output: Index) -> Patch:
    """The pixels that one output uses.

    >>> from convtrace.trace.pose import pose
    >>> patch(pose("conv"), (1, 1)).pixels
    (range(0, 3), range(0, 3))
    >>> patch(pose("conv", image=7, pad="edge", mode="same"), (3,)).beyond
    (((4, 3),),)
    """
    axes = zip(problem.relations, output, problem.image, problem.kernel.ranges, strict=True)
    sides = (solve(relation, "m", m, "i", Bounds(i=pixels, k=taps)) for relation, m, pixels, taps in axes)
    beyond = tuple(map(partial(_beyond, problem), range(len(output)), output)) if problem.boundary.counts else ()
    return Patch(output, tuple(side.along("i") for side in sides), beyond)


def _beyond(problem: Problem, axis: int, m: int) -> tuple[tuple[int, int | None], ...]:
    image = problem.image[axis]
    reached = solve(problem.relations[axis], "m", m, "i", Bounds(k=problem.kernel.ranges[axis])).along("i")
    rule = problem.boundary.rules[axis]
    found = ((i, rule.place(i - image[0], len(image))) for i in reached if i not in image)
    return tuple((i, None if place is None else image[place]) for i, place in found)


def patches(problem: Problem) -> Iterator[Patch]:
    """Every output in reading order, made when read."""
    return (patch(problem, output) for output in problem.order.reading(problem.outputs))


def output_at(problem: Problem, pixel: Index) -> Index | None:
    """The output whose kernel element 0 lies on the pixel; None where no output of the mode has it there.

    >>> from convtrace.trace.pose import pose
    >>> output_at(pose("xcorr"), (1, 1)), output_at(pose("xcorr"), (3, 3))
    ((-1, -1), None)
    """
    found = []
    for relation, i, outputs in zip(problem.relations, pixel, problem.outputs, strict=True):
        output = relation.third("m", {"i": i, "k": 0})
        if output not in outputs:
            return None
        found.append(int(output))
    return tuple(found)
