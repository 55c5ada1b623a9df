"""Which terms have blanks around their signs, and which parts of a formula need brackets."""

from __future__ import annotations

from typing import Literal, TypeAlias

from convtrace.values.complex_number import Complex, is_real
from convtrace.values.formula import Conjugate, Entry, Formula, Power, Product, Quotient, Sum, SumOver

# the signs that a part of a formula may stand beside; "power" is for roots and divisors, too
Beside: TypeAlias = Literal["sum", "product", "power"]


def is_loose(term: Formula) -> bool:
    """True where blanks stand around the signs of a sum with this term: between array elements, not numbers.

    >>> is_loose(Conjugate(Entry("h", (0,)))), is_loose(2)
    (True, False)
    """
    match term:
        case Entry() | SumOver():
            return True
        case Conjugate(of):
            return is_loose(of)
        case Product(factors):
            return any(map(is_loose, factors))
        case Sum(terms):
            return any(is_loose(signed.term) for signed in terms)
        case _:
            return False


def needs_guard(formula: Formula, beside: Beside) -> bool:
    """True where parentheses keep the formula apart from the sign that it stands beside."""
    if is_real(formula):
        return formula < 0 or (formula.denominator != 1 and beside != "sum")
    match formula:
        case Complex(real, imag):
            return bool(real) or imag < 0 or beside == "power"
        case Sum(terms):
            return len(terms) > 1 or terms[0].negative
        case Product() | Quotient() | Power():
            return beside == "power"
        case _:
            return False
