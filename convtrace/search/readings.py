"""Readings of a question that people fall into: rows, each of which changes one thing of a problem."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import combinations, product
from typing import NamedTuple, TypeVar

from convtrace.law.axis import Relation
from convtrace.law.boundary import CONSTANT, RULES, Boundary
from convtrace.law.extents import MODES, centred, outputs
from convtrace.law.operations import OPERATIONS, row_like
from convtrace.search.family import Turn
from convtrace.trace.given import Ranges
from convtrace.trace.problem import Problem
from convtrace.values.exact import simplified
from convtrace.values.frozen import Frozen

T = TypeVar("T")

# kernels of so many axes are tried with every corner as their origin; of more only with the same on each axis
MAX_ORIGIN_AXES = 3


class Change(NamedTuple):
    """A problem with one thing changed, and what that is, in the words of the record."""

    problem: Problem
    told: Mapping[str, object]


class Reading(Frozen, kw_only=False):
    """A row: its kind, its place among all that may be wrong (simple things first), and the changes that it makes."""

    kind: str
    rank: int
    changes: Callable[[Problem], Iterable[Change]]


def _operations(problem: Problem) -> Iterator[Change]:
    """The other operations and forms; of a library's function the one that flips the kernel, or does not."""
    if _is_of_library(problem):
        flipped = _kernel_flipped(problem, problem.space)
        name = row_like(flipped.relations[problem.space[0]]).name
        yield Change(flipped, {"operation": name})
        return
    # of two forms that give the same, the one whose output runs as the image does
    for row in sorted(OPERATIONS, key=lambda row: row.relation().flipped("m", "i")):
        if row != problem.operation:
            form = {} if row.form is None else {"form": row.form}
            law = map(row.relation, problem.stride, problem.dilation)
            yield Change(_with_law(problem, law).replace(operation=row), {"operation": row.name, **form})


def _kernels(problem: Problem) -> Iterator[Change]:
    """The kernel flipped along some axes; in a plane also transposed, or rotated by 90°."""
    space, axes = problem.space, len(problem.space)
    for count in range(1, axes + 1):
        for chosen in combinations(range(axes), count):
            turn = Turn(tuple(range(axes)), tuple(axis in chosen for axis in range(axes)))
            # the names of turns count the axes of the array
            flipped = problem.order.array(space)
            yield Change(_kernel_flipped(problem, [flipped[axis] for axis in chosen]), {"kernel": turn.name})
    if axes == 2 and problem.fixed != "k":
        turned = _kernel_transposed(problem)
        for flips in product((False, True), repeat=2):
            along = [axis for axis, flip in zip(problem.order.array(space), flips, strict=True) if flip]
            yield Change(_kernel_flipped(turned, along), {"kernel": Turn((1, 0), flips).name})


def _swapped(problem: Problem) -> Iterator[Change]:
    """Two of the indices exchanged."""
    for one, two in combinations(problem.space, 2):
        yield from _at(problem, _exchanged(problem.numbers, one, two), {"axes": [one, two]})


