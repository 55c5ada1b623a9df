"""A grid as a drawing: cells with their fills and outlines, rulers, and a caption above."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from convtrace.document.blocks import Cell, Grid, Line, Tone
from convtrace.render.drawing.shapes import FONTS, Box, Drawn, Kind, Letters, Shape, lettered, wide
from convtrace.render.lines.layout import Spans, fold, spans, width_of
from convtrace.render.pastels import shade_fill
from convtrace.render.xml_text import prose
from convtrace.values.formula import Value
from convtrace.values.named_tuple import NamedTuple

CELL_GAP = 4
# between blocks of rows or columns
BLOCK_GAP = 12
PADDING = 12
LINE = 19
RULER_HEIGHT = 24
CAPTION_LINE = 20
CELL_SIDE = 40
UNIFORM_UP_TO = 700
# how much wider a matrix may become for the sake of its diagonals
MATRIX_WIDENED = 2
SIGN_LENGTH = 2


class _Plan(NamedTuple):
    """Places and widths of the columns, places and height of the rows, and the caption of each grid."""

    lefts: tuple[float, ...]
    widths: tuple[float, ...]
    tops: tuple[float, ...]
    row: float
    top: float
    captions: list[list[Spans]]

    @property
    def width(self) -> float:
        return self.lefts[-1] + self.widths[-1]


def grids_drawn(grids: Sequence[Grid], caption: int) -> list[Drawn]:
    """Grids of one size, whose columns have the same widths; a caption may be as wide as they are, and in any case so.

    They have the same rulers: they are frames of a picture that moves, or stand beside each other to be compared.
    """
    plan = _plan(grids, caption)
    captions = max((wide(Kind.CAPTION, width_of(line)) for lines in plan.captions for line in lines), default=0)
    gap = CELL_GAP if grids[0].ruled else 0
    width, height = max(plan.width, captions) + 2, plan.tops[-1] + plan.row + gap
    drawn = zip(grids, plan.captions, strict=True)
    return [Drawn(width, height, _shapes(grid, plan, lines)) for grid, lines in drawn]


def _plan(grids: Sequence[Grid], caption_width: int) -> _Plan:
    grid = grids[0]
    ruler = max(wide(Kind.RULER, width_of(spans(line))) for line in (grid.corner, *(label for label, _ in grid.rows)))
    widths = _column_widths(grids)
    gap = CELL_GAP if grid.ruled else 0
    lefts = [ruler + 10]
    for number, width in enumerate(widths[:-1], start=1):
        lefts.append(lefts[-1] + width + gap + BLOCK_GAP * (number in grid.block_starts))
    lines = max(len(cell.lines) for each in grids for _, cells in each.rows for cell in cells)
    row = max(CELL_SIDE, LINE * lines + 14) if grid.ruled else LINE + 5
    room = int(max(lefts[-1] + widths[-1], caption_width) / wide(Kind.CAPTION, 1))
    captions = [fold(prose(each.caption), room) if each.caption else [] for each in grids]
    top = CAPTION_LINE * max(map(len, captions)) + RULER_HEIGHT * (1 + bool(grid.blocks))
    tops: list[float] = []
    place: float = top
    for number in range(len(grid.rows)):
        place += BLOCK_GAP * (number in grid.starts)
        tops.append(place)
        place += row + gap
    return _Plan(tuple(lefts), tuple(widths), tuple(tops), row, top, captions)


def _column_widths(grids: Sequence[Grid]) -> list[float]:
    """All columns as wide as the widest, unless that makes the grid very wide: diagonals are straight then."""
    grid = grids[0]
    columns = zip(*(cells for each in grids for _, cells in each.rows), strict=True)
    natural = [
        max(wide(Kind.RULER, width_of(spans(head))) + 6, *(_cell_width(cell, grid.ruled) for cell in column))
        for head, column in zip(grid.columns, columns, strict=True)
    ]
    uniform = max(natural) * len(natural)
    most = max(UNIFORM_UP_TO, MATRIX_WIDENED * sum(natural)) if grid.name else UNIFORM_UP_TO
    return [max(natural)] * len(natural) if uniform <= most else natural


def _cell_width(cell: Cell, ruled: bool) -> float:
    widest = max((wide(_kind(line), width_of(spans(line))) for line in cell.lines), default=0)
    return max(CELL_SIDE, widest + PADDING) if ruled else widest + PADDING


def _kind(line: Line) -> Kind:
    """A kernel value is written large; words are set apart from formulas."""
    if line and all(isinstance(inline, Value) for inline in line):
        return Kind.LETTER
    text = "".join(inline for inline in line if isinstance(inline, str))
    return Kind.NOTE if len(text) > SIGN_LENGTH else Kind.ENTRY


def _shapes(grid: Grid, plan: _Plan, captions: list[Spans]) -> Iterator[Shape]:
    for number, caption in enumerate(captions, start=1):
        yield from lettered(caption, Kind.CAPTION, 0, CAPTION_LINE * number - 5)
    centres = [left + width / 2 for left, width in zip(plan.lefts, plan.widths, strict=True)]
    ruler = plan.lefts[0] - 10
    yield from lettered(spans(grid.corner), Kind.RULER, ruler, plan.top - 8, "end")
    for centre, head in zip(centres, grid.columns, strict=True):
        yield from lettered(spans(head), Kind.RULER, centre, plan.top - 8, "middle")
    for start, (shared, columns) in zip(grid.block_starts, grid.blocks, strict=True):
        middle = (centres[start] + centres[start + columns - 1]) / 2
        yield from lettered(spans(shared), Kind.RULER, middle, plan.top - 8 - RULER_HEIGHT, "middle")
    for top, (label, cells) in zip(plan.tops, grid.rows, strict=True):
        yield from lettered(spans(label), Kind.RULER, ruler, top + plan.row / 2 + 4, "end")
        for left, width, cell in zip(plan.lefts, plan.widths, cells, strict=True):
            if grid.ruled or cell.shade is not None:
                yield from _box(cell, left, top, width, plan.row)
            yield from _lines(cell, left + width / 2, top, plan.row)


def _box(cell: Cell, left: float, top: float, width: float, height: float) -> Iterator[Box]:
    if cell.tone is not Tone.BLANK:
        known = cell.tone in (Tone.PATCH, Tone.OUTSIDE, Tone.WINDOW)
        own = shade_fill(cell) if cell.tone is not Tone.WINDOW else None
        yield Box(cell.tone.value if known else "cell", left, top, width, height, fill=own)


def _lines(cell: Cell, centre: float, top: float, height: float) -> Iterator[Letters]:
    """The lines of a cell in its middle, each on its own level."""
    first = top + (height - LINE * len(cell.lines)) / 2
    for number, line in enumerate(cell.lines):
        kind = _kind(line)
        base = first + LINE * number + LINE / 2 + FONTS[kind].size * 0.3
        yield from lettered(spans(line), kind, centre, round(base, 1), "middle", filled=cell.shade is not None)
