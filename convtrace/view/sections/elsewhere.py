"""Section 6: the library call and the array index that give the same value."""

from __future__ import annotations

from collections.abc import Iterator
from math import prod

from convtrace.document.blocks import Block, Code, Paragraph
from convtrace.document.formula import Formula, Number
from convtrace.document.indices import linear
from convtrace.document.plain import plain
from convtrace.library.equivalents import Counterpart, counterparts
from convtrace.trace.derivation import Derivation
from convtrace.trace.problem import Problem
from convtrace.view import phrases
from convtrace.view.roles import Roles


def elsewhere(derivation: Derivation) -> Iterator[Block]:
    """The calls, what their arrays and indices are, and what to mind."""
    problem, roles = derivation.problem, Roles(derivation.problem)
    found = same_calls(derivation)
    if not found:
        yield Paragraph(("No call known here holds ", roles.asked, f": {_why(derivation)}."))
        return
    yield Paragraph(("The same value in Python:",))
    for counterpart in found:
        yield Code(f"{call(problem, counterpart)}[{', '.join(_typed(index) for index in place(problem, counterpart))}]")
    index = ", ".join(problem.order.array(phrases.axis_names(problem)))
    arrays = phrases.listed([roles.summed.array, roles.met.array])
    yield Paragraph((f"{arrays} are arrays of the rows as drawn; [{index}] counts from 0.",))
    takes = dict.fromkeys(each.row.template.takes for each in found if each.row.template.takes)
    if takes:
        yield Paragraph((f"{', '.join(takes)}.",))
    notes = dict.fromkeys(note(problem, counterpart) for counterpart in found)
    yield from (Paragraph((f"Mind: {warning}",)) for warning in notes if warning)


def _why(derivation: Derivation) -> str:
    """Why no call gives the value."""
    problem = derivation.problem
    if problem.offset != 0:
        return "a constant is added to the sum"
    if _stands_in(derivation):
        return f"here {phrases.outside_clause(problem)}"
    if not derivation.terms:
        return 'even "full" ends where nothing meets'
    return "none has this relation with this output"


def same_calls(derivation: Derivation) -> tuple[Counterpart, ...]:
    """The calls that give the same value; none where what stands in outside is part of a gradient."""
    is_gradient = Roles(derivation.problem).is_gradient
    return () if is_gradient and _stands_in(derivation) else counterparts(derivation.problem)


def _stands_in(derivation: Derivation) -> bool:
    """Whether something outside the image is part of the sum."""
    problem = derivation.problem
    if not problem.boundary.counts:
        return False
    return len(derivation.terms) > prod(map(len, derivation.receptive_field))


def call(problem: Problem, counterpart: Counterpart) -> str:
    """The call, with the arrays that the sum multiplies."""
    roles = Roles(problem)
    return counterpart.row.call(counterpart.options, roles.summed.array, roles.met.array, counterpart.flips)


def place(problem: Problem, counterpart: Counterpart) -> tuple[Formula, ...]:
    """The array index: numbers, or what moves with m and n in general position."""
    array, letters = problem.order.array, Roles(problem).fixed.letters
    axes = zip(array(problem.at), array(letters), counterpart.index, counterpart.slope, strict=True)
    return tuple(
        Number(index) if number is not None else linear([(slope, symbol)], index)
        for number, symbol, index, slope in axes
    )


def _typed(index: Formula) -> str:
    """An index as it is typed."""
    return plain(index).replace("−", "-")


def note(problem: Problem, counterpart: Counterpart) -> str | None:
    """The warning where the library's outputs run the other way; None where they run alike."""
    if not any(counterpart.mirrored):
        return None
    roles = Roles(problem)
    if roles.is_gradient:
        return f"this form is reflected: these arrays run through the {roles.fixed.noun}s backwards."
    if all(side[0] == -side[-1] for side in (*problem.image, *problem.kernel.ranges)):
        turned = phrases.orientation(problem, counterpart.mirrored)
        return f"this form is reflected: the whole output is theirs, {turned}."
    flips = zip(roles.asked.indices, counterpart.mirrored, strict=True)
    other = roles.asked.replace(indices=tuple(_negated(index) if mirrored else index for index, mirrored in flips))
    return f"this form is reflected: its {plain(roles.asked)} is {plain(other)} of the sliding form."


def _negated(index: Formula) -> Formula:
    return Number(-index.value) if isinstance(index, Number) else linear([(-1, index)], 0)
