"""Ctrl-C and odd terminals, in one process; whole processes are in test_streams."""

from __future__ import annotations

import atexit
import gc
import io
import os
import signal
import sys
import threading
from collections.abc import Iterator
from functools import partial

import pytest

from convtrace import __main__, cli
from convtrace.cli import output, stream
from convtrace.render.rendering import CELLS, IMAGES, PAGES, formats


@pytest.fixture(autouse=True)
def restored() -> Iterator[None]:
    """The program switches garbage collection off and lets Ctrl-C end it; the tests go on with both."""
    kept = signal.getsignal(signal.SIGINT)
    yield
    gc.enable()
    signal.signal(signal.SIGINT, kept)


def interrupt(*_: object, **__: object) -> object:
    raise KeyboardInterrupt


def test_main_runs_the_words_of_the_command_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["convtrace", "conv", "--at", "1", "--image", "7", "--only", "result"])
    assert __main__.main() == 0
    assert capsys.readouterr().out == "  y[1] = c·x[0] + b·x[1] + a·x[2]\n"


class Ended(BaseException):
    """The process has ended with this code."""


def ended(code: int) -> None:
    raise Ended(code)


@pytest.mark.parametrize("watcher", ["", "gettrace", "getprofile"])
def test_the_process_ends_at_once_unless_somebody_watches(
    watcher: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    waiting: list[str] = []
    monkeypatch.setattr(sys, "argv", ["convtrace", "conv", "--at", "x", "--image", "7"])
    monkeypatch.setattr(atexit, "_run_exitfuncs", partial(waiting.append, "done"))
    monkeypatch.setattr(os, "_exit", ended)
    monkeypatch.setattr(threading, "active_count", lambda: 1)
    for name in ("gettrace", "getprofile"):
        monkeypatch.setattr(sys, name, lambda name=name: print if name == watcher else None)
    if watcher:
        assert __main__.program() == 2
        assert not waiting
    else:
        with pytest.raises(Ended, match="2"):
            __main__.program()
        assert waiting == ["done"]
    assert capsys.readouterr().err.startswith("Error: --at")


def test_an_interrupt_in_a_command_is_not_announced(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(output, "write", interrupt)
    with pytest.raises(KeyboardInterrupt):
        cli.run(["conv", "--m", "1", "--n", "1"])
    assert capsys.readouterr() == ("", "")


class Terminal(io.StringIO):
    """A terminal that does not know its size."""

    def isatty(self) -> bool:
        return True

    def fileno(self) -> int:
        raise OSError


def test_a_terminal_without_a_size_has_no_width() -> None:
    assert stream.target(Terminal(), "auto", None, {}).width is None
    assert stream.target(Terminal(), "auto", None, {"COLUMNS": "50"}).width == 50
    assert stream.target(Terminal(), "auto", 60, {"COLUMNS": "50"}).width == 60


def test_help_names_what_there_is(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["conv", "-h"]) == 0
    page = capsys.readouterr().out
    assert ", ".join(formats(PAGES, IMAGES, CELLS)) in " ".join(page.split())
    assert "--form " not in page
