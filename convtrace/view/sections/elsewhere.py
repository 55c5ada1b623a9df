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
from convtrace.values.frozen import Frozen
from convtrace.view import phrases
from convtrace.view.roles import Roles


class SameCall(Frozen):
    """A call and the array index at which it gives the same value, and what to know of both."""

    call: str
    index: tuple[Formula, ...]
    note: str | None
    takes: str


def elsewhere(derivation: Derivation) -> Iterator[Block]:
    """The calls, what their arrays and indices are, and what to mind."""
    problem, roles = derivation.problem, Roles(derivation.problem)
    found = same_calls(derivation)
    if not found:
        yield Paragraph(("No call known here holds ", roles.asked, f": {_why(derivation)}."))
        return
    yield Paragraph(("The same value in Python:",))
    for same in found:
        yield Code(f"{same.call}[{', '.join(map(plain, same.index))}]".replace("−", "-"))
    index = ", ".join(problem.order.array(phrases.axis_names(problem)))
    arrays = phrases.listed([roles.summed.array, roles.met.array])
    yield Paragraph((f"{arrays} are arrays of the rows as drawn; [{index}] counts from 0.",))
    takes = dict.fromkeys(same.takes for same in found if same.takes)
    if takes:
        yield Paragraph((f"{', '.join(takes)}.",))
    yield from (Paragraph((f"Mind: {note}",)) for note in dict.fromkeys(same.note for same in found) if note)


def same_calls(derivation: Derivation) -> tuple[SameCall, ...]:
    """The calls that give the same value; none where what stands in outside is part of a gradient."""
    roles = Roles(derivation.problem)
    found = () if roles.is_gradient and _stands_in(derivation) else counterparts(derivation.problem)
    return tuple(
        SameCall(
            call=call(roles, each),
            index=_array_index(roles, each),
            note=_note(roles, each),
            takes=each.row.template.takes,
        )
        for each in found
    )


def _why(derivation: Derivation) -> str:
    """The reason why no call gives the value."""
    problem = derivation.problem
    if problem.offset != 0:
        return "a constant is added to the sum"
    if _stands_in(derivation):
        return f"here {phrases.outside_clause(problem)}"
    if not derivation.terms:
        return 'even "full" ends where nothing meets'
    return "none has this relation with this output"


def _stands_in(derivation: Derivation) -> bool:
    """True where something outside the image is part of the sum."""
    inside = prod(map(len, derivation.receptive_field))
    return derivation.problem.boundary.counts and len(derivation.terms) > inside


def call(roles: Roles, counterpart: Counterpart) -> str:
    """The call, with the arrays that the sum multiplies."""
    return counterpart.row.call(counterpart.options, roles.summed.array, roles.met.array, counterpart.flips)


def _array_index(roles: Roles, counterpart: Counterpart) -> tuple[Formula, ...]:
    """Numbers, or what moves with m and n in general position."""
    given = map(roles.problem.order.array, (roles.chosen, roles.fixed.letters))
    axes = zip(*given, counterpart.index, counterpart.slope, strict=True)
    return tuple(
        linear([(slope, symbol)], index) if chosen == symbol else Number(index) for chosen, symbol, index, slope in axes
    )


def _note(roles: Roles, counterpart: Counterpart) -> str | None:
    """The warning where the library's outputs run the other way; None where they run alike."""
    problem, mirrored = roles.problem, counterpart.mirrored
    if not any(mirrored):
        return None
    if roles.is_gradient:
        return f"this form is reflected: these arrays run through the {roles.fixed.noun}s backwards."
    if all(side[0] == -side[-1] for side in (*problem.image, *problem.kernel.ranges)):
        return f"this form is reflected: the whole output is theirs, {phrases.orientation(problem, mirrored)}."
    flips = zip(roles.asked.indices, mirrored, strict=True)
    other = roles.asked.replace(indices=tuple(_negated(index) if flipped else index for index, flipped in flips))
    return f"this form is reflected: its {plain(roles.asked)} is {plain(other)} of the sliding form."


def _negated(index: Formula) -> Formula:
    return Number(-index.value) if isinstance(index, Number) else linear([(-1, index)], 0)
