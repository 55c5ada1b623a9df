"""Section 2: the kernel with its indices and values, and where in the image we are."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from itertools import chain, product
from math import prod

from convtrace.document.blocks import Block, Cell, Grid, Grids, Inline, Line, Paragraph, Tone
from convtrace.trace.derivation import Derivation
from convtrace.trace.problem import Problem
from convtrace.trace.status import Index
from convtrace.values.limits import MAX_SIDE_DRAWN_WHOLE
from convtrace.view import phrases
from convtrace.view.amounts import value_formula
from convtrace.view.grids import drawable, lies_in, not_drawn
from convtrace.view.index_role import IndexRole
from convtrace.view.roles import Roles
from convtrace.view.sections.drawing import kernel_cell

BESIDE = 2
MARKS = {Tone.PATCH: "■", Tone.WINDOW: "□", Tone.REST: ".", Tone.OUTSIDE: "×", Tone.BLANK: " "}


def setup(derivation: Derivation) -> Iterator[Block]:
    """The kernel, then the image or the outputs that the sum runs over."""
    yield from kernel_setup(derivation.problem)
    yield from _summed(derivation)


def kernel_setup(problem: Problem) -> Iterator[Block]:
    """The kernel with its indices and values."""
    kernel = Roles(problem).of["k"]
    yield headline(kernel)

    def index(place: Index) -> Cell:
        return Cell(((kernel.given(place),),))

    if drawable(kernel.drawn):
        indices = kernel.grids(kernel.drawn, index, ("indices",))
        values = kernel.grids(kernel.drawn, partial(kernel_cell, problem), ("values",))
        for pair in zip(indices, values, strict=True):
            yield Grids(pair)
    else:
        yield not_drawn(kernel.words.caption, kernel.drawn)
    if prod(map(len, kernel.ranges)) > 1 and problem.kernel.given is None:
        yield Paragraph(("Letters in brackets are indices. Other letters are values of the kernel.",))
    space = problem.in_space(kernel.ranges)
    yield from phrases.no_centre("kernel", space)
    origin = (0,) * len(kernel.ranges)
    if any(len(side) % 2 == 0 for side in space) and lies_in(origin, kernel.ranges):
        yield Paragraph(("Here ", kernel.given(origin), " is ", value_formula(problem.kernel.value(origin)), "."))


def headline(role: IndexRole) -> Paragraph:
    """An array with its size, and what each index counts: p counts columns → and q counts rows ↓."""
    shown = role.problem.shown
    letters, names = shown(role.unknown, role.letters), shown(role.unknown, phrases.axis_names(role.problem))
    arrows = phrases.ARROWS if len(names) > 1 or names == ("column",) else {}  # an array of one axis is drawn as a row
    counts: list[Line] = [
        (name, f" counts {phrases.plural(what)}{arrows.get(what, '')}")
        for name, what in zip(letters, names, strict=True)
    ]
    size = phrases.array_size(role.problem, role.unknown)
    return Paragraph((f"{role.words.array}, {size}: ", *phrases.joined(counts), "."))


def _summed(derivation: Derivation) -> Iterator[Block]:
    """The image, or for a gradient the outputs; with values beside it where it has any."""
    problem, summed = derivation.problem, Roles(derivation.problem).summed
    box = drawn_ranges(derivation)
    yield headline(summed)
    if not drawable(box):
        yield not_drawn(summed.words.caption, box)
        yield from phrases.no_centre("image", problem.in_space(problem.image))
        return
    yield Grids(tuple(marked_grids(derivation, box)))
    yield Paragraph(legend(derivation, box))
    yield from phrases.no_centre("image", problem.in_space(problem.image))


def marked_grids(
    derivation: Derivation, box: tuple[range, ...], caption: Line = (), *, valued: bool = True
) -> Iterator[Grid]:
    """What the sum runs over, its used elements marked; beside it the values where it has any and is `valued`."""
    problem, summed, tone = derivation.problem, Roles(derivation.problem).summed, toning(derivation)

    def mark(place: Index) -> Cell:
        found = tone(place)
        return Cell(((MARKS[found],),), found)

    def value(place: Index) -> Cell:
        found = tone(place)
        adds = summed.contains(place) or (found is Tone.OUTSIDE and problem.reaches(place))
        pixel = problem.pixel(place) if adds else None
        return Cell((("",) if pixel is None else (value_formula(pixel),),), found)

    shown: list[Iterator[Grid]] = [summed.grids(box, mark, caption, ruled=False)]
    if valued and summed.has_numbers:
        shown.append(summed.grids(box, value, ("values",), ruled=False))
    return chain.from_iterable(zip(*shown, strict=True))


def toning(derivation: Derivation) -> Callable[[Index], Tone]:
    """The tone of each place in the picture: used, shown, the rest, or beyond what there is."""
    summed, window = Roles(derivation.problem).summed, derivation.window
    patch, reach = summed.along(derivation.receptive_field), summed.along(derivation.met)
    # where something outside counts, pixels stand in that lie beside the patch
    counts = derivation.problem.boundary.counts
    used = {term.along(summed.unknown) for term in derivation.terms} if counts else set()

    def tone(place: Index) -> Tone:
        if summed.contains(place):
            if lies_in(place, patch) or place in used:
                return Tone.PATCH
            return Tone.WINDOW if lies_in(place, window) else Tone.REST
        return Tone.OUTSIDE if lies_in(place, reach) else Tone.BLANK

    return tone


def drawn_ranges(derivation: Derivation, *, whole: bool = False) -> tuple[range, ...]:
    """The positions drawn on each axis: all of a small image, else what lies near the window; zoomed, the window.

    Of an image that is drawn `whole`, all, however large it is.
    """
    summed, zoomed = Roles(derivation.problem).summed, derivation.problem.zoomed
    patch, reach = summed.along(derivation.receptive_field), summed.along(derivation.met)
    sides = zip(summed.domain, derivation.window, patch, reach, strict=True)
    return tuple(
        _drawn(window if domain is None or zoomed else domain, window, *ends, whole=whole)
        if derivation.problem.lookup(axis) is None
        else window
        for axis, (domain, window, *ends) in enumerate(sides)
    )


def _drawn(pixels: range, window: range, patch: range, reach: range, *, whole: bool) -> range:
    """All of one axis, or what is near the window, with what hangs over the border."""
    near = pixels
    if len(pixels) > MAX_SIDE_DRAWN_WHOLE and not whole:
        fits = not patch or len(window) <= MAX_SIDE_DRAWN_WHOLE
        centre = window[:MAX_SIDE_DRAWN_WHOLE] if fits else range(patch[0], patch[-1] + 1)
        near = range(max(centre[0] - BESIDE, pixels[0]), min(centre[-1] + BESIDE, pixels[-1]) + 1)
    if not patch or not reach:
        return near
    return range(min(near[0], reach[0]), max(near[-1], reach[-1]) + 1)


def legend(derivation: Derivation, box: tuple[range, ...] | None = None) -> Line:
    """The meaning of the marks, and of a box that is drawn a note where that is not all."""
    roles = Roles(derivation.problem)
    summed = roles.summed
    drawn = set(map(toning(derivation), product(*box or drawn_ranges(derivation))))
    parts: list[Inline] = ["■ used by ", roles.asked]
    if Tone.WINDOW in drawn:
        parts.append(", □ also in the table")
    if Tone.OUTSIDE in drawn:
        parts.append(f", × {phrases.article(roles.met.noun)} {summed.words.beyond}")
    cut = box is not None and box != summed.ranges and prod(map(len, box)) < prod(map(len, summed.ranges))
    return (*parts, f"; {summed.words.rest} not drawn." if cut else ".")
