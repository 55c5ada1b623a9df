"""All outputs of an operation whose arrays have values: the grid of their values, and how to open one of them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from functools import partial
from typing import Any

from convtrace.document.blocks import Block, Document, Grids, Heading, Paragraph
from convtrace.errors import ConvtraceError
from convtrace.law.extents import MODES, outputs
from convtrace.library.arrays import ExactArray
from convtrace.library.problem_sums import sum_values
from convtrace.trace.derivation import derive
from convtrace.trace.problem import Problem
from convtrace.view import phrases
from convtrace.view.cells import of_outputs
from convtrace.view.grids import drawable, not_drawn
from convtrace.view.page import Question, Section, page_of
from convtrace.view.pages.map import pixels_used
from convtrace.view.pages.record import derivation_record, ends, plain_value, question_record
from convtrace.view.sections.drawing import defined_kernel
from convtrace.view.sections.figure import pixel_grids
from convtrace.view.sections.values import all_values, in_the_middle, value_grids

VALUES, EQUATION = "values", "equation"


def document(
    problem: Problem,
    only: Collection[str],
    general: Mapping[str, Section[Problem]],
    asked: Question | None = None,
) -> Document:
    """The values and the equation; or the sections named in `only`, of which the others are in general position."""
    own: dict[str, Section[Problem]] = {VALUES: partial(all_values, asked=asked), EQUATION: pixels_used}
    known = own if not only else {name: own.get(name, section) for name, section in general.items()}
    return page_of(problem, known, only, _title, _figure, _record, cells=of_outputs)


def _title(problem: Problem) -> Iterator[Block]:
    yield Heading((phrases.all_outputs_title(problem),), level=1)
    others = [f"{size} with --mode {mode}" for mode, size in _other_modes(problem)]
    if others:
        yield Paragraph((f"There are {' and '.join(others)}.",))
    yield from phrases.output_notes(problem)


def _other_modes(problem: Problem) -> Iterator[tuple[str, str]]:
    """The modes that have other outputs, and how many."""
    arrays = problem.image, problem.kernel.ranges
    axes = [*zip(problem.relations, *arrays, strict=True)]
    for mode in MODES:
        sides = tuple(
            outputs(*axis, mode) if problem.lookup(number) is None else problem.outputs[number]
            for number, axis in enumerate(axes)
        )
        if sides != problem.outputs and all(sides):
            yield mode, phrases.array_size(problem.replace(outputs=sides), "m")


def _figure(problem: Problem) -> Iterator[Block]:
    """Image, kernel and outputs with their values."""
    placed = in_the_middle(problem)
    boxes = (problem.image, problem.kernel.ranges, problem.outputs)
    names = ("the image", "the kernel", "the outputs")
    drawings: tuple[Callable[[], Block], ...] = (
        lambda: pixel_grids(placed),
        lambda: Grids(tuple(defined_kernel(placed))),
        lambda: value_grids(problem, (f"output {problem.naming.output}",), ruled=True),
    )
    for name, box, drawing in zip(names, boxes, drawings, strict=True):
        yield drawing() if drawable(box) else not_drawn(name, box)


def _record(problem: Problem) -> Mapping[str, object]:
    """The record of the sum in general position where there is one, and all values."""
    try:
        known = derivation_record(derive(problem))
    except ConvtraceError:
        known = question_record(problem, gradient=None, output=None)
    return {
        **known,
        "mode": problem.mode,
        "outputs": ends(problem.shown("m", problem.outputs)),
        "values": _nested(problem),
    }


def _nested(problem: Problem) -> object:
    """The values nested as the output."""
    values: list[Any] = [plain_value(value) for value in sum_values(problem) or ()]
    return ExactArray.of(tuple(map(len, problem.order.array(problem.outputs))), values).nested()
