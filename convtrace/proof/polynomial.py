"""Sums of products of letters and array elements as we write them, and SymPy's expanded sums so written."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from sympy import Add, Expr

from convtrace.law.index_order import Order
from convtrace.values.algebra import from_sympy
from convtrace.values.exact import signed
from convtrace.values.formula import Entry, Formula, Signed, Sum, Value, nodes


def formula(expression: Expr, order: Order) -> Formula:
    """An expanded sum of products as we write it: by pixels and outputs in reading order, letters first.

    >>> from sympy import IndexedBase
    >>> from convtrace.document.plain import plain
    >>> from convtrace.law.index_order import ORDERS
    >>> from convtrace.values.algebra import sympy_value
    >>> x = IndexedBase("x")
    >>> plain(formula(x[2] - 2 * sympy_value("i") * x[1], ORDERS["xy"]))
    '−2·i·x[1] + x[2]'
    """
    terms = (signed(from_sympy(term)) for term in Add.make_args(expression))
    return in_reading_order(terms, order) if expression != 0 else 0


def in_reading_order(terms: Iterable[Signed], order: Order) -> Formula:
    """The sum of the terms by pixels and outputs in reading order, letters first; 0 for none."""
    ordered = tuple(sorted(terms, key=partial(_key, order)))
    return Sum(ordered) if ordered else 0


def _key(order: Order, term: Signed) -> tuple[object, ...]:
    """Where a term stands: by its arrays from the last, then by its letters; indices with symbols count as 0."""
    parts = [*nodes([term])]
    arrays = [(part.array, order.array(tuple(map(_number, part.indices)))) for part in parts if isinstance(part, Entry)]
    return arrays[::-1], [(len(part.name), part.name) for part in parts if isinstance(part, Value)]


def _number(index: Formula) -> int:
    return index if isinstance(index, int) else 0
