"""Rows and their status: the indices of one position on each axis, and whether the elements that they name exist."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from convtrace.law.axis import Unknown
from convtrace.law.kernel import Weight
from convtrace.trace.problem import Problem
from convtrace.values.named_tuple import NamedTuple

if TYPE_CHECKING:
    from fractions import Fraction

Index = tuple[int, ...]


class Status(Enum):
    """The status of one position, the gravest last: the gravest of its axes decides."""

    VALID = "valid"
    NO_OUTPUT = "no_output"
    NO_PIXEL = "no_pixel"
    NO_KERNEL = "no_kernel"
    BETWEEN_TAPS = "between_taps"

    # Enum's own is no function of C, and there are as many as there are rows
    __hash__ = object.__hash__


GRAVITY = {status: grade for grade, status in enumerate(Status)}
MISSING: dict[Unknown, Status] = {"m": Status.NO_OUTPUT, "i": Status.NO_PIXEL, "k": Status.NO_KERNEL}


class Step(NamedTuple):
    """One axis of one row: the three indices, one of which may be a fraction, and what that means."""

    m: int
    i: int | Fraction
    k: int | Fraction
    status: Status


class Row(NamedTuple):
    """One position of the sum with what the law makes of it; a weight where all three indices exist."""

    steps: tuple[Step, ...]
    weight: Weight | None

    @property
    def output(self) -> Index:
        return tuple(step.m for step in self.steps)

    @property
    def pixel(self) -> tuple[int | Fraction, ...]:
        return tuple(step.i for step in self.steps)

    @property
    def kernel_index(self) -> tuple[int | Fraction, ...]:
        return tuple(step.k for step in self.steps)

    @property
    def status(self) -> Status:
        return max([step.status for step in self.steps], key=GRAVITY.__getitem__)

    def along(self, unknown: Unknown) -> tuple[int | Fraction, ...]:
        """One of the three indices."""
        return tuple([getattr(step, unknown) for step in self.steps])


def step_at(problem: Problem, axis: int, position: int) -> Step:
    """The step of one position on one axis: the three indices, and their status."""
    over, partner = problem.over, problem.partner
    known: dict[Unknown, int] = {problem.fixed: problem.numbers[axis], over: position}
    met = problem.relations[axis].third(partner, known)
    return Step(**known, **{partner: met}, status=_status(problem, axis, position, met))  # type: ignore[arg-type]


def _status(problem: Problem, axis: int, position: int, met: int | Fraction) -> Status:
    domain, elements = problem.domains[problem.over][axis], problem.domains[problem.partner][axis]
    if not isinstance(met, int):
        return Status.BETWEEN_TAPS
    if elements is not None and met not in elements:
        return MISSING[problem.partner]
    return Status.VALID if domain is None or position in domain else MISSING[problem.over]


def row_of(problem: Problem, steps: tuple[Step, ...]) -> Row:
    """One position, with its weight where everything is there."""
    row = Row(steps, None)
    status = row.status
    outside = status is Status.NO_PIXEL and problem.boundary.counts
    if status is not Status.VALID and not (outside and problem.reaches(tuple(map(int, row.pixel)))):
        return row
    return Row(steps, problem.kernel.weight(tuple(int(step.k) for step in steps)))
