"""One output after the other: the frames of a picture that moves, and all of them side by side."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from math import prod

from convtrace.document.blocks import Block, Cell, Equation, Grid, Grids, Heading, Line, Paragraph, Tone
from convtrace.errors import ConvtraceError
from convtrace.library.slides import Slide
from convtrace.trace.derivation import Derivation
from convtrace.trace.status import Index
from convtrace.values.limits import MAX_CELLS_DRAWN, MAX_CELLS_OF_FRAMES
from convtrace.values.named_tuple import NamedTuple
from convtrace.view import phrases
from convtrace.view.grids import lies_in
from convtrace.view.roles import Roles
from convtrace.view.sections.drawing import defined_kernel, flip_line
from convtrace.view.sections.equation import general_definition
from convtrace.view.sections.figure import image_cell, sums
from convtrace.view.sections.result import known_value, shortened_answer
from convtrace.view.sections.setup import MARKS, drawn_ranges

# an image with more pixels on a side has no room for what is in them: only what the kernel lays there
MAX_SIDE_NAMED = 11
# a longer sum has its middle left out: five lines
MAX_TERMS_OF_FRAME = 25


class Frames(NamedTuple):
    """The derivation of each frame, and the positions of the image that all of them show."""

    slide: Slide
    derivations: tuple[Derivation, ...]
    box: tuple[range, ...]


def framed(slide: Slide) -> Frames:
    """The frames of a question; ConvtraceError where the image is too large to be drawn so often."""
    derivations = tuple(slide.derivations())
    return Frames(slide, derivations, _common_ranges(derivations))


def frames(framed: Frames) -> Iterator[Iterator[Block]]:
    """The blocks of each frame: the formula, the patch on the image, the kernel, the outputs so far, and the sum."""
    small = max(map(len, framed.box)) > MAX_SIDE_NAMED
    values = _values(framed.derivations)
    for number, derivation in enumerate(framed.derivations):
        cell = _small_cell(derivation, MARKS[Tone.BLANK], copies=True) if small else _unwindowed(derivation)
        yield _frame(derivation, framed.box, cell, _outputs(derivation, framed.slide.outputs[:number], values))


def _frame(
    derivation: Derivation, box: tuple[range, ...], cell: Callable[[Index], Cell], outputs: Iterator[Grid]
) -> Iterator[Block]:
    problem, summed = derivation.problem, Roles(derivation.problem).summed
    yield Heading((phrases.all_outputs_title(problem),), level=1)
    yield Equation(general_definition(problem))
    image = tuple(summed.grids(box, cell, (summed.words.caption,)))
    yield Grids(image)
    if len(image) == 1:
        yield Grids((*defined_kernel(problem), *outputs), across=1)
    else:
        yield Grids(tuple(defined_kernel(problem)))
        yield Grids(tuple(outputs))
    yield Paragraph(flip_line(derivation))
    if len(derivation.terms) > MAX_TERMS_OF_FRAME:
        yield Equation(shortened_answer(derivation), strong=True)
    else:
        yield from sums(derivation)


def strip(framed: Frames) -> Grids:
    """All frames side by side: the kernel on the image, under the name of each output."""
    grids: list[Grid] = []
    for derivation in framed.derivations:
        roles = Roles(derivation.problem)
        known = known_value(derivation) if derivation.problem.has_values else ()
        caption = (roles.equation(*known) if known else roles.asked,)
        cell = _small_cell(derivation, MARKS[Tone.REST])
        grids += roles.summed.grids(framed.box, cell, caption, ruled=False)
    return Grids(tuple(grids), across=_across(framed.slide) * len(grids) // len(framed.derivations), alike=True)


def _across(slide: Slide) -> int:
    """The outputs before the next row or column of the path; of a lone axis each frame stands below another."""
    shown = [{*numbers} for numbers in zip(*slide.outputs, strict=True)]
    sides = slide.problem.order.array(slide.problem.in_space(shown))
    if len(sides) == 1:
        return 1
    return len(sides[-2] if slide.path == "columns" else sides[-1])


def _common_ranges(derivations: Sequence[Derivation]) -> tuple[range, ...]:
    """The positions drawn in every frame: those that are drawn in any; ConvtraceError where they are too many."""
    axes = zip(*map(drawn_ranges, derivations), strict=True)
    box = tuple(range(min(side[0] for side in sides), max(side[-1] for side in sides) + 1) for sides in axes)
    cells = prod(map(len, box))
    if cells > MAX_CELLS_DRAWN or cells * len(derivations) > MAX_CELLS_OF_FRAMES:
        most = min(MAX_CELLS_DRAWN, MAX_CELLS_OF_FRAMES // len(derivations))
        message = f"an image drawn with {cells} cells is too large for {len(derivations)} frames (at most {most})"
        raise ConvtraceError(message, hint="Choose a smaller image or a larger stride.")
    return box


def _unwindowed(derivation: Derivation) -> Callable[[Index], Cell]:
    """The cells of the figure; those that the kernel does not meet there are like all others.

    They are in the table alone, or have copies beyond the image that the kernel meets.
    """
    shown, summed = image_cell(derivation), Roles(derivation.problem).summed
    reach = summed.along(derivation.met)

    def cell(place: Index) -> Cell:
        found = shown(place)
        beside = found.tone is Tone.PATCH and not lies_in(place, reach)
        return Cell(found.lines[1:]) if beside or found.tone is Tone.WINDOW else found

    return cell


def _small_cell(derivation: Derivation, rest: str, *, copies: bool = False) -> Callable[[Index], Cell]:
    """The last line of each of these cells, which is what is added there: a weight, or a product.

    Where something outside is a copy of a pixel, `copies` have the name of that pixel, too.
    """
    shown, summed = _unwindowed(derivation), Roles(derivation.problem).summed

    def cell(place: Index) -> Cell:
        found = shown(place)
        inside = summed.contains(place)
        counts = inside or (summed.continues and derivation.problem.reaches(place))
        if found.tone is Tone.OUTSIDE and not counts:
            return found.replace(lines=((MARKS[Tone.OUTSIDE],),))
        if found.tone is Tone.OUTSIDE and copies:
            return found.replace(lines=(found.lines[0], found.lines[-1]))
        return found.replace(lines=found.lines[-1:] or ((MARKS[Tone.BLANK] if found.tone is Tone.BLANK else rest,),))

    return cell


def _values(derivations: Sequence[Derivation]) -> dict[Index, Line]:
    """The values of all outputs, if they have any."""
    if not derivations[0].problem.has_values:
        return {}
    return {each.problem.numbers: known_value(each) for each in derivations}


def _outputs(derivation: Derivation, before: Collection[Index], values: dict[Index, Line]) -> Iterator[Grid]:
    """The outputs, with the values that are known so far."""
    fixed = Roles(derivation.problem).fixed

    def cell(place: Index) -> Cell:
        value = (values[place],) if place in values else ()
        if place == derivation.problem.numbers:
            return Cell(value or ((MARKS[Tone.PATCH],),), Tone.PATCH)
        return Cell(value, Tone.WINDOW) if place in before else Cell(())

    return fixed.grids(fixed.drawn, cell, (f"output {fixed.name}",))
