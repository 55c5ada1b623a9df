"""svg: the answer as one picture, whole in one file, for slides and for the web."""

from __future__ import annotations

from collections.abc import Iterator

from convtrace.document.blocks import Document, Target
from convtrace.render.drawing.composition import svg_picture
from convtrace.render.drawing.lettering import style_sheet
from convtrace.render.xml_text import escaped, name, spelled, spoken

SUFFIXES = (".svg",)


def render(document: Document, target: Target) -> Iterator[str]:
    blocks = list(document.picture())
    head = f"<title>{escaped(name(blocks))}</title>\n<style>\n{style_sheet()}</style>\n"
    return spelled(svg_picture(blocks, spoken(blocks), head), target.unicode)
