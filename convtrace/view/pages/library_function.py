"""A library function's own convention, and one value of it, in the library's indices."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import TYPE_CHECKING, Any

from convtrace.document.blocks import Block, Document, Equation, Heading, Note, Paragraph, Table, TableRow
from convtrace.document.plain import plain
from convtrace.library.axis_call import AxisCall
from convtrace.library.call import Call
from convtrace.library.posed_call import LibraryQuestion
from convtrace.library.row import LibraryFunction
from convtrace.trace.derivation import Derivation, derive
from convtrace.trace.problem import Problem
from convtrace.values.exact import number_text
from convtrace.view import phrases
from convtrace.view.conventions import outside_axis, relation_formula, shown_options, typed_options
from convtrace.view.lags import lag_convention, lag_of_output, lags_of
from convtrace.view.page import Section, page_of, short_table
from convtrace.view.pages.claim import with_claim
from convtrace.view.pages.record import derivation_record, option_values
from convtrace.view.pages.value import SECTIONS as DERIVED
from convtrace.view.pages.value import VALUES, figure_of, notes, sections_of, title
from convtrace.view.roles import Roles
from convtrace.view.sections.elsewhere import elsewhere

if TYPE_CHECKING:
    from convtrace.search.judging import Judgement

CONVENTION, RESULT, ELSEWHERE = "convention", "result", "elsewhere"
SECTIONS = (CONVENTION, *(name for name in DERIVED if name != VALUES))
PAD_NAMES = {"zero": "constant"}
FLIPPED = {True: "a convolution: it flips the kernel", False: "a correlation: it does not flip the kernel"}


def document(question: LibraryQuestion, only: Collection[str] = (), claim: Judgement | None = None) -> Document:
    """The convention, then the derivation of one value; where the library gives 0 instead, why."""
    if not question.blank:
        derivation = derive(question.problem)
        sections: dict[str, Section[LibraryQuestion]] = {
            CONVENTION: folded_convention if question.problem.has_channels and not only else convention,
            **{name: _of(derivation, section) for name, section in sections_of(derivation, only).items()},
            ELSEWHERE: lambda _: elsewhere(derivation, question.call),
        }
        answered = sections[RESULT]
        sections[RESULT] = lambda question: chain(answered(question), lag_of_output(question))
        head, picture = _of(derivation, title), _of(derivation, figure_of(derivation))
        parts = with_claim(claim, sections, head, picture, _record, only)
        return page_of(question, parts.sections, only, parts.title, parts.figure, parts.record, _notes, _cells)
    parts = with_claim(claim, {CONVENTION: convention, RESULT: blank, ELSEWHERE: _asked}, _title, blank, _record)
    kept = {name if name in parts.sections else RESULT for name in only}
    return page_of(question, parts.sections, kept, parts.title, parts.figure, parts.record, cells=_cells)


def _cells(question: LibraryQuestion) -> Iterable[Sequence[str]]:
    """The value for shells."""
    from convtrace.view.cells import of_value  # only here: most pages are for people

    return of_value(0 if question.blank else derive(question.problem).value)


def _of(derivation: Derivation, section: Section[Derivation]) -> Callable[[LibraryQuestion], Iterator[Block]]:
    return lambda _: iter(section(derivation))


def _notes(question: LibraryQuestion, page: Iterable[Block]) -> Iterator[Note]:
    """The question of one value, under the function's name."""
    call = Paragraph((f"{question.call.row.name}. All indices count from {question.call.row.base}.",))
    for note in notes(derive(question.problem), page):
        yield note.replace(name=f"{question.call.row.name} {note.name}", front=chain([call], note.front))


def _title(question: LibraryQuestion) -> Iterator[Block]:
    problem = question.problem
    yield Heading((f"{problem.operation.title}: {phrases.image_and_kernel(problem)}",), level=1)


def convention(question: LibraryQuestion) -> Iterator[Block]:
    """The relation of each axis, x outside the image, and notes on what surprises people."""
    yield Paragraph((_kind(question),))
    yield _axes(question)
    yield from (Paragraph((sentence,)) for sentence in _sentences(question))


def folded_convention(question: LibraryQuestion) -> Iterator[Block]:
    """The convention in fewer lines."""
    call = question.call
    options = tuple(_options(call))
    yield Paragraph((" ".join((_kind(question), *_options(call, brief=True))),))
    yield _axes(question).replace(ruled=False)
    yield Paragraph((" ".join(sentence for sentence in _sentences(question) if sentence not in options),))


def _kind(question: LibraryQuestion) -> str:
    problem, row = question.problem, question.call.row
    kinds = dict.fromkeys(FLIPPED[relation.flipped("i", "k")] for relation in problem.in_space(problem.relations))
    return f"{row.name} is {phrases.listed(list(kinds))}. All indices count from {row.base}."


def _axes(question: LibraryQuestion) -> Table:
    head = ("axis", "relation", "pixels", "kernel", "outputs", "outside before", "after")
    return short_table(head, (_axis(question, axis) for axis in range(len(question.call.axes))))


