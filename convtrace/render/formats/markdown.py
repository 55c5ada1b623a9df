"""markdown: CommonMark with tables, $…$ and $$…$$: Obsidian, Jupyter, VS Code, Quarto, Pandoc."""

from __future__ import annotations

from collections.abc import Iterator

from convtrace.document.blocks import Document, Target
from convtrace.render.markdown_dialects import DIALECTS, markdown_pieces, sums_spelling

SUFFIXES = (".md", ".markdown", ".qmd")
SUMS = sums_spelling(DIALECTS["markdown"])


def render(document: Document, target: Target) -> Iterator[str]:
    return markdown_pieces(document.blocks, target, DIALECTS["markdown"])
