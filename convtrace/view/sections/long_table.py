"""The rows of a long table in runs: positions with one status, a line of the picture at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache, partial
from typing import TypeAlias

from convtrace.document.blocks import Line, TableRow, TableRun
from convtrace.document.slots import slot_text
from convtrace.law.axis import Unknown
from convtrace.trace.runs import Run, fastest_axis, runs
from convtrace.trace.status import Row, Status, Step
from convtrace.trace.table_rows import Rows
from convtrace.values.exact import number_text
from convtrace.values.formula import Formula, Slot
from convtrace.values.same import Same
from convtrace.view.roles import Roles

# the summed index, the one met, plugged in and solved; then the number that a reason names, or what a sum gets
Columns: TypeAlias = "tuple[Same[Formula] | Same[str] | Same[Line], ...]"
SLOTS, LAST = tuple(map(Slot, range(3))), 3
COLUMNS_KEPT = 16
# rows that are written sooner one by one
SHORT = 3


def long_rows(
    roles: Roles, rows: Rows, table_row: Callable[..., TableRow], outcome: Callable[[Row], Line]
) -> Iterator[TableRow | TableRun]:
    """The rows of the table, one group for each row of the picture; `table_row` writes one, `outcome` its last cell."""
    axis = fastest_axis(rows)
    columns = lru_cache(COLUMNS_KEPT)(partial(_columns, roles, axis))
    previous = None
    for run in runs(rows):
        line = tuple(getattr(step, roles.summed.unknown) for step in run.slower)
        starts = previous not in (None, line)
        previous = line
        first = rows.row(run.steps(0))
        match first.status if len(run.along) > SHORT else None:
            case Status.VALID:
                each = (rows.row(run.steps(place)) for place in range(len(run.along)))
                last = [outcome(row) for row in each]
                cells = (*_products(roles, axis, run), (*last[0][:-1], slot_text(LAST)))
                added = Same(part[-1:] for part in last)
                yield TableRun(cells=cells, columns=(*columns(run.along, "k")[:LAST], added), starts_group=starts)
            case Status.NO_KERNEL | Status.BETWEEN_TAPS as status:
                named = "k" if status is Status.NO_KERNEL else roles.met.unknown
                cells = (*_products(roles, axis, run), _reason(roles, axis, run, named, table_row))
                yield TableRun(cells=cells, columns=columns(run.along, named), starts_group=starts)
            case _:
                yield table_row(first, starts_group=starts)
                others = (rows.row(run.steps(place)) for place in range(1, len(run.along)))
                yield from map(table_row, others)


def _products(roles: Roles, axis: int, run: Run) -> tuple[Line, Line]:
    """Plugged in and solved at the first position, with slots for what the others have on the fastest axis."""
    parts = [roles.parts(*each) for each in enumerate(run.steps(0))]
    parts[axis] = SLOTS
    plugged, solved = roles.filled(parts)
    return (plugged,), (solved,)


def _reason(roles: Roles, axis: int, run: Run, named: Unknown, table_row: Callable[..., TableRow]) -> Line:
    """The reason at the first position, with a slot for the number that the others have in its place."""
    step = run.along[0]
    if named != "k" or step.k not in roles.problem.kernel.ranges[axis]:
        # a number that stands for a slot wherever it is written
        step = Step(**{**step._asdict(), named: int(slot_text(LAST))})
    return table_row(Row(run._replace(along=Same([step])).steps(0), None)).cells[-1]


def _columns(roles: Roles, axis: int, along: Same[Step], named: Unknown) -> Columns:
    """What fills the slots at each step of the fastest axis."""
    indices = zip(*(roles.parts(axis, step) for step in along), strict=True)
    return *map(Same, indices), Same(number_text(getattr(step, named)) for step in along)
