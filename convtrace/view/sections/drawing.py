"""Section 4: each pixel with the h[#,#] that meets it, and the kernel as defined beside the kernel as laid."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import zip_longest
from math import prod
from typing import TypeAlias

from convtrace.document.blocks import Block, Cell, Grid, Grids, Line, Paragraph, Tone
from convtrace.trace.derivation import Derivation, as_written
from convtrace.trace.problem import Problem
from convtrace.trace.status import Index
from convtrace.values.formula import Product
from convtrace.view import phrases
from convtrace.view.amounts import value_formula
from convtrace.view.grids import drawable, levelled, not_drawn, shade
from convtrace.view.roles import Roles
from convtrace.view.sections.remarks import no_products

Shown: TypeAlias = tuple[tuple[range, ...], Callable[[Index], Cell]]


def drawing(derivation: Derivation, shown: Shown | None = None) -> Iterator[Block]:
    """The pixels with what meets them, the kernel as defined and as laid, and the flip by its name.

    `shown` has the positions that are drawn, and their cells, where these are not those of the patch alone.
    """
    roles = Roles(derivation.problem)
    if not all(derivation.met):
        yield Paragraph((no_products(derivation),))
        return
    meets = f" the {roles.met.noun} that meets it"
    weight = f",{meets}, and its weight" if roles.kernel_is_met else f" and{meets}"
    yield Paragraph((f"Each {roles.summed.noun}{weight}:",))
    box, cell = shown or (roles.summed.along(derivation.met), meeting_cell(derivation))
    if drawable(box):
        yield Grids(tuple(map(levelled, roles.summed.grids(box, cell))))
    else:
        yield not_drawn(f"the {roles.summed.words.used}", box)
    if derivation.copies:
        pixel = roles.fixed.given(roles.problem.numbers)
        yield Paragraph(("The copies of ", pixel, " outside the image are not drawn."))
    yield from both_kernels(derivation)
    yield Paragraph(flip_line(derivation))
    yield from stepped_over(derivation)
    yield from phrases.no_centre("kernel", roles.problem.in_space(roles.problem.kernel.ranges))


def stepped_over(derivation: Derivation) -> Iterator[Block]:
    """The number of kernel elements that fall between the pixels where a stride puts these apart."""
    roles = Roles(derivation.problem)
    whole = prod(map(len, roles.met.drawn))
    left = whole - prod(map(len, derivation.unclipped))
    if left and not roles.is_gradient:
        elements = f"{left} of the {whole} {roles.met.noun}s"
        meet = f"{elements} {phrases.conjugated('meet', left)} no {roles.summed.noun} here"
        yield Paragraph((f"The {roles.summed.noun}s are {roles.summed.spacing} apart, so {meet}.",))


def meeting_cell(derivation: Derivation) -> Callable[[Index], Cell]:
    """The cell of a position that the sum reaches: x[0,0], h[1,1] and the weight below each other."""
    problem, found, roles = derivation.problem, met_at(derivation), Roles(derivation.problem)
    summed = roles.summed

    def cell(place: Index) -> Cell:
        inside = summed.contains(place)
        counts = inside or (summed.continues and problem.reaches(place))
        here: Line = (summed.entry(place),)
        if not inside:
            here = ("→ ", summed.factor(place)) if counts else (f"no {summed.noun}",)
        tone = Tone.PATCH if inside else Tone.OUTSIDE
        lines = (here, (roles.met.entry(found(place)),))
        if not roles.kernel_is_met:
            return Cell(lines, tone)
        weight = kernel_cell(problem, found(place), tone)
        pixel = summed.value(place) if counts else None
        if pixel is None:
            return weight.replace(lines=(*lines, *weight.lines))
        product = Product((value_formula(problem.kernel.weight(found(place))), value_formula(pixel)))
        return weight.replace(lines=(*lines, (product,)))

    return cell


def both_kernels(derivation: Derivation) -> Iterator[Block]:
    """The kernel as defined beside the kernel as it lies on what it meets, slice by slice."""
    problem, roles = derivation.problem, Roles(derivation.problem)
    if roles.kernel_is_met and all(derivation.met):
        kernel = roles.of["k"]
        if not drawable(kernel.drawn):
            yield not_drawn(kernel.words.caption, kernel.drawn)
            return
        caption = (f"on the {roles.summed.words.used}: {phrases.orientation(problem, derivation.flipped)}",)
        # a stride may step over whole slices of the kernel
        for grids in zip_longest(defined_kernel(problem), laid_kernel(derivation, caption)):
            yield Grids(tuple(grid for grid in grids if grid is not None))


def defined_kernel(problem: Problem) -> Iterator[Grid]:
    """The kernel in its own indices, slice by slice."""
    kernel = Roles(problem).of["k"]
    return kernel.grids(kernel.drawn, lambda place: kernel_cell(problem, place), (kernel.words.caption,))


def laid_kernel(derivation: Derivation, caption: Line) -> Iterator[Grid]:
    """The kernel as it lies on what it meets, slice by slice."""
    summed, found = Roles(derivation.problem).summed, met_at(derivation)

    def cell(place: Index) -> Cell:
        return kernel_cell(derivation.problem, found(place), Tone.PATCH)

    return summed.grids(summed.along(derivation.unclipped), cell, caption)


def kernel_cell(problem: Problem, index: Index, tone: Tone = Tone.REST) -> Cell:
    """The cell of one kernel value, shaded by its place in the kernel; its factor where the kernel is laid."""
    kernel = problem.kernel
    value = kernel.value(index) if tone is Tone.REST else kernel.weight(index)
    return Cell(((value_formula(value),),), tone, shade(problem.order, index, kernel.ranges))


def met_at(derivation: Derivation) -> Callable[[Index], Index]:
    """The index that is met at each position within reach."""
    roles, solutions = Roles(derivation.problem), derivation.unclipped
    axes = zip(roles.summed.along(solutions), roles.met.along(solutions), strict=True)
    sides = [dict(zip(*axis, strict=True)) for axis in axes]
    return lambda place: tuple(side[number] for number, side in zip(place, sides, strict=True))


def flip_line(derivation: Derivation) -> Line:
    """The flip, and the sign that causes it, in the letters of the formula: m−i falls as i rises."""
    problem, roles, written = derivation.problem, Roles(derivation.problem), Roles(as_written(derivation.problem))
    running = problem.in_space(written.summed.letters)
    met = problem.in_space(written.met_index(written.fixed.letters, written.summed.letters))
    signs: list[Line] = []
    for flipped, index, name in zip(derivation.flipped, met, running, strict=True):
        signs.append((index, f" {'falls' if flipped else 'rises'} as ", name, " rises"))
    lies = phrases.orientation(problem, derivation.flipped)
    if roles.kernel_is_met:
        said = f"The kernel lies {lies}"
    else:
        said = f"The pixels lie on the outputs {lies if any(derivation.flipped) else 'in their order'}"
    return (f"{said}: ", *phrases.joined(signs), ".")
