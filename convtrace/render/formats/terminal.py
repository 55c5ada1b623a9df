"""terminal: rich tables and colours; what is too wide is folded, what is too long for rich is written as it comes."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Sequence
from functools import cache

from rich import box
from rich.color import Color, ColorSystem
from rich.console import COLOR_SYSTEMS, Console, ConsoleOptions, RenderableType
from rich.style import Style
from rich.table import Table as RichTable
from rich.text import Text

from convtrace.document.blocks import Document, Grid, Table, Target
from convtrace.document.spelling import Role, Span
from convtrace.render.drawing.colors import BLACK, INKS
from convtrace.render.lines.columns import GAP, boxed_lines, grid_lines, table_lines
from convtrace.render.lines.layout import Spans, spans, text_of
from convtrace.render.lines.monospace import Look, page_lines
from convtrace.render.pastels import cube_color
from convtrace.values.limits import MAX_RICH_ROWS

MANY_COLORS = 256
SYSTEMS = {16: ColorSystem.STANDARD, MANY_COLORS: ColorSystem.EIGHT_BIT, 2**24: ColorSystem.TRUECOLOR}
ENDLESS = 10**6
BOXED = 3
RICH_STYLES = {
    Role.PLAIN: Style(),
    Role.IMAGE: Style(color="cyan"),
    Role.KERNEL: Style(color="magenta"),
    Role.VALUE: Style(color="magenta", bold=True),
    Role.OUTPUT: Style(bold=True),
    Role.GRADIENT: Style(color="yellow"),
    Role.INDEX: Style(italic=True),
    Role.YES: Style(color="green"),
    Role.NO: Style(color="red"),
    Role.FAINT: Style(dim=True),
    Role.STRONG: Style(bold=True),
    Role.CODE: Style(bold=True),
}


def render(document: Document, target: Target) -> Iterator[str]:
    return page_lines(document, target, RICH_LOOK)


class Printed:
    """A page for rich: it is as wide as the console, with its colours and signs."""

    def __init__(self, page: Callable[[Target], str]) -> None:
        self.page = page

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> Iterator[Text]:
        system = COLOR_SYSTEMS.get(console.color_system or "")
        colors = next((count for count, known in SYSTEMS.items() if known is system), 0)
        target = Target(width=options.max_width, colors=colors, unicode=not options.ascii_only)
        yield Text.from_ansi(self.page(target).removesuffix("\n"), no_wrap=True)


def _table(table: Table, widths: list[int], target: Target) -> Iterator[str]:
    if table.height > MAX_RICH_ROWS:
        return (_painted(line, target) for line in table_lines(table, widths, target.unicode))
    return _printed(_rich_table(table, target), target)


def _rich_table(table: Table, target: Target) -> RichTable:
    drawn = RichTable(box=box.SQUARE if target.unicode else box.ASCII2, header_style="dim", border_style="dim")
    for head in table.head:
        drawn.add_column(_text(spans(head, target.unicode)), no_wrap=True)
    for row in table.rows:
        if row.starts_group:
            drawn.add_section()
        drawn.add_row(*(_text(spans(cell, target.unicode)) for cell in row.cells))
    return drawn


def _grid(grid: Grid, widths: Sequence[int], unicode: bool) -> Iterator[Spans]:
    return (boxed_lines if grid.ruled else grid_lines)(grid, widths, unicode)


def _text(parts: Spans) -> Text:
    return Text.assemble(*((part.text, RICH_STYLES[part.role]) for part in parts), no_wrap=True)


def _painted(parts: Spans, target: Target) -> str:
    if not target.colors:
        return text_of(parts) + "\n"
    system = SYSTEMS[target.colors]
    return "".join(_style(part, target).render(part.text, color_system=system) for part in parts) + "\n"


def _style(part: Span, target: Target) -> Style:
    """The look of a role; on a pastel, which takes many colours, in the inks of the picture."""
    style = RICH_STYLES[part.role]
    if part.ground is None or target.colors < MANY_COLORS:
        return style
    return style + _on_pastel(INKS.get(part.role.value, BLACK).light, part.ground, SYSTEMS[target.colors])


@cache
def _on_pastel(ink: str, ground: str, system: ColorSystem) -> Style:
    """Colours of this many already: a style of rich keeps the codes of the first system that it is rendered for."""
    paint = Color.parse(ground) if system is ColorSystem.TRUECOLOR else Color.from_ansi(cube_color(ground))
    return Style(color=Color.parse(ink).downgrade(system), bgcolor=paint)


def _printed(drawn: RenderableType, target: Target) -> Iterator[str]:
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


RICH_LOOK = Look(_painted, _table, BOXED, _grid, lambda grid: BOXED if grid.ruled else GAP)
