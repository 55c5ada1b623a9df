"""Tables and grids in columns: their widths, and how blanks alone keep them in line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest

from convtrace.blocks import Cell, Grid, Line, Table
from convtrace.layout import Spans, spans, width_of
from convtrace.notation import Role, Span

GAP = 2


def table_widths(table: Table, unicode: bool) -> list[int]:
    """The width of each column, from the rows in which it is widest."""
    lines = [table.head, *(row.cells for row in table.widest)]
    return [max(width_of(spans(cell, unicode)) for cell in column) for column in zip(*lines, strict=True)]


def grid_widths(grid: Grid, unicode: bool) -> list[int]:
    """The width of the ruler and of each column."""
    columns = zip(*(cells for _, cells in grid.rows), strict=True)
    cells = [(grid.corner, *(label for label, _ in grid.rows))]
    for head, column in zip(grid.columns, columns, strict=True):
        cells.append((head, *(line for cell in column for line in cell.lines)))
    return [max(width_of(spans(line, unicode)) for line in column) for column in cells]


def bands(grid: Grid, widths: Sequence[int], padding: int, room: int | None) -> Iterator[Grid]:
    """The grid cut between its columns into grids that fit; each column takes `padding` besides its width."""
    ruler, *columns = (width + padding for width in widths)
    start, used = 0, ruler
    for position, column in enumerate(columns):
        if room is not None and position > start and used + column > room:
            yield _part(grid, start, position)
            start, used = position, ruler
        used += column
    yield _part(grid, start, len(columns))


def _part(grid: Grid, start: int, stop: int) -> Grid:
    rows = tuple((label, cells[start:stop]) for label, cells in grid.rows)
    return Grid(grid.caption, grid.corner, grid.columns[start:stop], rows, grid.ruled)


def table_lines(table: Table, unicode: bool) -> Iterator[Spans]:
    """The table a line at a time, as its rows come."""
    widths = table_widths(table, unicode)
    yield _row((spans(cell, unicode) for cell in table.head), widths)
    yield _row(([Span("-" * width, Role.FAINT)] for width in widths), widths)
    for row in table.rows:
        yield _row((spans(cell, unicode) for cell in row.cells), widths)


def grid_lines(grid: Grid, unicode: bool) -> Iterator[Spans]:
    """The grid a line at a time, its rulers faint, a blank line between rows of several lines."""
    widths = grid_widths(grid, unicode)
    yield _row((_faint(line, unicode) for line in (grid.corner, *grid.columns)), widths, right=True)
    for position, (label, cells) in enumerate(grid.rows):
        if position and any(len(cell.lines) > 1 for cell in cells):
            yield []
        for number, parts in enumerate(zip_longest(*(cell.lines for cell in cells), fillvalue=())):
            yield _row((_faint(label if number == 0 else (), unicode), *(spans(part, unicode) for part in parts)), widths, right=True)


def _faint(line: Line, unicode: bool) -> Spans:
    return [Span(text, Role.FAINT) for text, _ in spans(line, unicode)]


def _row(cells: Iterable[Spans], widths: Sequence[int], right: bool = False) -> Spans:
    """Cells side by side, each filled up on its right or on its left."""
    line: Spans = []
    for cell, width in zip(cells, widths, strict=True):
        fill = Span(" " * (width - width_of(cell)), Role.PLAIN)
        line += [*((fill, *cell) if right else (*cell, fill)), Span(" " * GAP, Role.PLAIN)]
    while line and not line[-1].text.strip():
        line.pop()
    return line
