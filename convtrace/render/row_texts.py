"""The rows of a table as texts, whatever the format: those of a run are written once, and filled in."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

from convtrace.document.blocks import Line, TableRow, TableRun
from convtrace.document.slots import with_slots
from convtrace.document.spelling import REMEMBERED
from convtrace.values.formula import Filled, Formula

if TYPE_CHECKING:
    from convtrace.values.same import Same

COLUMNS_KEPT = 64


def row_texts(
    rows: Iterable[TableRow | TableRun], line: Callable[[Line], str], index: Callable[[Formula], str]
) -> Iterator[tuple[bool, list[str]]]:
    """For each row whether it starts a group, and its cells; a format says how it writes lines, and indices in them."""

    @lru_cache(REMEMBERED)
    def text(part: Formula | str | Line) -> str:
        match part:
            case str():
                return line((part,))
            case tuple() if not isinstance(part, Filled):
                return line(part)
            case _:
                return index(part)

    @lru_cache(COLUMNS_KEPT)
    def texts(column: Same[Formula] | Same[str] | Same[Line]) -> list[str]:
        return [*map(text, column)]

    for row in rows:
        if isinstance(row, TableRow):
            yield row.starts_group, [*map(line, row.cells)]
            continue
        cells = [with_slots(line(cell)).format for cell in row.cells]
        starts = row.starts_group
        for filling in zip(*map(texts, row.columns), strict=True):
            yield starts, [cell(*filling) for cell in cells]
            starts = False
