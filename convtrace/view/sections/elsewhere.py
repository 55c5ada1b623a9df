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
from convtrace.view import phrases, roles


def elsewhere(derivation: Derivation) -> Iterator[Block]:
    problem = derivation.problem
    found = named(derivation)
    if not found:
        yield Paragraph(("No call known here holds ", roles.asked(problem), f": {_why(derivation)}."))
        return
    yield Paragraph(("The same value in Python:",))
    for counterpart in found:
        yield Code(f"{call(problem, counterpart)}[{', '.join(_typed(index) for index in place(problem, counterpart))}]")
    index = ", ".join(problem.order.array(phrases.axis_names(problem)))
    arrays = phrases.listed([roles.array(problem, problem.over), roles.array(problem, problem.partner)])
    yield Paragraph((f"{arrays} are arrays of the rows as drawn; [{index}] counts from 0.",))
    takes = dict.fromkeys(each.row.written.takes for each in found if each.row.written and each.row.written.takes)
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
        return f"here {phrases.beyond(problem)}"
    if not derivation.terms:
        return 'even "full" ends where nothing meets'
    return "none has this relation with this output"


def named(derivation: Derivation) -> tuple[Counterpart, ...]:
    """The calls that give the same value; none where what stands in outside is part of a gradient."""
    problem = derivation.problem
    return () if problem.fixed != "m" and _stands_in(derivation) else counterparts(problem)


def _stands_in(derivation: Derivation) -> bool:
    """Whether something outside the image is part of the sum."""
    problem = derivation.problem
    if not problem.boundary.counts:
        return False
    return len(derivation.terms) > prod(map(len, derivation.receptive_field))


def call(problem: Problem, counterpart: Counterpart) -> str:
    """The call, with the arrays that the sum multiplies."""
    arrays = roles.array(problem, problem.over), roles.array(problem, problem.partner)
    return counterpart.row.call(counterpart.options, *arrays, counterpart.turned) or ""


def place(problem: Problem, counterpart: Counterpart) -> tuple[Formula, ...]:
    """The array index: numbers, or what moves with m and n in general position."""
    array = problem.order.array
    axes = zip(
        array(problem.at), array(roles.names(problem, problem.fixed)), counterpart.place, counterpart.slope, strict=True
    )
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
    turned = phrases.turned(problem, counterpart.mirrored)
    if problem.fixed != "m":
        return f"this form is reflected: these arrays run through the {roles.NOUNS[problem.fixed]}s backwards."
    if all(side[0] == -side[-1] for side in (*problem.image, *problem.kernel.ranges)):
        return f"this form is reflected: the whole output is theirs, {turned}."
    ours = roles.asked(problem)
    flips = zip(ours.indices, counterpart.mirrored, strict=True)
    theirs = ours.replace(indices=tuple(_negated(index) if mirrored else index for index, mirrored in flips))
    return f"this form is reflected: its {plain(ours)} is {plain(theirs)} of the sliding form."


def _negated(index: Formula) -> Formula:
    return Number(-index.value) if isinstance(index, Number) else linear([(-1, index)], 0)
