"""Readings of a question that people fall into: rows, each of which changes one thing of a problem."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import combinations, product

from convtrace.law.boundary import CONSTANT, RULES, Boundary
from convtrace.law.extents import centred
from convtrace.law.operations import OPERATIONS, row_like
from convtrace.search.changed_problems import (
    Change,
    asked_at,
    exchanged,
    index_ranges,
    inside,
    is_of_library,
    kernel_flipped,
    kernel_transposed,
    moved,
    own_ranges,
    with_law,
)
from convtrace.search.family import Turn
from convtrace.trace.problem import Problem
from convtrace.values.exact import simplified
from convtrace.values.frozen import Frozen
from convtrace.values.named_tuple import NamedTuple

# kernels of so many axes are tried with every corner as their origin; of more only with the same on each axis
MAX_ORIGIN_AXES = 3
# the mode whose outputs lie as the image does: its centre is that of the image
CENTRED_MODE = "same"


class Reading(Frozen, kw_only=False):
    """A row: its kind, its place among all that may be wrong (simple things first), and the changes that it makes."""

    kind: str
    rank: int
    changes: Callable[[Problem], Iterable[Change]]


def _operations(problem: Problem) -> Iterator[Change]:
    """The other operations and forms; of a library's function the one that flips the kernel, or does not."""
    if is_of_library(problem):
        flipped = kernel_flipped(problem, problem.space)
        name = row_like(flipped.relations[problem.space[0]]).name
        yield Change(flipped, {"operation": name})
        return
    # of two forms that give the same, the one whose output runs as the image does
    for row in sorted(OPERATIONS, key=lambda row: row.relation().flipped("m", "i")):
        if row != problem.operation:
            form = {} if row.form is None else {"form": row.form}
            law = map(row.relation, problem.stride, problem.dilation)
            yield Change(with_law(problem, law).replace(operation=row), {"operation": row.name, **form})


def _kernels(problem: Problem) -> Iterator[Change]:
    """The kernel flipped along some axes; in a plane also transposed, or rotated by 90°."""
    space, axes = problem.space, len(problem.space)
    for count in range(1, axes + 1):
        for chosen in combinations(range(axes), count):
            turn = Turn(tuple(range(axes)), tuple(axis in chosen for axis in range(axes)))
            # the names of turns count the axes of the array
            flipped = problem.order.array(space)
            yield Change(kernel_flipped(problem, [flipped[axis] for axis in chosen]), {"kernel": turn.name})
    if axes == 2 and problem.fixed != "k":
        turned = kernel_transposed(problem)
        for flips in product((False, True), repeat=2):
            along = [axis for axis, flip in zip(problem.order.array(space), flips, strict=True) if flip]
            yield Change(kernel_flipped(turned, along), {"kernel": Turn((1, 0), flips).name})


def _swapped(problem: Problem) -> Iterator[Change]:
    """Two of the indices exchanged."""
    for one, two in combinations(problem.space, 2):
        yield from asked_at(problem, exchanged(problem.numbers, one, two), {"axes": [one, two]})


