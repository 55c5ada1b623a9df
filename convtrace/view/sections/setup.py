"""Section 2: the kernel with its indices and values, and where in the image we are."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from itertools import chain
from math import prod

from convtrace.document.blocks import Block, Cell, Grid, Grids, Inline, Line, Paragraph, Tone
from convtrace.document.formula import Entry, Number, Symbol
from convtrace.trace.derivation import Derivation
from convtrace.trace.problem import Problem
from convtrace.values.limits import MAX_SIDE_DRAWN_WHOLE
from convtrace.view import phrases, roles
from convtrace.view.amounts import amount
from convtrace.view.grids import Index, slices
from convtrace.view.sections.drawing import element, rulers

MARGIN = 2
GLYPHS = {Tone.PATCH: "■", Tone.WINDOW: "□", Tone.REST: ".", Tone.OUTSIDE: "×", Tone.BLANK: " "}
ARROWS = {"column": " →", "row": " ↓"}


def setup(derivation: Derivation) -> Iterator[Block]:
    yield from _kernel(derivation.problem)
    yield from _image(derivation)


def _kernel(problem: Problem) -> Iterator[Block]:
    order, ranges = problem.order, problem.kernel.ranges
    names = roles.names(problem, "k")
    yield Paragraph((f"Kernel h, {phrases.size(ranges)}: ", *_axes(problem, names)))

    def index(place: Index) -> Cell:
        return Cell(((Entry("h", tuple(map(Number, place))),),))

    indices = slices(order, names, ranges, index, ("indices",))
    values = slices(order, names, ranges, partial(element, problem), ("values",))
    for pair in zip(indices, values, strict=True):
        yield Grids(pair)
    if prod(map(len, ranges)) > 1 and problem.kernel.given is None:
        yield Paragraph(("Letters inside brackets are indices; letters outside are values of the kernel.",))
    yield from phrases.no_centre("kernel", ranges)
    origin = (0,) * len(ranges)
    if any(len(side) % 2 == 0 for side in ranges) and _within(origin, ranges):
        yield Paragraph(
            ("Here ", Entry("h", tuple(map(Number, origin))), " is ", amount(problem.kernel.value(origin)), ".")
        )


def _image(derivation: Derivation) -> Iterator[Block]:
    """What the sum runs over: the image, or for a gradient the outputs."""
    problem = derivation.problem
    names = roles.names(problem, problem.over)
    tone, box = toning(derivation), near(derivation)

    def cell(place: Index) -> Cell:
        return Cell(((GLYPHS[tone(place)],),), tone(place))

    whole = problem.image if problem.over == "i" else problem.outputs
    name = "Image x" if problem.over == "i" else f"Gradient g at the outputs of {phrases.extent(problem)}"
    yield Paragraph((f"{name}, {phrases.size(whole)}: ", *_axes(problem, names)))
    used = slices(problem.order, names, box, cell, ruled=False, rulers=rulers(problem))
    yield Grids(tuple(chain.from_iterable(zip(used, *_image_values(problem, tone, names, box), strict=True))))
    yield Paragraph(legend(derivation, box))
    yield from phrases.no_centre("image", problem.image)


def _image_values(
    problem: Problem, tone: Callable[[Index], Tone], names: tuple[Symbol, ...], box: tuple[range, ...]
) -> Iterator[Iterator[Grid]]:
    """The image's values in the same places, where it has values."""

    def cell(place: Index) -> Cell:
        pixel = problem.pixel(place) if _within(place, problem.image) else None
        return Cell((("",) if pixel is None else (amount(pixel),),), tone(place))

    if problem.pixels is not None and problem.over == "i" and None not in problem.at:
        yield slices(problem.order, names, box, cell, ("values",), ruled=False)


def toning(derivation: Derivation) -> Callable[[Index], Tone]:
    """What each place of the picture is: used, shown, the rest, or beyond what there is."""
    problem = derivation.problem
    domains, window = problem.domains[problem.over], derivation.window
    patch, reach = phrases.positions(problem, derivation.receptive_field), phrases.positions(problem, derivation.met)
    # where something outside counts, pixels stand in that lie beside the patch
    used = {term.along(problem.over) for term in derivation.terms} if problem.boundary.counts else set()

    def tone(place: Index) -> Tone:
        if all(side is None or number in side for number, side in zip(place, domains, strict=True)):
            if _within(place, patch) or place in used:
                return Tone.PATCH
            return Tone.WINDOW if _within(place, window) else Tone.REST
        return Tone.OUTSIDE if _within(place, reach) else Tone.BLANK

    return tone


def near(derivation: Derivation) -> tuple[range, ...]:
    """What is drawn: all of a small image, else what lies near the window."""
    problem = derivation.problem
    patch, reach = phrases.positions(problem, derivation.receptive_field), phrases.positions(problem, derivation.met)
    sides = zip(problem.domains[problem.over], derivation.window, patch, reach, strict=True)
    return tuple(window if domain is None else _box(domain, window, *ends) for domain, window, *ends in sides)


def _axes(problem: Problem, names: tuple[Symbol, ...]) -> Line:
    """What each symbol counts: p counts columns → and q counts rows ↓."""
    named = zip(names, phrases.axis_names(problem), strict=True)
    return (
        *phrases.joined([(name, f" counts {phrases.plural(what)}{ARROWS.get(what, '')}") for name, what in named]),
        ".",
    )


def legend(derivation: Derivation, box: tuple[range, ...]) -> Line:
    problem = derivation.problem
    parts: list[Inline] = ["■ used by ", roles.asked(problem), ", □ also in the table"]
    if any(row.weight is None or problem.over == "i" for row in derivation.rows.overhang):
        parts.append(
            f", × {phrases.article(roles.NOUNS[problem.partner])} without {phrases.article(roles.NOUNS[problem.over])}"
        )
    whole = problem.image if problem.over == "i" else problem.outputs
    cut = box != whole and prod(map(len, box)) < prod(map(len, whole))
    rest = "the rest of the image" if problem.over == "i" else "the other outputs"
    verb = "is" if problem.over == "i" else "are"
    return (*parts, f"; {rest} {verb} not drawn." if cut else ".")


def _box(pixels: range, window: range, patch: range, reach: range) -> range:
    """What is drawn of one axis: all of it, or what is near the window, with what hangs over the border."""
    near = pixels
    if len(pixels) > MAX_SIDE_DRAWN_WHOLE:
        centre = window if len(window) <= MAX_SIDE_DRAWN_WHOLE or not patch else range(patch[0], patch[-1] + 1)
        centre = centre[:MAX_SIDE_DRAWN_WHOLE] if not patch else centre
        near = range(max(centre[0] - MARGIN, pixels[0]), min(centre[-1] + MARGIN, pixels[-1]) + 1)
    if not patch or not reach:
        return near
    return range(min(near[0], reach[0]), max(near[-1], reach[-1]) + 1)


def _within(place: Index, sides: tuple[range, ...]) -> bool:
    return all(i in side for i, side in zip(place, sides, strict=True))
