"""The answer as one picture: the patch on the image, and the kernel as defined beside the kernel as laid."""

from __future__ import annotations

from collections.abc import Iterator

from convtrace.blocks import Block, Cell, Equation, Grids, Paragraph, Tone
from convtrace.derivation import Derivation
from convtrace.view import words
from convtrace.view.drawing import flip, kernels, meeting
from convtrace.view.picture import Index, slices
from convtrace.view.result import answer
from convtrace.view.setup import near, toning


def figure(derivation: Derivation) -> Iterator[Block]:
    problem = derivation.problem
    met, tone = meeting(derivation), toning(derivation)

    def cell(place: Index) -> Cell:
        match tone(place):
            case Tone.PATCH | Tone.OUTSIDE:
                return met(place)
            case Tone.WINDOW:
                return Cell(((), (words.entry("x", place),), ()), Tone.WINDOW)
            case other:
                return Cell(((), (), ()), other)

    yield Equation(answer(derivation), strong=True)
    drawn = slices(problem.order, words.image_symbols(problem), near(derivation), cell, ("image x",))
    yield from (Grids((grid,)) for grid in drawn)
    yield from kernels(derivation)
    yield Paragraph(flip(problem))
