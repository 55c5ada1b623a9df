"""Sections of a sum over channels, folded: a grid for each of a few channels, a table of one, a line of the sum each.

All of it stands in the sections that are asked for by their names.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import chain, product

from convtrace.document.blocks import Block, Cell, Equation, Grid, Grids, Line, Paragraph, Tone
from convtrace.trace.derivation import Derivation
from convtrace.trace.given_arrays import PLANE
from convtrace.trace.slices import slice_of, slice_places
from convtrace.trace.status import Index
from convtrace.values.complex_number import is_number
from convtrace.values.exact import signed
from convtrace.values.formula import Elided, Entry, Formula, Product, Signed, Sum
from convtrace.values.limits import MAX_ROWS_FOLDED
from convtrace.view import phrases
from convtrace.view.amounts import FIRST, LAST, elided, finished, value_formula
from convtrace.view.grids import drawable, not_drawn
from convtrace.view.index_role import IndexRole
from convtrace.view.page import Section
from convtrace.view.roles import Roles
from convtrace.view.sections.drawing import flip_line, kernel_cell, meeting_cell, met_at, stepped_over
from convtrace.view.sections.remarks import no_products, remarks
from convtrace.view.sections.result import answer, folded_value, has_numbers, shortened_numbers, terms_of
from convtrace.view.sections.table import short_rows, window_words
from convtrace.view.slices import group_sentence, headline, left_out, shown_slices


def setup(derivation: Derivation) -> Iterator[Block]:
    """The kernel, with a grid of values for each channel, and what the sum runs over."""
    roles = Roles(derivation.problem)
    yield Paragraph(headline(roles.of["k"]))
    if roles.kernel_is_met:
        yield _side_by_side(derivation, _kernel_box, _kernel, roles.of["k"])
    yield from phrases.no_centre("kernel", derivation.problem.in_space(roles.of["k"].ranges))
    said = (group_sentence(derivation.problem), left_out(derivation))
    yield Paragraph((*headline(roles.summed), *(f" {sentence}" for sentence in said if sentence)))
    yield from phrases.no_centre("image", derivation.problem.in_space(derivation.problem.image))


def _element(role: IndexRole, positions: tuple[range, ...]) -> Entry:
    """An element with the numbers of its slice and letters for its rows and columns: h[4,0,p,q]."""
    drawn = role.problem.space[-PLANE:]
    return role.element(
        tuple(
            letter if axis in drawn else side[0]
            for axis, (letter, side) in enumerate(zip(role.letters, positions, strict=True))
        )
    )


def _side_by_side(
    derivation: Derivation,
    box: Callable[[Derivation], tuple[range, ...]],
    grids: Callable[[Derivation], Iterable[Grid]],
    role: IndexRole,
) -> Grids | Paragraph:
    """A grid for each of a few slices, or the sentence that they would be too large."""
    parts = shown_slices(derivation)
    if drawable(*map(box, parts)):
        return Grids(tuple(chain.from_iterable(map(grids, parts))))
    return not_drawn(role.words.caption, box(parts[0]))


def _kernel_box(part: Derivation) -> tuple[range, ...]:
    """The indices of the kernel in one slice."""
    kernel = Roles(part.problem).of["k"]
    met = kernel.along(part.unclipped)
    return tuple(met[axis] if axis not in part.problem.space else side for axis, side in enumerate(kernel.drawn))


def _met_box(part: Derivation) -> tuple[range, ...]:
    return Roles(part.problem).summed.along(part.met)


def _kernel(part: Derivation) -> Iterator[Grid]:
    """The values of the kernel in one slice."""
    kernel = Roles(part.problem).of["k"]
    return _grids(kernel, _kernel_box(part), lambda place: kernel_cell(part.problem, place))


def _grids(
    role: IndexRole, positions: tuple[range, ...], cell: Callable[[Index], Cell], *, ruled: bool = False
) -> Iterator[Grid]:
    """A grid for each plane of a slice, which has several only where space has more axes than a plane."""
    deeper = role.problem.space[:-PLANE]
    for place in product(*(positions[axis] for axis in deeper)):
        numbers = dict(zip(deeper, place, strict=True))
        plane = tuple(
            range(numbers[axis], numbers[axis] + 1) if axis in numbers else side for axis, side in enumerate(positions)
        )
        for grid in role.grids(plane, cell, ruled=ruled):
            yield grid.replace(caption=(_element(role, plane),))


def table(derivation: Derivation) -> Iterator[Block]:
    """The rows of the first line of the first channel, of which all others have the same."""
    problem, roles = derivation.problem, Roles(derivation.problem)
    window, summed = list(derivation.window), roles.summed
    used = summed.along(derivation.receptive_field)
    likewise = []
    *slower, fastest = problem.order.array(tuple(range(len(window))))
    for axis in slower:
        first = used[axis][:1] or window[axis][:1]
        if len(used[axis]) > 1:
            likewise.append((summed.letters[axis],))
        window[axis] = first
    window[fastest] = window[fastest][:MAX_ROWS_FOLDED]
    rest: Line = ("; likewise for other ", *phrases.joined(likewise)) if likewise else ()
    yield Paragraph((f"Every {summed.noun} with {window_words(summed, window)}", *rest, ":"))
    yield short_rows(roles, derivation.rows.within(tuple(window)))


def drawing(derivation: Derivation) -> Iterator[Block]:
    """The flip by its name, and what lies on the patch of each channel."""
    if not all(derivation.met):
        yield Paragraph((no_products(derivation),))
        return
    lies = phrases.orientation(derivation.problem, derivation.flipped)
    _, *signs = flip_line(derivation)
    yield Paragraph((f"{lies.capitalize()}: ", *signs))
    yield _side_by_side(derivation, _met_box, _laid, Roles(derivation.problem).summed)
    yield from stepped_over(derivation)


def _laid(part: Derivation) -> Iterator[Grid]:
    """What meets each position of one slice: the weights, times the pixels where these have values."""
    problem, roles = part.problem, Roles(part.problem)
    summed, place_of = roles.summed, met_at(part)

    def cell(place: Index) -> Cell:
        inside = summed.contains(place)
        tone = Tone.PATCH if inside else Tone.OUTSIDE
        if not roles.kernel_is_met:
            return Cell(((roles.met.entry(place_of(place)),),), tone)
        weight = kernel_cell(problem, place_of(place), tone)
        pixel = summed.value(place) if inside or summed.continues else None
        if pixel is None:
            return weight
        product = Product((value_formula(problem.kernel.weight(place_of(place))), value_formula(pixel)))
        return weight.replace(lines=((product,),))

    return _grids(summed, _met_box(part), cell)


def result(derivation: Derivation) -> Iterator[Block]:
    """The sum with a line for each channel, and with numbers a number for each."""
    yield from _sums(derivation)
    yield from remarks(derivation)


def _sums(derivation: Derivation) -> Iterator[Equation]:
    yield Equation(_lines(derivation), strong=True)
    if has_numbers(derivation):
        yield Equation(_numbers(derivation), strong=True)


def _lines(derivation: Derivation) -> Formula:
    """The sum with a line for each of a few slices, the middle of each left out."""
    places = slice_places(derivation)
    if len(derivation.terms) <= FIRST + LAST or len(places) <= 1:
        return answer(derivation)
    parts = [elided(Sum(terms_of(part))) for part in shown_slices(derivation)]
    lines = [part.terms for part in parts if isinstance(part, Sum)]
    if len(places) > len(lines):
        last = terms_of(slice_of(derivation, places[-1]))
        lines[-1:] = [(Signed(False, Elided()), *last[1 - len(lines[0]) :])]
    total = Sum(tuple(term for line in lines for term in line), per_line=len(lines[0]))
    return Roles(derivation.problem).equation(finished(derivation.problem, total))


def _numbers(derivation: Derivation) -> Formula:
    """The number of each slice, and the value; where they have letters, the sum with its middle left out."""
    problem = derivation.problem
    alone = derivation.replace(problem=problem.replace(offset=0, scale=1))
    values = [slice_of(alone, place).sum_value for place in slice_places(alone)]
    known = [value for value in values if is_number(value)]
    if len(known) < len(values) or derivation.sum_value is None:
        return shortened_numbers(derivation)
    parts = elided(Sum(tuple(map(signed, known)), per_line=len(known)))
    return Roles(problem).equation(finished(problem, parts), folded_value(derivation.sum_value))


def figure(derivation: Derivation) -> Iterator[Block]:
    """The answer as one picture: a few patches with what meets them, and the kernel of each as defined and as laid."""
    yield from _sums(derivation)
    if all(derivation.met):
        parts, roles = shown_slices(derivation), Roles(derivation.problem)
        if drawable(*map(_met_box, parts)):
            meeting = (_grids(roles.summed, _met_box(part), meeting_cell(part), ruled=True) for part in parts)
            yield from (Grids((grid,)) for grid in chain.from_iterable(meeting))
        else:
            yield not_drawn(roles.summed.words.caption, _met_box(parts[0]))
        if roles.kernel_is_met and drawable(*map(_kernel_box, parts)):
            yield from (Grids((*_kernel(part), *_laid(part))) for part in parts)
    if left_out(derivation):
        yield Paragraph((left_out(derivation),))
    yield Paragraph(flip_line(derivation))


FOLDED: dict[str, Section[Derivation]] = {"setup": setup, "table": table, "drawing": drawing, "result": result}
