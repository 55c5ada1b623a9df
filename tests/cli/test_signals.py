"""Signals that end the process, at any moment: it dies of them, quietly, and leaves no draft behind."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from convtrace import end_by_interrupt
from convtrace.cli.signals import ENDS, undone
from tests.support.processes import TIMEOUT, environment

# sends itself a signal before so many lines of Python have run, counted from the first line of the package
CHILD = """
import json, os, sys
number, moments, words, old = json.loads(sys.argv.pop(1))
sys.argv[:] = sys.orig_argv[:] = ["convtrace", *words]
ends = []
for moment in moments:
    if old:
        with open("out.txt", "w") as file:
            file.write("old")
    theirs, ours = os.pipe()
    child = os.fork()
    if not child:
        os.dup2(ours, 2)
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        import _signal
        _signal.signal(_signal.SIGINT, _signal.default_int_handler)
        count = -1
        def trace(frame, event, _):
            global count
            if count < 0 and not frame.f_code.co_filename.endswith(os.path.join("convtrace", "__init__.py")):
                return None
            count += event == "line"
            if count == moment + 9:  # the lines of the guard itself, and what these need
                count += 1
                os.kill(os.getpid(), number)
            return trace
        sys.settrace(trace)
        from convtrace.__main__ import main
        code = main()
        sys.settrace(None)
        sys.stdout.flush()
        os._exit(code)
    os.close(ours)
    with open(theirs, "rb") as errors:
        said = errors.read().decode()
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    kept = open("out.txt").read(3) if os.path.exists("out.txt") else ""
    ends.append((moment, code, said, [name for name in os.listdir() if name != "out.txt"], kept))
print(json.dumps(ends))
"""
PAGE = ("conv", "--m", "1", "--n", "1")
FILE = ("expand", "conv", "--image", "40x40", "-o", "out.txt", "--force")


def ends(number: int, moments: list[int], words: tuple[str, ...], folder: Path, *, old: bool) -> Iterator[list[object]]:
    """The moments with the exit code, what was said, the drafts that are left, and how the file begins."""
    given = json.dumps([number, moments, words, old])
    done = subprocess.run(
        [sys.executable, "-c", CHILD, given],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=TIMEOUT,
        check=True,
        env=environment(),
    )
    yield from json.loads(done.stdout)


@pytest.mark.parametrize("number", ENDS)
@pytest.mark.parametrize("words", [PAGE, FILE], ids=["page", "file"])
def test_a_signal_at_any_moment_is_quiet(number: int, words: tuple[str, ...], tmp_path: Path) -> None:
    """From the first line of the package, while modules are loaded, while click parses, while the file is written."""
    # every signal is caught where the first is
    moments = [0, 5, 50, 500, 2_000, 6_000, 20_000, *range(40_000, 200_000, 40_000)]
    moments = moments if number == ENDS[0] else moments[::4]
    codes = set()
    for moment, code, said, left, kept in ends(number, moments, words, tmp_path, old=words is FILE):
        codes.add(code)
        assert (said, left) == ("", []), moment
        assert kept in (("old", "y[−") if words is FILE else ("",)), moment
    assert codes <= {-number, 0}
    assert -number in codes


@pytest.fixture
def restored() -> Iterator[None]:
    """What is done at a signal, as it was before the test."""
    kept = {number: signal.getsignal(number) for number in ENDS}
    yield
    for number, handler in kept.items():
        signal.signal(number, handler)


@pytest.mark.usefixtures("restored")
def test_what_is_half_done_is_undone_once_the_last_first(monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[object] = []
    monkeypatch.setattr(os, "kill", lambda _, number: done.append(number))
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    with undone(lambda: done.append("file")), undone(lambda: done.append("bar")):
        signal.raise_signal(signal.SIGTERM)
        assert done == ["bar", "file", signal.SIGTERM]
        assert signal.getsignal(signal.SIGTERM) is signal.SIG_DFL


@pytest.mark.usefixtures("restored")
def test_signals_that_are_ignored_or_awaited_are_left_alone() -> None:
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    before = [signal.getsignal(number) for number in (signal.SIGHUP, signal.SIGINT)]
    with undone(lambda: None):
        assert [signal.getsignal(number) for number in (signal.SIGHUP, signal.SIGINT)] == before


@pytest.mark.usefixtures("restored")
def test_ctrl_c_ends_a_program_unless_it_is_ignored() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    end_by_interrupt()
    assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN
    signal.signal(signal.SIGINT, signal.default_int_handler)
    end_by_interrupt()
    assert signal.getsignal(signal.SIGINT) is signal.SIG_DFL
