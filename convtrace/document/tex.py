r"""How TeX spells formulas: for LaTeX itself, and for the readers of Markdown that set mathematics.

Only what survives Markdown is used: no braces before an underscore, no `\,` and no `\\`, brackets around indices.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from convtrace.document.blocks import Inline, Line, Mark
from convtrace.document.formula import (
    REMEMBERED,
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
    is_loose,
    needs_guard,
    plain,
)

WORDS = {
    "−": "$-$",
    "·": r"$\cdot$",
    "×": r"$\times$",
    "…": r"\dots{}",
    "≤": r"$\le$",
    "→": r"$\to$",
    "↓": r"$\downarrow$",
    "°": r"$^\circ$",
    "Σ": r"$\sum$",
    "✓": r"$\checkmark$",
    "✗": r"$\times$",
    "■": r"$\blacksquare$",
    "□": r"$\square$",
    **{chr(0x2080 + digit): f"$_{digit}$" for digit in range(10)},
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{sign: f"\\{sign}" for sign in "_#$%&{}"},
}
ARRAYS = {"∂L/∂x": r"\partial L/\partial x", "∂L/∂h": r"\partial L/\partial h"}
RELATIONS = {"=": "=", "≤": r"\le", "⇒": r"\Rightarrow"}
DIGITS = str.maketrans("₀₁₂₃₄₅₆₇₈₉", "0123456789")
LINE_LENGTH = 50
PAGE_LENGTH = 90


def tex(formula: Formula) -> str:  # noqa: C901, PLR0911 -- one case for each kind of formula
    r"""The formula on one line: kernel values upright, indices italic, pure ASCII.

    >>> tex(Product((Value("i"), Entry("x", (Symbol("i"), Number(-1))))))
    '\\mathrm{i} \\cdot x[i,-1]'
    """
    match formula:
        case Number(value):
            return str(value)
        case Symbol(name):
            return _name(name)
        case Value(name):
            return rf"\mathrm{{{tex_words(name)}}}"
        case Entry(array, index):
            return f"{ARRAYS.get(array, array)}[{','.join(map(_index, index))}]"
        case Sum(terms, per_line):
            return "".join(_signed(terms, 0, len(terms), loose=bool(per_line)))
        case Product(factors):
            return _product(factors)
        case Quotient(over, under):
            return rf"\frac{{{tex(over)}}}{{{tex(under)}}}"
        case Root(of):
            return rf"\sqrt{{{tex(of)}}}"
        case Power(base, exponent):
            guarded = rf"({tex(base)})" if needs_guard(base, apart=True) else tex(base)
            return rf"{guarded}^{{{exponent}}}"
        case SumOver(indices, term, _):
            return " ".join([*(rf"\sum_{{{_name(symbol.name)}}}" for symbol in indices), tex(term)])
        case Elided():
            return r"\cdots"
        case Chain(first, rest):  # pragma: no branch -- mypy proves the match exhaustive
            return " ".join([tex(first), *(f"{RELATIONS[sign]} {tex(part)}" for sign, part in rest)])


@lru_cache(maxsize=REMEMBERED)
def _index(formula: Formula) -> str:
    return tex(formula)


def tex_lines(formula: Formula) -> list[str]:
    r"""The formula in lines to be aligned at `&`: a long sum has a line for each row of the image.

    >>> sum_of_two = Sum((Signed(False, Value("a")), Signed(False, Value("b"))), per_line=1)
    >>> tex_lines(Chain(Entry("y", ()), (("=", sum_of_two),)))
    ['y[] ={}& \\mathrm{a}', '& {}+ \\mathrm{b}']
    """
    match formula:
        case Chain(first, rest) if _is_long(formula):
            starts = (f"{tex(first)} ", *[""] * (len(rest) - 1))
            return [line for start, link in zip(starts, rest, strict=True) for line in _link(start, *link)]
        case Chain(first, ((sign, second), *rest)):
            first_line, *others = _sum_lines(second) if not rest else [tex(Chain(second, tuple(rest)))]
            return [f"{tex(first)} {RELATIONS[sign]}{{}}& {first_line}", *(f"& {line}" for line in others)]
        case _:
            return [f"& {tex(formula)}"]


def _is_long(formula: Chain) -> bool:
    """Whether several equalities stand in the chain that together are wider than a line."""
    equalities = [sign for sign, _ in formula.rest if sign == "="]
    return len(equalities) == len(formula.rest) > 1 and len(plain(formula)) > LINE_LENGTH


def _link(start: str, sign: str, formula: Formula) -> Iterator[str]:
    """A sign and what stands behind it, in several lines where it is wider than a page."""
    wide = len(plain(formula)) > PAGE_LENGTH
    line, *others = _sum_lines(formula) if wide else [tex(formula)]
    yield f"{start}{RELATIONS[sign]}{{}}& {line}"
    yield from (f"& {other}" for other in others)


def _sum_lines(formula: Formula) -> list[str]:
    match formula:
        case Sum(terms, per_line) if terms:
            starts = list(_starts(terms, per_line or len(terms)))
            return [
                "".join(_signed(terms, *ends, loose=bool(per_line)))
                for ends in zip(starts, [*starts[1:], len(terms)], strict=True)
            ]
        case _:
            return [tex(formula)]


def _starts(terms: tuple[Signed, ...], row: int) -> Iterator[int]:
    """Where lines begin: at each row of the image, and within a row that is too long, at even distances."""
    longest = max(len(plain(signed.term)) for signed in (*terms[:row], terms[-1])) + len(" + ")
    lines = -(-longest * row // LINE_LENGTH)
    step = -(-row // lines)
    for start in range(0, len(terms), row):
        yield from range(start, min(start + row, len(terms)), step)


def tex_words(text: str) -> str:
    r"""Words as text that TeX shows as they are, in ASCII where the sign is one of ours.

    >>> tex_words("2×2 & 180°")
    '2$\\times$2 \\& 180$^\\circ$'
    """
    return "".join(WORDS.get(sign, sign) for sign in text)


def tex_line(line: Line) -> str:
    r"""A line of words and formulas, inside a formula.

    >>> tex_line(("no pixel",))
    '\\text{no pixel}'
    """
    return "".join(_inside(inline) for inline in line)


def _inside(inline: Inline) -> str:
    match inline:
        case str():
            return _words_inside(inline)
        case Mark():
            return _words_inside(inline.value)
        case _:
            return tex(inline)


def _words_inside(text: str) -> str:
    """Words inside a formula: signs of mathematics stand as such, as a dollar sign would end the formula."""
    signs = "".join(sign for sign, spelled in WORDS.items() if "$" in spelled and sign != "$")
    parts = re.split(f"([{re.escape(signs)}])", text)
    return "".join(
        WORDS[part].strip("$") + " " if part and part in signs else rf"\text{{{tex_words(part)}}}" if part else ""
        for part in parts
    )


def _name(name: str) -> str:
    """An index letter with its number, where it has one: i₁."""
    return re.sub(r"\d+$", lambda digits: f"_{{{digits[0]}}}", name.translate(DIGITS))


def _signed(terms: tuple[Signed, ...], start: int, stop: int, loose: bool) -> Iterator[str]:
    blank = " " if loose or any(is_loose(signed.term) for signed in terms[start:stop]) else ""
    for position in range(start, stop):
        negative, term = terms[position].negative, terms[position].term
        sign = "-" if negative else "+"
        if position > start:
            yield f"{blank}{sign}{blank}"
        elif position:
            yield f"{{}}{sign} "
        elif negative:
            yield sign
        yield _guarded(term) if position or negative else tex(term)


def _product(factors: tuple[Formula, ...]) -> str:
    text = _guarded(factors[0]) if isinstance(factors[0], Sum) else tex(factors[0])
    for factor in factors[1:]:
        text += tex(factor) if isinstance(factor, Symbol) else rf" \cdot {_guarded(factor)}"
    return text


def _guarded(formula: Formula) -> str:
    """A negative number or a sum behind an operator stands in parentheses."""
    return f"({tex(formula)})" if needs_guard(formula) else tex(formula)
