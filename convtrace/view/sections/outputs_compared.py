"""The outputs that somebody has beside those that a convention gives."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from fractions import Fraction
from itertools import islice

from convtrace.document.blocks import Block, Cell, Grid, Grids, Line, Paragraph, Tone
from convtrace.document.indices import symbols
from convtrace.law.index_order import ORDERS
from convtrace.search.outputs import predicted
from convtrace.search.question import Index, Question, index_of, place_of
from convtrace.search.which import Answer, usual_outputs
from convtrace.view import phrases
from convtrace.view.channel_words import slice_name
from convtrace.view.convention_words import entry, number
from convtrace.view.grids import slices

MAX_SIDE_SHOWN = 12
MAX_PLACES_SHOWN = 4
USUAL = (("convolution", True), ("cross-correlation", False))


def compared(answer: Answer) -> Iterator[Block]:
    """The outputs as given and as the convention gives them; what too few numbers may be."""
    question = answer.question
    if answer.verdict == "too_few":
        yield from _usual(answer)
        return
    found = answer.explanations[0] if answer.explanations else answer.nearest[0] if answer.nearest else None
    if found is None:
        return
    worked = predicted(question, found)
    differing = differing_places(question, worked)
    yield Grids(
        (
            *_grid(question, question.outputs, (_caption(answer),), differing),
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


def _caption(answer: Answer) -> str:
    """What the given outputs are: of a result with channels one slice, without its factor."""
    return "given" if answer.mixed is None or answer.mixed.mixing is None else f"given: {slice_name(answer.mixed)}"


def differing_places(question: Question, worked: Sequence[Fraction]) -> set[int]:
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
    """What convolution and cross-correlation give in all, once where it is the same, and where each number occurs."""
    question = answer.question
    known = list(dict.fromkeys(value for value in question.outputs if value is not None))
    given = {name: usual_outputs(question, flipped=flipped) for name, flipped in USUAL}
    same = len({values for values, _, _ in given.values()}) == 1
    for name, (values, shape, valid) in [*given.items()][same:]:
        full = question.replace(outputs=values, output_shape=shape, made=shape)
        caption = phrases.listed([*given]) if same else name
        yield Grids(tuple(_grid(full, values, (f"{caption}, mode full",), ())))
        found = "; ".join(f"{number(value)} is {_places(value, values, shape)}" for value in known)
        yield Paragraph((f"Mode valid begins at {entry('y', valid)}. {found}.",))


def _places(value: Fraction, values: Sequence[Fraction], shape: Index) -> str:
    """Where a number is among outputs: the first places."""
    where = [place for place, other in enumerate(values) if other == value]
    places = [entry("y", index_of(place, shape)) for place in islice(where, MAX_PLACES_SHOWN)]
    more = f" and {len(where) - len(places)} more" if len(where) > len(places) else ""
    return f"at {', '.join(places)}{more}" if places else "nowhere"
