"""Section 1: the sum, the chosen index, and the range of what counts that follows."""

from __future__ import annotations

from collections.abc import Iterator

from convtrace.document.blocks import Block, Equation, Line, Paragraph
from convtrace.document.formula import Chain, Entry, Formula, Number, Product, Signed, Sum, SumOver, Value
from convtrace.document.plain import plain
from convtrace.law.axis import Solutions
from convtrace.trace.derivation import Derivation
from convtrace.trace.problem import Problem
from convtrace.values.limits import MAX_PLACES_NAMED
from convtrace.view import phrases, roles
from convtrace.view.amounts import amount


def equation(derivation: Derivation) -> Iterator[Block]:
    problem = derivation.problem
    general = roles.names(problem, problem.fixed)
    yield Equation(definition(problem, general))
    chosen = roles.indices(problem, problem.fixed, problem.numbers)
    if chosen != general:
        yield Equation(definition(problem, chosen))
    yield from _arriving(problem)
    met = Entry(roles.array(problem, problem.partner), roles.names(problem, problem.partner))
    exists = phrases.spans(roles.names(problem, problem.partner), _elements(problem))
    yield Paragraph((met, " exists for ", *exists, f", so these {roles.NOUNS[problem.over]}s count:"))
    for axis, (reach, patch) in enumerate(zip(derivation.unclipped, derivation.receptive_field, strict=True)):
        if not reach:
            yield Paragraph(_never_whole(problem, axis, chosen[axis]))
            continue
        yield Equation(_range(problem, axis, chosen[axis], reach))
        if reach.along(problem.over).step > 1:
            symbol = roles.names(problem, problem.over)[axis]
            yield Paragraph((symbol, f" runs in steps of {reach.along(problem.over).step}."))
        if len(patch) < len(reach):
            yield Paragraph(_clipped(problem, axis, patch))
    yield from _more(derivation)
    if all(
        len(patch) == len(reach) for patch, reach in zip(derivation.receptive_field, derivation.unclipped, strict=True)
    ):
        yield from _general(problem)


def definition(problem: Problem, fixed: tuple[Formula, ...]) -> Formula:
    """y[m,n] = Σ Σ x[i,j]·h[…] for symbols or numbers m, n; likewise for a gradient."""
    over, partner = problem.over, problem.partner
    running = roles.names(problem, over)
    summed = Entry(roles.array(problem, over), running)
    met = Entry(roles.array(problem, partner), roles.met(problem, fixed, running))
    limits = problem.image if over == "i" else problem.outputs
    total = SumOver(running[::-1], Product((summed, met)), limits[::-1])
    whole = total if problem.offset == 0 else Sum((Signed(False, total), Signed(False, amount(problem.offset))))
    return Chain(Entry(roles.array(problem, problem.fixed), fixed), (("=", whole),))


def _elements(problem: Problem) -> tuple[range, ...]:
    return problem.kernel.ranges if problem.partner == "k" else problem.image


def _arriving(problem: Problem) -> Iterator[Block]:
    """What g is, where it occurs."""
    if problem.over == "m":
        indices = roles.names(problem, "m")
        taken = "g" in problem.kernel.values
        alone: Line = ("; ", Value("g"), " alone is a value of the kernel.") if taken else (".",)
        yield Paragraph((Entry("g", indices), " is the gradient that arrives at output ", Entry("y", indices), *alone))


def _range(problem: Problem, axis: int, fixed: Formula, reach: Solutions) -> Formula:
    """−1 ≤ 1−i ≤ 1 ⇒ 0 ≤ i ≤ 2."""
    elements, symbol = _elements(problem)[axis], roles.names(problem, problem.over)[axis]
    solved = roles.met(problem, (fixed,) * len(problem.image), roles.names(problem, problem.over))[axis]
    first, last = (roles.position(problem, problem.over, axis, end) for end in _ends(reach.along(problem.over)))
    inside = phrases.span(first, symbol, last)
    return Chain(Number(elements[0]), (("≤", solved), ("≤", Number(elements[-1])), ("⇒", inside)))


def _ends(side: range) -> tuple[int, int]:
    return side[0], side[-1]


def _never_whole(problem: Problem, axis: int, fixed: Formula) -> Line:
    running = roles.names(problem, problem.over)
    solved = roles.met(problem, (fixed,) * len(problem.image), running)[axis]
    noun = roles.NOUNS[problem.partner]
    return ("No whole ", running[axis], " makes ", solved, f" the index of {phrases.article(noun)}.")


def _clipped(problem: Problem, axis: int, patch: Solutions) -> Line:
    over = problem.over
    symbol, exist = roles.names(problem, over)[axis], (problem.image if over == "i" else problem.outputs)[axis]
    limit = phrases.within(exist, symbol)
    there: Line = (
        ("The image has only ", limit) if over == "i" else (f"In {phrases.extent(problem)}, y exists only for ", limit)
    )
    if problem.over == "i" and problem.boundary.counts:
        return (*there, f"; outside, {phrases.there(problem)}.")
    if not patch:
        return (*there, f": no {roles.NOUNS[over]} is left.")
    if problem.partner == "i" and problem.boundary.counts:
        return (*there, ".")
    left = patch.along(over)
    return (*there, *(() if left == exist else (", which leaves ", phrases.within(left, symbol))), ".")


def _general(problem: Problem) -> Iterator[Block]:
    """Where the border of the image changes nothing."""
    sides = zip(problem.at, roles.names(problem, "m"), problem.outputs, strict=True)
    free = [(phrases.within(side, symbol),) for number, symbol, side in sides if number is None and side]
    if free:
        nearer = f" Nearer the border, {phrases.beyond(problem)}." if problem.boundary.counts else ""
        yield Paragraph(("All of these pixels lie inside the image for ", *phrases.joined(free), f".{nearer}"))


def _more(derivation: Derivation) -> Iterator[Block]:
    """What a gradient gains where something outside the image counts."""
    problem = derivation.problem
    copies = derivation.copies
    if copies:
        more = ["more places"] if len(copies) > MAX_PLACES_NAMED else []
        there = phrases.listed([*(plain(roles.pixel(problem, copy)) for copy in copies[:MAX_PLACES_NAMED]), *more])
        yield Paragraph(
            (
                roles.pixel(problem, problem.numbers),
                f" stands in for {there} ({phrases.rule(problem)}): the outputs that use these count as well.",
            )
        )
    if problem.fixed == "k" and problem.boundary.counts:
        beyond = phrases.beyond(problem)
        yield Paragraph((f"{beyond[0].upper()}{beyond[1:]}, so every output counts.",))
