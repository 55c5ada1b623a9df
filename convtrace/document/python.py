"""How Python spells formulas, for SymPy to read; nothing here needs SymPy itself."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from typing import TYPE_CHECKING

from convtrace.document.ascii import GREEK_SIGNS
from convtrace.document.notation import Notation, Signs
from convtrace.document.plain import PLAIN_DIGITS
from convtrace.document.spelling import written
from convtrace.values.formula import ROOT, Chain, Entry, Formula, Symbol, Value, nodes
from convtrace.values.limits import MAX_CHAIN_TERMS

if TYPE_CHECKING:
    from fractions import Fraction

# with a prefix no letter is a word of Python, nor the name of an index or an array
PREFIX = "h_"
# what the code takes from SymPy
SYMPY_NAMES = (
    "Add",
    "Eq",
    "I",
    "IndexedBase",
    "Matrix",
    "Rational",
    "S",
    "SparseMatrix",
    "Sum",
    "Symbol",
    "conjugate",
    "sqrt",
)
# known to SymPy, and no names of values
CONSTANTS = ("pi",)


def equations(formula: Formula) -> list[str]:
    """An Eq for each sign of a chain that has no other relation than =; none for other formulas.

    >>> equations(Chain(Entry("y", (1,)), (("=", 0), ("=", 0))))
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

    >>> from convtrace.values.formula import Product
    >>> definitions([Product((Value("a"), Entry("x", (Symbol("i"),))))])
    ['i = Symbol("i", integer=True)', 'x = IndexedBase("x")', 'h_a = Symbol("a")']
    """
    indices, arrays, values = {}, {}, {}
    for part in nodes(formulas):
        match part:
            case Symbol(name):
                whole = "" if name.startswith(ROOT) else ", integer=True"
                indices[symbol_name(name)] = f'Symbol("{name.translate(PLAIN_DIGITS).translate(GREEK_SIGNS)}"{whole})'
            case Entry():
                arrays[array_name(part.name)] = f'IndexedBase("{part.name.replace("∂", "d")}")'
            case Value(name) if name not in CONSTANTS:
                values[value_name(name)] = f'Symbol("{name}")'
            case _:
                pass
    ordered = (*sorted(indices.items()), *sorted(arrays.items()), *sorted(values.items(), key=_by_length))
    return [f"{name} = {meaning}" for name, meaning in ordered]


def array_name(name: str) -> str:
    """The name of an array in Python.

    >>> array_name("∂L/∂x"), array_name("S")
    ('dL_dx', 'S_')
    """
    return _own_name(name.replace("∂", "d").replace("/", "_"))


def value_name(name: str) -> str:
    """The name of a kernel's or an image's value in Python.

    >>> value_name("a"), value_name("pi"), value_name("w_-1_0")
    ('h_a', 'pi', 'h_w_m1_0')
    """
    return name if name in CONSTANTS else PREFIX + name.replace("-", "m")


def symbol_name(name: str) -> str:
    """The name of an index in Python.

    >>> symbol_name("i₁"), symbol_name("ω₂")
    ('i1', 'omega2')
    """
    return _own_name(name.translate(PLAIN_DIGITS).translate(GREEK_SIGNS))


def _own_name(name: str) -> str:
    """The name, with a line behind it where it is that of something of SymPy's, or of a value."""
    return f"{name}_" if name in SYMPY_NAMES or name in CONSTANTS or name.startswith(PREFIX) else name


def _number(value: int | Fraction) -> str:
    return f"Rational({value.numerator}, {value.denominator})" if value.denominator != 1 else str(value)


def _sum_over(symbol: str, limits: range | None) -> tuple[str, str]:
    if limits is None:
        raise ValueError("not written in full")
    return "Sum(", f", ({symbol_name(symbol)}, {limits[0]}, {limits[-1]}))"


def _by_length(item: tuple[str, str]) -> tuple[int, str]:
    """Letters as a spreadsheet counts them: z before aa."""
    return len(item[0]), item[0]


PYTHON = Notation(
    number=_number,
    unit="*I",
    symbol=symbol_name,
    value=value_name,
    array=array_name,
    brackets=("[", "]"),
    comma=", ",
    plugged_comma=", ",
    times="*",
    explicit=True,
    tight=Signs("-", " - ", " + "),
    loose=Signs("-", " - ", " + "),
    vast=Signs("-", ", -", ", ", around=("Add(", ")")),
    longest=MAX_CHAIN_TERMS,
    over=("S(", ")"),
    root="sqrt",
    radicand=("(", ")"),
    exponent=("**", ""),
    modulo=" % ",
    conjugate=("conjugate(", ")"),
    sum_over=_sum_over,
    signs={},
)


def code(formula: Formula) -> str:
    """The formula as an expression of Python; raises ValueError where something is left out or a sum has no limits.

    >>> from convtrace.values.formula import Product
    >>> code(Product((Value("i"), Entry("x", (Symbol("i"), -1)))))
    'h_i*x[i, -1]'
    """
    return written(formula, PYTHON)


_TIGHT = Signs("-", "-", "+")
_INDEX = PYTHON.replace(tight=_TIGHT, loose=_TIGHT)


def index_code(formula: Formula) -> str:
    """An index of an array in Python, short as people type it.

    >>> from convtrace.values.formula import Product, Signed, Sum
    >>> index_code(Sum((Signed(False, Product((2, Symbol("m₄")))), Signed(True, 1))))
    '2*m4-1'
    """
    return written(formula, _INDEX)
