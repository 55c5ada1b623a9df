"""Section 4: each pixel with the h[#,#] that meets it, and the kernel as defined beside the kernel as laid."""

from __future__ import annotations

from collections.abc import Iterator

from convtrace.blocks import Block, Cell, Grids, Line, Paragraph, Tone
from convtrace.derivation import Derivation
from convtrace.notation import Value, argument, symbols
from convtrace.problem import Problem
from convtrace.view import words
from convtrace.view.picture import Index, slices


def drawing(derivation: Derivation) -> Iterator[Block]:
    problem = derivation.problem
    names, order = words.image_symbols(problem), problem.order
    reach = words.positions(derivation.reach)
    meets = tuple({t.i: t.k for t in side} for side in derivation.reach)

    def kernel_index(place: Index) -> Index:
        return tuple(side[i] for i, side in zip(place, meets, strict=True))

    def weight(place: Index) -> Line:
        return (Value(problem.kernel.value(kernel_index(place))),)

    def meeting(place: Index) -> Cell:
        inside = all(i in pixels for i, pixels in zip(place, problem.image, strict=True))
        pixel: Line = (words.entry("x", place),) if inside else ("no pixel",)
        lines = (pixel, (words.entry("h", kernel_index(place)),), weight(place))
        return Cell(lines, Tone.PATCH if inside else Tone.OUTSIDE)

    yield Paragraph(("Each pixel, the kernel element that meets it, and its weight:",))
    yield Grids(tuple(slices(order, names, reach, meeting)))
    taps = problem.kernel.ranges
    defined = slices(
        order,
        symbols("p", len(taps)),
        taps,
        lambda place: Cell(((Value(problem.kernel.value(place)),),)),
        ("kernel h",),
    )
    laid = slices(
        order,
        names,
        reach,
        lambda place: Cell((weight(place),), Tone.PATCH),
        (f"on the patch: {words.lying(problem)}",),
    )
    for pair in zip(defined, laid, strict=True):
        yield Grids(pair)
    yield Paragraph(_flip(problem))
    yield from words.no_centre("kernel", taps)


def _flip(problem: Problem) -> Line:
    """The flip, and the sign that causes it: m−i falls as i rises."""
    outputs, names = symbols("m", len(problem.image)), words.image_symbols(problem)
    turns = []
    for relation, output, name in zip(problem.relations, outputs, names, strict=True):
        verb = "falls" if relation.flips() else "rises"
        turns.append((argument(relation, output, name), f" {verb} as ", name, " rises"))
    return (f"The kernel lies {words.lying(problem)}: ", *words.joined(turns), ".")
