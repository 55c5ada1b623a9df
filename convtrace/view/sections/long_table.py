"""The rows of a long table in runs: positions without a kernel element, a line of the picture at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache, partial
from typing import TypeAlias

from convtrace.document.blocks import Line, TableRow, TableRun
from convtrace.document.spelling import slot_text
from convtrace.law.axis import Unknown
from convtrace.trace.runs import Run, fastest_axis, runs
from convtrace.trace.status import Row, Status, Step
from convtrace.trace.table_rows import Rows
from convtrace.values.exact import number_text
from convtrace.values.formula import Formula, Slot
from convtrace.values.same import Same
from convtrace.view.roles import Roles

# the summed index, the one met, plugged in and solved, and the number that a reason names
Columns: TypeAlias = "tuple[Same[Formula] | Same[str], ...]"
SLOTS, NUMBER = tuple(map(Slot, range(3))), 3
COLUMNS_KEPT = 16
# rows that are written sooner one by one
SHORT = 3


def long_rows(roles: Roles, rows: Rows, table_row: Callable[..., TableRow]) -> Iterator[TableRow | TableRun]:
    """The rows of the table, one group for each row of the picture; `table_row` writes a single one."""
    axis = fastest_axis(rows)
    columns = lru_cache(COLUMNS_KEPT)(partial(_columns, roles, axis))
    previous = None
    for run in runs(rows):
        line = tuple(getattr(step, roles.summed.unknown) for step in run.slower)
        starts = previous not in (None, line)
        previous = line
        first = rows.row(run.steps(0))
        if len(run.along) > SHORT and first.status in (Status.NO_KERNEL, Status.BETWEEN_TAPS):
            named = "k" if first.status is Status.NO_KERNEL else roles.met.unknown
            cells = _cells(roles, axis, run, named, table_row)
            yield TableRun(cells=cells, columns=columns(run.along, named), starts_group=starts)
        else:
            yield table_row(first, starts_group=starts)
            others = (rows.row(run.steps(place)) for place in range(1, len(run.along)))
            yield from map(table_row, others)


def _cells(roles: Roles, axis: int, run: Run, named: Unknown, table_row: Callable[..., TableRow]) -> tuple[Line, ...]:
    """The line of the first position, with slots for what the others have in its place on the fastest axis."""
    step = run.along[0]
    parts = [roles.parts(*each) for each in enumerate(run.steps(0))]
    parts[axis] = SLOTS
    plugged, solved = roles.filled(parts)
    if named != "k" or step.k not in roles.problem.kernel.ranges[axis]:
        # a number that stands for a slot wherever it is written
        step = Step(**{**step._asdict(), named: int(slot_text(NUMBER))})
    *_, reason = table_row(Row(run._replace(along=Same([step])).steps(0), None)).cells
    return (plugged,), (solved,), reason


def _columns(roles: Roles, axis: int, along: Same[Step], named: Unknown) -> Columns:
    """What fills the slots at each step of the fastest axis."""
    indices = zip(*(roles.parts(axis, step) for step in along), strict=True)
    return *map(Same, indices), Same(number_text(getattr(step, named)) for step in along)
