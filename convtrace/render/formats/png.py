"""png: the same picture as svg in pixels, twice its size, for chats and documents that take no svg."""

from __future__ import annotations

from html import escape

from convtrace.document.blocks import Document, Target
from convtrace.errors import ConvtraceError
from convtrace.render.drawing.colors import MONO, SANS
from convtrace.render.drawing.picture_file import svg_file

SUFFIXES = (".png",)
THEMED = True
# sharp on screens of today
ZOOM = 2
DRAW = "or choose -f svg, which needs neither."


def image(document: Document, target: Target) -> bytes:
    """The picture as a whole file; raises ConvtraceError where nothing can make it.

    resvg has wheels without any other library, and draws as browsers do; CairoSVG would need Cairo on the machine.
    """
    try:
        from resvg_py import svg_to_bytes
    except ImportError:
        hint = f"Type: pip install 'convtrace[png]', {DRAW}"
        raise ConvtraceError("the format png needs the package resvg-py", hint=hint) from None
    # an empty page and a page of words that can't be written look alike
    if len({bytes(svg_to_bytes(svg_string=_word(text))) for text in ("", "Σ→x")}) < 2:
        hint = f"Install a font such as DejaVu Sans Mono, {DRAW}"
        raise ConvtraceError("the format png needs a font, but there is none on this machine", hint=hint)
    # pixels follow no screen: auto is light
    theme = "dark" if target.theme == "dark" else "light"
    return bytes(svg_to_bytes(svg_string="".join(svg_file(document, theme, unicode=True)), zoom=ZOOM))


def _word(text: str) -> str:
    lines = "".join(f'<text y="15" font-family="{escape(family)}">{text}</text>' for family in (MONO, SANS))
    return f'<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20">{lines}</svg>'
