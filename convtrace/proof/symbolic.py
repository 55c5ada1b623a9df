"""A sum stated by SymPy, expanded from SymPy's own definitions, and a derivation checked by it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from itertools import product
from math import prod
from typing import TypeAlias

import sympy
from sympy import Add, Eq, Expr, IndexedBase, Integer, Sum

from convtrace.document.indices import ASKED, GIVEN, symbols_beside
from convtrace.document.plain import PLAIN_DIGITS, plain
from convtrace.errors import ConvtraceError
from convtrace.law.axis import Unknown
from convtrace.proof.polynomial import formula
from convtrace.trace.derivation import Derivation, Term
from convtrace.trace.given import Ranges
from convtrace.trace.problem import Problem
from convtrace.trace.status import Index
from convtrace.values.algebra import sympy_value
from convtrace.values.formula import ARTICLE, Entry
from convtrace.values.limits import MAX_CHECKED_POSITIONS, MAX_CHECKED_SIDE
from convtrace.values.named_tuple import NamedTuple

Indices: TypeAlias = tuple[Expr, ...]


UNKNOWNS: dict[Unknown, Expr] = {unknown: sympy.Symbol(unknown, integer=True) for unknown in ("m", "i", "k")}


class Check(NamedTuple):
    """The result of a check: how many positions SymPy expanded, and the difference from the terms of a derivation."""

    positions: int
    equal: bool
    difference: str


def check(derivation: Derivation) -> Check:
    """Expand Σ over the whole image, or over all outputs, element by element, as 0 where an element is missing.

    In general position m stays a symbol, and each kernel index tells the one pixel that meets it.
    Raises ConvtraceError for more positions than take a few seconds.

    >>> from convtrace import derive, pose
    >>> check(derive(pose("conv", m=1, n=1)))
    Check(positions=49, equal=True, difference='')
    """
    problem = derivation.problem.replace(naming=ARTICLE)
    derivation = derivation.replace(problem=problem)
    inside = prod(map(len, derivation.receptive_field))
    if problem.boundary.counts and len(derivation.terms) > inside:
        hint = "Leave --check or --pad out." if problem.law is None else "Leave --check out."
        raise ConvtraceError("--check: it knows only an image with 0 outside", hint=hint)
    searched = tuple(map(partial(_searched, problem), range(len(problem.at))))
    positions = prod(map(len, searched))
    if positions > MAX_CHECKED_POSITIONS or max(map(len, searched)) > MAX_CHECKED_SIDE:
        side = min(MAX_CHECKED_SIDE, int(MAX_CHECKED_POSITIONS ** (1 / len(searched)) + 0.5))
        hint = f"Choose a smaller image, for example: --image {'x'.join([str(side)] * len(problem.space))}"
        raise ConvtraceError(f"{positions} positions are too many to check", hint=hint)
    difference = sympy.expand(Add(*_expanded(problem)) - terms(derivation))
    equal = bool(difference == 0)
    return Check(positions, equal, "" if equal else plain(formula(difference, problem.order)))


def to_sympy(derivation: Derivation) -> tuple[Eq, Expr]:
    """The sum as an equation in which nothing is evaluated, and what the derivation makes of it, term by term.

    >>> from convtrace import derive, pose
    >>> to_sympy(derive(pose("conv", m=1, image=7)))
    (Eq(y[1], Sum(h[1 - i]*x[i], (i, -3, 3))), a*x[2] + b*x[1] + c*x[0])
    """
    problem = derivation.written.problem
    axes = range(len(problem.at))
    fixed, running = tuple(map(partial(_fixed, problem), axes)), tuple(map(partial(_running, problem), axes))
    met = tuple(_met(problem, axis, problem.partner).xreplace({UNKNOWNS[problem.over]: running[axis]}) for axis in axes)
    summed = _given(problem, problem.over, running) * _given(problem, problem.partner, met)
    for symbol, side in zip(running, _limits(problem), strict=True):
        if symbol.is_Symbol:
            summed = Sum(summed, (symbol, side[0], side[-1]))
    asked = _base(problem.naming.name(ASKED[problem.fixed]))[problem.shown(problem.fixed, fixed)]
    return Eq(asked, _finished(problem, summed), evaluate=False), _finished(problem, terms(derivation))


def _finished(problem: Problem, total: Expr) -> Expr:
    """The value scale·total + offset."""
    offset = problem.offset
    added = _base(offset.array)[offset.indices] if isinstance(offset, Entry) else sympy_value(offset)
    return sympy_value(problem.scale) * total + added


def terms(derivation: Derivation) -> Expr:
    """The sum of the derivation's terms.

    >>> from convtrace import derive, pose
    >>> terms(derive(pose("conv", weight=0, image=5)))
    g[-1]*x[-1] + g[0]*x[0] + g[1]*x[1]
    """
    return Add(*map(partial(_product, derivation.problem), derivation.terms))


def _base(name: str) -> IndexedBase:
    return IndexedBase(name.replace("∂", "d"))


def _names(problem: Problem, unknown: Unknown) -> Indices:
    """The index letters as integers, so that the index i is not the value i."""
    beside = [kind and kind.letter for kind in map(problem.lookup, range(len(problem.at)))]
    letters = iter(symbols_beside(unknown, len(problem.space), [*filter(None, beside)], problem.naming))
    names = (letter or next(letters).name for letter in beside)
    return tuple(sympy.Symbol(name.translate(PLAIN_DIGITS), integer=True) for name in names)


def _running(problem: Problem, axis: int) -> Expr:
    """The summed index on one axis: its letter, or what the fixed one leaves where another array lacks the axis."""
    kind = problem.lookup(axis)
    if kind is None or kind.lacking == problem.fixed:
        return _names(problem, problem.over)[axis]
    if kind.lacking == problem.over:
        return Integer(0)
    return _met(problem, axis, problem.over).xreplace({UNKNOWNS[problem.partner]: Integer(0)})


def _given(problem: Problem, unknown: Unknown, index: Indices | Index) -> Expr:
    """An element of one of the arrays that are multiplied."""
    return _base(problem.naming.name(GIVEN[unknown]))[problem.shown(unknown, index)]


def _limits(problem: Problem) -> Ranges:
    return {"i": problem.image, "m": problem.outputs, "k": problem.kernel.ranges}[problem.over]


def _fixed(problem: Problem, axis: int) -> Expr:
    number = problem.at[axis]
    return _names(problem, problem.fixed)[axis] if number is None else Integer(number)


def _met(problem: Problem, axis: int, wanted: Unknown) -> Expr:
    """One index of the law in terms of the two others, the fixed one put in."""
    relation = problem.relations[axis]
    law = relation.gamma + Add(*(factor * UNKNOWNS[unknown] for unknown, factor in relation.coefficients.items()))
    (found,) = sympy.solve(law, UNKNOWNS[wanted])
    return found.xreplace({UNKNOWNS[problem.fixed]: _fixed(problem, axis)})


def _searched(problem: Problem, axis: int) -> range:
    """The positions that the sum runs over on one axis; the kernel's indices in general position."""
    return problem.kernel.ranges[axis] if problem.at[axis] is None else _limits(problem)[axis]


