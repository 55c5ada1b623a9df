"""Files: written whole or not at all."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterable
from contextlib import ExitStack, suppress
from functools import partial
from io import BufferedReader

from convtrace.cli.signals import undone
from convtrace.cli.stream import Unwritable
from convtrace.errors import ConvtraceError, shortened
from convtrace.values.limits import MAX_PIPE_SECONDS

NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
OPTION = "--output"


def check_writable(name: str, force: bool) -> None:
    """Refuse what can't become a file, before anything is computed."""
    if not name:
        raise refuse(name, "a file name is missing", "Type, for example: --output notes.md")
    if os.path.isdir(name):
        raise refuse(
            name, "this is a folder", f"Name a file in it: --output {os.path.join(shortened(name), 'notes.md')}"
        )
    if not _has_folder(name):
        raise refuse(name, "there is no such folder", "Make the folder first, or name a file elsewhere.")
    if os.path.exists(name) and not os.path.isfile(name):
        raise refuse(name, "this is not a file that can be replaced", "Leave --output out and use > instead.")
    if os.path.lexists(name) and not force:
        raise refuse(name, "this file exists", "Type --force to replace it, or name another file.")


def read(name: str) -> bytes:
    """The bytes of a file or of standard input, no more than values may have and one; raises OSError."""
    import sys

    from convtrace.values.limits import MAX_FILE_BYTES
    from convtrace.values.operand import STDIN

    if name == STDIN:
        return sys.stdin.buffer.read(MAX_FILE_BYTES + 1) if sys.stdin is not None else b""
    with open(name, "rb", opener=_opened) as file:
        first = _first(file)
        os.set_blocking(file.fileno(), True)
        return first + file.read(MAX_FILE_BYTES)


def _opened(name: str, flags: int) -> int:
    """Open a pipe without waiting for its other end."""
    return os.open(name, flags | getattr(os, "O_NONBLOCK", 0))


def _first(file: BufferedReader) -> bytes:
    """The first byte, if it is there yet; raises OSError for a pipe into which nobody writes."""
    import select
    import stat

    pipe = stat.S_ISFIFO(os.fstat(file.fileno()).st_mode)
    begun = not pipe or select.select([file], [], [], MAX_PIPE_SECONDS)[0]
    first = file.raw.read(1)
    if not begun and first == b"":
        raise OSError(errno.ENODATA, "nothing is written into this pipe")
    return first or b""


def save(name: str, pieces: Iterable[str | bytes], force: bool) -> None:
    """Write beside the file and rename at the end: whoever looks sees the old file or the new one, whole.

    Raises ConvtraceError where no file can be, Unwritable where there is no room for it.
    """
    goal = os.path.realpath(name)
    # its name is known before it is there, so that no moment is left in which a signal could leave it behind
    draft = os.path.join(os.path.dirname(goal), f".convtrace-{os.urandom(8).hex()}")
    remove = partial(_remove, draft)
    try:
        mode = os.stat(goal).st_mode if os.path.exists(goal) else 0o666 & ~_umask()
        with ExitStack() as stack:
            stack.enter_context(undone(remove))
            stack.callback(remove)
            with open(draft, "xb", opener=_private) as file:
                file.writelines(piece.encode() if isinstance(piece, str) else piece for piece in pieces)
            os.chmod(draft, mode)
            check_writable(name, force)
            os.replace(draft, goal)
    except OSError as error:
        if error.errno in NO_ROOM:
            raise Unwritable(error.strerror) from None
        hint = "Name a file in a folder that you may write to."
        raise refuse(name, f"it can't be written: {error.strerror}", hint) from None


def _private(name: str, flags: int) -> int:
    """Open a draft that nobody else may read."""
    return os.open(name, flags, 0o600)


def _remove(draft: str) -> None:
    with suppress(FileNotFoundError):
        os.unlink(draft)


def refuse(name: str, message: str, hint: str) -> ConvtraceError:
    """The error that marks the file's name."""
    start = len(OPTION) + 1
    return ConvtraceError(f"{OPTION}: {message}", f"{OPTION} {name}", (start, start + len(name)), hint)


def _has_folder(name: str) -> bool:
    """Tell whether the folder is there as it was typed (of notes.md/ that is notes.md) and also where a link leads."""
    try:
        folders = os.path.dirname(name) or os.curdir, os.path.dirname(os.path.realpath(name))
    except (FileNotFoundError, ValueError):  # the working folder is gone; no name has a \0
        return False
    return all(map(os.path.isdir, folders))


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
