"""runs(rows) → the rows of a table by what is the same in them, so that what is written of a run is made once."""

from __future__ import annotations

from bisect import bisect
from collections import deque
from collections.abc import Iterator
from functools import lru_cache, partial
from itertools import groupby

from convtrace.law.index_order import ORDERS, Order
from convtrace.trace.status import Row, Step, step_at
from convtrace.trace.table_rows import Rows, reading_key
from convtrace.values.limits import MAX_COPIED_SIDE
from convtrace.values.named_tuple import NamedTuple
from convtrace.values.same import Same

# positions of a line of which runs are made at once, and of how many such blocks they are kept
BLOCK, BLOCKS_KEPT = 1024, 4


class Run(NamedTuple):
    """Neighbouring positions that differ on the fastest axis alone, where they have one status.

    The steps of the `slower` axes are in array order.
    """

    order: Order
    slower: tuple[Step, ...]
    along: Same[Step]

    def steps(self, place: int) -> tuple[Step, ...]:
        """The steps of one position."""
        return self.order.array((*self.slower, self.along[place]))

    def part(self, start: int, stop: int) -> Run:
        """Some of the positions."""
        return self._replace(along=Same(self.along[start:stop]))


def fastest_axis(rows: Rows) -> int:
    """The axis along which a line of the picture runs."""
    return _axes(rows)[-1]


def runs(rows: Rows) -> Iterator[Run]:
    """All rows in runs, and each row beside the window by itself.

    >>> from convtrace.trace.derivation import derive
    >>> from convtrace.trace.pose import pose
    >>> rows = derive(pose("conv", at=1, image=9, window="all")).rows
    >>> [[step.i for step in run.along] for run in runs(rows)]
    [[-4, -3, -2, -1], [0, 1, 2], [3, 4]]
    """
    key, waiting = partial(reading_key, rows.problem), deque(rows.overhang)
    for whole in _runs_of_window(rows):
        run = whole
        while waiting and key(rows.row(run.steps(-1))) > key(waiting[0]):
            places = range(len(run.along))
            before = bisect(places, key(waiting[0]), key=lambda place: key(rows.row(run.steps(place))))
            yield from [run.part(0, before)] if before else []
            yield _alone(rows, waiting.popleft())
            run = run.part(before, len(run.along))
        yield run
    yield from (_alone(rows, row) for row in waiting)


def _alone(rows: Rows, row: Row) -> Run:
    *slower, fastest = rows.problem.order.array(row.steps)
    return Run(rows.problem.order, tuple(slower), Same([fastest]))


def _axes(rows: Rows) -> tuple[int, ...]:
    return rows.problem.order.array(tuple(range(len(rows.window))))


def _runs_of_window(rows: Rows) -> Iterator[Run]:
    """The runs of the window's rows; those of a line are made once where there is room for them."""
    problem = rows.problem
    *outer, axis = _axes(rows)
    side, elements = rows.window[axis], problem.kernel.ranges[axis]

    @lru_cache(BLOCKS_KEPT)
    def along(start: int) -> list[Same[Step]]:
        steps = (step_at(problem, axis, position) for position in side[start : start + BLOCK])
        return [Same(same) for _, same in groupby(steps, lambda step: (step.status, step.k in elements))]

    known = [lru_cache(MAX_COPIED_SIDE)(partial(step_at, problem, each)) for each in outer]
    lines = ORDERS["rc"].reading(tuple(rows.window[each] for each in outer)) if outer else [()]
    for line in lines:
        slower = tuple(step(position) for step, position in zip(known, line, strict=True))
        for start in range(0, len(side), BLOCK):
            yield from (Run(problem.order, slower, same) for same in along(start))
