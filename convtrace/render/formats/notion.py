"""notion: Markdown with $$…$$ even inside a line: Notion."""

from __future__ import annotations

from collections.abc import Iterator

from convtrace.document.blocks import Document, Target
from convtrace.render.markdown_dialects import DIALECTS, write

SUFFIXES = (".notion.md",)


def render(document: Document, target: Target) -> Iterator[str]:
    return write(document, target, DIALECTS["notion"])
