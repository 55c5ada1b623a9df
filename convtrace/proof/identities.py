"""Identities: both sides of each law between sums, element by element."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from operator import neg
from typing import TypeAlias

from convtrace.document.indices import ASKED
from convtrace.law.axis import Unknown
from convtrace.law.extents import centred
from convtrace.proof.claims import impulse_signs, shift_steps
from convtrace.proof.signals import Case, Signal, Signals, loss, output
from convtrace.trace.derivation import derive
from convtrace.trace.given import Ranges
from convtrace.trace.problem import Problem
from convtrace.trace.status import Index
from convtrace.values.formula import Array

SECOND_SIDE = 2

Identity: TypeAlias = Callable[[Signals], Iterator[Case]]


def flip_cases(signals: Signals) -> Iterator[Case]:
    return signals.compared(signals.y(), output(signals.other, signals.x, signals.h.moved(_negated)))


def reflect_cases(signals: Signals) -> Iterator[Case]:
    return signals.compared(signals.y(), output(signals.other, signals.x, signals.h).moved(_negated))


def commute_cases(signals: Signals) -> Iterator[Case]:
    return signals.compared(signals.y(), signals.y(signals.h, signals.x))


def associate_cases(signals: Signals) -> Iterator[Case]:
    g = signals.any("g", small_kernel(signals.problem))
    return signals.compared(signals.y(signals.y(), g), signals.y(signals.x, signals.y(signals.h, g)))


def distribute_cases(signals: Signals) -> Iterator[Case]:
    g = signals.any("g", signals.h.box)
    return signals.compared(signals.y(kernel=signals.h.plus(g)), signals.y().plus(signals.y(kernel=g)))


def shift_cases(signals: Signals) -> Iterator[Case]:
    steps, moves = shift_steps(signals.problem)
    return signals.compared(signals.y(signals.x.moved(_adding(steps))), signals.y().moved(_adding(moves)))


def impulse_cases(signals: Signals) -> Iterator[Case]:
    origin = (0,) * len(signals.x.box)
    left = signals.y(Signal(signals.ring, (range(1),) * len(origin), {origin: signals.ring.one}))
    signs = impulse_signs(signals.problem)
    kernel = {m: signals.h.at(tuple(sign * n for sign, n in zip(signs, m, strict=True))) for m in left.values}
    return signals.compared(left, left._replace(values=kernel))


def adjoint_cases(signals: Signals) -> Iterator[Case]:
    """One number, summed by outputs and by pixels."""
    y = signals.y()
    g = signals.any("g", y.box)
    yield Case("y", (), loss(g, y), loss(signals.backward(g), signals.x))


def gradient_cases(signals: Signals) -> Iterator[Case]:
    """Every derivative of L: what stands beside an element in L, multiplied out, and what a derivation finds."""
    y, problem = signals.y(), signals.problem
    g = signals.any("g", y.box)
    whole = loss(g, y)
    roles: tuple[tuple[Unknown, Array, Signal, Signal], ...] = (
        ("i", "x", signals.x, signals.h),
        ("k", "h", signals.h, signals.x),
    )
    for fixed, array, asked, partner in roles:
        beside = signals.ring.beside(array, whole)
        for index in problem.order.reading(asked.box):
            derivation = derive(problem.replace(outputs=y.box, fixed=fixed, at=index))
            met = derivation.problem.partner
            found = (g.at(term.output) * partner.at(term.along(met)) for term in derivation.terms)
            yield Case(ASKED[fixed], index, beside.get(asked.at(index), signals.ring.zero), signals.ring.total(found))


def small_kernel(problem: Problem) -> Ranges:
    """The indices of a second kernel that keeps sums of sums readable."""
    return (centred(SECOND_SIDE),) * len(problem.image)


def _negated(index: Index) -> Index:
    return tuple(map(neg, index))


def _adding(steps: Index) -> Callable[[Index], Index]:
    return lambda index: tuple(map(sum, zip(index, steps, strict=True)))
