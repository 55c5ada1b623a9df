"""The whole output array of a library call: its numbers, or with letters how many products each output has."""

from __future__ import annotations

import shlex
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import chain, islice, product
from math import prod
from typing import Any

from convtrace.document.blocks import Block, Cell, Code, Document, Equation, Grid, Grids, Heading, Line, Paragraph, Tone
from convtrace.document.plain import plain
from convtrace.law.axis import Unknown
from convtrace.law.casting import Overflow
from convtrace.library.all_outputs import AllOutputs
from convtrace.library.arrays import ExactArray
from convtrace.library.lags import first_lags
from convtrace.library.posed_call import LibraryQuestion
from convtrace.trace.derivation import derive
from convtrace.trace.status import Index
from convtrace.values.exact import Exact, number_text
from convtrace.values.formula import Formula
from convtrace.values.limits import MAX_CELLS_DRAWN, MAX_PRODUCTS_LISTED, MAX_SIDE_DRAWN, MAX_SLICES_DRAWN
from convtrace.view import phrases
from convtrace.view.grids import drawable
from convtrace.view.page import Section, page_of
from convtrace.view.pages.library_function import CONVENTION, call_record, convention
from convtrace.view.pages.record import ends, plain_value, question_record
from convtrace.view.roles import Roles
from convtrace.view.sections.equation import general_definition
from convtrace.view.sections.result import answer, has_numbers, known_value, sum_of_numbers
from convtrace.view.sections.values import typed_array
from convtrace.view.slices import group_sentence

EQUATION, OUTPUTS = "equation", "outputs"
SECTIONS = (CONVENTION, EQUATION, OUTPUTS)
ALL_OF_THEM = "--format json has all of them."
CASTS = {
    Overflow.WRAPS: "a sum that does not fit it wraps around",
    Overflow.TRUNCATES: "a sum loses its fraction, and wraps around where it does not fit",
    Overflow.SATURATES: "a sum is rounded, and becomes the nearest number that fits",
}


def document(found: AllOutputs, only: Collection[str] = ()) -> Document:
    """The whole page, or the sections named in `only`."""
    sections: dict[str, Section[AllOutputs]] = {
        CONVENTION: lambda found: convention(found.middle),
        EQUATION: _equation,
        OUTPUTS: lambda found: _outputs(found, whole=OUTPUTS in only),
    }
    return page_of(found, sections, only, _title, _figure, _record, cells=_cells)


def _title(found: AllOutputs) -> Iterator[Block]:
    problem = found.middle.problem
    size = phrases.typed_size(problem.shown("m", found.positions))
    outputs = "output" if prod(map(len, found.positions)) == 1 else "outputs"
    yield Heading((f"{problem.operation.title}: {phrases.image_and_kernel(problem)}, {size} {outputs}",), level=1)


def _equation(found: AllOutputs) -> Iterator[Block]:
    problem = found.middle.problem
    yield Equation(general_definition(problem))
    said = group_sentence(problem) if problem.arrangement is not None else ""
    if said:
        yield Paragraph((f"{said} Likewise in the other groups, each with its own channels.",))


def _outputs(found: AllOutputs, *, whole: bool) -> Iterator[Block]:
    """The array; with letters the sums, too, where they are few; and how to ask where one of them comes from."""
    yield Paragraph(("All outputs:" if found.have_values else "The number of products of each output:",))
    yield from _drawing(found, whole=whole)
    cast = found.call.cast
    if cast is not None:
        yield Paragraph((f"The outputs are of the type {cast.dtype.name}: {CASTS[cast.how]}.",))
    if not found.have_values and sum(map(sum, found.products.rows)) <= MAX_PRODUCTS_LISTED:
        yield Paragraph(("Their sums:",))
        yield from (_sum(found.question(output)) for output in found.in_order)
    roles = Roles(found.middle.problem)
    yield Paragraph(("Where ", roles.asked, " comes from, step by step:"))
    yield Code(_command(found.asked, map(plain, roles.problem.shown("m", roles.chosen))), "sh")


def _drawing(found: AllOutputs, caption: Line = (), *, whole: bool = False) -> Iterator[Block]:
    """A grid for each of a few channels, or for all of them where the `whole` array is asked for; ruled in a figure."""
    role = Roles(found.middle.problem).fixed
    plane, slices = role.axes[-2:], prod(len(found.positions[axis]) for axis in role.axes[:-2])
    positions = list(found.positions)
    is_cut = not drawable(tuple(positions[axis] for axis in plane))
    if is_cut:
        for axis in plane:
            positions[axis] = positions[axis][:MAX_SIDE_DRAWN]
    fit = MAX_CELLS_DRAWN // prod(len(positions[axis]) for axis in plane)
    folded = found.call.channels is not None and not whole
    drawn = min(slices, fit, *[MAX_SLICES_DRAWN] * folded)
    lags = first_lags(found.call) if len(found.positions) == 1 else ()
    box = tuple(positions)
    grids = role.grids(box, lambda output: Cell(lines=((_shown(found, output),),)), caption, ruled=bool(caption))
    yield Grids(grids=tuple(_with_lags(grid, lags) for grid in islice(grids, drawn)))
    if is_cut:
        yield Paragraph((f"Of a long axis only the first {MAX_SIDE_DRAWN} are drawn. {ALL_OF_THEM}",))
    if drawn < slices:
        nouns = phrases.counted(slices - drawn, "more slice")
        way = "All: --only outputs." if folded and min(slices, fit) > drawn else ALL_OF_THEM
        yield Paragraph((f"{nouns} {phrases.conjugated('are', slices - drawn)} not drawn. {way}",))


