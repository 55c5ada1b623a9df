"""The record of a derivation for programs: schema convtrace/1, as the README promises it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from convtrace.derivation import Derivation, Row, Term
from convtrace.elsewhere import counterparts
from convtrace.notation import plain, symbols
from convtrace.problem import Problem
from convtrace.view.elsewhere import note
from convtrace.view.equation import definition
from convtrace.view.result import answer
from convtrace.view.table import plugged, reason

SCHEMA = "convtrace/1"


@dataclass(frozen=True)
class Records:
    """The rows' records, made as they are read."""

    derivation: Derivation

    def __iter__(self) -> Iterator[dict[str, object]]:
        return (_row(self.derivation.problem, row) for row in self.derivation.rows)


def record(derivation: Derivation) -> Mapping[str, object]:
    """Names and JSON-ready values; `rows` and `terms` are iterables, so that long ones need not be kept."""
    problem = derivation.problem
    kernel = problem.kernel.ranges
    return {
        "schema": SCHEMA,
        "operation": problem.operation.name,
        "form": problem.operation.form,
        "axes": problem.order.name,
        "boundary": "zero",
        "stride": list(problem.stride),
        "dilation": list(problem.dilation),
        "relation": [
            {"d": each.d, "alpha": each.alpha, "beta": each.beta, "gamma": each.gamma} for each in problem.relations
        ],
        "equation": plain(definition(problem, symbols("m", len(kernel)))),
        "output": list(problem.output),
        "image": _ends(problem.image),
        "kernel": {**_ends(kernel), "values": problem.kernel.nested(kernel)},
        "window": _ends(derivation.window),
        "rows": Records(derivation),
        "terms": [_term(term) for term in derivation.terms],
        "laid": derivation.laid,
        "flipped": list(derivation.flipped),
        "result": plain(answer(derivation)),
        "value": derivation.value,
        "elsewhere": [
            {"call": found.call, "index": list(found.place), "note": note(problem, found)}
            for found in counterparts(problem)
        ],
    }


def _ends(ranges: tuple[range, ...]) -> dict[str, object]:
    return {"lo": [side[0] for side in ranges], "hi": [side[-1] for side in ranges]}


def _row(problem: Problem, row: Row) -> dict[str, object]:
    return {
        "pixel": row.pixel,
        "plugged": plain(plugged(problem, row)),
        "kernel_index": [index if isinstance(index, int) else str(index) for index in row.kernel_index],
        "status": row.status.value,
        "weight": row.weight,
        "reason": reason(problem, row),
    }


def _term(term: Term) -> dict[str, object]:
    return term._asdict()
