"""tex_lines(formula) → the lines of a display in TeX, a long sum broken where a row of the image ends."""

from __future__ import annotations

from collections.abc import Iterator

from convtrace.document.plain import plain
from convtrace.document.tex import TEX, tex
from convtrace.values.formula import Chain, Formula, Product, Signed, Sum, Symbol

LINE_LENGTH = 50
PAGE_LENGTH = 90


def tex_lines(formula: Formula, widest: int = PAGE_LENGTH) -> list[str]:
    r"""The formula in lines to be aligned at `&`: a long sum has a line for each row of the image.

    What follows a second sign is broken only where it has more than `widest` signs.

    >>> from convtrace.values.formula import Entry, Value
    >>> sum_of_two = Sum((Signed(False, Value("a")), Signed(False, Value("b"))), per_line=1)
    >>> tex_lines(Chain(Entry("y", ()), (("=", sum_of_two),)))
    ['y[] ={}& \\mathrm{a}', '& {}+ \\mathrm{b}']
    """
    match formula:
        case Chain(first, rest) if _is_long(formula):
            starts = (f"{tex(first)} ", *[""] * (len(rest) - 1))
            return [line for start, link in zip(starts, rest, strict=True) for line in _link(start, *link, widest)]
        case Chain(first, ((sign, second), *rest)):
            first_line, *others = _sum_lines(second) if not rest else [tex(Chain(second, tuple(rest)))]
            return [f"{tex(first)} {TEX.signs[sign].strip()}{{}}& {first_line}", *(f"& {line}" for line in others)]
        case _:
            return [f"& {tex(formula)}"]


def _is_long(formula: Chain) -> bool:
    """True for several equalities that together are wider than a line."""
    equalities = [sign for sign, _ in formula.rest if sign == "="]
    return len(equalities) == len(formula.rest) > 1 and len(plain(formula)) > LINE_LENGTH


def _link(start: str, sign: str, formula: Formula, widest: int) -> Iterator[str]:
    """A sign and what stands behind it, in several lines where it is wider than a page."""
    line, *others = _sum_lines(formula) if len(plain(formula)) > widest else [tex(formula)]
    yield f"{start}{TEX.signs[sign].strip()}{{}}& {line}"
    yield from (f"& {other}" for other in others)


def _sum_lines(formula: Formula) -> list[str]:
    match formula:
        case Sum(terms, per_line) if terms:
            starts = list(_starts(terms, per_line or len(terms)))
            ends = [*starts[1:], len(terms)]
            first, *others = [Sum(terms[start:end], per_line) for start, end in zip(starts, ends, strict=True)]
            return [tex(first), *map(_continued, others)]
        case Product((scale, Sum(_, per_line) as total)) if per_line:
            lines = _sum_lines(total)
            lines[0] = f"{tex(scale)}{TEX.times}({lines[0]}"
            return [*lines[:-1], f"{lines[-1]})"]
        case _:
            return [tex(formula)]


def _continued(formula: Sum) -> str:
    """Terms behind a sign: that of an operator, although nothing stands before it."""
    text = tex(formula.replace(terms=(Signed(False, Symbol("")), *formula.terms))).lstrip()
    return f"{{}}{text[0]} {text[1:].lstrip()}"


def _starts(terms: tuple[Signed, ...], row: int) -> Iterator[int]:
    """The terms at which lines begin: at each row of the image, and evenly within a row that is too long."""
    longest = max(len(plain(signed.term)) for signed in (*terms[:row], terms[-1])) + len(" + ")
    lines = -(-longest * row // LINE_LENGTH)
    step = -(-row // lines)
    for start in range(0, len(terms), row):
        yield from range(start, min(start + row, len(terms)), step)
