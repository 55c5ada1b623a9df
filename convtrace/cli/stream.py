"""Where the text goes: what the stream can show, and writing to it so that no failure makes noise."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, TextIO

from convtrace.values.limits import MAX_WIDTH_DIGITS, MIN_WIDTH

if TYPE_CHECKING:
    from convtrace.document.blocks import Target


class Unwritable(Exception):
    """The stream takes no more."""


def target(stream: TextIO | None, color: str, width: int | None, environ: Mapping[str, str]) -> Target:
    """The target that fits a stream: a file has no width and no colour unless asked, a terminal has its own."""
    from convtrace.document.blocks import Target

    terminal = stream is not None and stream.isatty()
    if width is None and terminal and stream is not None:
        width = _columns(stream, environ)
    return Target(width=width, color=_colored(color, terminal, environ), unicode=_speaks_unicode(stream))


def _columns(stream: TextIO, environ: Mapping[str, str]) -> int | None:
    told = environ.get("COLUMNS", "")[:MAX_WIDTH_DIGITS]
    try:
        columns = int(told) if told.isdecimal() and int(told) else os.get_terminal_size(stream.fileno()).columns
    except OSError:
        return None
    return max(columns, MIN_WIDTH) if columns else None


def _colored(color: str, terminal: bool, environ: Mapping[str, str]) -> bool:
    if color != "auto":
        return color == "always"
    if environ.get("NO_COLOR"):
        return False
    return bool(environ.get("FORCE_COLOR")) or (terminal and environ.get("TERM") != "dumb")


def _speaks_unicode(stream: TextIO | None) -> bool:
    """Tell whether the stream takes every sign that pages and messages use."""
    from convtrace.document.ascii import GLYPHS

    try:
        GLYPHS.encode(getattr(stream, "encoding", None) or "utf-8")
    except UnicodeEncodeError:
        return False
    return True


def write(pieces: Iterable[str]) -> None:
    """Write as the pieces come and end quietly when the reader has gone; raises Unwritable for a full disk."""
    stream = sys.stdout
    if stream is None:
        return
    try:
        for piece in pieces:
            stream.write(piece)
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
