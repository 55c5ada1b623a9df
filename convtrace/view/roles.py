"""Who plays which part: what is asked for, what the sum runs over, and what it meets; their letters and nouns."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from convtrace.document.formula import Array, Entry, Formula, Number, Symbol
from convtrace.document.indices import ASKED, GIVEN, argument, linear, symbols
from convtrace.law.axis import Unknown
from convtrace.trace.problem import Problem
from convtrace.view.amounts import amount

if TYPE_CHECKING:
    from fractions import Fraction

Index = Iterable["int | Fraction"]

NOUNS: dict[Unknown, str] = {"m": "output", "i": "pixel", "k": "kernel element"}


def array(problem: Problem, unknown: Unknown) -> Array:
    """The array that an index belongs to: y or x or h, or a gradient where that is asked for."""
    return (ASKED if unknown == problem.fixed else GIVEN)[unknown]


def names(problem: Problem, unknown: Unknown) -> tuple[Symbol, ...]:
    """The index letters: m, n or i, j or p, q."""
    return symbols(unknown, len(problem.image))


def entry(problem: Problem, unknown: Unknown, index: Index) -> Entry:
    """One element of an array: x[0,0], or x[m+1,n+1] in general position."""
    return Entry(array(problem, unknown), indices(problem, unknown, index))


def pixel(problem: Problem, index: Index) -> Entry:
    """One element of the image, be its gradient asked for or not."""
    return entry(problem, "i", index).replace(array="x")


def factor(problem: Problem, unknown: Unknown, index: tuple[int, ...]) -> Formula:
    """One factor of a product: an element, or the value that x has outside the image."""
    if unknown == "i" and problem.boundary.counts and problem.stand_in(index) is None:
        return amount(problem.boundary.fill)
    return entry(problem, unknown, index)


def indices(problem: Problem, unknown: Unknown, index: Index) -> tuple[Formula, ...]:
    """One index, an axis at a time."""
    return tuple(position(problem, unknown, axis, number) for axis, number in enumerate(index))


def position(problem: Problem, unknown: Unknown, axis: int, number: int | Fraction) -> Formula:
    """A number; in general position, where m is 0 for counting, what moves with m is spelled with it: m+1."""
    if problem.at[axis] is not None or unknown == problem.partner or not isinstance(number, int):
        return Number(number)
    symbol = names(problem, problem.fixed)[axis]
    slope = problem.relations[axis].slope(unknown, by=problem.fixed) if unknown != problem.fixed else 1
    return linear([(int(slope), symbol)], number) if number or slope != 1 else symbol


def asked(problem: Problem) -> Entry:
    """What the problem asks for: y[1,1]."""
    return entry(problem, problem.fixed, problem.numbers)


def met(problem: Problem, fixed: tuple[Formula, ...], over: tuple[Formula, ...]) -> tuple[Formula, ...]:
    """The index that the two others leave, not worked out: 1−0, 1−2."""
    in_order = (fixed, over) if "mik".index(problem.fixed) < "mik".index(problem.over) else (over, fixed)
    axes = zip(problem.relations, *in_order, strict=True)
    return tuple(argument(relation, problem.partner, first, second) for relation, first, second in axes)
