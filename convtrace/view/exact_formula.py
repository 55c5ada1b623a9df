"""Exact values as formulas: numbers, names, roots, and what is made of them."""

from __future__ import annotations

from fractions import Fraction

from convtrace.document.formula import Formula, Number, Power, Product, Quotient, Root, Signed, Sum, Value
from convtrace.document.plain import plain
from convtrace.values.exact import Binary, Constant, Exact, Named, Unary


def formula(given: Exact) -> Formula:  # noqa: PLR0911 -- one case for each kind of value
    """A letter, or an exact value as a formula."""
    match given:
        case int() | Fraction():
            return Number(given)
        case Named(name) | Constant(name):
            return Value(name)
        case Unary("√", of):
            return Root(formula(of))
        case Unary() | Binary("+" | "−"):
            return Sum(tuple(_terms(given)))
        case Binary() if _without_minus(given) is not None:
            return Sum((_signed(given),))
        case Binary("·"):
            return Product(tuple(map(formula, _factors(given))))
        case Binary("/", left, right):
            return Quotient(formula(left), formula(right))
        case Binary(_, left, right):  # pragma: no branch -- mypy proves the match exhaustive
            return Power(formula(left), int(plain(formula(right)).replace("−", "-")))


def _terms(given: Exact) -> list[Signed]:
    """The terms of a sum, from the last to the first: there may be more of them than Python nests calls."""
    found: list[Signed] = []
    while isinstance(given, Binary) and given.sign in ("+", "−"):
        found.append(Signed(given.sign == "−", formula(given.right)))
        given = given.left
    return [_signed(given), *reversed(found)]


def _signed(first: Exact) -> Signed:
    """The first term of a sum, with the minus that it begins with."""
    positive = _without_minus(first)
    return Signed(False, formula(first)) if positive is None else Signed(True, formula(positive))


def _without_minus(given: Exact) -> Exact | None:
    """What stands behind the minus with which a product or a quotient begins: √2·a of −√2·a."""
    match given:
        case Unary("−", of):
            return of
        case Binary("·" | "/" as sign, left, right):
            positive = _without_minus(left)
            return None if positive is None else Binary(sign, positive, right)
        case _:
            return None


def _factors(given: Exact) -> list[Exact]:
    factors: list[Exact] = []
    while isinstance(given, Binary) and given.sign == "·":
        factors.append(given.right)
        given = given.left
    return [given, *reversed(factors)]
