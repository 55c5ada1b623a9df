"""Spelling of formulas: one walk knows order, parentheses and breaks; a notation has its glyphs and brackets."""

from __future__ import annotations

from functools import lru_cache
from itertools import zip_longest

from convtrace.document.guards import Beside, is_loose, needs_guard
from convtrace.document.notation import Brackets, Notation
from convtrace.document.slots import slot_text, with_slots
from convtrace.document.spans import Break, Role, Span, Token
from convtrace.values.complex_number import Complex, Number, imaginary_text
from convtrace.values.formula import (
    Array,
    Chain,
    Conjugate,
    Elided,
    Entry,
    Filled,
    Formula,
    Modulo,
    Power,
    Product,
    Quotient,
    Root,
    Signed,
    Slot,
    Sum,
    SumOver,
    Symbol,
    Value,
)

REMEMBERED = 4096
# what stands beside any sign as it is
NEVER_GUARDED = (Entry, Value, Symbol)
# behind so many signs of sums a line may be broken
MANY_SUMS = 3
ROLE_OF_ARRAY: dict[Array, Role] = {
    "x": Role.IMAGE,
    "h": Role.KERNEL,
    "b": Role.KERNEL,
    "N": Role.KERNEL,
    "y": Role.OUTPUT,
    "g": Role.GRADIENT,
    "C": Role.KERNEL,
    "X": Role.IMAGE,
    "H": Role.KERNEL,
    "Y": Role.OUTPUT,
    "∂L/∂x": Role.OUTPUT,
    "∂L/∂h": Role.OUTPUT,
    "∂L/∂b": Role.OUTPUT,
}


def written(formula: Formula, notation: Notation) -> str:
    """The formula as one line of text; raises ValueError where the notation has no sign for a part of it."""
    if isinstance(formula, Filled):
        return _slotted_text(formula.pattern, notation).format(*[_index(index, notation) for index in formula.indices])
    if isinstance(formula, Entry):
        return _entry(formula, notation)
    return "".join([token.text for token in tokens(formula, notation) if isinstance(token, Span)])


def _entry(entry: Entry, by: Notation) -> str:
    before, after = by.brackets or entry.naming.brackets
    comma = by.plugged_comma if entry.plugged else by.comma
    return f"{by.array(entry.name)}{before}{comma.join([_index(index, by) for index in entry.indices])}{after}"


def tokens(formula: Formula, notation: Notation) -> list[Token]:
    """The formula as spans of text, with the places where it may be broken."""
    walk = _Walk(notation)
    walk.formula(formula)
    return walk.found


@lru_cache(maxsize=REMEMBERED)
def _index(formula: Formula, notation: Notation) -> str:
    """An index as text; the same few stand in every row of a table."""
    return written(formula, notation)


@lru_cache(maxsize=REMEMBERED)
def _sign(text: str) -> Span:
    return Span(text, Role.PLAIN)


@lru_cache(maxsize=REMEMBERED)
def _slotted(pattern: Formula, notation: Notation) -> list[tuple[str, Role]]:
    """The spans of a pattern, each as a format of the texts of its indices."""
    return [(with_slots(token.text), token.role) for token in tokens(pattern, notation) if isinstance(token, Span)]


@lru_cache(maxsize=REMEMBERED)
def _slotted_text(pattern: Formula, notation: Notation) -> str:
    return "".join([text for text, _ in _slotted(pattern, notation)])


