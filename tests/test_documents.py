"""The documents say what the program does: commands are run, Python is run, links lead somewhere, tables are whole."""

from __future__ import annotations

import doctest
import re
import shlex
from importlib.metadata import version
from pathlib import Path

import pytest

from convtrace.cli import run
from convtrace.cli.commands import commands
from convtrace.render.rendering import CELLS, DEFAULT, IMAGES, PAGES, formats
from tests.support.kept_files import DOCS, DOCUMENTS, PROMPT, ROOT, blocks, examples, printed, rewritten, suffix_of

TEXTS = {path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8") for path in DOCUMENTS}
README, QUESTIONS, FORMATS = TEXTS["README.md"], TEXTS["docs/questions.md"], TEXTS["docs/formats.md"]
SCREEN = 45
# what is answered with no
NO = re.compile(r"^✗ (The law|\S+ is wrong)", re.MULTILINE)
MAX_README = 8192
SHOWN = {each: path for path, text in TEXTS.items() for each in examples(text)}
ANSWERS = re.findall(r"^\| [^|]+\? \| `(convtrace [^`]+)` \|$", README, re.MULTILINE)


@pytest.mark.parametrize(("command", "output"), SHOWN)
def test_command_prints_what_is_shown(command: str, output: str) -> None:
    assert command.startswith("convtrace ")
    assert printed(command) == (output, "", NO.search(output) is not None), SHOWN[command, output]


def test_outputs_are_written_anew() -> None:
    """What differs is replaced, and nothing else."""
    old = "Before\n```console\n$ convtrace conv --at 1 --image 3 --only result\nwas\n$ convtrace -h\n```\nafter\n"
    new = rewritten(old)
    assert [output for _, output in examples(new)] == [printed(command).output for command, _ in examples(new)]
    assert new.startswith("Before\n```console\n$ convtrace conv --at 1 --image 3 --only result\n")
    assert new.endswith("```\nafter\n")


def test_every_console_block_starts_with_a_command() -> None:
    assert all(block.startswith(PROMPT) for text in TEXTS.values() for block in blocks("console", text))


@pytest.mark.parametrize("path", [path for path, text in TEXTS.items() if blocks("python", text)])
def test_python_blocks_hold(path: str) -> None:
    test = doctest.DocTestParser().get_doctest("\n".join(blocks("python", TEXTS[path])), {}, path, path, 0)
    assert test.examples
    assert doctest.DocTestRunner().run(test).failed == 0


def test_the_readme_is_short() -> None:
    assert len(README.encode()) <= MAX_README


@pytest.mark.parametrize("command", ANSWERS)
def test_every_question_has_a_command_that_answers(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(shlex.split(command)[1:]) == 0
    shown = capsys.readouterr()
    assert (len(shown.out) > 100, shown.err) == (True, "")


def test_no_question_is_left_out() -> None:
    assert len(ANSWERS) == README.count("? | `convtrace ") > 10


@pytest.mark.parametrize("command", [command for command, _ in examples(QUESTIONS)])
def test_every_answer_fits_one_screen(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    code = run([*shlex.split(command)[1:], "--width", "80"])
    shown = capsys.readouterr().out
    assert code == (NO.search(shown) is not None)
    lines = shown.splitlines()
    assert len(lines) <= SCREEN
    assert max(map(len, lines)) <= 80


def test_every_question_has_its_answer() -> None:
    heads = re.findall(r"^## (\d+)\. .*\?$", QUESTIONS, re.MULTILINE)
    assert heads == [str(number) for number in range(1, len(heads) + 1)]
    assert len(examples(QUESTIONS)) == len(heads)


def test_the_article_is_worked_through() -> None:
    shown = [command for command, _ in examples(TEXTS["docs/article.md"])]
    assert shown[:2] == ["convtrace conv --m 1 --n 1", "convtrace xcorr --m -1 --n -1"]


def test_every_format_has_its_row_and_its_sample() -> None:
    known = formats(PAGES, IMAGES, CELLS)
    assert {DEFAULT, *re.findall(r"^\| .*`-f ([\w-]+)`", README, re.MULTILINE)} == set(known)
    assert re.findall(r"^\| `([\w-]+)` \|", FORMATS, re.MULTILINE)
    assert set(re.findall(r"^\| `([\w-]+)` \|", FORMATS, re.MULTILINE)) == set(known)
    shown = {command.rpartition(" -f ")[2] for command, _ in examples(FORMATS)}
    assert {*known} <= {*shown, "svg", "png", "gif", "html", DEFAULT}
    assert all(f"`{suffix_of(name)}`" in FORMATS for name in known if name != DEFAULT)


def test_every_command_has_a_page_with_two_examples_and_its_help() -> None:
    assert {path.stem for path in (DOCS / "commands").iterdir()} == set(commands())
    for name in commands():
        *used, help_page = [command for command, _ in examples(TEXTS[f"docs/commands/{name}.md"])]
        assert help_page == f"convtrace {name} -h"
        assert len(used) == 2
        assert f"(commands/{name}.md)" in TEXTS["docs/commands.md"]


@pytest.mark.parametrize("path", TEXTS)
def test_links_lead_to_files(path: str) -> None:
    links = re.findall(r"\]\(([^)]+)\)", TEXTS[path])
    local = [link.partition("#")[0] for link in links if not link.startswith("https://")]
    assert [link for link in local if link and not (ROOT / path).parent.joinpath(link).exists()] == []


def test_every_document_can_be_reached_from_the_readme() -> None:
    found, left = set(), [ROOT / "README.md"]
    while left:
        page = left.pop()
        found.add(page)
        links = re.findall(r"\]\(([^)#]+\.md)\)", page.read_text(encoding="utf-8"))
        left += [target for link in links if (target := (page.parent / link).resolve()) not in found]
    assert found == set(DOCUMENTS)


def test_files_that_documents_name_exist() -> None:
    names = re.findall(r"`((?:convtrace|tests)/[\w/.-]+\.\w+|(?:convtrace|tests)/[\w/]+/)`", "\n".join(TEXTS.values()))
    assert names
    assert [name for name in names if "NAME" not in name and not (ROOT / name).exists()] == []


def test_the_changelog_knows_the_version() -> None:
    assert f"## [{version('convtrace')}]" in TEXTS["CHANGELOG.md"]


def test_test_command_is_the_one_that_the_checks_run() -> None:
    checks = Path(ROOT, ".ci", "run")
    if not checks.exists():
        pytest.skip("only a clone has .ci/run")
    (command,) = [line for block in blocks("sh", README) for line in block.splitlines() if "pytest" in line]
    assert command in checks.read_text(encoding="utf-8")
