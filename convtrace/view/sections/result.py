"""Section 5: the sum of the weights times their pixels, in image order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING, Literal

from convtrace.document.blocks import Block, Equation, Paragraph
from convtrace.document.formula import Chain, Elided, Formula, Number, Product, Signed, Sum
from convtrace.law.kernel import Weight
from convtrace.trace.derivation import Derivation, Term
from convtrace.trace.problem import Problem
from convtrace.view import phrases, roles
from convtrace.view.amounts import amount, weighted

if TYPE_CHECKING:
    from convtrace.values.exact import Exact

FIRST, LAST = 2, 1


def result(derivation: Derivation) -> Iterator[Block]:
    yield Equation(answer(derivation), strong=True)
    yield from _worked_out(derivation)
    if not derivation.terms:
        yield Paragraph((phrases.nothing_meets(derivation),))
    elif derivation.rows.overhang:
        yield from _beyond(derivation)
        yield from _added_up(derivation)


def _beyond(derivation: Derivation) -> Iterator[Block]:
    """What becomes of the elements beside the image, and of a pixel that stands in there."""
    problem = derivation.problem
    standing = sum(row.weight is not None for row in derivation.rows.overhang)
    missing = len(derivation.rows.overhang) - standing
    if missing:
        verb = f"meet{'s' * (missing == 1)} no {roles.NOUNS[problem.over]}"
        yield Paragraph((f"{phrases.counted(missing, roles.NOUNS[problem.partner])} {verb}: {_why(problem)}.",))
    if standing and problem.over == "i":
        verb = f"fall{'s' * (standing == 1)} outside the image, where"
        yield Paragraph(
            (f"{phrases.counted(standing, roles.NOUNS[problem.partner])} {verb} {phrases.there(problem)}.",)
        )
    if standing and problem.over == "m":
        pixel = roles.pixel(problem, problem.numbers)
        yield Paragraph(
            (f"In {phrases.counted(standing, 'product')} ", pixel, f" stands in ({phrases.rule(problem)}).")
        )


def _why(problem: Problem) -> str:
    """Why an element that meets nothing adds nothing."""
    return "nothing stands in there" if problem.over == "i" and problem.boundary.counts else phrases.outside(problem)


def _worked_out(derivation: Derivation) -> Iterator[Block]:
    """With values: the sum with the numbers put in and its value, or equal weights collected."""
    if has_numbers(derivation):
        yield numbers(derivation)
        return
    together = collected(derivation) if derivation.terms and derivation.problem.partner == "k" else None
    if together is not None:
        yield Paragraph(("Equal weights collected:",))
        yield Equation(Chain(roles.asked(derivation.problem), (("=", together),)))


def has_numbers(derivation: Derivation) -> bool:
    """Whether the pixels in a sum have values."""
    problem = derivation.problem
    met = problem.over == "i" and None not in problem.at
    return bool(derivation.terms) and problem.pixels is not None and (met or problem.fixed == "k")


def numbers(derivation: Derivation) -> Equation:
    """The sum with the pixels' values in their places, and what it comes to."""
    value: tuple[tuple[Literal["="], Formula], ...] = ()
    if derivation.value is not None:
        value = (("=", worth(derivation.value)),)
    return Equation(Chain(roles.asked(derivation.problem), (("=", put_in(derivation)), *value)), strong=True)


def worth(value: Exact) -> Formula:
    """What a sum comes to; a sum of terms again has blanks around its signs, so that it can be folded."""
    shown = amount(value)
    return Sum(shown.terms, per_line=len(shown.terms)) if isinstance(shown, Sum) else shown


def put_in(derivation: Derivation) -> Formula:
    """The sum with the pixels' values in their places, and what is added to it."""
    added = derivation.problem.offset
    last = () if added == 0 else (_plus(added),)
    terms = (*map(partial(_put_in, derivation.problem), derivation.terms), *last)
    return Sum(terms, per_line=row_length(derivation))


