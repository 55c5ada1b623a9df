"""png: the same picture as svg in pixels, twice its size, for chats and documents that take no svg."""

from __future__ import annotations

from convtrace.document.blocks import Document, Target
from convtrace.render.drawing.picture_file import svg_file
from convtrace.render.drawing.pixels import check_pixels, pixels

SUFFIXES = (".png",)
THEMED = True


def image(document: Document, target: Target) -> bytes:
    """The picture as a whole file; raises ConvtraceError where nothing can make it."""
    check_pixels("png")
    # pixels follow no screen: auto is light
    theme = "dark" if target.theme == "dark" else "light"
    return pixels("".join(svg_file(document.replace(motion=None), theme, unicode=True)))
