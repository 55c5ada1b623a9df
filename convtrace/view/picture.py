"""Grids of the image and of the kernel, as they lie in the picture, one grid per slice."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import product

from convtrace.blocks import Cell, Grid, Line
from convtrace.notation import Chain, Number, Symbol, number
from convtrace.order import Order

Index = tuple[int, ...]


def slices(
    order: Order,
    names: tuple[Symbol, ...],
    positions: tuple[Sequence[int], ...],
    cell: Callable[[Index], Cell],
    caption: Line = (),
    ruled: bool = True,
) -> Iterator[Grid]:
    """One grid for each slice, rows downwards and columns to the right; a lone axis is one row.

    `names` and `positions` are in index order; `cell` is asked for each index.
    """
    *slower_names, column_name = order.array(names)
    *slower, columns = order.array(positions)
    outer_names, row_name = slower_names[:-1], slower_names[-1:]
    outer, rows = slower[:-1], slower[-1:]
    corner = (*(part for name in row_name for part in (name, "↓ ")), column_name, "→")
    for place in product(*outer):
        lines = tuple(
            (tuple(map(number, row)), tuple(cell(order.array((*place, *row, column))) for column in columns))
            for row in product(*rows)
        )
        rulers = tuple((number(column),) for column in columns)
        yield Grid((*caption, *_place(outer_names, place, after=bool(caption))), corner, rulers, lines, ruled)


def _place(names: Sequence[Symbol], place: Index, after: bool) -> Line:
    """Which slice this is: k = −1, l = 0."""
    parts: list[str | Chain] = []
    for name, index in zip(names, place, strict=True):
        parts += [", ", Chain(name, (("=", Number(index)),))]
    return tuple(parts if after else parts[1:])
