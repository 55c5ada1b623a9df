"""The answer as one picture: the patch on the image, and the kernel as defined beside the kernel as laid."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from convtrace.document.blocks import Block, Cell, Equation, Grids, Line, Paragraph, Tone
from convtrace.trace.derivation import Derivation
from convtrace.trace.problem import Problem
from convtrace.trace.status import Index
from convtrace.view.amounts import value_formula
from convtrace.view.grids import drawable, lies_in, not_drawn
from convtrace.view.roles import Roles
from convtrace.view.sections.drawing import both_kernels, flip_line, meeting_cell
from convtrace.view.sections.result import answer, has_numbers, sum_of_numbers
from convtrace.view.sections.setup import drawn_ranges, toning


def pixel_grids(problem: Problem) -> Grids:
    """The image with the values of its pixels."""
    pixels = Roles(problem).of["i"]

    def cell(place: Index) -> Cell:
        value = problem.pixel(place)
        return Cell(() if value is None else ((value_formula(value),),))

    return Grids(tuple(pixels.grids(pixels.drawn, cell, (pixels.words.caption,))))


def figure(derivation: Derivation) -> Iterator[Block]:
    """The answer, the patch with what meets it, and both kernels."""
    summed = Roles(derivation.problem).summed
    yield from sums(derivation)
    box = drawn_ranges(derivation)
    if drawable(box):
        yield from (Grids((grid,)) for grid in summed.grids(box, image_cell(derivation), (summed.words.caption,)))
    else:
        yield not_drawn(summed.words.caption, box)
    yield from both_kernels(derivation)
    yield Paragraph(flip_line(derivation))


def sums(derivation: Derivation) -> Iterator[Block]:
    """The answer, with its numbers where it has any."""
    yield Equation(answer(derivation), strong=True)
    if has_numbers(derivation):
        yield sum_of_numbers(derivation)


def image_cell(derivation: Derivation) -> Callable[[Index], Cell]:
    """The cell of each position drawn: what meets it in the patch, and the value of its pixel."""
    summed = Roles(derivation.problem).summed
    met, tone, reach = meeting_cell(derivation), toning(derivation), summed.along(derivation.met)

    def value(place: Index) -> tuple[Line, ...]:
        known = summed.value(place) if summed.has_numbers and summed.contains(place) else None
        return () if known is None else ((value_formula(known),),)

    def cell(place: Index) -> Cell:
        match tone(place):
            case Tone.PATCH | Tone.OUTSIDE if lies_in(place, reach):
                return met(place)
            # a pixel beside the patch that stands in for one outside, too
            case Tone.PATCH | Tone.WINDOW as shown:
                return Cell(((summed.entry(place),), *value(place)), shown)
            case other:
                return Cell(value(place), other)

    return cell
