"""github: Markdown with ```math blocks and $`…`$: GitHub and GitLab."""

from __future__ import annotations

from collections.abc import Iterator

from convtrace.document.blocks import Document, Target
from convtrace.render.markdown_dialects import DIALECTS, markdown_pieces

SUFFIXES = (".github.md",)


def render(document: Document, target: Target) -> Iterator[str]:
    return markdown_pieces(document.blocks, target, DIALECTS["github"])
