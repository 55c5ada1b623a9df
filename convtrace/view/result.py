"""Section 5: the sum of the weights times their pixels, in image order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Literal

from convtrace.blocks import Block, Equation, Paragraph
from convtrace.boundary import ZERO
from convtrace.derivation import Derivation, Term
from convtrace.kernel import Weight
from convtrace.notation import Chain, Elided, Formula, Number, Product, Signed, Sum
from convtrace.problem import Problem
from convtrace.view import cast, words
from convtrace.view.amounts import amount, weighted

FIRST, LAST = 2, 1


def result(derivation: Derivation) -> Iterator[Block]:
    problem = derivation.problem
    yield Equation(answer(derivation), strong=True)
    yield from _worked_out(derivation)
    if not derivation.terms:
        yield Paragraph((words.nothing_meets(derivation),))
    elif derivation.rows.overhang:
        beyond = words.counted(len(derivation.rows.overhang), cast.NOUNS[problem.partner])
        stands_in = problem.over == "i" and problem.boundary is not ZERO
        plural, rest = ("fall", "outside the image") if stands_in else ("meet", f"no {cast.NOUNS[problem.over]}")
        verb = f"{plural}{'s' * (len(derivation.rows.overhang) == 1)} {rest}"
        yield Paragraph((f"{beyond} {verb}: {words.outside(problem)}.",))
        yield from _added_up(derivation)


def _worked_out(derivation: Derivation) -> Iterator[Block]:
    """With values: the sum with the numbers put in and its value, and equal weights collected."""
    problem, asked = derivation.problem, cast.asked(derivation.problem)
    if not derivation.terms or problem.partner != "k":
        return
    if problem.pixels is not None and problem.over == "i":
        put_in = Sum(tuple(map(partial(_put_in, problem), derivation.terms)), per_line=row_length(derivation))
        value: tuple[tuple[Literal["="], Formula], ...] = ()
        if derivation.value is not None:
            value = (("=", Number(derivation.value)),)
        yield Equation(Chain(asked, (("=", put_in), *value)), strong=True)
    else:
        together = collected(derivation)
        if together is not None:
            yield Paragraph(("Equal weights collected:",))
            yield Equation(Chain(asked, (("=", together),)))


def _added_up(derivation: Derivation) -> Iterator[Block]:
    """Where pixels stand in, one of them has several weights: (a + c)·x[2,0]."""
    problem = derivation.problem
    pixels: dict[tuple[int, ...], list[Weight]] = {}
    for term in derivation.terms:
        pixels.setdefault(term.pixel, []).append(term.weight)
    if problem.over == "i" and len(pixels) < len(derivation.terms):
        terms = tuple(_all_weights(weights, cast.entry(problem, "i", pixel)) for pixel, weights in pixels.items())
        yield Paragraph(("Weights of the same pixel added up:",))
        yield Equation(Chain(cast.asked(problem), (("=", Sum(terms)),)))


def _all_weights(weights: Sequence[Weight], pixel: Formula) -> Signed:
    sizes = [amount(weight) for weight in weights]
    numbers = [size.value for size in sizes if isinstance(size, Number)]
    if len(numbers) == len(weights):
        return weighted(sum(numbers), pixel)
    total = Sum(tuple(Signed(False, size) for size in sizes))
    return Signed(False, Product((total, pixel))) if len(weights) > 1 else weighted(weights[0], pixel)


def collected(derivation: Derivation) -> Formula | None:
    """2·(x[0,1] + x[2,1]) − …: None where no two weights are equal; weights of 0 add nothing."""
    problem = derivation.problem
    groups: dict[Weight, list[Formula]] = {}
    for term in derivation.terms:
        entry = cast.entry(problem, problem.over, term.along(problem.over))
        groups.setdefault(term.weight, []).append(entry)
    if len(groups) == len(derivation.terms):
        return None
    terms = tuple(_together(weight, entries) for weight, entries in groups.items() if weight != 0)
    return Sum(terms) if terms else Number(0)


def _together(weight: Weight, entries: Sequence[Formula]) -> Signed:
    """One weight times all that it multiplies; a weight of 1 is not written."""
    together = Sum(tuple(Signed(False, entry) for entry in entries)) if len(entries) > 1 else entries[0]
    return Signed(weight == -1, together) if weight in (1, -1) else weighted(weight, together)


def _put_in(problem: Problem, term: Term) -> Signed:
    """A product of the sum with the pixel's value in its place."""
    pixel = problem.pixel(term.pixel)
    return _signed(problem, term) if pixel is None else weighted(term.weight, amount(pixel))


def row_length(derivation: Derivation) -> int:
    """How many positions stand in a row of what the sum uses."""
    return len(derivation.problem.order.array(derivation.patch)[-1])


def answer(derivation: Derivation) -> Formula:
    """y[1,1] = i·x[0,0] + h·x[1,0] + …, a line for each row of the image."""
    return Chain(cast.asked(derivation.problem), (("=", total(derivation)),))


def total(derivation: Derivation) -> Formula:
    """The sum itself."""
    if not derivation.terms:
        return Number(0)
    return Sum(tuple(map(partial(_signed, derivation.problem), derivation.terms)), per_line=row_length(derivation))


def glimpse(derivation: Derivation) -> Formula:
    """The answer with the middle of a long sum left out."""
    terms = tuple(map(partial(_signed, derivation.problem), derivation.terms))
    if len(terms) <= FIRST + LAST:
        return answer(derivation)
    short = Sum((*terms[:FIRST], Signed(False, Elided()), *terms[-LAST:]))
    asked, value = cast.asked(derivation.problem), derivation.value
    return Chain(asked, (("=", short),) if value is None else (("=", short), ("=", Number(value))))


def _signed(problem: Problem, term: Term) -> Signed:
    summed = cast.entry(problem, problem.over, term.along(problem.over))
    if problem.partner == "k":
        return weighted(term.weight, summed)
    return Signed(False, Product((summed, cast.entry(problem, problem.partner, term.along(problem.partner)))))
