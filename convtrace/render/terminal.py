"""terminal: rich tables and colours; what is too wide is folded, what is too long for rich is written as it comes."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator

from rich import box
from rich.color import ColorSystem
from rich.console import Console, RenderableType
from rich.style import Style
from rich.table import Table as RichTable
from rich.text import Text

from convtrace.blocks import Block, Code, Document, Equation, Grid, Grids, Heading, Paragraph, Table, Target
from convtrace.columns import (
    bands,
    beside,
    boxed_lines,
    grid_lines,
    grid_widths,
    table_lines,
    table_widths,
    width_of_rows,
)
from convtrace.layout import LONG, Spans, fold, line_tokens, packed, spans, text_of
from convtrace.notation import Break, Role, Span, Token

ENDLESS = 10**6
MOST_RICH_ROWS = 200
INDENT = 2
PADDING = 2
MARGIN = Span(" " * INDENT, Role.PLAIN)
RELATIONS = ("=", "≤", "<=")
STYLES = {
    Role.PLAIN: Style(),
    Role.IMAGE: Style(color="cyan"),
    Role.KERNEL: Style(color="magenta"),
    Role.VALUE: Style(color="magenta", bold=True),
    Role.OUTPUT: Style(bold=True),
    Role.INDEX: Style(italic=True),
    Role.YES: Style(color="green"),
    Role.NO: Style(color="red"),
    Role.FAINT: Style(dim=True),
    Role.STRONG: Style(bold=True),
    Role.CODE: Style(bold=True),
}


def render(document: Document, target: Target) -> Iterator[str]:
    previous: Block | None = None
    for block in document.blocks:
        if previous is not None and _apart(previous, block):
            yield "\n"
        yield from _block(block, target)
        previous = block


def _apart(above: Block, below: Block) -> bool:
    """Whether a blank line stands between two blocks: above a heading, and between two of a kind."""
    return isinstance(below, Heading) or (type(above) is type(below) and isinstance(below, Paragraph | Grids))


def _block(block: Block, target: Target) -> Iterator[str]:
    match block:
        case Heading(line):
            parts = (
                token if isinstance(token, Break) else token._replace(role=Role.STRONG)
                for token in line_tokens(line, target.unicode)
            )
            yield from (_painted(part, target) for part in fold(parts, target.width))
        case Paragraph(line):
            yield from (_painted(part, target) for part in fold(line_tokens(line, target.unicode), target.width))
        case Equation(formula):
            yield from _equation(list(line_tokens((formula,), target.unicode)), target)
        case Code(text):
            yield from _code(text, target)
        case Table():
            yield from _table(block, target)
        case Grids(grids):  # pragma: no branch -- mypy proves the match exhaustive
            yield from _side_by_side(grids, target)


def _code(text: str, target: Target) -> Iterator[str]:
    words = (Span(word, Role.CODE) for word in re.split(r"(?<= )", text))
    parts = [token for span in words for token in (span, Break.WORD)]
    yield from (_painted([MARGIN, *line], target) for line in fold(parts, _room(target), hang=INDENT))


def _equation(parts: list[Token], target: Target) -> Iterator[str]:
    """Indented; what is broken goes on under the sign of relation."""
    texts = [token.text if isinstance(token, Span) else "" for token in parts]
    sign = next((place for place, text in enumerate(texts) if text.strip() in RELATIONS), 0)
    hang = len("".join(texts[:sign])) + 1
    yield from (_painted([MARGIN, *line], target) for line in fold(parts, _room(target), hang))


def _room(target: Target) -> int | None:
    return None if target.width is None else target.width - INDENT


def _table(table: Table, target: Target) -> Iterator[str]:
    widths = table_widths(table, target.unicode)
    natural = sum(width + PADDING + 1 for width in widths) + 1
    if target.width is not None and natural > target.width:
        yield from _stacked(table, target)
    elif table.height > MOST_RICH_ROWS:
        yield from (_painted(line, target) for line in table_lines(table, target.unicode))
    else:
        yield from _printed(_rich_table(table, widths, target), target)


def _rich_table(table: Table, widths: list[int], target: Target) -> RichTable:
    drawn = RichTable(box=box.SQUARE if target.unicode else box.ASCII2, header_style="dim", border_style="dim")
    # rich measures the last column itself: its words differ in length from row to row
    for head, width in zip(table.head, [*widths[:-1], None], strict=True):
        drawn.add_column(_text(spans(head, target.unicode)), no_wrap=True, width=width)
    for row in table.rows:
        if row.starts_group:
            drawn.add_section()
        drawn.add_row(*(_text(spans(cell, target.unicode)) for cell in row.cells))
    return drawn


def _stacked(table: Table, target: Target) -> Iterator[str]:
    """Each row as running text, where there is no room for columns."""
    for row in table.rows:
        cells = (list(line_tokens(cell, target.unicode)) for cell in row.cells)
        yield from (_painted(line, target) for line in packed(cells, target.width, hang=INDENT))


def _side_by_side(grids: tuple[Grid, ...], target: Target) -> Iterator[str]:
    """As many grids on a line as there is room for; one that is too wide is cut between its columns."""
    room = LONG if target.width is None else target.width
    line: list[list[Spans]] = []
    for grid in grids:
        padding = PADDING + 1 if grid.ruled else PADDING
        draw = boxed_lines if grid.ruled else grid_lines
        for piece, widths in bands(grid, grid_widths(grid, target.unicode), padding, target.width and target.width - 1):
            caption = fold(line_tokens(grid.caption, target.unicode), target.width) if grid.caption else []
            drawn = [*caption, *draw(piece, widths, target.unicode)]
            if line and width_of_rows([*line, drawn]) > room:
                yield from (_painted(part, target) for part in beside(line))
                line = []
            line.append(drawn)
    yield from (_painted(part, target) for part in beside(line))


def _text(parts: Spans) -> Text:
    return Text.assemble(*((text, STYLES[role]) for text, role in parts), no_wrap=True)


def _painted(parts: Spans, target: Target) -> str:
    if not target.color:
        return text_of(parts) + "\n"
    return "".join(STYLES[role].render(text, color_system=ColorSystem.STANDARD) for text, role in parts) + "\n"


def _printed(drawn: RenderableType, target: Target) -> Iterator[str]:
    """What rich makes of it, a line at a time, independent of the window and the environment."""
    file = io.StringIO()
    console = Console(
        file=file,
        width=ENDLESS,
        color_system="standard" if target.color else None,
        force_terminal=target.color,
        no_color=not target.color,
        markup=False,
        emoji=False,
        highlight=False,
        legacy_windows=False,
        _environ={},
    )
    console.print(drawn)
    yield from (line.rstrip() + "\n" for line in file.getvalue().splitlines())
