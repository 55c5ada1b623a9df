"""The record of a derivation for programs: schema convtrace/1, as the README promises it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from convtrace.document.formula import Formula, Number
from convtrace.document.plain import plain
from convtrace.law.axis import Unknown
from convtrace.law.kernel import Nested
from convtrace.trace.derivation import Derivation, Term
from convtrace.trace.problem import Problem
from convtrace.trace.status import Row
from convtrace.view import phrases, roles
from convtrace.view.sections.elsewhere import call, named, note, place
from convtrace.view.sections.equation import definition
from convtrace.view.sections.result import answer
from convtrace.view.sections.table import plugged, reason

SCHEMA = "convtrace/1"
NAMES: dict[Unknown, str] = {"m": "output", "i": "pixel", "k": "kernel_index"}


@dataclass(frozen=True)
class Records:
    """The rows' records, made as they are read."""

    derivation: Derivation

    def __iter__(self) -> Iterator[dict[str, object]]:
        return (_row(self.derivation.problem, row) for row in self.derivation.rows)


def record(derivation: Derivation) -> Mapping[str, object]:
    """Names and JSON-ready values; `rows` and `terms` are iterables, so that long ones need not be kept."""
    problem = derivation.problem
    asked = _numbers(problem, problem.fixed)
    return {
        **question(
            problem,
            gradient=None if problem.fixed == "m" else {NAMES[problem.fixed]: asked},
            output=asked if problem.fixed == "m" else None,
        ),
        "window": ends(derivation.window),
        "rows": Records(derivation),
        "terms": [_term(problem, term) for term in derivation.terms],
        "laid": plain_value(derivation.laid),
        "flipped": list(derivation.flipped),
        "result": plain(answer(derivation)),
        "value": plain_value(derivation.value),
        "elsewhere": [
            {
                "call": call(problem, found),
                "index": [_number(index) for index in place(problem, found)],
                "note": note(problem, found),
            }
            for found in named(derivation)
        ],
    }


def plain_value(value: Nested | None) -> object:
    """Values as JSON has them: whole numbers, and anything else as text; nested as they are."""
    if value is None or isinstance(value, int | str):
        return value
    if type(value) is tuple:
        return [plain_value(part) for part in value]
    from convtrace.values.exact import spelled

    return spelled(value).replace("−", "-")  # type: ignore[arg-type]


def option_values(values: Sequence[object]) -> list[object]:
    """What an option of a library is on each axis, as JSON has it.

    >>> option_values(("same", 2, (1, 0)))
    ['same', 2, (1, 0)]
    """
    return [value if value is None or isinstance(value, bool | int | str | tuple) else str(value) for value in values]


def question(problem: Problem, **asked: object) -> Mapping[str, object]:
    """What was given, in every record alike, and what was asked of it."""
    kernel = problem.kernel.ranges
    return {
        "schema": SCHEMA,
        "operation": problem.operation.name,
        "form": problem.operation.form,
        "axes": problem.order.name,
        "boundary": phrases.rule(problem).replace("−", "-"),
        "stride": list(problem.stride),
        "dilation": list(problem.dilation),
        "relation": [
            {"d": each.d, "alpha": each.alpha, "beta": each.beta, "gamma": each.gamma} for each in problem.relations
        ],
        "equation": plain(definition(problem, roles.names(problem, problem.fixed))),
        **asked,
        "image": ends(problem.image)
        | ({} if problem.pixels is None else {"values": list(map(plain_value, problem.pixels))}),
        "kernel": {**ends(kernel), "values": plain_value(problem.kernel.nested(kernel))},
    }


def ends(ranges: tuple[range, ...]) -> dict[str, object]:
    """The first and the last index on each axis."""
    return {"lo": [side[0] for side in ranges], "hi": [side[-1] for side in ranges]}


def _numbers(problem: Problem, unknown: Unknown, index: roles.Index | None = None) -> list[object]:
    """One index, the fixed one unless another is given."""
    return [
        _number(formula) for formula in roles.indices(problem, unknown, problem.numbers if index is None else index)
    ]


def _number(index: Formula) -> object:
    """A whole number as it is; a fraction or a formula as text."""
    return index.value if isinstance(index, Number) and isinstance(index.value, int) else plain(index)


def _row(problem: Problem, row: Row) -> dict[str, object]:
    return {
        "output": _numbers(problem, "m", row.output),
        "pixel": _numbers(problem, "i", row.pixel),
        "plugged": plain(plugged(problem, row)),
        "kernel_index": _numbers(problem, "k", row.kernel_index),
        "status": row.status.value,
        "weight": plain_value(row.weight),
        "reason": reason(problem, row),
    }


def _term(problem: Problem, term: Term) -> dict[str, object]:
    return {
        **{name: _numbers(problem, unknown, term.along(unknown)) for unknown, name in NAMES.items()},
        "weight": plain_value(term.weight),
    }
