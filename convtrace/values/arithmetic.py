"""Calculating with exact values: numbers are worked out, names are kept, what has no value is refused."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Iterator
from decimal import Context, Decimal, localcontext
from fractions import Fraction
from math import comb, isqrt

from convtrace.values.exact import Binary, Constant, Exact, Named, Sign, Unary, is_number, names


class Impossible(ValueError):
    """What has no value: a division by zero, the root of a negative number."""


OPERATIONS: dict[Sign, Callable[[Fraction, Fraction], Fraction]] = {
    "+": operator.add,
    "−": operator.sub,
    "·": operator.mul,
    "/": operator.truediv,
}

# digits that are worked out, and how much of a sum may cancel before what is left counts as nothing
PRECISION = 100
NOTHING = Decimal(10) ** -50
PI_DIGITS = "3.1415926535897932384626433832795028841971693993751058209749445923078164062862089986280348253421170679"


def settled(value: Fraction) -> int | Fraction:
    """A whole number as int, any other as it is.

    >>> settled(Fraction(4, 2)), settled(Fraction(1, 16))
    (2, Fraction(1, 16))
    """
    return value.numerator if value.denominator == 1 else value


def combined(sign: Sign, left: Exact, right: Exact) -> Exact:
    """Numbers worked out, all else kept as it stands; raises Impossible where something is divided by zero.

    >>> combined("/", 1, 16), combined("+", Named("a"), 0)
    (Fraction(1, 16), Binary(sign='+', left=Named(name='a'), right=0))
    """
    if sign == "/" and vanishes(right):
        raise Impossible("this divides by zero")
    if sign == "^":
        if not isinstance(right, int):
            raise Impossible("an exponent is a whole number")
        if right < 0 and vanishes(left):
            raise Impossible("a negative power of zero divides by zero")
        return settled(Fraction(left) ** right) if is_number(left) else Binary(sign, left, right)
    if is_number(left) and is_number(right):
        return settled(OPERATIONS[sign](Fraction(left), Fraction(right)))
    return Binary(sign, left, right)


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
    return settled(total)


def negated(value: Exact) -> Exact:
    """The value with the other sign.

    >>> negated(2), negated(Named("a"))
    (-2, Unary(sign='−', of=Named(name='a')))
    """
    return -value if is_number(value) else Unary("−", value)


def root(value: Exact) -> Exact:
    """The square root, worked out where it is a fraction; raises Impossible for what is negative.

    >>> root(Fraction(1, 4)), root(2)
    (Fraction(1, 2), Unary(sign='√', of=2))
    """
    if not any(names(value)) and (approximate(value, {}) or 0) < 0:
        raise Impossible("a negative number has no square root here")
    if is_number(value):
        over, under = isqrt(value.numerator), isqrt(value.denominator)
        if over * over == value.numerator and under * under == value.denominator:
            return settled(Fraction(over, under))
    return Unary("√", value)


def vanishes(value: Exact) -> bool:
    """Whether the value is zero whatever its names stand for: calculated to 100 digits, with a number for each name.

    e to the square roots of primes satisfy no equation with whole coefficients, so they tell a − a from a − b.

    >>> vanishes(combined("−", Named("a"), Named("a"))), vanishes(combined("−", Named("a"), Named("b")))
    (True, False)
    """
    if is_number(value):
        return value == 0
    found = sorted(set(names(value)))
    with localcontext(Context(prec=PRECISION)):
        assigned = {name: Decimal(prime).sqrt().exp() for name, prime in zip(found, _primes(), strict=False)}
    return approximate(value, assigned) == 0


def approximate(value: Exact, assigned: dict[str, Decimal]) -> Decimal | None:
    """The value to many digits; None where it divides by zero or a square root is not real.

    >>> round(approximate(root(2), {}), 4), approximate(combined("−", root(Named("a")), root(Named("a"))), {"a": 2})
    (Decimal('1.4142'), Decimal('0'))
    """
    with localcontext(Context(prec=PRECISION)):
        return _approximate(value, assigned)


def _approximate(value: Exact, assigned: dict[str, Decimal]) -> Decimal | None:
    match value:
        case int() | Fraction():
            return Decimal(value.numerator) / value.denominator
        case Named(name):
            return Decimal(assigned[name])
        case Constant():
            return Decimal(PI_DIGITS)
        case Unary(sign, of):
            inner = _approximate(of, assigned)
            if inner is None or (sign == "√" and inner < 0):
                return None
            return inner.sqrt() if sign == "√" else -inner
        case Binary(sign, left, right):  # pragma: no branch -- mypy proves the match exhaustive
            first, second = _approximate(left, assigned), _approximate(right, assigned)
            return None if first is None or second is None else _calculated(sign, first, second)


def _calculated(sign: Sign, first: Decimal, second: Decimal) -> Decimal | None:
    match sign:
        case "·":
            return first * second
        case "/":
            return first / second if second else None
        case "^":
            return first ** int(second) if first else Decimal(not second) if second >= 0 else None
        case "+" | "−":  # pragma: no branch -- mypy proves the match exhaustive
            total = first + second if sign == "+" else first - second
            return Decimal(0) if abs(total) <= NOTHING * (abs(first) + abs(second)) else total


def _primes() -> Iterator[int]:
    found: list[int] = []
    candidate = 2
    while True:
        if all(candidate % prime for prime in found):
            found.append(candidate)
            yield candidate
        candidate += 1


def written_out(value: Exact) -> tuple[int, int]:
    """How large the value gets when it is multiplied out: at most so many terms, each of so many factors.

    >>> written_out(combined("^", combined("+", Named("a"), Named("b")), 5))
    (6, 5)
    """
    match value:
        case Unary(_, of):
            return written_out(of)
        case Binary("^", base, exponent):
            terms, factors = written_out(base)
            times = abs(int(exponent)) if isinstance(exponent, int) else 1
            return comb(terms + times - 1, times), factors * times
        case Binary(sign, left, right):
            (terms, factors), (more_terms, more_factors) = written_out(left), written_out(right)
            if sign in "+−":
                return terms + more_terms, max(factors, more_factors)
            return terms * more_terms, factors + more_factors
        case _:
            return 1, 1
