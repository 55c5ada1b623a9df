"""The numbers of an answer as lines of cells with a separator between them."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence

from convtrace.document.ascii import in_ascii
from convtrace.document.blocks import Document, Target
from convtrace.errors import ConvtraceError

QUOTED = ('"', "\n")


def separated_lines(document: Document, target: Target, separator: str) -> Iterator[str]:
    """The lines as they are made; ConvtraceError where the answer has no numbers."""
    if document.cells is None:
        hint = "One value, map, matrix, expand and library have them. For tables choose the format markdown or json."
        raise ConvtraceError("the answer is no number and no array of numbers", hint=hint)
    lines = (_line(cells, separator) for cells in document.cells())
    return lines if target.unicode else map(in_ascii, lines)


def _line(cells: Sequence[str], separator: str) -> str:
    r"""A line, quoted where a cell needs it; most need nothing, and are joined in a fraction of the time.

    >>> _line(["1", "a"], ","), _line(["y[0,0]", "1"], ",")
    ('1,a\n', '"y[0,0]",1\n')
    """
    joined = separator.join(cells)
    if joined and joined.count(separator) == len(cells) - 1 and not any(sign in joined for sign in QUOTED):
        return f"{joined}\n"
    written = io.StringIO()
    csv.writer(written, delimiter=separator, lineterminator="\n").writerow(cells)
    return written.getvalue()