def _added_up(derivation: Derivation) -> Iterator[Block]:
    """Where pixels stand in, one of them has several weights: (a + c)·x[2,0]."""
    problem = derivation.problem
    places: dict[tuple[int, ...], list[Weight]] = {}
    for term in derivation.terms:
        places.setdefault(term.along(problem.over), []).append(term.weight)
    if problem.partner == "k" and len(places) < len(derivation.terms) and not has_numbers(derivation):
        terms = tuple(_all_weights(weights, roles.factor(problem, problem.over, at)) for at, weights in places.items())
        yield Paragraph((f"Weights of the same {roles.NOUNS[problem.over]} added up:",))
        yield Equation(Chain(roles.asked(problem), (("=", Sum(terms)),)))


def _all_weights(weights: Sequence[Weight], pixel: Formula) -> Signed:
    sizes = [amount(weight) for weight in weights]
    numbers = [size.value for size in sizes if isinstance(size, Number)]
    if len(numbers) == len(weights):
        return weighted(sum(numbers), pixel)
    total = Sum(tuple(Signed(False, size) for size in sizes))
    return Signed(False, Product((total, pixel))) if len(weights) > 1 else weighted(weights[0], pixel)


def collected(derivation: Derivation) -> Formula | None:
    """2·(x[0,1] + x[2,1]) − …: weights of 0 add nothing.

    None where no two weights are equal, and where those of the same position are to be added up first.
    """
    problem = derivation.problem
    groups: dict[Weight, list[Formula]] = {}
    if len({term.along(problem.over) for term in derivation.terms}) < len(derivation.terms):
        return None
    for term in derivation.terms:
        entry = roles.factor(problem, problem.over, term.along(problem.over))
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
    return _signed(problem, term) if pixel is None else _valued(problem, term, pixel)


def _valued(problem: Problem, term: Term, pixel: Exact) -> Signed:
    """The pixel's value times the weight; for the gradient of a kernel element, times what arrives at the output."""
    if problem.partner == "k":
        return weighted(term.weight, amount(pixel))
    return weighted(pixel, roles.entry(problem, problem.over, term.output))


def row_length(derivation: Derivation) -> int:
    """How many positions stand in a row of what the sum uses."""
    problem = derivation.problem
    reached = derivation.unclipped if problem.fixed == "m" and problem.boundary.counts else derivation.receptive_field
    return len(problem.order.array(reached)[-1])


def answer(derivation: Derivation) -> Formula:
    """y[1,1] = i·x[0,0] + h·x[1,0] + …, a line for each row of the image."""
    return Chain(roles.asked(derivation.problem), (("=", total(derivation)),))


def total(derivation: Derivation) -> Formula:
    """The sum itself."""
    terms = _all(derivation)
    return Sum(terms, per_line=row_length(derivation)) if terms else Number(0)


def _all(derivation: Derivation) -> tuple[Signed, ...]:
    """The products, and what is added to them."""
    added = derivation.problem.offset
    last = () if added == 0 else (_plus(added),)
    return (*map(partial(_signed, derivation.problem), derivation.terms), *last)


def _plus(added: Weight) -> Signed:
    size = amount(added)
    negative = isinstance(size, Number) and size.value < 0
    return Signed(negative, Number(-size.value) if negative and isinstance(size, Number) else size)


def glimpse(derivation: Derivation) -> Formula:
    """The answer with the middle of a long sum left out."""
    terms = _all(derivation)
    if len(terms) <= FIRST + LAST:
        return answer(derivation)
    asked, value = roles.asked(derivation.problem), derivation.value
    sums = (_shortened(Sum(terms)), *(() if value is None else (_shortened(worth(value)),)))
    return Chain(asked, tuple(("=", part) for part in sums))


def _shortened(formula: Formula) -> Formula:
    match formula:
        case Sum(terms, per_line) if len(terms) > FIRST + LAST:
            return Sum((*terms[:FIRST], Signed(False, Elided()), *terms[-LAST:]), per_line)
        case _:
            return formula


def _signed(problem: Problem, term: Term) -> Signed:
    summed = roles.factor(problem, problem.over, term.along(problem.over))
    if problem.partner == "k":
        return weighted(term.weight, summed)
    return Signed(False, Product((summed, roles.factor(problem, problem.partner, term.along(problem.partner)))))
