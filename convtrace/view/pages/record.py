"""The record of a derivation for programs: schema convtrace/1, as the README promises it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING

from convtrace.document.plain import plain, value_text
from convtrace.document.python import index_code
from convtrace.law.axis import Unknown
from convtrace.law.kernel import Nested, Weight
from convtrace.trace.derivation import Derivation, Term
from convtrace.trace.problem import Problem
from convtrace.trace.status import Index, Row
from convtrace.values.formula import Formula
from convtrace.values.frozen import Frozen
from convtrace.view import phrases
from convtrace.view.roles import Roles
from convtrace.view.sections.drawing import met_at
from convtrace.view.sections.elsewhere import same_calls
from convtrace.view.sections.equation import definition
from convtrace.view.sections.result import answer
from convtrace.view.sections.table import row_reason

if TYPE_CHECKING:
    from convtrace.library.call import Call
    from convtrace.values.exact import Exact

INDEX_NAMES: dict[Unknown, str] = {"m": "output", "i": "pixel", "k": "kernel_index"}


class Remade(Frozen, kw_only=False):
    """Records that are made anew each time they are read, so that long lists need not be kept."""

    make: Callable[[], Iterator[object]]

    def __iter__(self) -> Iterator[object]:
        return self.make()


def derivation_record(derivation: Derivation, asked: Call | None = None) -> Mapping[str, object]:
    """Names and JSON-ready values of one derivation, of the output of a call; `rows` is made when read."""
    problem, roles = derivation.problem, Roles(derivation.problem)
    return {
        **derivation_question(derivation),
        "window": ends(problem.shown(problem.over, derivation.window)),
        "rows": Remade(lambda: map(partial(_row, roles), derivation.rows)),
        "terms": [term_record(roles, term) for term in derivation.terms],
        "laid": _laid(derivation),
        "flipped": list(derivation.flipped),
        "scale": plain_value(problem.scale),
        "offset": plain_value(problem.offset),
        "result": plain(answer(derivation)),
        "value": plain_value(derivation.value),
        **_cast(derivation),
        "elsewhere": [
            {"call": same.call, "index": list(map(_array_index, same.index)), "note": same.note}
            | ({"lag": list(same.lags)} if same.lags else {})
            for same in same_calls(derivation, asked)
        ],
    }


def _cast(derivation: Derivation) -> Mapping[str, object]:
    """The type of the output, and the value of the sum before it is kept in it."""
    cast = derivation.problem.cast
    return {} if cast is None else {"dtype": cast.dtype.name, "sum": plain_value(derivation.sum_value)}


def derivation_question(derivation: Derivation) -> Mapping[str, object]:
    """The question of one derivation: its problem, and the output or the gradient that is asked for."""
    problem, roles = derivation.problem, Roles(derivation.problem)
    index = _numbers(problem.shown(problem.fixed, roles.chosen))
    return question_record(
        problem,
        gradient={INDEX_NAMES[problem.fixed]: index} if roles.is_gradient else None,
        output=None if roles.is_gradient else index,
    )


def question_name(question: Mapping[str, object]) -> str:
    """A question in one text, without what follows from the rest.

    >>> question_name({"operation": "conv", "equation": "y[m] = Σᵢ x[i]·h[m−i]", "output": [1]})
    '{"operation": "conv", "output": [1]}'
    """
    import json  # only here: most pages are no records

    return json.dumps({name: value for name, value in question.items() if name != "equation"}, sort_keys=True)


def plain_value(value: Nested | None) -> object:
    """Values as JSON has them: whole numbers, and anything else as text; nested as they are."""
    if value is None or isinstance(value, int | str):
        return value
    if isinstance(value, tuple):
        return [plain_value(part) for part in value]
    return value_text(value)


def option_values(values: Sequence[object]) -> list[object]:
    """Values of an option of a library on each axis, as JSON has them.

    >>> from fractions import Fraction
    >>> option_values(("same", 2, (Fraction(1, 2), 0)))
    ['same', 2, ['1/2', 0]]
    """
    from convtrace.view.conventions import value_shown  # only here: most records are of no library

    return [_option_value(value_shown(value)) for value in values]


def _option_value(value: object) -> object:
    if isinstance(value, tuple):
        return [_option_value(part) for part in value]
    return value if value is None or isinstance(value, bool | int | str) else str(value)


def question_record(problem: Problem, **asked: object) -> Mapping[str, object]:
    """The question as every record states it, and what was asked."""
    kernel = problem.kernel.ranges
    return {
        "operation": problem.operation.name,
        "form": problem.operation.form,
        "axes": problem.order.name,
        "boundary": phrases.rule(problem).replace("−", "-"),
        "stride": list(problem.in_space(problem.stride)),
        "dilation": list(problem.in_space(problem.dilation)),
        "relation": [
            {"d": each.d, "alpha": each.alpha, "beta": each.beta, "gamma": each.gamma}
            for each in problem.in_space(problem.relations)
        ],
        "equation": plain(definition(problem)),
        **asked,
        "image": ends(problem.shown("i", problem.image))
        | _shape(problem, "i")
        | ({} if problem.pixels is None else {"values": list(map(plain_value, _pixels(problem, problem.pixels)))}),
        "kernel": {**ends(problem.shown("k", kernel)), **_shape(problem, "k"), "values": _kernel_values(problem)},
    }


def _pixels(problem: Problem, pixels: Sequence[Exact]) -> Sequence[Exact]:
    """The values of the image in the order of its own axes."""
    if problem.arrangement is None:
        return pixels
    from convtrace.library.arrays import ExactArray  # only here: most problems have axes of space alone
    from convtrace.library.channels import transposed

    whole = ExactArray.of(tuple(map(len, problem.image)), pixels)  # type: ignore[arg-type]
    return [*chain.from_iterable(transposed(whole, problem.arrangement.axes("i")).rows)]


def _kernel_values(problem: Problem) -> object:
    """The values of the kernel, nested as its array."""
    kernel = problem.kernel
    if problem.arrangement is None:
        return plain_value(kernel.nested(kernel.ranges))
    return plain_value(_nested(problem, "k", kernel.ranges, kernel.value))


def _laid(derivation: Derivation) -> object:
    """The weights as they are met, nested as the array that meets them."""
    problem = derivation.problem
    if problem.arrangement is None or derivation.laid is None:
        return plain_value(derivation.laid)
    found = met_at(derivation)
    sides = Roles(problem).summed.along(derivation.unclipped)
    return plain_value(_nested(problem, problem.over, sides, lambda place: problem.kernel.weight(found(place))))


def _nested(
    problem: Problem, unknown: Unknown, sides: Sequence[range], value: Callable[[Index], Weight], chosen: Index = ()
) -> Nested:
    """The values of a part of an array with channels, nested in the order of its own axes, as drawn in space."""
    axes = problem.slowest_first(unknown)
    if len(chosen) == len(axes):
        place = dict(zip(axes, chosen, strict=True))
        return value(tuple(place.get(axis, side[0]) for axis, side in enumerate(sides)))
    inner = sides[axes[len(chosen)]]
    return tuple(_nested(problem, unknown, sides, value, (*chosen, number)) for number in inner)


def _shape(problem: Problem, unknown: Unknown) -> dict[str, object]:
    """The size of a whole array, where a sum may reach the channels of one group alone."""
    return {} if problem.arrangement is None else {"shape": list(phrases.array_shape(problem, unknown))}


def ends(ranges: tuple[range, ...]) -> dict[str, object]:
    """The first and the last index on each axis."""
    return {"lo": [side[0] for side in ranges], "hi": [side[-1] for side in ranges]}


def _numbers(index: Sequence[Formula]) -> list[object]:
    """Whole numbers as they are; fractions and formulas as text."""
    return [formula if isinstance(formula, int) else plain(formula) for formula in index]


def _array_index(index: Formula) -> object:
    """A whole number, or what Python has for a formula."""
    return index if isinstance(index, int) else index_code(index)


def _row(roles: Roles, row: Row) -> dict[str, object]:
    indices = _indices(roles, row)
    return {
        "output": indices["output"],
        "pixel": indices["pixel"],
        "plugged": plain(roles.products(row)[0]),
        "kernel_index": indices["kernel_index"],
        "status": row.status.value,
        "weight": plain_value(row.weight),
        "reason": row_reason(roles, row),
    }


def term_record(roles: Roles, term: Term) -> dict[str, object]:
    """The three indices of a product of the sum, and its weight."""
    return {**_indices(roles, term), "weight": plain_value(term.weight)}


def _indices(roles: Roles, found: Row | Term) -> dict[str, object]:
    return {
        name: _numbers(roles.problem.shown(unknown, roles.of[unknown].indices(found.along(unknown))))
        for unknown, name in INDEX_NAMES.items()
    }
