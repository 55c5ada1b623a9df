"""Section 5: the sum of the weights times their pixels, in image order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING

from convtrace.document.blocks import Block, Equation, Paragraph
from convtrace.document.plain import plain
from convtrace.law.kernel import Weight
from convtrace.trace.derivation import Derivation, Term
from convtrace.values.complex_number import is_number
from convtrace.values.formula import Entry, Formula, Product, Signed, Sum
from convtrace.view.amounts import FIRST, LAST, elided, finished, value_formula, weighted
from convtrace.view.roles import Roles
from convtrace.view.sections.remarks import remarks

if TYPE_CHECKING:
    from convtrace.values.exact import Exact


def result(derivation: Derivation) -> Iterator[Block]:
    """The sum, with its numbers where it has any, and what meets nothing."""
    yield Equation(answer(derivation), strong=True)
    yield from _worked_out(derivation)
    yield from remarks(derivation)
    if derivation.terms and derivation.rows.overhang:
        yield from _added_up(derivation)


def _worked_out(derivation: Derivation) -> Iterator[Block]:
    """The sum with its numbers and its value where it has any, or equal weights collected."""
    roles = Roles(derivation.problem)
    if has_numbers(derivation):
        yield sum_of_numbers(derivation)
        return
    together = collected(derivation) if derivation.terms and roles.kernel_is_met else None
    if together is not None:
        yield Paragraph(("Simplified:",))
        yield Equation(roles.equation(finished(derivation.problem, together)))


def has_numbers(derivation: Derivation) -> bool:
    """True where the pixels in a sum have values."""
    roles = Roles(derivation.problem)
    return bool(derivation.terms) and (roles.summed.has_numbers or roles.met.has_numbers)


def sum_of_numbers(derivation: Derivation) -> Equation:
    """The sum with the pixels' values in their places, and its value, unless that is the same sum again."""
    sums = dict.fromkeys((substituted(derivation), *known_value(derivation)))
    return Equation(Roles(derivation.problem).equation(*sums), strong=True)


def known_value(derivation: Derivation) -> tuple[Formula, ...]:
    """The value of the sum, where it has one: the substituted sum where that can't be made simpler."""
    problem = derivation.problem
    if isinstance(problem.offset, Entry):
        known = derivation.replace(problem=problem.replace(offset=0)).sum_value
        return () if known is None else (finished(problem.replace(scale=1), folded_value(known)),)
    if derivation.sum_value is None:
        return ()
    value = folded_value(derivation.sum_value)
    return (substituted(derivation) if is_same_sum(derivation, value) else value,)


def shortened_numbers(derivation: Derivation) -> Formula:
    """The sum with the pixels' values in their places, its middle left out, and its value."""
    sums = dict.fromkeys((elided(substituted(derivation)), *map(elided, known_value(derivation))))
    return Roles(derivation.problem).equation(*sums)


def is_same_sum(derivation: Derivation, value: Formula) -> bool:
    """True for a value that has the letters and numbers of the substituted sum, in whatever order."""
    return _spelled(substituted(derivation)) == _spelled(value)


def _spelled(formula: Formula) -> Counter[tuple[bool, tuple[str, ...]]]:
    """The terms of a sum and the factors of each, whatever their order."""
    terms = formula.terms if isinstance(formula, Sum) else (Signed(False, formula),)
    return Counter((term.negative, tuple(sorted(_factors(term.term)))) for term in terms)


def _factors(formula: Formula) -> Iterator[str]:
    if isinstance(formula, Product):
        for factor in formula.factors:
            yield from _factors(factor)
    else:
        yield plain(formula)


def folded_value(value: Exact) -> Formula:
    """The value of a sum; a sum of terms again has blanks around its signs, so that it can be folded."""
    shown = value_formula(value)
    return Sum(shown.terms, per_line=len(shown.terms)) if isinstance(shown, Sum) else shown


def substituted(derivation: Derivation) -> Formula:
    """The sum with the pixels' values in their places, its scale and its offset."""
    terms = Sum(terms_of(derivation, has_values=True), per_line=row_length(derivation))
    return finished(derivation.problem, terms)


