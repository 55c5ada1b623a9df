"""terminal: rich tables and colours; what is too wide is folded, what is too long for rich is written as it comes.

rich is loaded for the first table that has colours: what stands above it is shown before. Without colours, as in a
pipe, a table is the same lines, written without rich, which takes a quarter of a run to load.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from convtrace.document.blocks import Document, Grid, Table, Target
from convtrace.document.spans import Role, Span
from convtrace.document.streamed_sums import PRINTED_SUMS
from convtrace.render.lines.columns import GAP, boxed_lines, grid_lines, ruled_texts, table_texts
from convtrace.render.lines.layout import Spans, text_of
from convtrace.render.lines.monospace import Look, page_lines
from convtrace.values.limits import MAX_RICH_ROWS

if TYPE_CHECKING:
    from rich.console import Console, ConsoleOptions
    from rich.text import Text

SUMS = PRINTED_SUMS
MANY_COLORS = 256
BOXED = 3
# the look of each role in the words of rich, and the codes of these words
LOOKS = {
    Role.PLAIN: "",
    Role.IMAGE: "cyan",
    Role.KERNEL: "magenta",
    Role.VALUE: "bold magenta",
    Role.OUTPUT: "bold",
    Role.GRADIENT: "yellow",
    Role.INDEX: "italic",
    Role.YES: "green",
    Role.NO: "red",
    Role.FAINT: "dim",
    Role.STRONG: "bold",
    Role.CODE: "bold",
}
CODES = {
    "bold": "1",
    "dim": "2",
    "italic": "3",
    "red": "31",
    "green": "32",
    "yellow": "33",
    "magenta": "35",
    "cyan": "36",
}


def render(document: Document, target: Target) -> Iterator[str]:
    return page_lines(document, target, RICH_LOOK)


class Printed:
    """A page for rich: it is as wide as the console, with its colours and signs."""

    def __init__(self, page: Callable[[Target], str]) -> None:
        self.page = page

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> Iterator[Text]:
        from convtrace.render.rich_colors import for_console

        yield for_console(self.page, console, options)


def _table(table: Table, widths: list[int], target: Target) -> Iterator[str]:
    if table.height > MAX_RICH_ROWS:
        return table_texts(table, widths, _painted, target)
    if not target.colors:
        return ruled_texts(table, widths, target.unicode)
    from convtrace.render.rich_tables import table_text

    return table_text(table, widths, LOOKS, target)


def _grid(grid: Grid, widths: Sequence[int], unicode: bool) -> Iterator[Spans]:
    return (boxed_lines if grid.ruled else grid_lines)(grid, widths, unicode)


def _painted(parts: Spans, target: Target) -> str:
    return (text_of(parts) if not target.colors else "".join(_colored(part, target.colors) for part in parts)) + "\n"


def _colored(part: Span, colors: int) -> str:
    """Text in the look of its role; on a pastel, which takes many colours, in the inks of the picture."""
    look = LOOKS[part.role]
    if part.ground is not None and colors >= MANY_COLORS:
        from convtrace.render.rich_colors import on_pastel

        return on_pastel(part, part.ground, look, colors)
    codes = ";".join([CODES[word] for word in look.split()])
    return f"\x1b[{codes}m{part.text}\x1b[0m" if codes and part.text else part.text


RICH_LOOK = Look(_painted, _table, BOXED, _grid, lambda grid: BOXED if grid.ruled else GAP)
