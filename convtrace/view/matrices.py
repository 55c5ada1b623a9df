"""A matrix as it is drawn: a grid with a block for each line of an array, and what its letters are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import reduce
from itertools import islice
from math import prod

from convtrace.document.blocks import Block, Cell, Grid, Grids, Line, Tone
from convtrace.law.axis import Unknown
from convtrace.trace.derivation import Term
from convtrace.trace.matrix import Matrix
from convtrace.trace.problem import Problem
from convtrace.trace.status import Index
from convtrace.values.exact import combined, number_text
from convtrace.values.formula import Array, Formula
from convtrace.view.amounts import value_formula
from convtrace.view.grids import drawable, not_drawn, shade
from convtrace.view.roles import Roles

ARRAYS: dict[Unknown, Array] = {"m": "y", "i": "x", "k": "h"}
# a cell that has no product
NOTHING = "."
LETTERS_NAMED = 2


def drawn(whole: Matrix, name: str) -> Iterator[Block]:
    """A matrix as a grid whose blocks are the lines of the arrays; or a sentence where it is too large."""
    box = (range(len(whole.rows)), range(len(whole.columns)))
    if not drawable(box):
        yield not_drawn(f"{name}, which --format json has,", box)
        return
    problem, order = whole.problem, whole.problem.order
    across = Roles(problem).of[whole.across]
    fastest = order.array(tuple(range(len(problem.at))))[-1]
    side, letter = across.ranges[fastest], across.letters[fastest]
    rows = tuple(
        ((entry(problem, whole.down, row),), tuple(_cell(whole, row, column) for column in whole.columns))
        for row in whole.rows
    )
    one_axis = len(problem.at) == 1
    lines: list[Line] = []
    for first in whole.columns[:: len(side)]:
        shared = tuple(letter if axis == fastest else number for axis, number in enumerate(first))
        lines.append((problem.named(ARRAYS[whole.across], problem.shown(whole.across, shared)),))
    grid = Grid(
        caption=(),
        corner=(letter, "→"),
        columns=tuple((number_text(number),) for _ in lines for number in side),
        rows=rows,
        ruled=False,
        blocks=tuple((line, len(side)) for line in lines),
        block_height=0 if one_axis else len(Roles(problem).of[whole.down].ranges[fastest]),
    )
    yield Grids((grid,))


def entry(problem: Problem, unknown: Unknown, index: Index) -> Formula:
    """One element by its name: y[0,0], x[0,0] or h[0,0]."""
    return problem.named(ARRAYS[unknown], problem.shown(unknown, index))


def _cell(whole: Matrix, row: Index, column: Index) -> Cell:
    """What stands where a row and a column meet: a weight, a sum of weights, or a pixel."""
    terms = whole.cells.get((row, column), ())
    if not terms:
        return Cell(((NOTHING,),))
    line: Line = (_sum(whole.problem, whole.inside, terms),)
    asked = whole.output in (None, terms[0].output)
    if not asked:
        return Cell((line,))
    kernel = whole.problem.kernel.ranges
    return Cell((line,), Tone.PATCH, shade(whole.problem.order, terms[0].kernel_index, kernel))


def _sum(problem: Problem, inside: Unknown, terms: Iterable[Term]) -> Formula:
    """What the products of a cell have in common with none of the others: weights, or pixels, added up."""
    if inside == "k":
        return added(value_formula(term.weight) for term in terms)
    return added(_pixel(problem.replace(at=term.output), term) for term in terms)


def _pixel(problem: Problem, term: Term) -> Formula:
    """The value of a pixel where it has one, or else its name."""
    value = problem.pixel(term.pixel)
    return entry(problem, "i", term.pixel) if value is None else value_formula(value)


def added(values: Iterable[Formula]) -> Formula:
    """The sum of what stands in one cell: a number where all are numbers."""
    return reduce(lambda left, right: combined(left, "+", right), values)


def letters_line(problem: Problem) -> Iterator[Formula | str]:
    """The first letters of the kernel, each with its element: a is h[−1,−1], b is h[0,−1]."""
    elements = [*islice(problem.order.reading(problem.kernel.ranges), LETTERS_NAMED)]
    for number, index in enumerate(elements):
        yield from (", ",) if number else ()
        yield from (value_formula(problem.kernel.weight(index)), " is ", entry(problem, "k", index))
    if len(elements) < prod(map(len, problem.kernel.ranges)):
        yield ", …"
    else:
        yield "."
