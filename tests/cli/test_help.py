"""Pages of help: examples that work, all options in their groups, nothing wider than 80 columns."""

from __future__ import annotations

import shlex
import shutil
from os import terminal_size
from pathlib import Path

import click
import pytest

from convtrace.cli import run
from convtrace.cli.choices import LAW_NAMES, sections
from convtrace.cli.commands import commands
from convtrace.cli.group import convtrace as group
from convtrace.proof import laws
from tests.support.processes import PLAIN_LOCALE, piped

GROUPS = ("The question", "The arrays", "The drawing", "The notation", "The output")


@pytest.fixture(params=[*commands(), "help"])
def name(request: pytest.FixtureRequest) -> str:
    found: str = request.param
    return found


def help_of(name: str, capsys: pytest.CaptureFixture[str]) -> str:
    assert run([name, "-h"]) == 0
    return capsys.readouterr().out


def test_a_page_is_at_most_80_columns_wide(
    name: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "get_terminal_size", lambda: terminal_size((200, 50)))
    text = help_of(name, capsys)
    assert max(map(len, text.splitlines())) <= 80
    assert "…" not in text
    assert "..." not in text


def test_examples_come_first_then_groups(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    lines = help_of(name, capsys).splitlines()
    headings = [line.removesuffix(":") for line in lines if line.endswith(":") and not line.startswith(" ")]
    assert headings[0] == "Examples"
    assert headings[1:] == [group for group in GROUPS if group in headings[1:]]
    first = lines.index("Examples:")
    assert [line.startswith("  convtrace ") for line in lines[first + 1 : first + 4]] == [True, True, False]


def test_every_parameter_has_its_line(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    starts = [line.split()[0].rstrip(",") for line in help_of(name, capsys).splitlines() if line.startswith("  ")]
    command = group.get_command(click.Context(group), name)
    assert command is not None
    for parameter in command.params:
        shown = parameter.opts[0] if isinstance(parameter, click.Option) else str(parameter.metavar).split()[0]
        # what is hidden is refused in a sentence
        assert (shown in starts) != getattr(parameter, "hidden", False)


def test_sections_are_listed(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    text = " ".join(help_of(name, capsys).split())
    row = commands().get(name)
    assert ("--only " in text) == bool(row and row.sections)
    if row and row.sections:
        assert all(", ".join(sections(module)) in text for module in (row.sections, *row.other_sections.values()))


# what is drawn in a terminal has none here
EXAMPLES = [example for row in commands().values() if row.formats.writers for example in row.examples]


@pytest.mark.no_cover
@pytest.mark.parametrize("example", EXAMPLES)
def test_examples_work(
    example: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("webbrowser.open", lambda _: True)
    refuted = "commute --of xcorr" in example
    assert run(shlex.split(example)) == int(refuted)
    assert capsys.readouterr().out or list(tmp_path.iterdir())


def test_help_is_a_command_too(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    own = help_of(name, capsys)
    assert run(["help", name]) == 0
    assert capsys.readouterr().out == own


def test_help_alone_lists_all_commands(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["-h"]) == 0
    text = capsys.readouterr().out
    assert run(["help"]) == 0
    assert capsys.readouterr().out == text
    words = " ".join(text.split())
    for name, row in commands().items():
        assert f"{name} {row.sentence}" in words
    assert max(map(len, text.splitlines())) <= 80


def test_a_narrow_page_has_the_texts_below_the_names(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "get_terminal_size", lambda: terminal_size((40, 24)))
    lines = help_of("xcorr", capsys).splitlines()
    assert max(len(line) for line in lines if not line.startswith("  convtrace")) <= 40
    assert lines[lines.index("  --kernel-origin P,Q,..") + 1] == "      Which kernel element is h[0,0],"


def test_forms_are_written_as_their_relations_have_them(capsys: pytest.CaptureFixture[str]) -> None:
    text = " ".join(help_of("xcorr", capsys).split())
    assert "reflected: h[m+i], as in the article (its output runs backwards)" in text
    assert "sliding: h[i−m], as in NumPy, SciPy, PyTorch. [default: reflected]" in text


def test_help_is_spelled_in_signs_that_the_stream_can_show() -> None:
    assert "sliding: h[i-m]" in piped("xcorr", "-h", **PLAIN_LOCALE)


def test_the_laws_named_are_all_laws() -> None:
    assert tuple(laws.LAWS) == LAW_NAMES
