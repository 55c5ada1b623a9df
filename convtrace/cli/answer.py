"""Where an answer goes and in which format: settled before anything is computed."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import TYPE_CHECKING, NamedTuple, TextIO

from convtrace.cli.options import COLORS
from convtrace.cli.stream import complain, target, write
from convtrace.errors import ConvtraceError, shortened
from convtrace.render.rendering import DEFAULT, formats, pieces, suffixes, takes_standalone
from convtrace.values import typed_text
from convtrace.values.limits import MAX_WIDTH, MIN_WIDTH

if TYPE_CHECKING:
    from convtrace.document.blocks import Document, Target

STDOUT = "-"


class Offer(NamedTuple):
    """The formats of a command: their names, the one that it takes unless told, the endings of files for each."""

    names: Callable[[], Iterable[str]]
    default: str
    suffixes: Callable[[], Mapping[str, str]]


DOCUMENTS = Offer(formats, DEFAULT, suffixes)


class WayOut(NamedTuple):
    """A format's name, the stream that shows the text, if one does, and what puts it there."""

    format_name: str
    stream: TextIO | None
    put: Callable[[Iterable[str]], None]


class Answer(NamedTuple):
    """A format, what it may use, and the way out for its text."""

    format_name: str
    target: Target
    put: Callable[[Iterable[str]], None]

    def give(self, document: Document) -> None:
        self.put(pieces(document, self.format_name, self.target))


def answer(
    *,
    format_name: str | None,
    output: str | None,
    force: bool,
    copy: bool,
    color: str,
    width: str | None,
    ascii_only: bool,
    standalone: bool,
) -> Answer:
    """What the options of an answer ask for; raises ConvtraceError where they contradict."""
    way = way_out(DOCUMENTS, format_name, output=output, force=force, copy=copy)
    name = way.format_name
    typed_text.typed("--color", color).one_of(COLORS)
    there = target(way.stream, color, _width(width), os.environ)
    if standalone and not takes_standalone(name):
        takers = ", ".join(filter(takes_standalone, formats()))
        raise ConvtraceError(f"--standalone: {name} is never a part of a file", hint=f"It is for: {takers}")
    there = there.replace(unicode=there.unicode and not ascii_only, standalone=standalone or None)
    return Answer(name, there, way.put)


def way_out(offer: Offer, format_name: str | None, *, output: str | None, force: bool, copy: bool) -> WayOut:
    """The format and the way out that the options name; raises ConvtraceError where they contradict."""
    if output is not None and copy:
        raise ConvtraceError("--output and --copy both say where the text goes", hint="Keep one of the two.")
    to_file = output not in (None, STDOUT)
    if output is not None and to_file:
        from convtrace.cli.files import check

        check(output, force)
    name = _format(offer, format_name, output if to_file else None)
    put = _way_out(name, output if to_file else None, force, copy)
    return WayOut(name, None if to_file or copy else sys.stdout, put)


def _format(offer: Offer, given: str | None, output: str | None) -> str:
    if given is not None:
        return typed_text.typed("--format", given).one_of(offer.names())
    if output is None:
        return offer.default
    known = offer.suffixes()
    fitting = [suffix for suffix in known if os.path.basename(output).lower().endswith(suffix)]
    if not fitting:
        from convtrace.cli.files import refuse

        suffix = os.path.splitext(output)[1]
        message = (
            f"no format is written to *{shortened(suffix)}"
            if suffix
            else "the name has no ending that tells the format"
        )
        raise refuse(output, message, f"Name the format with --format, or end in one of: {', '.join(known)}")
    return known[max(fitting, key=len)]


def _way_out(name: str, output: str | None, force: bool, copy: bool) -> Callable[[Iterable[str]], None]:
    def to_clipboard(pieces: Iterable[str]) -> None:
        from convtrace.cli import clipboard

        text = "".join(pieces)
        way = clipboard.copy(text, os.environ)
        complain(f"Copied {len(text)} characters of {name} {way}.", code=0)

    def to_file(pieces: Iterable[str]) -> None:
        from convtrace.cli.files import save

        save(output or "", pieces, force)

    return to_clipboard if copy else to_file if output is not None else write


def chosen(only: str | None, names: Collection[str]) -> list[str]:
    """The sections that --only names; none for all of them."""
    return [] if only is None else [part.one_of(names) for part in typed_text.typed("--only", only).split(",")]


def _width(given: str | None) -> int | None:
    if given is None:
        return None
    piece = typed_text.typed("--width", given)
    width = typed_text.whole(piece, "--width 80")
    if not MIN_WIDTH <= width <= MAX_WIDTH:
        raise piece.refuse(f"--width: {width} is not from {MIN_WIDTH} to {MAX_WIDTH}", "Type, for example: --width 80")
    return width
