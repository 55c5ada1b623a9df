"""The README says what the program does: its commands are run, its Python is run."""

from __future__ import annotations

import doctest
import re
import shlex

import pytest

from convtrace.cli import run
from convtrace.render.rendering import DEFAULT, formats
from tests.support.kept_files import DOCUMENTS, PROMPT, ROOT, blocks, examples, printed, rewritten, suffix_of

README, QUESTIONS = (path.read_text(encoding="utf-8") for path in DOCUMENTS)
SCREEN = 45
SHOWN = [*examples(README), *examples(QUESTIONS)]


@pytest.mark.parametrize(("command", "output"), [pytest.param(*each, id=each[0]) for each in SHOWN])
def test_command_prints_what_is_shown(command: str, output: str) -> None:
    assert command.startswith("convtrace ")
    assert printed(command) == (output, "", "does not hold" in output)


def test_outputs_are_written_anew() -> None:
    """What differs is replaced, and nothing else."""
    old = "Before\n```console\n$ convtrace conv --at 1 --image 3 --only result\nwas\n$ convtrace -h\n```\nafter\n"
    new = rewritten(old)
    assert [output for _, output in examples(new)] == [printed(command).output for command, _ in examples(new)]
    assert new.startswith("Before\n```console\n$ convtrace conv --at 1 --image 3 --only result\n")
    assert new.endswith("```\nafter\n")


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
    commands = [command for command, _ in examples(README)]
    assert {"convtrace conv --m 1 --n 1", "convtrace xcorr --m -1 --n -1"} <= set(commands)


def test_python_blocks_hold() -> None:
    code = "\n".join(blocks("python", README))
    test = doctest.DocTestParser().get_doctest(code, {}, "README.md", "README.md", 0)
    assert test.examples
    assert doctest.DocTestRunner().run(test).failed == 0


def test_every_format_has_its_row_and_its_output() -> None:
    rows = re.findall(r"^\| .*`-f (\w+)`", README, re.MULTILINE)
    assert {DEFAULT, *rows} == set(formats())
    shown = [command for command, _ in examples(README) if " -f " in command and "expand" not in command]
    assert {*(command.split(" -f ")[1] for command in shown), "svg", "html", DEFAULT} == set(formats())


ANSWERS = re.findall(r"^\| [^|]+\? \| `(convtrace [^`]+)` \|$", README, re.MULTILINE)


@pytest.mark.parametrize("command", ANSWERS)
def test_every_question_has_a_command_that_answers(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(shlex.split(command)[1:]) == 0
    shown = capsys.readouterr()
    assert (len(shown.out) > 100, shown.err) == (True, "")


def test_no_question_is_left_out() -> None:
    assert len(ANSWERS) == README.count("? | `convtrace ") > 10


def test_every_ending_is_named() -> None:
    assert [suffix_of(name) for name in formats() if name != DEFAULT if f"`{suffix_of(name)}`" not in README] == []


def test_linked_files_exist() -> None:
    links = re.findall(r"\]\(([^)]+)\)", README)
    assert links
    assert [link for link in links if not (ROOT / link).exists()] == []


def test_test_command_is_the_one_that_the_checks_run() -> None:
    checks = ROOT / ".ci" / "run"
    if not checks.exists():
        pytest.skip("only a clone has .ci/run")
    (command,) = [line for block in blocks("sh", README) for line in block.splitlines() if "pytest" in line]
    assert command in checks.read_text(encoding="utf-8")
