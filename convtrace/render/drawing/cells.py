"""A grid as a drawing: cells with their fills and outlines, rulers, and a caption above."""

from __future__ import annotations

from collections.abc import Iterator

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
    """Places and widths of the columns, places and height of the rows, and what stands above and left of them."""

    lefts: tuple[float, ...]
    widths: tuple[float, ...]
    tops: tuple[float, ...]
    row: float
    top: float
    caption: list[Spans]

    @property
    def width(self) -> float:
        return self.lefts[-1] + self.widths[-1]


def grid_drawn(grid: Grid, caption: int) -> Drawn:
    """A grid; its caption may be as wide as the grid, and in any case so wide."""
    plan = _plan(grid, caption)
    captions = max((wide(Kind.CAPTION, width_of(line)) for line in plan.caption), default=0)
    gap = CELL_GAP if grid.ruled else 0
    return Drawn(max(plan.width, captions) + 2, plan.tops[-1] + plan.row + gap, _shapes(grid, plan))


def _plan(grid: Grid, caption_width: int) -> _Plan:
    ruler = max(wide(Kind.RULER, width_of(spans(line))) for line in (grid.corner, *(label for label, _ in grid.rows)))
    widths = _column_widths(grid)
    gap = CELL_GAP if grid.ruled else 0
    lefts = [ruler + 10]
    for number, width in enumerate(widths[:-1], start=1):
        lefts.append(lefts[-1] + width + gap + BLOCK_GAP * (number in grid.block_starts))
    lines = max(len(cell.lines) for _, cells in grid.rows for cell in cells)
    row = max(CELL_SIDE, LINE * lines + 14) if grid.ruled else LINE + 5
    room = max(lefts[-1] + widths[-1], caption_width)
    caption = fold(prose(grid.caption), int(room / wide(Kind.CAPTION, 1))) if grid.caption else []
    top = CAPTION_LINE * len(caption) + RULER_HEIGHT * (1 + bool(grid.blocks))
    tops: list[float] = []
    place: float = top
    for number in range(len(grid.rows)):
        place += BLOCK_GAP * (number in grid.starts)
        tops.append(place)
        place += row + gap
    return _Plan(tuple(lefts), tuple(widths), tuple(tops), row, top, caption)


def _column_widths(grid: Grid) -> list[float]:
    """All columns as wide as the widest, unless that makes the grid very wide: diagonals are straight then."""
    columns = zip(*(cells for _, cells in grid.rows), strict=True)
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


def _shapes(grid: Grid, plan: _Plan) -> Iterator[Shape]:
    for number, caption in enumerate(plan.caption, start=1):
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
