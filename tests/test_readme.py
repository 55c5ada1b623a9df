"""The README says what the program does: its commands are run, its Python is run."""

from __future__ import annotations

import doctest
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from convtrace.cli import run
from convtrace.render.rendering import DEFAULT, formats
from tests.support.goldens import suffixes_of

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
QUESTIONS = (ROOT / "docs" / "questions.md").read_text(encoding="utf-8")
SCREEN = 45
PROMPT = "$ "
UNSET = ("COLUMNS", "NO_COLOR", "FORCE_COLOR")
ENVIRONMENT = {name: value for name, value in os.environ.items() if name not in UNSET} | {"PYTHONUTF8": "1"}


def blocks(language: str, page: str = README) -> list[str]:
    """What stands in the fenced blocks of one language."""
    found = re.findall(rf"^(```+){language}\n(.*?)^\1$", page, re.DOTALL | re.MULTILINE)
    return [block for _, block in found]


def examples(page: str = README) -> list[tuple[str, str]]:
    """Each command of the console blocks with the output that follows it."""
    parts = (part for block in blocks("console", page) for part in re.split(r"^\$ ", block, flags=re.MULTILINE) if part)
    return [(command, output) for command, _, output in (part.partition("\n") for part in parts)]


SHOWN = [*examples(), *examples(QUESTIONS)]


@pytest.mark.parametrize(("command", "output"), [pytest.param(*each, id=each[0]) for each in SHOWN])
def test_command_prints_what_is_shown(command: str, output: str) -> None:
    program, *words = shlex.split(command)
    assert program == "convtrace"
    words = [sys.executable, "-m", program, *words]
    ran = subprocess.run(words, cwd=ROOT, env=ENVIRONMENT, capture_output=True, check=False, encoding="utf-8")
    assert (ran.stdout, ran.stderr) == (output, "")
    assert ran.returncode == ("does not hold" in output)


def test_every_console_block_starts_with_a_command() -> None:
    assert all(block.startswith(PROMPT) for page in (README, QUESTIONS) for block in blocks("console", page))


@pytest.mark.parametrize("command", [command for command, _ in examples(QUESTIONS)])
def test_every_answer_fits_one_screen(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run([*shlex.split(command)[1:], "--width", "80"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) <= SCREEN
    assert max(map(len, lines)) <= 80


def test_every_question_has_its_answer() -> None:
    heads = re.findall(r"^## (\d+)\. .*\?$", QUESTIONS, re.MULTILINE)
    assert heads == [str(number) for number in range(1, 13)]
    assert len(examples(QUESTIONS)) == len(heads)


def test_the_article_is_worked_through() -> None:
    commands = [command for command, _ in examples()]
    assert {"convtrace conv --m 1 --n 1", "convtrace xcorr --m -1 --n -1"} <= set(commands)


def test_python_blocks_hold() -> None:
    code = "\n".join(blocks("python"))
    test = doctest.DocTestParser().get_doctest(code, {}, "README.md", "README.md", 0)
    assert test.examples
    assert doctest.DocTestRunner().run(test).failed == 0


def test_every_format_has_its_row_and_its_output() -> None:
    rows = re.findall(r"^\| .*`-f (\w+)`", README, re.MULTILINE)
    assert {DEFAULT, *rows} == set(formats())
    printed = {command.split(" -f ")[1] for command, _ in examples() if " -f " in command and "expand" not in command}
    assert {*printed, "svg", "html", DEFAULT} == set(formats())


ANSWERS = re.findall(r"^\| [^|]+\? \| `(convtrace [^`]+)` \|$", README, re.MULTILINE)


@pytest.mark.parametrize("command", ANSWERS)
def test_every_question_has_a_command_that_answers(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(shlex.split(command)[1:]) == 0
    shown = capsys.readouterr()
    assert (len(shown.out) > 100, shown.err) == (True, "")


def test_no_question_is_left_out() -> None:
    assert len(ANSWERS) == README.count("? | `convtrace ") > 10


def test_every_ending_is_named() -> None:
    assert [
        suffixes_of(name)[0] for name in formats() if name != DEFAULT if f"`{suffixes_of(name)[0]}`" not in README
    ] == []


def test_linked_files_exist() -> None:
    links = re.findall(r"\]\(([^)]+)\)", README)
    assert links
    assert [link for link in links if not (ROOT / link).exists()] == []


def test_test_command_is_the_one_that_the_checks_run() -> None:
    checks = ROOT / ".ci" / "run"
    if not checks.exists():
        pytest.skip("only a clone has .ci/run")
    (command,) = [line for block in blocks("sh") for line in block.splitlines() if "pytest" in line]
    assert command in checks.read_text(encoding="utf-8")
