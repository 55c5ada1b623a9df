"""Shapes of a drawing: boxes, rules and lines of text; where they stand, and their looks as names of colours.

A shape of a moving picture has the number of its frame; None: it is in every frame.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import Enum
from itertools import groupby
from typing import NamedTuple, TypeAlias

from convtrace.document.spans import Span
from convtrace.render.drawing.colors import BOLD, MONO, SANS
from convtrace.render.lines.layout import Spans, width_of

MONO_WIDTH, SANS_WIDTH, BOLD_WIDTH = 0.62, 0.56, 0.62
# of the monospaced fonts themselves, without room to spare
ADVANCE = 0.602


class Font(NamedTuple):
    """A font, its size, the room a character takes as a part of that size, its colour's name, and its further looks."""

    size: int
    family: str = MONO
    width: float = MONO_WIDTH
    ink: str = "ink"
    face: Mapping[str, str] = {}


class Kind(Enum):
    """Kinds of lines of text in the drawing."""

    TITLE = "title"
    SECTION = "section"
    ANSWER = "answer"
    FORMULA = "formula"
    WORDS = "words"
    CAPTION = "caption"
    ENTRY = "entry"
    LETTER = "letter"
    NOTE = "note"
    RULER = "ruler"
    SIGN = "sign"


FONTS = {
    Kind.TITLE: Font(16, SANS, BOLD_WIDTH, face=BOLD),
    Kind.SECTION: Font(18, SANS, BOLD_WIDTH, face=BOLD),
    Kind.ANSWER: Font(20),
    Kind.FORMULA: Font(15),
    Kind.WORDS: Font(15, SANS, SANS_WIDTH),
    Kind.CAPTION: Font(14, SANS, SANS_WIDTH, face=BOLD),
    Kind.ENTRY: Font(13),
    Kind.LETTER: Font(17),
    Kind.NOTE: Font(12, SANS, SANS_WIDTH, "faint", {"font-style": "italic"}),
    Kind.RULER: Font(12, ink="faint"),
    Kind.SIGN: Font(26, ink="faint"),
}
# colours by their names, of what stands around
LOOKS: dict[str, dict[str, str]] = {
    "card": {"fill": "card", "stroke": "edge"},
    "cell": {"stroke": "cell"},
    "window": {"fill": "window", "stroke": "cell"},
    "patch": {"stroke": "patch"},
    "outside": {"stroke": "outside"},
    "rule": {"stroke": "edge"},
    "marked": {"fill": "cell"},
}
STROKES = {
    "patch": {"stroke-width": "2.2"},
    "outside": {"stroke-width": "1.8", "stroke-dasharray": "5 4"},
}


class Box(NamedTuple):
    """A rectangle with round corners; `fill` is a colour of its own, or none."""

    look: str
    x: float
    y: float
    width: float
    height: float
    radius: int = 5
    fill: str | None = None
    frame: int | None = None


class Rule(NamedTuple):
    """A level line."""

    x: float
    y: float
    width: float
    frame: int | None = None


class Letters(NamedTuple):
    """A line of text that stands on `y`; `filled` where it stands on a pastel."""

    parts: tuple[Span, ...]
    kind: Kind
    x: float
    y: float
    anchor: str = "start"
    filled: bool = False
    frame: int | None = None


class Path(NamedTuple):
    """Strokes of one width, drawn `scale` times as large as their coordinates say; of a colour of its own, if any."""

    look: str
    x: float
    y: float
    scale: float
    stroke: float
    strokes: str
    color: str | None = None
    frame: int | None = None


Shape: TypeAlias = Box | Rule | Letters | Path


class Drawn(NamedTuple):
    """A part of the drawing: its size, and its shapes as seen from its own corner."""

    width: float
    height: float
    shapes: Iterable[Shape]


def together(frames: Sequence[Drawn]) -> Drawn:
    """The same part in each frame of a moving picture, in the room that all of them take; a lone one as it is."""
    if len(frames) == 1:
        return frames[0]
    shapes = (shape._replace(frame=number) for number, drawn in enumerate(frames) for shape in drawn.shapes)
    return Drawn(max(drawn.width for drawn in frames), max(drawn.height for drawn in frames), shapes)


def wide(kind: Kind, characters: int) -> float:
    """The room that so many characters take."""
    return characters * FONTS[kind].size * FONTS[kind].width


def lettered(
    parts: Spans, kind: Kind, x: float, y: float, anchor: str = "start", filled: bool = False
) -> Iterator[Letters]:
    """A line of text, if there is any.

    Some readers drop blanks at its ends, and place each part of a line that ends or has its middle at `x`: so the
    blanks count as a distance, and a line of several parts starts where it is reckoned to start.
    """
    joined = parts
    if len(parts) > 1:
        runs = groupby(parts, lambda part: part.role)
        joined = [Span("".join([part.text for part in run]), role) for role, run in runs]
    text = "".join([part.text for part in joined])
    if not text.strip():
        return
    advance = ADVANCE * FONTS[kind].size
    x += advance * (len(text) - len(text.lstrip())) * (anchor == "start")
    shown = [*_trimmed(joined)]
    if len(shown) > 1 and anchor != "start":
        x -= advance * width_of(shown) * (1 if anchor == "end" else 0.5)
        anchor = "start"
    yield Letters(tuple(shown), kind, round(x, 1), y, anchor, filled)


def _trimmed(parts: Spans) -> Iterator[Span]:
    """The parts without the blanks at both ends of the line."""
    spoken = [number for number, part in enumerate(parts) if part.text.strip()]
    first, last = spoken[0], spoken[-1]
    for number, part in enumerate(parts[first : last + 1], first):
        text = part.text.lstrip() if number == first else part.text
        yield Span(text.rstrip() if number == last else text, part.role)


def placed(drawn: Drawn, x: float, y: float) -> Iterator[Shape]:
    """The shapes of a part at its place in the whole; every shape has its y behind its x."""
    for shape in drawn.shapes:
        at = shape._fields.index("x")
        place = round(shape.x + x, 1), round(shape.y + y, 1)
        yield tuple.__new__(type(shape), (*shape[:at], *place, *shape[at + 2 :]))
