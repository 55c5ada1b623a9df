"""A library function's own convention, and one value of it, in the library's indices."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from functools import partial

from convtrace.blocks import Block, Document, Equation, Heading, Line, Paragraph, Table, TableRow
from convtrace.boundary import CONSTANT
from convtrace.derivation import Derivation, derive
from convtrace.library.row import kind
from convtrace.notation import Chain, Number, number
from convtrace.posed_library import Asked, margins
from convtrace.view import cast, words
from convtrace.view.figure import figure
from convtrace.view.libraries import equation, outside
from convtrace.view.page import SECTIONS as DERIVED
from convtrace.view.page import title
from convtrace.view.record import question, record
from convtrace.view.sections import Section, page

CONVENTION, RESULT = "convention", "result"
SECTIONS = (CONVENTION, *DERIVED)
# the options that name what is outside the image; others of the name `mode` tell the outputs
BOUNDARY_OPTIONS = ("boundary", "padding_mode", "borderType", "mode")
OUTPUT_MODES = ("full", "same", "valid")
PAD_NAMES = {"zero": "constant", "constant": "constant"}
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
    sizes = f"image {words.size(problem.image)}, kernel {words.size(problem.kernel.ranges)}"
    yield Heading((f"{problem.operation.title}: {sizes}",), level=1)


def convention(asked: Asked) -> Iterator[Block]:
    """The relation of each axis, what is outside the image, and what surprises people."""
    call, problem = asked.call, asked.problem
    kinds = dict.fromkeys(SAYS[kind(relation)] for relation in problem.relations)
    yield Paragraph((f"{call.row.name} is {words.listed(list(kinds))}. All indices count from 0.",))
    rows = tuple(map(partial(_axis, asked), range(len(call.axes))))
    yield Table(HEAD, rows, len(rows), rows)
    yield Paragraph((_boundary(asked),))
    options = [f"{name}={_value(values)}" for name, values in call.options.items() if name in _named(asked)]
    if options:
        yield Paragraph((f"Options: {', '.join(options)}.",))
    yield from (Paragraph((f"Mind: {surprise}",)) for surprise in call.row.surprises)
    yield Paragraph((f"Measured with {call.row.library} {call.row.version}; documented at {call.row.source}",))


def _named(asked: Asked) -> set[str]:
    return {option.name for option in asked.call.row.options}


def _axis(asked: Asked, axis: int) -> TableRow:
    call, problem = asked.call.axes[axis], asked.problem
    pixels, taps = problem.image[axis], problem.kernel.ranges[axis]
    m, i, p = (cast.names(problem, unknown)[axis].name for unknown in ("m", "i", "k"))
    counts = (len(pixels), len(taps), call.outputs, *margins(call, pixels, taps))
    relation = equation(call.relation, m, i, p)
    return TableRow(((words.axis_names(problem)[axis],), (relation,), *((number(count),) for count in counts)))


def _value(values: tuple[object, ...]) -> str:
    """One value where it is the same for all axes."""
    return repr(values[0]) if len(set(map(repr, values))) == 1 else repr(list(values))


def _boundary(asked: Asked) -> str:
    """What is outside the image: in words, under the library's name and under NumPy's."""
    problem = asked.problem
    axes = [*zip(asked.call.axes, problem.image, problem.kernel.ranges, strict=True)]
    if not any(max(margins(*axis)) for axis in axes):
        return "No window leaves the image, so that nothing outside it counts."
    call = next(axis for axis, pixels, taps in axes if max(margins(axis, pixels, taps)))
    what = number(call.fill) if call.boundary is CONSTANT else outside(call.boundary)
    return f"Outside the image x is {what}{_named_so(asked, call.boundary.name)}."


def _named_so(asked: Asked, rule: str) -> str:
    """What the library and NumPy call the rule, where they have names for it."""
    numpy = [] if ":" in rule else [f"mode='{PAD_NAMES.get(rule, rule)}' in numpy.pad"]
    named = [*_own(asked), *numpy]
    return f": {', '.join(named)}" if named else ""


def _own(asked: Asked) -> Iterator[str]:
    """The library's own name for what is outside, if it has one."""
    for name in BOUNDARY_OPTIONS:
        (value, *_) = asked.call.options.get(name, (OUTPUT_MODES[0],))
        if value not in OUTPUT_MODES:
            yield f"{name}={value!r} here"


def _blank(asked: Asked) -> Iterator[Block]:
    """Why there is no sum."""
    element = cast.asked(asked.problem)
    yield Paragraph(("The window of ", element, f" leaves the image, and {asked.call.row.name} gives 0 there."))
    yield Equation(Chain(element, (("=", Number(0)),)), strong=True)


def _record(asked: Asked) -> Mapping[str, object]:
    problem, call = asked.problem, asked.call
    found: Mapping[str, object] = (
        {**question(problem, output=list(problem.numbers)), "value": 0} if asked.blank else record(derive(problem))
    )
    return {
        **found,
        "function": call.row.name,
        "outputs": [axis.outputs for axis in call.axes],
        "pads": [list(margins(*axis)) for axis in zip(call.axes, problem.image, problem.kernel.ranges, strict=True)],
        "options": {name: _plain(values) for name, values in call.options.items() if name in _named(asked)},
        "surprises": list(call.row.surprises),
        "library": {"name": call.row.library, "version": call.row.version, "documentation": call.row.source},
    }


def _plain(values: tuple[object, ...]) -> list[object]:
    """One value for each axis, as JSON has them."""
    return [value if value is None or isinstance(value, bool | int | str | tuple) else str(value) for value in values]
