"""Receptive fields: the pixels that each output uses, the law solved once for each position of each axis."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from convtrace.law.axis import Bounds, solve
from convtrace.trace.problem import Problem
from convtrace.trace.status import Index
from convtrace.values.named_tuple import NamedTuple


class ReceptiveField(NamedTuple):
    """One output and the pixels inside the image that it uses, one range per axis in index order.

    `beyond` holds, for each axis, the indices outside that it uses, each with its stand-in; None: the constant.
    """

    output: Index
    pixels: tuple[range, ...]
    beyond: tuple[tuple[tuple[int, int | None], ...], ...]


def receptive_field(problem: Problem, output: Index) -> ReceptiveField:
    """The pixels that one output uses.

    >>> from convtrace.trace.pose import pose
    >>> receptive_field(pose("conv"), (1, 1)).pixels
    (range(0, 3), range(0, 3))
    >>> receptive_field(pose("conv", image=7, pad="edge", mode="same"), (3,)).beyond
    (((4, 3),),)
    """
    axes = zip(problem.relations, output, problem.image, problem.kernel.ranges, strict=True)
    solutions = (solve(relation, "m", m, "i", Bounds(i=image, k=kernel)) for relation, m, image, kernel in axes)
    beyond = tuple(map(partial(_beyond, problem), range(len(output)), output)) if problem.boundary.counts else ()
    return ReceptiveField(output, tuple(each.along("i") for each in solutions), beyond)


def _beyond(problem: Problem, axis: int, m: int) -> tuple[tuple[int, int | None], ...]:
    image = problem.image[axis]
    used = solve(problem.relations[axis], "m", m, "i", Bounds(k=problem.kernel.ranges[axis])).along("i")
    rule = problem.boundary.rules[axis]
    found = ((i, rule.stand_in(i - image[0], len(image))) for i in used if i not in image)
    return tuple((i, None if pixel is None else image[pixel]) for i, pixel in found)


def receptive_fields(problem: Problem) -> Iterator[ReceptiveField]:
    """The receptive fields of all outputs in reading order, made when read."""
    return (receptive_field(problem, output) for output in problem.order.reading(problem.outputs))


def central_element(problem: Problem) -> Index:
    """The kernel element called 0 where the centre is; where the kernel has none, the one next to it."""
    zeros = {} if problem.numbering is None else dict(zip(problem.space, problem.numbering.kernel, strict=True))
    return tuple(min(max(zeros.get(axis, 0), side[0]), side[-1]) for axis, side in enumerate(problem.kernel.ranges))


def output_at(problem: Problem, pixel: Index) -> Index | None:
    """The output for which the kernel's central element meets the pixel; None where no output of the mode does.

    >>> from convtrace.trace.pose import pose
    >>> output_at(pose("xcorr"), (1, 1)), output_at(pose("xcorr"), (3, 3))
    ((-1, -1), None)
    """
    found = []
    axes = enumerate(zip(problem.relations, pixel, central_element(problem), problem.outputs, strict=True))
    for axis, (relation, i, k, outputs) in axes:
        # of each channel
        output = relation.third("m", {"i": i, "k": k if problem.lookup(axis) is None else i})
        # a fraction would be looked for in all of a range
        if not isinstance(output, int) or output not in outputs:
            return None
        found.append(output)
    return tuple(found)
