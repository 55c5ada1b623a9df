"""anki-notes: a text file that Anki imports; whoever imports it again gets the same notes, brought up to date.

Its headers are those of https://docs.ankiweb.net/importing/text-files.html; a column names the deck, so that Anki
makes it where it is missing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from hashlib import sha256
from itertools import chain

from convtrace.document.blocks import Block, Document, Note, Target
from convtrace.render.markdown_dialects import DIALECTS, markdown_pieces
from convtrace.render.xml_text import spoken

SUFFIXES = (".anki.txt",)
DECK = "convtrace"
HEADERS = (
    "#separator:tab",
    "#html:true",
    "#notetype:Basic",
    f"#tags:{DECK}",
    "#columns:guid\tdeck\tFront\tBack",
    "#guid column:1",
    "#deck column:2",
)
DIGITS = 16


def render(document: Document, target: Target) -> Iterator[str]:
    yield from (f"{header}\n" for header in HEADERS)
    notes = iter(document.notes())
    for note in chain([next(notes, None) or _whole(document)], notes):
        guid = f"{DECK}-{sha256(note.name.encode('utf-8', 'backslashreplace')).hexdigest()[:DIGITS]}"
        yield f"{guid}\t{DECK}\t"
        yield from _field(note.front, target)
        yield "\t"
        yield from _field(note.back, target)
        yield "\n"


def _whole(document: Document) -> Note:
    """The page as the answer to what stands first in it."""
    blocks = iter(document.blocks)
    first = next(blocks)
    return Note(name=spoken([first]), front=[first], back=blocks)


def _field(blocks: Iterable[Block], target: Target) -> Iterator[str]:
    """A field between quotes, in which it may go over lines."""
    yield '"'
    for piece in markdown_pieces(blocks, target, DIALECTS["anki"]):
        yield piece.replace('"', '""')
    yield '"'
