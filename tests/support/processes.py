"""The program in processes of its own: its environment, pipes, terminals and Ctrl-C."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import struct
import subprocess
import sys
import termios
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import pytest

# only against processes that hang
TIMEOUT = 300
CONV = ("conv", "--m", "1", "--n", "1")
XCORR = ("xcorr", "--m", "-1", "--n", "-1")
# more than a pipe holds
LONG = (*CONV, "--image", "60x60", "--window", "all")
LEFT_OUT = ("COLUMNS", "LINES", "NO_COLOR", "FORCE_COLOR", "PYTHONUNBUFFERED", "PYTHONIOENCODING", "PYTHONUTF8")


def environment(**more: str) -> dict[str, str]:
    """The environment without what changes the output, and something more."""
    kept = {name: value for name, value in os.environ.items() if name not in LEFT_OUT}
    return {**kept, "TERM": "xterm-256color", "PYTHONUTF8": "1", **more}


def command(*words: str) -> list[str]:
    """The program in a process of its own."""
    return [sys.executable, "-m", "convtrace", *words]


def piped(*words: str, **more: str) -> str:
    """The output of a command that succeeds and says nothing else, into a pipe."""
    done = subprocess.run(command(*words), capture_output=True, env=environment(**more), timeout=TIMEOUT, check=False)
    assert (done.returncode, done.stderr) == (0, b"")
    return done.stdout.decode()


def python(code: str) -> str:
    """The output of Python code in a fresh interpreter."""
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, env=environment(), text=True, timeout=TIMEOUT, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def terminal(columns: int) -> tuple[int, int]:
    """Both ends of a new terminal, its own first."""
    own, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    return own, theirs


def shown(columns: int, *words: str, **more: str) -> str:
    """The output of a command that succeeds, on a terminal of so many columns."""
    own, theirs = terminal(columns)
    child = subprocess.Popen(
        command(*words), stdin=subprocess.DEVNULL, stdout=theirs, stderr=subprocess.PIPE, env=environment(**more)
    )
    with child:
        os.close(theirs)
        text = everything(own)
        assert child.stderr is not None
        assert child.stderr.read() == b""
        assert child.wait(TIMEOUT) == 0
    os.close(own)
    return text.decode().replace("\r\n", "\n")


def everything(own: int) -> bytes:
    """What a terminal shows until its last writer has gone."""
    read = b""
    end = time.monotonic() + TIMEOUT
    while select.select([own], [], [], max(0, end - time.monotonic()))[0]:
        try:
            piece = os.read(own, 65536)
        except OSError:
            return read
        if not piece:
            return read
        read += piece
    pytest.fail("the command does not end")


PLAIN_LOCALE = {"LANG": "C", "LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}


def interruptible() -> None:
    """A process started in the background ignores Ctrl-C unless told otherwise."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def unmeasured(**more: str) -> dict[str, str]:
    """Without coverage: a process that dies by a signal keeps no record, and its tracer must not catch the signal."""
    return {name: value for name, value in environment(**more).items() if not name.startswith("COVERAGE")}


@contextmanager
def interrupted(words: Sequence[str], **streams: Any) -> Iterator[subprocess.Popen[bytes]]:
    """A process that is to be interrupted, and is killed if it does not end by itself."""
    child = subprocess.Popen(words, env=unmeasured(), preexec_fn=interruptible, **streams)  # noqa: PLW1509 -- the guard thread starts after the child
    guard = threading.Timer(TIMEOUT, child.kill)
    with child:
        guard.start()
        yield child
        guard.cancel()
