"""Signals that end the process: what is half done is undone first, and it still dies as the shell expects."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

ENDS = tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name))
_UNDO: list[Callable[[], None]] = []


@contextmanager
def undone(undo: Callable[[], None]) -> Iterator[None]:
    """Run a block; a signal that ends the process in it calls `undo` first, wherever the block is.

    Nothing is raised, so that no code in between can stop or announce it. A signal that does not end the process,
    because it is ignored or somebody else waits for it, is left alone.
    """
    _UNDO.append(undo)
    taken = [number for number in ENDS if signal.getsignal(number) is signal.SIG_DFL]
    for number in taken:
        signal.signal(number, _end)
    try:
        yield
    finally:
        for number in taken:
            signal.signal(number, signal.SIG_DFL)
        _UNDO.remove(undo)


def _end(number: int, _: FrameType | None) -> None:
    for undo in reversed(_UNDO):
        undo()
    signal.signal(number, signal.SIG_DFL)
    os.kill(os.getpid(), number)
