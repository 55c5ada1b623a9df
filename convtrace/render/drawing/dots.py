"""A matrix as a drawing with a dot for each cell that is not empty, in the colour of what stands in it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from convtrace.document.spans import Role, Span
from convtrace.document.sparse_matrix import SparseMatrix
from convtrace.render.drawing.shapes import Box, Drawn, Kind, Path, Shape, lettered, wide
from convtrace.render.lines.layout import Spans, spans, width_of
from convtrace.render.pastels import deep, hexadecimal
from convtrace.values.formula import Formula

LARGEST_CELL, HIGHEST = 16, 900
SMALLEST_DOT, SMALLEST_BAND = 1, 5
# blocks so small would hide their cells under the lines between them
SMALLEST_BLOCK = 8
HEAD, LABEL_HEIGHT = 24, 16
COLORS = 48


def dots_drawn(matrix: SparseMatrix, room: int) -> Drawn:
    """The matrix in so much room, with the names of its first and last row and column, and of the row asked for."""
    rows = dict(_named(matrix))
    ruler = max(wide(Kind.RULER, width_of(label)) for label in rows.values()) + 10
    side = min(LARGEST_CELL, (room - ruler) / matrix.width, HIGHEST / matrix.height)
    columns = [*matrix.column_names()]
    ends = wide(Kind.RULER, sum(width_of(spans((name,))) for name in (columns[0], columns[-1])) + 2)
    width = max(ruler + side * matrix.width, ruler + ends)
    return Drawn(width, HEAD + side * matrix.height + 1, _shapes(matrix, rows, columns, ruler, side))


def _named(matrix: SparseMatrix) -> Iterator[tuple[int, Spans]]:
    """The rows that have a label, the one that is asked for first."""
    for place, name in enumerate(matrix.row_names()):
        if place == matrix.marked:
            yield place, [Span("→ ", Role.PLAIN), *spans((name,))]
        elif place in (0, matrix.height - 1):
            yield place, spans((name,))


def _shapes(
    matrix: SparseMatrix, rows: dict[int, Spans], columns: list[Formula], ruler: float, side: float
) -> Iterator[Shape]:
    width, height = side * matrix.width, side * matrix.height
    yield from lettered(spans((columns[0],)), Kind.RULER, ruler, HEAD - 8)
    right = max(ruler + width, ruler + wide(Kind.RULER, width_of(spans((columns[0],))) + 2))
    if matrix.width > 1:
        yield from lettered(spans((columns[-1],)), Kind.RULER, right, HEAD - 8, "end")
    if matrix.marked is not None:
        band = max(side, SMALLEST_BAND)
        top = HEAD + side * (matrix.marked + 0.5) - band / 2
        yield Box("marked", ruler, round(top, 1), width, band, radius=0)
    taken: list[float] = []
    for place, label in sorted(rows.items(), key=lambda row: row[0] != matrix.marked):
        base = HEAD + side * (place + 0.5) + 4
        if all(abs(base - other) >= LABEL_HEIGHT for other in taken):
            taken.append(base)
            yield from lettered(label, Kind.RULER, ruler - 10, round(base, 1), "end")
    yield from (Path("rule", ruler, HEAD, side, 0.7 / side, lines) for lines in _lines(matrix, side))
    for color, dots in sorted(_dots(matrix).items()):
        size = max(1, SMALLEST_DOT / side)
        yield Path(
            "dots", ruler, HEAD, side, size, "".join(f"{dot}h{size:.3g}" for dot in dots), hexadecimal(deep(color))
        )
    yield Box("cell", ruler, HEAD, width, height, radius=0)


def _lines(matrix: SparseMatrix, side: float) -> Iterator[str]:
    """The lines between blocks."""
    high, wide_ = matrix.block
    rows = range(high, matrix.height, high) if high * side >= SMALLEST_BLOCK else ()
    columns = range(wide_, matrix.width, wide_) if wide_ * side >= SMALLEST_BLOCK else ()
    lines = [*(f"M0 {row}H{matrix.width}" for row in rows), *(f"M{column} 0V{matrix.height}" for column in columns)]
    if lines:
        yield "".join(lines)


def _dots(matrix: SparseMatrix) -> dict[float, list[str]]:
    """The places of the dots of each colour."""
    last = max(1, len(matrix.values) - 1)
    shades = [round(place / last * COLORS) / COLORS for place in range(len(matrix.values))]
    found: dict[float, list[str]] = defaultdict(list)
    for row, line in enumerate(matrix.lines()):
        for column, places in line.items():
            found[shades[places[0]]].append(f"M{column} {row + 0.5:g}")
    return found
