"""Section 1: the sum, the chosen index, and the range of what counts that follows."""

from __future__ import annotations

from collections.abc import Iterator

from convtrace.document.blocks import Block, Equation, Line, Paragraph
from convtrace.document.plain import plain
from convtrace.law.axis import Solutions
from convtrace.law.channels import OUTPUT_CHANNEL
from convtrace.trace.derivation import Derivation, as_written
from convtrace.trace.problem import Problem
from convtrace.values.formula import Chain, Formula, Product, Quotient, SumOver, Value
from convtrace.values.limits import MAX_PLACES_NAMED
from convtrace.view import phrases
from convtrace.view.amounts import finished
from convtrace.view.index_role import Formulas
from convtrace.view.roles import Roles


def equation(derivation: Derivation) -> Iterator[Block]:
    """The sum in letters and with the chosen index, and from where to where it runs."""
    derivation = derivation.written
    problem, roles = derivation.problem, Roles(derivation.problem)
    yield Equation(general_definition(problem))
    if problem.shown(problem.fixed, roles.chosen) != problem.shown(problem.fixed, roles.fixed.letters):
        yield Equation(definition(problem, roles.chosen))
    if problem.summed == "k":
        yield from _over_kernel(roles)
        yield from _general(problem)
        return
    yield from _arriving(roles)
    met = roles.met.element(roles.met.letters)
    exists = phrases.ranges_of(problem.in_space(roles.met.letters), problem.in_space(roles.met.ranges))
    yield Paragraph((met, " exists for ", *exists, f", so the sum needs these {roles.summed.noun}s:"))
    for axis in problem.space:
        yield from _limits(roles, axis, derivation.unclipped[axis], derivation.receptive_field[axis])
    yield from _more(derivation)
    if [*map(len, derivation.receptive_field)] == [*map(len, derivation.unclipped)]:
        yield from _general(problem)


def general_definition(problem: Problem) -> Formula:
    """The definition of any output, each of which may have its own divisor: 1/N[m,n]·Σ."""
    own_scale = Quotient(1, problem.named("N", Roles(problem).fixed.letters))
    return definition(problem.replace(scale=own_scale) if problem.scales_differ else problem)


def _own_offset(roles: Roles) -> Formula:
    """The constant behind every sum: a bias is that of the output's channel, b[o]."""
    offset = roles.problem.offset
    channels = [letter for letter in roles.fixed.letters if letter.name == OUTPUT_CHANNEL]
    return roles.problem.named("b", channels) if offset != 0 and channels else offset


def definition(problem: Problem, fixed: Formulas = ()) -> Formula:
    """y[m,n] = Σ Σ x[i,j]·h[…], likewise for a gradient; with numbers where the fixed index is given."""
    problem = as_written(problem)
    roles = Roles(problem)
    if not fixed:
        fixed, problem = roles.fixed.letters, problem.replace(offset=_own_offset(roles))
    running = roles.running(fixed)
    summed = roles.summed.multiplied(roles.summed.element(running))
    met = roles.met.multiplied(roles.met.element(roles.met_index(fixed, running)))
    over = [(roles.summed.letters[axis], roles.summed.ranges[axis]) for axis in roles.summed_axes]
    names, ranges = zip(*over, strict=True)
    total = SumOver(names, Product((summed, met)), ranges)
    return Chain(roles.fixed.element(fixed), (("=", finished(problem, total)),))


def pixel_index(problem: Problem) -> Formulas:
    """The index of a pixel as the formula has it: i, or in a sum over the kernel m−p."""
    roles = Roles(as_written(problem))
    letters = roles.summed.letters
    return roles.met_index(roles.fixed.letters, letters) if roles.summed.unknown == "k" else letters


def _arriving(roles: Roles) -> Iterator[Block]:
    """Note on g, where it occurs."""
    if roles.is_gradient:
        yield Paragraph(meaning_of_g(roles))


def meaning_of_g(roles: Roles) -> Line:
    """Sentence on the gradient at an output, which a gradient is a sum of; and on a weight of the same name."""
    g = roles.problem.naming.gradient
    taken = g in roles.problem.kernel.values
    letter: Line = (" The letter ", Value(g), " without brackets is a value of the kernel.") if taken else ()
    return (*short_meaning_of_g(roles, "output "), *letter)


def short_meaning_of_g(roles: Roles, noun: str = "") -> Line:
    """Sentence on the gradient at an output alone, before whose name a noun may stand."""
    problem, index = roles.problem, roles.problem.shown("m", roles.of["m"].letters)
    return (problem.named("g", index), f" is the gradient of L at {noun}", problem.named("y", index), ".")


