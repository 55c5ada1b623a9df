"""notion: Markdown with $$…$$ even inside a line: Notion."""

from __future__ import annotations

from collections.abc import Iterator

from convtrace.document.blocks import Document, Target
from convtrace.render.markdown_dialects import DIALECTS, markdown_pieces, sums_spelling

SUFFIXES = (".notion.md",)
SUMS = sums_spelling(DIALECTS["notion"])


def render(document: Document, target: Target) -> Iterator[str]:
    return markdown_pieces(document.blocks, target, DIALECTS["notion"])
