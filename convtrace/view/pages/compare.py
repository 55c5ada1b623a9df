"""Two operations side by side: the same output from different pixels, and different outputs from the same pixels."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import zip_longest

from convtrace.document.blocks import Block, Cell, Document, Equation, Grids, Heading, Line, Note, Paragraph, Tone
from convtrace.trace.comparison import COMPARED, Comparison, compare, with_form
from convtrace.trace.derivation import Derivation, as_written
from convtrace.trace.pose import pose
from convtrace.trace.problem import Problem
from convtrace.trace.status import Index
from convtrace.values.formula import Formula
from convtrace.values.limits import MAX_SIDE_DRAWN
from convtrace.view import phrases
from convtrace.view.grids import drawable, lies_in, not_drawn
from convtrace.view.page import PageResult, Question, Read, Section, chosen, page_of
from convtrace.view.pages.record import derivation_question, derivation_record, question_name
from convtrace.view.roles import Roles
from convtrace.view.sections.drawing import defined_kernel, laid_kernel
from convtrace.view.sections.elsewhere import elsewhere
from convtrace.view.sections.equation import definition
from convtrace.view.sections.question import asked_value
from convtrace.view.sections.result import answer, has_numbers, sum_of_numbers
from convtrace.view.sections.setup import drawn_ranges, toning

# as in the article: red for convolution, green for cross-correlation
SHADES = {"A": 0.0, "B": 0.4, "AB": 0.2}


def page_result(question: Question, only: str | None, read: Read) -> PageResult:
    sections, asked = chosen(only, SECTIONS), {**question}
    operations = with_form(asked.pop("operations") or COMPARED, asked.pop("form"))
    first, second = (pose(name, **asked, read=read) for name in operations)
    return PageResult(document(compare(first, second), sections))


def document(comparison: Comparison, only: Collection[str] = ()) -> Document:
    """The whole page, or the sections named in `only`."""
    return page_of(comparison, SECTIONS, only, _title, _figure, _record, _notes)


def _title(comparison: Comparison) -> Iterator[Block]:
    problem = comparison.first.problem
    names = ", ".join(f"{letter}: {_name(problem)}" for letter, problem in _problems(comparison))
    yield Heading((f"{names}; {phrases.image_and_kernel(problem)}",), level=1)
    yield from _meaning(comparison)


def _notes(comparison: Comparison, page: Iterable[Block]) -> Iterator[Note]:
    """Both values as one question, and the page as its answer."""
    derivations = (comparison.first, comparison.second)
    heading = (block for block in _title(comparison) if isinstance(block, Heading))
    sums = (Equation(definition(derivation.problem)) for derivation in derivations)
    name = " ".join(question_name(derivation_question(derivation)) for derivation in derivations)
    yield Note(name=name, front=(*heading, *sums, asked_value(comparison.first)), back=page)


def _equation(comparison: Comparison) -> Iterator[Block]:
    for letter, problem in _problems(comparison):
        yield Paragraph((f"{letter}: {_name(problem)}",))
        yield Equation(definition(problem))
    first, second = (definition(problem) for _, problem in _problems(comparison))
    if first == second:
        differ = comparison.first.problem.operation != comparison.second.problem.operation
        yield Paragraph((f"A and B have the same sum{': only a stride tells them apart' if differ else ''}.",))
        return
    signs: list[Line] = []
    for letter, problem in _problems(comparison):
        signs.append((f"{letter} has ", *phrases.joined([(index,) for index in _met(problem)])))
    noun = "kernel" if comparison.first.problem.naming.sum_over == "image" else "image"
    yield Paragraph((f"The index of the {noun} makes the difference: ", *phrases.joined(signs, last=", "), "."))


def _output(comparison: Comparison) -> Iterator[Block]:
    first, second = comparison.first, comparison.second
    yield Paragraph(("The pixels that each operation uses for ", Roles(first.problem).asked, ":"))
    yield from _boxes(first, second)
    marks = (f"{letter}: used by {_name(problem).lower()}" for letter, problem in _problems(comparison))
    outside = "; ×: outside the image" if first.rows.overhang or second.rows.overhang else ""
    yield Paragraph((f"{'; '.join(marks)}; AB: used by both{outside}.",))
    yield from _sums(first, second)


def _patch(comparison: Comparison) -> Iterator[Block]:
    first, same = comparison.first, comparison.same_patch
    if same is None:
        yield Paragraph(("No output of B uses exactly the pixels of A's ", Roles(first.problem).asked, "."))
        return
    yield Paragraph(
        ("A's ", Roles(first.problem).asked, " and B's ", Roles(same.problem).asked, " use the same pixels:")
    )
    yield from _sums(first, same)


def _kernel(comparison: Comparison) -> Iterator[Block]:
    second = comparison.same_patch or comparison.second
    problems = (comparison.first, second)
    ranges = comparison.first.problem.kernel.ranges
    if not drawable(ranges):
        yield not_drawn(Roles(comparison.first.problem).of["k"].words.caption, ranges)
        return
    pairs = [
        laid_kernel(derivation, (f"{letter}: {phrases.orientation(derivation.problem, derivation.flipped)}",))
        for letter, derivation in zip("AB", problems, strict=True)
        if all(derivation.unclipped)
    ]
    # a stride may step over whole slices of the kernel
    for grids in zip_longest(defined_kernel(comparison.first.problem), *pairs):
        yield Grids(tuple(grid for grid in grids if grid is not None))


def _elsewhere(comparison: Comparison) -> Iterator[Block]:
    for letter, derivation in zip("AB", comparison[:2], strict=True):
        yield Paragraph((f"{letter}: {_name(derivation.problem)}",))
        yield from elsewhere(derivation)


SECTIONS: dict[str, Section[Comparison]] = {
    "equation": _equation,
    "same-output": _output,
    "same-pixels": _patch,
    "kernel": _kernel,
    "elsewhere": _elsewhere,
}


def _figure(comparison: Comparison) -> Iterator[Block]:
    yield from _boxes(comparison.first, comparison.second, ruled=True)
    yield from _kernel(comparison)
    yield from _meaning(comparison)


def _meaning(comparison: Comparison) -> Iterator[Block]:
    """Two sentences on what the signs decide."""
    first, second, same = comparison
    asked = Roles(first.problem).asked
    if _used(first) == _used(second):
        which: Line = ("the same ", *_where(first)) if all(first.unclipped) else _where(first)
        yield Paragraph(("For ", asked, ", A and B use ", *which, "."))
    else:
        yield Paragraph(("For ", asked, ", A uses ", *_where(first), ". B uses ", *_where(second), "."))
    if same is not None:
        lying = [phrases.orientation(derivation.problem, derivation.flipped) for derivation in (first, same)]
        lies = f"A's kernel lies {lying[0]}, B's lies {lying[1]}."
        yield Paragraph(("From A's pixels, B makes ", Roles(same.problem).asked, f". {lies}"))


def _where(derivation: Derivation) -> Line:
    if not all(derivation.unclipped):
        return ("no pixel",)
    return ("pixels ", *phrases.ranges_of(Roles(derivation.problem).summed.letters, _used(derivation)))


def _used(derivation: Derivation) -> tuple[range, ...]:
    """The pixels that an output uses, one range for each axis."""
    return Roles(derivation.problem).summed.along(derivation.unclipped)


def _boxes(first: Derivation, second: Derivation, ruled: bool = False) -> Iterator[Block]:
    """Both patches on one image, unless they are too far apart."""
    problem, tones = first.problem, (toning(first), toning(second))
    sides = zip(drawn_ranges(first), drawn_ranges(second), strict=True)
    box = tuple(range(min(a[0], b[0]), max(a[-1], b[-1]) + 1) for a, b in sides)
    if max(map(len, problem.in_space(box))) > MAX_SIDE_DRAWN:
        yield Paragraph(("The two patches lie too far apart to draw on one image.",))
        return

    if not drawable(box):
        yield not_drawn(Roles(problem).summed.words.caption, box)
        return

    def cell(place: Index) -> Cell:
        used = "".join(letter for letter, tone in zip("AB", tones, strict=True) if tone(place) is Tone.PATCH)
        if used:
            return Cell(((used,),), Tone.PATCH, SHADES[used])
        if any(tone(place) is Tone.OUTSIDE for tone in tones):
            return Cell((("×",),), Tone.OUTSIDE)
        inside = lies_in(place, problem.image)
        return Cell((("." if inside else " ",),), Tone.REST if inside else Tone.BLANK)

    yield Grids(tuple(Roles(problem).summed.grids(box, cell, (Roles(problem).summed.words.caption,), ruled=ruled)))


def _sums(first: Derivation, second: Derivation) -> Iterator[Block]:
    for letter, derivation in zip("AB", (first, second), strict=True):
        yield Paragraph((f"{letter}: {_name(derivation.problem)}",))
        yield Equation(answer(derivation), strong=True)
        if has_numbers(derivation):
            yield sum_of_numbers(derivation)


def _problems(comparison: Comparison) -> tuple[tuple[str, Problem], ...]:
    return (("A", comparison.first.problem), ("B", comparison.second.problem))


def _met(problem: Problem) -> tuple[Formula, ...]:
    roles = Roles(as_written(problem))
    return problem.in_space(roles.met_index(roles.fixed.letters, roles.summed.letters))


def _name(problem: Problem) -> str:
    return problem.operation.title


def _record(comparison: Comparison) -> Mapping[str, object]:
    same = comparison.same_patch
    return {
        "same_output": [_plain(comparison.first), _plain(comparison.second)],
        "same_pixels": None if same is None else [_plain(comparison.first), _plain(same)],
    }


def _plain(derivation: Derivation) -> dict[str, object]:
    return {name: value for name, value in derivation_record(derivation).items() if name != "rows"}
