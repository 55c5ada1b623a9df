"""Section 3: every pixel of the window, plugged in, solved, and its weight or the reason why it has none."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import prod
from typing import TYPE_CHECKING

from convtrace.blocks import Block, Line, Mark, Paragraph, Table, TableRow
from convtrace.derivation import Derivation, Row, Rows, Status
from convtrace.notation import Entry, Formula, Number, Product, Value, interval, number, plain
from convtrace.problem import Problem
from convtrace.view import words
from convtrace.view.equation import arguments

if TYPE_CHECKING:
    from fractions import Fraction


def table(derivation: Derivation) -> Iterator[Block]:
    problem, rows = derivation.problem, derivation.rows
    yield Paragraph(
        (f"Every pixel with {words.shown(words.image_symbols(problem), rows.window)}{_besides(derivation)}:",)
    )
    head = (("plugged in",), ("solved",), ("weight, or why there is none",))
    widest = tuple(_table_row(problem, row) for row in rows.widest())
    yield Table(head, _grouped(problem, rows), len(rows), widest)
    yield Paragraph((_count(derivation),))


def plugged(problem: Problem, row: Row) -> Formula:
    """x[0,0]·h[1−0, 1−0]: the numbers in their places."""
    numbers = tuple(map(Number, row.pixel))
    index = arguments(problem, tuple(map(Number, problem.output)), numbers)
    return Product((Entry("x", numbers), Entry("h", index, plugged=True)))


def solved(row: Row) -> Formula:
    """x[0,0]·h[1,1]: the same worked out."""
    return Product((words.entry("x", row.pixel), Entry("h", tuple(map(Number, row.kernel_index)))))


def reason(problem: Problem, row: Row) -> str | None:
    """Why the pixel has no weight: −2 is outside −1…1."""
    match row.status:
        case Status.VALID:
            return None
        case Status.NO_PIXEL:
            return f"{plain(words.entry('x', row.pixel))} is outside the image"
        case Status.NO_KERNEL:
            taps = problem.kernel.ranges
            return _outside([(step.k, side) for step, side in zip(row.steps, taps, strict=True) if step.k not in side])
        case Status.BETWEEN_TAPS:  # pragma: no branch -- mypy proves the match exhaustive
            between = [number(step.k) for step in row.steps if step.status is Status.BETWEEN_TAPS]
            return f"{words.listed(between)} {'is' if len(between) == 1 else 'are'} between two elements"


def _outside(faults: Sequence[tuple[int | Fraction, range]]) -> str:
    """−2 is outside −1…1, and the same range named once where it serves both axes."""
    by_range: dict[range, list[str]] = {}
    for index, side in faults:
        by_range.setdefault(side, []).append(number(index))
    return words.listed(
        [
            f"{words.listed(found)} {'is' if len(found) == 1 else 'are'} outside {interval(side[0], side[-1])}"
            for side, found in by_range.items()
        ]
    )


def _table_row(problem: Problem, row: Row, starts_group: bool = False) -> TableRow:
    why = reason(problem, row)
    last: Line = (Mark.YES, " ", Value(row.weight)) if row.weight is not None else (Mark.NO, f" {why}")
    return TableRow(((plugged(problem, row),), (solved(row),), last), starts_group)


def _grouped(problem: Problem, rows: Rows) -> Iterator[TableRow]:
    """One group for each row of the image."""
    previous = None
    for row in rows:
        line = problem.order.array(row.pixel)[:-1]
        yield _table_row(problem, row, starts_group=previous not in (None, line))
        previous = line


def _besides(derivation: Derivation) -> str:
    if not derivation.rows.overhang:
        return ""
    return ", and every kernel element that meets no pixel"


def _count(derivation: Derivation) -> str:
    """How many of the rows are valid, and how many pixels the table leaves out."""
    sides = zip(derivation.patch, derivation.window, strict=True)
    valid = prod(sum(i in side for i in patch.along("i")) for patch, side in sides)
    total = len(derivation.rows)
    counts = f"{valid} valid, {total - valid} not."
    if valid == len(derivation.terms):
        return counts
    return f"{counts} The window leaves out {words.counted(len(derivation.terms) - valid, 'pixel')} that the sum uses."
