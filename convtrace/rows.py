"""Rows of entries, as they are typed or stand in a file → Values.

Blanks or commas part the entries of a row, new lines or ; the rows, blank lines or ;; the slices, ;;; what comes beyond.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from convtrace.entry import KINDS, entry
from convtrace.errors import ConvtraceError
from convtrace.exact import Exact, Nested, Values
from convtrace.reading import MOST_AXES, Piece

BLANK_LINE = 2
NOUNS = ("entry", "row", "slice", "block")
PLURALS = ("entries", "rows", "slices", "blocks")
ONE_SEPARATOR = "Put blanks or commas between the entries, not both; a decimal has a point: 0.5"


class _Part(NamedTuple):
    """A row, then a slice, …: its entries, where it ends, and how deep the gap behind it is (1: a row ends)."""

    entries: Nested
    piece: Piece
    gap: int


def rows(lines: Sequence[Piece], most: int, *, file: bool = False) -> Values:
    """The values in lines of text; raises ConvtraceError, which marks the place.

    >>> from convtrace.reading import typed
    >>> rows([typed("--kernel", "1 2; a 1/2")], 99)
    Values(shape=(2, 2), entries=((1, 2), (Named(name='a'), Fraction(1, 2))))
    >>> [rows([typed("--kernel", text)], 99).shape for text in ("1 0 -1", "1 0 -1;", "1 2; 3 4;; 5 6; 7 8")]
    [(3,), (1, 3), (2, 2, 2)]
    """
    if file:
        _one_meaning(lines)
    parts: list[_Part] = []
    known: dict[str, Exact] = {}
    for found, gap in _gaps(lines):
        if parts:
            parts[-1] = parts[-1]._replace(gap=gap)
        parts.append(_Part(_row(found, known), found, 0))
        if sum(len(part.entries) for part in parts[-1:]) * len(parts) > most:
            raise too_many(found, most)
    return _folded(parts, _closing(lines[-1]))
