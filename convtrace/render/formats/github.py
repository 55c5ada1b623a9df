"""github: Markdown with ```math blocks and $`…`$: GitHub and GitLab."""

from __future__ import annotations

from collections.abc import Iterator

from convtrace.document.blocks import Document, Target
from convtrace.render.markdown_dialects import DIALECTS, markdown_pieces, sums_spelling

SUFFIXES = (".github.md",)
SUMS = sums_spelling(DIALECTS["github"])


def render(document: Document, target: Target) -> Iterator[str]:
    return markdown_pieces(document.blocks, target, DIALECTS["github"])
