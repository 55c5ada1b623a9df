"""Section 5: the sum of the weights times their pixels, in image order."""

from __future__ import annotations

from collections.abc import Iterator

from convtrace.blocks import Block, Equation, Paragraph
from convtrace.derivation import Derivation, Term
from convtrace.notation import Chain, Elided, Formula, Number, Product, Signed, Sum, Value
from convtrace.view import words

FIRST, LAST = 2, 1


def result(derivation: Derivation) -> Iterator[Block]:
    yield Equation(answer(derivation), strong=True)
    if not derivation.terms:
        yield Paragraph((NOTHING_MEETS,))
    elif derivation.rows.overhang:
        beyond = words.counted(len(derivation.rows.overhang), "kernel element")
        verb = "meets" if len(derivation.rows.overhang) == 1 else "meet"
        yield Paragraph((f"{beyond} {verb} no pixel: outside the image x counts as 0.",))


NOTHING_MEETS = "No kernel element meets a pixel: outside the image x counts as 0, so the sum is 0."


def answer(derivation: Derivation) -> Formula:
    """y[1,1] = i·x[0,0] + h·x[1,0] + …, a line for each row of the image."""
    return Chain(words.entry("y", derivation.problem.output), (("=", total(derivation)),))


def total(derivation: Derivation) -> Formula:
    """The sum itself."""
    if not derivation.terms:
        return Number(0)
    row = len(derivation.problem.order.array(derivation.patch)[-1])
    return Sum(tuple(map(_signed, derivation.terms)), per_line=row)


def glimpse(derivation: Derivation) -> Formula:
    """The answer with the middle of a long sum left out."""
    terms = tuple(map(_signed, derivation.terms))
    if len(terms) <= FIRST + LAST:
        return answer(derivation)
    short = Sum((*terms[:FIRST], Signed(False, Elided()), *terms[-LAST:]))
    return Chain(words.entry("y", derivation.problem.output), (("=", short),))


def _signed(term: Term) -> Signed:
    return Signed(False, Product((Value(term.weight), words.entry("x", term.pixel))))
