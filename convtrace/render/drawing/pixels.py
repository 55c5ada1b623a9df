"""Drawings in pixels, and what is said where nothing can make them."""

from __future__ import annotations

from html import escape

from convtrace.errors import ConvtraceError
from convtrace.render.drawing.colors import MONO, SANS

# sharp on screens of today
ZOOM = 2
DRAW = "or choose -f svg, which needs neither."
PACKAGES = {"resvg_py": "resvg-py", "PIL": "pillow"}


def pixels(svg: str, ground: str | None = None) -> bytes:
    """A drawing as a PNG, twice its size; where nothing is drawn it has the colour of the ground, if there is one."""
    from resvg_py import svg_to_bytes

    return bytes(svg_to_bytes(svg_string=svg, zoom=ZOOM, background=ground))


def check_pixels(format_name: str, *modules: str) -> None:
    """Refuse a format where nothing can draw for it; it may need further modules.

    resvg has wheels without any other library, and draws as browsers do; CairoSVG would need Cairo on the machine.
    """
    for module in ("resvg_py", *modules):
        try:
            __import__(module)
        except ImportError:
            hint = f"Type: pip install 'convtrace[{format_name}]', {DRAW}"
            raise ConvtraceError(f"the format {format_name} needs the package {PACKAGES[module]}", hint=hint) from None
    # an empty page and a page of words that can't be written look alike
    if len({pixels(_word(text)) for text in ("", "Σ→x")}) < 2:
        hint = f"Install a font such as DejaVu Sans Mono, {DRAW}"
        raise ConvtraceError(f"the format {format_name} needs a font, but there is none on this machine", hint=hint)


def _word(text: str) -> str:
    lines = "".join(f'<text y="15" font-family="{escape(family)}">{text}</text>' for family in (MONO, SANS))
    return f'<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20">{lines}</svg>'
