"""Calculating with exact values: numbers are worked out, formulas are kept, what has no value is refused."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable
from fractions import Fraction
from math import isqrt

from convtrace.values.exact import Exact, Named, Sign, Unary, is_number, joined, simplified, value_names


class Impossible(ValueError):
    """What has no value: a division by zero, the root of a negative number."""


ON_NUMBERS: dict[Sign, Callable[[Fraction, Fraction], Fraction]] = {
    "+": operator.add,
    "−": operator.sub,
    "·": operator.mul,
    "/": operator.truediv,
}


def combined(left: Exact, sign: Sign, right: Exact) -> Exact:
    """Numbers worked out, all else kept as it stands; raises Impossible where something is divided by zero.

    >>> combined(1, "/", 16), combined(Named("a"), "+", 0)
    (Fraction(1, 16), Joined(signs=('+',), parts=(Named(name='a'), 0)))
    """
    if sign == "/" and _is_zero(right):
        raise Impossible("this divides by zero")
    if sign == "^":
        return _power(left, right)
    if is_number(left) and is_number(right):
        return simplified(ON_NUMBERS[sign](Fraction(left), Fraction(right)))
    return joined(left, sign, right)


def _power(base: Exact, exponent: Exact) -> Exact:
    if not isinstance(exponent, int):
        raise Impossible("an exponent is a whole number")
    if exponent < 0 and _is_zero(base):
        raise Impossible("a negative power of zero divides by zero")
    return simplified(Fraction(base) ** exponent) if is_number(base) else joined(base, "^", exponent)


def _is_zero(value: Exact) -> bool:
    if is_number(value) or isinstance(value, Named):
        return value == 0
    from convtrace.values.algebra import is_zero  # only here: numbers need no SymPy

    return is_zero(value)


def root(value: Exact) -> Exact:
    """The square root, worked out where it is a fraction; raises Impossible for what is negative.

    >>> root(Fraction(1, 4)), root(2)
    (Fraction(1, 2), Unary(sign='√', of=2))
    """
    if _is_negative(value):
        raise Impossible("a negative number has no square root here")
    if is_number(value):
        over, under = isqrt(value.numerator), isqrt(value.denominator)
        if over * over == value.numerator and under * under == value.denominator:
            return simplified(Fraction(over, under))
    return Unary("√", value)


def _is_negative(value: Exact) -> bool:
    if is_number(value):
        return value < 0
    if isinstance(value, Named) or any(value_names(value)):
        return False
    from convtrace.values.algebra import is_negative  # only here: numbers need no SymPy

    return is_negative(value)


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
