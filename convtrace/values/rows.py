"""Rows of values, typed or in a file → Values.

Blanks or commas separate the values of a row; new lines or ; the rows; blank lines or ;; the slices; ;;; the blocks.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from convtrace.errors import ConvtraceError
from convtrace.values.exact import Exact, NestedValues, Values
from convtrace.values.limits import MAX_AXES
from convtrace.values.named_tuple import NamedTuple
from convtrace.values.typed_text import Piece
from convtrace.values.typed_value import read_value

BLANK_LINE = 2
NOUNS = ("value", "row", "slice", "block")
WORD = re.compile(r"\S+")
HIDDEN = re.compile(r"[\s,]")
# what Python prints around a number or a name in a list
PRINTED = re.compile(r"""np\.\w+\((.+)\)|'([^']+)'|"([^"]+)"|Decimal\('([^']+)'\)""")
PRINTED_FRACTION = re.compile(r"Fraction\((-?[0-9]+), ([0-9]+)\)")


class RowOfText(NamedTuple):
    """The text of a row, and how deep the gap before it is (1: a row begins, 2: a slice)."""

    piece: Piece
    gap: int


class _Part(NamedTuple):
    """A row, then a slice of rows, …: where it ends, and how deep the gap before it is."""

    entries: NestedValues
    piece: Piece
    gap: int


def read_rows(lines: Sequence[Piece], most: int, *, file: bool = False) -> Values:
    """The values in lines of text, at most so many; raises ConvtraceError, which marks the place.

    >>> from convtrace.values.typed_text import typed
    >>> read_rows([typed("--kernel", "1 2; a 1/2")], 99)
    Values(shape=(2, 2), entries=((1, 2), (Value(name='a'), Fraction(1, 2))))
    >>> [read_rows([typed("--kernel", text)], 99).shape for text in ("1 0 -1", "1 0 -1;", "1 2; 3 4;; 5 6; 7 8")]
    [(3,), (1, 3), (2, 2, 2)]
    """
    rows, closing = _parted(lines)
    if file and len({piece.option for piece, _ in rows}) > 1:
        _one_row_each(rows)
    return folded_rows(rows, max(closing, *(gap for _, gap in rows), 0), most)


def folded_rows(rows: Iterable[RowOfText], deepest: int, most: int) -> Values:
    """The values of rows whose gaps may be so deep, at most so many; raises ConvtraceError, which marks the place.

    >>> rows = [RowOfText(Piece("--kernel", "1 2 3 4", *place), 1) for place in ((0, 3), (4, 7))]
    >>> folded_rows(rows, 1, 9)
    Values(shape=(2, 2), entries=((1, 2), (3, 4)))
    """
    parts, known, count = [], dict[str, Exact](), 0
    for piece, gap in rows:
        entries = tuple(_entries(piece, known))
        count += len(entries)
        if count > most:
            raise too_many(piece, most)
        parts.append(_Part(entries, piece, gap))
    return _folded(parts, deepest)


def too_many(piece: Piece, most: int) -> ConvtraceError:
    return piece.wrong(f"more than {most} values are too many", f"Give at most {most} values.")


def missing_value(piece: Piece) -> ConvtraceError:
    return piece.wrong("a value is missing beside this comma", "Type 0 in the gap, or delete the comma.")


def _parted(lines: Sequence[Piece]) -> tuple[list[RowOfText], int]:
    """The rows, and the depth of the gap that closes the last one."""
    found: list[RowOfText] = []
    semicolons = newlines = 0
    for line in lines:
        for position, part in enumerate(line.split(";")):
            semicolons += position > 0
            if not part.text.strip():
                continue
            gap = max(semicolons, min(newlines, BLANK_LINE)) if found else semicolons
            _check_gap(part, gap, first=not found)
            found.append(RowOfText(part, gap))
            semicolons = newlines = 0
        newlines += 1
    if not found:
        raise lines[0].wrong("no value is given", "Type rows of values, for example: 1 0 -1; 2 0 -2")
    _check_gap(found[-1].piece, semicolons)
    return found, semicolons


def _check_gap(piece: Piece, gap: int, *, first: bool = False) -> None:
    if first and gap:
        raise piece.cut(0, piece.start).wrong("a row is missing before the first ;", "Type the row, or delete the ;")
    if gap >= MAX_AXES:
        raise piece.wrong(f"{gap} semicolons make more than {MAX_AXES} axes", f"Type at most {MAX_AXES - 1} of them.")


def _one_row_each(found: Sequence[RowOfText]) -> None:
    """In a file of several lines, ; could separate rows or values: it may only end a line."""
    for (before, _), (after, _) in pairwise(found):
        if before.option == after.option:
            message = "; begins a new row, but each line of this file is a row"
            hint = "Put blanks, tabs or commas between the values; a decimal has a point: 0.5"
            raise after.cut(before.stop, after.start).wrong(message, hint)


def _entries(piece: Piece, known: dict[str, Exact]) -> Iterator[Exact]:
    for start, stop in _places(piece):
        text = piece.whole[start:stop]
        if text not in known:
            known[text] = read_value(_bare(piece.cut(start, stop)))
        yield known[text]


def _bare(piece: Piece) -> Piece:
    """The value without what Python prints around it in a list: quotes, np.float64(…), Fraction(…)."""
    if printed := PRINTED.fullmatch(piece.text):
        group = printed.lastindex or 0
        return piece.cut(piece.start + printed.start(group), piece.start + printed.end(group))
    if printed := PRINTED_FRACTION.fullmatch(piece.text):
        ratio = "/".join(printed.groups())
        return Piece(piece.option, ratio, 0, len(ratio))
    return piece


def _places(piece: Piece) -> Iterator[tuple[int, int]]:
    """The places of the values in a row: between its commas if it has any, else between blanks."""
    start, text = piece.start, _masked(piece.text)
    parts = text.split(",")
    for number, part in enumerate(parts):
        stop = start + len(part)
        words = [(start + word.start(), start + word.end()) for word in WORD.finditer(part)]
        if not words and (len(parts), number) != (2, 1):
            raise missing_value(piece.cut(start, stop))
        if len(words) > 1 and len(parts) > 1:
            hint = "Keep one of the two; a decimal has a point: 0.5; a formula with blanks has parentheses: (1 - 2)"
            raise piece.cut(start, stop).wrong("blanks and commas both separate values here", hint)
        yield from words
        start = stop + 1


def _masked(text: str) -> str:
    """The text with blanks and commas inside parentheses hidden."""
    if "(" not in text:
        return text
    depth, masked = 0, []
    for sign in text:
        depth = max(0, depth + (sign == "(") - (sign == ")"))
        masked.append(HIDDEN.sub("_", sign) if depth else sign)
    return "".join(masked)


def _folded(parts: list[_Part], deepest: int) -> Values:
    """Rows into slices, slices into blocks, as deep as the gaps between them go."""
    shape = [_length(parts, 0)]
    for level in range(1, deepest + 1):
        parts = _grouped(parts, level)
        shape.append(_length(parts, level))
    (whole,) = parts
    return Values(tuple(reversed(shape)), whole.entries)


def _grouped(parts: list[_Part], level: int) -> list[_Part]:
    groups: list[list[_Part]] = []
    for part in parts:
        if not groups or part.gap > level:
            groups.append([])
        groups[-1].append(part)
    return [_Part(tuple(part.entries for part in group), group[-1].piece, group[0].gap) for group in groups]


def _length(parts: list[_Part], level: int) -> int:
    """The length of the parts of one level, which is the same for all."""
    length = len(parts[0].entries)
    for number, part in enumerate(parts, start=1):
        if len(part.entries) != length:
            inner, noun = (NOUNS[min(each, len(NOUNS) - 1)] for each in (level, level + 1))
            here = f"{len(part.entries)} {inner}{'s' * (len(part.entries) != 1)}"
            message = f"{noun} {number} has {here}, {noun} 1 has {length}"
            raise part.piece.wrong(message, f"Make all {noun}s equally long; fill gaps with 0.")
    return length
