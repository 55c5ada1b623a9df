"""Notes on a value: its type, its place in the output of other forms, and what meets nothing."""

from __future__ import annotations

from collections.abc import Iterator
from operator import sub

from convtrace.document.blocks import Block, Equation, Line, Paragraph
from convtrace.document.indices import linear
from convtrace.law.extents import centred
from convtrace.law.operations import rows_like
from convtrace.trace.derivation import Derivation
from convtrace.trace.problem import Problem
from convtrace.values.complex_number import is_number, is_real
from convtrace.values.formula import Entry, Formula
from convtrace.view import phrases
from convtrace.view.grids import lies_in
from convtrace.view.roles import Roles


def remarks(derivation: Derivation) -> Iterator[Block]:
    """Notes on the value: its type, its place in the output of other forms, and what meets nothing."""
    yield from _cast(derivation)
    yield from _other_counts(derivation.problem)
    yield from _reversed(derivation)
    yield from _not_conjugated(derivation)
    if not derivation.terms:
        yield Paragraph((no_products(derivation),))
    elif derivation.rows.overhang:
        yield from _overhang(derivation)


def _other_counts(problem: Problem) -> Iterator[Block]:
    """The sentence on where the output is in other counts, where its own is not the usual one, from the centre."""
    arrays = problem.in_space((*zip(problem.image, problem.kernel.ranges, strict=True),))
    usual = problem.numbering is None and all(side == centred(len(side)) for sides in arrays for side in sides)
    if usual or problem.law is not None or problem.fixed != "m" or None in problem.at:
        return
    own = problem.named("y", problem.shown("m", problem.numbers))
    places: list[Line] = []
    first = tuple(side.start for side in problem.outputs)
    place = tuple(map(sub, problem.numbers, first)) if lies_in(problem.numbers, problem.outputs) else None
    for name, index in (("from 0", place), ("from the centre", _centre(problem))):
        there = own if index is None else problem.named("y", problem.shown("m", index))
        if there != own:
            places.append((name, "" if places else " this is", " ", there))
    if places:
        yield Paragraph(("Counted ", *phrases.joined(places, last=", "), f" (mode {problem.mode})."))


def _centre(problem: Problem) -> tuple[int, ...] | None:
    """The index of the output where all centres are called 0, in a question that says from where it counts."""
    if problem.numbering is None:
        return None
    from convtrace.trace.numbering import output_strides  # only here: most questions count as is usual

    usual = problem.numbering.usual(problem.in_space(problem.numbers), output_strides(problem))
    if usual is None:
        return None
    found = dict(zip(problem.space, usual, strict=True))
    return tuple(found.get(axis, number) for axis, number in enumerate(problem.numbers))


def _cast(derivation: Derivation) -> Iterator[Block]:
    """The sentence on a sum that does not fit the type of the output, and what the output holds in its place."""
    cast, value = derivation.problem.cast, derivation.sum_value
    if cast is None or not is_number(value) or cast.kept(value) == value:
        return
    from convtrace.view.number_types import cast_sentence  # only here: most values have no type

    yield Paragraph((cast_sentence(derivation.problem.operation.title, cast, value),))
    yield Equation(Roles(derivation.problem).equation(cast.kept(value)), strong=True)


def _not_conjugated(derivation: Derivation) -> Iterator[Block]:
    """Note on complex values in an operation that is a correlation: libraries conjugate the kernel."""
    problem = derivation.problem
    if problem.law is None and problem.has_complex and not any(derivation.flipped):
        yield Paragraph(
            ("The kernel is not conjugated here; numpy.correlate and scipy.signal.correlate conjugate it.",)
        )


def no_products(derivation: Derivation) -> str:
    """The sentence that says why a sum is empty."""
    roles = Roles(derivation.problem)
    why = roles.summed.words.end if all(derivation.unclipped) else "its index would not be whole"
    return f"No {roles.met.noun} meets {phrases.article(roles.summed.noun)}: {why}, so the sum is 0."


def _reversed(derivation: Derivation) -> Iterator[Block]:
    """Note on an output that runs backwards over the image, and where this value is in the form that does not."""
    found = forward_output(Roles(derivation.problem))
    if found is not None and derivation.terms:
        form, output = found
        yield Paragraph((f"Note: this form reverses the output. In the {form} this is ", output, "."))


def forward_output(roles: Roles) -> tuple[str, Entry] | None:
    """The form whose output does not run backwards over the image, and its output with the same value.

    None where the problem's own output runs forwards, and where nothing but an output of libraries has this sum.
    """
    problem = roles.problem
    relations = problem.in_space(problem.relations)
    backwards = [relation.slope("i", by="m") < 0 for relation in relations]
    rows = [row for relation in relations for row in rows_like(relation.output_reflected())]
    if roles.is_gradient or problem.law is not None or not all(backwards) or not rows:
        return None
    title = f"{rows[0].form} form" if rows[0].form else rows[0].title.lower()
    ends = [side[0] + side[-1] if problem.numbering is not None and side else 0 for side in problem.outputs]
    indices = map(_reversed_in, roles.asked.indices, problem.shown("m", ends))
    return title, roles.asked.replace(indices=tuple(indices))


def _reversed_in(index: Formula, ends: int) -> Formula:
    """An index in the output that runs the other way, whose first and last one have this sum."""
    return ends - index if is_real(index) else linear([(-1, index)], ends)


def _overhang(derivation: Derivation) -> Iterator[Block]:
    """Notes on the elements beside the image, and on a pixel that stands in there."""
    problem, roles = derivation.problem, Roles(derivation.problem)
    summed, met = roles.summed, roles.met.noun
    counting = sum(row.weight is not None for row in derivation.rows.overhang)
    missing = len(derivation.rows.overhang) - counting
    if missing:
        meet = phrases.conjugated("meet", missing)
        why = f"{summed.name} is 0 there" if summed.continues else summed.words.end
        yield Paragraph((f"{phrases.counted(missing, met)} {meet} no {summed.noun}: {why}.",))
    if counting and summed.continues:
        fall, value = phrases.conjugated("fall", counting), phrases.outside_value(problem)
        yield Paragraph((f"{phrases.counted(counting, met)} {fall} outside the image, where {value}.",))
    elif counting:
        pixel = roles.fixed.given(problem.numbers)
        uses = phrases.conjugated("use", counting)
        copied = f"{phrases.counted(counting, 'product')} {uses} a copy of "
        yield Paragraph((copied, pixel, f" outside the image ({phrases.rule(problem)})."))
