"""Section 4: each pixel with the h[#,#] that meets it, and the kernel as defined beside the kernel as laid."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from math import prod

from convtrace.blocks import Block, Cell, Grids, Line, Paragraph, Tone
from convtrace.derivation import Derivation
from convtrace.notation import Value, argument, symbols
from convtrace.problem import Problem
from convtrace.view import words
from convtrace.view.picture import Index, slices


def drawing(derivation: Derivation) -> Iterator[Block]:
    problem = derivation.problem
    yield Paragraph(("Each pixel, the kernel element that meets it, and its weight:",))
    reach = words.positions(derivation.reach)
    yield Grids(tuple(slices(problem.order, words.image_symbols(problem), reach, meeting(derivation))))
    yield from kernels(derivation)
    yield Paragraph(flip(problem))
    yield from words.no_centre("kernel", problem.kernel.ranges)


def meeting(derivation: Derivation) -> Callable[[Index], Cell]:
    """The cell of a position that the output reaches: x[0,0], h[1,1] and the weight below each other."""
    problem, kernel_index = derivation.problem, _kernel_index(derivation)

    def cell(place: Index) -> Cell:
        inside = all(i in pixels for i, pixels in zip(place, problem.image, strict=True))
        pixel: Line = (words.entry("x", place),) if inside else ("no pixel",)
        met = element(problem, kernel_index(place), Tone.PATCH if inside else Tone.OUTSIDE)
        return met._replace(lines=(pixel, (words.entry("h", kernel_index(place)),), *met.lines))

    return cell


def kernels(derivation: Derivation) -> Iterator[Grids]:
    """The kernel as defined beside the kernel as it lies on the patch, slice by slice."""
    problem, kernel_index = derivation.problem, _kernel_index(derivation)
    order, taps = problem.order, problem.kernel.ranges
    names, reach = words.image_symbols(problem), words.positions(derivation.reach)
    defined = slices(order, symbols("p", len(taps)), taps, lambda place: element(problem, place), ("kernel h",))
    caption = (f"on the patch: {words.lying(problem)}",)
    laid = slices(order, names, reach, lambda place: element(problem, kernel_index(place), Tone.PATCH), caption)
    return map(Grids, zip(defined, laid, strict=True))


def element(problem: Problem, index: Index, tone: Tone = Tone.REST) -> Cell:
    """The cell of one kernel value, shaded by its place in the kernel."""
    kernel = problem.kernel
    last = prod(map(len, kernel.ranges)) - 1
    return Cell(((Value(kernel.value(index)),),), tone, shade=kernel.position(index) / max(1, last))


def _kernel_index(derivation: Derivation) -> Callable[[Index], Index]:
    """The kernel index that meets each position within reach."""
    meets = tuple({t.i: t.k for t in side} for side in derivation.reach)
    return lambda place: tuple(side[i] for i, side in zip(place, meets, strict=True))


def flip(problem: Problem) -> Line:
    """The flip, and the sign that causes it: m−i falls as i rises."""
    outputs, names = symbols("m", len(problem.image)), words.image_symbols(problem)
    turns = []
    for relation, output, name in zip(problem.relations, outputs, names, strict=True):
        verb = "falls" if relation.flips() else "rises"
        turns.append((argument(relation, output, name), f" {verb} as ", name, " rises"))
    return (f"The kernel lies {words.lying(problem)}: ", *words.joined(turns), ".")
