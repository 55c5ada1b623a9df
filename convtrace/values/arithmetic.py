"""Calculating with exact values: numbers by Python, anything else by SymPy, which is loaded only then."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from convtrace.values.exact import Exact, simplified
from convtrace.values.formula import Number, Value


def sign_of(value: Exact) -> int:
    """−1, 0 or 1 for a number, however it is written; 1 for what depends on names, which may be anything.

    >>> sign_of(Fraction(-1, 2)), sign_of(Value("a"))
    (-1, 1)
    """
    if isinstance(value, Number):
        return (value > 0) - (value < 0)
    if isinstance(value, Value):
        return 1
    from convtrace.values.algebra import sign_of_formula  # only here: numbers and names need no SymPy

    return sign_of_formula(value)


def sum_of_products(products: Sequence[tuple[Exact, Exact]]) -> Exact | None:
    """The sum of the products, multiplied out; None where it is no real number.

    >>> sum_of_products([(2, Fraction(1, 4)), (1, Fraction(1, 2))])
    1
    """
    total = Fraction(0)
    for left, right in products:
        if not isinstance(left, Number) or not isinstance(right, Number):
            from convtrace.values.algebra import worked_out  # only roots and names load SymPy

            return worked_out(tuple(products))
        total += left * right
    return simplified(total)
