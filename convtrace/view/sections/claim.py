"""Section of a claimed value: whether it is right, and if not, what gives it, each with its sum."""

from __future__ import annotations

from collections.abc import Iterator

from convtrace.document.blocks import Block, Equation, Line, Paragraph
from convtrace.search.judging import Found, Judgement
from convtrace.trace.derivation import Derivation
from convtrace.values.complex_number import AnyNumber
from convtrace.values.exact import signed
from convtrace.values.formula import Chain, Formula, Sum
from convtrace.values.limits import MAX_EXAMPLE_TERMS
from convtrace.view.amounts import elided
from convtrace.view.roles import Roles
from convtrace.view.sections.claim_words import difference, mark, shown, slip, verdict
from convtrace.view.sections.result import folded_value, substituted
from convtrace.view.sections.table import Place

MAX_TOLD = 6


def claim(judgement: Judgement) -> Iterator[Block]:
    """The verdict; of a wrong claim what gives it."""
    yield Paragraph(verdict(judgement))
    if judgement.right:
        return
    text, found = judgement.claimed.text, judgement.found
    if not found:
        yield Paragraph((f"None of the {judgement.tried} readings and slips that convtrace tries gives {text}.",))
        return
    of = f"Of {judgement.tried} readings and slips"
    one = f"One number is little evidence. {of}, one gives {text}:"
    many = f"One number can't decide. {of}, {len(found)} give {text}, here with the simplest first:"
    yield Paragraph((one if len(found) == 1 else many,))
    for each in found[:MAX_TOLD]:
        yield from _told(judgement, each)
    if len(found) > MAX_TOLD:
        yield Paragraph((f"{len(found) - MAX_TOLD} more are less simple. All of them: --format json",))


def reading(judgement: Judgement, found: Found) -> Line:
    """What the claim is in a reading, or with a slip, without an end."""
    text = judgement.claimed.text
    if found.derivation is None:
        return (f"{text} is ", *slip(judgement, found))
    said = ", ".join(difference(judgement.derivation.problem, each) for each in found.changes)
    return (f"{text} is ", Roles(found.derivation.problem).asked, f" {said}{_turned(found.derivation)}")


def _told(judgement: Judgement, found: Found) -> Iterator[Block]:
    """One reading: what is different, and its sum."""
    worked = moved(judgement, found) if found.derivation is None else sum_of(found.derivation, found.value)
    yield Paragraph((*reading(judgement, found), "." if worked is None else ":"))
    if worked is not None:
        yield Equation(worked)


def sum_of(derivation: Derivation, value: AnyNumber) -> Formula:
    """The sum with its numbers, its middle left out where it is long, and its value."""
    whole = substituted(derivation)
    sums = [whole if len(derivation.terms) <= MAX_EXAMPLE_TERMS else elided(whole)] if derivation.terms else []
    known = derivation.sum_value
    return Roles(derivation.problem).equation(*sums, folded_value(value if known is None else known))


def _turned(derivation: Derivation) -> str:
    """Clause on a sum that does not fit the type of the output."""
    cast = derivation.problem.cast
    return "" if cast is None or derivation.value == derivation.sum_value else f", turned into {cast.dtype.name}"


def moved(judgement: Judgement, found: Found) -> Formula | None:
    """43 − 8 = 35: the right value, and what a slip adds to it; None where that says nothing, or is not so simple."""
    by = found.value - judgement.value
    if not found.terms or judgement.derivation.problem.cast is not None or judgement.blank:
        return None
    if not all(map(shown, (judgement.value, by, found.value))):
        return None
    terms = (signed(judgement.value), signed(by))
    total = Sum(terms, per_line=len(terms))
    return Chain(total, (("=", found.value),))


def marks(judgement: Judgement) -> dict[Place, str]:
    """What the simplest slip of each row of the table is, by the row's output and kernel element."""
    marked: dict[Place, str] = {}
    for found in judgement.found[:MAX_TOLD]:
        for term in found.terms:
            marked.setdefault((term.output, term.kernel_index), f"{judgement.claimed.text} if {mark(found)}")
    return marked