def _counted(problem: Problem) -> Iterator[Change]:
    """The index counted from elsewhere: from 0, from 1, from the centre, or from the other end."""
    for mode, ranges in index_ranges(problem):
        named = {"mode": mode} if mode else {}
        starts = {0: [side[0] for side in ranges], 1: [side[0] - 1 for side in ranges]}
        for base, first in starts.items():
            yield from asked_at(problem, moved(problem, first), {"counted_from": base, **named}, ranges)
        if is_of_library(problem) or (problem.numbering is not None and mode == CENTRED_MODE):
            centre = moved(problem, [side[len(side) // 2] for side in ranges])
            yield from asked_at(problem, centre, {"counted_from": "centre"}, ranges)
    ranges = own_ranges(problem)
    # mode valid has none where the kernel is larger than the image
    if all(ranges):
        backwards = [side[0] + side[-1] - 2 * number for side, number in zip(ranges, problem.numbers, strict=True)]
        yield from asked_at(problem, moved(problem, backwards), {"counted_from": "end"}, ranges)


def _steps(problem: Problem) -> Iterator[Change]:
    """A stride, a dilation or an input stride that is forgotten."""
    on_image = "stride" if problem.operation.stride_on == "i" and not is_of_library(problem) else "input_stride"
    for name, what in (("alpha", "stride"), ("d", "dilation"), ("beta", on_image)):
        steps = [abs(getattr(relation, name)) for relation in problem.relations]
        if max(steps) > 1:
            law = (
                relation.replace(**{name: getattr(relation, name) // step})
                for relation, step in zip(problem.relations, steps, strict=True)
            )
            yield Change(with_law(problem, law), {"without": what, "value": list(problem.in_space(steps))})


def _plain_sum(problem: Problem) -> Iterator[Change]:
    """The factor, the constant, the conjugate or the type of the output forgotten."""
    if problem.scale != 1:
        yield Change(problem.replace(scale=1), {"without": "scale"})
    if problem.offset != 0:
        yield Change(problem.replace(offset=0), {"without": "offset"})
    if problem.conjugates_image or problem.kernel.conjugated:
        kernel = problem.kernel.replace(conjugated=False)
        yield Change(problem.replace(kernel=kernel, conjugates_image=False), {"without": "conjugate"})
    if problem.cast is not None:
        yield Change(problem.replace(cast=None), {"without": "dtype"})


def _divided(problem: Problem) -> Iterator[Change]:
    """The sum divided by that of the weights, as for a mean."""
    weights = [weight for weight in problem.kernel.given or () if isinstance(weight, int | Fraction)]
    total = Fraction(sum(weights))
    if problem.scale == 1 and total not in (0, 1) and len(weights) == len(problem.kernel.values):
        yield Change(problem.replace(scale=simplified(1 / total)), {"by": simplified(total)})


def _outside(problem: Problem) -> Iterator[Change]:
    """Other rules of what is outside the image."""
    for name, rule in RULES.items():
        if rule is not CONSTANT:
            rules = tuple(rule if axis in problem.space else old for axis, old in enumerate(problem.boundary.rules))
            yield Change(problem.replace(boundary=Boundary(rules)), {"outside": name})


def _origins(problem: Problem) -> Iterator[Change]:
    """Another element of the kernel called 0: a corner, the middle of an edge, the other of two centres."""
    if is_of_library(problem):
        return
    sides = problem.in_space(tuple(map(len, problem.kernel.ranges)))
    choices = [sorted({0, (side - 1) // 2, side // 2, side - 1}) for side in sides]
    usual = product(*choices) if len(sides) <= MAX_ORIGIN_AXES else zip(*_same_kind(sides), strict=True)
    for origin in usual:
        elements = dict(zip(problem.space, map(centred, sides, origin), strict=True))
        ranges = tuple(elements.get(axis, side) for axis, side in enumerate(problem.kernel.ranges))
        if ranges != problem.kernel.ranges and (problem.fixed != "k" or inside(problem.numbers, ranges)):
            moved = problem.replace(kernel=problem.kernel.replace(ranges=ranges))
            yield Change(with_law(moved, problem.relations), {"kernel_origin": list(origin)})


def _same_kind(sides: Sequence[int]) -> list[list[int]]:
    return [[0, (side - 1) // 2, side // 2, side - 1] for side in sides]


READINGS = (
    Reading("operation", 0, _operations),
    Reading("kernel", 1, _kernels),
    Reading("swapped", 2, _swapped),
    Reading("counted", 3, _counted),
    Reading("forgotten", 4, _steps),
    Reading("forgotten", 4, _plain_sum),
    Reading("outside", 6, _outside),
    Reading("divided", 6, _divided),
    Reading("origin", 9, _origins),
)
# two things that people change together
PAIRED = {"operation": ("swapped", "counted", "outside")}
PAIR_RANK = 8


class Asked(NamedTuple):
    """A reading of a question: its rank, the question instead, and what is changed, with the kind of each change."""

    rank: int
    problem: Problem
    changes: tuple[Mapping[str, object], ...]


def readings(problem: Problem) -> Iterator[Asked]:
    """All readings of a problem, first those with one thing changed, then those with two."""
    found = [(row, change) for row in READINGS for change in row.changes(problem)]
    for row, change in found:
        yield Asked(row.rank, change.problem, ({"kind": row.kind, **change.told},))
    for row, first in found:
        for other in READINGS:
            if other.kind in PAIRED.get(row.kind, ()):
                for second in other.changes(first.problem):
                    told = ({"kind": row.kind, **first.told}, {"kind": other.kind, **second.told})
                    yield Asked(PAIR_RANK, second.problem, told)
