"""What Python's numbers can't work out, SymPy does: roots, pi, names. Loaded only where one of these is met.

Its results become exact values of ours: SymPy's own printers reorder terms and swap factors.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from functools import lru_cache, reduce
from typing import Any, NamedTuple, TypeAlias

import sympy
from sympy import Add, Expr

from convtrace.values.arithmetic import negated, settled, written_out
from convtrace.values.exact import PI, Binary, Constant, Exact, Named, Sign, Unary, is_number, names, spelled
from convtrace.values.limits import MAX_EXPANDED_TERMS, MAX_RATIONALISED

Key: TypeAlias = tuple[Any, ...]

NUMBER = re.compile(r"(\d+)")


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


def letter(name: str) -> Expr:
    """The symbol of a kernel value, which is not that of an index of the same name.

    >>> letter("i").is_integer is None
    True
    """
    return sympy.Symbol(name)


def amount(value: Exact | str) -> Expr:  # noqa: PLR0911 -- one case for each kind of value
    """A letter's symbol, or the exact value.

    >>> amount(Unary("√", 8))
    2*sqrt(2)
    """
    match value:
        case str() as name:
            return letter(name)
        case int() | Fraction():
            return sympy.Rational(value.numerator, value.denominator)
        case Named(name):
            return letter(name)
        case Constant():
            return sympy.pi
        case Unary("√", of):
            return sympy.sqrt(amount(of))
        case Unary(_, of):
            return -amount(of)
        case Binary(sign, left, right):  # pragma: no branch -- mypy proves the match exhaustive
            return OPERATORS[sign](amount(left), amount(right))


@lru_cache(maxsize=8)
def worked_out(products: tuple[tuple[Exact, Exact], ...]) -> Exact | None:
    """The sum of the products, multiplied out unless that takes too long; None where it is no real number.

    >>> worked_out(((Unary("√", 2), Unary("√", 2)), (1, Named("alpha"))))
    Binary(sign='+', left=Named(name='alpha'), right=2)
    """
    whole = Add(*(amount(left) * amount(right) for left, right in products))
    size = sum(written_out(Binary("·", left, right))[0] for left, right in products)
    try:
        return from_sympy(multiplied_out(whole, sympy.Dummy) if size <= MAX_EXPANDED_TERMS else whole)
    except NotReal:
        return None


def from_sympy(expression: Expr) -> Exact:
    """The value as people write it: names before numbers, high powers first; raises NotReal.

    >>> spelled(from_sympy(1 - amount(Unary("√", 8)) * letter("b") / 6 + letter("a") ** 2))
    'a**2−sqrt(2)·b/3+1'
    """
    parts = expression.args if expression.is_Add else (expression,)
    first, *others = sorted(map(_term, parts), key=_place)
    value = _written(first)
    for term in others:
        sign: Sign = "−" if term.coefficient < 0 else "+"
        value = Binary(sign, value, _written(term._replace(coefficient=abs(term.coefficient))))
    return value


def multiplied_out(expression: Expr, fresh: Callable[[], Expr]) -> Expr:
    """Sums that divide stay as they are, but for sums of roots; `fresh` gives symbols that occur nowhere.

    >>> spelled(from_sympy(multiplied_out((letter("a") + 1) / (amount(Unary("√", 2)) - letter("b")), sympy.Dummy)))
    'a/(−b+sqrt(2))+1/(−b+sqrt(2))'
    >>> spelled(from_sympy(multiplied_out(letter("a") / (amount(Unary("√", 2)) - 1), sympy.Dummy)))
    'sqrt(2)·a+a'
    """
    roots = [part for part in _divisors(expression) if not part.free_symbols]
    plainer = expression.xreplace({part: part.radsimp() for part in roots[:MAX_RATIONALISED]})
    kept = {part: fresh() for part in _divisors(plainer)}
    return plainer.xreplace(kept).expand().xreplace({symbol: part for part, symbol in kept.items()})


def _divisors(expression: Expr) -> list[Expr]:
    found = expression.find(lambda part: part.is_Pow and part.exp.is_negative and part.base.is_Add)
    return sorted(found, key=lambda part: part.sort_key())


def _term(expression: Expr) -> _Term:
    coefficient, rest = expression.as_coeff_Mul()
    parts = rest.args if rest.is_Mul else (rest,)
    factors = (_factor(part) for part in parts if part != 1)
    return _Term(_fraction(coefficient), tuple(sorted(factors, key=_rank)))


def _factor(expression: Expr) -> _Factor:
    base, exponent = expression.as_base_exp()
    if base.is_Symbol:
        return _Factor(Named(base.name), _fraction(exponent))
    if base.is_Number or base.is_NumberSymbol:
        return _Factor(_number(base), _fraction(exponent))
    if base.is_Add or base.is_Mul or base.is_Pow:
        return _Factor(from_sympy(base), _fraction(exponent))
    raise NotReal


def _number(expression: Expr) -> Exact:
    if expression.is_NumberSymbol:
        return PI
    value = _fraction(expression)
    if value < 0:
        raise NotReal
    return settled(value)


def _fraction(expression: Expr) -> Fraction:
    if not expression.is_Rational:
        raise NotReal
    return Fraction(int(expression.p), int(expression.q))


def _written(term: _Term) -> Exact:
    """The numerator over what divides it; a minus stands at the very front."""
    number = abs(term.coefficient)
    over = [_power(*factor) for factor in term.factors if factor.exponent > 0]
    under = [_power(base, -exponent) for base, exponent in term.factors if exponent < 0]
    if not over and not under:
        return settled(term.coefficient)
    first, *others = _with_number(number.numerator, over)
    above = _product([negated(first) if term.coefficient < 0 else first, *others])
    below = _with_number(number.denominator, under)
    return above if below == [1] else Binary("/", above, _product(below))


def _with_number(number: int, factors: Sequence[Exact]) -> list[Exact]:
    """A 1 before other factors is not written."""
    return [*factors] if number == 1 and factors else [number, *factors]


def _product(factors: Iterable[Exact]) -> Exact:
    return reduce(lambda left, right: Binary("·", left, right), factors)


def _power(base: Exact, exponent: Fraction) -> Exact:
    """A power in whole powers and square roots: a^(3/2) is a·√a."""
    whole, rest = divmod(exponent, 1)
    parts: list[Exact] = []
    if whole:
        parts.append(base if whole == 1 else Binary("^", base, whole))
    if rest:
        parts.append(Unary("√", _power(base, 2 * rest)))
    return _product(parts)


def _rank(factor: _Factor) -> Key:
    """Where a factor stands."""
    return _kind(factor), _natural(spelled(factor.base)), -factor.exponent


def _kind(factor: _Factor) -> int:
    """Roots of numbers, pi, names, their roots."""
    base, exponent = factor
    if not _named(base):
        return 0 if is_number(base) else 1 if base == PI else 2
    return 3 if isinstance(base, Named) and exponent.denominator == 1 else 4


def _place(term: _Term) -> Key:
    """Where a term stands: those with names first, of these the high powers, and the number last."""
    named = [factor for factor in term.factors if _named(factor.base)]
    degree = sum(factor.exponent for factor in named)
    return not named, not term.factors, -degree, *(tuple(map(_rank, part)) for part in (named, term.factors))


def _named(value: Exact) -> bool:
    return any(names(value))


def _natural(text: str) -> Key:
    """x2 before x10."""
    return tuple(int(part) if part.isdigit() else part for part in NUMBER.split(text))
