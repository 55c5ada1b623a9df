"""What may slip in one sum: a term, a pixel or a weight that is misread, the total."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import combinations
from typing import cast

from convtrace.search.claimed import known_number
from convtrace.trace.derivation import Derivation, Term
from convtrace.values.complex_number import AnyNumber, Complex
from convtrace.values.exact import Exact
from convtrace.values.frozen import Frozen
from convtrace.values.named_tuple import NamedTuple

# how often a term counts that is missing, counted twice, or has the wrong sign
TIMES = (0, 2, -1)
# how far numbers are misread, or sums added up wrongly
OFF_BY = (1, -1, 10, -10)
TOTAL_RANK, TERM_RANK, MISREAD_RANK, OFF_RANK, RARE_RANK = 5, 7, 10, 11, 12


class Factors(NamedTuple):
    """The numbers of a term: its weight and its pixel, 1 in the place of what a gradient has not."""

    term: Term
    weight: AnyNumber
    pixel: AnyNumber

    @property
    def product(self) -> AnyNumber:
        return self.weight * self.pixel


class TermSlip(Frozen):
    """A slip: what it is, how far the sum moves by it, and the terms that it concerns."""

    rank: int
    told: Mapping[str, object]
    by: AnyNumber
    terms: tuple[Term, ...] = ()


def factors_of(derivation: Derivation) -> list[Factors]:
    """The numbers of all terms, which must have some. Each g of a gradient is 1."""
    problem, found = derivation.problem, []
    for term in derivation.terms:
        weight = 1 if problem.fixed == "k" else term.weight
        pixel = 1 if problem.fixed == "i" else problem.pixel_factor(term.pixel)
        found.append(Factors(term, *(known_number(cast("Exact", factor)) for factor in (weight, pixel))))
    return found


def term_slips(derivation: Derivation, factors: Sequence[Factors], total: AnyNumber) -> Iterator[TermSlip]:
    """All single slips in a sum whose products are known; `total` is the sum of these."""
    yield from _of_the_total(total)
    for times in TIMES:
        for each in factors:
            if each.product:
                by = each.product * (times - 1)
                yield TermSlip(
                    rank=TERM_RANK,
                    told={"kind": "term", "times": times, "product": each.product},
                    by=by,
                    terms=(each.term,),
                )
    problem = derivation.problem
    if problem.fixed != "i":
        yield from _misread("pixel", factors, conjugated=problem.conjugates_image)
    if problem.fixed != "k" and isinstance(problem.scale, int | Fraction):
        yield from _misread("weight", factors, conjugated=problem.kernel.conjugated)


def _of_the_total(total: AnyNumber) -> Iterator[TermSlip]:
    """The whole sum with the other sign, with two digits exchanged, or added up wrongly."""
    if total:
        yield TermSlip(rank=TOTAL_RANK, told={"kind": "total", "slip": "sign"}, by=-2 * total)
    for other in exchanged_digits(total):
        yield TermSlip(rank=TOTAL_RANK, told={"kind": "total", "slip": "digits"}, by=other - total)
    for by in OFF_BY:
        yield TermSlip(rank=OFF_RANK, told={"kind": "total", "slip": "off_by"}, by=by)


def _misread(what: str, factors: Sequence[Factors], *, conjugated: bool) -> Iterator[TermSlip]:
    """A pixel or a weight read too large, too small, or with two digits exchanged: in all the terms that have it."""
    together: dict[tuple[int, ...], list[Factors]] = {}
    for each in factors:
        together.setdefault(each.term.pixel if what == "pixel" else each.term.kernel_index, []).append(each)
    for index, found in together.items():
        meant = found[0].pixel if what == "pixel" else found[0].weight
        others = sum(each.weight if what == "pixel" else each.pixel for each in found)
        for instead in (*exchanged_digits(meant), *(meant + by for by in OFF_BY)):
            if others:
                shown = [value.conjugate() if conjugated else value for value in (meant, instead)]
                told = {"kind": what, "index": index, "meant": shown[0], "instead": shown[1]}
                terms = tuple(each.term for each in found)
                rank = MISREAD_RANK if _is_likely(meant, instead) else RARE_RANK
                yield TermSlip(rank=rank, told=told, by=(instead - meant) * others, terms=terms)


def _is_likely(meant: AnyNumber, instead: AnyNumber) -> bool:
    """False where a number would be read with another sign than it has."""
    if isinstance(meant, Complex) or isinstance(instead, Complex):
        return True
    return instead >= 0 if meant >= 0 else instead <= 0


def exchanged_digits(number: AnyNumber) -> list[int]:
    """The whole numbers with the same digits, two of them exchanged.

    >>> exchanged_digits(120), exchanged_digits(-12), exchanged_digits(Fraction(1, 2))
    ([210, 21, 102], [-21], [])
    """
    if not isinstance(number, int):
        return []
    digits, sign, found = str(abs(number)), -1 if number < 0 else 1, []
    for one, two in combinations(range(len(digits)), 2):
        changed = list(digits)
        changed[one], changed[two] = digits[two], digits[one]
        found.append(sign * int("".join(changed)))
    return [other for other in dict.fromkeys(found) if other != number]
