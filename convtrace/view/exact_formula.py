"""Exact values as formulas: numbers, names, roots, and what is made of them."""

from __future__ import annotations

from fractions import Fraction
from functools import reduce

from convtrace.values.exact import LEVELS, SUM, Exact, Joined, Named, Sign, Unary, chained
from convtrace.values.formula import Formula, Power, Product, Quotient, Root, Signed, Sum, Value


def exact_formula(given: Exact) -> Formula:
    """The formula of an exact value.

    >>> exact_formula(chained(Unary("−", Named("a")), "·", 2))
    Sum(terms=(Signed(negative=True, term=Product(factors=(Value(name='a'), 2))),), per_line=0)
    """
    match given:
        case int() | Fraction():
            return given
        case Named(name):
            return Value(name)
        case Unary("√", of):
            return Root(exact_formula(of))
        case Joined((sign, *_) as signs, (first, *others)) if LEVELS[sign] == SUM:
            rest = (Signed(sign == "−", exact_formula(part)) for sign, part in zip(signs, others, strict=True))
            return Sum((_first_term(first), *rest))
        case Joined(signs, (first, *others)) if _without_minus(given) is None:
            return reduce(_applied, zip(signs, others, strict=True), exact_formula(first))
        case _:
            return Sum((_first_term(given),))


def _first_term(first: Exact) -> Signed:
    """The first term of a sum, with the minus that it begins with."""
    positive = _without_minus(first)
    return Signed(False, exact_formula(first)) if positive is None else Signed(True, exact_formula(positive))


def _without_minus(given: Exact) -> Exact | None:
    """The part behind the minus with which a product or a quotient begins: √2·a of −√2·a."""
    match given:
        case Unary("−", of):
            return of
        case Joined((sign, *_) as signs, (Unary("−", of), *others)) if sign in "·/":
            return reduce(lambda whole, part: chained(whole, *part), zip(signs, others, strict=True), of)
        case _:
            return None


def _applied(whole: Formula, step: tuple[Sign, Exact]) -> Formula:
    """One more factor, a divisor or an exponent."""
    match step:
        case ("^", int(exponent)):
            return Power(whole, exponent)
        case ("/", part):
            return Quotient(whole, exact_formula(part))
        case (_, part):  # pragma: no branch -- mypy proves the match exhaustive
            return Product((*(whole.factors if isinstance(whole, Product) else (whole,)), exact_formula(part)))
