"""The data of a page that one can point at: every output as it was derived, axis by axis, in few words.

The page's script pairs the entries of two axes, looks up and joins texts; docs/architecture.md says what it reads.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache, partial
from typing import Any, TypeAlias, TypeVar

from convtrace.document.blocks import line_text
from convtrace.document.indices import UNKNOWNS
from convtrace.document.notation import Notation
from convtrace.document.plain import PRINTED
from convtrace.document.spelling import written
from convtrace.document.tex import TEX
from convtrace.law.axis import Unknown
from convtrace.library.explored import Explored
from convtrace.trace.derivation import Derivation, as_written, derive
from convtrace.trace.problem import Problem
from convtrace.trace.status import Index, Step, step_at
from convtrace.values.formula import Array, Formula, Product, Signed, Sum, Symbol
from convtrace.view import phrases
from convtrace.view.amounts import finished, value_formula, weighted
from convtrace.view.live_controls import commands, controls
from convtrace.view.live_words import live_words
from convtrace.view.matrices import added
from convtrace.view.roles import Roles
from convtrace.view.sections.drawing import flip_line
from convtrace.view.sections.equation import general_definition
from convtrace.view.sections.result import has_numbers, known_value, terms_of
from convtrace.view.sections.table import row_outcome

Kind = TypeVar("Kind")
# as other pages spell formulas
plain = partial(written, notation=PRINTED)
# what stands for a number that the script fills in, or for another term
HOLE, OTHER = Symbol("\1"), Symbol("\2")
ABSENT = -1
PLUS = " + "
Texts: TypeAlias = "Numbered[str]"
Tables: TypeAlias = "Numbered[tuple[int, ...]]"


class Numbered(list[Kind]):
    """What occurs often, each but once: others name it by its number."""

    def __init__(self) -> None:
        super().__init__()
        self._known: dict[Kind, int] = {}

    def number(self, each: Kind) -> int:
        """The number of one, which is kept if it is new."""
        found = self._known.setdefault(each, len(self))
        if found == len(self):
            self.append(each)
        return found


class Gathered:
    """What the outputs have in common.

    `in_tex` spells the texts of sums of numbers in TeX where that is another; `added` has the weights that a pixel
    has together, by the places of their kernel elements.
    """

    def __init__(self) -> None:
        self.texts: Texts = Numbered()
        self.tables: Tables = Numbered()
        self.in_tex: dict[str, str] = {}
        self.added: dict[str, str] = {}
        self.has_matrix = True

    def spelled(self, formula: Formula) -> str:
        """A formula in plain text, kept in TeX, too."""
        return self.kept(plain(formula), written(formula, TEX))

    def kept(self, text: str, tex: str) -> str:
        """A text, for which there is one in TeX."""
        if tex != text.replace("−", "-"):
            self.in_tex[text] = tex
        return text


def live_record(explored: Sequence[Explored], asked: Mapping[str, Any]) -> Mapping[str, object]:
    """The data of the page as JSON has them."""
    first, gathered = explored[0], Gathered()
    problem = as_written(first.problem)
    variants = [_variant(each, asked, gathered) for each in explored]
    found = {
        "words": live_words(problem, has_matrix=gathered.has_matrix),
        **_arrays(problem),
        "controls": controls(first, asked),
        "variants": variants,
        "texts": gathered.texts,
        "tables": gathered.tables,
        "in_tex": gathered.in_tex,
        "added": gathered.added if gathered.has_matrix else {},
    }
    return _known(found)


def _known(record: Mapping[str, object]) -> dict[str, object]:
    """What there is: nothing stands on a page for what it lacks."""
    return {name: each for name, each in record.items() if each is not None and each != {}}


def _arrays(problem: Problem) -> Mapping[str, object]:
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
        "tex": _known(
            {
                "output": _pieces(problem.named("y", _holes(problem)), TEX),
                "factor": _pieces(_factor(roles), TEX),
                "fill": _fill(problem, TEX),
            }
        ),
        "image": _known(
            {
                "ranges": _ends(problem.image),
                "values": None if problem.pixels is None else [plain(value_formula(value)) for value in problem.pixels],
                "fill": plain(value_formula(fill)) if fill != 0 else None,
            }
        ),
        "kernel": {
            "ranges": _ends(problem.kernel.ranges),
            "weights": [_weight(problem, index) for index in order.reading(problem.kernel.ranges)],
        },
    }


def _ends(ranges: tuple[range, ...]) -> list[list[int]]:
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
    return _known(
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


def _variant(explored: Explored, asked: Mapping[str, Any], gathered: Gathered) -> Mapping[str, object]:
    """One operation: its words, and all of its outputs."""
    problem = as_written(explored.problem)
    return {
        "key": "-".join(filter(None, (explored.name, explored.form))).replace(".", "-").replace("_", "-"),
        "label": problem.operation.title,
        "title": f"{problem.operation.title}: {phrases.image_and_kernel(problem)}",
        "equation": plain(general_definition(explored.problem)),
        "lies": line_text(flip_line(derive(explored.problem)), str, plain),
        "commands": commands(explored, asked),
        "start": list(problem.at),
        "outputs": {"ranges": _ends(problem.outputs), **_outputs(explored, gathered)},
        "axes": _axes(explored),
        "nest": list(problem.order.array(tuple(range(len(problem.at))))),
    }


def _axes(explored: Explored) -> list[object]:
    """The axes; one that is like one before has its number."""
    found = [_axis(explored, axis) for axis in range(len(explored.problem.at))]
    return [each if found.index(each) == place else found.index(each) for place, each in enumerate(found)]


def _axis(explored: Explored, axis: int) -> Mapping[str, object]:
    """What each output meets along one axis, and the positions that its table has there."""
    found = {}
    for number in explored.problem.outputs[axis]:
        at = list(explored.problem.numbers)
        at[axis] = number
        problem = explored.question(tuple(at))
        found[str(number)] = [] if problem is None else _along(derive(problem).written, axis)
    return found


def _along(derivation: Derivation, axis: int) -> list[list[object]]:
    """The positions along an axis; those whose kernel element is there have the index of the pixel that is used."""
    problem, roles = derivation.problem, Roles(derivation.problem)
    used = {
        getattr(triple, problem.over): [problem.stand_in_along(axis, triple.i)] for triple in derivation.unclipped[axis]
    }
    steps = (step_at(problem, axis, place) for place in _positions(derivation, axis))
    return [[*_row(roles, axis, step), *used.get(getattr(step, problem.over), ())] for step in steps]


def _positions(derivation: Derivation, axis: int) -> list[int]:
    """The positions of the window along an axis, and those beside it, whatever the other axes have."""
    beside = (getattr(triple, derivation.problem.over) for triple in derivation.unclipped[axis])
    return sorted({*derivation.window[axis], *beside})


def _row(roles: Roles, axis: int, step: Step) -> list[object]:
    """The position, the index that is met plugged in, and solved."""
    summed, met = (getattr(step, role.unknown) for role in (roles.summed, roles.met))
    fixed = roles.fixed.indices(roles.problem.numbers)
    position = roles.summed.indices((summed,) * len(fixed))
    return [summed, plain(roles.met_index(fixed, position)[axis]), met if isinstance(met, int) else plain(met)]


def _outputs(explored: Explored, gathered: Gathered) -> Mapping[str, object]:
    """For each output the ends of its table's rows, its products of numbers and its value."""
    problem, texts = explored.problem, gathered.texts
    rows, numbers = list[int](), list[list[int]]()
    values, finished_as = list[str | None](), list[Problem]()
    spelled = cache(partial(_later, gathered))
    for output in problem.order.reading(problem.outputs):
        asked = explored.question(output)
        derivation = None if asked is None else derive(asked)
        rows.append(gathered.tables.number(() if derivation is None else _ends_of_rows(derivation.written, texts)))
        numbers.append([] if derivation is None else [*map(texts.number, _products(derivation, gathered, spelled))])
        values.append("0" if derivation is None else _value(derivation, gathered))
        finished_as.append(problem if asked is None else asked)
        if derivation is not None:
            gathered.added.update(_added(derivation))
    gathered.has_matrix &= all(map(_is_product, finished_as))
    found: dict[str, object] = {
        "rows": rows,
        "numbers": numbers if problem.pixels is not None else None,
        "values": values if any(values) else None,
        **({} if problem.scale == 1 and problem.offset == 0 else _surrounded(finished_as)),
    }
    return _known(found)


