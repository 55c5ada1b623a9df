"""Progress of a long answer: a bar on stderr, for people only, that leaves nothing behind."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import contextmanager
from typing import TextIO

from convtrace.cli.signals import undone

DELAY = 1.0
INTERVAL = 0.1


def tracked(pieces: Iterable[str], total: int, shown_by: TextIO | None) -> Generator[str]:
    """The pieces themselves; once they take longer than DELAY, a bar shows how many of the lines are done.

    Only on a terminal that does not show the lines as well, and only until the last piece, or until closed.

    >>> list(tracked(["y[0] = 0", "y[1] = 0"], 2, shown_by=None))
    ['y[0] = 0', 'y[1] = 0']
    """
    left = iter(pieces)
    if sys.stderr is None or not sys.stderr.isatty() or (shown_by is not None and shown_by.isatty()):
        yield from left
        return
    start, done = time.monotonic(), 0
    for piece in left:
        yield piece
        done += piece.count("\n")
        if time.monotonic() - start >= DELAY:
            break
    else:
        return
    with _bar(total, done) as advance:
        for piece in left:
            yield piece
            advance(piece.count("\n"))


@contextmanager
def _bar(total: int, done: int) -> Iterator[Callable[[int], None]]:
    """A function that moves the bar on by so many lines."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (BarColumn(), TextColumn("{task.completed} of {task.total} outputs"), TimeRemainingColumn())
    console = Console(stderr=True, markup=False, emoji=False, highlight=False)
    # the streams stay as they are: the lines go their own way; no thread draws again what a signal took away
    progress = Progress(
        *columns, console=console, transient=True, redirect_stdout=False, redirect_stderr=False, auto_refresh=False
    )
    with undone(_take_away), progress:
        task = progress.add_task("", total=total, completed=done)
        drawn = 0.0

        def advance(lines: int) -> None:
            nonlocal drawn
            progress.advance(task, lines)
            if time.monotonic() - drawn >= INTERVAL:
                progress.refresh()
                drawn = time.monotonic()

        yield advance


def _take_away() -> None:
    """Erase the bar and show the cursor, past all buffers and locks."""
    os.write(sys.stderr.fileno(), b"\r\x1b[2K\x1b[?25h")
