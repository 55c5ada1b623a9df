"""Exact values: whole numbers, fractions, names, and what is made of them; and how they are spelled."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Iterator
from fractions import Fraction
from itertools import chain
from math import comb, prod
from typing import Any, Literal, TypeAlias, TypeGuard

from convtrace.values.frozen import Frozen

Sign: TypeAlias = Literal["+", "−", "·", "/", "^"]


class Named(Frozen, kw_only=False):
    """A value that stays a name: alpha, beta_2, and the number pi."""

    name: str


class Unary(Frozen, kw_only=False):
    """−value, or √ for its square root."""

    sign: Literal["−", "√"]
    of: Exact


class Joined(Frozen, kw_only=False):
    """Values with signs of one level between them, calculated from the left: a + b − c, a·b/c, a^2."""

    signs: tuple[Sign, ...]
    parts: tuple[Exact, ...]


Exact: TypeAlias = int | Fraction | Named | Unary | Joined
# a row of elements, a picture of rows, slices of pictures
NestedValues: TypeAlias = tuple["Exact | NestedValues", ...]


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


PI = Named("pi")
OPERATORS: dict[Sign, Callable[[Any, Any], Any]] = {
    "+": operator.add,
    "−": operator.sub,
    "·": operator.mul,
    "/": operator.truediv,
    "^": operator.pow,
}
TYPED_SIGNS: dict[Sign, str] = {"^": "**"}
SUM, PRODUCT, MINUS, POWER, ATOM = range(5)
LEVELS: dict[Sign, int] = {"+": SUM, "−": SUM, "·": PRODUCT, "/": PRODUCT, "^": POWER}


def simplified(value: Fraction) -> int | Fraction:
    """A whole number as int, any other as it is.

    >>> simplified(Fraction(4, 2)), simplified(Fraction(1, 16))
    (2, Fraction(1, 16))
    """
    return value.numerator if value.denominator == 1 else value


def is_number(value: Exact) -> TypeGuard[int | Fraction]:
    """Test for whole numbers and fractions, with which Python calculates exactly.

    >>> is_number(Fraction(1, 16)), is_number(Named("alpha"))
    (True, False)
    """
    return isinstance(value, int | Fraction)


def negated(value: Exact) -> Exact:
    """The value with the other sign.

    >>> negated(2), negated(Named("a"))
    (-2, Unary(sign='−', of=Named(name='a')))
    """
    return -value if is_number(value) else Unary("−", value)


def chained(left: Exact, sign: Sign, right: Exact) -> Joined:
    """Two values with a sign between them, nothing worked out; a sum goes on, and so does a product.

    >>> chained(chained(Named("a"), "+", 2), "−", 3)
    Joined(signs=('+', '−'), parts=(Named(name='a'), 2, 3))
    """
    if isinstance(left, Joined) and sign != "^" and LEVELS[left.signs[0]] == LEVELS[sign]:
        return Joined((*left.signs, sign), (*left.parts, right))
    return Joined((sign,), (left, right))


def value_names(value: Exact) -> Iterator[str]:
    """The names in a value, as they come.

    >>> list(value_names(chained(Named("a"), "·", Unary("√", chained(Named("b"), "−", PI)))))
    ['a', 'b']
    """
    match value:
        case Named(name) if value != PI:
            yield name
        case Unary(_, of):
            yield from value_names(of)
        case Joined(_, parts):
            yield from chain.from_iterable(map(value_names, parts))
        case _:
            return


def expanded_size(value: Exact) -> tuple[int, int]:
    """The most terms that the value has when it is multiplied out, and the most factors in one of them.

    >>> expanded_size(chained(chained(Named("a"), "+", Named("b")), "^", 5))
    (6, 5)
    """
    match value:
        case Unary(_, of):
            return expanded_size(of)
        case Joined(("^",), (base, int(exponent))):
            (terms, factors), times = expanded_size(base), abs(exponent)
            return comb(terms + times - 1, times), factors * times
        case Joined((sign, *_), parts):
            counts, lengths = zip(*map(expanded_size, parts), strict=True)
            return (sum(counts), max(lengths)) if LEVELS[sign] == SUM else (prod(counts), sum(lengths))
        case _:
            return 1, 1


def number_text(value: int | Fraction) -> str:
    """A number with a true minus sign.

    >>> number_text(-2)
    '−2'
    """
    return str(value).replace("-", "−")


def value_text(value: Exact) -> str:
    """The value as text, with true signs; reading it again gives the same value.

    >>> value_text(Fraction(-1, 16)), value_text(chained(Unary("√", 2), "/", 2)), value_text(chained(-2, "·", PI))
    ('−1/16', 'sqrt(2)/2', '−2·pi')
    """
    match value:
        case int() | Fraction():
            return number_text(value)
        case Named(name):
            return name
        case Unary("√", of):
            return f"sqrt({value_text(of)})"
        case Unary(_, of):
            return f"−{_behind_sign(of, POWER)}"
        case Joined(signs, parts):  # pragma: no branch -- mypy proves the match exhaustive
            level = LEVELS[signs[0]]
            first, *others = parts
            texts = (_behind_sign(part, level + 1) for part in others)
            signed = (TYPED_SIGNS.get(sign, sign) + text for sign, text in zip(signs, texts, strict=True))
            return _guarded(first, ATOM if level == POWER else level) + "".join(signed)


def _behind_sign(value: Exact, lowest: int) -> str:
    """The value as it stands behind a sign, in parentheses also where it begins with a minus."""
    text = _guarded(value, lowest)
    return f"({text})" if text.startswith("−") else text


def _guarded(value: Exact, lowest: int) -> str:
    """The value, in parentheses where it binds less than `lowest`."""
    return value_text(value) if _level(value) >= lowest else f"({value_text(value)})"


def _level(value: Exact) -> int:
    match value:
        case Joined(signs, _):
            return LEVELS[signs[0]]
        case Unary("−"):
            return MINUS
        case Fraction():
            return PRODUCT
        case _:
            return ATOM
