"""The letters of arrays and indices, and index expressions as a person writes them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import lru_cache

from convtrace.document.plain import SUBSCRIPTS
from convtrace.document.spelling import REMEMBERED
from convtrace.law.axis import Relation, Unknown
from convtrace.values.formula import ARTICLE, Array, Formula, Naming, Product, Quotient, Signed, Sum, Symbol

UNKNOWNS: tuple[Unknown, ...] = ("m", "i", "k")
# in the place of a letter that is taken
SPARE = "l"
# the indices of a Fourier transform
FREQUENCIES = ("u", "v", "w")
ASKED: dict[Unknown, Array] = {"m": "y", "i": "∂L/∂x", "k": "∂L/∂h"}
GIVEN: dict[Unknown, Array] = {"m": "g", "i": "x", "k": "h"}


@lru_cache(maxsize=REMEMBERED)
def symbols(unknown: Unknown, axes: int, naming: Naming = ARTICLE) -> tuple[Symbol, ...]:
    """The names of the output's, image's or kernel's indices: one for each axis, or more axes numbered.

    >>> [symbol.name for symbol in symbols("i", 2)], symbols("k", 4)[3].name
    (['i', 'j'], 'p₄')
    """
    letters = {"m": naming.output_index, "i": naming.image_index, "k": naming.kernel_index}[unknown]
    return named(letters, axes)


def named(letters: Sequence[str], axes: int) -> tuple[Symbol, ...]:
    """A symbol for each axis: the letters, or the first one with numbers where they are too few.

    >>> [symbol.name for symbol in (*named("u", 1), *named("u", 2))]
    ['u', 'u₁', 'u₂']
    """
    if axes <= len(letters):
        return tuple(map(Symbol, letters[:axes]))
    return tuple(Symbol(letters[0] + str(axis).translate(SUBSCRIPTS)) for axis in range(1, axes + 1))


def symbols_beside(unknown: Unknown, axes: int, taken: Collection[str], naming: Naming = ARTICLE) -> tuple[Symbol, ...]:
    """The names of an array's indices in space where some letters are those of other axes, as o that of a channel.

    >>> [symbol.name for symbol in symbols_beside("m", 3, {"s", "o", "c"})]
    ['m', 'n', 'l']
    """
    return tuple(Symbol(SPARE) if symbol.name in taken else symbol for symbol in symbols(unknown, axes, naming))


@lru_cache(maxsize=REMEMBERED)
def argument(relation: Relation, wanted: Unknown, first: Formula, second: Formula) -> Formula:
    """The index that two others leave, as a person writes it; the two in the order m, i, k. Nothing is worked out.

    >>> from convtrace.document.plain import plain
    >>> plain(argument(Relation(d=1, alpha=1, beta=-1), "k", 1, -2))
    '1−(−2)'
    >>> plain(argument(Relation(d=2, alpha=2, beta=-1, gamma=3), "k", Symbol("m"), Symbol("i")))
    '(2m+3−i)/2'
    >>> plain(argument(Relation(d=1, alpha=1, beta=-1), "i", Symbol("m"), Symbol("p")))
    'm−p'
    """
    coefficients = relation.coefficients
    divisor = -coefficients.pop(wanted)
    sign = 1 if divisor > 0 else -1
    parts = [(sign * factor, formula) for factor, formula in zip(coefficients.values(), (first, second), strict=True)]
    total = linear(parts, sign * relation.gamma)
    return total if abs(divisor) == 1 else Quotient(total, abs(divisor))


def linear(parts: Sequence[tuple[int, Formula]], constant: int) -> Formula:
    """A sum of multiples: what is added before what is taken away, nothing worked out.

    >>> from convtrace.document.plain import plain
    >>> plain(linear([(-1, Symbol("m"))], 1)), plain(linear([(1, Symbol("m"))], -1)), plain(linear([], -1))
    ('1−m', 'm−1', '−1')
    """
    terms = [Signed(factor < 0, _times(abs(factor), formula)) for factor, formula in parts if factor]
    if constant:
        terms.append(Signed(constant < 0, abs(constant)))
    terms.sort(key=lambda signed: signed.negative)
    return Sum(tuple(terms)) if terms else 0


def _times(factor: int, formula: Formula) -> Formula:
    return formula if factor == 1 else Product((factor, formula))