def _counted(problem: Problem) -> Iterator[Change]:
    """The index counted from elsewhere: from 0, from 1, from the centre, or from the other end."""
    for mode, ranges in _index_ranges(problem):
        named = {"mode": mode} if mode else {}
        starts = {0: [side[0] for side in ranges], 1: [side[0] - 1 for side in ranges]}
        for base, first in starts.items():
            yield from _at(problem, _moved(problem, first), {"counted_from": base, **named}, ranges)
        if _is_of_library(problem):
            centre = _moved(problem, [side[len(side) // 2] for side in ranges])
            yield from _at(problem, centre, {"counted_from": "centre"}, ranges)
    ranges = _own_ranges(problem) if _is_of_library(problem) or problem.fixed != "m" else problem.image
    backwards = [side[0] + side[-1] - 2 * number for side, number in zip(ranges, problem.numbers, strict=True)]
    yield from _at(problem, _moved(problem, backwards), {"counted_from": "end"})


def _steps(problem: Problem) -> Iterator[Change]:
    """A stride, a dilation or an input stride that is forgotten."""
    on_image = "stride" if problem.operation.stride_on == "i" and not _is_of_library(problem) else "input_stride"
    for name, what in (("alpha", "stride"), ("d", "dilation"), ("beta", on_image)):
        steps = [abs(getattr(relation, name)) for relation in problem.relations]
        if max(steps) > 1:
            law = (
                relation.replace(**{name: getattr(relation, name) // step})
                for relation, step in zip(problem.relations, steps, strict=True)
            )
            yield Change(_with_law(problem, law), {"without": what, "value": list(problem.in_space(steps))})


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
    if _is_of_library(problem):
        return
    sides = problem.in_space(tuple(map(len, problem.kernel.ranges)))
    choices = [sorted({0, (side - 1) // 2, side // 2, side - 1}) for side in sides]
    usual = product(*choices) if len(sides) <= MAX_ORIGIN_AXES else zip(*_same_kind(sides), strict=True)
    for origin in usual:
        elements = dict(zip(problem.space, map(centred, sides, origin), strict=True))
        ranges = tuple(elements.get(axis, side) for axis, side in enumerate(problem.kernel.ranges))
        if ranges != problem.kernel.ranges and (problem.fixed != "k" or _inside(problem.numbers, ranges)):
            moved = problem.replace(kernel=problem.kernel.replace(ranges=ranges))
            yield Change(_with_law(moved, problem.relations), {"kernel_origin": list(origin)})


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


def _is_of_library(problem: Problem) -> bool:
    """True for a library's function, which has relations of its own and no mode."""
    return not problem.mode


def _exchanged(values: tuple[T, ...], one: int, two: int) -> tuple[T, ...]:
    changed = list(values)
    changed[one], changed[two] = values[two], values[one]
    return tuple(changed)


def _with_law(problem: Problem, law: Iterable[Relation]) -> Problem:
    """The problem with other relations in space, and with the outputs that exist then; a library's array keeps its."""
    relations = tuple(
        new if axis in problem.space else old
        for axis, (new, old) in enumerate(zip(law, problem.relations, strict=True))
    )
    changed = problem.replace(law=relations)
    return changed if _is_of_library(problem) else changed.replace(outputs=_outputs(changed, problem.mode))


def _outputs(problem: Problem, mode: str) -> Ranges:
    """The outputs of a mode."""
    axes = zip(problem.relations, problem.image, problem.kernel.ranges, strict=True)
    made = tuple(outputs(*axis, mode) for axis in axes)
    return tuple(made[axis] if axis in problem.space else old for axis, old in enumerate(problem.outputs))


def _kernel_flipped(problem: Problem, axes: Iterable[int]) -> Problem:
    """The problem with its kernel flipped in its place along some axes: its last element met in place of its first."""
    chosen = set(axes)
    sides = zip(problem.relations, problem.kernel.ranges, strict=True)
    return _with_law(problem, (_flipped(*each) if axis in chosen else each[0] for axis, each in enumerate(sides)))


def _flipped(relation: Relation, side: range) -> Relation:
    flipped = relation.kernel_flipped()
    return flipped.replace(gamma=relation.d * (side[0] + side[-1]) + flipped.gamma)


def _kernel_transposed(problem: Problem) -> Problem:
    """The problem with the kernel mirrored about its diagonal."""
    one, two = problem.space
    kernel = problem.kernel
    ranges = _exchanged(kernel.ranges, one, two)
    given = tuple(kernel.value(_exchanged(index, one, two)) for index in problem.order.reading(ranges))
    return _with_law(problem.replace(kernel=kernel.replace(ranges=ranges, given=given)), problem.relations)


def _inside(index: Sequence[int], ranges: Ranges) -> bool:
    return all(number in side for number, side in zip(index, ranges, strict=True))


def _index_ranges(problem: Problem) -> Iterator[tuple[str, Ranges]]:
    """Where the index that is asked for may be counted from: the outputs of each mode, the image, the kernel."""
    if problem.fixed != "m" or _is_of_library(problem):
        yield "", _own_ranges(problem)
        return
    for mode in MODES[::-1]:
        ranges = _outputs(problem, mode)
        if all(ranges):
            yield mode, ranges


def _own_ranges(problem: Problem) -> Ranges:
    return {"m": problem.outputs, "i": problem.image, "k": problem.kernel.ranges}[problem.fixed]


def _moved(problem: Problem, by: Sequence[int]) -> tuple[int, ...]:
    pairs = enumerate(zip(problem.numbers, by, strict=True))
    return tuple(number + step if axis in problem.space else number for axis, (number, step) in pairs)


def _at(
    problem: Problem, index: tuple[int, ...], told: Mapping[str, object], ranges: Ranges | None = None
) -> Iterator[Change]:
    """The same question about another element, where there is one; not where each has a factor of its own."""
    if ranges is None and (problem.fixed != "m" or _is_of_library(problem)):
        ranges = _own_ranges(problem)
    if index != problem.numbers and not problem.scales_differ and (ranges is None or _inside(index, ranges)):
        yield Change(problem.replace(at=index), told)
