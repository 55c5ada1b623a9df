"""How a line of plain text spells formulas."""

from __future__ import annotations

import re

from convtrace.document.notation import Notation, Signs
from convtrace.document.spelling import written
from convtrace.values.exact import Exact, number_text
from convtrace.values.formula import Formula

SUBSCRIPTS = str.maketrans("ijkmno-0123456789", "ᵢⱼₖₘₙₒ₋₀₁₂₃₄₅₆₇₈₉")
PLAIN_DIGITS = str.maketrans("₀₁₂₃₄₅₆₇₈₉", "0123456789")
PLAIN = Notation(
    number=number_text,
    symbol=str,
    value=str,
    array=str,
    comma=",",
    plugged_comma=", ",
    times="·",
    tight=Signs("−", "−", "+"),
    loose=Signs("−", " − ", " + "),
    root="√",
    exponent=("^", ""),
    sum_over=lambda symbol, _: (f"Σ{symbol.translate(SUBSCRIPTS)} ", ""),
    signs={"=": " = ", "≤": " ≤ ", "⇒": " ⇒ ", "…": "…"},
)
TYPED = PLAIN.replace(
    number=str,
    tight=Signs("-", "-", "+"),
    root="sqrt",
    radicand=("(", ")"),
    exponent=("**", ""),
)
# where stars are read, and the point is not
CELL = TYPED.replace(times="*", loose=Signs("-", " - ", " + "))
# numbers behind a name, as people read them: a₀
_NUMBERED = r"([^_]+)_(-?[0-9]+(?:_-?[0-9]+)*)"


def _printed(name: str) -> str:
    """A value's name, the numbers behind underscores below the line.

    >>> _printed("a_10"), _printed("w_0_-1"), _printed("w_a_1")
    ('a₁₀', 'w₀,₋₁', 'w_a_1')
    """
    found = re.fullmatch(_NUMBERED, name) if "_" in name else None
    if found is None:
        return name
    return found[1] + found[2].translate(SUBSCRIPTS).replace("_", ",")


PRINTED = PLAIN.replace(value=_printed)
# what is not spelled with the signs of the table in `ascii`
PLAIN_ASCII = PLAIN.replace(root="sqrt", radicand=("(", ")"))


def plain(formula: Formula) -> str:
    """The formula as one line of Unicode text.

    >>> from convtrace.values.formula import Entry, Product, Value
    >>> plain(Product((Value("i"), Entry("x", (0, -1)))))
    'i·x[0,−1]'
    """
    return written(formula, PLAIN)


def value_text(value: Exact) -> str:
    """An exact value as it is typed.

    >>> from convtrace.values.formula import Quotient, Root
    >>> value_text(Quotient(Root(2), -3))
    'sqrt(2)/(-3)'
    """
    return written(value, TYPED)


def cell_text(value: Exact) -> str:
    """An exact value as shells, spreadsheets and arrays read it: a fraction as the nearest decimal.

    A spreadsheet takes 4/9 for a day in April.

    >>> from fractions import Fraction
    >>> cell_text(-3), cell_text(Fraction(1, 16)), cell_text(Fraction(4, 9))
    ('-3', '0.0625', '0.4444444444444444')
    """
    if isinstance(value, int):
        return str(value)
    from fractions import Fraction  # only here: most pages have none

    if not isinstance(value, Fraction):
        return written(value, CELL)
    try:
        return repr(float(value))
    except OverflowError:
        return str(round(value))


def interval(first: int, last: int) -> str:
    """An index range.

    >>> interval(-1, 1)
    '−1…1'
    """
    return f"{number_text(first)}…{number_text(last)}" if first != last else number_text(first)
