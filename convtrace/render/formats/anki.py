r"""anki: HTML tables with \( \) and \[ \]: the fields of an Anki note."""

from __future__ import annotations

from collections.abc import Iterator

from convtrace.document.blocks import Document, Target
from convtrace.render.markdown_dialects import DIALECTS, markdown_pieces, sums_spelling

SUFFIXES = (".anki.html",)
SUMS = sums_spelling(DIALECTS["anki"])


def render(document: Document, target: Target) -> Iterator[str]:
    return markdown_pieces(document.blocks, target, DIALECTS["anki"])
