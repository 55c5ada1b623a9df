"""Long tables: their runs are the rows of a short table, and formats write them as they write single rows."""

from __future__ import annotations

from types import ModuleType
from typing import Any

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from convtrace.document.blocks import Document, Table, TableRow, TableRun, Target
from convtrace.render.formats import anki, html, latex, markdown, terminal, text
from convtrace.trace import runs
from convtrace.trace.derivation import derive
from convtrace.trace.pose import pose
from convtrace.trace.problem import Problem
from convtrace.view.sections import long_table
from convtrace.view.sections import table as section
from tests.support.effort import EXAMPLES
from tests.support.strategies import gradients, problems

WIDE: dict[str, Any] = {"at": (1, 1), "image": "16x16", "window": "all"}


def table_of(problem: Problem, short: int) -> Table:
    """The table of a problem, in runs where it has more rows than `short`."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(section, "MAX_MEASURED_ROWS", short)
        patch.setattr(long_table, "SHORT", 0)
        found = next(block for block in section.table(derive(problem)) if isinstance(block, Table))
        return found.replace(rows=[*found.rows])


@given(st.one_of(problems(steps=True), gradients()))
@example(pose("conv", pixel=(3, 3), image="7x7", pad="symmetric", mode="same", window="all"))
@example(pose("conv", at=(-4, -4), image="7x7", window="all"))
@example(pose("xcorr", at=(1, 1), image="5x5", kernel="3x3", pad="edge", dilation=2, window="all"))
@settings(max_examples=EXAMPLES)
def test_runs_have_the_rows_of_a_short_table(problem: Problem) -> None:
    assume(None not in problem.at)
    assert [*table_of(problem, -1).each()] == [*table_of(problem, 10**9).each()]


def test_a_line_that_is_not_held_in_memory_has_the_same_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    problem = pose("conv", at=1, image=40, window="all")
    whole = [*table_of(problem, -1).each()]
    monkeypatch.setattr(runs, "BLOCK", 7)
    assert [*table_of(problem, -1).each()] == whole


@pytest.mark.parametrize("unicode", [True, pytest.param(False, marks=pytest.mark.no_cover)])
@pytest.mark.parametrize("form", [anki, html, latex, markdown, terminal, text])
@pytest.mark.parametrize(
    "problem",
    [
        pose("conv", **WIDE),
        pose("conv", **WIDE, dilation=2, stride=3, axes="rc"),
        pose("conv", at=(1, 1), kernel="1 1/2 a; 0 2 -1; alpha 1 1", image="16x16", window="all", pad="edge"),
    ],
    ids=["plain", "steps", "values"],
)
def test_formats_write_runs_as_they_write_rows(problem: Problem, form: ModuleType, unicode: bool) -> None:
    table = table_of(problem, 0)
    rows = table.replace(rows=tuple(table.each()))
    assert TableRun in {*map(type, table_of(problem, 0).rows)}
    for target in (Target(unicode=unicode), Target(unicode=unicode, colors=16, width=50)):
        in_runs = "".join(form.render(_page(table_of(problem, 0)), target))
        assert in_runs == "".join(form.render(_page(rows), target))


def _page(table: Table) -> Document:
    return Document([table], tuple, dict)


def test_a_marked_row_of_a_long_table_is_marked() -> None:
    derivation = derive(pose("conv", **{**WIDE, "image": "60x60"}))
    valid = next(row for row in derivation.rows if row.weight is not None)
    marks: section.Marks = {((*valid.output,), (*valid.kernel_index,)): "here"}
    (table,) = (block for block in section.table(derivation, marks) if isinstance(block, Table))
    assert table.height == 60 * 60
    assert [str(row.cells[-1]).count("← here") for row in table.each() if "←" in str(row.cells[-1])] == [1]


def test_a_line_of_many_positions_is_one_run() -> None:
    found = [row for row in table_of(pose("conv", **WIDE), 0).rows if isinstance(row, TableRun)]
    assert len(found) == 16 * 3
    assert sum(len(run.columns[0]) for run in found) == 16 * 16


def test_a_few_positions_are_written_one_by_one() -> None:
    rows = next(block for block in section.table(derive(pose("conv", **WIDE, dilation=2))) if isinstance(block, Table))
    assert {*map(type, rows.rows)} == {TableRow}
