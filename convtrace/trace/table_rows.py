"""The positions that a table shows: those of its window, and what lies beside it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property, lru_cache, partial
from math import floor, prod
from typing import TYPE_CHECKING

from convtrace.law.axis import Solutions, Triple, Unknown
from convtrace.trace.problem import Problem
from convtrace.trace.status import MISSING, Row, Status, Step, row_of, step_at
from convtrace.values.frozen import Frozen
from convtrace.values.limits import MAX_COPIED_SIDE, MAX_MEASURED_SIDE, MAX_ROWS_UNASKED, ROWS_OF_A_CUT

if TYPE_CHECKING:
    from fractions import Fraction

    Key = tuple[tuple[int | Fraction, ...], tuple[int | Fraction, ...]]

POWERS = tuple(10**digits for digits in range(10))


class Rows(Frozen):
    """Every position of the window and every element that meets none, in reading order, made when read."""

    problem: Problem
    window: tuple[range, ...]
    unclipped: tuple[Solutions, ...]
    receptive_field: tuple[Solutions, ...]
    meetings: tuple[Sequence[Triple], ...]

    @cached_property
    def overhang(self) -> tuple[Row, ...]:
        """The rows beside the window: of elements that meet nothing inside, and where a gradient's pixel stands in."""
        rows = [*_unmet(self.problem, self.unclipped, self.receptive_field), *_copied(self.problem, self.meetings)]
        return tuple(sorted(rows, key=partial(reading_key, self.problem)))

    def __len__(self) -> int:
        return prod(map(len, self.window)) + len(self.overhang)

    def __iter__(self) -> Iterator[Row]:
        rows = self.within(self.window)
        if not self.overhang:
            return rows
        from heapq import merge  # only here: most tables have nothing beside their window

        return merge(rows, self.overhang, key=partial(reading_key, self.problem))

    def within(self, window: Sequence[range]) -> Iterator[Row]:
        """The rows of the positions in a window."""
        steps = [lru_cache(MAX_COPIED_SIDE)(partial(step_at, self.problem, axis)) for axis in range(len(window))]
        indices = self.problem.order.reading(tuple(window))
        return (self.row(tuple([step(number) for step, number in zip(steps, index, strict=True)])) for index in indices)

    def samples(self, axis: int) -> tuple[Step, ...]:
        """Positions of one axis among which its indices are spelled at their longest: all, or where digits change."""
        side = self.window[axis]
        if len(side) > MAX_MEASURED_SIDE:
            numbers = [number for power in POWERS for number in (power, -power, power - 1, 1 - power)]
            near = {position for number in numbers for position in self._near(axis, number) if position in side}
            return tuple(self._steps(axis, tuple(sorted({side[0], side[-1], *near}))))
        return tuple(self._steps(axis, side))

    def row(self, steps: tuple[Step, ...]) -> Row:
        """One row, of the steps of its axes."""
        return row_of(self.problem, steps)

    def _near(self, axis: int, number: int) -> tuple[int, ...]:
        """The positions at which the summed index, or the one that it meets, is about this number."""
        problem = self.problem
        known: dict[Unknown, int] = {problem.fixed: problem.numbers[axis], problem.partner: number}
        met = floor(problem.relations[axis].third(problem.over, known))
        return (number, met - 1, met, met + 1)

    def _steps(self, axis: int, positions: range | tuple[int, ...]) -> Iterator[Step]:
        return (step_at(self.problem, axis, position) for position in positions)


def reading_key(problem: Problem, row: Row) -> Key:
    """The key that sorts rows in reading order: by the summed index, then by the pixel, which may be a copy."""
    array = problem.order.array
    return array(row.along(problem.over)), array(row.pixel)


def _copied(problem: Problem, meetings: tuple[Sequence[Triple], ...]) -> Iterator[Row]:
    """The rows of what a gradient's pixel meets where it stands in outside the image."""
    if problem.fixed == "i" and problem.boundary.counts:
        axes = zip(meetings, problem.numbers, strict=True)
        steps = tuple(
            tuple(Step(*met, Status.VALID if met.i == number else Status.NO_PIXEL) for met in side)
            for side, number in axes
        )
        rows = (row_of(problem, chosen) for chosen in problem.order.reading(steps))
        yield from (row for row in rows if row.pixel != problem.numbers)


def _unmet(problem: Problem, unclipped: tuple[Solutions, ...], field: tuple[Solutions, ...]) -> tuple[Row, ...]:
    """The rows of kernel elements that meet nothing inside; that the outer pixels meet no output is no news."""
    if problem.partner == "i" or prod(map(len, unclipped)) == prod(map(len, field)):
        return ()
    over, missing = problem.over, MISSING[problem.over]
    axes = zip(problem.domains[over], unclipped, strict=True)
    steps = tuple(
        tuple(Step(*t, Status.VALID if domain is None or getattr(t, over) in domain else missing) for t in solutions)
        for domain, solutions in axes
    )
    rows = (row_of(problem, chosen) for chosen in problem.order.reading(steps))
    return tuple(row for row in rows if row.status is missing)


def narrowed(window: tuple[range, ...]) -> tuple[range, ...]:
    """The window, cut on long axes where nobody would read all its positions.

    >>> narrowed((range(9), range(9))), narrowed((range(-5, 10**6), range(9)))
    ((range(0, 9), range(0, 9)), (range(-5, 15), range(0, 9)))
    """
    if prod(map(len, window)) <= MAX_ROWS_UNASKED:
        return window
    return tuple(side[: int(ROWS_OF_A_CUT ** (1 / len(window)))] for side in window)


def nearby(domain: range | None, used: range, near: range) -> range:
    """The positions used and one more after them, or before them at the end; the nearest where none is used.

    >>> nearby(range(7), range(2, 4), range(2, 4)), nearby(range(7), range(5, 7), range(5, 7))
    (range(2, 5), range(4, 7))
    """
    if domain is None:
        return range(used[0], used[-1] + 2)
    if not used:
        beyond = any(position > domain[-1] for position in near[:1])
        used = domain[-1:] if beyond else domain[:1]
    first, last = used[0], used[-1]
    if last < domain[-1]:
        return range(first, last + 2)
    return range(max(first - 1, domain[0]), last + 1)
