"""Section 6: the library call and the array index that give the same value."""

from __future__ import annotations

from collections.abc import Iterator
from math import prod

from convtrace.document.blocks import Block, Code, Paragraph
from convtrace.document.indices import linear
from convtrace.document.plain import plain
from convtrace.document.python import index_code
from convtrace.library.equivalents import Counterpart, counterparts
from convtrace.trace.derivation import Derivation
from convtrace.values.formula import Formula
from convtrace.values.frozen import Frozen
from convtrace.view import phrases
from convtrace.view.roles import Roles
from convtrace.view.sections.result import forward_output


class SameCall(Frozen):
    """A call and the array index at which it gives the same value, and what to know of both."""

    call: str
    index: tuple[Formula, ...]
    note: str | None
    takes: str


def elsewhere(derivation: Derivation) -> Iterator[Block]:
    """The calls, what their arrays and indices are, and notes on both."""
    problem, roles = derivation.problem, Roles(derivation.problem)
    found = same_calls(derivation)
    if not found:
        yield Paragraph(("convtrace knows no call that gives ", roles.asked, f": {_why(derivation)}."))
        return
    yield Paragraph(("The same value in Python:",))
    for same in found:
        yield Code(f"{same.call}[{', '.join(map(index_code, same.index))}]")
    index = ", ".join(problem.order.array(phrases.axis_names(problem)))
    arrays = phrases.listed([roles.summed.array, roles.met.array])
    axes = phrases.array_axes(len(problem.at))
    first = f", {phrases.plural(axes[0])} first" if len(axes) > 1 else ""
    yield Paragraph((f"{arrays} are {len(axes)}-D arrays{first}; [{index}] counts from 0.",))
    takes = dict.fromkeys(same.takes for same in found if same.takes)
    if takes:
        yield Paragraph((f"{phrases.listed(list(takes))}.",))
    yield from (Paragraph((f"Note: {note}",)) for note in dict.fromkeys(same.note for same in found) if note)


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
        return phrases.outside_clause(problem)
    if not derivation.terms:
        return 'even mode "full" ends where the kernel leaves the image'
    return "no function has both this relation and this output"


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
        linear([(slope, symbol)], index) if chosen == symbol else index for chosen, symbol, index, slope in axes
    )


def _note(roles: Roles, counterpart: Counterpart) -> str | None:
    """The warning where the library's outputs run the other way; None where they run alike."""
    problem, mirrored = roles.problem, counterpart.mirrored
    if not any(mirrored):
        return None
    if roles.is_gradient:
        return f"this form reverses the output, so these arrays run through the {roles.fixed.noun}s backwards."
    said = "this form reverses the output"
    if all(side[0] == -side[-1] for side in (*problem.image, *problem.kernel.ranges)):
        return f"{said}. A library's array is {phrases.orientation(problem, mirrored)}."
    found = forward_output(roles)
    return f"{said}." if found is None else f"{said}: its {plain(roles.asked)} is {plain(found[1])} of the {found[0]}."
