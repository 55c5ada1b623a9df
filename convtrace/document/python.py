"""How Python spells formulas, for SymPy to read; nothing here needs SymPy itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise

from convtrace.document.formula import (
    REMEMBERED,
    Array,
    Chain,
    Elided,
    Entry,
    Formula,
    Number,
    Power,
    Product,
    Quotient,
    Root,
    Signed,
    Sum,
    SumOver,
    Symbol,
    Value,
    needs_guard,
)
from convtrace.values.limits import MAX_CHAIN_TERMS

DIGITS = str.maketrans("₀₁₂₃₄₅₆₇₈₉", "0123456789")
# with a prefix no letter is a word of Python, nor the name of an index or an array
PREFIX = "h_"
# known to SymPy, and no names of values
CONSTANTS = ("pi",)


def code(formula: Formula) -> str:  # noqa: C901, PLR0911 -- one case for each kind of formula
    """The formula as an expression of Python; raises ValueError where something is left out or a sum has no limits.

    >>> code(Product((Value("i"), Entry("x", (Symbol("i"), Number(-1))))))
    'h_i*x[i, -1]'
    """
    match formula:
        case Number(value):
            return f"Rational({value.numerator}, {value.denominator})" if isinstance(value, Fraction) else str(value)
        case Symbol(name):
            return symbol_name(name)
        case Value(name):
            return value_name(name)
        case Entry(array, index):
            return f"{array_name(array)}[{', '.join(map(_index, index))}]"
        case Sum(terms):
            return "".join(_signed(terms)) if len(terms) <= MAX_CHAIN_TERMS else _added(terms)
        case Product(factors):
            return "*".join(map(_guarded, factors))
        case Quotient(over, under):
            return f"S({code(over)})/{_guarded(under, apart=True)}"
        case Root(of):
            return f"sqrt({code(of)})"
        case Power(base, exponent):
            return f"{_guarded(base, apart=True)}**{exponent}"
        case SumOver(indices, term, limits) if limits:
            return _sum_over(indices, term, limits)
        case Chain(first, ()):
            return code(first)
        case SumOver() | Elided() | Chain():  # pragma: no branch -- mypy proves the match exhaustive
            raise ValueError("not written in full")


def equations(formula: Formula) -> list[str]:
    """An Eq for each sign of a chain that has no other relation than =; none for other formulas.

    >>> equations(Chain(Entry("y", (Number(1),)), (("=", Number(0)), ("=", Number(0)))))
    ['Eq(y[1], 0, evaluate=False)', 'Eq(0, 0, evaluate=False)']
    """
    match formula:
        case Chain(first, rest) if all(sign == "=" for sign, _ in rest):
            sides = [code(first), *(code(part) for _, part in rest)]
            return [f"Eq({left}, {right}, evaluate=False)" for left, right in pairwise(sides)]
        case _:
            return []


def definitions(formulas: Iterable[Formula]) -> list[str]:
    """The lines that give all names of the formulas their meaning.

    >>> definitions([Product((Value("a"), Entry("x", (Symbol("i"),))))])
    ['i = Symbol("i", integer=True)', 'x = IndexedBase("x")', 'h_a = Symbol("a")']
    """
    indices, arrays, values = {}, {}, {}
    for part in _parts(formulas):
        match part:
            case Symbol(name):
                indices[symbol_name(name)] = f'Symbol("{symbol_name(name)}", integer=True)'
            case Entry(array):
                arrays[array_name(array)] = f'IndexedBase("{array.replace("∂", "d")}")'
            case Value(name) if name not in CONSTANTS:
                values[value_name(name)] = f'Symbol("{name}")'
            case _:
                pass
    ordered = (*sorted(indices.items()), *sorted(arrays.items()), *sorted(values.items(), key=_by_length))
    return [f"{name} = {meaning}" for name, meaning in ordered]


def array_name(array: Array) -> str:
    """The name of an array in Python.

    >>> array_name("∂L/∂x")
    'dL_dx'
    """
    return array.replace("∂", "d").replace("/", "_")


def value_name(name: str) -> str:
    """The name of a kernel's or an image's value in Python.

    >>> value_name("a"), value_name("pi")
    ('h_a', 'pi')
    """
    return name if name in CONSTANTS else PREFIX + name


def symbol_name(name: str) -> str:
    """The name of an index in Python.

    >>> symbol_name("i₁")
    'i1'
    """
    return name.translate(DIGITS)


@lru_cache(maxsize=REMEMBERED)
def _index(formula: Formula) -> str:
    return code(formula)


def _sum_over(indices: tuple[Symbol, ...], term: Formula, limits: tuple[range, ...]) -> str:
    """The first index is the outermost sum."""
    text = code(term)
    for symbol, side in zip(reversed(indices), reversed(limits), strict=True):
        text = f"Sum({text}, ({code(symbol)}, {side[0]}, {side[-1]}))"
    return text


def _signed(terms: tuple[Signed, ...]) -> Iterator[str]:
    for position, signed in enumerate(terms):
        negative, term = signed.negative, signed.term
        if position:
            yield " - " if negative else " + "
        elif negative:
            yield "-"
        yield _guarded(term) if position or negative else code(term)


def _added(terms: tuple[Signed, ...]) -> str:
    return f"Add({', '.join(('-' if part.negative else '') + _guarded(part.term) for part in terms)})"


def _guarded(formula: Formula, apart: bool = False) -> str:
    """Beside an operator, a sum and a negative number stand in parentheses."""
    return f"({code(formula)})" if needs_guard(formula, apart) else code(formula)


def _parts(formulas: Iterable[Formula]) -> Iterator[Formula]:
    """The formulas and everything inside them."""
    for formula in formulas:
        yield formula
        match formula:
            case Entry(_, index):
                yield from _parts(index)
            case Sum(terms):
                yield from _parts(signed.term for signed in terms)
            case Product(factors):
                yield from _parts(factors)
            case Quotient(over, under):
                yield from _parts((over, under))
            case Root(inside) | Power(inside):
                yield from _parts((inside,))
            case SumOver(indices, term):
                yield from _parts((*indices, term))
            case Chain(first, rest):
                yield from _parts((first, *(part for _, part in rest)))
            case _:
                pass


def _by_length(item: tuple[str, str]) -> tuple[int, str]:
    """Letters as a spreadsheet counts them: z before aa."""
    return len(item[0]), item[0]
