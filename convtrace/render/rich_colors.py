"""Colours as rich knows them: text on pastels, and a page in the colours of somebody's console."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from rich.color import Color, ColorSystem
from rich.console import COLOR_SYSTEMS, Console, ConsoleOptions
from rich.style import Style
from rich.text import Text

from convtrace.document.blocks import Cell, Target
from convtrace.document.spans import Span
from convtrace.render.drawing.colors import BLACK, INKS
from convtrace.render.pastels import cube_color, shade_fill

SYSTEMS = {16: ColorSystem.STANDARD, 256: ColorSystem.EIGHT_BIT, 2**24: ColorSystem.TRUECOLOR}


def on_pastel(part: Span, cell: Cell, look: str, colors: int) -> str:
    """Text on the colour of its cell, in the ink of the picture."""
    system = SYSTEMS[colors]
    style = Style.parse(look) + _grounded(INKS.get(part.role.value, BLACK).light, f"{shade_fill(cell)}", system)
    return style.render(part.text, color_system=system)


@cache
def _grounded(ink: str, ground: str, system: ColorSystem) -> Style:
    """Colours of this many already: a style of rich keeps the codes of the first system that it is rendered for."""
    paint = Color.parse(ground) if system is ColorSystem.TRUECOLOR else Color.from_ansi(cube_color(ground))
    return Style(color=Color.parse(ink).downgrade(system), bgcolor=paint)


def for_console(page: Callable[[Target], str], console: Console, options: ConsoleOptions) -> Text:
    """A page as wide as somebody's console, with its colours and signs."""
    system = COLOR_SYSTEMS.get(console.color_system or "")
    colors = next((count for count, known in SYSTEMS.items() if known is system), 0)
    target = Target(width=options.max_width, colors=colors, unicode=not options.ascii_only)
    return Text.from_ansi(page(target).removesuffix("\n"), no_wrap=True)
