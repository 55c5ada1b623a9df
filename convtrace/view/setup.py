"""Section 2: the kernel with its indices and values, and where in the image we are."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from itertools import starmap
from math import prod

from convtrace.blocks import Block, Cell, Grids, Inline, Line, Paragraph, Tone
from convtrace.derivation import Derivation
from convtrace.notation import Symbol, symbols
from convtrace.problem import Problem
from convtrace.view import words
from convtrace.view.drawing import element
from convtrace.view.picture import Index, slices

DRAWN_WHOLE = 15
MARGIN = 2
GLYPHS = {Tone.PATCH: "■", Tone.WINDOW: "□", Tone.REST: ".", Tone.OUTSIDE: "×", Tone.BLANK: " "}
ARROWS = {"column": " →", "row": " ↓"}


def setup(derivation: Derivation) -> Iterator[Block]:
    yield from _kernel(derivation.problem)
    yield from _image(derivation)


def _kernel(problem: Problem) -> Iterator[Block]:
    order, ranges = problem.order, problem.kernel.ranges
    names = symbols("p", len(ranges))
    yield Paragraph((f"Kernel h, {words.size(ranges)}: ", *_axes(problem, names)))

    def index(place: Index) -> Cell:
        return Cell(((words.entry("h", place),),))

    indices = slices(order, names, ranges, index, ("indices",))
    values = slices(order, names, ranges, partial(element, problem), ("values",))
    for pair in zip(indices, values, strict=True):
        yield Grids(pair)
    if prod(map(len, ranges)) > 1:
        yield Paragraph(("Letters inside brackets are indices; letters outside are values of the kernel.",))
    yield from words.no_centre("kernel", ranges)


def _image(derivation: Derivation) -> Iterator[Block]:
    problem = derivation.problem
    names = words.image_symbols(problem)
    image = problem.image
    tone, box = toning(derivation), near(derivation)

    def cell(place: Index) -> Cell:
        return Cell(((GLYPHS[tone(place)],),), tone(place))

    yield Paragraph((f"Image x, {words.size(image)}: ", *_axes(problem, names)))
    yield Grids(tuple(slices(problem.order, names, box, cell, ruled=False)))
    yield Paragraph(legend(derivation, box))
    yield from words.no_centre("image", image)


def toning(derivation: Derivation) -> Callable[[Index], Tone]:
    """What each place of the picture is: used, shown, the rest of the image, or beyond it."""
    image, window = derivation.problem.image, derivation.window
    patch, reach = words.positions(derivation.patch), words.positions(derivation.reach)

    def tone(place: Index) -> Tone:
        if _within(place, image):
            return Tone.PATCH if _within(place, patch) else Tone.WINDOW if _within(place, window) else Tone.REST
        return Tone.OUTSIDE if _within(place, reach) else Tone.BLANK

    return tone


def near(derivation: Derivation) -> tuple[range, ...]:
    """What is drawn of the image: all of a small one, else what lies near the window."""
    patch, reach = words.positions(derivation.patch), words.positions(derivation.reach)
    return tuple(starmap(_box, zip(derivation.problem.image, derivation.window, patch, reach, strict=True)))


def _axes(problem: Problem, names: tuple[Symbol, ...]) -> Line:
    """What each symbol counts: p counts columns → and q counts rows ↓."""
    named = zip(names, words.axis_names(problem), strict=True)
    return (*words.joined([(name, f" counts {words.plural(what)}{ARROWS.get(what, '')}") for name, what in named]), ".")


def legend(derivation: Derivation, box: tuple[range, ...]) -> Line:
    output = words.entry("y", derivation.problem.output)
    parts: list[Inline] = ["■ used by ", output, ", □ also in the table"]
    if derivation.rows.overhang:
        parts.append(", × a kernel element without a pixel")
    cut = box != derivation.problem.image and prod(map(len, box)) < prod(map(len, derivation.problem.image))
    return (*parts, "; the rest of the image is not drawn." if cut else ".")


def _box(pixels: range, window: range, patch: range, reach: range) -> range:
    """What is drawn of one axis: all of it, or what is near the window, with what hangs over the border."""
    near = pixels
    if len(pixels) > DRAWN_WHOLE:
        centre = window if len(window) <= DRAWN_WHOLE or not patch else range(patch[0], patch[-1] + 1)
        centre = centre[:DRAWN_WHOLE] if not patch else centre
        near = range(max(centre[0] - MARGIN, pixels[0]), min(centre[-1] + MARGIN, pixels[-1]) + 1)
    if not patch:
        return near
    return range(min(near[0], reach[0]), max(near[-1], reach[-1]) + 1)


def _within(place: Index, sides: tuple[range, ...]) -> bool:
    return all(i in side for i, side in zip(place, sides, strict=True))
