"""Every output's sum: against a brute force over all indices, in every spelling, and as whole commands."""

from __future__ import annotations

import io
import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from string import ascii_lowercase
from typing import Any, NamedTuple

import pytest
import sympy
from hypothesis import given, settings

from convtrace.cli import progress, run
from convtrace.cli.progress import tracked
from convtrace.document.ascii import in_ascii
from convtrace.document.blocks import Target
from convtrace.document.plain import plain
from convtrace.document.tex import tex
from convtrace.render.rendering import SUMS, WRITERS, formats, suffixes
from convtrace.trace.pose import pose
from convtrace.trace.problem import Problem
from convtrace.values.formula import Chain, Entry, Product, Signed, Sum, Value
from convtrace.values.limits import MAX_CHAIN_TERMS
from tests.support.messages import marks, no_such
from tests.support.oracles import OPERATIONS
from tests.support.processes import LEFT_OUT, TIMEOUT, command, environment, everything, interrupted, python, terminal
from tests.support.strategies import latex_lines, pieces_of, text_of, whole_outputs

FORMATS = formats(SUMS)
SUFFIXES = suffixes(SUMS)
Index = tuple[int, ...]
Capture = pytest.CaptureFixture[str]
SLOW = "import sys\nfrom convtrace.cli import progress\nprogress.DELAY = 0\n"
MAIN = "sys.argv[0] = 'convtrace'\nfrom convtrace.__main__ import main\nsys.exit(main())\n"
ENDLESS = ("expand", "conv", "--image", "1000000001x1000000001")
MANY = ("expand", "conv", "--image", "64x64", "-f", "jsonl")


class Met(NamedTuple):
    """One product that the brute force found."""

    pixel: Index
    kernel_index: Index
    weight: str


def turned(problem: Problem, values: tuple[Any, ...]) -> tuple[Any, ...]:
    """Index order to array order and back."""
    return values[::-1] if problem.order.name == "xy" else values


def letters() -> Iterator[str]:
    """The names of kernel values, as the columns of a spreadsheet are called."""
    for length in (1, 2):
        yield from map("".join, product(ascii_lowercase, repeat=length))


def brute_force(problem: Problem) -> list[tuple[Index, list[Met]]]:
    """For each output, whatever satisfies the formula among all pixels and all kernel elements, in reading order."""
    formula = OPERATIONS[problem.operation.name, problem.operation.form]
    zoom = abs(problem.operation.beta)
    taps = [turned(problem, k) for k in product(*turned(problem, problem.kernel.ranges))]
    named = dict(zip(taps, letters(), strict=False))

    def meets(m: Index, i: Index, k: Index) -> bool:
        axes = zip(m, i, k, problem.stride, problem.dilation, strict=True)
        return all(tap * dilation == formula(out, zoom * place, stride) for out, place, tap, stride, dilation in axes)

    found = []
    for output in product(*turned(problem, problem.outputs)):
        m = turned(problem, output)
        pixels = [turned(problem, i) for i in product(*turned(problem, problem.image))]
        found.append((m, [Met(i, k, named[k]) for i in pixels for k in taps if meets(m, i, k)]))
    return found


def formula_of(output: Index, terms: list[Met]) -> Chain:
    """The sum as other pages hold it."""

    def entry(array: Any, index: Index) -> Entry:
        return Entry(array, index)

    products = tuple(Signed(False, Product((Value(term.weight), entry("x", term.pixel)))) for term in terms)
    return Chain(entry("y", output), (("=", Sum(products) if products else 0),))


def sympy_of(problem: Problem) -> dict[Any, Any]:
    """The sums as SymPy objects, made without our text."""
    x, y = map(sympy.IndexedBase, "xy")
    return {
        y[output]: sympy.Add(*(sympy.Symbol(term.weight) * x[term.pixel] for term in terms))
        for output, terms in brute_force(problem)
    }


def executed(text: str) -> dict[Any, Any]:
    names: dict[str, Any] = {}
    exec(text, names)
    found: dict[Any, Any] = names["outputs"]
    return found


# the sums


@given(whole_outputs())
def test_json_lines_are_what_the_brute_force_finds(problem: Problem) -> None:
    lines = map(json.loads, text_of(problem, "jsonl").splitlines())
    for line, (output, terms) in zip(lines, brute_force(problem), strict=True):
        assert line == {
            "output": list(output),
            "terms": [
                {"pixel": list(term.pixel), "kernel_index": list(term.kernel_index), "weight": term.weight}
                for term in terms
            ],
        }


