"""What rich draws on a terminal: tables with lines, and text on pastels."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from functools import cache

from rich import box
from rich.color import Color, ColorSystem
from rich.console import COLOR_SYSTEMS, Console, ConsoleOptions
from rich.style import Style
from rich.table import Table as RichTable
from rich.text import Text

from convtrace.document.blocks import Cell, Line, Table, Target
from convtrace.document.spans import Role, Span
from convtrace.render.drawing.colors import BLACK, INKS
from convtrace.render.lines.layout import spans, text_of
from convtrace.render.pastels import cube_color, shade_fill

SYSTEMS = {16: ColorSystem.STANDARD, 256: ColorSystem.EIGHT_BIT, 2**24: ColorSystem.TRUECOLOR}
ENDLESS = 10**6


def table_text(table: Table, widths: list[int], looks: dict[Role, str], target: Target) -> Iterator[str]:
    """The lines of a table whose columns have these widths."""

    def text(cell: Line) -> Text:
        parts = spans(cell, target.unicode)
        if not target.colors:
            return Text(text_of(parts), no_wrap=True)
        return Text.assemble(*((part.text, looks[part.role]) for part in parts), no_wrap=True)

    drawn = RichTable(box=box.SQUARE if target.unicode else box.ASCII2, header_style="dim", border_style="dim")
    for head, width in zip(table.head, widths, strict=True):
        # told its width, rich measures nothing
        drawn.add_column(text(head), no_wrap=True, width=width)
    for row in table.rows:
        if row.starts_group:
            drawn.add_section()
        drawn.add_row(*map(text, row.cells))
    return _printed(drawn, target)


def _printed(drawn: RichTable, target: Target) -> Iterator[str]:
    """The text that rich makes of it, a line at a time, independent of the window and the environment."""
    file = io.StringIO()
    console = Console(
        file=file,
        width=ENDLESS,
        color_system="standard" if target.colors else None,
        force_terminal=bool(target.colors),
        no_color=not target.colors,
        markup=False,
        emoji=False,
        highlight=False,
        legacy_windows=False,
        _environ={},
    )
    console.print(drawn)
    yield from (line.rstrip() + "\n" for line in file.getvalue().splitlines())


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
