"""Sections of a sum over channels, folded: a grid for each of a few channels, a table of one, a line of the sum each.

All of it stands in the sections that are asked for by their names.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice

from convtrace.document.blocks import Block, Cell, Equation, Grid, Grids, Inline, Line, Paragraph, Tone
from convtrace.law.axis import Unknown
from convtrace.trace.derivation import Derivation
from convtrace.trace.problem import Problem
from convtrace.trace.slices import slice_of, slice_places, sliced_axes
from convtrace.trace.status import Index
from convtrace.values.exact import signed
from convtrace.values.formula import AnyNumber, Elided, Entry, Formula, Product, Signed, Sum, Value
from convtrace.values.limits import MAX_ROWS_FOLDED, MAX_SLICES_DRAWN
from convtrace.view import phrases
from convtrace.view.amounts import FIRST, LAST, elided, finished, value_formula
from convtrace.view.page import Section
from convtrace.view.roles import IndexRole, Roles
from convtrace.view.sections.drawing import flip_line, kernel_cell, met_at, stepped_over
from convtrace.view.sections.result import (
    answer,
    folded_value,
    has_numbers,
    no_products,
    remarks,
    shortened_numbers,
    terms_of,
)
from convtrace.view.sections.setup import ARROWS
from convtrace.view.sections.table import short_rows, window_words

SLICE = "slice"


def slice_noun(problem: Problem) -> str:
    """Noun for what the sum has one part for each of: an input channel, an output channel, an image."""
    nouns = [phrases.axis_names(problem)[axis] for axis in sliced_axes(problem)]
    return nouns[0] if len(nouns) == 1 else SLICE


def each_slice(derivation: Derivation) -> str:
    """Clause on the products of each slice, where there are several."""
    count = len(slice_places(derivation))
    if count <= 1 or not derivation.terms:
        return ""
    return f", {len(derivation.terms) // count} for each of {count} {phrases.plural(slice_noun(derivation.problem))}"


def _shown(derivation: Derivation) -> list[Derivation]:
    return [slice_of(derivation, place) for place in islice(slice_places(derivation), MAX_SLICES_DRAWN)]


def setup(derivation: Derivation) -> Iterator[Block]:
    """The kernel, with a grid of values for each channel, and what the sum runs over."""
    roles = Roles(derivation.problem)
    yield Paragraph((*_headline(roles.of["k"]), *_letters(derivation)))
    if roles.kernel_is_met:
        yield Grids(tuple(_kernel(part) for part in _shown(derivation)))
    yield Paragraph((*_headline(roles.summed), *_group(derivation.problem), *_rest(derivation)))


def _headline(role: IndexRole) -> Line:
    """An array with its size and what each index counts: row p ↓, column q →."""
    named = (role.problem.shown(role.unknown, each) for each in (role.letters, phrases.axis_names(role.problem)))
    counts: list[Inline] = []
    for name, what in zip(*named, strict=True):
        counts += [f"{', ' if counts else ''}{what} ", name, ARROWS.get(what, "")]
    return (f"{role.words.array}, {phrases.array_size(role.problem, role.unknown)}: ", *counts, ".")


def _letters(derivation: Derivation) -> Line:
    """The sentence on the letters of the kernel and the number that a channel gives them."""
    problem = derivation.problem
    places = slice_places(derivation)
    if problem.kernel.given is not None or problem.partner != "k":
        return ()
    if not derivation.unclipped or len(places) <= 1:
        return (" Letters outside brackets are values of the kernel.",)
    weight = slice_of(derivation, places[-1]).terms
    if not weight:
        return ()
    first = str(weight[0].weight)
    said = f" is the letter {first.partition('_')[0]} of {slice_noun(problem)} {places[-1][0]}."
    return (" ", Value(first), said)


def _group(problem: Problem) -> Iterator[Inline]:
    """The sentence on the group of channels, where there are several."""
    parts: list[str] = []
    groups = 1
    for unknown, letter in (("i", "c"), ("m", "o")):
        found = _channels(problem, unknown, letter)  # type: ignore[arg-type]
        if found is not None:
            side, whole = found
            groups, group = whole // len(side), side.start // len(side)
            parts.append(f"{phrases.plural(phrases.LOOKUPS[letter])} {_run(side)}")
    if groups > 1:
        yield f" Group {group} of {groups}, counted from 0: {phrases.listed(parts)}."


def _channels(problem: Problem, unknown: Unknown, letter: str) -> tuple[range, int] | None:
    """The channels of one group and the number of all."""
    arrangement = problem.arrangement
    ranges = {"i": problem.image, "m": problem.outputs}[unknown]
    if arrangement is not None:
        for axis, size in zip(arrangement.axes(unknown), arrangement.shapes.get(unknown, ()), strict=False):
            lookup = arrangement.lookups[axis]
            if lookup is not None and lookup.letter == letter:
                return ranges[axis], size
    return None


def _run(side: range) -> str:
    return f"{side[0]}…{side[-1]}" if len(side) > 1 else str(side[0])


def _rest(derivation: Derivation) -> Line:
    """The sentence on the channels that are not drawn."""
    count = len(slice_places(derivation)) - MAX_SLICES_DRAWN
    if count <= 0:
        return ()
    nouns = phrases.counted(count, f"more {slice_noun(derivation.problem)}")
    return (f" {nouns} {phrases.conjugated('are', count)} not drawn (all: --only setup,drawing).",)


def _element(role: IndexRole, positions: tuple[range, ...]) -> Entry:
    """An element with the numbers of its slice and letters in space: h[4,0,p,q]."""
    problem = role.problem
    return role.element(
        tuple(
            letter if problem.lookup(axis) is None else side[0]
            for axis, (letter, side) in enumerate(zip(role.letters, positions, strict=True))
        )
    )


def _kernel(part: Derivation) -> Grid:
    """The values of the kernel in one slice."""
    problem, kernel = part.problem, Roles(part.problem).of["k"]
    met = kernel.along(part.unclipped)
    positions = tuple(met[axis] if axis not in problem.space else side for axis, side in enumerate(kernel.drawn))
    return _grid(kernel, positions, lambda place: kernel_cell(problem, place))


def _grid(role: IndexRole, positions: tuple[range, ...], cell: Callable[[Index], Cell]) -> Grid:
    (grid,) = role.grids(positions, cell, ruled=False)
    return grid.replace(caption=(_element(role, positions),))


def table(derivation: Derivation) -> Iterator[Block]:
    """The rows of the first line of the first channel, of which all others have the same."""
    problem, roles = derivation.problem, Roles(derivation.problem)
    window, summed = list(derivation.window), roles.summed
    used = summed.along(derivation.receptive_field)
    likewise = []
    for axis in problem.order.array(tuple(range(len(window))))[:-1]:
        first = used[axis][:1] or window[axis][:1]
        if len(used[axis]) > 1:
            likewise.append((summed.letters[axis],))
        window[axis] = first
    window[-1] = window[-1][:MAX_ROWS_FOLDED]
    rest: Line = ("; likewise for other ", *phrases.joined(likewise)) if likewise else ()
    yield Paragraph((f"Every {summed.noun} with {window_words(summed, window)}", *rest, ":"))
    yield short_rows(roles, derivation.rows.within(tuple(window)))


def drawing(derivation: Derivation) -> Iterator[Block]:
    """The flip by its name, and what lies on the patch of each channel."""
    if not all(derivation.met):
        yield Paragraph((no_products(derivation),))
        return
    yield Paragraph(flip_line(derivation))
    yield Grids(tuple(map(_laid, _shown(derivation))))
    yield from stepped_over(derivation)


def _laid(part: Derivation) -> Grid:
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

    return _grid(summed, summed.along(part.met), cell)


def result(derivation: Derivation) -> Iterator[Block]:
    """The sum with a line for each channel, and with numbers a number for each."""
    yield Equation(_lines(derivation), strong=True)
    if has_numbers(derivation):
        yield Equation(_numbers(derivation), strong=True)
    yield from remarks(derivation)


def _lines(derivation: Derivation) -> Formula:
    """The sum with a line for each of a few slices, the middle of each left out."""
    places = slice_places(derivation)
    if len(derivation.terms) <= FIRST + LAST or not places:
        return answer(derivation)
    parts = [elided(Sum(terms_of(part))) for part in _shown(derivation)]
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
    known = [value for value in values if isinstance(value, AnyNumber)]
    if len(known) < len(values) or derivation.sum_value is None:
        return shortened_numbers(derivation)
    parts = elided(Sum(tuple(map(signed, known))))
    return Roles(problem).equation(finished(problem, parts), folded_value(derivation.sum_value))


FOLDED: dict[str, Section[Derivation]] = {"setup": setup, "table": table, "drawing": drawing, "result": result}