@pytest.mark.no_cover
@given(whole_outputs())
def test_lines_are_spelled_as_on_other_pages(problem: Problem) -> None:
    formulas = [formula_of(*line) for line in brute_force(problem)]
    assert text_of(problem, "text").splitlines() == list(map(plain, formulas))
    assert latex_lines(text_of(problem, "latex")) == list(map(tex, formulas))
    assert text_of(problem, "github").splitlines() == [f"- $`{tex(formula)}`$" for formula in formulas]
    ascii_text = text_of(problem, "text", Target(unicode=False))
    assert ascii_text == in_ascii(text_of(problem, "text"))
    assert ascii_text.isascii()


@settings(max_examples=settings().max_examples // 2)
@given(whole_outputs())
def test_python_text_runs_and_gives_the_sums(problem: Problem) -> None:
    assert executed(text_of(problem, "sympy")) == sympy_of(problem)


@pytest.mark.no_cover
@pytest.mark.parametrize(
    "size",
    [{"image": (2, 1), "kernel": (31, 13), "mode": "same"}, {"image": 702, "kernel": 702, "mode": "valid"}],
    ids=["words of Python as letters", "too long a chain"],
)
def test_python_text_has_room_for_any_kernel(size: dict[str, Any]) -> None:
    problem = pose("conv", **size)
    text = text_of(problem, "sympy")
    assert 'h_as = Symbol("as")\n' in text
    assert 'h_x = Symbol("x")\n' in text
    vast = max(len(side) for side in problem.kernel.ranges) > MAX_CHAIN_TERMS
    assert (": Add(" in text) == vast
    problem = problem.replace(outputs=(*(side[:3] for side in problem.outputs),))
    assert executed(text_of(problem, "sympy")) == sympy_of(problem)


def test_an_output_that_nothing_meets_is_zero() -> None:
    problem = pose("conv", image=1, kernel=1).replace(dilation=(2,), outputs=(range(2),))
    assert text_of(problem, "text") == "y[0] = a·x[0]\ny[1] = 0\n"
    assert latex_lines(text_of(problem, "latex"))[1] == "y[1] = 0"
    assert text_of(problem, "jsonl").splitlines()[1] == '{"output": [1], "terms": []}'
    y = sympy.IndexedBase("y")
    assert executed(text_of(problem, "sympy"))[y[1]] is sympy.S.Zero


@pytest.mark.parametrize("name", FORMATS)
def test_pieces_end_where_lines_end(name: str) -> None:
    """The first piece has one line of a sum; what comes later is gathered, but never much of it."""
    pieces = list(pieces_of(pose("conv", image=(40, 40)), name))
    assert all(piece.endswith("\n") for piece in pieces)
    assert pieces[0].count("x[") == (9 if name != "jsonl" else 0)
    assert 3 < len(pieces) < 38 * 38 / 100
    assert max(map(len, pieces)) < 500_000


def test_without_outputs_there_is_nothing() -> None:
    assert text_of(pose("conv", image=2, kernel=3), "jsonl") == ""
    assert executed(text_of(pose("conv", image=2, kernel=3), "sympy")) == {}


# the command


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to work in, and an environment without what changes the output."""
    for name in LEFT_OUT:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def printed(capsys: Capture, *words: str) -> str:
    assert run(["expand", *words]) == 0
    output, errors = capsys.readouterr()
    assert errors == ""
    return output


def test_the_articles_outputs(capsys: Capture) -> None:
    lines = printed(capsys, "conv").splitlines()
    assert len(lines) == 25
    assert lines[18] == (
        "y[1,1] = i·x[0,0] + h·x[1,0] + g·x[2,0] + f·x[0,1] + e·x[1,1] + d·x[2,1] + c·x[0,2] + b·x[1,2] + a·x[2,2]"
    )
    assert printed(capsys, "xcorr", "--image", "2", "--kernel", "1") == "y[0] = a·x[0]\ny[1] = a·x[−1]\n"


@pytest.mark.parametrize("name", FORMATS)
def test_options_make_the_problem(capsys: Capture, name: str) -> None:
    words = ["xcorr", "--form", "sliding", "--image", "3x4", "--kernel", "2x3", "--kernel-origin", "0,2"]
    problem = pose("xcorr", form="sliding", image="3x4", kernel="2x3", kernel_origin="0,2", axes="rc", mode="full")
    assert printed(capsys, *words, "--axes", "rc", "--mode", "full", "-f", name) == text_of(problem, name)


def test_ascii(capsys: Capture) -> None:
    assert printed(capsys, "conv", "--image", "3", "--ascii").endswith("y[0] = c*x[-1] + b*x[0] + a*x[1]\n")


@pytest.mark.parametrize(("suffix", "name"), SUFFIXES.items())
def test_a_files_name_tells_the_format(capsys: Capture, folder: Path, suffix: str, name: str) -> None:
    goal = folder / f"sums{suffix}"
    assert printed(capsys, "conv", "-o", goal.name) == ""
    assert goal.read_text(encoding="utf-8") == printed(capsys, "conv", "-f", name, "--output", "-")
    goal.write_text("old")
    assert run(["expand", "conv", "-o", goal.name]) == 2
    assert "this file exists" in capsys.readouterr().err
    assert goal.read_text() == "old"
    assert printed(capsys, "conv", "-o", goal.name, "--force") == ""
    assert goal.read_text(encoding="utf-8") == printed(capsys, "conv", "-f", name)


def test_a_file_is_whole_or_not_there(folder: Path) -> None:
    """Whoever stops an endless expansion finds no half of it."""
    with interrupted(command(*ENDLESS, "-o", "sums.txt"), stderr=subprocess.PIPE) as child:
        while not any(folder.glob(".convtrace-*")):
            assert child.poll() is None
        child.send_signal(signal.SIGINT)
        assert child.wait(TIMEOUT) == -signal.SIGINT
        assert child.stderr is not None
        assert child.stderr.read() == b""
    assert list(folder.iterdir()) == []


CHOICE = f"Choose from: {', '.join(formats(*WRITERS))}"
ENDINGS = f"Name the format with --format, or end in one of: {', '.join(suffixes(*WRITERS))}"
WRONG = {
    "an operation": (
        ["cov"],
        marks("no operation is called cov", "cov", 0, 3, "Did you mean conv? Choose from: conv, xcorr, conv-transpose"),
    ),
    "a mode": (["conv", "--mode", "most"], no_such("--mode", "most", "Choose from: valid, same, full")),
    "a format": (["conv", "-f", "jsonlines"], no_such("--format", "jsonlines", f"Did you mean jsonl? {CHOICE}")),
    "a file": (
        ["conv", "-o", "sums.xls"],
        marks("--output: no format ends in .xls", "--output sums.xls", 9, 8, ENDINGS),
    ),
    "a kernel": (
        ["conv", "--image", "2"],
        "Error: --mode valid: no output exists, because the image 2 is smaller than the kernel 3\n"
        "Choose an image of at least 3, or type: --mode full\n",
    ),
    "two ways out": (
        ["conv", "-o", "sums.txt", "--copy"],
        "Error: --output and --copy both say where the text goes\nKeep one of the two.\n",
    ),
}


@pytest.mark.parametrize(("words", "message"), WRONG.values(), ids=WRONG)
@pytest.mark.usefixtures("folder")
def test_what_is_wrong(capsys: Capture, words: list[str], message: str) -> None:
    assert run(["expand", *words]) == 2
    assert capsys.readouterr() == ("", message)
    assert os.listdir() == []


@pytest.mark.parametrize("name", ["text", "jsonl", "latex", "html"])
def test_a_reader_that_leaves_an_endless_expansion(name: str) -> None:
    with subprocess.Popen(
        command(*ENDLESS, "-f", name), stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment()
    ) as child:
        assert child.stdout is not None
        assert child.stderr is not None
        assert child.stdout.readline().endswith(b"\n")
        child.stdout.close()
        assert child.stderr.read() == b""
        assert child.wait(TIMEOUT) == 0


def test_the_mechanism_loads_no_algebra_and_no_bar() -> None:
    code = (
        "import sys; from convtrace.cli import run; run(['expand', 'conv']); print({'sympy', 'rich'} & {*sys.modules})"
    )
    assert python(code).endswith("\nset()\n")


# the bar


IMPATIENT = [sys.executable, "-c", SLOW + MAIN]


def impatient(*words: str, **streams: Any) -> subprocess.Popen[bytes]:
    """The program with a bar from the start."""
    return subprocess.Popen([*IMPATIENT, *words], env=environment(), **streams)


def test_a_bar_is_shown_and_vanishes(capsys: Capture, folder: Path) -> None:
    own, theirs = terminal(100)
    with (folder / "sums").open("wb") as sums, impatient(*MANY, stdout=sums, stderr=theirs) as child:
        os.close(theirs)
        seen = everything(own).decode()
        assert child.wait(TIMEOUT) == 0
    os.close(own)
    assert (folder / "sums").read_text() == printed(capsys, *MANY[1:])
    assert "of 3844 outputs" in seen
    # the cursor is back, and the last line that was written is erased
    assert seen.count("\x1b[?25l") == seen.count("\x1b[?25h") == 1
    assert "outputs" not in seen[seen.rindex("\x1b[2K") :]


def test_an_interrupt_takes_the_bar_away() -> None:
    own, theirs = terminal(100)
    with interrupted([*IMPATIENT, *ENDLESS], stdout=subprocess.DEVNULL, stderr=theirs) as child:
        os.close(theirs)
        seen = os.read(own, 65536)
        while b"outputs" not in seen:
            seen += os.read(own, 65536)
        child.send_signal(signal.SIGINT)
        seen += everything(own)
        assert child.wait(TIMEOUT) == -signal.SIGINT
    os.close(own)
    assert seen.count(b"\x1b[?25l") == seen.count(b"\x1b[?25h") == 1
    assert b"outputs" not in seen[seen.rindex(b"\x1b[2K") :]


def test_no_bar_beside_the_lines() -> None:
    own, theirs = terminal(100)
    with impatient(*MANY, stdout=theirs, stderr=theirs) as child:
        os.close(theirs)
        seen = everything(own)
        assert child.wait(TIMEOUT) == 0
    os.close(own)
    assert b"\x1b" not in seen
    assert seen.count(b"\n") == 3844


def test_no_bar_in_a_pipe() -> None:
    with impatient(*MANY, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) as child:
        assert child.stderr is not None
        assert child.stderr.read() == b""


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(("delay", "shown"), [(3600, False), (0, True)])
def test_only_what_takes_long_has_a_bar(monkeypatch: pytest.MonkeyPatch, delay: float, shown: bool) -> None:
    errors = Terminal()
    monkeypatch.setattr(sys, "stderr", errors)
    monkeypatch.setattr(progress, "DELAY", delay)
    monkeypatch.setenv("TERM", "xterm")
    lines = [f"{number}\n" for number in range(5)]
    assert list(tracked(lines, 5, shown_by=io.StringIO())) == lines
    assert bool(errors.getvalue()) == shown


def test_without_errors_there_is_no_bar(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", None)
    monkeypatch.setattr(progress, "DELAY", 0)
    assert list(tracked(["a\n", "b\n"], 2, None)) == ["a\n", "b\n"]


def test_a_signal_takes_the_bar_away(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    ended: list[int] = []
    monkeypatch.setattr(os, "kill", lambda _, number: ended.append(number))
    monkeypatch.setattr(progress, "DELAY", 0)
    with (tmp_path / "errors").open("w") as errors:
        monkeypatch.setattr(errors, "isatty", lambda: True, raising=False)
        monkeypatch.setattr(sys, "stderr", errors)
        lines = tracked(["a\n", "b\n", "c\n"], 3, None)
        next(lines), next(lines)
        stop = signal.getsignal(signal.SIGTERM)
        assert callable(stop)
        stop(signal.SIGTERM, None)
        assert list(lines) == ["c\n"]
    assert ended == [signal.SIGTERM]
    assert "\x1b[2K\x1b[?25h" in (tmp_path / "errors").read_text()


@pytest.mark.parametrize("words", [["--image", "5x4"], ["--image", "1 2 3; 4 5 6", "--kernel", "1 a;"]])
def test_html_has_a_row_for_each_output(capsys: Capture, words: list[str]) -> None:
    page = printed(capsys, "conv", *words, "-f", "html")
    lines = printed(capsys, "conv", *words).splitlines()
    rows = [re.findall(r"<td>(.*?)</td>", row) for row in re.findall("<tr>(.*)</tr>", page)[1:]]
    shown = [[re.sub("<[^>]*>", "", cell) for cell in row] for row in rows]
    assert [line.split(" = ") for line in lines] == [
        row[: len(line.split(" = "))] for row, line in zip(shown, lines, strict=True)
    ]
    assert "table" in page


def test_pictures_show_the_first(capsys: Capture) -> None:
    picture = printed(capsys, "conv", "--image", "120", "-f", "svg")
    assert "These are the first 100 of 118 outputs." in re.sub("<[^>]*>", "", picture)