def _is_product(problem: Problem) -> bool:
    """True where the outputs are a matrix times the image, to which nothing is added."""
    alone = problem.scale == 1 and problem.offset == 0 and problem.boundary.fill == 0
    return alone and not problem.conjugates_image


def _added(derivation: Derivation) -> Iterator[tuple[str, str]]:
    """The weights of each pixel that is used several times, where they are shorter together."""
    kernel, order = derivation.problem.kernel, derivation.problem.order
    places = {element: str(place) for place, element in enumerate(order.reading(kernel.ranges))}
    used = dict[Index, list[Index]]()
    for term in derivation.written_terms:
        used.setdefault(term.pixel, []).append(term.kernel_index)
    for elements in used.values():
        total = added(value_formula(kernel.weight(element)) for element in elements)
        count = len(total.terms) if isinstance(total, Sum) else 1
        if count < len(elements):
            shown = total.replace(per_line=count) if isinstance(total, Sum) else total
            yield ",".join(map(places.__getitem__, elements)), plain(shown)


def _surrounded(problems: Sequence[Problem]) -> Mapping[str, object]:
    """What stands before and behind the products of each sum."""
    return {
        name: [_around(problem, notation) for problem in problems]
        for name, notation in (("around", PRINTED), ("tex_around", TEX))
    }


