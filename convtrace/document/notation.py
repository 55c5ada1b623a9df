"""Notations: the glyphs and brackets of one way to spell formulas."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, TypeAlias

from convtrace.values.frozen import Frozen
from convtrace.values.named_tuple import NamedTuple

if TYPE_CHECKING:
    from fractions import Fraction

# what stands around a part of a formula; None for parentheses, where they are needed
Brackets: TypeAlias = tuple[str, str] | None


class Signs(NamedTuple):
    """The signs of a sum: before its first term, if that is negative, and before each other term."""

    first: str
    minus: str
    plus: str
    around: tuple[str, str] = ("", "")


class Notation(Frozen):
    """Spellings of names, and the glyphs and brackets of a formula's parts.

    `brackets` stand around indices where the formula's own are not to. `unit` is the imaginary one. `explicit`
    notations join all factors of a product by `times`, also 2m, and guard the first one, too.
    The signs of sums stand `tight` between numbers, `loose` between array elements; `vast` ones are for more terms
    than `longest`. `sum_over` gives what stands before and behind the term for one symbol of a Σ and its limits.
    `signs` has the relations and the dots of terms left out.
    """

    number: Callable[[int | Fraction], str]
    unit: str = "i"
    symbol: Callable[[str], str]
    value: Callable[[str], str]
    array: Callable[[str], str]
    brackets: tuple[str, str] | None = None
    comma: str
    plugged_comma: str
    times: str
    explicit: bool = False
    tight: Signs
    loose: Signs
    vast: Signs | None = None
    longest: int = 0
    over: Brackets = None
    slash: str = "/"
    under: Brackets = None
    root: str
    radicand: Brackets = None
    exponent: tuple[str, str]
    modulo: str = " mod "
    conjugate: tuple[str, str] = ("conj(", ")")
    sum_over: Callable[[str, range | None], tuple[str, str]]
    signs: Mapping[str, str]

    # a table is the same only as itself
    __eq__ = object.__eq__
    __hash__ = object.__hash__
