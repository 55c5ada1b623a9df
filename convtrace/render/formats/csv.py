"""csv: the numbers of the answer alone, a row a line with commas between them, for shells and spreadsheets."""

from __future__ import annotations

from collections.abc import Iterator

from convtrace.document.blocks import Document, Target
from convtrace.render.separated import separated_lines

SUFFIXES = (".csv",)


def cells(document: Document, target: Target) -> Iterator[str]:
    return separated_lines(document, target, ",")
