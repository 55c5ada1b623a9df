"""Section 3: every pixel of the window, plugged in, solved, and its weight or the reason why it has none."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache, partial
from itertools import product
from math import prod
from typing import TYPE_CHECKING, TypeAlias

from convtrace.document.blocks import Block, Line, Mark, Paragraph, Table, TableRow, TableRun
from convtrace.document.plain import interval, plain
from convtrace.law.kernel import Weight
from convtrace.trace.derivation import Derivation
from convtrace.trace.status import Row, Status, Step
from convtrace.trace.table_rows import Rows
from convtrace.values.complex_number import is_number
from convtrace.values.exact import number_text
from convtrace.values.formula import Chain, Formula, Product
from convtrace.values.limits import MAX_MEASURED_ROWS
from convtrace.view import phrases
from convtrace.view.amounts import value_formula
from convtrace.view.grids import lies_in
from convtrace.view.index_role import IndexRole
from convtrace.view.page import short_table
from convtrace.view.roles import Roles

if TYPE_CHECKING:
    from fractions import Fraction

# the output and the kernel element of a row
Place: TypeAlias = "tuple[tuple[int | Fraction, ...], tuple[int | Fraction, ...]]"
Marks: TypeAlias = Mapping[Place, str]


def table(derivation: Derivation, marks: Marks = {}) -> Iterator[Block]:  # noqa: B006 -- nobody changes it
    """Every position of the window, and how many of them are valid; what `marks` says stands behind their rows."""
    derivation = derivation.written if derivation.problem.window is None else derivation
    roles, rows = Roles(derivation.problem), derivation.rows
    window = window_words(roles.summed, rows.window)
    yield Paragraph((f"Every {roles.summed.noun} with {window}{_besides(derivation)}:",))
    head = ("plugged in", "solved", f"{last_head(roles)}, or why there is none")
    short = len(rows) <= MAX_MEASURED_ROWS
    yield short_table(head, _grouped(roles, rows, marks)) if short else _long_table(head, roles, rows, marks)
    yield Paragraph((_count(derivation),))


def _long_table(head: Iterable[str], roles: Roles, rows: Rows, marks: Marks) -> Table:
    """A table whose rows are made when they are written; those that may be the widest are made before."""
    marked = (row for row in rows if _place(row) in marks) if marks else ()
    widest = tuple(_table_row(roles, row, marks) for row in (*_widest(roles, rows), *rows.overhang, *marked))
    lines: Iterable[TableRow | TableRun] = _grouped(roles, rows, marks)
    if not marks and None not in roles.problem.at:
        from convtrace.view.sections.long_table import long_rows  # only here: most tables are short

        lines = long_rows(roles, rows, partial(_table_row, roles, marks={}), partial(row_outcome, roles))
    return Table(head=tuple((each,) for each in head), rows=lines, height=len(rows), widest=widest)


def short_rows(roles: Roles, rows: Iterable[Row]) -> Table:
    """A table of a few rows, without lines."""
    lines = tuple(_short_row(roles, row) for row in rows)
    what = last_head(roles)
    head = (("plugged in",), ("solved",), (f"{what}, or why none",))
    return Table(head=head, rows=lines, height=len(lines), widest=lines, ruled=False)


def _short_row(roles: Roles, row: Row) -> TableRow:
    """A row whose solved column has what is met alone."""
    plugged, _, last = _table_row(roles, row, {}).cells
    return TableRow((plugged, (roles.met.entry(row.along(roles.met.unknown)),), last))


def last_head(roles: Roles) -> str:
    """The name of what a valid row adds to the sum."""
    if roles.problem.fixed == "k":
        return roles.met.words.factor
    return "product" if roles.problem.fixed == "m" and roles.of["i"].has_numbers else roles.of["k"].words.factor


def row_reason(roles: Roles, row: Row) -> str | None:
    """The reason why a position has no weight, or what stands in outside the image: −2 is outside −1…1."""
    problem = roles.problem
    match row.status:
        case Status.VALID:
            return None
        case Status.NO_OUTPUT:
            return f"{plain(roles.summed.entry(row.output))} is not an output of {phrases.mode_name(problem)}"
        case Status.NO_PIXEL:
            return _outside_image(roles, row)
        case Status.NO_KERNEL:
            taps = zip(row.steps, problem.kernel.ranges, strict=True)
            return _outside([(step.k, side) for step, side in taps if step.k not in side])
        case Status.BETWEEN_TAPS:  # pragma: no branch -- mypy proves the match exhaustive
            between = [step for step in row.steps if step.status is Status.BETWEEN_TAPS]
            indices = phrases.listed([number_text(getattr(step, roles.met.unknown)) for step in between])
            elements = "elements" if roles.kernel_is_met else f"{roles.met.noun}s"
            return f"{indices} {phrases.conjugated('are', len(between))} between two {elements}"


def _outside_image(roles: Roles, row: Row) -> str:
    """The reason why a row has no pixel, or the pixel used in its place."""
    problem, image = roles.problem, roles.of["i"]
    outside = plain(image.given(row.pixel))
    found = problem.stand_in(tuple(map(int, row.pixel)))
    if found is not None:
        return f"{outside} → {plain(image.given(found))} ({phrases.rule(problem)})"
    if problem.boundary.fill != 0:
        return f"{outside} is outside the image: {plain(value_formula(problem.boundary.fill))}"
    return f"{outside} is outside the image"


def _outside(faults: Sequence[tuple[int | Fraction, range]]) -> str:
    """−2 is outside −1…1, and the same range named once where it serves both axes."""
    by_range: dict[range, list[str]] = {}
    for index, side in faults:
        by_range.setdefault(side, []).append(number_text(index))
    clauses = [
        f"{phrases.listed(found) if found[1:] else found[0]} {_are_outside(len(found), side)}"
        for side, found in by_range.items()
    ]
    return phrases.listed(clauses) if clauses[1:] else clauses[0]


@lru_cache
def _are_outside(count: int, side: range) -> str:
    return f"{phrases.conjugated('are', count)} outside {interval(side[0], side[-1])}"


def _place(row: Row) -> Place:
    return row.output, row.kernel_index


def _table_row(roles: Roles, row: Row, marks: Marks, starts_group: bool = False) -> TableRow:
    last = row_outcome(roles, row)
    mark = marks.get(_place(row)) if marks else None
    last = last if mark is None else (*last, f"  ← {mark}")
    plugged, solved = roles.products(row)
    return TableRow(((plugged,), (solved,), last), starts_group)


def row_outcome(roles: Roles, row: Row) -> Line:
    """The weight or the product of a row, or why there is none."""
    why = row_reason(roles, row)
    if row.weight is None:
        return (Mark.NO, f" {why}")
    return (Mark.YES, " ", _factor(roles, row, row.weight), *([f", {why}"] if why else []))


def _factor(roles: Roles, row: Row, weight: Weight) -> Formula:
    """The product that a valid row adds to the sum: its weight, times the pixel where that has a value."""
    if roles.problem.fixed == "k":
        return roles.met.factor(tuple(map(int, row.along(roles.met.unknown))))
    pixel = roles.of["i"].value(tuple(map(int, row.pixel))) if roles.problem.fixed == "m" else None
    if pixel is None:
        return value_formula(weight)
    factors = [value_formula(pixel), value_formula(weight)][:: -1 if roles.summed.unknown == "k" else 1]
    product, (first, second) = Product(tuple(factors)), factors
    if is_number(first) and is_number(second):
        return Chain(product, (("=", first * second),))
    return product


def _widest(roles: Roles, rows: Rows) -> Iterator[Row]:
    """The rows in which each column is widest: the axes add up, so each may be looked at by itself.

    Reasons are longest in the corners, where most axes have one.
    """
    summed, met, fixed = roles.summed, roles.met, roles.chosen

    def solved_width(axis: int, step: Step) -> int:
        return sum(len(plain(role.position(axis, getattr(step, role.unknown)))) for role in (summed, met))

    def plugged_width(axis: int, step: Step) -> int:
        position = summed.position(axis, getattr(step, summed.unknown))
        return len(plain(position)) + len(plain(roles.met_index(fixed, (position,) * len(fixed))[axis]))

    ends = ((steps[0], steps[-1]) for steps in map(rows.samples, range(len(fixed))))
    yield from map(rows.row, product(*ends))
    for width in (solved_width, plugged_width):
        yield rows.row(tuple(max(rows.samples(axis), key=partial(width, axis)) for axis in range(len(fixed))))


def _grouped(roles: Roles, rows: Rows, marks: Marks) -> Iterator[TableRow]:
    """One group for each row of the picture."""
    previous = None
    for row in rows:
        line = roles.problem.order.array(row.along(roles.summed.unknown))[:-1]
        yield _table_row(roles, row, marks, starts_group=previous not in (None, line))
        previous = line


def window_words(summed: IndexRole, window: Sequence[range]) -> str:
    """The window in words: i = 0…3, j = 0…3."""
    parts = []
    for axis in summed.problem.shown(summed.unknown, range(len(window))):
        letter, side = summed.letters[axis], window[axis]
        ends = dict.fromkeys(plain(summed.position(axis, number)) for number in (side[0], side[-1]))
        parts.append(f"{letter.name} = {'…'.join(ends)}")
    return ", ".join(parts)


def _besides(derivation: Derivation) -> str:
    """Clauses on what the table holds beside the window."""
    roles = Roles(derivation.problem)
    clauses = []
    if any(row.along(roles.fixed.unknown) == derivation.problem.numbers for row in derivation.rows.overhang):
        clauses.append(f"every {roles.met.noun} {roles.summed.words.beyond}")
    if derivation.copies:
        clauses.append(f"every copy of {plain(roles.fixed.given(derivation.problem.numbers))} outside the image")
    return "".join(f"{', and' if clause is clauses[-1] else ','} {clause}" for clause in clauses)


def _count(derivation: Derivation) -> str:
    """The numbers of rows that are valid or not, and of positions that the table leaves out."""
    roles, window = Roles(derivation.problem), derivation.window
    sides = zip(roles.summed.along(derivation.receptive_field), window, strict=True)
    valid = prod(sum(position in side for position in used) for used, side in sides)
    total, beyond = len(derivation.rows), sum(row.weight is not None for row in derivation.rows.overhang)
    if roles.met.continues:
        beyond = sum(lies_in(term.along(roles.summed.unknown), window) for term in derivation.terms) - valid
    rest = total - valid - beyond
    counts = f"{valid} valid, {rest} not."
    if beyond:
        counts = f"{valid} inside, {beyond} padded{f', {rest} {_without(roles)}' if rest else ''}."
    left_out = len(derivation.terms) - valid - beyond
    if not left_out:
        return counts
    return f"{counts} The sum uses {phrases.counted(left_out, roles.summed.noun)} more, outside the window."


def _without(roles: Roles) -> str:
    """Words for the rows that add nothing, where padding gives others a pixel."""
    return "not used" if roles.is_gradient else f"without {phrases.article(roles.met.noun)}"
