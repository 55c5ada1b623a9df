"""SymPy's polynomials in letters and elements of arrays: their terms, and how we write them."""

from __future__ import annotations

from functools import partial

from sympy import Add, Expr

from convtrace.law.index_order import Order
from convtrace.values.algebra import from_sympy
from convtrace.values.exact import signed
from convtrace.values.formula import Entry, Formula, Signed, Sum, Value, nodes


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
    terms = (signed(from_sympy(term)) for term in Add.make_args(expression))
    return Sum(tuple(sorted(terms, key=partial(_key, order)))) if expression != 0 else 0


def _key(order: Order, term: Signed) -> tuple[object, ...]:
    """Where a term stands: by its arrays from the last, then by its letters; indices with symbols count as 0."""
    parts = [*nodes([term])]
    arrays = [(part.array, order.array(tuple(map(_number, part.indices)))) for part in parts if isinstance(part, Entry)]
    return arrays[::-1], [(len(part.name), part.name) for part in parts if isinstance(part, Value)]


def _number(index: Formula) -> int:
    return index if isinstance(index, int) else 0