def _added_up(derivation: Derivation) -> Iterator[Block]:
    """All weights of a pixel together, where it stands in for others: (a + c)·x[2,0]."""
    roles = Roles(derivation.problem)
    summed = roles.summed
    weights: dict[tuple[int, ...], list[Weight]] = {}
    for term in derivation.terms:
        weights.setdefault(term.along(summed.unknown), []).append(term.weight)
    if roles.kernel_is_met and len(weights) < len(derivation.terms) and not has_numbers(derivation):
        terms = tuple(_all_weights(found, summed.factor(place)) for place, found in weights.items())
        yield Paragraph((f"Weights of the same {summed.noun} added up:",))
        yield Equation(roles.equation(finished(derivation.problem, Sum(terms))))


def _all_weights(weights: Sequence[Weight], pixel: Formula) -> Signed:
    """All weights of one pixel: their sum as one number where they are numbers."""
    sizes = [value_formula(weight) for weight in weights]
    numbers = [size for size in sizes if is_number(size)]
    if len(numbers) == len(weights):
        return weighted(sum(numbers), pixel)
    total = Sum(tuple(Signed(False, size) for size in sizes))
    return Signed(False, Product((total, pixel))) if len(weights) > 1 else weighted(weights[0], pixel)


def collected(derivation: Derivation) -> Formula | None:
    """2·(x[0,1] + x[2,1]) − …: weights of 0 add nothing.

    None where no two weights are equal, and where those of the same position are to be added up first.
    """
    summed = Roles(derivation.problem).summed
    terms = derivation.written_terms
    places = [term.along(summed.unknown) for term in terms]
    if len(set(places)) < len(places):
        return None
    groups: dict[Weight, list[Formula]] = {}
    for term, place in zip(terms, places, strict=True):
        groups.setdefault(term.weight, []).append(summed.factor(place))
    if len(groups) == len(terms):
        return None
    together = tuple(
        chain.from_iterable(_together(weight, entries) for weight, entries in groups.items() if weight != 0)
    )
    return Sum(together) if together else 0


def _together(weight: Weight, entries: Sequence[Formula]) -> tuple[Signed, ...]:
    """One weight times all that it multiplies; a weight of 1 is not written."""
    terms = tuple(Signed(False, entry) for entry in entries)
    if weight == 1:
        return terms
    together = Sum(terms) if len(entries) > 1 else entries[0]
    return (Signed(True, together) if weight == -1 else weighted(weight, together),)


def row_length(derivation: Derivation) -> int:
    """The number of positions in a row of what the sum uses."""
    reached = derivation.unclipped if Roles(derivation.problem).summed.continues else derivation.receptive_field
    return len(derivation.problem.order.array(reached)[-1])


def answer(derivation: Derivation) -> Formula:
    """y[1,1] = i·x[0,0] + h·x[1,0] + …, a line for each row of the image."""
    return Roles(derivation.problem).equation(whole_sum(derivation))


def whole_sum(derivation: Derivation) -> Formula:
    """The sum itself, its scale and its offset."""
    return finished(derivation.problem, _sum(derivation))


def _sum(derivation: Derivation) -> Formula:
    """The products without scale and offset."""
    terms = terms_of(derivation)
    return Sum(terms, per_line=row_length(derivation)) if terms else 0


def shortened_answer(derivation: Derivation) -> Formula:
    """The answer with the middle of a long sum left out."""
    terms = derivation.written_terms
    if len(terms) <= FIRST + LAST:
        return answer(derivation)
    ends = map(partial(_product, Roles(derivation.problem), False), (*terms[: FIRST + 1], *terms[-LAST:]))
    shortened = finished(derivation.problem, elided(Sum(tuple(ends))))
    return Roles(derivation.problem).equation(shortened, *map(elided, known_value(derivation)))


def terms_of(derivation: Derivation, has_values: bool = False) -> tuple[Signed, ...]:
    """The products, with the pixels' values in their places or not."""
    return tuple(map(partial(_product, Roles(derivation.problem), has_values), derivation.written_terms))


def _product(roles: Roles, has_values: bool, term: Term) -> Signed:
    """A product of the sum: the weight times a pixel; for the gradient of a kernel element, two array elements."""
    summed = roles.summed.factor(term.along(roles.summed.unknown))
    pixel = roles.problem.pixel_factor(term.pixel) if has_values else None
    if roles.kernel_is_met:
        return weighted(term.weight, summed if pixel is None else value_formula(pixel))
    if pixel is None:
        return Signed(False, Product((summed, roles.met.factor(term.along(roles.met.unknown)))))
    return weighted(pixel, summed)
