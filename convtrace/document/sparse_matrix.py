"""A matrix whose cells are mostly empty, for formats that write it row by row: as code, in values, as a picture."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from convtrace.values.formula import Formula
from convtrace.values.frozen import Frozen


class SparseMatrix(Frozen):
    """The cells of a matrix by their places, counted from 0: `lines` gives those of each row when it is called.

    A row has, for the column of each cell that is not empty, the numbers of what is added up in it, of `values`.
    `row_names` and `column_names` give the indices; `block` has the rows and columns that belong together, and
    `marked` is the row that is asked for. `product` says, as Python does, what it is good for.
    """

    name: str
    height: int
    width: int
    values: Sequence[Formula]
    lines: Callable[[], Iterator[Mapping[int, Sequence[int]]]]
    row_names: Callable[[], Iterator[Formula]]
    column_names: Callable[[], Iterator[Formula]]
    block: tuple[int, int]
    marked: int | None = None
    product: str = ""
