"""The outputs of a page that one can point at: their products, values, and the ends of their tables' rows."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache, partial
from typing import TypeAlias, TypeVar

from convtrace.document.blocks import line_text
from convtrace.document.plain import PRINTED
from convtrace.document.spelling import written
from convtrace.document.tex import TEX
from convtrace.library.explored import Explored
from convtrace.trace.derivation import Derivation, derive
from convtrace.trace.problem import Problem
from convtrace.trace.status import Index
from convtrace.values.formula import Formula, Signed, Sum
from convtrace.view.amounts import value_formula
from convtrace.view.live_arrays import around, plain, present
from convtrace.view.matrices import added
from convtrace.view.roles import Roles
from convtrace.view.sections.result import has_numbers, known_value, terms_of
from convtrace.view.sections.table import row_outcome

Kind = TypeVar("Kind")
ABSENT = -1
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


def live_outputs(explored: Explored, gathered: Gathered) -> Mapping[str, object]:
    """For each output the ends of its table's rows, its products of numbers and its value."""
    problem, texts = explored.problem, gathered.texts
    rows, numbers = list[int](), list[list[int]]()
    values, finished_as = list[str | None](), list[Problem]()
    spelled = cache(partial(_later, gathered))
    for output in problem.order.reading(problem.outputs):
        asked = explored.question("m", output)
        derivation = None if explored.blank(asked) else derive(asked)
        rows.append(gathered.tables.number(() if derivation is None else _ends_of_rows(derivation.written, texts)))
        numbers.append([] if derivation is None else [*map(texts.number, _products(derivation, gathered, spelled))])
        values.append("0" if derivation is None else _value(derivation, gathered))
        finished_as.append(asked)
        if derivation is not None:
            gathered.added.update(_added(derivation))
    gathered.has_matrix &= all(map(_is_product, finished_as))
    found: dict[str, object] = {
        "rows": rows,
        "numbers": numbers if problem.pixels is not None else None,
        "values": values if any(values) else None,
        **({} if problem.scale == 1 and problem.offset == 0 else _surrounded(finished_as)),
    }
    return present(found)


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
        name: [around(problem, notation) for problem in problems]
        for name, notation in (("around", PRINTED), ("tex_around", TEX))
    }


def positions(derivation: Derivation, axis: int) -> list[int]:
    """The positions of the window along an axis, and those beside it, whatever the other axes have."""
    beside = (getattr(triple, derivation.problem.over) for triple in derivation.unclipped[axis])
    return sorted({*derivation.window[axis], *beside})


def _ends_of_rows(derivation: Derivation, texts: Texts) -> tuple[int, ...]:
    """The numbers of the texts at the ends of the table's rows, one for each pair of positions on the axes."""
    problem, roles = derivation.problem, Roles(derivation.problem)
    found = {row.along(problem.over): row for row in derivation.rows}
    sides = tuple(positions(derivation, axis) for axis in range(len(problem.at)))
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
    """The value, if the pixels have values."""
    known = known_value(derivation) if derivation.problem.pixels is not None else ()
    return gathered.spelled(known[0]) if known else None
