"""Every output's sum, one on each line, made as it is read: letters, or numbers and what they come to."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import lru_cache, partial
from itertools import chain, islice, repeat
from math import prod

from convtrace.document.blocks import Block, Document, Equation, Heading, Line, Paragraph, Table, TableRow
from convtrace.document.guards import needs_guard
from convtrace.document.plain import CELL, cell_text
from convtrace.document.spelling import written
from convtrace.document.streamed_sums import Spelling, Sums
from convtrace.law.kernel import Weight
from convtrace.trace.derivation import Derivation, as_written, derive
from convtrace.trace.expansion import PIXEL, Texts, expansion
from convtrace.trace.pose import pose
from convtrace.trace.problem import Problem
from convtrace.trace.problem_checks import check_outputs
from convtrace.trace.status import Index
from convtrace.values.exact import Exact
from convtrace.values.formula import Formula, Symbol
from convtrace.values.limits import MAX_SUMS_SHOWN
from convtrace.view import phrases
from convtrace.view.amounts import value_formula, weighted
from convtrace.view.page import SCHEMA, PageResult, Question, Read
from convtrace.view.pages.record import Remade, derivation_record, ends, plain_value, question_record
from convtrace.view.roles import Roles
from convtrace.view.sections.result import (
    answer,
    folded_value,
    has_numbers,
    is_same_sum,
    known_value,
    substituted,
    sum_of_numbers,
    whole_sum,
)
from convtrace.view.sections.values import in_the_middle

# of a derivation's record, what says its sum
SUM_FIELDS = ("output", "terms", "result", "value")
LINES_KEPT = 512
VALUES_KEPT = 4096


def page_result(question: Question, _only: str | None, read: Read) -> PageResult:
    """The sums of all outputs; ConvtraceError where there is none."""
    problem = pose(**question, read=read)
    check_outputs(problem)
    return PageResult(streamed_sums(problem))


def streamed_sums(problem: Problem) -> Sums:
    r"""The sums of all outputs, in reading order.

    >>> from convtrace.document.plain import PLAIN
    >>> spelling = Spelling(notation=PLAIN, line="{output} = {terms}{value}\n", value=" = {value}")
    >>> "".join(streamed_sums(pose("conv", image="4 5", kernel="2 3")).lines(spelling))
    'y[−1] = 3·4 + 2·5 = 22\n'
    """
    # each output is somewhere, so that borders are near
    placed = as_written(problem.replace(at=problem.numbers))
    return Sums(
        count=prod(map(len, problem.outputs)), lines=partial(_pieces, placed), page=partial(whole_document, problem)
    )


def whole_document(problem: Problem) -> Document:
    """All sums as a table whose rows are made as they are read, for formats that have no spelling of sums."""
    return document(problem).replace(blocks=_table(problem), cells=partial(_cells, problem))


def document(problem: Problem) -> Document:
    """The sums of all outputs as a page, of very many the first, for notebooks and pictures."""
    blocks = partial(_blocks, problem)
    return Document(blocks(), blocks, partial(_record, problem))


def _title(problem: Problem) -> Iterator[Block]:
    yield Heading((phrases.all_outputs_title(problem),), level=1)
    yield from phrases.output_notes(problem)


def _table(problem: Problem) -> Iterator[Block]:
    """A row for each output: its name, its sum, and its value where it has one."""
    yield from _title(problem)
    head: tuple[Line, ...] = (("output",), ("sum",), *[("value",)] * problem.has_values)
    rows = (TableRow(tuple((cell,) for cell in _columns(derivation))) for derivation in _derivations(problem))
    longest = TableRow(tuple((cell,) for cell in _columns(derive(in_the_middle(problem)))))
    yield Table(head=head, rows=rows, height=prod(map(len, problem.outputs)), widest=(longest,))


def _columns(derivation: Derivation) -> tuple[Formula, ...]:
    """The output, its sum, with its numbers where it has any, and its value where all outputs have one."""
    known = known_value(derivation) if derivation.problem.has_values else ()
    shown = substituted(derivation) if has_numbers(derivation) else whole_sum(derivation)
    return Roles(derivation.problem).asked, shown, *known


def _cells(problem: Problem) -> Iterator[list[str]]:
    """The same for shells, as other programs read it."""
    for derivation in _derivations(problem):
        output, shown, *_ = _columns(derivation)
        value = [cell_text(derivation.value or 0)] if problem.has_values else []
        yield [written(output, CELL), written(shown, CELL), *value]


def _blocks(problem: Problem) -> Iterator[Block]:
    count = prod(map(len, problem.outputs))
    yield from _title(problem)
    for derivation in islice(_derivations(problem), MAX_SUMS_SHOWN):
        yield sum_of_numbers(derivation) if has_numbers(derivation) else Equation(answer(derivation), strong=True)
    if count > MAX_SUMS_SHOWN:
        yield Paragraph((f"These are the first {MAX_SUMS_SHOWN} of {count} outputs. The format text has all.",))


def _derivations(problem: Problem) -> Iterator[Derivation]:
    return (derive(problem.replace(at=output)) for output in problem.order.reading(problem.outputs))


def _record(problem: Problem) -> Mapping[str, object]:
    """The question, and the sums of all outputs, made when read."""
    return {
        "schema": SCHEMA,
        **question_record(problem),
        "mode": problem.mode,
        "outputs": ends(problem.shown("m", problem.outputs)),
        "sums": Remade(lambda: map(sum_record, _derivations(problem))),
    }


def sum_record(derivation: Derivation) -> Mapping[str, object]:
    """What a derivation's record says of its sum."""
    return {name: value for name, value in derivation_record(derivation).items() if name in SUM_FIELDS}


