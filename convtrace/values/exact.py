"""Exact values: whole numbers, fractions, names, and what is made of them; and how they are spelled."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from itertools import chain
from typing import Any, Literal, TypeAlias, TypeGuard

from convtrace.values.frozen import Frozen

Sign: TypeAlias = Literal["+", "−", "·", "/", "^"]


class Named(Frozen, kw_only=False):
    """A value that stays a name: alpha, beta_2."""

    name: str


class Constant(Frozen, kw_only=False):
    """A number that only a name can spell exactly: pi."""

    name: Literal["pi"]


class Unary(Frozen, kw_only=False):
    """−value, or √ for its square root."""

    sign: Literal["−", "√"]
    of: Exact


class Binary(Frozen, kw_only=False):
    """Two values with a sign between them; behind ^ stands a whole number."""

    sign: Sign
    left: Exact
    right: Exact


Exact: TypeAlias = int | Fraction | Named | Constant | Unary | Binary
# a row of entries, a picture of rows, slices of pictures
Nested: TypeAlias = tuple["Exact | Nested", ...]


class Values(Frozen, kw_only=False):
    """The values of an image or a kernel as they are drawn: slices, rows, entries from left to right.

    `shape` is in array order, the slowest axis first, as the entries are nested.
    """

    shape: tuple[int, ...]
    entries: Nested

    @property
    def flat(self) -> tuple[Exact, ...]:
        """All entries in reading order.

        >>> Values((2, 2), ((1, 2), (3, 4))).flat
        (1, 2, 3, 4)
        """
        return tuple(_flat(self.entries, len(self.shape)))


def _flat(entries: Nested, axes: int) -> Iterator[Exact]:
    level: Iterable[Any] = entries
    for _ in range(axes - 1):
        level = chain.from_iterable(level)
    yield from level


PI = Constant("pi")
SPELLED: dict[Sign, str] = {"^": "**"}
SUM, PRODUCT, MINUS, POWER, ATOM = range(5)
LEVELS: dict[Sign, int] = {"+": SUM, "−": SUM, "·": PRODUCT, "/": PRODUCT, "^": POWER}


def number_text(value: int | Fraction) -> str:
    """A number with a true minus sign.

    >>> number_text(-2)
    '−2'
    """
    return str(value).replace("-", "−")


def is_number(value: Exact) -> TypeGuard[int | Fraction]:
    """Whether the value is a whole number or a fraction, with which Python calculates exactly.

    >>> is_number(Fraction(1, 16)), is_number(Named("alpha"))
    (True, False)
    """
    return isinstance(value, int | Fraction)


def names(value: Exact) -> Iterator[str]:
    """The names in a value, as they come.

    >>> list(names(Binary("·", Named("a"), Unary("√", Named("b")))))
    ['a', 'b']
    """
    match value:
        case Named(name):
            yield name
        case Unary(_, of):
            yield from names(of)
        case Binary(_, left, right):
            yield from names(left)
            yield from names(right)
        case int() | Fraction() | Constant():  # pragma: no branch -- mypy proves the match exhaustive
            return


def spelled(value: Exact) -> str:
    """The value as text, with true signs; reading it again gives the same value.

    >>> spelled(Fraction(-1, 16)), spelled(Binary("/", Unary("√", 2), 2)), spelled(Binary("·", -2, PI))
    ('−1/16', 'sqrt(2)/2', '−2·pi')
    """
    match value:
        case int() | Fraction():
            return number_text(value)
        case Named(name) | Constant(name):
            return name
        case Unary("√", of):
            return f"sqrt({spelled(of)})"
        case Unary(_, of):
            return f"−{_guarded(of, POWER)}"
        case Binary():  # pragma: no branch -- mypy proves the match exhaustive
            return _chained(value)


def _chained(value: Binary) -> str:
    """From the right to the left: a sum may have more terms than Python nests calls."""
    first: Exact = value
    parts: list[str] = []
    lowest = SUM
    while isinstance(first, Binary) and LEVELS[first.sign] >= lowest:
        sign, level = first.sign, LEVELS[first.sign]
        parts.append(f"{SPELLED.get(sign, sign)}{_guarded(first.right, level + 1)}")
        first, lowest = first.left, level + (sign == "^")
    return "".join([_guarded(first, lowest, negative=lowest <= PRODUCT), *reversed(parts)])


def _guarded(value: Exact, lowest: int, *, negative: bool = False) -> str:
    """The value in parentheses where it binds less than `lowest`, or begins with a minus that may not stand there."""
    text = spelled(value)
    bare = _level(value) >= lowest and (negative or not text.startswith("−"))
    return text if bare else f"({text})"


def _level(value: Exact) -> int:
    match value:
        case Binary(sign):
            return LEVELS[sign]
        case Unary("−"):
            return MINUS
        case Fraction():
            return PRODUCT
        case _:
            return ATOM
