"""Exact values as formulas: letters, numbers, names, roots, and what is made of them."""

from __future__ import annotations

from fractions import Fraction

from convtrace.exact import Binary, Constant, Exact, Named, Sign, Unary
from convtrace.kernel import Weight
from convtrace.notation import Formula, Number, Power, Product, Quotient, Root, Signed, Sum, Value, plain


def amount(given: Weight) -> Formula:
    """A letter, or an exact value as a formula."""
    match given:
        case str() as name:
            return Value(name)
        case int() | Fraction():
            return Number(given)
        case Named(name) | Constant(name):
            return Value(name)
        case Unary("√", of):
            return Root(amount(of))
        case Unary(_, of):
            return Sum((Signed(True, amount(of)),))
        case Binary(sign, left, right):  # pragma: no branch -- mypy proves the match exhaustive
            return _joined(sign, left, right)


def _joined(sign: Sign, left: Exact, right: Exact) -> Formula:
    match sign:
        case "·":
            return Product((amount(left), amount(right)))
        case "/":
            return Quotient(amount(left), amount(right))
        case "^":
            return Power(amount(left), int(plain(amount(right)).replace("−", "-")))
        case _:
            return Sum((Signed(False, amount(left)), Signed(sign == "−", amount(right))))


def weighted(given: Weight, by: Formula) -> Signed:
    """A product of a sum: a negative number gives its sign to the sum."""
    if isinstance(given, int | Fraction):
        return Signed(given < 0, Product((Number(abs(given)), by)))
    return Signed(False, Product((amount(given), by)))
