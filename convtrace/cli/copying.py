"""Answers on the clipboard: text, as HTML too where people read it as it is, or a picture."""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import TYPE_CHECKING

from convtrace.cli import clipboard
from convtrace.cli.clipboard import Clip
from convtrace.cli.stream import print_error
from convtrace.document.blocks import Document, Table, Target
from convtrace.render import rendering

if TYPE_CHECKING:
    from convtrace.document.streamed_sums import Sums

# of the other formats people want the source, which some programs would drop for the HTML beside it
READ_AS_THEY_ARE = ("terminal", "text", "html")


def copy_answer(answer: Document | Sums, format_name: str, target: Target) -> None:
    """Fill the clipboard and say so."""
    html = ""
    if isinstance(answer, Document) and format_name in READ_AS_THEY_ARE:
        answer = _kept(answer)
        html = "".join(rendering.pieces(answer, "html", Target(standalone=False)))
    clip = _clip(rendering.contents(answer, format_name, target))._replace(html=html)
    way = clipboard.copy(clip, os.environ)
    amount = f"{len(clip.image)} bytes" if clip.image else f"{len(clip.text)} characters"
    print_error(f"Copied {amount} of {format_name} {way}.", code=0)


def _clip(made: Iterable[str | bytes]) -> Clip:
    """Both are empty or whole: a picture is one piece."""
    pieces = rendering.joined(made, "Write a file instead, for example: --output sums.txt")
    return Clip(
        text="".join(piece for piece in pieces if isinstance(piece, str)),
        image=b"".join(piece for piece in pieces if isinstance(piece, bytes)),
    )


def _kept(document: Document) -> Document:
    """The document with all its rows in memory, to be written twice."""
    blocks = [block.replace(rows=tuple(block.rows)) if isinstance(block, Table) else block for block in document.blocks]
    return document.replace(blocks=blocks)
