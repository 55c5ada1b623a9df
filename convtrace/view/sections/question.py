"""One value as a question: what is given, and blanks for what follows from it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from convtrace.document.blocks import Block, Cell, Equation, Grids, Line, Table, TableRow
from convtrace.trace.derivation import Derivation
from convtrace.trace.problem import Problem
from convtrace.trace.status import Index
from convtrace.values.formula import Chain, Value
from convtrace.values.limits import MAX_MEASURED_ROWS
from convtrace.view.amounts import value_formula
from convtrace.view.grids import drawable
from convtrace.view.roles import Roles
from convtrace.view.sections.equation import definition
from convtrace.view.sections.setup import kernel_setup
from convtrace.view.sections.table import table

BLANK: Line = ("",)


def question(derivation: Derivation) -> Iterator[Block]:
    """The sum, what is given, the table with its indices and weights left blank, and the value that is asked for."""
    problem = derivation.problem
    yield Equation(definition(problem))
    yield from kernel_setup(problem)
    yield from _pixels(problem)
    if len(derivation.rows) <= MAX_MEASURED_ROWS:
        # what stands below the table counts what is valid
        above_and_table = islice(table(derivation), 2)
        yield from (_blank(block) if isinstance(block, Table) else block for block in above_and_table)
    yield asked_value(derivation)


def asked_value(derivation: Derivation) -> Equation:
    """The value that is asked for, with a question mark."""
    roles = Roles(derivation.problem)
    return Equation(Chain(roles.asked, (("=", Value("?")),)))


def _pixels(problem: Problem) -> Iterator[Block]:
    """The image, where it has values."""
    image = Roles(problem).of["i"]

    def cell(pixel: Index) -> Cell:
        value = image.value(pixel)
        return Cell((BLANK if value is None else (value_formula(value),),))

    if problem.pixels is not None and drawable(problem.image):
        yield Grids(tuple(image.grids(problem.image, cell, (image.words.caption,))))


def _blank(block: Table) -> Table:
    """The table in which all but the first column is to be filled in."""
    rows = tuple(TableRow((row.cells[0], *(BLANK for _ in row.cells[1:])), row.starts_group) for row in block.each())
    return block.replace(rows=rows, widest=rows)