def _expanded(problem: Problem) -> Iterator[Expr]:
    """The products of all positions at which all three elements are there."""
    axes = [list(_meetings(problem, axis)) for axis in range(len(problem.at))]
    for chosen in product(*axes):
        if None not in chosen:
            running, met = zip(*chosen, strict=True)
            weight = problem.kernel.weight(tuple(map(int, met))) if problem.partner == "k" else None
            value = _given(problem, "i", met) if weight is None else sympy_value(weight)
            yield value * _given(problem, problem.over, running)


def _meetings(problem: Problem, axis: int) -> Iterator[tuple[Expr, Expr] | None]:
    """Each position of one axis with the index that it meets there; None where no element has that index."""
    general = problem.at[axis] is None
    source, wanted = (problem.partner, problem.over) if general else (problem.over, problem.partner)
    found = _met(problem, axis, wanted)
    elements = problem.kernel.ranges[axis] if problem.partner == "k" else problem.image[axis]
    for number in _searched(problem, axis):
        met = found.xreplace({UNKNOWNS[source]: Integer(number)})
        if general:
            yield met, Integer(number)
        else:
            yield (Integer(number), met) if met.is_Integer and int(met) in elements else None


def _product(problem: Problem, term: Term) -> Expr:
    """A term of the derivation; in general position its pixel moves with m."""
    running = tuple(_moved(problem, axis, number) for axis, number in enumerate(term.along(problem.over)))
    weight = sympy_value(term.weight) if problem.partner == "k" else _given(problem, "i", term.pixel)
    return weight * _given(problem, problem.over, running)


def _moved(problem: Problem, axis: int, number: int) -> Expr:
    if problem.at[axis] is not None:
        return Integer(number)
    return number + problem.relations[axis].slope(problem.over, by=problem.fixed) * _fixed(problem, axis)
