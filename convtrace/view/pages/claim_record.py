"""The record of a claimed value for programs."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from convtrace.document.plain import plain
from convtrace.search.judging import Found, Judgement
from convtrace.values.complex_number import Complex
from convtrace.view.pages.record import plain_value, term_record
from convtrace.view.roles import Roles
from convtrace.view.sections.claim import moved, sum_of


def claim_record(judgement: Judgement) -> Mapping[str, object]:
    """What programs read of a claim."""
    return {
        "value": plain_value(judgement.claimed.typed),
        "right": judgement.right,
        "readings": [_reading(judgement, found) for found in judgement.found],
        "tried": judgement.tried,
    }


def _reading(judgement: Judgement, found: Found) -> dict[str, object]:
    """What is changed, and the sum then, or the terms that it concerns."""
    changes = [{name: _plain(value) for name, value in change.items()} for change in found.changes]
    if found.derivation is not None:
        problem = found.derivation.problem
        index = list(problem.shown(problem.fixed, problem.numbers))
        return {"changes": changes, "at": index, "sum": plain(sum_of(found.derivation, found.value))}
    added = moved(judgement, found)
    roles = Roles(judgement.derivation.problem)
    terms = [term_record(roles, term) for term in found.terms]
    return {"changes": changes, "terms": terms, "sum": None if added is None else plain(added)}


def _plain(value: object) -> object:
    """A name or a list as it is, a number as JSON has it."""
    return plain_value(value) if isinstance(value, Fraction | Complex) else value
