"""The values of all outputs as one grid, where image and kernel have values."""

from __future__ import annotations

from collections.abc import Iterator

from convtrace.document.blocks import Block, Cell, Code, Grids, Paragraph
from convtrace.trace.derivation import derive
from convtrace.trace.problem import Problem
from convtrace.trace.status import Index
from convtrace.view.grids import drawable, not_drawn
from convtrace.view.roles import Roles
from convtrace.view.sections.result import known_value

NO_VALUES = "The outputs have values where the image and the kernel have: --image '1 2; 3 4' --kernel '1 0; 0 1'."


def has_values(problem: Problem) -> bool:
    """True where all pixels and weights have values."""
    return problem.pixels is not None and problem.kernel.given is not None


def values(problem: Problem) -> Iterator[Block]:
    """The value of each output, and how to see where one of them comes from."""
    if not has_values(problem):
        yield Paragraph((NO_VALUES,))
    elif not drawable(problem.outputs):
        yield not_drawn("the values", problem.outputs)
    else:
        whole = tuple(side[len(side) // 2] for side in problem.outputs)
        grids = Roles(problem.replace(at=whole)).fixed.grids
        yield Paragraph(("The value of each output:",))
        yield Grids(tuple(grids(problem.outputs, lambda output: _cell(problem, output), ruled=False)))
        middle = problem.shown("m", whole)
        how = " comes from, step by step, with the same arrays and options:"
        yield Paragraph(("Where ", problem.named("y", middle), how))
        yield Code(f"convtrace {problem.operation.name} --at {','.join(map(str, middle))}", "sh")


def _cell(problem: Problem, output: Index) -> Cell:
    return Cell((known_value(derive(problem.replace(at=output))),))
