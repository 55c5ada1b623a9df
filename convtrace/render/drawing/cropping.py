"""The part of a grid that is used, for narrow screens."""

from __future__ import annotations

from convtrace.document.blocks import Cell, Grid, Tone

USED = (Tone.PATCH, Tone.OUTSIDE)


def cropped(grid: Grid) -> Grid:
    """The rows and columns from the first to the last cell that is used or has a shade; all where there is none.

    >>> unused, used = Cell(((),)), Cell((("a",),), Tone.PATCH)
    >>> rows = ((("0",), (unused, unused)), (("1",), (unused, used)))
    >>> whole = Grid(caption=(), corner=(), columns=(("0",), ("1",)), rows=rows)
    >>> cropped(whole).columns, cropped(whole).rows == ((("1",), (used,)),)
    ((('1',),), True)
    """
    rows = [number for number, (_, cells) in enumerate(grid.rows) if any(map(_is_used, cells))]
    columns = [number for _, cells in grid.rows for number, cell in enumerate(cells) if _is_used(cell)]
    if not rows:
        return grid
    down, along = slice(rows[0], rows[-1] + 1), slice(min(columns), max(columns) + 1)
    kept = grid.part(along.start, along.stop)
    return kept.replace(rows=kept.rows[down])


def _is_used(cell: Cell) -> bool:
    return cell.tone in USED or cell.shade is not None
