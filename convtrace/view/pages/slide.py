"""The kernel slides over all outputs: one frame for each, or all of them side by side."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial

from convtrace.document.blocks import Block, Document, Heading, Motion, Paragraph
from convtrace.library.slides import Slide, posed_slide
from convtrace.values.exact import simplified
from convtrace.view import phrases
from convtrace.view.page import PageResult, Question, Read, Section, page_of
from convtrace.view.pages.expand import sum_record
from convtrace.view.pages.library_function import call_record
from convtrace.view.pages.map import movement
from convtrace.view.pages.record import Remade, plain_value, question_record
from convtrace.view.sections.drawing import flip_line
from convtrace.view.sections.figure import sums
from convtrace.view.sections.frames import framed, frames, strip

PAUSE, KEY = "Pause", "space bar"
BELOW = "All frames side by side, and all sums"


def page_result(question: Question, _only: str | None, read: Read) -> PageResult:
    """The page of all frames; ConvtraceError where there is none, or where there are too many."""
    asked = {**question}
    still, path, pace = (asked.pop(name) for name in ("strip", "path", "pace"))
    operation, options = asked.pop("operation"), asked.pop("options")
    found = posed_slide(operation, asked, options=options, path=path, pace=pace, read=read)
    return PageResult(document(found, still=still))


def document(slide: Slide, *, still: bool = False) -> Document:
    """The page, whose picture moves unless it is to be `still`."""
    found = framed(slide)

    def all_frames(_: Slide) -> Iterator[Block]:
        yield strip(found)
        yield Paragraph(flip_line(found.derivations[0]))

    sections: dict[str, Section[Slide]] = {"frames": all_frames, "sums": _sums}
    page = page_of(slide, sections, (), _title, all_frames, _record)
    if still:
        return page
    words = (phrases.all_outputs_title(slide.problem), ". ", *movement(slide.problem))
    motion = Motion(frames=partial(frames, found), pace=slide.pace, words=words, pause=PAUSE, key=KEY, below=BELOW)
    return page.replace(motion=motion)


def _title(slide: Slide) -> Iterator[Block]:
    yield Heading((phrases.all_outputs_title(slide.problem),), level=1)
    yield Paragraph(movement(slide.problem))
    yield from phrases.output_notes(slide.problem)
    if slide.blank:
        count, name = phrases.counted(len(slide.blank), "output"), slide.explored.name
        yield Paragraph((f"Without a frame: {count}, whose window leaves the image. {name} gives 0 there.",))


def _sums(slide: Slide) -> Iterator[Block]:
    for derivation in slide.derivations():
        yield from sums(derivation)


def _record(slide: Slide) -> Mapping[str, object]:
    call = slide.explored.call
    return {
        **question_record(slide.problem),
        **({"mode": slide.problem.mode} if call is None else call_record(call.call)),
        "path": slide.path,
        "pace": plain_value(simplified(slide.pace)),
        "frames": Remade(lambda: map(sum_record, slide.derivations())),
    }