def _limits(roles: Roles, axis: int, unclipped: Solutions, clipped: Solutions) -> Iterator[Block]:
    """The range of the summed index on one axis: −1 ≤ 1−i ≤ 1 ⇒ 0 ≤ i ≤ 2, and what is left of it inside."""
    summed, symbol, elements = roles.summed, roles.summed.letters[axis], roles.met.ranges[axis]
    met = roles.met_index(roles.chosen, summed.letters)[axis]
    if not unclipped:
        noun = phrases.article(roles.met.noun)
        yield Paragraph((met, f" is not the index of {noun} for any whole ", symbol, "."))
        return
    reached = unclipped.along(summed.unknown)
    first, last = (summed.position(axis, number) for number in (reached[0], reached[-1]))
    inside = phrases.between(first, symbol, last)
    yield Equation(Chain(elements[0], (("≤", met), ("≤", elements[-1]), ("⇒", inside))))
    if reached.step > 1:
        yield Paragraph((symbol, f" runs in steps of {reached.step}."))
    if len(clipped) < len(unclipped):
        limit = phrases.range_of(summed.ranges[axis], symbol)
        yield Paragraph((summed.words.limit, limit, *_left(roles, axis, clipped)))


def _over_kernel(roles: Roles) -> Iterator[Block]:
    """The range of the kernel's index on each axis of space, and the pixels that these elements meet."""
    problem, kernel, pixels = roles.problem, roles.summed, roles.met
    yield Paragraph(("The sum runs over the whole kernel, so it needs these pixels:",))
    left: list[Line] = []
    for axis in problem.space:
        elements, symbol = kernel.ranges[axis], kernel.letters[axis]
        number, relation = problem.numbers[axis], problem.relations[axis]
        ends = sorted(relation.third("i", {"m": number, "k": k}) for k in (elements[0], elements[-1]))
        met = roles.met_index(roles.chosen, kernel.letters)[axis]
        first, last = (pixels.position(axis, end) for end in ends)
        chain = Chain(elements[0], (("≤", symbol), ("≤", elements[-1]), ("⇒", first), ("≤", met), ("≤", last)))
        yield Equation(chain)
        side = pixels.domain[axis]
        if side is not None and (ends[0] < side[0] or ends[-1] > side[-1]):
            left.append((phrases.range_of(side, met),))
    if left:
        yield Paragraph((pixels.words.limit, *phrases.joined(left), f". {_sentence(phrases.outside_clause(problem))}."))
    if any(abs(relation.beta) > 1 for relation in problem.in_space(problem.relations)):
        yield Paragraph(("Only where the index is whole, there is a pixel.",))


def _left(roles: Roles, axis: int, clipped: Solutions) -> Line:
    """Clause on what a limit leaves of the range on one axis."""
    summed = roles.summed
    left = clipped.along(summed.unknown)
    if summed.continues:
        return (f". Outside it, {phrases.outside_value(roles.problem)}.",)
    if not left:
        return (f": no {summed.noun} is left.",)
    if roles.met.continues or left == summed.ranges[axis]:
        return (".",)
    return (", which leaves ", phrases.range_of(left, summed.letters[axis]), ".")


def _general(problem: Problem) -> Iterator[Block]:
    """The outputs of general position for which the border of the image changes nothing."""
    sides = zip(problem.at, Roles(problem).of["m"].letters, problem.outputs, strict=True)
    free = [(phrases.range_of(side, symbol),) for number, symbol, side in sides if number is None and side]
    if free:
        nearer = f" For other outputs, {phrases.outside_clause(problem)}." if problem.boundary.counts else ""
        yield Paragraph(("All of these pixels lie inside the image for ", *phrases.joined(free), f".{nearer}"))


def _more(derivation: Derivation) -> Iterator[Block]:
    """Notes on what a gradient gains where something outside the image counts."""
    problem, copies, roles = derivation.problem, derivation.copies, Roles(derivation.problem)
    if copies:
        more = ["more places"] if len(copies) > MAX_PLACES_NAMED else []
        places = phrases.listed([*(plain(roles.fixed.given(copy)) for copy in copies[:MAX_PLACES_NAMED]), *more])
        counts = f" to {places}, so the outputs that use these count, too."
        yield Paragraph((f"Padding ({phrases.rule(problem)}) copies ", roles.fixed.given(problem.numbers), counts))
    if roles.met.continues:
        yield Paragraph((f"{_sentence(phrases.outside_clause(problem))}, so every output counts.",))


def _sentence(clause: str) -> str:
    """A clause as a sentence begins."""
    return clause[0].upper() + clause[1:]
