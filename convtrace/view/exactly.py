"""Exact values as formulas: numbers, names, roots, and what is made of them."""

from __future__ import annotations

from fractions import Fraction

from convtrace.exact import Binary, Constant, Exact, Named, Sign, Unary
from convtrace.notation import Formula, Number, Power, Product, Quotient, Root, Signed, Sum, Value, plain


def formula(given: Exact) -> Formula:
    """A letter, or an exact value as a formula."""
    match given:
        case int() | Fraction():
            return Number(given)
        case Named(name) | Constant(name):
            return Value(name)
        case Unary("√", of):
            return Root(formula(of))
        case Unary(_, of):
            return Sum((Signed(True, formula(of)),))
        case Binary(sign, left, right):  # pragma: no branch -- mypy proves the match exhaustive
            return _joined(sign, left, right)


def _joined(sign: Sign, left: Exact, right: Exact) -> Formula:
    match sign:
        case "·":
            return Product((formula(left), formula(right)))
        case "/":
            return Quotient(formula(left), formula(right))
        case "^":
            return Power(formula(left), int(plain(formula(right)).replace("−", "-")))
        case _:
            return Sum((Signed(False, formula(left)), Signed(sign == "−", formula(right))))
