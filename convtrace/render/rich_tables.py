"""Tables with lines and colours, drawn by rich."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence

from rich import box
from rich.console import Console
from rich.table import Table as RichTable
from rich.text import Text

from convtrace.document.blocks import Line, Table, TableRow, Target
from convtrace.document.spans import Role, Span
from convtrace.render.lines.layout import spans

ENDLESS = 10**6
NEXT_LINE = Span("\n", Role.PLAIN)


def table_text(table: Table, widths: list[int], looks: dict[Role, str], target: Target) -> Iterator[str]:
    """The lines of a table whose columns have these widths."""

    def text(lines: Sequence[Line]) -> Text:
        """Lines below each other."""
        parts = [part for line in lines for part in (*spans(line, target.unicode), NEXT_LINE)][:-1]
        return Text.assemble(*((part.text, looks[part.role]) for part in parts), no_wrap=True)

    drawn = RichTable(box=box.SQUARE if target.unicode else box.ASCII2, header_style="dim", border_style="dim")
    for head, width in zip(table.head, widths, strict=True):
        # told its width, rich measures nothing
        drawn.add_column(text([head]), no_wrap=True, width=width)
    for group in _groups(table.each()):
        # rich works at each cell for long, and there is no rule inside a group
        drawn.add_row(*map(text, zip(*(row.cells for row in group), strict=True)), end_section=True)
    return _printed(drawn)


def _groups(rows: Iterable[TableRow]) -> Iterator[list[TableRow]]:
    """The rows between two rules."""
    group: list[TableRow] = []
    for row in rows:
        if row.starts_group and group:
            yield group
            group = []
        group.append(row)
    if group:
        yield group


def _printed(drawn: RichTable) -> Iterator[str]:
    """The text that rich makes of it, a line at a time, independent of the window and the environment."""
    file = io.StringIO()
    console = Console(
        file=file,
        width=ENDLESS,
        color_system="standard",
        force_terminal=True,
        markup=False,
        emoji=False,
        highlight=False,
        legacy_windows=False,
        _environ={},
    )
    console.print(drawn)
    yield from (line.rstrip() + "\n" for line in file.getvalue().splitlines())