def _with_lags(grid: Grid, lags: Sequence[int]) -> Grid:
    """The grid of one row with the lag of each output below it, where they have any."""
    if not lags:
        return grid
    texts = map(number_text, range(lags[0], lags[0] + len(grid.columns)))
    below = tuple(Cell(lines=((text,),), tone=Tone.BLANK) for text in texts)
    return grid.replace(rows=(*grid.rows, (("lag",), below)))


def _shown(found: AllOutputs, output: Index) -> Formula:
    """The value of an output, or with letters the number of its products."""
    return _value(found, output) if found.have_values else found.element(found.products, output)


def _value(found: AllOutputs, output: Index) -> Formula:
    """The value of an output whose pixels and weights have values."""
    if found.numbers is not None:
        return found.element(found.numbers, output)
    question = found.question(output)
    return 0 if question.blank else known_value(derive(question.problem))[0]


def _sum(question: LibraryQuestion) -> Equation:
    """The sum of one output, with its numbers where it has any."""
    if question.blank:
        return Equation(Roles(question.problem).equation(0))
    derivation = derive(question.problem)
    return sum_of_numbers(derivation) if has_numbers(derivation) else Equation(answer(derivation))


def _command(asked: Mapping[str, Any], index: Iterable[str]) -> str:
    """The command for one output of a call.

    >>> _command({"function": "f", "options": {"gap": (1, 2)}, "image": [[1, 2]], "kernel": (3, 3)}, "45")
    "convtrace library f --option 'gap=(1, 2)' --image '[[1, 2]]' --kernel 3x3 --at 4,5"
    """
    options = asked["options"]
    texts = options if not isinstance(options, Mapping) else [f"{name}={value}" for name, value in options.items()]
    words = ["convtrace", "library", asked["function"], *chain.from_iterable(("--option", text) for text in texts)]
    for name in ("image", "kernel"):
        if asked[name] is not None:
            words += [f"--{name}", typed_array(asked[name])]
    return shlex.join([*words, "--at", ",".join(index)])


def _figure(found: AllOutputs) -> Iterator[Block]:
    yield from _drawing(found, ("outputs" if found.have_values else "products",))


def _record(found: AllOutputs) -> Mapping[str, object]:
    problem = found.middle.problem
    channels = {} if problem.arrangement is None else {"image": _array(found, "i"), "kernel": _array(found, "k")}
    return {
        **question_record(problem),
        **channels,
        "shape": [len(side) for side in problem.shown("m", found.positions)],
        "values": _values(found),
        "products": found.laid(found.products),
        **_lags(found),
        **call_record(found.call),
    }


def _lags(found: AllOutputs) -> Mapping[str, object]:
    """The lags of the first and of the last output, where they have any."""
    lags = zip(first_lags(found.call), found.call.axes, strict=False)
    sides = tuple(range(first, first + axis.outputs) for first, axis in lags)
    return {"lag": ends(sides)} if sides else {}


def _array(found: AllOutputs, unknown: Unknown) -> Mapping[str, object]:
    """A whole array, with the channels of all groups."""
    shape = phrases.array_shape(found.middle.problem, unknown)
    values = {"i": found.pixels, "k": found.weights}[unknown]
    given = None if values is None else plain_value(values.flat if unknown == "i" else values.entries)
    return {
        **ends(tuple(map(range, shape))),
        "shape": list(shape),
        **({} if given is None else {"values": given}),
    }


def _values(found: AllOutputs) -> object:
    """The outputs, nested as the library's array; None where they have letters."""
    if found.numbers is not None:
        return found.laid(ExactArray(found.numbers.shape, [[*map(plain_value, row)] for row in found.numbers.rows]))
    if not found.have_values:
        return None
    values: list[Any] = [_exact_value(found.question(output)) for output in product(*found.positions)]
    return found.laid(ExactArray.of(tuple(map(len, found.positions)), values))


def _cells(found: AllOutputs) -> Iterable[Sequence[str]]:
    """The outputs for shells, a line for each of the library's array."""
    from convtrace.view.cells import nested, no_numbers  # only here: most pages are for people

    if not found.have_values:
        raise no_numbers()
    if found.numbers is not None:
        return nested(found.laid(found.numbers))
    values: list[Any] = [_exact(found.question(output)) for output in product(*found.positions)]
    return nested(found.laid(ExactArray.of(tuple(map(len, found.positions)), values)))


def _exact_value(question: LibraryQuestion) -> object:
    """The value of one output as records have it."""
    return plain_value(_exact(question))


def _exact(question: LibraryQuestion) -> Exact:
    """The value of one output, with its bias where that has no number."""
    if question.blank:
        return 0
    derivation = derive(question.problem)
    value = derivation.value
    return known_value(derivation)[0] if value is None else value
