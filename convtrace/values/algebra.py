"""Roots, pi and formulas of names, worked out by SymPy. Loaded only where one of these is met.

Its results become formulas of ours: SymPy's own printers reorder terms and swap factors.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from fractions import Fraction
from functools import lru_cache, reduce
from typing import Any

import sympy
from sympy import Add, Expr, Mul
from sympy.core.evalf import PrecisionExhausted

from convtrace.values.complex_number import AnyNumber, Complex, complex_number
from convtrace.values.exact import PI, Exact, combined, expanded_size, negated, power, signed, simplified
from convtrace.values.formula import Conjugate, Entry, Power, Product, Quotient, Root, Sum, Symbol, Value
from convtrace.values.limits import MAX_CANCELLED_DIGITS, MAX_EXPANDED_TERMS, MAX_RATIONALISED

DIGIT_RUN = re.compile(r"(\d+)")


class NotReal(ValueError):
    """Raised for what is no real number, whatever the names stand for: a root of −1, or infinity."""


def sympy_value(value: Exact | str) -> Expr:  # noqa: PLR0911 -- one case for each kind of formula
    """SymPy's own form of a value, or of a letter; its symbol is not that of an index of the same name.

    >>> sympy_value(Root(8)), sympy_value("i").is_integer
    (2*sqrt(2), None)
    """
    match value:
        case int() | Fraction():
            return sympy.Rational(value.numerator, value.denominator)
        case Complex(real, imag):
            return sympy_value(real) + sympy.I * sympy_value(imag)
        case Conjugate(of):
            return sympy.conjugate(sympy_value(of))
        case str(name) | Value(name):
            return sympy.pi if value == PI else sympy.Symbol(name)
        case Root(of):
            return sympy.sqrt(sympy_value(of))
        case Power(base, exponent):
            return sympy_value(base) ** exponent
        case Quotient(over, under):
            return sympy_value(over) / sympy_value(under)
        case Product(factors):
            return Mul(*map(sympy_value, factors))
        case Sum(terms):
            return Add(*(-sympy_value(part.term) if part.negative else sympy_value(part.term) for part in terms))
        case _:
            raise NotReal


def sign_of(value: Exact) -> int:
    """−1, 0 or 1 for what is the same number whatever its names stand for, as a − a − 2 is; 1 for all else.

    Each name counts as e to the root of a prime: these satisfy no equation with whole coefficients, so that what is
    the same for two such choices is the same for all.

    >>> sign_of(combined(Value("a"), "−", Value("a"))), sign_of(combined(Value("a"), "−", Root(2)))
    (0, 1)
    """
    expression = sympy_value(value)
    names = sorted(expression.free_symbols, key=str)
    primes = map(sympy.prime, range(1, 2 * len(names) + 1))
    number, other = (
        expression.xreplace({name: sympy.exp(sympy.sqrt(next(primes))) for name in names}) for _ in range(2)
    )
    if names and _estimate(number - other) != 0:
        return 1
    estimate = _estimate(number)
    return 0 if estimate == 0 else -1 if estimate.is_negative else 1


def _estimate(number: Expr) -> Expr:
    """The first digits of a number; 0 where all digits cancel."""
    try:
        return number.evalf(2, maxn=MAX_CANCELLED_DIGITS, strict=True)
    except PrecisionExhausted:
        return sympy.Integer(0)


@lru_cache(maxsize=8)
def worked_out(products: tuple[tuple[Exact, Exact], ...]) -> Exact | None:
    """The sum of the products, multiplied out unless that takes too long; None where it is no real number.

    >>> worked_out(((Root(2), Root(2)), (1, Value("alpha"))))
    Sum(terms=(Signed(negative=False, term=Value(name='alpha')), Signed(negative=False, term=2)), per_line=0)
    """
    whole = Add(*(sympy_value(left) * sympy_value(right) for left, right in products))
    size = sum(expanded_size(Product(pair))[0] for pair in products)
    try:
        return from_sympy(multiplied_out(whole) if size <= MAX_EXPANDED_TERMS else whole)
    except NotReal:
        return None


def approximated(value: Exact, digits: int) -> AnyNumber | None:
    """The number of a value to so many digits; None where it has names.

    >>> float(approximated(Root(2), 20)), approximated(Value("a"), 20)
    (1.4142135623730951, None)
    """
    expression = sympy_value(value)
    if expression.free_symbols:
        return None
    parts = expression.evalf(digits).as_real_imag()
    return complex_number(*(Fraction(str(part)) for part in parts))


def multiplied_out(expression: Expr) -> Expr:
    """Sums that divide stay as they are, but for sums of roots.

    >>> a, root = sympy_value("a"), sympy.sqrt(2)
    >>> multiplied_out((a + 1) / (root - sympy_value("b")))
    a/(-b + sqrt(2)) + 1/(-b + sqrt(2))
    >>> multiplied_out(a / (root - 1))
    a + sqrt(2)*a
    """
    roots = [part for part in _divisors(expression) if not part.free_symbols]
    plainer = expression.xreplace({part: part.radsimp() for part in roots[:MAX_RATIONALISED]})
    kept = {part: sympy.Dummy() for part in _divisors(plainer)}
    return plainer.xreplace(kept).expand().xreplace({symbol: part for part, symbol in kept.items()})


def _divisors(expression: Expr) -> list[Expr]:
    found = expression.find(lambda part: part.is_Pow and part.exp.is_negative and part.base.is_Add)
    return sorted(found, key=lambda part: part.sort_key())


def from_sympy(expression: Expr) -> Exact:  # noqa: PLR0911 -- one case for each kind of expression
    """The value as people write it: names before numbers, high powers first; raises NotReal.

    >>> from_sympy(sympy.sqrt(sympy_value("a") / 4)) == Quotient(Root(Value("a")), 2)
    True
    """
    if expression.is_Rational:
        return simplified(Fraction(int(expression.p), int(expression.q)))
    if expression.is_number and all(part.is_Rational for part in expression.as_real_imag()):
        real, imag = (Fraction(int(part.p), int(part.q)) for part in expression.as_real_imag())
        return complex_number(real, imag)
    if isinstance(expression, sympy.Indexed):
        return Entry(expression.base.name, tuple(map(from_sympy, expression.indices)))
    if expression.is_Symbol or expression == sympy.pi:
        return Symbol(expression.name) if expression.is_integer else Value(str(expression))
    if expression.is_Add:
        return Sum(tuple(signed(from_sympy(term)) for term in sorted(expression.args, key=_term_order)))
    if expression.as_coeff_Mul()[0].is_negative:
        return negated(from_sympy(-expression))
    over, under = sympy.fraction(expression)
    if under != 1:
        return combined(from_sympy(over), "/", from_sympy(under))
    if expression.is_Mul:
        return _product(map(from_sympy, expression.as_ordered_factors()))
    if (
        expression.is_Pow
        and expression.exp.is_Rational
        and (expression.exp.is_Integer or not expression.base.is_negative)
    ):
        return _power(from_sympy(expression.base), Fraction(int(expression.exp.p), int(expression.exp.q)))
    raise NotReal


def _product(factors: Iterable[Exact]) -> Exact:
    return reduce(lambda whole, factor: combined(whole, "·", factor), factors)


def _power(base: Exact, exponent: Fraction) -> Exact:
    """A power in whole powers and square roots: a^(3/2) is a·√a."""
    whole, rest = divmod(exponent, 1)
    parts = [base if whole == 1 else power(base, whole)] if whole else []
    return _product([*parts, Root(_power(base, 2 * rest))] if rest else parts)


def _term_order(term: Expr) -> tuple[Any, ...]:
    """Terms with names first, of these the high powers, also of pi; the number last; x2 before x10."""
    powers = [factor.as_base_exp() for factor in term.as_coeff_Mul()[1].as_ordered_factors()]
    degree = sum(exponent for base, exponent in powers if not base.is_Rational)
    return not term.free_symbols, bool(term.is_Rational), -degree, [(_natural(base), -power) for base, power in powers]


def _natural(base: Expr) -> list[str | int]:
    return [int(part) if part.isdigit() else part for part in DIGIT_RUN.split(str(base))]