def _ends_of_rows(derivation: Derivation, texts: Texts) -> tuple[int, ...]:
    """The numbers of the texts at the ends of the table's rows, one for each pair of positions on the axes."""
    problem, roles = derivation.problem, Roles(derivation.problem)
    found = {row.along(problem.over): row for row in derivation.rows}
    sides = tuple(_positions(derivation, axis) for axis in range(len(problem.at)))
    ends = []
    for place in problem.order.reading(sides):
        row = found.get(place)
        ends.append(ABSENT if row is None else texts.number(line_text(row_outcome(roles, row), str, plain)))
    return tuple(ends)


def _products(derivation: Derivation, gathered: Gathered, spelled: Callable[[Signed, Signed], str]) -> Iterator[str]:
    """The products of the sum with their signs, where the pixels have values."""
    if has_numbers(derivation):
        terms = terms_of(derivation, has_values=True)
        yield gathered.spelled(Sum(terms[:1]))
        yield from map(partial(spelled, terms[0]), terms[1:])


def _later(gathered: Gathered, first: Signed, term: Signed) -> str:
    """A term behind another one, with its sign."""
    both, one = Sum((first, term), per_line=2), Sum((first,))
    return gathered.kept(*(written(both, notation).removeprefix(written(one, notation)) for notation in (PRINTED, TEX)))


def _value(derivation: Derivation, gathered: Gathered) -> str | None:
    """The value, unless it is the same sum again."""
    known = known_value(derivation) if derivation.problem.pixels is not None else ()
    return gathered.spelled(known[0]) if known and derivation.value is not None else None


def _around(problem: Problem, notation: Notation) -> tuple[str, str]:
    """Scale and offset."""
    two = Sum((Signed(False, problem.named("x", (HOLE,))), Signed(False, problem.named("x", (OTHER,)))))
    before, _, after = written(finished(problem, two), notation).partition(written(two, notation))
    return before, after
