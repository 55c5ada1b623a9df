"""From numbers to the convention, or to the slip, that made them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from fractions import Fraction
from itertools import islice

from convtrace.document.blocks import (
    Block,
    Cell,
    Code,
    Document,
    Grid,
    Grids,
    Heading,
    Line,
    Paragraph,
    Tone,
)
from convtrace.document.indices import symbols
from convtrace.errors import ConvtraceError
from convtrace.law.index_order import ORDERS
from convtrace.search.explanation import Explanation
from convtrace.search.given import read_question
from convtrace.search.outputs import call_of, predicted
from convtrace.search.probes import PROBES
from convtrace.search.question import Index, Question, index_of, place_of
from convtrace.search.which import Answer, Verdict, usual_outputs, which
from convtrace.view import phrases
from convtrace.view.convention_words import (
    capitalized,
    convention,
    deciding,
    entry,
    number,
    operation,
    page_command,
    parts,
    slip_sentence,
    surprise,
    why_same,
)
from convtrace.view.grids import slices
from convtrace.view.page import PageResult, Read, Section, chosen, page_of
from convtrace.view.page import Question as Asked
from convtrace.view.pages.which_record import record
from convtrace.view.sections.slip import slip_table

TITLES: dict[Verdict, str] = {
    "found": "These numbers are from {}",
    "too_few": "Too few numbers to be sure",
    "none": "No convention gives these numbers",
}
MAX_SIDE_SHOWN = 12
MAX_PLACES_SHOWN = 4
USUAL = (("convolution", True), ("cross-correlation", False))


def page_result(asked: Asked, only: str | None, read: Read) -> PageResult:
    """The page of an image, a kernel and a result; what was asked holds where an explanation is found."""
    answer = which(question_of(asked["image"], asked["kernel"], asked["result"], read, probe=asked["probe"]))
    return PageResult(document(answer, chosen(only, SECTIONS)), answer.verdict == "found")


def question_of(image: object, kernel: object, result: object, read: Read | None = None, *, probe: bool) -> Question:
    """The question of three arrays, or of a result and the probe that has as many axes."""
    if not probe:
        return read_question(image, kernel, result, read)
    if image is not None or kernel is not None:
        raise ConvtraceError("--probe has its own image and kernel", hint="Leave out --image and --kernel, or --probe.")
    axes = len(read_question([1], [1], result, read).output_shape)
    return read_question(PROBES[axes].image, PROBES[axes].kernel, result, read)


def document(answer: Answer, only: Collection[str] = ()) -> Document:
    """The page, or the sections named in `only`."""
    return page_of(answer, SECTIONS, only, _title, _compared, record)


def _title(answer: Answer) -> Iterator[Block]:
    title = TITLES[answer.verdict]
    if answer.explanations:
        first = answer.explanations[0]
        title = title.format(operation(first).partition(":")[0]) + _besides(first)
    yield Heading((title,), level=1)


def _answer(answer: Answer) -> Iterator[Block]:
    """What it is, the call that does it, what is unusual about it."""
    if answer.verdict == "too_few":
        known = len(answer.question.known)
        numbers = "1 number decides" if known == 1 else f"{known} numbers decide"
        yield Paragraph((f"{numbers} nothing here: many conventions give {'it' if known == 1 else 'them'} by chance.",))
        return
    if not answer.explanations:
        yield Paragraph(("No convention that convtrace knows, and no single slip, gives these numbers.",))
        yield Paragraph((f"{answer.tried} conventions were tried.{_nearest(answer)}",))
        return
    found = answer.explanations[0]
    yield Paragraph((f"{capitalized(convention(found))}.",))
    if found.slip is not None:
        lead = "But" if found.slip.kind == "outputs" else "One slip:"
        yield Paragraph((f"{lead} {slip_sentence(answer.question, found.slip)}",))
    call = call_of(answer.question, found)
    if call is not None:
        yield Code(call.text)
    yield Paragraph((surprise(found),))


def _besides(found: Explanation) -> str:
    """What the convention does not explain, for the title."""
    if found.slip is None:
        return ""
    if found.slip.kind != "outputs":
        return ", with one slip"
    return f", but for {phrases.counted(1 + len(found.slip.others), 'output')}"


def _nearest(answer: Answer) -> str:
    if answer.nearest is None:
        return ""
    found, matched = answer.nearest
    return f" The nearest gives {matched} of {len(answer.question.known)} outputs: {convention(found)}."


def _evidence(answer: Answer) -> Iterator[Block]:
    """The outputs as given and as the convention gives them, and a slip where it is; what too few numbers may be."""
    yield from _compared(answer)
    found = answer.explanations[0] if answer.explanations else None
    if found is not None and found.slip is not None:
        differing = _differing(answer.question, predicted(answer.question, found))
        yield from slip_table(answer.question, found, found.slip, differing)


def _compared(answer: Answer) -> Iterator[Block]:
    """The outputs as given and as the convention gives them; what too few numbers may be."""
    question = answer.question
    if answer.verdict == "too_few":
        yield from _usual(answer)
        return
    found = answer.explanations[0] if answer.explanations else answer.nearest[0] if answer.nearest else None
    if found is None:
        return
    worked = predicted(question, found)
    differing = _differing(question, worked)
    yield Grids(
        (
            *_grid(question, question.outputs, ("given",), differing),
            *_grid(question, worked, ("worked out",), differing),
        )
    )
    if max(question.output_shape) > MAX_SIDE_SHOWN:
        yield Paragraph((f"The first {MAX_SIDE_SHOWN} outputs of each axis are shown.",))
    if question.made != question.output_shape:
        yield Paragraph(("The arrays are large: their first 64 pixels on each axis are searched.",))
    same = len(question.known) - len(differing)
    yield Paragraph(
        (f"{same} of {len(question.known)} outputs are the same{'; ≠ marks the others' * bool(differing)}.",)
    )


def _differing(question: Question, worked: Sequence[Fraction]) -> set[int]:
    """The places of the outputs that are not as they are worked out."""
    return {place for place in question.known if _differs(question, place, worked)}


def _differs(question: Question, place: int, worked: Sequence[Fraction]) -> bool:
    value = question.outputs[place]
    return value is not None and abs(value - worked[place]) > question.tolerance


def _grid(
    question: Question, values: Sequence[Fraction | None], caption: Line, differing: Collection[int]
) -> Iterator[Grid]:
    """The values of outputs as they lie."""

    def cell(index: Index) -> Cell:
        place = place_of(index, question.output_shape)
        value = values[place]
        text = "?" if value is None else number(value)
        return Cell(((f"≠ {text}" if place in differing else text,),), Tone.PATCH if place in differing else Tone.REST)

    sides = tuple(range(min(side, MAX_SIDE_SHOWN)) for side in question.output_shape)
    yield from slices(ORDERS["rc"], symbols("m", len(sides)), sides, cell, (*caption,))


def _usual(answer: Answer) -> Iterator[Block]:
    """What convolution and cross-correlation give in all, and where the numbers occur in that."""
    question = answer.question
    known = list(dict.fromkeys(question.outputs[place] for place in question.known))
    for name, flipped in USUAL:
        values, shape, valid = usual_outputs(question, flipped=flipped)
        full = question.replace(outputs=values, output_shape=shape, made=shape)
        where = [place for place, value in enumerate(values) if value in known]
        yield Grids(tuple(_grid(full, values, (f"{name}, mode full",), ())))
        places = [entry("y", index_of(place, shape)) for place in islice(where, MAX_PLACES_SHOWN)]
        more = f" and {len(where) - len(places)} more" if len(where) > len(places) else ""
        numbers = phrases.listed([number(value) for value in known if value is not None])
        found = f"at {', '.join(places)}{more}" if places else "nowhere"
        yield Paragraph((f"Mode valid begins at {entry('y', valid)}. {numbers}: {found}.",))


def _others(answer: Answer) -> Iterator[Block]:
    """The explanations that fit as well, and why."""
    if len(answer.explanations) < 2:
        yield Paragraph(("No other explanation is as simple." if answer.explanations else "There is none to compare.",))
        return
    best, *others = answer.explanations
    usual = set(parts(best))
    yield Paragraph((f"Numbers by chance would take {answer.evidence:.0f} bits; this takes {best.bits:.1f}.",))
    for other in others:
        instead = ", ".join(part for part in parts(other) if part not in usual) or "the same convention"
        slip = "" if other.slip is None or other.slip == best.slip else f" {slip_sentence(answer.question, other.slip)}"
        yield Paragraph((f"{other.bits:.1f} bits: {instead}.{slip} {why_same(answer.question, best, other)}.",))


def _next(answer: Answer) -> Iterator[Block]:
    """What one more number would decide, and the page to read next."""
    question = answer.question
    if len(answer.explanations) > 1:
        tied = [predicted(question, each) for each in answer.explanations]
        found = deciding(question, tied)
        if found is None:
            yield Paragraph(("More of these outputs would not tell them apart; another image and kernel would:",))
            yield Code("convtrace probe scipy.signal.convolve2d", "sh")
        else:
            index, values = found
            yield Paragraph((f"{entry('y', index)} would decide: the explanations give {', '.join(values)}.",))
    elif answer.verdict != "found":
        yield Paragraph(("More outputs would help; so would a probe, an image and a kernel that tell all apart:",))
        yield Code("convtrace probe scipy.signal.convolve2d", "sh")
    if answer.explanations:
        yield Code(page_command(question, answer.explanations[0]), "sh")


SECTIONS: dict[str, Section[Answer]] = {
    "answer": _answer,
    "evidence": _evidence,
    "others": _others,
    "next": _next,
}
