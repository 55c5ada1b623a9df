"""The gradient of a bias: it is added to every output of its channel, so its gradient is the sum of theirs."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from math import prod

from convtrace.document.blocks import Block, Code, Document, Equation, Heading, Paragraph
from convtrace.document.plain import plain
from convtrace.errors import ConvtraceError
from convtrace.law.channels import OUTPUT_CHANNEL
from convtrace.library.posed_call import LibraryQuestion
from convtrace.trace.problem import Problem
from convtrace.trace.status import Index
from convtrace.values.formula import Chain, Entry, Formula, Signed, Sum, SumOver
from convtrace.values.limits import MAX_ELEMENTS, MAX_PRODUCTS_LISTED
from convtrace.view import phrases
from convtrace.view.amounts import elided
from convtrace.view.index_role import Formulas
from convtrace.view.page import Section, page_of
from convtrace.view.pages.library_function import ELSEWHERE, RESULT, call_record
from convtrace.view.pages.record import question_record
from convtrace.view.roles import Roles
from convtrace.view.sections.equation import definition

EQUATION = "equation"


def document(question: LibraryQuestion, only: Collection[str] = ()) -> Document:
    """The whole page, or the sections named in `only`: the result, where it has no section of this name."""
    _check_output_count(question.problem)
    result = _result if only else _short_result
    sections: dict[str, Section[LibraryQuestion]] = {EQUATION: _equation, RESULT: result, ELSEWHERE: _elsewhere}
    kept = {name if name in sections else RESULT for name in only}
    return page_of(question, sections, kept, _title, _short_result, _record)


def _channel_axis(problem: Problem) -> int | None:
    """The axis of the output's channels; None where there is but one."""
    kinds = enumerate(map(problem.lookup, range(len(problem.at))))
    return next((axis for axis, kind in kinds if kind is not None and kind.letter == OUTPUT_CHANNEL), None)


def _outputs(problem: Problem) -> tuple[range, ...]:
    """The outputs that have the bias, one range for each axis."""
    channel, sides = _channel_axis(problem), enumerate(zip(problem.numbers, problem.outputs, strict=True))
    return tuple(range(number, number + 1) if axis == channel else side for axis, (number, side) in sides)


def _check_output_count(problem: Problem) -> None:
    """Refuse a bias that too many outputs have."""
    count = prod(map(len, _outputs(problem)))
    if count > MAX_ELEMENTS:
        message = f"--weight: {count} outputs have this bias, too many to write out"
        raise ConvtraceError(message, hint="Choose a smaller image.")


def _in_order(problem: Problem) -> Iterator[Index]:
    return problem.order.reading(_outputs(problem))


def _element(question: LibraryQuestion) -> Formulas:
    return (question.bias or 0,)


def _arriving(problem: Problem, index: Formulas) -> Entry:
    """The gradient at an output."""
    return Entry("g", problem.shown("m", index))


def _total(problem: Problem) -> Sum:
    """The sum of what arrives at each output, a line for each row."""
    terms = tuple(Signed(False, _arriving(problem, output)) for output in _in_order(problem))
    return Sum(terms, per_line=len(problem.order.array(_outputs(problem))[-1]))


def _equals(question: LibraryQuestion, total: Formula) -> Chain:
    return Chain(Entry("∂L/∂b", _element(question)), (("=", total),))


def _title(question: LibraryQuestion) -> Iterator[Block]:
    problem, total = question.problem, _total(question.problem)
    element, sizes = plain(Entry("b", _element(question))), phrases.image_and_kernel(problem)
    yield Heading((f"{problem.operation.title}, gradient of bias {element}: {sizes}",), level=1)
    yield Equation(_equals(question, elided(total)), strong=True)
    channel = " of its channel" if _channel_axis(problem) is not None else ""
    outputs = phrases.counted(len(total.terms), "output")
    yield Paragraph((f"The bias is added once to every output{channel}: {outputs}, each with the factor 1.",))


def _equation(question: LibraryQuestion) -> Iterator[Block]:
    """The forward sum, of which the bias is a part, and the sum of what arrives backwards."""
    problem, channel = question.problem, _channel_axis(question.problem)
    letters = Roles(problem).fixed.letters
    yield Equation(definition(problem.replace(offset=Entry("b", _element(question)))))
    in_order = [axis for axis in problem.shown("m", range(len(letters))) if axis != channel]
    axes = [*(axis for axis in in_order if axis not in problem.space), *reversed(problem.space)]
    names, sides = tuple(letters[axis] for axis in axes), tuple(_outputs(problem)[axis] for axis in axes)
    if channel is not None:
        total = SumOver(names, _arriving(problem, letters), sides)
        yield Equation(Chain(Entry("∂L/∂b", (letters[channel],)), (("=", total),)))
    chosen = tuple(problem.numbers[axis] if axis == channel else letter for axis, letter in enumerate(letters))
    yield Equation(_equals(question, SumOver(names, _arriving(problem, chosen), sides)))
    shown = problem.shown("m", letters)
    yield Paragraph((Entry("g", shown), " is the gradient of L at output ", Entry("y", shown), "."))
    ranges = phrases.ranges_of([letters[axis] for axis in in_order], [_outputs(problem)[axis] for axis in in_order])
    yield Paragraph(("The outputs: ", *ranges, "."))


def _result(question: LibraryQuestion) -> Iterator[Block]:
    yield Equation(_equals(question, _total(question.problem)), strong=True)


def _short_result(question: LibraryQuestion) -> Iterator[Block]:
    """The sum, its middle left out where it is long."""
    total = _total(question.problem)
    if len(total.terms) <= MAX_PRODUCTS_LISTED:
        yield from _result(question)
    else:
        yield Equation(_equals(question, elided(total)), strong=True)
        yield Paragraph(("All of them: --only result.",))


def _call(question: LibraryQuestion) -> str:
    """The sum of the array of gradients in Python."""
    problem, channel = question.problem, _channel_axis(question.problem)
    if channel is None:
        return "g.sum()"
    axes = enumerate(problem.shown("m", range(len(problem.at))))
    places = [str(place) for place, axis in axes if axis != channel]
    return f"g.sum(({', '.join(places)}))[{question.bias}]"


def _elsewhere(question: LibraryQuestion) -> Iterator[Block]:
    yield Paragraph(("The same value in Python:",))
    yield Code(_call(question))
    yield Paragraph(("g is the whole array of gradients, of NumPy or PyTorch.",))


def _record(question: LibraryQuestion) -> Mapping[str, object]:
    problem = question.problem
    outputs = ([*problem.shown("m", output)] for output in _in_order(problem))
    return {
        **question_record(problem, gradient={"bias": [question.bias]}, output=None),
        "terms": [{"output": output, "weight": 1} for output in outputs],
        "result": plain(_equals(question, _total(problem))),
        "value": None,
        "elsewhere": [{"call": _call(question), "index": [], "note": None}],
        **call_record(question.call),
    }
