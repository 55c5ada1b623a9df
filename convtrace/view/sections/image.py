"""The image alone, each pixel under its own name: asked for by its name, as a picture for slides and papers."""

from __future__ import annotations

from collections.abc import Iterator

from convtrace.document.blocks import Block, Cell, Grids
from convtrace.trace.derivation import Derivation
from convtrace.trace.status import Index
from convtrace.view.amounts import value_formula
from convtrace.view.grids import drawable, not_drawn
from convtrace.view.roles import Roles
from convtrace.view.sections.setup import drawn_ranges, headline


def image(derivation: Derivation) -> Iterator[Block]:
    """Every pixel with its name, and its value where it has one; of a large image those near the window."""
    problem = derivation.problem
    # no pixel moves with an output that stays a symbol
    pixels = Roles(problem.replace(at=problem.numbers)).of["i"]
    is_near = problem.over == "i" and None not in problem.at
    near = drawn_ranges(derivation) if is_near else pixels.drawn
    box = tuple(range(max(a[0], b[0]), min(a[-1], b[-1]) + 1) for a, b in zip(near, pixels.drawn, strict=True))

    def cell(place: Index) -> Cell:
        value = None if problem.pixels is None else problem.pixels[problem.order.position(place, problem.image)]
        name = problem.named("x", problem.shown("i", place))
        return Cell(((name,),) if value is None else ((name,), (value_formula(value),)))

    yield headline(pixels)
    if drawable(box):
        yield Grids(tuple(pixels.grids(box, cell)))
    else:
        yield not_drawn(pixels.words.caption, box)
