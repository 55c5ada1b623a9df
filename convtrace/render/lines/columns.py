"""Tables and grids in columns: their widths, and how blanks alone keep them in line."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from itertools import chain, pairwise, zip_longest
from typing import TypeAlias

from convtrace.document.ascii import in_ascii
from convtrace.document.blocks import Cell, Grid, Line, Table, Target
from convtrace.document.spans import Role, Span
from convtrace.render.lines.layout import Spans, cell_text, index_text, spans, text_of, width_of

LineWriter: TypeAlias = Callable[[Spans, Target], str]

GAP = 2
BAR = " │ "
# the lines above, between and below, and beside cells, in Unicode and in ASCII
BOX, ASCII_BOX = ("┌─┬┐", "├─┼┤", "└─┴┘", "│"), ("+-++", "+-++", "+-++", "|")
# of colours
CODES = r"\x1b\[[\d;]*m"


def table_widths(table: Table, unicode: bool) -> list[int]:
    """The width of each column, from the rows in which it is widest."""
    lines = [table.head, *(row.cells for row in table.widest)]
    return [max(len(cell_text(cell, unicode)) for cell in column) for column in zip(*lines, strict=True)]


def grid_widths(grid: Grid, unicode: bool) -> list[int]:
    """The width of the ruler and of each column."""
    columns = zip(*(cells for _, cells in grid.rows), strict=True)
    cells = [(grid.corner, *(label for label, _ in grid.rows))]
    for head, column in zip(grid.columns, columns, strict=True):
        cells.append((head, *(line for cell in column for line in cell.lines)))
    return [max(len(cell_text(line, unicode)) for line in column) for column in cells]


def bands(grid: Grid, widths: list[int], padding: int, room: int | None) -> Iterator[tuple[Grid, list[int]]]:
    """The grid cut between its columns into grids that fit; each column takes `padding` besides its width.

    Where it has blocks it is cut between these, unless one of them alone is too wide.
    """
    ruler, *columns = widths
    ends = [*grid.block_starts, len(columns)] if grid.blocks else [*range(len(columns) + 1)]
    wide = [sum(columns[start:end]) + padding * (end - start) for start, end in pairwise(ends)]
    if room is not None and grid.blocks and ruler + padding + max(wide) > room:
        ends = [*range(len(columns) + 1)]
        wide = [column + padding for column in columns]
    bar = len(BAR) - GAP if grid.blocks else 0
    start, used = 0, ruler + padding
    for (begin, _), width in zip(pairwise(ends), wide, strict=True):
        if room is not None and begin > start and used + bar + width > room:
            yield grid.part(start, begin), [ruler, *columns[start:begin]]
            start, used = begin, ruler + padding
        used += width + bar
    yield grid.part(start, len(columns)), [ruler, *columns[start:]]


def table_texts(table: Table, widths: Sequence[int], line: LineWriter, target: Target) -> Iterator[str]:
    """The table a line at a time, as its rows come, each cell written as a line is."""
    from convtrace.render.row_texts import row_texts  # only here: rich draws most tables

    def text(parts: Spans) -> str:
        return line(parts, target).removesuffix("\n")

    def cell(words: Line) -> str:
        return text(spans(words, target.unicode))

    rules = [text([Span("-" * width, Role.FAINT)]) for width in widths]
    rows = row_texts(table.rows, cell, partial(index_text, unicode=target.unicode))
    gap, filled_up = " " * GAP, _filled_up if target.colors else str.ljust
    for texts in chain(([*map(cell, table.head)], rules), (texts for _, texts in rows)):
        yield gap.join(map(filled_up, texts, widths)).rstrip() + "\n"


def _filled_up(text: str, width: int) -> str:
    """A coloured cell as wide as its column; the codes have no width."""
    return text + " " * (width - len(re.sub(CODES, "", text)))


def ruled_texts(table: Table, widths: Sequence[int], unicode: bool) -> Iterator[str]:
    """The table a line of text at a time, with lines around it, under its head and between its groups."""
    top, middle, bottom, upright = BOX if unicode else ASCII_BOX
    above, between, below = (text_of(_ruling(signs, widths)) + "\n" for signs in (top, middle, bottom))

    def line(cells: Iterable[Line]) -> str:
        texts = [cell_text(cell, unicode) for cell in cells]
        inside = f" {upright} ".join(map(str.ljust, texts, widths))
        return f"{upright} {inside} {upright}\n"

    yield above + line(table.head) + between
    for number, row in enumerate(table.each()):
        yield (between if row.starts_group and number else "") + line(row.cells)
    yield below


def grid_lines(grid: Grid, widths: Sequence[int], unicode: bool) -> Iterator[Spans]:
    """The grid a line at a time, its rulers faint; blank lines keep rows of several lines apart."""
    gaps = _gaps(grid, unicode)
    if grid.blocks:
        yield _row(*_block_heads(grid, widths, unicode))
    yield _row((_faint(line, unicode) for line in (grid.corner, *grid.columns)), widths, right=True, gaps=gaps)
    for number, lines in enumerate(_row_lines(grid, unicode)):
        if number in grid.starts:
            yield _block_rule(grid, widths, unicode)
        yield from [[]] if len(lines) > 1 else []
        yield from (_row(line, widths, right=True, gaps=gaps) for line in lines)


def _gaps(grid: Grid, unicode: bool) -> list[Span] | None:
    """What stands behind each column, the ruler first: a bar where a block begins."""
    if not grid.blocks:
        return None
    bar = Span(BAR if unicode else in_ascii(BAR), Role.FAINT)
    return [
        bar if column in grid.block_starts else Span(" " * GAP, Role.PLAIN) for column in range(len(grid.columns) + 1)
    ]


def _block_heads(grid: Grid, widths: Sequence[int], unicode: bool) -> tuple[list[Spans], list[int]]:
    """What the columns of each block have in common, above them, and the width of each block."""
    ruler, *columns = widths
    heads, sides = [[], *(_faint(shared, unicode) for shared, _ in grid.blocks)], [ruler + len(BAR) - GAP]
    for start, (_, width) in zip(grid.block_starts, grid.blocks, strict=True):
        sides.append(sum(columns[start : start + width]) + GAP * (width - 1) + len(BAR) - GAP)
    return heads, sides


def _block_rule(grid: Grid, widths: Sequence[int], unicode: bool) -> Spans:
    """The line between two blocks of rows."""
    dash, cross = ("─", "─┼─") if unicode else ("-", "-+-")
    ruler, *columns = widths
    sides = [sum(columns[start : start + width]) + GAP * (width - 1)
             for start, (_, width) in zip(grid.block_starts, grid.blocks, strict=True)]  # fmt: skip
    return [Span(cross.join(dash * side for side in (ruler, *sides)), Role.FAINT)]


def boxed_lines(grid: Grid, widths: Sequence[int], unicode: bool) -> Iterator[Spans]:
    """The grid a line at a time, with lines around its cells."""
    top, middle, bottom, upright = BOX if unicode else ASCII_BOX
    yield _ruling(top, widths)
    yield _boxed([_faint(line, unicode) for line in (grid.corner, *grid.columns)], widths, upright)
    for lines in _row_lines(grid, unicode):
        yield _ruling(middle, widths)
        yield from (_boxed(line, widths, upright) for line in lines)
    yield _ruling(bottom, widths)


def _row_lines(grid: Grid, unicode: bool) -> Iterator[list[list[Spans]]]:
    """The lines of each row of the grid, their cells still apart; the label stands beside the middle one."""
    for label, cells in grid.rows:
        middle = len(cells[0].lines) // 2
        yield [
            [
                _faint(label, unicode) if number == middle else [],
                *(_grounded(spans(part, unicode), cell) for part, cell in zip(parts, cells, strict=True)),
            ]
            for number, parts in enumerate(zip(*(cell.lines for cell in cells), strict=True))
        ]


def _grounded(parts: Spans, cell: Cell) -> Spans:
    """A line of a cell on the ground of its kernel element, also where the line is blank."""
    if cell.shade is None:
        return parts
    return [Span(part.text, part.role, cell) for part in parts or [Span("", Role.PLAIN)]]


def _blanks(count: int, beside: Spans) -> Span:
    """Blanks that go with a line of a cell."""
    return Span(" " * count, Role.PLAIN, beside[0].ground if beside else None)


def _ruling(signs: str, widths: Sequence[int]) -> Spans:
    left, dash, cross, right = tuple(signs)
    return [Span(left + cross.join(dash * (width + 2) for width in widths) + right, Role.FAINT)]


def _boxed(cells: Sequence[Spans], widths: Sequence[int], upright: str) -> Spans:
    """The ruler at the right of its column, the other cells in the middle of theirs."""
    edge = Span(upright, Role.FAINT)
    line = [edge]
    for position, (cell, width) in enumerate(zip(cells, widths, strict=True)):
        room = width - width_of(cell)
        before = room // 2 if position else room
        line += [_blanks(before + 1, cell), *cell, _blanks(room - before + 1, cell), edge]
    return line


def beside(drawings: Sequence[Sequence[Spans]], gap: int = 3) -> Iterator[Spans]:
    """Drawings next to each other, their first lines level."""
    widths = [max(map(width_of, drawing)) for drawing in drawings]
    for parts in zip_longest(*drawings, fillvalue=()):
        yield _row(map(list, parts), widths, gap=gap)


def width_of_rows(drawings: Sequence[Sequence[Spans]], gap: int = 3) -> int:
    """The width of the drawings next to each other."""
    return sum(max(map(width_of, drawing)) for drawing in drawings) + gap * (len(drawings) - 1)


def _faint(line: Line, unicode: bool) -> Spans:
    return [Span(part.text, Role.FAINT) for part in spans(line, unicode)]


def _row(cells: Iterable[Spans], widths: Sequence[int], right: bool = False, gap: int = GAP,
         gaps: Sequence[Span] | None = None) -> Spans:  # fmt: skip
    """Cells side by side, each filled up on its right or on its left; behind each the gap."""
    line: Spans = []
    for number, (cell, width) in enumerate(zip(cells, widths, strict=True)):
        fill = _blanks(width - width_of(cell), cell if right else [])
        line += [*((fill, *cell) if right else (*cell, fill)), gaps[number] if gaps else Span(" " * gap, Role.PLAIN)]
    while line and not line[-1].text.strip():
        line.pop()
    return line
