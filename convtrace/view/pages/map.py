"""All outputs at once: which pixels make each of them, and where each of them sits over the image."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import partial

from convtrace.document.blocks import Block, Cell, Document, Equation, Grids, Heading, Line, Note, Paragraph, Tone
from convtrace.document.plain import interval
from convtrace.law.extents import MODES
from convtrace.trace.derivation import derive
from convtrace.trace.pose import pose
from convtrace.trace.problem import Problem
from convtrace.trace.problem_checks import check_outputs
from convtrace.trace.receptive_fields import (
    ReceptiveField,
    central_element,
    output_at,
    receptive_field,
    receptive_fields,
)
from convtrace.trace.status import Index
from convtrace.values.exact import number_text
from convtrace.values.formula import Chain, Formula
from convtrace.values.limits import MAX_OUTPUTS_DRAWN
from convtrace.view import phrases
from convtrace.view.amounts import value_formula
from convtrace.view.cells import of_outputs
from convtrace.view.grids import drawable, not_drawn, shade
from convtrace.view.page import PageResult, Question, Read, Section, chosen, page_of
from convtrace.view.pages.record import Remade, ends, plain_value, question_name, question_record
from convtrace.view.roles import Roles
from convtrace.view.sections.equation import definition, pixel_index
from convtrace.view.sections.values import all_values, output_values

NO_PIXEL = "✗"
ON_A_LINE = 2
WAYS = {"column": ("to the left", "to the right"), "row": ("up", "down")}


def page_result(question: Question, only: str | None, read: Read) -> PageResult:
    """The page of all outputs; ConvtraceError where there is none."""
    sections = chosen(only, SECTIONS)
    problem = pose(**question, read=read)
    check_outputs(problem)
    return PageResult(document(problem, sections, question))


def document(problem: Problem, only: Collection[str] = (), asked: Question | None = None) -> Document:
    """The whole page, or the sections named in `only`."""
    with_values = VALUES in only or problem.has_values
    sections = {name: section for name, section in SECTIONS.items() if name != VALUES or with_values}
    if with_values:
        sections[VALUES] = partial(all_values, asked=asked)
    return page_of(problem, sections, only, _title, _figure, _record, _notes, of_outputs)


def _title(problem: Problem) -> Iterator[Block]:
    yield Heading((phrases.all_outputs_title(problem),), level=1)
    yield Paragraph(movement(problem))
    yield from phrases.output_notes(problem)


def _notes(problem: Problem, _: Iterable[Block]) -> Iterator[Note]:
    """For each output the pixels that it uses."""
    letters = problem.shown("i", pixel_index(problem))
    for output in problem.order.reading(problem.outputs):
        sides = zip(letters, problem.shown("i", _sides(receptive_field(problem, output))), strict=True)
        yield Note(
            name=question_name(question_record(problem, pixels_of=list(problem.shown("m", output)))),
            front=(
                Heading((phrases.all_outputs_title(problem),), level=1),
                Equation(definition(problem)),
                Paragraph(("Which pixels does ", _named(problem, output), " use?")),
            ),
            back=(*(Paragraph((letter, f" = {', '.join(parts)}")) for letter, parts in sides), *_legend(problem)),
        )


def pixels_used(problem: Problem) -> Iterator[Block]:
    """The sum in letters, and from where to where it runs."""
    pixels, letters = Roles(problem).summed, pixel_index(problem)
    yield Equation(definition(problem))
    yield Paragraph(("The pixels that an output uses:",))
    for axis in problem.shown("i", range(len(problem.at))):
        relation, taps = problem.relations[axis], problem.kernel.ranges[axis]
        ends = sorted(relation.third("i", {"m": 0, "k": k}) for k in (taps[0], taps[-1]))
        first, last = (pixels.position(axis, end) for end in ends)
        yield Equation(phrases.between(first, letters[axis], last))


def _outputs(problem: Problem) -> Iterator[Block]:
    yield Paragraph(("Each output, with the pixels that it uses:",))
    yield _output_grids(problem)
    yield from _legend(problem)
    yield from _rest(problem.outputs)


def _places(problem: Problem) -> Iterator[Block]:
    kernel = Roles(problem).of["k"]
    kinds = enumerate(zip(central_element(problem), kernel.letters, strict=True))
    centre = kernel.element(
        tuple(number if problem.lookup(axis) is None else letter for axis, (number, letter) in kinds)
    )
    channel = "" if problem.arrangement is None else f" of a {phrases.CHANNEL}"
    yield Paragraph((f"Each pixel{channel}, with the output that lays ", centre, " on it:"))
    yield _image_grids(problem)
    yield from _rest(problem.image)


VALUES = "values"
SECTIONS: dict[str, Section[Problem]] = {
    VALUES: all_values,
    "equation": pixels_used,
    "outputs": _outputs,
    "places": _places,
}


def _figure(problem: Problem) -> Iterator[Block]:
    yield _output_grids(problem, ("outputs, with their pixels",))
    yield _image_grids(problem, ("image, with the outputs over it",))
    yield Paragraph(movement(problem))


def _output_grids(problem: Problem, caption: Line = ()) -> Block:
    """The outputs, each naming its pixels; in a figure their values, too, if they have any."""
    letters, drawn = pixel_index(problem), tuple(map(_middle, problem.outputs))
    if not drawable(drawn):
        return not_drawn("the outputs", drawn)
    sides = {output: _sides(receptive_field(problem, output)) for output in problem.order.reading(drawn)}
    known = _known(problem) if caption else {}
    heights = [max(map(len, axis)) for axis in zip(*sides.values(), strict=True)]

    def cell(output: Index) -> Cell:
        name = _named(problem, output)
        lines: list[Line] = [(Chain(name, (("=", known[output]),)) if output in known else name,)]
        parts = problem.shown("i", [*zip(letters, sides[output], heights, strict=True)])
        for name, (inside, *outside), height in parts:
            blank = [""] * (height - 1 - len(outside))
            lines += [(name, f" = {inside}"), *((text,) for text in (*outside, *blank))]
        return Cell(tuple(lines), Tone.PATCH, shade(problem.order, output, problem.outputs))

    return Grids(tuple(_placed(problem).fixed.grids(drawn, cell, caption)))


def _image_grids(problem: Problem, caption: Line = ()) -> Block:
    """The image, each pixel naming the output that lies there; in a figure its value, too, if it has one."""

    def cell(pixel: Index) -> Cell:
        output, found = output_at(problem, pixel), _placed(problem).problem.pixel(pixel) if caption else None
        value: tuple[Line, ...] = () if found is None else ((value_formula(found),),)
        if output is None:
            return Cell(value or ((".",),))
        return Cell((*value, (_named(problem, output),)), Tone.PATCH, shade(problem.order, output, problem.outputs))

    # all channels are alike
    drawn = tuple(
        _middle(side) if problem.lookup(axis) is None else side[:1] for axis, side in enumerate(problem.image)
    )
    if not drawable(drawn):
        return not_drawn(Roles(problem).summed.words.caption, drawn)
    return Grids(tuple(_placed(problem).summed.grids(drawn, cell, caption)))


def _known(problem: Problem) -> Mapping[Index, Formula]:
    """The values of all outputs, if they have any."""
    if not problem.has_values:
        return {}
    return dict(zip(problem.order.reading(problem.outputs), output_values(problem), strict=True))


def _placed(problem: Problem) -> Roles:
    """The roles where every index is a number."""
    return Roles(problem.replace(at=problem.numbers))


def _named(problem: Problem, output: Index) -> Formula:
    return problem.named("y", problem.shown("m", output))


def _sides(made: ReceptiveField) -> list[list[str]]:
    """For each axis the pixels, then what stands in for those outside, so many on a line: 2…3 and 4→2."""
    beyond = made.beyond or ((),) * len(made.pixels)
    return [[_inside(side), *_outside(pairs)] for side, pairs in zip(made.pixels, beyond, strict=True)]


def _inside(side: range) -> str:
    if not side:
        return "none"
    return interval(side[0], side[-1]) + (f" in steps of {side.step}" if side.step > 1 and len(side) > 1 else "")


def _outside(beyond: Sequence[tuple[int, int | None]]) -> list[str]:
    arrows = [f"{number_text(i)}→{NO_PIXEL if place is None else number_text(place)}" for i, place in beyond]
    return [" ".join(arrows[start : start + ON_A_LINE]) for start in range(0, len(arrows), ON_A_LINE)]


def _legend(problem: Problem) -> Iterator[Block]:
    """Note on what the arrows mean."""
    if problem.boundary.counts and problem.mode != MODES[0]:
        if problem.boundary.constant:
            yield Paragraph((f"{NO_PIXEL} means outside the image, where {phrases.outside_value(problem)}.",))
        else:
            arrow = "An arrow leads from an index outside the image to the pixel whose value is used there"
            yield Paragraph((f"{arrow} ({phrases.rule(problem)}).",))


def _middle(side: range) -> range:
    """All of a short axis, the middle of a long one."""
    spare = max(0, len(side) - MAX_OUTPUTS_DRAWN)
    return side[spare // 2 : spare // 2 + MAX_OUTPUTS_DRAWN]


def _rest(sides: tuple[range, ...]) -> Iterator[Block]:
    if any(len(side) > MAX_OUTPUTS_DRAWN for side in sides):
        yield Paragraph((f"Of a long axis only the middle {MAX_OUTPUTS_DRAWN} are drawn. --format json lists all.",))


def movement(problem: Problem) -> Line:
    """Sentence on how the patch moves as m and n grow, as the formula gives it."""
    moves: list[Line] = []
    each = (problem.relations, Roles(problem).fixed.letters, phrases.axis_names(problem))
    for relation, symbol, axis in zip(*map(problem.in_space, each), strict=True):
        slope = relation.slope("i", by="m")
        before, after = WAYS.get(axis, ("back", "forward"))
        steps = phrases.counted(abs(slope.numerator), "pixel")
        way = before if slope < 0 else after
        moves.append((symbol, f" grows by {slope.denominator}, the patch moves {steps} {way}"))
    return ("As ", *phrases.joined(moves, link="; as ", last="; as "), ".")


def _record(problem: Problem) -> Mapping[str, object]:
    return {
        **question_record(problem),
        "mode": problem.mode,
        "outputs": ends(problem.shown("m", problem.outputs)),
        "patches": Remade(lambda: map(partial(_patch, problem), receptive_fields(problem))),
    }


def _patch(problem: Problem, made: ReceptiveField) -> dict[str, object]:
    used = problem.shown("i", made.pixels)
    lo, hi = ([side[end] if side else None for side in used] for end in (0, -1))
    pixels = {"lo": lo, "hi": hi, "step": [side.step for side in used]}
    beyond = problem.shown("i", made.beyond) if made.beyond else ()
    outside = {"outside": [[list(pair) for pair in side] for side in beyond]} if beyond else {}
    value = {"value": plain_value(derive(problem.replace(at=made.output)).value)} if problem.has_values else {}
    return {"output": list(problem.shown("m", made.output)), "pixels": pixels, **outside, **value}
