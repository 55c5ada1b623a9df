"""Rows of entries, as they are typed or stand in a file → Values.

Blanks or commas part the entries of a row; new lines or ; the rows; blank lines or ;; the slices; ;;; what is beyond.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from convtrace.errors import ConvtraceError
from convtrace.values.exact import Exact, NestedValues, Values
from convtrace.values.limits import MAX_AXES
from convtrace.values.typed_text import Piece
from convtrace.values.typed_value import TYPED_KINDS, read_value

BLANK_LINE = 2
NOUNS = ("row", "slice", "block")
PLURALS = ("entries", "rows", "slices", "blocks")
WORD = re.compile(r"\S+")
HIDDEN = re.compile(r"[\s,]")
EVEN_ROWS = "Give all of them the same length, with 0 where nothing stands."


class _Part(NamedTuple):
    """A row, then a slice of rows, …: where it ends, and how deep the gap before it is (1: a row begins)."""

    entries: NestedValues
    piece: Piece
    gap: int


def read_rows(lines: Sequence[Piece], most: int, *, file: bool = False) -> Values:
    """The values in lines of text, at most so many; raises ConvtraceError, which marks the place.

    >>> from convtrace.values.typed_text import typed
    >>> read_rows([typed("--kernel", "1 2; a 1/2")], 99)
    Values(shape=(2, 2), entries=((1, 2), (Named(name='a'), Fraction(1, 2))))
    >>> [read_rows([typed("--kernel", text)], 99).shape for text in ("1 0 -1", "1 0 -1;", "1 2; 3 4;; 5 6; 7 8")]
    [(3,), (1, 3), (2, 2, 2)]
    """
    found, closing = _parted(lines)
    if file and len({piece.option for piece, _ in found}) > 1:
        _one_row_each(found)
    parts, known, count = [], dict[str, Exact](), 0
    for piece, gap in found:
        entries = tuple(_entries(piece, known))
        count += len(entries)
        if count > most:
            raise too_many(piece, most)
        parts.append(_Part(entries, piece, gap))
    return _folded(parts, max(closing, *(gap for _, gap in found), 0))


def too_many(piece: Piece, most: int) -> ConvtraceError:
    return piece.wrong(f"more than {most} entries are too many", f"Give at most {most} entries.")


def _parted(lines: Sequence[Piece]) -> tuple[list[tuple[Piece, int]], int]:
    """The rows, each with the depth of the gap before it; and the depth of the gap that closes the last one."""
    found: list[tuple[Piece, int]] = []
    semicolons = newlines = 0
    for line in lines:
        for position, part in enumerate(line.split(";")):
            semicolons += position > 0
            if not part.text.strip():
                continue
            gap = max(semicolons, min(newlines, BLANK_LINE)) if found else semicolons
            _check_gap(part, gap, first=not found)
            found.append((part, gap))
            semicolons = newlines = 0
        newlines += 1
    if not found:
        hint = f"Give {TYPED_KINDS}, for example: 1 0 -1; 2 0 -2"
        raise lines[0].wrong("no entry is given", hint)
    _check_gap(found[-1][0], semicolons)
    return found, semicolons


def _check_gap(piece: Piece, gap: int, *, first: bool = False) -> None:
    if first and gap:
        raise piece.cut(0, piece.start).wrong("a row is missing before the first ;", "Begin with the first row.")
    if gap >= MAX_AXES:
        raise piece.wrong(f"{gap} semicolons name too many axes", f"Type at most {MAX_AXES - 1}.")


def _one_row_each(found: Sequence[tuple[Piece, int]]) -> None:
    """In a file of several lines, ; could part rows or entries: it may only end a line."""
    for (before, _), (after, _) in pairwise(found):
        if before.option == after.option:
            message = "; parts rows, but this file has a row on each line"
            hint = "Put blanks, tabs or commas between the entries; a decimal has a point: 0.5"
            raise after.cut(before.stop, after.start).wrong(message, hint)


def _entries(piece: Piece, known: dict[str, Exact]) -> Iterator[Exact]:
    for start, stop in _places(piece):
        text = piece.whole[start:stop]
        if text not in known:
            known[text] = read_value(piece.cut(start, stop))
        yield known[text]


def _places(piece: Piece) -> Iterator[tuple[int, int]]:
    """Where the entries of a row stand: between its commas if it has any, else between blanks."""
    start, text = piece.start, _masked(piece.text)
    parts = text.split(",")
    for number, part in enumerate(parts):
        stop = start + len(part)
        words = [(start + word.start(), start + word.end()) for word in WORD.finditer(part)]
        if not words and (len(parts), number) != (2, 1):
            hint = "Type 0 where nothing stands, or delete the comma."
            raise piece.cut(start, stop).wrong("an entry is missing beside this comma", hint)
        if len(words) > 1 and len(parts) > 1:
            hint = "Use one of the two; a decimal has a point: 0.5; a formula with blanks has parentheses: (1 - 2)"
            raise piece.cut(start, stop).wrong("commas and blanks both part entries here", hint)
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
    """How long the parts of one level are, which is the same for all."""
    length = len(parts[0].entries)
    for number, part in enumerate(parts, start=1):
        if len(part.entries) != length:
            noun, plural = NOUNS[min(level, len(NOUNS) - 1)], PLURALS[min(level, len(PLURALS) - 1)]
            here = _counted(len(part.entries), plural)
            message = f"{noun} {number} has {here}, {noun} 1 has {length}"
            raise part.piece.wrong(message, EVEN_ROWS)
    return length


def _counted(count: int, plural: str) -> str:
    singular = "entry" if plural == "entries" else plural.removesuffix("s")
    return f"{count} {singular if count == 1 else plural}"
