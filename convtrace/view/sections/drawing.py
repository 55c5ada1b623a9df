"""Section 4: each pixel with the h[#,#] that meets it, and the kernel as defined beside the kernel as laid."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import zip_longest
from math import prod

from convtrace.document.blocks import Block, Cell, Grid, Grids, Line, Paragraph, Tone
from convtrace.document.formula import Formula, Number, Product
from convtrace.document.plain import plain
from convtrace.trace.derivation import Derivation
from convtrace.trace.problem import Problem
from convtrace.view import phrases, roles
from convtrace.view.amounts import amount
from convtrace.view.grids import Index, slices


def drawing(derivation: Derivation) -> Iterator[Block]:
    problem = derivation.problem
    if not all(derivation.met):
        yield Paragraph((phrases.nothing_meets(derivation),))
        return
    over, partner = roles.NOUNS[problem.over], roles.NOUNS[problem.partner]
    by_kernel = problem.partner == "k"
    weight = f", the {partner} that meets it, and its weight" if by_kernel else f" and the {partner} that meets it"
    yield Paragraph((f"Each {over}{weight}:",))
    reach = phrases.positions(problem, derivation.met)
    running = roles.names(problem, problem.over)
    yield Grids(tuple(slices(problem.order, running, reach, meeting(derivation), rulers=rulers(problem))))
    if derivation.copies:
        yield Paragraph(("Where ", roles.pixel(problem, problem.numbers), " stands in outside the image is not drawn."))
    yield from kernels(derivation)
    yield Paragraph(flip(problem))
    yield from phrases.no_centre("kernel", problem.kernel.ranges)


def rulers(problem: Problem) -> tuple[Callable[[int], Line], ...]:
    """How each axis of a picture spells its positions: as numbers, or with m in general position."""

    def ruler(axis: int) -> Callable[[int], Line]:
        def label(number: int) -> Line:
            formula = roles.position(problem, problem.over, axis, number)
            return (plain(formula) if isinstance(formula, Number) else formula,)

        return label

    return tuple(map(ruler, range(len(problem.image))))


def meeting(derivation: Derivation) -> Callable[[Index], Cell]:
    """The cell of a position that the sum reaches: x[0,0], h[1,1] and the weight below each other."""
    problem, met = derivation.problem, _met(derivation)
    over, partner = problem.over, problem.partner

    def cell(place: Index) -> Cell:
        inside = all(side is None or n in side for n, side in zip(place, problem.domains[over], strict=True))
        tone = Tone.PATCH if inside else Tone.OUTSIDE
        counts = not inside and over == "i" and problem.boundary.counts and problem.reaches(place)
        missing: Line = ("→ ", _standing(problem, place)) if counts else (f"no {roles.NOUNS[over]}",)
        here: Line = (roles.entry(problem, over, place),) if inside else missing
        lines = (here, (roles.entry(problem, partner, met(place)),))
        if partner != "k":
            return Cell(lines, tone)
        weight = element(problem, met(place), tone)
        known = problem.pixel(place) if over == "i" and (inside or counts) else None
        if known is None:
            return weight.replace(lines=(*lines, *weight.lines))
        product = Product((amount(known), amount(problem.kernel.value(met(place)))))
        return weight.replace(lines=(*lines, (product,)))

    return cell


def _standing(problem: Problem, place: Index) -> Formula:
    """What x is outside the image."""
    return roles.factor(problem, "i", problem.stand_in(place) or place)


def kernels(derivation: Derivation) -> Iterator[Grids]:
    """The kernel as defined beside the kernel as it lies on what it meets, slice by slice."""
    problem = derivation.problem
    if problem.partner == "k" and all(derivation.met):
        caption = (f"on the {'patch' if problem.over == 'i' else 'outputs'}: {phrases.lying(problem)}",)
        # a stride may step over whole slices of the kernel
        for grids in zip_longest(defined(problem), laid(derivation, caption)):
            yield Grids(tuple(grid for grid in grids if grid is not None))


def defined(problem: Problem) -> Iterator[Grid]:
    """The kernel in its own indices, slice by slice."""
    names, taps = roles.names(problem, "k"), problem.kernel.ranges
    return slices(problem.order, names, taps, lambda place: element(problem, place), ("kernel h",))


def laid(derivation: Derivation, caption: Line) -> Iterator[Grid]:
    """The kernel as it lies on what it meets, slice by slice."""
    problem, met = derivation.problem, _met(derivation)
    names, reach = roles.names(problem, problem.over), phrases.positions(problem, derivation.unclipped)

    def cell(place: Index) -> Cell:
        return element(problem, met(place), Tone.PATCH)

    return slices(problem.order, names, reach, cell, caption, rulers=rulers(problem))


def element(problem: Problem, index: Index, tone: Tone = Tone.REST) -> Cell:
    """The cell of one kernel value, shaded by its place in the kernel."""
    kernel = problem.kernel
    last = prod(map(len, kernel.ranges)) - 1
    return Cell(((amount(kernel.value(index)),),), tone, shade=kernel.position(index) / max(1, last))


def _met(derivation: Derivation) -> Callable[[Index], Index]:
    """The index that is met at each position within reach."""
    problem = derivation.problem
    sides = tuple(
        dict(zip(side.along(problem.over), side.along(problem.partner), strict=True)) for side in derivation.unclipped
    )
    return lambda place: tuple(side[number] for number, side in zip(place, sides, strict=True))


def flip(problem: Problem) -> Line:
    """The flip, and the sign that causes it: m−i falls as i rises."""
    running = roles.names(problem, problem.over)
    solved = roles.met(problem, roles.names(problem, problem.fixed), running)
    turns: list[Line] = []
    for relation, index, name in zip(problem.relations, solved, running, strict=True):
        verb = "falls" if relation.flipped(problem.over, problem.partner) else "rises"
        turns.append((index, f" {verb} as ", name, " rises"))
    lies = f"The kernel lies {phrases.lying(problem)}"
    if problem.partner != "k":
        turned = phrases.lying(problem)
        lies = f"The pixels lie on the outputs {'in their order' if turned == 'as it is' else turned}"
    return (f"{lies}: ", *phrases.joined(turns), ".")
