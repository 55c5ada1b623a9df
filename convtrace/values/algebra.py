"""Roots, pi and formulas of names, worked out by SymPy. Loaded only where one of these is met.

Its results become exact values of ours: SymPy's own printers reorder terms and swap factors.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from fractions import Fraction
from functools import lru_cache, reduce
from typing import Any, NamedTuple, TypeAlias

import sympy
from sympy import Add, Expr, Mul
from sympy.core.evalf import PrecisionExhausted

from convtrace.values.exact import (
    OPERATORS,
    PI,
    Exact,
    Joined,
    Named,
    Sign,
    Unary,
    chained,
    expanded_size,
    is_number,
    negated,
    simplified,
    value_names,
    value_text,
)
from convtrace.values.limits import MAX_CANCELLED_DIGITS, MAX_EXPANDED_TERMS, MAX_RATIONALISED

SortKey: TypeAlias = tuple[Any, ...]

DIGIT_RUN = re.compile(r"(\d+)")


class NotReal(ValueError):
    """Raised for what is no real number, whatever the names stand for: a root of −1, or infinity."""


class _Factor(NamedTuple):
    base: Exact
    exponent: Fraction


class _Term(NamedTuple):
    coefficient: Fraction
    factors: tuple[_Factor, ...]


def sympy_value(value: Exact | str) -> Expr:
    """SymPy's own form of a value, or of a letter; its symbol is not that of an index of the same name.

    >>> sympy_value(Unary("√", 8)), sympy_value("i").is_integer
    (2*sqrt(2), None)
    """
    match value:
        case int() | Fraction():
            return sympy.Rational(value.numerator, value.denominator)
        case str(name) | Named(name):
            return sympy.pi if value == PI else sympy.Symbol(name)
        case Unary("√", of):
            return sympy.sqrt(sympy_value(of))
        case Unary(_, of):
            return -sympy_value(of)
        case Joined(signs, parts):  # pragma: no branch -- mypy proves the match exhaustive
            whole, *others = map(sympy_value, parts)
            for sign, part in zip(signs, others, strict=True):
                whole = OPERATORS[sign](whole, part)
            return whole


def sign_of(value: Exact) -> int:
    """−1, 0 or 1 for a number; for what has names 0 where it vanishes whatever they stand for, else 1.

    Each name counts as e to the root of a prime: these satisfy no equation with whole coefficients.

    >>> a, b = Named("a"), Named("b")
    >>> sign_of(chained(1, "−", Unary("√", 2))), sign_of(chained(a, "−", a)), sign_of(chained(a, "−", b))
    (-1, 0, 1)
    """
    names = sorted({*value_names(value)})
    numbers = {sympy.Symbol(name): sympy.exp(sympy.sqrt(sympy.prime(place))) for place, name in enumerate(names, 1)}
    try:
        estimate = sympy_value(value).xreplace(numbers).evalf(2, maxn=MAX_CANCELLED_DIGITS, strict=True)
    except PrecisionExhausted:
        return 0
    if estimate == 0:
        return 0
    return -1 if estimate.is_negative and not names else 1


@lru_cache(maxsize=8)
def worked_out(products: tuple[tuple[Exact, Exact], ...]) -> Exact | None:
    """The sum of the products, multiplied out unless that takes too long; None where it is no real number.

    >>> worked_out(((Unary("√", 2), Unary("√", 2)), (1, Named("alpha"))))
    Joined(signs=('+',), parts=(Named(name='alpha'), 2))
    """
    whole = Add(*(sympy_value(left) * sympy_value(right) for left, right in products))
    size = sum(expanded_size(chained(left, "·", right))[0] for left, right in products)
    try:
        return from_sympy(multiplied_out(whole, sympy.Dummy) if size <= MAX_EXPANDED_TERMS else whole)
    except NotReal:
        return None


def multiplied_out(expression: Expr, fresh: Callable[[], Expr]) -> Expr:
    """Sums that divide stay as they are, but for sums of roots; `fresh` gives symbols that occur nowhere.

    >>> a, root = sympy_value("a"), sympy.sqrt(2)
    >>> value_text(from_sympy(multiplied_out((a + 1) / (root - sympy_value("b")), sympy.Dummy)))
    'a/(−b+sqrt(2))+1/(−b+sqrt(2))'
    >>> value_text(from_sympy(multiplied_out(a / (root - 1), sympy.Dummy)))
    'sqrt(2)·a+a'
    """
    roots = [part for part in _divisors(expression) if not part.free_symbols]
    plainer = expression.xreplace({part: part.radsimp() for part in roots[:MAX_RATIONALISED]})
    kept = {part: fresh() for part in _divisors(plainer)}
    return plainer.xreplace(kept).expand().xreplace({symbol: part for part, symbol in kept.items()})


def _divisors(expression: Expr) -> list[Expr]:
    found = expression.find(lambda part: part.is_Pow and part.exp.is_negative and part.base.is_Add)
    return sorted(found, key=lambda part: part.sort_key())


def from_sympy(expression: Expr) -> Exact:
    """The value as people write it: names before numbers, high powers first; raises NotReal.

    >>> value_text(from_sympy(1 - sympy.sqrt(8) * sympy_value("b") / 6 + sympy_value("a") ** 2))
    'a**2−sqrt(2)·b/3+1'
    """
    first, *others = sorted(map(_term, Add.make_args(expression)), key=_term_order)
    if not others:
        return _written(first)
    signs: tuple[Sign, ...] = tuple("−" if term.coefficient < 0 else "+" for term in others)
    rest = (_written(term._replace(coefficient=abs(term.coefficient))) for term in others)
    return Joined(signs, (_written(first), *rest))


def _term(expression: Expr) -> _Term:
    coefficient, rest = expression.as_coeff_Mul()
    factors = (_factor(part) for part in Mul.make_args(rest) if part != 1)
    return _Term(_fraction(coefficient), tuple(sorted(factors, key=_factor_order)))


def _factor(expression: Expr) -> _Factor:
    base, exponent = expression.as_base_exp()
    if base.is_Symbol:
        return _Factor(Named(base.name), _fraction(exponent))
    if base == sympy.pi:
        return _Factor(PI, _fraction(exponent))
    if base.is_Add or base.is_Mul or base.is_Pow or (base.is_Rational and base > 0):
        return _Factor(from_sympy(base), _fraction(exponent))
    raise NotReal


def _fraction(expression: Expr) -> Fraction:
    if not expression.is_Rational:
        raise NotReal
    return Fraction(int(expression.p), int(expression.q))


def _written(term: _Term) -> Exact:
    """The numerator over what divides it; a minus stands at the very front."""
    over = [_power(*factor) for factor in term.factors if factor.exponent > 0]
    under = [_power(base, -exponent) for base, exponent in term.factors if exponent < 0]
    if not over and not under:
        return simplified(term.coefficient)
    first, *others = _with_number(abs(term.coefficient.numerator), over)
    above = _product([negated(first) if term.coefficient < 0 else first, *others])
    below = _product(_with_number(term.coefficient.denominator, under))
    return above if below == 1 else chained(above, "/", below)


def _with_number(number: int, factors: list[Exact]) -> list[Exact]:
    """A 1 before other factors is not written."""
    return factors if number == 1 and factors else [number, *factors]


def _product(factors: Iterable[Exact]) -> Exact:
    return reduce(lambda whole, factor: chained(whole, "·", factor), factors)


def _power(base: Exact, exponent: Fraction) -> Exact:
    """A power in whole powers and square roots: a^(3/2) is a·√a."""
    whole, rest = divmod(exponent, 1)
    parts: list[Exact] = []
    if whole:
        parts.append(base if whole == 1 else chained(base, "^", whole))
    if rest:
        parts.append(Unary("√", _power(base, 2 * rest)))
    return _product(parts)


def _term_order(term: _Term) -> SortKey:
    """Terms with names first, of these the high powers, and the number last."""
    named = [factor for factor in term.factors if any(value_names(factor.base))]
    degree = sum(factor.exponent for factor in named)
    return not named, not term.factors, -degree, *(tuple(map(_factor_order, part)) for part in (named, term.factors))


def _factor_order(factor: _Factor) -> SortKey:
    """Roots of numbers, pi, other numbers, names, their roots; x2 before x10."""
    base, exponent = factor
    if any(value_names(base)):
        kind = 3 if isinstance(base, Named) and exponent.denominator == 1 else 4
    else:
        kind = 0 if is_number(base) else 1 if base == PI else 2
    text = tuple(int(part) if part.isdigit() else part for part in DIGIT_RUN.split(value_text(base)))
    return kind, text, -exponent
