"""Which indices meet on each axis: the law solved with the problem's fixed index."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain

from convtrace.errors import ConvtraceError
from convtrace.law.axis import Bounds, Solutions, Triple, Unknown, solve
from convtrace.law.boundary import CONSTANT_RULES
from convtrace.law.extents import pixel_extent
from convtrace.trace.problem import Problem
from convtrace.values.limits import MAX_PLACES, check_term_count


def solved(problem: Problem, *bounded: Unknown) -> tuple[Solutions, ...]:
    """The law solved on each axis, with the domains of some unknowns kept.

    >>> from convtrace.trace.pose import pose
    >>> [list(side.along("i")) for side in solved(pose("conv", at=3, image=7), "k")]
    [[2, 3, 4]]
    """
    limits = (_bounds(problem, axis, bounded) for axis in range(len(problem.at)))
    axes = zip(problem.relations, problem.numbers, limits, strict=True)
    return tuple(solve(relation, problem.fixed, number, problem.over, bounds) for relation, number, bounds in axes)


def _bounds(problem: Problem, axis: int, bounded: Sequence[Unknown]) -> Bounds:
    """The domains of some unknowns on one axis; of all where it is not of space, as nothing lies beyond its ends."""
    kept = bounded if problem.lookup(axis) is None else problem.domains
    return Bounds(**{unknown: problem.domains[unknown][axis] for unknown in kept})


def met_with_boundary(problem: Problem, axis: int) -> Sequence[Triple]:
    """The meetings on one axis where something outside the image counts, in the order of what the sum runs over.

    The pixel is bounded by nothing then; a gradient's pixel is met wherever it stands in.

    >>> from convtrace.trace.pose import pose
    >>> [tuple(met) for met in met_with_boundary(pose("conv", at=3, image=7, pad="edge"), 0)]
    [(3, 2, 1), (3, 3, 0), (3, 4, -1)]
    """
    free = tuple(unknown for unknown in (problem.over, problem.partner) if unknown != "i")
    bounds, relation = _bounds(problem, axis, free), problem.relations[axis]
    positions = fixed_positions(problem, axis)
    found = [solve(relation, problem.fixed, position, problem.over, bounds) for position in positions]
    if len(found) == 1:
        return found[0]
    check_term_count([sum(map(len, found))])
    return sorted(chain.from_iterable(found), key=lambda met: (getattr(met, problem.over), met.i))


def fixed_positions(problem: Problem, axis: int) -> tuple[int, ...]:
    """The fixed index on one axis, and for a gradient's pixel every index outside the image for which it stands in.

    >>> from convtrace.trace.pose import pose
    >>> fixed_positions(pose("conv", pixel=3, image=7, pad="symmetric", mode="same"), 0)
    (3, 4)
    """
    number = problem.numbers[axis]
    if problem.fixed != "i" or problem.boundary.rules[axis] in CONSTANT_RULES:
        return (number,)
    side = problem.image[axis]
    used = pixel_extent(problem.relations[axis], problem.outputs[axis], problem.kernel.ranges[axis])
    if len(used) - len(side) > MAX_PLACES:
        message = f"{len(used) - len(side)} places outside the image are too many to look at"
        raise ConvtraceError(message, hint="Choose a smaller dilation or kernel.")
    before, after = range(used.start, min(used.stop, side.start)), range(max(used.start, side.stop), used.stop)
    beyond = [position for position in chain(before, after) if problem.stand_in_along(axis, position) == number]
    return tuple(sorted((number, *beyond)))
