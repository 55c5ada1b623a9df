"""How elements are written on a page that one can point at: pieces of text around what the script fills in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial

from convtrace.document.indices import UNKNOWNS
from convtrace.document.notation import Notation
from convtrace.document.plain import PRINTED
from convtrace.document.spelling import written
from convtrace.document.tex import TEX
from convtrace.law.axis import Unknown
from convtrace.trace.problem import Problem
from convtrace.trace.status import Index
from convtrace.values.formula import Array, Formula, Product, Signed, Sum, Symbol
from convtrace.view.amounts import finished, value_formula, weighted
from convtrace.view.roles import Roles

# as other pages spell formulas
plain = partial(written, notation=PRINTED)
# what stands for a number that the script fills in, or for another term
HOLE, OTHER = Symbol("\1"), Symbol("\2")
PLUS = " + "


def present(record: Mapping[str, object]) -> dict[str, object]:
    """What there is: nothing stands on a page for what it lacks."""
    return {name: each for name, each in record.items() if each is not None and each != {}}


def live_arrays(problem: Problem) -> Mapping[str, object]:
    """What all operations share: the arrays, and how their elements are written."""
    roles, order = Roles(problem), problem.order
    array = order.array(tuple(range(len(problem.at))))
    fill = problem.boundary.fill
    return {
        "columns": array[-1],
        "rows": array[-2] if len(array) > 1 else None,
        "over": problem.summed,
        "letters": {
            name: [letter.name for letter in roles.of[unknown].letters]
            for name, unknown in zip(("output", "image", "kernel"), UNKNOWNS, strict=True)
        },
        "elements": _elements(roles),
        "tex": present(
            {
                "output": _pieces(problem.named("y", _holes(problem)), TEX),
                "factor": _pieces(_factor(roles), TEX),
                "fill": _fill(problem, TEX),
            }
        ),
        "image": present(
            {
                "ranges": ends(problem.image),
                "values": None if problem.pixels is None else [plain(value_formula(value)) for value in problem.pixels],
                "fill": plain(value_formula(fill)) if fill != 0 else None,
            }
        ),
        "kernel": {
            "ranges": ends(problem.kernel.ranges),
            "weights": [_weight(problem, index) for index in order.reading(problem.kernel.ranges)],
        },
    }


def ends(ranges: tuple[range, ...]) -> list[list[int]]:
    return [[side[0], side[-1]] for side in ranges]


def _holes(problem: Problem) -> tuple[Formula, ...]:
    return (HOLE,) * len(problem.at)


def _pieces(formula: Formula, notation: Notation = PRINTED) -> list[str]:
    """What stands before, between and behind the holes of a formula."""
    return written(formula, notation).split(written(HOLE, notation))


def _factor(roles: Roles) -> Formula:
    """A pixel as it is multiplied."""
    return roles.of["i"].multiplied(roles.problem.named("x", _holes(roles.problem)))


def _fill(problem: Problem, notation: Notation) -> str | None:
    """The constant outside the image as a factor behind a weight."""
    fill = problem.boundary.fill
    if fill == 0:
        return None
    return written(Product((HOLE, value_formula(fill))), notation).removeprefix(
        written(HOLE, notation) + notation.times
    )


def _elements(roles: Roles) -> Mapping[str, object]:
    """Pieces around the numbers of an index, for each array and for what the table has."""
    problem, holes = roles.problem, _holes(roles.problem)

    def pieces(array: Array, unknown: Unknown) -> list[str]:
        return _pieces(problem.named(array, problem.shown(unknown, holes)))

    summed, met = (role.element(holes) for role in (roles.summed, roles.met))
    plain_sum = problem.scale == 1 and not problem.conjugates_image and not problem.has_complex
    gradient = problem.named("g", holes)
    return present(
        {
            "output": pieces("y", "m"),
            "image": pieces("x", "i"),
            "kernel": pieces("h", "k"),
            "factor": _pieces(_factor(roles)),
            "fill": _fill(problem, PRINTED),
            "plugged": _pieces(Product((summed, met.replace(plugged=True)))),
            "solved": _pieces(Product((summed, met))),
            "output_gradient": pieces("g", "m"),
            "pixel_gradient": pieces("∂L/∂x", "i") if plain_sum else None,
            "kernel_gradient": pieces("∂L/∂h", "k") if plain_sum else None,
            "kernel_term": _pieces(Product((gradient, problem.named("x", holes)))),
        }
    )


def _weight(problem: Problem, index: Index) -> list[str | int]:
    """A value in a cell, what stands before its pixel in a sum, and the weight if that is another."""
    pixel = problem.named("x", (HOLE,))
    weight, cell = problem.kernel.weight(index), plain(value_formula(problem.kernel.value(index)))
    before = [text for notation in (PRINTED, TEX) for text in _before(weighted(weight, pixel), pixel, notation)]
    laid = plain(value_formula(weight))
    return [cell, *before] if laid == cell else [cell, *before, laid]


def _before(term: Signed, pixel: Formula, notation: Notation) -> Iterator[str | int]:
    """What stands before the pixel of the first term, and of a later one, 0 for the same behind a plus."""
    mark, other = written(pixel, notation), Signed(False, pixel)
    first = written(Sum((term,)), notation).partition(mark)[0]
    later = written(Sum((other, term)), notation).removeprefix(mark).partition(mark)[0]
    yield from (first, 0 if later == f"{PLUS}{first}" else later)


def around(problem: Problem, notation: Notation) -> tuple[str, str]:
    """Scale and offset."""
    two = Sum((Signed(False, problem.named("x", (HOLE,))), Signed(False, problem.named("x", (OTHER,)))))
    before, _, after = written(finished(problem, two), notation).partition(written(two, notation))
    return before, after