def _pieces(problem: Problem, spelling: Spelling) -> Iterator[str]:
    if problem.is_plain and spelling.letters:
        spelling = spelling.replace(notation=spelling.letters)
    given = chain(problem.kernel.values, problem.pixels or (), [problem.boundary.fill])
    start = spelling.start(map(value_formula, given), problem.is_plain, problem.naming)
    pieces = expansion(problem, spelling, _texts(problem, spelling))
    yield start + next(pieces)
    yield from pieces
    if spelling.end:
        yield spelling.end


def _texts(problem: Problem, spelling: Spelling) -> Texts:
    kernel, pixels = problem.kernel, None
    if not spelling.record and (problem.pixels is not None or problem.boundary.fill != 0):
        pixels = lru_cache(LINES_KEPT)(partial(_line, problem, _factor(problem, spelling)))
    indices = map(kernel.order.array, kernel.order.reading(kernel.ranges))
    term = _record_term(problem, spelling) if spelling.record else _term(problem, spelling, named=pixels is None)
    terms = {index: term(index, weight) for index, weight in zip(indices, kernel.values, strict=True)}
    return Texts(terms=terms, pixels=pixels, values=_values(problem, spelling))


def _record_term(problem: Problem, spelling: Spelling) -> Callable[[Index, Weight], tuple[bool, str]]:
    """A term as a record, with PIXEL for the pixel's index."""
    notation, array = spelling.notation, problem.order.array

    def term(index: Index, weight: Weight) -> tuple[bool, str]:
        kernel_index = notation.comma.join(map(notation.number, problem.shown("k", array(index))))
        known = json.dumps(plain_value(weight))
        return False, spelling.record.format(pixel=PIXEL, kernel_index=kernel_index, weight=known)

    return term


def _term(problem: Problem, spelling: Spelling, *, named: bool) -> Callable[[Index, Weight], tuple[bool, str]]:
    """A term with PIXEL for the pixel's index or, unless `named`, its value; and whether it is subtracted."""
    notation, pixel = spelling.notation, problem.named("x", (Symbol(PIXEL),))
    place = written(pixel, notation)
    # the same behind all letters
    behind = written(weighted("a", pixel).term, notation).removeprefix(notation.value("a"))

    def term(_: Index, weight: Weight) -> tuple[bool, str]:
        if isinstance(weight, str):
            negative, text = False, notation.value(weight) + behind
        else:
            signed = weighted(weight, pixel)
            negative, text = signed.negative, written(signed.term, notation)
        return negative, text if named else text.replace(place, PIXEL)

    return term


def _line(problem: Problem, factor: Callable[[Index], str], slow: Index, pixels: Sequence[int]) -> list[str]:
    """A part of a line of pixels, each as a factor."""
    return [factor(problem.order.array((*slow, pixel))) for pixel in pixels]


def _factor(problem: Problem, spelling: Spelling) -> Callable[[Index], str]:
    """The text of a pixel behind a weight: its value, or its name where it has none."""

    @lru_cache(VALUES_KEPT)
    def spelled(value: Exact) -> str:
        formula = value_formula(value)
        text = written(formula, spelling.notation)
        return f"({text})" if needs_guard(formula, "product") else text

    def factor(index: Index) -> str:
        value = problem.pixel(index)
        if value is not None:
            return spelled(value)
        return written(problem.named("x", problem.shown("i", problem.stand_in(index) or index)), spelling.notation)

    return factor


def _values(problem: Problem, spelling: Spelling) -> Iterator[str] | None:
    """The values of the sums, where the image has values and the format shows them."""
    if problem.pixels is None or not spelling.value:
        return None
    from convtrace.library.problem_sums import sum_values  # only here: letters need none

    found = sum_values(problem)
    if found is None:
        return repeat(spelling.value.format(value=json.dumps(None))) if spelling.record else None
    text = lru_cache(VALUES_KEPT)(partial(_value, spelling))
    if spelling.record:
        return map(text, found)
    outputs = problem.order.reading(problem.outputs)
    return ("" if _is_known(problem, *each) else text(each[1]) for each in zip(outputs, found, strict=True))


def _is_known(problem: Problem, output: Index, value: Exact) -> bool:
    """True for a value that has the letters and numbers of its sum, which no number has."""
    if isinstance(value, int | Fraction):
        return False
    return is_same_sum(derive(problem.replace(at=output)), folded_value(value))


def _value(spelling: Spelling, value: Exact) -> str:
    """The text behind a sum."""
    known = json.dumps(plain_value(value)) if spelling.record else written(folded_value(value), spelling.notation)
    return spelling.value.format(value=known)
