"""A library function's own convention, and one value of it, in the library's indices."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from functools import partial

from convtrace.document.blocks import Block, Document, Equation, Heading, Line, Paragraph, Table, TableRow
from convtrace.document.formula import Chain, Number
from convtrace.document.indices import symbols
from convtrace.document.plain import plain
from convtrace.law.boundary import CONSTANT
from convtrace.library.posed_call import Asked, margins
from convtrace.library.row import AxisCall, kind
from convtrace.trace.derivation import Derivation, derive
from convtrace.trace.problem import Problem
from convtrace.values.exact import number_text
from convtrace.view import phrases
from convtrace.view.conventions import equation, outside
from convtrace.view.page import Section, page
from convtrace.view.pages.record import option_values, record
from convtrace.view.pages.value import SECTIONS as DERIVED
from convtrace.view.pages.value import title
from convtrace.view.roles import Roles
from convtrace.view.sections.figure import figure

CONVENTION, RESULT = "convention", "result"
SECTIONS = (CONVENTION, *DERIVED)
PAD_NAMES = {"zero": "constant"}
SAYS = {
    "conv": "a convolution: it flips the kernel",
    "corr": "a correlation: it does not flip the kernel",
}
HEAD: tuple[Line, ...] = tuple(
    (head,) for head in ("axis", "relation", "pixels", "kernel", "outputs", "outside before", "after")
)


def document(asked: Asked, only: Collection[str] = ()) -> Document:
    """The convention, then the derivation of one value; where the library gives 0 instead, why."""
    if not asked.blank:
        derivation = derive(asked.problem)
        sections: Mapping[str, Section[Asked]] = {
            CONVENTION: convention,
            **{name: _of(derivation, section) for name, section in DERIVED.items()},
        }
        return page(asked, sections, only, _of(derivation, title), _of(derivation, figure), _record)
    kept = {name if name == CONVENTION else RESULT for name in only}
    return page(asked, {CONVENTION: convention, RESULT: _blank}, kept, _title, _blank, _record)


def _of(derivation: Derivation, section: Section[Derivation]) -> Callable[[Asked], Iterator[Block]]:
    return lambda _: iter(section(derivation))


def _title(asked: Asked) -> Iterator[Block]:
    problem = asked.problem
    yield Heading((f"{problem.operation.title}: {phrases.sizes(problem)}",), level=1)


def convention(asked: Asked) -> Iterator[Block]:
    """The relation of each axis, what is outside the image, and what surprises people."""
    call, problem = asked.call, asked.problem
    kinds = dict.fromkeys(SAYS[kind(relation)] for relation in problem.relations)
    yield Paragraph((f"{call.row.name} is {phrases.listed(list(kinds))}. All indices count from 0.",))
    rows = tuple(map(partial(_axis, asked), range(len(call.axes))))
    yield Table(head=HEAD, rows=rows, height=len(rows), widest=rows)
    yield Paragraph((_boundary(asked),))
    options = [f"{option.name}={option.typed(call.options[option.name])}" for option in call.row.options]
    if options:
        yield Paragraph((f"Options: {', '.join(options)}.",))
    yield from (Paragraph((f"Mind: {surprise}",)) for surprise in call.row.surprises)
    yield Paragraph((f"Measured with {call.row.library} {call.row.version}; documented at {call.row.source}",))


def _named(asked: Asked) -> set[str]:
    return {option.name for option in asked.call.row.options}


def _axis(asked: Asked, axis: int) -> TableRow:
    call, problem = asked.call.axes[axis], asked.problem
    pixels, taps = problem.image[axis], problem.kernel.ranges[axis]
    m, i, p = (symbols(unknown, len(problem.at))[axis].name for unknown in ("m", "i", "k"))
    counts = (len(pixels), len(taps), call.outputs, *margins(call, pixels, taps))
    relation = equation(call.relation, m, i, p)
    return TableRow(((phrases.axis_names(problem)[axis],), (relation,), *((number_text(count),) for count in counts)))


def _boundary(asked: Asked) -> str:
    """What is outside the image: in words, under the library's name and under NumPy's, for each rule once."""
    problem = asked.problem
    axes = [*zip(asked.call.axes, problem.image, problem.kernel.ranges, phrases.axis_names(problem), strict=True)]
    rules: dict[str, list[str]] = {}
    for call, pixels, taps, axis in axes:
        if max(margins(call, pixels, taps)):
            rules.setdefault(_rule(asked, call), []).append(axis)
    if not rules:
        return "No window leaves the image, so that nothing outside it counts."
    if len(rules) == 1:
        return f"Outside the image x is {next(iter(rules))}."
    beside = ((phrases.listed(list(map(phrases.plural, found))), rule) for rule, found in rules.items())
    return " ".join(f"Outside the image, beside its {sides}, x is {rule}." for sides, rule in beside)


def _rule(asked: Asked, call: AxisCall) -> str:
    """What is outside on one axis, with the names that the library and NumPy have for it."""
    what = number_text(call.fill) if call.boundary is CONSTANT else outside(call.boundary)
    rule = call.boundary.name
    numpy = [] if ":" in rule else [f'mode="{PAD_NAMES.get(rule, rule)}" in numpy.pad']
    named = [*_own(asked), *numpy]
    return f"{what}: {', '.join(named)}" if named else what


def _own(asked: Asked) -> Iterator[str]:
    """The library's own name for what is outside, if it has one."""
    for option in asked.call.row.options:
        if option.border:
            yield f"{option.name}={option.typed(asked.call.options[option.name])} here"


def _blank(asked: Asked) -> Iterator[Block]:
    """Why there is no sum."""
    element = Roles(asked.problem).asked
    yield Paragraph(("The window of ", element, f" leaves the image, and {asked.call.row.name} gives 0 there."))
    yield Equation(Chain(element, (("=", Number(0)),)), strong=True)


def _record(asked: Asked) -> Mapping[str, object]:
    problem, call = asked.problem, asked.call
    found: Mapping[str, object] = (
        {**record(derive(problem)), **_no_sum(problem)} if asked.blank else record(derive(problem))
    )
    return {
        **found,
        "function": call.row.name,
        "outputs": [axis.outputs for axis in call.axes],
        "pads": [list(margins(*axis)) for axis in zip(call.axes, problem.image, problem.kernel.ranges, strict=True)],
        "options": {name: option_values(values) for name, values in call.options.items() if name in _named(asked)},
        "surprises": list(call.row.surprises),
        "library": {"name": call.row.library, "version": call.row.version, "documentation": call.row.source},
    }


def _no_sum(problem: Problem) -> Mapping[str, object]:
    """What the record of an output that is always 0 has in place of a sum."""
    result = plain(Chain(Roles(problem).asked, (("=", Number(0)),)))
    return {"rows": [], "terms": [], "result": result, "value": 0, "elsewhere": []}
