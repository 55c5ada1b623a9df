"""The program in processes of its own: its environment, pipes, terminals and Ctrl-C."""

from __future__ import annotations

import fcntl
import multiprocessing
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
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from multiprocessing.connection import Connection
from typing import Any

import pytest

from tests.support import warm

# only against processes that hang
TIMEOUT = 300
CONV = ("conv", "--m", "1", "--n", "1")
XCORR = ("xcorr", "--m", "-1", "--n", "-1")
# more than a pipe holds
LONG = (*CONV, "--image", "60x60", "--window", "all")
# what makes a process count its lines
_COUNTING: dict[str, str] = {}
LEFT_OUT = (
    *("COLUMNS", "LINES", "NO_COLOR", "FORCE_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "COLORTERM"),
    *("PYTHONUNBUFFERED", "PYTHONIOENCODING", "PYTHONUTF8"),
    # hundreds of processes would compile the package anew
    "PYTHONDONTWRITEBYTECODE",
)


def environment(**more: str) -> dict[str, str]:
    """The environment without what changes the output, and something more."""
    kept = {name: value for name, value in os.environ.items() if name not in LEFT_OUT}
    return {**kept, "TERM": "xterm-256color", "PYTHONUTF8": "1", **more}


def uncount() -> None:
    """Let processes count none of their lines from now on: it makes each take twice as long."""
    for name in [name for name in os.environ if name.startswith("COVERAGE_PROCESS")]:
        _COUNTING[name] = os.environ.pop(name)


def counted(**more: str) -> dict[str, str]:
    """The environment of a process whose lines count, as no test reaches them in its own."""
    return environment(**_COUNTING, **more)


def command(*words: str) -> list[str]:
    """The program in a process of its own."""
    return [sys.executable, "-m", "convtrace", *words]


def piped(*words: str, **more: str) -> str:
    """The output of a command that succeeds and says nothing else, into a pipe."""
    if not any(name.startswith(("PYTHON", "LC_", "LANG")) for name in more):
        reading, writing = multiprocessing.Pipe(duplex=False)
        with reading:
            return _output(reading.fileno(), writing, words, environment(**more)).decode()
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


def loaded(modules: Sequence[str], parts: Sequence[str]) -> list[str | None]:
    """The first of some modules that each part of some code loads: all run in one interpreter that has none of them."""
    code = f"""
import sys
sys.modules.update(dict.fromkeys({modules!r}))
for part in {parts!r}:
    try: exec(part)
    except ModuleNotFoundError as error: print(error.name, file=sys.stderr)
    else: print(None, file=sys.stderr)
"""
    words = [sys.executable, "-c", code]
    done = subprocess.run(words, capture_output=True, env=environment(), text=True, timeout=TIMEOUT, check=False)
    assert done.returncode == 0, done.stderr
    return [None if name == "None" else name for name in done.stderr.split()]


def running(*words: str) -> str:
    """Python code that runs a command."""
    return f"from convtrace.cli import run; assert run({words!r}) == 0"


def terminal(columns: int, lines: int = 24) -> tuple[int, int]:
    """Both ends of a new terminal, its own first."""
    own, theirs = pty.openpty()
    resize(theirs, columns, lines)
    return own, theirs


def resize(end: int, columns: int, lines: int) -> None:
    """Give a terminal another size; its programs are told."""
    fcntl.ioctl(end, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))


def shown(columns: int, *words: str, **more: str) -> str:
    """The output of a command that succeeds, on a terminal of so many columns."""
    own, theirs = terminal(columns)
    text = _output(own, Connection(theirs), words, environment(**more))
    os.close(own)
    return text.decode().replace("\r\n", "\n")


def _output(own: int, theirs: warm.Stream, words: Sequence[str], environ: Mapping[str, str]) -> bytes:
    """What a command that succeeds writes to the other end of a stream; it complains of nothing."""
    reading, complaints = multiprocessing.Pipe(duplex=False)
    process = warm.started(words, environ, theirs, complaints)
    text = everything(own)
    with reading:
        assert everything(reading.fileno()) == b""
    process.join(TIMEOUT)
    assert process.exitcode == 0
    process.close()
    return text


def everything(own: int) -> bytes:
    """What a stream or a terminal shows until its last writer has gone."""
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


@contextmanager
def interrupted(words: Sequence[str], **streams: Any) -> Iterator[subprocess.Popen[bytes]]:
    """A process that is to be interrupted, and is killed if it does not end by itself."""
    child = subprocess.Popen(words, env=environment(), preexec_fn=interruptible, **streams)  # noqa: PLW1509 -- the guard thread starts after the child
    guard = threading.Timer(TIMEOUT, child.kill)
    with child:
        guard.start()
        yield child
        guard.cancel()
