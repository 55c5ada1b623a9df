"""SymPy's polynomials as formulas of ours: SymPy's own printers reorder terms and swap factors.

What is given is expanded: a sum of products of letters and elements. SymPy itself is not needed to take it apart.
"""

from __future__ import annotations

from fractions import Fraction
from functools import partial
from typing import TYPE_CHECKING, TypeAlias

from convtrace.document.indices import linear
from convtrace.law.index_order import Order
from convtrace.values.formula import Array, Entry, Formula, Product, Signed, Sum, Symbol, Value

if TYPE_CHECKING:
    from sympy import Expr

Part: TypeAlias = Value | Entry
NAMED_ARRAYS: dict[str, Array] = {"x": "x", "h": "h", "g": "g"}


def monomials(expression: Expr) -> list[tuple[int, tuple[Expr, ...]]]:
    """The terms of an expanded sum as coefficients and symbols.

    >>> from convtrace.values.algebra import sympy_value
    >>> monomials(2 * sympy_value("a") * sympy_value("b"))
    [(2, (a, b))]
    """
    parts = expression.as_coefficients_dict().items()
    return [(int(factor), symbols.args if symbols.is_Mul else (symbols,)) for symbols, factor in parts if factor != 0]


def formula(expression: Expr, order: Order) -> Formula:
    """An expanded sum of products as we write it: by pixels and outputs in reading order, letters first.

    >>> from convtrace.document.plain import plain
    >>> from convtrace.law.index_order import ORDERS
    >>> from convtrace.proof.symbolic import entries
    >>> from convtrace.values.algebra import sympy_value
    >>> pixels = entries("x", (range(3),))
    >>> plain(formula(pixels[2,] - 2 * sympy_value("i") * pixels[1,], ORDERS["xy"]))
    '−2·i·x[1] + x[2]'
    """
    terms = sorted((_spelled(factor, symbols) for factor, symbols in monomials(expression)), key=partial(_key, order))
    return Sum(tuple(map(_signed, terms))) if terms else 0


def atom(symbol: Expr) -> Part:
    """A letter or an element of an array as we write it.

    >>> from convtrace.values.algebra import sympy_value
    >>> atom(sympy_value("a"))
    Value(name='a')
    """
    if symbol.is_Symbol:
        return Value(symbol.name)
    return Entry(NAMED_ARRAYS[symbol.base.name], tuple(map(_spelled_index, symbol.indices)))


def _spelled_index(index: Expr) -> Formula:
    if index.is_Integer:
        return int(index)
    constant, multiple = index.as_coeff_Add()
    factor, symbol = multiple.as_coeff_Mul()
    return linear([(int(factor), Symbol(symbol.name))], int(constant))


def _spelled(factor: int, symbols: tuple[Expr, ...]) -> tuple[int, tuple[Part, ...]]:
    return factor, tuple(sorted((atom(symbol) for symbol in symbols if symbol != 1), key=_rank))


def _rank(part: Part) -> str:
    return part.array if isinstance(part, Entry) else ""


def _signed(spelled: tuple[int, tuple[Part, ...]]) -> Signed:
    factor, parts = spelled
    size = (abs(factor),) if abs(factor) != 1 or not parts else ()
    factors = (*size, *parts)
    return Signed(factor < 0, factors[0] if len(factors) == 1 else Product(factors))


def _key(order: Order, spelled: tuple[int, tuple[Part, ...]]) -> tuple[object, ...]:
    """Where a term stands: by its arrays from the last, then by its letters."""
    arrays = [(part.array, order.array(_place(part))) for part in spelled[1] if isinstance(part, Entry)]
    letters = [(len(part.name), part.name) for part in spelled[1] if isinstance(part, Value)]
    return arrays[::-1], letters


def _place(part: Entry) -> tuple[int, ...]:
    return tuple(_offset(index) for index in part.indices)


def _offset(index: Formula) -> int:
    """The number in m+1."""
    match index:
        case int() | Fraction():
            return int(index)
        case Sum(terms):
            return sum(-_offset(part.term) if part.negative else _offset(part.term) for part in terms)
        case _:
            return 0
