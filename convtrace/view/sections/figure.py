"""The answer as one picture: the patch on the image, and the kernel as defined beside the kernel as laid."""

from __future__ import annotations

from collections.abc import Iterator
from operator import contains

from convtrace.document.blocks import Block, Cell, Equation, Grids, Line, Paragraph, Tone
from convtrace.trace.derivation import Derivation
from convtrace.view import phrases, roles
from convtrace.view.grids import Index, slices
from convtrace.view.sections.drawing import flip, kernels, meeting, rulers
from convtrace.view.sections.result import answer
from convtrace.view.sections.setup import near, toning


def figure(derivation: Derivation) -> Iterator[Block]:
    problem = derivation.problem
    met, tone = meeting(derivation), toning(derivation)
    reach = phrases.positions(problem, derivation.met)
    height = 3 if problem.partner == "k" else 2

    def tall(line: Line, tone: Tone) -> Cell:
        return Cell(((),) * (height // 2) + (line,) + ((),) * (height - height // 2 - 1), tone)

    def cell(place: Index) -> Cell:
        match tone(place):
            case Tone.PATCH | Tone.OUTSIDE if all(map(contains, reach, place)):
                return met(place)
            # a pixel beside the patch that stands in for one outside, too
            case Tone.PATCH | Tone.WINDOW as shown:
                return tall((roles.entry(problem, problem.over, place),), shown)
            case other:
                return tall((), other)

    yield Equation(answer(derivation), strong=True)
    caption = ("image x",) if problem.over == "i" else (f"outputs of {phrases.extent(problem)}",)
    names, rule = roles.names(problem, problem.over), rulers(problem)
    drawn = slices(problem.order, names, near(derivation), cell, caption, rulers=rule)
    yield from (Grids((grid,)) for grid in drawn)
    yield from kernels(derivation)
    yield Paragraph(flip(problem))
