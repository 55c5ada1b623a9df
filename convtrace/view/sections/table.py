"""Section 3: every pixel of the window, plugged in, solved, and its weight or the reason why it has none."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from itertools import product
from math import prod
from typing import TYPE_CHECKING

from convtrace.document.blocks import Block, Line, Mark, Paragraph, Table, TableRow
from convtrace.document.formula import Chain, Entry, Formula, Number, Product
from convtrace.document.plain import interval, plain
from convtrace.law.kernel import Weight
from convtrace.trace.derivation import Derivation
from convtrace.trace.problem import Problem
from convtrace.trace.status import Row, Status, Step
from convtrace.trace.table_rows import Rows
from convtrace.values.exact import number_text
from convtrace.view import phrases, roles
from convtrace.view.amounts import amount

if TYPE_CHECKING:
    from fractions import Fraction


def table(derivation: Derivation) -> Iterator[Block]:
    problem, rows = derivation.problem, derivation.rows
    shown = f"{roles.NOUNS[problem.over]} with {_shown(problem, rows.window)}"
    yield Paragraph((f"Every {shown}{_besides(derivation)}:",))
    what = "weight" if problem.partner == "k" else roles.NOUNS[problem.partner]
    what = what if problem.pixels is None or problem.over == "m" or None in problem.at else "product"
    head = (("plugged in",), ("solved",), (f"{what}, or why there is none",))
    widest = tuple(_table_row(problem, row) for row in (*_widest(problem, rows), *rows.overhang))
    yield Table(head=head, rows=_grouped(problem, rows), height=len(rows), widest=widest)
    yield Paragraph((_count(derivation),))


def plugged(problem: Problem, row: Row) -> Formula:
    """x[0,0]·h[1−0, 1−0]: the numbers in their places."""
    summed = roles.entry(problem, problem.over, row.along(problem.over))
    fixed = roles.indices(problem, problem.fixed, row.along(problem.fixed))
    met = Entry(roles.array(problem, problem.partner), roles.met(problem, fixed, summed.indices), plugged=True)
    return Product((summed, met))


def solved(problem: Problem, row: Row) -> Formula:
    """x[0,0]·h[1,1]: the same worked out."""
    pair = (problem.over, problem.partner)
    return Product(tuple(roles.entry(problem, unknown, row.along(unknown)) for unknown in pair))


def reason(problem: Problem, row: Row) -> str | None:
    """Why the position has no weight, or what stands in outside the image: −2 is outside −1…1."""
    match row.status:
        case Status.VALID:
            return _outside_image(problem, row) if problem.fixed == "i" and row.pixel != problem.numbers else None
        case Status.NO_OUTPUT:
            return f"{plain(roles.entry(problem, 'm', row.output))} is not an output of {phrases.extent(problem)}"
        case Status.NO_PIXEL:
            return _outside_image(problem, row)
        case Status.NO_KERNEL:
            taps = problem.kernel.ranges
            return _outside([(step.k, side) for step, side in zip(row.steps, taps, strict=True) if step.k not in side])
        case Status.BETWEEN_TAPS:  # pragma: no branch -- mypy proves the match exhaustive
            between = [number_text(step.k) for step in row.steps if step.status is Status.BETWEEN_TAPS]
            return f"{phrases.listed(between)} {'is' if len(between) == 1 else 'are'} between two elements"


def _outside_image(problem: Problem, row: Row) -> str:
    """That there is no pixel, or which one stands in."""
    outside = plain(roles.pixel(problem, row.pixel))
    place = tuple(map(int, row.pixel))
    found = problem.stand_in(place)
    if found is not None:
        return f"{outside} → {plain(roles.pixel(problem, found))} ({phrases.rule(problem)})"
    if problem.boundary.fill != 0:
        return f"{outside} is outside the image: {plain(amount(problem.boundary.fill))}"
    return f"{outside} is outside the image"


def _outside(faults: Sequence[tuple[int | Fraction, range]]) -> str:
    """−2 is outside −1…1, and the same range named once where it serves both axes."""
    by_range: dict[range, list[str]] = {}
    for index, side in faults:
        by_range.setdefault(side, []).append(number_text(index))
    return phrases.listed(
        [
            f"{phrases.listed(found)} {'is' if len(found) == 1 else 'are'} outside {interval(side[0], side[-1])}"
            for side, found in by_range.items()
        ]
    )


def _table_row(problem: Problem, row: Row, starts_group: bool = False) -> TableRow:
    last: Line = (Mark.NO, f" {reason(problem, row)}")
    if row.weight is not None:
        beyond = reason(problem, row)
        last = (Mark.YES, " ", _met(problem, row, row.weight), *([f", {beyond}"] if beyond else []))
    return TableRow(((plugged(problem, row),), (solved(problem, row),), last), starts_group)


def _met(problem: Problem, row: Row, weight: Weight) -> Formula:
    """What a valid row puts into the sum: its weight, times the pixel where that has a value."""
    place = tuple(map(int, row.pixel))
    if problem.partner != "k":
        return roles.factor(problem, "i", problem.stand_in(place) or place)
    pixel = problem.pixel(place) if problem.over == "i" else None
    if pixel is None:
        return amount(weight)
    factors = (amount(pixel), amount(weight))
    product, (first, second) = Product(factors), factors
    if isinstance(first, Number) and isinstance(second, Number):
        return Chain(product, (("=", Number(first.value * second.value)),))
    return product


def _widest(problem: Problem, rows: Rows) -> Iterator[Row]:
    """The rows in which each column is widest: the axes add up, so each may be looked at by itself.

    Reasons are longest in the corners, where most axes have one.
    """
    over, partner = problem.over, problem.partner
    fixed = roles.indices(problem, problem.fixed, problem.numbers)

    def solved_width(axis: int, step: Step) -> int:
        return sum(len(plain(roles.position(problem, each, axis, getattr(step, each)))) for each in (over, partner))

    def plugged_width(axis: int, step: Step) -> int:
        summed = roles.position(problem, over, axis, getattr(step, over))
        met = roles.met(problem, fixed, (summed,) * len(fixed))[axis]
        return len(plain(summed)) + len(plain(met))

    ends = ((steps[0], steps[-1]) for steps in map(rows.samples, range(len(fixed))))
    yield from map(rows.row, product(*ends))
    for width in (solved_width, plugged_width):
        yield rows.row(tuple(max(rows.samples(axis), key=partial(width, axis)) for axis in range(len(fixed))))


def _grouped(problem: Problem, rows: Rows) -> Iterator[TableRow]:
    """One group for each row of the picture."""
    previous = None
    for row in rows:
        line = problem.order.array(row.along(problem.over))[:-1]
        yield _table_row(problem, row, starts_group=previous not in (None, line))
        previous = line


def _shown(problem: Problem, window: Sequence[range]) -> str:
    """The window in words: i = 0…3, j = 0…3."""
    over = problem.over
    sides = zip(roles.names(problem, over), window, strict=True)
    ends = (
        (name.name, [plain(roles.position(problem, over, axis, n)) for n in (side[0], side[-1])])
        for axis, (name, side) in enumerate(sides)
    )
    return ", ".join(f"{name} = {'…'.join(dict.fromkeys(pair))}" for name, pair in ends)


def _besides(derivation: Derivation) -> str:
    problem = derivation.problem
    unmet = any(row.status is not Status.VALID for row in derivation.rows.overhang)
    elements = f", and every {roles.NOUNS[problem.partner]} that meets no {roles.NOUNS[problem.over]}" if unmet else ""
    copies = f", and where {plain(roles.pixel(problem, problem.numbers))} stands in outside the image"
    return elements + (copies if derivation.copies else "")


def _count(derivation: Derivation) -> str:
    """How many of the rows are valid, and how many positions the table leaves out."""
    problem = derivation.problem
    sides = zip(phrases.positions(problem, derivation.receptive_field), derivation.window, strict=True)
    valid = prod(sum(position in side for position in used) for used, side in sides)
    total, beyond = len(derivation.rows), sum(row.weight is not None for row in derivation.rows.overhang)
    if problem.partner == "i" and problem.boundary.counts:
        shown = (
            all(m in side for m, side in zip(term.output, derivation.window, strict=True)) for term in derivation.terms
        )
        beyond = sum(shown) - valid
    by_others = f", {beyond} {_by_others(problem)}" if beyond else ""
    counts = f"{valid} valid{by_others}, {total - valid - beyond} not."
    if valid + beyond == len(derivation.terms):
        return counts
    left_out = phrases.counted(len(derivation.terms) - valid - beyond, roles.NOUNS[problem.over])
    return f"{counts} The window leaves out {left_out} that the sum uses."


def _by_others(problem: Problem) -> str:
    if problem.boundary.constant:
        return f"outside the image, where x is {plain(amount(problem.boundary.fill))}"
    return "with a pixel that stands in"
