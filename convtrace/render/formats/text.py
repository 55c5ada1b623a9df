"""text: columns kept in line by blanks alone, for chats, mails and word processors with a monospaced font."""

from __future__ import annotations

from collections.abc import Iterator

from convtrace.document.blocks import Document, Table, Target
from convtrace.document.streamed_sums import PRINTED_SUMS
from convtrace.render.lines.columns import GAP, grid_lines, table_texts
from convtrace.render.lines.layout import Spans, text_of
from convtrace.render.lines.monospace import Look, page_lines

SUFFIXES = (".txt", ".text")
SUMS = PRINTED_SUMS


def render(document: Document, target: Target) -> Iterator[str]:
    return page_lines(document, target, PLAIN_LOOK)


def _line(parts: Spans, _: Target) -> str:
    return text_of(parts) + "\n"


def _table(table: Table, widths: list[int], target: Target) -> Iterator[str]:
    return table_texts(table, widths, _line, target)


PLAIN_LOOK = Look(_line, _table, GAP, grid_lines, lambda _: GAP)
