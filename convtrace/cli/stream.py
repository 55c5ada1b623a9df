"""Where the text goes: what the stream can show, and writing to it so that no failure makes noise."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, TextIO

from convtrace.values.limits import MAX_WIDTH_DIGITS, MIN_WIDTH

if TYPE_CHECKING:
    from convtrace.document.blocks import Target

# the pieces that readers see before the others are made: in text, the heading and what is below it
AT_ONCE = 3
# the numbers of colours that terminals have
FEW_COLORS, MANY_COLORS, ALL_COLORS = 16, 256, 2**24


class Unwritable(Exception):
    """The stream takes no more."""


def target(stream: TextIO | None, color: str, width: int | None, environ: Mapping[str, str]) -> Target:
    """The target that fits a stream: a file has no width and no colour unless asked, a terminal has its own."""
    from convtrace.document.blocks import Target

    terminal = stream is not None and stream.isatty()
    if width is None and terminal and stream is not None:
        width = _columns(stream, environ)
    return Target(width=width, colors=_colors(color, terminal, environ), unicode=_speaks_unicode(stream))


def _columns(stream: TextIO, environ: Mapping[str, str]) -> int | None:
    told = environ.get("COLUMNS", "")[:MAX_WIDTH_DIGITS]
    try:
        columns = int(told) if told.isdecimal() and int(told) else os.get_terminal_size(stream.fileno()).columns
    except OSError:
        return None
    return max(columns, MIN_WIDTH) if columns else None


def _colors(color: str, terminal: bool, environ: Mapping[str, str]) -> int:
    """How many colours there are; CLICOLOR and CLICOLOR_FORCE as BSD's programs take them (bixense.com/clicolors)."""
    forced = environ.get("FORCE_COLOR") or (environ.get("CLICOLOR_FORCE") or "0") != "0"
    willing = terminal and environ.get("TERM") != "dumb" and environ.get("CLICOLOR") != "0"
    if color == "never" or (color == "auto" and (environ.get("NO_COLOR") or not (forced or willing))):
        return 0
    return _palette(environ)


def _palette(environ: Mapping[str, str]) -> int:
    """How many colours the terminal says it has, or is told to have: FORCE_COLOR=1 is 16, 2 is 256, 3 is all."""
    told = {"1": FEW_COLORS, "2": MANY_COLORS, "3": ALL_COLORS}.get(environ.get("FORCE_COLOR", ""))
    if told is not None:
        return told
    if environ.get("COLORTERM") in ("truecolor", "24bit"):
        return ALL_COLORS
    return MANY_COLORS if re.search(r"256|direct|kitty|alacritty|ghostty|foot", environ.get("TERM", "")) else FEW_COLORS


def _speaks_unicode(stream: TextIO | None) -> bool:
    """Tell whether the stream takes every sign that pages and messages use."""
    from convtrace.document.ascii import GLYPHS

    try:
        GLYPHS.encode(getattr(stream, "encoding", None) or "utf-8")
    except UnicodeEncodeError:
        return False
    return True


def write(pieces: Iterable[str | bytes]) -> None:
    """Write as the pieces come, the first ones at once, and end quietly when the reader has gone.

    Raises Unwritable for a full disk.
    """
    stream = sys.stdout
    if stream is None:
        return
    try:
        for number, piece in enumerate(pieces):
            if isinstance(piece, bytes):
                stream.buffer.write(piece)
            else:
                stream.write(piece)
            if number < AT_ONCE:
                stream.flush()
        stream.flush()
    except BrokenPipeError:
        _let_go(stream)
    except OSError as error:
        _let_go(stream)
        raise Unwritable(error.strerror or str(error)) from None


def _let_go(stream: TextIO) -> None:
    """Send what is still buffered nowhere, so that the interpreter has nothing to complain about at its end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def write_help(text: str) -> None:
    """Write a page of help, in signs that the stream can show."""
    write([f"{_spelled_for(sys.stdout, text)}\n"])


def print_error(message: str, code: int) -> int:
    """One message on stderr, if there is one; gives back the exit code."""
    if sys.stderr is not None:
        try:
            print(_spelled_for(sys.stderr, message), file=sys.stderr, flush=True)
        except OSError:
            _let_go(sys.stderr)
    return code


def _spelled_for(stream: TextIO | None, text: str) -> str:
    """The text in signs that the stream can show."""
    from convtrace.document.ascii import in_ascii

    return text if _speaks_unicode(stream) else in_ascii(text)
