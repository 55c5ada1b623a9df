"""Lines of text in a drawing: their sizes, and how wide they are as far as anybody can know."""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum
from typing import NamedTuple

from convtrace.document.spelling import Span
from convtrace.render.drawing.colors import DARK, INK, MONO, SANS, role_rules
from convtrace.render.lines.layout import Spans
from convtrace.render.xml_text import marked

NO_BREAK_SPACE = "\u00a0"
MONO_WIDTH, SANS_WIDTH = 0.62, 0.55


class Font(NamedTuple):
    """A font, its size, and the room a character takes as a part of that size."""

    size: int
    family: str = MONO
    width: float = MONO_WIDTH
    more: str = ""


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
    Kind.TITLE: Font(16, SANS, SANS_WIDTH, "font-weight:600"),
    Kind.SECTION: Font(18, SANS, SANS_WIDTH, "font-weight:700"),
    Kind.ANSWER: Font(20),
    Kind.FORMULA: Font(15),
    Kind.WORDS: Font(15, SANS, SANS_WIDTH),
    Kind.CAPTION: Font(14, SANS, SANS_WIDTH, "font-weight:600"),
    Kind.ENTRY: Font(13),
    Kind.LETTER: Font(17),
    Kind.NOTE: Font(12, SANS, SANS_WIDTH, "font-style:italic"),
    Kind.RULER: Font(12),
    Kind.SIGN: Font(26, SANS, SANS_WIDTH),
}
GROUND = """.ct-card{fill:#fff;stroke:#d5dae1}
.ct-cell{stroke:#c3c9d2}
.ct-window{fill:#e9ecf0;stroke:#c3c9d2}
.ct-patch{stroke:#2b3340;stroke-width:2.2}
.ct-outside{stroke:#4b5563;stroke-width:1.8;stroke-dasharray:5 4}
.ct-rule{stroke:#d5dae1}
"""
DARK_GROUND = """.ct-card{fill:#15191f;stroke:#343b45}
.ct-cell,.ct-window{stroke:#4a535f}
.ct-window{fill:#2b323b}
.ct-patch{stroke:#fff}
.ct-rule{stroke:#343b45}
"""


class Drawn(NamedTuple):
    """A part of the drawing: its size, and its elements as seen from its own corner."""

    width: float
    height: float
    pieces: Iterable[str]


def wide(kind: Kind, characters: int) -> float:
    """The room that so many characters take."""
    return characters * FONTS[kind].size * FONTS[kind].width


def lettered(parts: Spans, kind: Kind, x: float, y: float, anchor: str = "start", filled: bool = False) -> str:
    """A line of text that stands on `y`."""
    if not parts:
        return ""
    first, *rest = parts
    if not first.text.strip():
        first = Span(NO_BREAK_SPACE * len(first.text), first.role)
    place = f'x="{x:g}" y="{y:g}"' + (f' text-anchor="{anchor}"' if anchor != "start" else "")
    return f'<text class="ct-{kind.value}{" ct-on" * filled}" {place}>{marked([first, *rest], "tspan")}</text>\n'


def placed(drawn: Drawn, x: float, y: float) -> Iterable[str]:
    """A part of the drawing at its place."""
    yield f'<g transform="translate({x:g} {y:g})">\n'
    yield from drawn.pieces
    yield "</g>\n"


def style_sheet() -> str:
    """The looks of all drawings, light unless the reader's screen is dark."""
    kinds = "\n".join(
        f".ct-{kind.value}{{font-family:{family};font-size:{size}px;{more}}}"
        for kind, (size, family, _, more) in FONTS.items()
    )
    texts = ",".join(f".ct-{kind.value}" for kind in Kind)
    dark = f"{DARK}{{\n{texts}{{fill:#e6e9ef}}\n{DARK_GROUND}}}\n"
    faint = ".ct-ruler,.ct-sign,.ct-note{fill:#5d6673}\n"
    faint_dark = f"{DARK}{{.ct-ruler,.ct-sign,.ct-note{{fill:#a3adba}}}}\n"
    return f"{kinds}\n{texts}{{fill:{INK}}}\n{GROUND}{faint}{dark}{faint_dark}{role_rules()}\n"
