"""Section 5: the sum of the weights times their pixels, in image order."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from convtrace.blocks import Block, Equation, Paragraph
from convtrace.derivation import Derivation, Term
from convtrace.notation import Chain, Elided, Formula, Number, Product, Signed, Sum, Value
from convtrace.problem import Problem
from convtrace.view import cast, words

FIRST, LAST = 2, 1


def result(derivation: Derivation) -> Iterator[Block]:
    problem = derivation.problem
    yield Equation(answer(derivation), strong=True)
    if not derivation.terms:
        yield Paragraph((words.nothing_meets(derivation),))
    elif derivation.rows.overhang:
        beyond = words.counted(len(derivation.rows.overhang), cast.NOUNS[problem.partner])
        verb = "meets" if len(derivation.rows.overhang) == 1 else "meet"
        yield Paragraph((f"{beyond} {verb} no {cast.NOUNS[problem.over]}: {words.outside(problem)}.",))


def answer(derivation: Derivation) -> Formula:
    """y[1,1] = i·x[0,0] + h·x[1,0] + …, a line for each row of the image."""
    return Chain(cast.asked(derivation.problem), (("=", total(derivation)),))


def total(derivation: Derivation) -> Formula:
    """The sum itself."""
    if not derivation.terms:
        return Number(0)
    row = len(derivation.problem.order.array(derivation.patch)[-1])
    return Sum(tuple(map(partial(_signed, derivation.problem), derivation.terms)), per_line=row)


def glimpse(derivation: Derivation) -> Formula:
    """The answer with the middle of a long sum left out."""
    terms = tuple(map(partial(_signed, derivation.problem), derivation.terms))
    if len(terms) <= FIRST + LAST:
        return answer(derivation)
    short = Sum((*terms[:FIRST], Signed(False, Elided()), *terms[-LAST:]))
    return Chain(cast.asked(derivation.problem), (("=", short),))


def _signed(problem: Problem, term: Term) -> Signed:
    summed = cast.entry(problem, problem.over, term.along(problem.over))
    if problem.partner == "k":
        return Signed(False, Product((Value(term.weight), summed)))
    return Signed(False, Product((summed, cast.entry(problem, problem.partner, term.along(problem.partner)))))
