"""Calculating with exact values: numbers are worked out, formulas are kept, what has no value is refused."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from math import isqrt

from convtrace.values.exact import OPERATORS, Exact, Named, Sign, Unary, chained, is_number, simplified


class Impossible(ValueError):
    """Raised for what has no value: a division by zero, the root of a negative number."""


def combined(left: Exact, sign: Sign, right: Exact) -> Exact:
    """Numbers worked out, all else kept as it stands; raises Impossible where something is divided by zero.

    >>> combined(1, "/", 16), combined(Named("a"), "+", 0)
    (Fraction(1, 16), Joined(signs=('+',), parts=(Named(name='a'), 0)))
    """
    if sign == "/" and _sign(right) == 0:
        raise Impossible("this divides by zero")
    if sign == "^" and _sign(right) < 0 and _sign(left) == 0:
        raise Impossible("a negative power of zero divides by zero")
    if is_number(left) and is_number(right):
        return simplified(OPERATORS[sign](Fraction(left), right))
    return chained(left, sign, right)


def root(value: Exact) -> Exact:
    """The square root, worked out where it is a fraction; raises Impossible for what is negative.

    >>> root(Fraction(1, 4)), root(2)
    (Fraction(1, 2), Unary(sign='√', of=2))
    """
    if _sign(value) < 0:
        raise Impossible("a negative number has no real square root")
    if is_number(value):
        over, under = isqrt(value.numerator), isqrt(value.denominator)
        if over * over == value.numerator and under * under == value.denominator:
            return simplified(Fraction(over, under))
    return Unary("√", value)


def _sign(value: Exact) -> int:
    """The sign of a number; of a formula with names 0 or 1."""
    if is_number(value):
        return (value > 0) - (value < 0)
    if isinstance(value, Named):
        return 1
    from convtrace.values.algebra import sign_of  # only here: numbers and names need no SymPy

    return sign_of(value)


def added_up(products: Iterable[tuple[Exact, Exact]]) -> int | Fraction | None:
    """The sum of the products, where all factors are numbers.

    >>> added_up([(2, Fraction(1, 4)), (1, Fraction(1, 2))]), added_up([(1, Named("a"))])
    (1, None)
    """
    total = Fraction(0)
    for left, right in products:
        if not is_number(left) or not is_number(right):
            return None
        total += left * right
    return simplified(total)
