"""svg: the answer as one picture, whole in one file, for slides and for the web."""

from __future__ import annotations

from collections.abc import Iterator

from convtrace.blocks import Document, Target
from convtrace.lettering import style_sheet
from convtrace.markup import escaped, name, spelled, spoken
from convtrace.svg import drawing

SUFFIXES = (".svg",)


def render(document: Document, target: Target) -> Iterator[str]:
    blocks = list(document.picture())
    head = f"<title>{escaped(name(blocks))}</title>\n<style>\n{style_sheet()}</style>\n"
    return spelled(drawing(blocks, spoken(blocks), head), target.unicode)
