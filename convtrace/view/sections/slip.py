"""The derivation of one output beside which something slipped, with the row of the slip marked."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from convtrace.document.blocks import Block, Paragraph, Table, TableRow, line_text
from convtrace.document.plain import plain
from convtrace.search.explanation import Explanation, Slip
from convtrace.search.outputs import problem_at
from convtrace.search.question import Question, index_of
from convtrace.trace.derivation import derive
from convtrace.view.convention_words import entry
from convtrace.view.sections.table import table


def slip_table(question: Question, found: Explanation, slip: Slip, differing: Collection[int]) -> Iterator[Block]:
    """The derivation of one output that differs, with the row of the slip marked."""
    output = slip.at if slip.kind == "term" else index_of(min(differing), question.output_shape)
    problem = problem_at(question, found, output)
    if problem is None:
        return
    before = "" if found.scale == 1 and not found.offset else ", before the factor and the constant"
    yield Paragraph((f"How {entry('y', output)} comes about{before}:",))
    marked = [entry("x", slip.pixel or ())] if slip.kind == "term" else []
    marked += [entry("x", slip.at)] if slip.kind == "pixel" else []
    if slip.kind == "row":
        marked += [entry("x", (*slip.at, column)) for column in range(question.image_shape[-1])]
    weights = [slip.at, *slip.others] if slip.kind in ("weight", "weights") else []
    for block in table(derive(problem)):
        if isinstance(block, Table):
            rows = tuple(_marked(row, marked, [entry("h", index) for index in weights], slip) for row in block.each())
            yield block.replace(rows=rows, widest=rows, height=len(rows))
        else:
            yield block


def _marked(row: TableRow, pixels: Sequence[str], weights: Sequence[str], slip: Slip) -> TableRow:
    """The row with an arrow where its term is the one of the slip."""
    solved = line_text(row.cells[1], str, plain)
    if not any(solved.startswith(f"{name}·") for name in pixels) and not any(name in solved for name in weights):
        return row
    what = {0: "missing", 2: "twice", -1: "wrong sign"}[slip.times] if slip.kind == "term" else "misread"
    return row.replace(cells=(*row.cells[:-1], (*row.cells[-1], f"  ← {what}")))