class _Walk:
    """Spells one formula after the other, each behind what is already there."""

    def __init__(self, notation: Notation) -> None:
        self.notation = notation
        self.found: list[Token] = []

    def formula(self, formula: Formula) -> None:  # noqa: C901, PLR0912 -- one case for each kind of formula
        by = self.notation
        match formula:  # the most frequent first
            case Entry(array):
                self.found.append(Span(_entry(formula, by), ROLE_OF_ARRAY[array]))
            case Value(name):
                self.found.append(Span(by.value(name), Role.VALUE))
            case Product(factors):
                self.product(factors)
            case Slot(number):
                self.found.append(Span(slot_text(number), Role.INDEX))
            case Filled(pattern, indices):
                self.filled(pattern, indices)
            case int():
                self.found.append(Span(by.number(formula), Role.PLAIN))
            case Complex(real, imag):
                self.found.append(Span(self.complex(real, imag), Role.PLAIN))
            case Symbol(name):
                self.found.append(Span(by.symbol(name), Role.INDEX))
            case Sum(terms, per_line):
                self.sum(terms, per_line)
            case Quotient(over, under):
                self.bracketed(over, by.over, "sum")
                self.sign(by.slash)
                self.bracketed(under, by.under, "power")
            case Root(of):
                self.sign(by.root)
                self.bracketed(of, by.radicand, "power")
            case Conjugate(of):
                self.bracketed(of, by.conjugate, "sum")
            case Power(base, exponent):
                self.power(base, exponent)
            case Modulo(of, divisor):
                self.bracketed(of, None, "product")
                self.sign(by.modulo + by.number(divisor))
            case SumOver(symbols, term, limits):
                self.sum_over(symbols, term, limits)
            case Elided():
                self.relation("…")
            case Chain(first, rest):
                self.formula(first)
                self.relations(rest)
            case _:  # a fraction: named here, it would be loaded for every page
                self.found.append(Span(by.number(formula), Role.PLAIN))

    def filled(self, pattern: Formula, indices: tuple[Formula, ...]) -> None:
        texts = [_index(index, self.notation) for index in indices]
        self.found += [Span(text.format(*texts), role) for text, role in _slotted(pattern, self.notation)]

    def power(self, base: Formula, exponent: Formula) -> None:
        before, after = self.notation.exponent
        self.bracketed(base, None, "power")
        if isinstance(exponent, int):
            self.sign(before + self.notation.number(exponent) + after)
        else:
            self.sign(before)
            self.bracketed(exponent, ("", "") if after else None, "power")
            self.sign(after)

    def complex(self, real: Number, imag: Number) -> str:
        by = self.notation
        before = by.number(real) if real else ""
        sign = by.tight.plus if before else ""
        if imag < 0:
            sign = by.tight.minus if before else by.tight.first
        return before + sign + imaginary_text(by.number(imag if imag > 0 else -imag), by.unit)

    def sign(self, text: str) -> None:
        if text:
            self.found.append(_sign(text))

    def relation(self, sign: str) -> None:
        if sign not in self.notation.signs:
            raise ValueError("not written in full")
        self.sign(self.notation.signs[sign])

    def relations(self, rest: tuple[tuple[str, Formula], ...]) -> None:
        for sign, part in rest:
            self.found.append(Break.LINE if sign == "⇒" else Break.TERM)
            self.relation(sign)
            self.formula(part)

    def sum_over(self, symbols: tuple[Symbol, ...], term: Formula, limits: tuple[range, ...]) -> None:
        ends = [self.notation.sum_over(symbol.name, side) for symbol, side in zip_longest(symbols, limits)]
        for before, _ in ends:
            self.sign(before)
        if len(ends) >= MANY_SUMS:
            self.found.append(Break.TERM)
        self.formula(term)
        for _, after in reversed(ends):
            self.sign(after)

    def bracketed(self, formula: Formula, brackets: Brackets, beside: Beside) -> None:
        """A part between its brackets, or in parentheses where they are needed: 1−(−2)."""
        if brackets is not None:
            self.sign(brackets[0])
            self.formula(formula)
            self.sign(brackets[1])
        elif isinstance(formula, Sum) and formula.per_line and needs_guard(formula, beside):
            self.sign("(")
            self.formula(formula)
            self.sign(")")
        elif not isinstance(formula, NEVER_GUARDED) and needs_guard(formula, beside):
            self.sign("(")
            self.found += [token for token in tokens(formula, self.notation) if isinstance(token, Span)]
            self.sign(")")
        else:
            self.formula(formula)

    def product(self, factors: tuple[Formula, ...]) -> None:
        explicit = self.notation.explicit
        for position, factor in enumerate(factors):
            if position and (explicit or not isinstance(factor, Symbol)):
                self.sign(self.notation.times)
            if position or explicit or isinstance(factor, Sum | Complex):
                self.bracketed(factor, None, "product")
            else:
                self.formula(factor)

    def sum(self, terms: tuple[Signed, ...], per_line: int) -> None:
        by = self.notation
        loose = bool(per_line) or any(is_loose(signed.term) for signed in terms)
        signs = by.vast if by.vast and len(terms) > by.longest else by.loose if loose else by.tight
        self.sign(signs.around[0])
        for position, signed in enumerate(terms):
            if position and loose:
                self.found.append(Break.LINE if per_line and position % per_line == 0 else Break.TERM)
            if position:
                self.sign(signs.minus if signed.negative else signs.plus)
            elif signed.negative:
                self.sign(signs.first)
            if position or signed.negative:
                self.bracketed(signed.term, None, "sum")
            else:
                self.formula(signed.term)
        self.sign(signs.around[1])
