"""A matrix as it is drawn: a grid with a block for each line of an array, and what its letters are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import reduce
from itertools import accumulate, chain, islice

from convtrace.document.blocks import Block, Cell, Grid, Grids, Line, Paragraph, Tone
from convtrace.document.sparse_matrix import SparseMatrix
from convtrace.law.axis import Unknown
from convtrace.trace.derivation import Term
from convtrace.trace.matrix import Matrix
from convtrace.trace.problem import Problem
from convtrace.trace.status import Index
from convtrace.values.exact import combined, number_text
from convtrace.values.formula import Array, Formula, Symbol
from convtrace.values.limits import MAX_CELLS_ASKED, MAX_MATRIX_SIDE, SHOWN_OF_MATRIX
from convtrace.view.amounts import value_formula
from convtrace.view.elided import kept
from convtrace.view.grids import shade
from convtrace.view.roles import Roles

ARRAYS: dict[Unknown, Array] = {"m": "y", "i": "x", "k": "h"}
# names of the two matrices, the usual one first: more than there are arrays
MATRIX, PATCHES = "CMNTU", "PQRVW"
# a cell that has no product
NOTHING = "."
# of columns, of rows, and of both
SKIPPED: Line = ("⋯",)
DOTS: dict[tuple[bool, bool], Line] = {(False, True): SKIPPED, (True, False): ("⋮",), (True, True): ("⋱",)}
# beside the row that is asked for
POINTER = "→ "
LETTERS_NAMED = 2


def is_large(whole: Matrix) -> bool:
    """True where only a part of a matrix is shown unless all of it is asked for."""
    return max(whole.count(whole.down), whole.count(whole.across)) > MAX_MATRIX_SIDE


def drawn(whole: Matrix, name: Line, *, every: bool = False, times: bool = False) -> Iterator[Block]:
    """A matrix as a grid whose blocks are the lines of the arrays, of a large one a part unless `every` cell is shown.

    `times` says that the columns are the elements of what it is multiplied by.
    """
    rows, columns = (_lines(whole, unknown, every) for unknown in (whole.down, whole.across))
    every_column = [*chain.from_iterable(columns)]
    fastest = _axes(whole, whole.across)[-1]
    letter = Roles(whole.problem).of[whole.across].letters[fastest]
    names = tuple(_label(whole, whole.across, column) for column in every_column)
    grid = Grid(
        caption=(),
        corner=(letter, "→"),
        columns=tuple(SKIPPED if column is None else (number_text(column[fastest]),) for column in every_column),
        rows=tuple(_row(whole, row, every_column) for row in chain.from_iterable(rows)),
        ruled=False,
        blocks=tuple((_shared(whole, line, {fastest: letter}), len(line)) for line in columns),
        starts=frozenset(accumulate(map(len, rows[:-1]))),
        name=name,
        named_part=None if None in every_column else _part,
        times=names if times else (),
        heads=() if times else names,
    )
    yield Grids((grid,))
    if None in chain(every_column, *rows):
        height, width = whole.count(whole.down), whole.count(whole.across)
        can_be_shown = height * width <= MAX_CELLS_ASKED
        how = "--whole, or whole=True in Python" if can_be_shown else "-f csv, -f scipy"
        yield Paragraph((f"Dots stand for the rest of {height} rows and {width} columns. All of them: {how}.",))


def _part(first: int, last: int, count: int) -> str:
    """What some columns of a matrix are called.

    >>> _part(16, 25, 25), _part(7, 7, 9)
    ('Columns 16–25 of 25:', 'Column 7 of 9:')
    """
    return f"Columns {first}–{last} of {count}:" if last > first else f"Column {first} of {count}:"


def _shared(whole: Matrix, line: Iterable[Index | None], letters: Mapping[int, Symbol]) -> Line:
    """What the columns of a line have in common, unless the line stands for others that are left out."""
    first = next(filter(None, line), None)
    return SKIPPED if first is None else (entry(whole, whole.across, first, letters),)


def _axes(whole: Matrix, unknown: Unknown) -> tuple[int, ...]:
    """The axes of an array along which it has more than one element, the slowest first; the last one in any case."""
    axes = whole.problem.slowest_first(unknown)
    return tuple(axis for axis in axes if len(whole.ranges(unknown)[axis]) > 1) or axes[-1:]


def _lines(whole: Matrix, unknown: Unknown, every: bool) -> list[list[Index | None]]:
    """The rows or columns that are shown, line by line of their array; None where some are left out."""
    shown = SHOWN_OF_MATRIX if unknown == whole.down else 2 * SHOWN_OF_MATRIX
    most = shown if is_large(whole) and not every else whole.count(unknown)
    return [*kept(whole.ranges(unknown), _axes(whole, unknown), most, _wanted(whole, unknown))]


def _wanted(whole: Matrix, unknown: Unknown) -> Sequence[Sequence[int]]:
    """What belongs to the output that is asked for, along each axis: its neighbours, or the pixels that it uses."""
    if whole.output is None or unknown == "k":
        return [()] * len(whole.problem.at)
    if unknown == "m":
        return [(number, number + 1, number - 1) for number in whole.output]
    used = whole.laid("m", "i").row(whole.output)
    return [sorted({pixel[axis] for pixel in used}) for axis in range(len(whole.output))]


def _row(whole: Matrix, row: Index | None, columns: Sequence[Index | None]) -> tuple[Line, tuple[Cell, ...]]:
    found = {} if row is None else whole.row(row)
    return _label(whole, whole.down, row), tuple(
        Cell((DOTS[row is None, column is None],))
        if row is None or column is None
        else _cell(whole, found.get(column, ()))
        for column in columns
    )


def _label(whole: Matrix, unknown: Unknown, index: Index | None) -> Line:
    """The name of a row or a column, that of the output that is asked for with a sign before it."""
    if index is None:
        return DOTS[True, False]
    named = entry(whole, unknown, index)
    return (POINTER, named) if unknown == "m" and index == whole.output else (named,)


def entry(whole: Matrix, unknown: Unknown, index: Index, letters: Mapping[int, Symbol] = {}) -> Formula:
    """One element by its name: y[0,0], x[0,0] or h[0,0]; with a letter on axes whose numbers are all meant."""
    role = Roles(whole.problem).of[unknown]
    meant = {**{axis: role.letters[axis] for axis in whole.shared}, **letters}
    parts = tuple(meant.get(axis, number) for axis, number in enumerate(index))
    return whole.problem.named(ARRAYS[unknown], whole.problem.shown(unknown, parts))


def _cell(whole: Matrix, terms: Sequence[Term]) -> Cell:
    """What stands where a row and a column meet: a weight, a sum of weights, or a pixel."""
    if not terms:
        return Cell(((NOTHING,),))
    line: Line = (added(_factor(whole, term) for term in terms),)
    asked = whole.output in (None, terms[0].output)
    if not asked:
        return Cell((line,))
    kernel = whole.problem.kernel.ranges
    return Cell((line,), Tone.PATCH, shade(whole.problem.order, terms[0].kernel_index, kernel))


def _factor(whole: Matrix, term: Term) -> Formula:
    """What a product leaves when its row and its column are known: the weight, or the pixel."""
    return value_formula(term.weight) if whole.inside == "k" else _pixel(whole, term.pixel)


def _pixel(whole: Matrix, index: Index) -> Formula:
    value = whole.problem.replace(at=whole.problem.numbers).pixel(index)
    return entry(whole, "i", index) if value is None else value_formula(value)


def added(values: Iterable[Formula]) -> Formula:
    """The sum of what stands in one cell: a number where all are numbers."""
    return reduce(lambda left, right: combined(left, "+", right), values)


def letters_line(whole: Matrix) -> Iterator[Formula | str]:
    """The first letters of the kernel, each with its element: a is h[−1,−1], b is h[0,−1]."""
    elements = [*islice(whole.reading("k"), LETTERS_NAMED)]
    for number, index in enumerate(elements):
        yield from (", ",) if number else ()
        yield from (value_formula(whole.problem.kernel.weight(index)), " is ", entry(whole, "k", index))
    yield ", …" if len(elements) < whole.count("k") else "."


def sparse(whole: Matrix, name: str, product: str = "") -> SparseMatrix:
    """The whole matrix for formats that write it row by row."""
    if whole.inside == "k":
        values = [value_formula(whole.problem.kernel.weight(index)) for index in whole.reading("k")]
    else:
        values = [_pixel(whole, index) for index in whole.reading("i")]
    down, across = (_axes(whole, unknown)[-1] for unknown in (whole.down, whole.across))
    return SparseMatrix(
        name=name,
        height=whole.count(whole.down),
        width=whole.count(whole.across),
        values=values,
        lines=whole.places,
        row_names=lambda: (entry(whole, whole.down, index) for index in whole.reading(whole.down)),
        column_names=lambda: (entry(whole, whole.across, index) for index in whole.reading(whole.across)),
        block=(len(whole.ranges(whole.down)[down]), len(whole.ranges(whole.across)[across])),
        marked=next((place for place, index in enumerate(whole.reading("m")) if index == whole.output), None)
        if whole.down == "m"
        else None,
        product=product,
    )


def matrix_name(problem: Problem, names: str = MATRIX) -> str:
    """The name of a matrix, the first that no array has."""
    naming = problem.naming
    arrays = (naming.image, naming.kernel, naming.output, naming.gradient)
    return next(name for name in names if name not in arrays)
