"""Exact values: numbers, names, and formulas of them, which are put together as they are typed; arrays of values."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable
from functools import reduce
from itertools import chain
from math import comb, isqrt, prod
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from convtrace.values.complex_number import AnyNumber, Complex, complex_number, divisible, is_number, is_real
from convtrace.values.formula import Conjugate, Formula, Power, Product, Quotient, Root, Signed, Sum, Value
from convtrace.values.frozen import Frozen

if TYPE_CHECKING:
    from fractions import Fraction

Sign: TypeAlias = Literal["+", "−", "·", "/"]
# of numbers and names alone
Exact: TypeAlias = "Formula"
# a row of elements, a picture of rows, slices of pictures
NestedValues: TypeAlias = tuple["Exact | NestedValues", ...]

PI = Value("pi")
OPERATORS: dict[Sign, Callable[[Any, Any], Any]] = {
    "+": operator.add,
    "−": operator.sub,
    "·": operator.mul,
    "/": operator.truediv,
}


class Values(Frozen, kw_only=False):
    """The values of an image or a kernel as they are drawn: slices, rows, elements from left to right.

    `shape` is in array order, the slowest axis first, as the elements are nested.
    """

    shape: tuple[int, ...]
    entries: NestedValues

    @property
    def flat(self) -> tuple[Exact, ...]:
        """All elements in reading order.

        >>> Values((2, 2), ((1, 2), (3, 4))).flat
        (1, 2, 3, 4)
        """
        level: Iterable[Any] = self.entries
        for _ in self.shape[1:]:
            level = chain.from_iterable(level)
        return tuple(level)


def any_number(value: AnyNumber) -> AnyNumber:
    """A whole number as int, any other as it is, complex ones included.

    >>> from fractions import Fraction
    >>> any_number(Fraction(4, 2)), any_number(Complex(1, 2))
    (2, Complex(real=1, imag=2))
    """
    return complex_number(value.real, value.imag)


def conjugated(value: Formula) -> Formula:
    """The value with the other sign before its imaginary part, worked out where it is a number.

    >>> conjugated(Complex(1, 2)), conjugated(2), conjugated(Value("a"))
    (Complex(real=1, imag=-2), 2, Conjugate(of=Value(name='a')))
    """
    return value.conjugate() if is_number(value) else Conjugate(value)


def simplified(value: Fraction) -> int | Fraction:
    """A whole number as int, any other as it is.

    >>> from fractions import Fraction
    >>> simplified(Fraction(4, 2)), simplified(Fraction(1, 16))
    (2, Fraction(1, 16))
    """
    return value.numerator if value.denominator == 1 else value


def number_text(value: int | Fraction) -> str:
    """A number with a true minus sign.

    >>> number_text(-2)
    '−2'
    """
    return str(value).replace("-", "−")


def signed(value: Exact) -> Signed:
    """The value as a term of a sum, with the minus that it begins with as the sign of the term.

    >>> signed(-2), signed(negated(Value("a")))
    (Signed(negative=True, term=2), Signed(negative=True, term=Value(name='a')))
    """
    if is_real(value):
        return Signed(value < 0, abs(value))
    match value:
        case Complex(0, imag) if imag < 0:
            return Signed(True, -value)
        case Sum(terms=(Signed(True) as term,)):
            return term
        case _:
            return Signed(False, value)


def negated(value: Exact) -> Exact:
    """The value with the other sign.

    >>> negated(2), negated(Value("a"))
    (-2, Sum(terms=(Signed(negative=True, term=Value(name='a')),), per_line=0))
    """
    first = signed(value)
    if first.negative:
        return first.term
    if is_number(value):
        return -value
    return value if _leading(value) == 0 else Sum((Signed(True, value),))


def _leading(value: Exact) -> Exact:
    """The number, name, sum, power or root that a product or a quotient begins with."""
    match value:
        case Product((first, *_)) | Quotient(first):
            return _leading(first)
        case _:
            return value


def combined(left: Exact, sign: Sign, right: Exact) -> Exact:
    """Two values with a sign between them: a number, or a formula that reads from left to right as it is typed.

    >>> from fractions import Fraction
    >>> combined(1, "/", 16), combined(combined(Value("a"), "·", Value("b")), "·", 2)
    (Fraction(1, 16), Product(factors=(Value(name='a'), Value(name='b'), 2)))
    """
    if is_number(left) and is_number(right):
        return any_number(OPERATORS[sign](divisible(left), right))
    if sign in "+−":
        return Sum((*(left.terms if isinstance(left, Sum) else [signed(left)]), Signed(sign == "−", right)))
    first = signed(left)
    if first.negative:
        return negated(combined(first.term, sign, right))
    return Quotient(left, right) if sign == "/" else _multiplied(left, right)


def _multiplied(left: Exact, right: Exact) -> Exact:
    """A product; factors that follow in parentheses are multiplied one by one, as they are read without these."""
    match right:
        case Quotient(over, under):
            return Quotient(combined(left, "·", over), under)
        case Product(factors):
            return reduce(lambda whole, factor: combined(whole, "·", factor), factors, left)
        case _:
            return Product((*(left.factors if isinstance(left, Product) else [left]), right))


def power(base: Exact, exponent: int) -> Exact:
    """A whole power, worked out where the base is a number.

    >>> from fractions import Fraction
    >>> power(Fraction(1, 2), 2), power(Value("a"), -1)
    (Fraction(1, 4), Power(base=Value(name='a'), exponent=-1))
    """
    if is_number(base):
        return any_number(divisible(base) ** exponent)
    return Power(base, exponent)


def root(value: Exact) -> Exact:
    """The square root of what is not negative, worked out where it is a fraction.

    >>> from fractions import Fraction
    >>> root(Fraction(1, 4)), root(2)
    (Fraction(1, 2), Root(of=2))
    """
    if is_real(value):
        from fractions import Fraction  # only here: most values have no root

        found = Fraction(isqrt(value.numerator), isqrt(value.denominator))
        if found * found == value:
            return simplified(found)
    return Root(value)


def expanded_size(value: Exact) -> tuple[int, int]:
    """The most terms that the value has when it is multiplied out, and the most factors in one of them.

    >>> expanded_size(power(combined(Value("a"), "+", Value("b")), 5))
    (6, 5)
    """
    match value:
        case Root(of):
            return expanded_size(of)
        case Power(base, int(exponent)):
            (count, length), times = expanded_size(base), abs(exponent)
            return comb(count + times - 1, times), length * times
        case Sum(terms):
            counts, lengths = zip(*(expanded_size(part.term) for part in terms), strict=True)
            return sum(counts), max(lengths)
        case Product(parts):
            counts, lengths = zip(*map(expanded_size, parts), strict=True)
            return prod(counts), sum(lengths)
        case Quotient(over, under):
            return expanded_size(Product((over, under)))
        case _:
            return 1, 1
