"""svg: the answer as one picture, whole in one file, for slides and for the web."""

from __future__ import annotations

from collections.abc import Iterator

from convtrace.document.blocks import Document, Target
from convtrace.render.drawing.picture_file import svg_file

SUFFIXES = (".svg",)
THEMED = True


def render(document: Document, target: Target) -> Iterator[str]:
    return svg_file(document, target.theme or "light", target.unicode)