def _sentences(question: LibraryQuestion) -> Iterator[str]:
    """What to know besides the relations, a paragraph each."""
    call = question.call
    yield _boundary(question)
    yield from _conjugates(call)
    yield from _options(call)
    yield from lag_convention(question.problem, call)
    yield from (f"Note: {note}" for note in call.notes)
    yield _source(call.row)


def _options(call: Call, *, brief: bool = False) -> Iterator[str]:
    """The options; in brief without those about scale and offset that are as by default and change nothing."""
    shown = shown_options(call)
    if brief and call.scale == 1 and call.offset == 0:
        shown = tuple(option for option in shown if not option.scales or option.differs(call.options[option.name]))
    if shown:
        yield f"Options: {typed_options(call, shown)}."


def _source(row: LibraryFunction) -> str:
    if not row.measured:
        return f"Not measured: from the documentation and source of {row.version}, {row.source}"
    return f"Measured with {row.library} {row.version}; documented at {row.source}"


def _conjugates(call: Call) -> Iterator[str]:
    """The sentence on the array whose conjugate is used, where values are complex."""
    if call.conjugated == "image":
        larger = "the kernel is larger than the image"
        yield f"{call.row.name} conjugates the image here, because {larger}; otherwise it conjugates the kernel."
    elif call.has_complex:
        yield f"{call.row.name} {'conjugates the kernel' if call.conjugated else 'conjugates nothing'}."


def _axis(question: LibraryQuestion, axis: int) -> TableRow:
    call, problem = question.call, question.problem
    roles = Roles(problem).of
    m, i, p = (problem.in_space(roles[unknown].letters)[axis].name for unknown in ("m", "i", "k"))
    name = _space_names(problem)[axis]
    counts = call.image.shape[axis], call.kernel.shape[axis], call.axes[axis].outputs, *call.padding[axis]
    relation = relation_formula(problem.in_space(problem.relations)[axis], m, i, p)
    return TableRow(((name,), (relation,), *((number_text(count),) for count in counts)))


def _space_names(problem: Problem) -> tuple[str, ...]:
    return problem.in_space(phrases.axis_names(problem))


def _boundary(question: LibraryQuestion) -> str:
    """The rules outside the image: in words, under the library's name and under NumPy's, for each rule once."""
    call = question.call
    rules: dict[str, list[str]] = {}
    for axis, pads, name in zip(call.axes, call.padding, _space_names(question.problem), strict=True):
        if any(pads):
            rules.setdefault(_rule(call, axis), []).append(name)
    if not rules:
        return "No window reaches outside the image."
    if len(rules) == 1:
        return f"Outside the image x is {next(iter(rules))}."
    beside = ((phrases.listed(list(map(phrases.axis, found))), rule) for rule, found in rules.items())
    return " ".join(f"Outside the image on {axes}, x is {rule}." for axes, rule in beside)


def _rule(call: Call, axis: AxisCall) -> str:
    """The rule outside the image on one axis, with the names that the library and NumPy have for it."""
    rule = axis.boundary.name
    own = [f"{typed_options(call, [option])} in this call" for option in call.row.options if option.names_boundary]
    numpy = [] if ":" in rule else [f'mode="{PAD_NAMES.get(rule, rule)}" in numpy.pad']
    named = ", ".join((*own, *numpy))
    return f"{outside_axis(axis)}: {named}" if named else outside_axis(axis)


def blank(question: LibraryQuestion) -> Iterator[Block]:
    """The reason why there is no sum."""
    roles = Roles(question.problem)
    yield Paragraph(("The window of ", roles.asked, f" leaves the image. {question.call.row.name} gives 0 there."))
    yield Equation(roles.equation(0), strong=True)


def _asked(question: LibraryQuestion) -> Iterator[Block]:
    """The call itself: others give the sum instead of 0."""
    yield from elsewhere(derive(question.problem), question.call, alone=True)


def _record(question: LibraryQuestion) -> Mapping[str, object]:
    record = derivation_record(derive(question.problem), question.call)
    return {
        **record,
        **(_no_sum(question.problem, record) if question.blank else {}),
        **({"lag": list(lags)} if (lags := lags_of(question)) else {}),
        **call_record(question.call),
    }


def call_record(call: Call) -> Mapping[str, object]:
    """The fields of a record that say which call it is about."""
    return {
        "function": call.row.name,
        "outputs": [axis.outputs for axis in call.axes],
        "pads": [list(pads) for pads in call.padding],
        "options": {option.name: option_values(call.options[option.name]) for option in shown_options(call)},
        "surprises": list(call.notes),
        "library": {"name": call.row.library, "version": call.row.version, "documentation": call.row.source},
    }


def _no_sum(problem: Problem, record: Mapping[str, Any]) -> Mapping[str, object]:
    """The record of an output that is always 0, in place of a sum."""
    result = plain(Roles(problem).equation(0))
    return {"rows": [], "terms": [], "result": result, "value": 0, "elsewhere": record["elsewhere"][:1]}
