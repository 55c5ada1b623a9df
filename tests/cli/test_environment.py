"""Defaults from the environment: what they change, what is typed instead, and what is wrong with them."""

from __future__ import annotations

from pathlib import Path

import pytest

from convtrace.cli import run
from convtrace.cli.commands import commands
from convtrace.cli.environment import VARIABLES
from tests.support.kept_files import DOCS

CONV = ("conv", "--m", "1", "--n", "1", "--only", "result")
NAMES = [variable.name for variable in VARIABLES.values()]
Capture = pytest.CaptureFixture[str]
Patch = pytest.MonkeyPatch


def printed(capsys: Capture, *words: str) -> str:
    assert run(words) == 0
    shown = capsys.readouterr()
    assert shown.err == ""
    return shown.out


def test_only_how_a_page_looks_can_be_set() -> None:
    assert set(NAMES) == {f"CONVTRACE_{name}" for name in ("FORMAT", "THEME", "COLOR", "WIDTH", "ASCII")}
    options = {option for option in commands()["conv"].made().params if option.name in VARIABLES}
    assert {VARIABLES[option.name or ""].option for option in options} == {option.opts[-1] for option in options}
    assert len(options) == len(VARIABLES)


@pytest.mark.parametrize(
    ("variable", "value", "words"),
    [
        ("FORMAT", "github", ["-f", "github"]),
        ("FORMAT", " json ", ["-f", "json"]),
        ("COLOR", "always", ["--color", "always"]),
        ("WIDTH", "40", ["--width", "40"]),
        ("ASCII", "1", ["--ascii"]),
        ("ASCII", "yes", ["--ascii"]),
        ("ASCII", "0", []),
        ("FORMAT", "", []),
        ("THEME", "dark", []),
    ],
)
def test_a_variable_is_as_if_it_were_typed(
    variable: str, value: str, words: list[str], capsys: Capture, monkeypatch: Patch
) -> None:
    plain, typed = printed(capsys, *CONV), printed(capsys, *CONV, *words)
    monkeypatch.setenv(f"CONVTRACE_{variable}", value)
    assert printed(capsys, *CONV) == typed
    assert (plain != typed) == bool(words)


@pytest.mark.parametrize(
    ("variable", "value", "words"),
    [
        ("FORMAT", "json", ["-f", "terminal"]),
        ("COLOR", "always", ["--color", "never"]),
        ("WIDTH", "40", ["--width", "80"]),
        ("THEME", "dark", ["-f", "svg", "--theme", "light"]),
    ],
)
def test_what_is_typed_counts_more(
    variable: str, value: str, words: list[str], capsys: Capture, monkeypatch: Patch
) -> None:
    typed = printed(capsys, *CONV, *words)
    monkeypatch.setenv(f"CONVTRACE_{variable}", value)
    assert printed(capsys, *CONV, *words) == typed


def test_so_does_the_ending_of_a_file(tmp_path: Path, capsys: Capture, monkeypatch: Patch) -> None:
    monkeypatch.setenv("CONVTRACE_FORMAT", "json")
    page = printed(capsys, *CONV, "-f", "latex")
    assert printed(capsys, *CONV, "-o", str(tmp_path / "page.tex")) == ""
    assert (tmp_path / "page.tex").read_text("utf-8") == page


def test_what_a_command_or_a_format_does_not_have_is_left_alone(capsys: Capture, monkeypatch: Patch) -> None:
    page, record, version = (printed(capsys, *words) for words in (CONV, [*CONV, "-f", "json"], ["-V"]))
    monkeypatch.setenv("CONVTRACE_FORMAT", "jsonl")
    monkeypatch.setenv("CONVTRACE_THEME", "dark")
    assert printed(capsys, *CONV) == page
    assert printed(capsys, *CONV, "-f", "json") == record
    assert printed(capsys, "-V") == version


def test_a_theme_is_that_of_pictures(capsys: Capture, monkeypatch: Patch) -> None:
    dark = printed(capsys, *CONV, "-f", "svg", "--theme", "dark")
    monkeypatch.setenv("CONVTRACE_THEME", "dark")
    assert printed(capsys, *CONV, "-f", "svg") == dark


@pytest.mark.parametrize(
    ("variable", "value", "message"),
    [
        (
            "FORMAT",
            "githb",
            "githb is not known\n  CONVTRACE_FORMAT=githb\n                   ^^^^^\nDid you mean github?",
        ),
        ("THEME", "blue", "blue is not known\n  CONVTRACE_THEME=blue\n                  ^^^^\nChoose from: light, "),
        ("COLOR", "red", "red is not known\n  CONVTRACE_COLOR=red\n                  ^^^\nChoose from: auto, "),
        ("WIDTH", "5", "5 is not from 40 to 10000\n  CONVTRACE_WIDTH=5\n                  ^\nType, for example: "),
        ("WIDTH", "x", "x is not a whole number\n  CONVTRACE_WIDTH=x\n                  ^\nType a whole number, for "),
        ("ASCII", "x\n\x1b", "x\\n\\x1b is not known\n  CONVTRACE_ASCII=x\\n\\x1b\n"),
    ],
)
def test_a_wrong_value_is_named_with_its_variable(
    variable: str, value: str, message: str, capsys: Capture, monkeypatch: Patch
) -> None:
    monkeypatch.setenv(f"CONVTRACE_{variable}", value)
    assert run(CONV) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert shown.err.startswith(f"Error: CONVTRACE_{variable}: {message}")


def test_completion_takes_no_notice(capsys: Capture, monkeypatch: Patch) -> None:
    for variable in NAMES:
        monkeypatch.setenv(variable, "wrong")
    monkeypatch.setenv("_CONVTRACE_COMPLETE", "bash_complete")
    monkeypatch.setenv("COMP_LINE", "convtrace conv --pad=re")
    monkeypatch.setenv("COMP_WORDBREAKS", " =")
    with pytest.raises(SystemExit):
        run([])
    assert capsys.readouterr() == ("plain,reflect\n", "")


@pytest.mark.parametrize("variable", NAMES)
def test_the_document_has_every_variable(variable: str) -> None:
    assert f"`{variable}`" in (DOCS / "shell.md").read_text("utf-8")
