"""The answer as one picture: the patch on the image, and the kernel as defined beside the kernel as laid."""

from __future__ import annotations

from collections.abc import Iterator

from convtrace.document.blocks import Block, Cell, Equation, Grids, Line, Paragraph, Tone
from convtrace.trace.derivation import Derivation
from convtrace.trace.status import Index
from convtrace.view.grids import drawable, lies_in, not_drawn
from convtrace.view.roles import Roles
from convtrace.view.sections.drawing import both_kernels, flip_line, meeting_cell
from convtrace.view.sections.result import answer
from convtrace.view.sections.setup import drawn_ranges, toning


def figure(derivation: Derivation) -> Iterator[Block]:
    """The answer, the patch with what meets it, and both kernels."""
    roles = Roles(derivation.problem)
    summed, met, tone = roles.summed, meeting_cell(derivation), toning(derivation)
    reach = summed.along(derivation.met)
    height = 3 if roles.kernel_is_met else 2  # the weight has a line of its own

    def tall(line: Line, tone: Tone) -> Cell:
        return Cell(((),) * (height // 2) + (line,) + ((),) * (height - height // 2 - 1), tone)

    def cell(place: Index) -> Cell:
        match tone(place):
            case Tone.PATCH | Tone.OUTSIDE if lies_in(place, reach):
                return met(place)
            # a pixel beside the patch that stands in for one outside, too
            case Tone.PATCH | Tone.WINDOW as shown:
                return tall((summed.entry(place),), shown)
            case other:
                return tall((), other)

    yield Equation(answer(derivation), strong=True)
    box = drawn_ranges(derivation)
    if drawable(box):
        yield from (Grids((grid,)) for grid in summed.grids(box, cell, (summed.words.caption,)))
    else:
        yield not_drawn(summed.words.caption, box)
    yield from both_kernels(derivation)
    yield Paragraph(flip_line(derivation))
