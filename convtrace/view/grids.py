"""Grids of the image and of the kernel, as they lie in the picture, one grid per slice."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import product
from math import prod
from operator import contains

from convtrace.document.blocks import Cell, Grid, Inline, Line, Paragraph
from convtrace.law.index_order import Order
from convtrace.trace.status import Index
from convtrace.values.exact import number_text
from convtrace.values.formula import Symbol
from convtrace.values.limits import MAX_CELLS_DRAWN


def slices(
    order: Order,
    names: tuple[Symbol, ...],
    positions: tuple[Sequence[int], ...],
    cell: Callable[[Index], Cell],
    caption: Line = (),
    ruled: bool = True,
    rulers: Sequence[Callable[[int], Line]] = (),
) -> Iterator[Grid]:
    """One grid for each slice, rows downwards and columns to the right; a lone axis is one row.

    `names`, `positions` and `rulers` are in index order; `cell` is asked for each index.
    """
    *slower_names, column_name = order.array(names)
    *slower, columns = order.array(positions)
    spell = order.array(tuple(rulers) or (_number,) * len(names))
    outer_names, row_name = slower_names[:-1], slower_names[-1:]
    outer, rows = slower[:-1], slower[-1:]
    corner = (*(part for name in row_name for part in (name, "↓ ")), column_name, "→")
    for place in product(*outer):
        lines = tuple(
            (
                tuple(part for index, ruler in zip(row, spell[-2:-1], strict=True) for part in ruler(index)),
                tuple(cell(order.array((*place, *row, column))) for column in columns),
            )
            for row in product(*rows)
        )
        heads = tuple(map(spell[-1], columns))
        slice_of = _place(outer_names, place, spell[: len(place)], after=bool(caption))
        yield Grid(caption=(*caption, *slice_of), corner=corner, columns=heads, rows=lines, ruled=ruled)


def levelled(grid: Grid) -> Grid:
    """The grid whose cells have as many lines as the highest one, those of each in its middle."""
    height = max(len(cell.lines) for _, cells in grid.rows for cell in cells)

    def filled(cell: Cell) -> Cell:
        above = (height - len(cell.lines)) // 2
        return cell.replace(lines=(((),) * above + cell.lines + ((),) * height)[:height])

    return grid.replace(rows=tuple((label, tuple(map(filled, cells))) for label, cells in grid.rows))


def drawable(*boxes: tuple[range, ...]) -> bool:
    """True where the boxes have so few cells that each of them can be drawn.

    >>> drawable((range(7), range(7))), drawable((range(99), range(99)))
    (True, False)
    """
    return all(prod(map(len, box)) <= MAX_CELLS_DRAWN for box in boxes)


def not_drawn(what: str, box: tuple[range, ...]) -> Paragraph:
    """The sentence in the place of a drawing."""
    why = f"it would have {prod(map(len, box))} cells, more than {MAX_CELLS_DRAWN}"
    return Paragraph((f"The drawing of {what} is left out: {why}.",))


def lies_in(place: Index, ranges: Sequence[range]) -> bool:
    """True where the place is within the range of each axis."""
    return all(map(contains, ranges, place))


def shade(order: Order, index: Index, ranges: tuple[range, ...]) -> float:
    """A colour for each element, from 0 to 1 in reading order."""
    return order.position(index, ranges) / max(1, prod(map(len, ranges)) - 1)


def _number(index: int) -> Line:
    return (number_text(index),)


def _place(names: Sequence[Symbol], place: Index, spell: Sequence[Callable[[int], Line]], after: bool) -> Line:
    """The index of a slice: k = −1, l = 0."""
    parts: list[Inline] = []
    for name, index, ruler in zip(names, place, spell, strict=True):
        parts += [", ", name, " = ", *ruler(index)]
    return tuple(parts if after else parts[1:])
