"""Problems with one thing changed: other relations, another kernel, another index."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TypeVar

from convtrace.law.axis import Relation
from convtrace.law.extents import MODES, outputs
from convtrace.trace.given import Ranges
from convtrace.trace.problem import Problem
from convtrace.values.named_tuple import NamedTuple

T = TypeVar("T")


class Change(NamedTuple):
    """A problem with one thing changed, and what that is, in the words of the record."""

    problem: Problem
    told: Mapping[str, object]


def is_of_library(problem: Problem) -> bool:
    """True for a library's function, which has relations of its own and no mode."""
    return not problem.mode


def exchanged(values: tuple[T, ...], one: int, two: int) -> tuple[T, ...]:
    changed = list(values)
    changed[one], changed[two] = values[two], values[one]
    return tuple(changed)


def with_law(problem: Problem, law: Iterable[Relation]) -> Problem:
    """The problem with other relations in space, and with the outputs that exist then; a library's array keeps its."""
    relations = tuple(
        new if axis in problem.space else old
        for axis, (new, old) in enumerate(zip(law, problem.relations, strict=True))
    )
    changed = problem.replace(law=relations)
    return changed if is_of_library(problem) else changed.replace(outputs=mode_outputs(changed, problem.mode))


def mode_outputs(problem: Problem, mode: str) -> Ranges:
    """The outputs of a mode."""
    made = [outputs(*_usual_axis(problem, axis), mode) for axis in range(len(problem.image))]
    return tuple(made[axis] if axis in problem.space else old for axis, old in enumerate(problem.outputs))


def _usual_axis(problem: Problem, axis: int) -> tuple[Relation, range, range]:
    """The law of an axis and the ranges of both arrays, with the kernel element called 0 that the modes go by."""
    relation, image, elements = problem.relations[axis], problem.image[axis], problem.kernel.ranges[axis]
    if problem.numbering is None or axis not in problem.space:
        return relation, image, elements
    zero = problem.numbering.kernel[problem.space.index(axis)]
    return relation.rebased(image=0, kernel=zero), image, range(elements.start - zero, elements.stop - zero)


def kernel_flipped(problem: Problem, axes: Iterable[int]) -> Problem:
    """The problem with its kernel flipped in its place along some axes: its last element met in place of its first."""
    chosen = set(axes)
    sides = zip(problem.relations, problem.kernel.ranges, strict=True)
    return with_law(problem, (_flipped(*each) if axis in chosen else each[0] for axis, each in enumerate(sides)))


def _flipped(relation: Relation, side: range) -> Relation:
    flipped = relation.kernel_flipped()
    return flipped.replace(gamma=relation.d * (side[0] + side[-1]) + flipped.gamma)


def kernel_transposed(problem: Problem) -> Problem:
    """The problem with the kernel mirrored about its diagonal."""
    one, two = problem.space
    kernel = problem.kernel
    ranges = exchanged(kernel.ranges, one, two)
    given = tuple(kernel.value(exchanged(index, one, two)) for index in problem.order.reading(ranges))
    return with_law(problem.replace(kernel=kernel.replace(ranges=ranges, given=given)), problem.relations)


def inside(index: Sequence[int], ranges: Ranges) -> bool:
    return all(number in side for number, side in zip(index, ranges, strict=True))


def index_ranges(problem: Problem) -> Iterator[tuple[str, Ranges]]:
    """Where the index that is asked for may be counted from: the outputs of each mode, the image, the kernel."""
    if problem.fixed != "m" or is_of_library(problem):
        yield "", own_ranges(problem)
        return
    for mode in MODES[::-1]:
        ranges = mode_outputs(problem, mode)
        if all(ranges):
            yield mode, ranges


def own_ranges(problem: Problem) -> Ranges:
    return {"m": problem.outputs, "i": problem.image, "k": problem.kernel.ranges}[problem.fixed]


def moved(problem: Problem, by: Sequence[int]) -> tuple[int, ...]:
    pairs = enumerate(zip(problem.numbers, by, strict=True))
    return tuple(number + step if axis in problem.space else number for axis, (number, step) in pairs)


def asked_at(
    problem: Problem, index: tuple[int, ...], told: Mapping[str, object], ranges: Ranges | None = None
) -> Iterator[Change]:
    """The same question about another element, where there is one; not where each has a factor of its own."""
    if ranges is None and (problem.fixed != "m" or is_of_library(problem)):
        ranges = own_ranges(problem)
    if index != problem.numbers and not problem.scales_differ and (ranges is None or inside(index, ranges)):
        yield Change(problem.replace(at=index), told)
