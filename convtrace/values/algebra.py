"""What Python's numbers can't work out, SymPy does: roots, pi, names. Loaded only where one of these is met.

Its results become exact values of ours: SymPy's own printers reorder terms and swap factors.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Iterable
from fractions import Fraction
from functools import lru_cache, reduce
from typing import Any, NamedTuple, TypeAlias

import sympy
from sympy import Add, Expr
from sympy.core.evalf import PrecisionExhausted

from convtrace.values.exact import (
    PI,
    Exact,
    Joined,
    Named,
    Sign,
    Unary,
    expanded_size,
    is_number,
    joined,
    negated,
    simplified,
    value_names,
    value_text,
)
from convtrace.values.limits import MAX_EXPANDED_TERMS, MAX_RATIONALISED

SortKey: TypeAlias = tuple[Any, ...]

DIGITS = re.compile(r"(\d+)")
# so many digits of a difference may cancel before what is left counts as nothing
PRECISION = 100
OPERATORS: dict[Sign, Callable[[Expr, Expr], Expr]] = {
    "+": operator.add,
    "−": operator.sub,
    "·": operator.mul,
    "/": operator.truediv,
    "^": operator.pow,
}


class NotReal(ValueError):
    """What is no real number, whatever the names stand for: a root of −1, or infinity."""


class _Factor(NamedTuple):
    base: Exact
    exponent: Fraction


class _Term(NamedTuple):
    coefficient: Fraction
    factors: tuple[_Factor, ...]


def value_symbol(name: str) -> Expr:
    """The symbol of a kernel value, which is not that of an index of the same name.

    >>> value_symbol("i").is_integer is None
    True
    """
    return sympy.Symbol(name)


def sympy_value(value: Exact | str) -> Expr:
    """SymPy's own form of a value; text is a letter.

    >>> sympy_value(Unary("√", 8))
    2*sqrt(2)
    """
    match value:
        case int() | Fraction():
            return sympy.Rational(value.numerator, value.denominator)
        case str(name) | Named(name):
            return sympy.pi if value == PI else value_symbol(name)
        case Unary("√", of):
            return sympy.sqrt(sympy_value(of))
        case Unary(_, of):
            return -sympy_value(of)
        case Joined(signs, parts):  # pragma: no branch -- mypy proves the match exhaustive
            whole, *others = map(sympy_value, parts)
            for sign, part in zip(signs, others, strict=True):
                whole = OPERATORS[sign](whole, part)
            return whole


def is_zero(value: Exact) -> bool:
    """Test for zero, whatever the names stand for.

    >>> is_zero(joined(Named("a"), "−", Named("a"))), is_zero(joined(Named("a"), "−", Named("b")))
    (True, False)
    """
    return bool(_estimate(value) == 0)


def is_negative(value: Exact) -> bool:
    """Test for negative numbers.

    >>> is_negative(joined(1, "−", Unary("√", 2)))
    True
    """
    return bool(_estimate(value).is_negative)


def _estimate(value: Exact) -> Expr:
    """The value to a digit or two, with a number for each name; 0 where all digits cancel.

    e to the square roots of primes satisfy no equation with whole coefficients, so they tell a − a from a − b.
    """
    numbers = {
        value_symbol(name): sympy.exp(sympy.sqrt(sympy.prime(position)))
        for position, name in enumerate(sorted({*value_names(value)}), start=1)
    }
    try:
        return sympy_value(value).xreplace(numbers).evalf(2, maxn=PRECISION, strict=True)
    except PrecisionExhausted:
        return sympy.S.Zero


@lru_cache(maxsize=8)
def worked_out(products: tuple[tuple[Exact, Exact], ...]) -> Exact | None:
    """The sum of the products, multiplied out unless that takes too long; None where it is no real number.

    >>> worked_out(((Unary("√", 2), Unary("√", 2)), (1, Named("alpha"))))
    Joined(signs=('+',), parts=(Named(name='alpha'), 2))
    """
    whole = Add(*(sympy_value(left) * sympy_value(right) for left, right in products))
    size = sum(expanded_size(joined(left, "·", right))[0] for left, right in products)
    try:
        return from_sympy(multiplied_out(whole, sympy.Dummy) if size <= MAX_EXPANDED_TERMS else whole)
    except NotReal:
        return None


def multiplied_out(expression: Expr, fresh: Callable[[], Expr]) -> Expr:
    """Sums that divide stay as they are, but for sums of roots; `fresh` gives symbols that occur nowhere.

    >>> a, root = value_symbol("a"), sympy.sqrt(2)
    >>> value_text(from_sympy(multiplied_out((a + 1) / (root - value_symbol("b")), sympy.Dummy)))
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

    >>> value_text(from_sympy(1 - sympy.sqrt(8) * value_symbol("b") / 6 + value_symbol("a") ** 2))
    'a**2−sqrt(2)·b/3+1'
    """
    parts = expression.args if expression.is_Add else (expression,)
    first, *others = sorted(map(_term, parts), key=_term_order)
    if not others:
        return _written(first)
    signs: tuple[Sign, ...] = tuple("−" if term.coefficient < 0 else "+" for term in others)
    rest = (_written(term._replace(coefficient=abs(term.coefficient))) for term in others)
    return Joined(signs, (_written(first), *rest))


def _term(expression: Expr) -> _Term:
    coefficient, rest = expression.as_coeff_Mul()
    parts = rest.args if rest.is_Mul else (rest,)
    factors = (_factor(part) for part in parts if part != 1)
    return _Term(_fraction(coefficient), tuple(sorted(factors, key=_factor_order)))


def _factor(expression: Expr) -> _Factor:
    base, exponent = expression.as_base_exp()
    if base.is_Symbol:
        return _Factor(Named(base.name), _fraction(exponent))
    if base == sympy.pi:
        return _Factor(PI, _fraction(exponent))
    if base.is_Rational and base > 0:
        return _Factor(simplified(_fraction(base)), _fraction(exponent))
    if base.is_Add or base.is_Mul or base.is_Pow:
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
    return above if below == 1 else joined(above, "/", below)


def _with_number(number: int, factors: list[Exact]) -> list[Exact]:
    """A 1 before other factors is not written."""
    return factors if number == 1 and factors else [number, *factors]


def _product(factors: Iterable[Exact]) -> Exact:
    return reduce(lambda whole, factor: joined(whole, "·", factor), factors)


def _power(base: Exact, exponent: Fraction) -> Exact:
    """A power in whole powers and square roots: a^(3/2) is a·√a."""
    whole, rest = divmod(exponent, 1)
    parts: list[Exact] = []
    if whole:
        parts.append(base if whole == 1 else joined(base, "^", whole))
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
    text = tuple(int(part) if part.isdigit() else part for part in DIGITS.split(value_text(base)))
    return kind, text, -exponent
