"""Long pages in a pager, only where that is asked for."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from convtrace.cli import run
from tests.support.processes import CONV, TIMEOUT, command, counted, everything, piped, terminal

SHORT = (*CONV, "--only", "result")


def on_a_terminal(folder: Path, *words: str) -> tuple[str, str | None]:
    """What a window of 24 lines shows, and what the pager got, if it was called."""
    got, pager = folder / "got", folder / "pager"
    pager.write_text(f"#!/bin/sh\nexec cat > {got}\n")
    pager.chmod(0o755)
    own, theirs = terminal(200)
    env = counted(PAGER=str(pager), COLORTERM="truecolor")
    with subprocess.Popen(command(*words), stdin=theirs, stdout=theirs, stderr=theirs, env=env) as child:
        os.close(theirs)
        shown = everything(own).decode().replace("\r\n", "\n")
        assert child.wait(TIMEOUT) == 0
    os.close(own)
    return shown, got.read_text() if got.exists() else None


def test_a_long_page_goes_through_the_pager_where_asked(tmp_path: Path) -> None:
    shown, paged = on_a_terminal(tmp_path, *CONV, "--pager", "--color", "never")
    assert shown == ""
    assert paged is not None
    assert paged.rstrip("\n") == piped(*CONV, "--width", "200").rstrip("\n")


def test_never_unless_asked(tmp_path: Path) -> None:
    shown, paged = on_a_terminal(tmp_path, *CONV, "--color", "never")
    assert (shown, paged) == (piped(*CONV, "--width", "200"), None)


def test_a_short_page_is_just_written(tmp_path: Path) -> None:
    shown, paged = on_a_terminal(tmp_path, *SHORT, "--pager", "--color", "never")
    assert (shown, paged) == (piped(*SHORT), None)


def test_a_pipe_has_no_pager(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PAGER", "false")
    assert run([*CONV, "--pager"]) == 0
    assert capsys.readouterr() == (piped(*CONV), "")


@pytest.mark.parametrize("other", [("-o", "page.md"), ("--copy",)])
def test_one_place_only(capsys: pytest.CaptureFixture[str], other: tuple[str, ...]) -> None:
    assert run([*CONV, "--pager", *other]) == 2
    assert "and --pager both say where the text goes\nKeep one of the two." in capsys.readouterr().err
