"""The table of commands, and what shells complete from it."""

from __future__ import annotations

import subprocess
from importlib import import_module

import pytest
from click.shell_completion import CompletionItem, ShellComplete

import convtrace
from convtrace.cli import run
from convtrace.cli.commands import commands
from convtrace.cli.group import convtrace as group
from convtrace.law.extents import MODES
from convtrace.library.catalogue import all_functions
from convtrace.render.rendering import IMAGES, SUMS, formats
from convtrace.values.named_kernels import KERNELS
from convtrace.view.pages.value import SECTIONS
from tests.support.processes import TIMEOUT, command, environment, python

RESULT = ("conv", "--m", "1", "--n", "1", "--only", "result")


@pytest.mark.parametrize("name", commands())
def test_every_row_has_its_page(name: str) -> None:
    row = commands()[name]
    answer = "page_result" if row.formats.writers else "steps"
    assert callable(getattr(import_module(f"convtrace.view.pages.{row.page}"), answer))
    if row.sections:
        assert all(import_module(f"convtrace.view.pages.{row.sections}").SECTIONS)


def items(*words: str, incomplete: str = "") -> list[CompletionItem]:
    return ShellComplete(group, {}, "convtrace", "_CONVTRACE_COMPLETE").get_completions(list(words), incomplete)


COMPLETED: dict[str, tuple[tuple[str, ...], list[str]]] = {
    "operations": (("map",), ["conv", "xcorr"]),
    "pairs": (("compare", "conv"), ["conv", "xcorr"]),
    "formats": (("conv", "-f"), list(formats())),
    "formats of sums": (("expand", "conv", "--format"), list(formats(SUMS))),
    "sections": (("conv", "--only"), list(SECTIONS)),
    "modes": (("map", "conv", "--mode"), list(MODES)),
    "axes": (("conv", "--axes"), ["xy", "rc"]),
    "colours": (("conv", "--color"), ["auto", "always", "never"]),
    "forms": (("xcorr", "--form"), ["reflected", "sliding"]),
    "windows": (("conv", "--window"), ["auto", "all"]),
    "laws' operations": (("prove", "--of"), ["conv", "xcorr"]),
    "functions": (("library",), list(all_functions())),
    "second functions": (("library", "numpy.convolve", "--versus"), list(all_functions())),
}


@pytest.mark.parametrize(("words", "names"), COMPLETED.values(), ids=COMPLETED)
def test_values_are_completed(words: tuple[str, ...], names: list[str]) -> None:
    assert set(names) <= {item.value for item in items(*words)}
    assert [item.value for item in items(*words, incomplete=names[-1])] == [
        name for name in names if name.startswith(names[-1])
    ]


def test_the_last_of_several_sections_is_completed() -> None:
    assert [item.value for item in items("conv", "--only", incomplete="table,re")] == ["table,result"]


def test_kernels_are_completed_and_so_are_files() -> None:
    found = items("conv", "--kernel", incomplete="sobel")
    assert [(item.value, item.type) for item in found] == [
        *((name, "plain") for name in KERNELS if name.startswith("sobel")),
        ("sobel", "file"),
    ]
    assert [item.type for item in items("conv", "-o", incomplete="no")] == ["file"]


def test_bash_is_answered() -> None:
    asked = {"_CONVTRACE_COMPLETE": "bash_complete", "COMP_LINE": "convtrace conv --pad=re", "COMP_WORDBREAKS": " ="}
    done = subprocess.run(command(), capture_output=True, env=environment(**asked), timeout=TIMEOUT, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, b"plain,reflect\n", b"")


def test_names_for_shells_are_loaded_only_for_shells() -> None:
    code = (
        "import sys; from convtrace.cli import run; run(['conv', '--at', '1', '--image', '3', '-f', 'json'])\n"
        "others = [name for name in sys.modules if name.startswith('convtrace.render.formats.')]\n"
        "print(others, {'click.shell_completion', 'convtrace.values.named_kernels'} & {*sys.modules})"
    )
    assert python(code).endswith("\n['convtrace.render.formats.json'] set()\n")


# a value with blanks is the value without them, or refused


@pytest.mark.parametrize(
    "words",
    [
        (*RESULT, "--color", " never", "-f", " text ", "--window", " all", "--axes", " xy", "--pad", " edge"),
        ("map", " conv", "--mode", " same"),
        ("xcorr", *RESULT[1:], "--form", " sliding"),
        ("prove", " flip", "--of", " conv"),
        ("library", " numpy.convolve"),
        (*RESULT, "--color", " always", "--width", " 80 "),
    ],
)
def test_blanks_around_a_name_change_nothing(words: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(words) == 0
    with_blanks = capsys.readouterr()
    assert run([word.strip() for word in words]) == 0
    assert capsys.readouterr() == with_blanks


# the face for Python


def test_python_chooses_sections() -> None:
    derivation = convtrace.derive("conv", at=1, image=5)
    assert convtrace.render(derivation, only=["result"]) == convtrace.render(derivation, only="result")
    with pytest.raises(convtrace.ConvtraceError, match="tabel is not known"):
        convtrace.render(derivation, only="tabel")


def test_the_docstring_names_formats_and_sections() -> None:
    text = " ".join((convtrace.render.__doc__ or "").split())
    assert f"one of: {', '.join(formats())}; or {', '.join(formats(IMAGES))}," in text
    assert f"list: {', '.join(SECTIONS)};" in text
