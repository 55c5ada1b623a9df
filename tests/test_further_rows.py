"""A further operation and a further library are rows in their tables, and nothing else: every command knows them."""

from __future__ import annotations

import json
from collections.abc import Callable
from fractions import Fraction
from itertools import product
from typing import Any

import pytest

from convtrace import derive, evaluate, pose
from convtrace.cli import run
from convtrace.law import operations
from convtrace.law.operations import Operation
from convtrace.library import catalogue

Index = Callable[[int, int, int, int], Fraction]

# each row with the kernel index of an output m, a pixel i, a stride s and a dilation d
ROWS: dict[str, tuple[Operation, Index]] = {
    "mirrored": (
        Operation(name="mirrored", form=None, title="Mirrored convolution", alpha=-1, beta=-1),
        lambda m, i, s, d: Fraction(-s * m - i, d),
    ),
    "conv:mirrored": (
        Operation(name="conv", form="mirrored", title="Convolution (mirrored form)", alpha=-1, beta=-1),
        lambda m, i, s, d: Fraction(-s * m - i, d),
    ),
    "weights": (
        Operation(name="weights", form=None, title="Weights", alpha=-1, beta=1, stride_on="k", dilation_on="m"),
        lambda m, i, s, d: Fraction(i - d * m, s),
    ),
}
COMMANDS = [
    "compare conv {} --m 1 --n 1",
    "compare {} xcorr:sliding --at 1 --image 9 --stride 2",
    "map {} --image 5x4",
    "map {} --image 9 --stride 2 --dilation 2 --mode full --pad edge",
    "expand {} --image 4x3 --kernel 2x2 -f text",
    "expand {} --image 4 --kernel 2 -f jsonl",
    "expand {} --image 4 --kernel 2 -f latex",
    "expand {} --image 4 --kernel 2 -f sympy",
    "expand {} --image 1,2,3,4 --kernel 1,2",
    "grad {} --pixel 1,0 --check",
    "grad {} --weight 0,1 --image 5x5 --mode full --stride 2 --check",
    "grad {} --pixel 1 --image 5 --mode same --pad wrap",
    "prove flip --of {} --image 3 --kernel 2",
    "prove gradient --of {} --image 3 --kernel 2",
]


@pytest.fixture(params=ROWS)
def name(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """The name of an operation whose row was added to the table."""
    found: str = request.param
    monkeypatch.setattr(operations, "OPERATIONS", (*operations.OPERATIONS, ROWS[found][0]))
    return found


@pytest.mark.no_cover
@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_knows_the_operation(name: str, command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(command.format(name).split()) == 0
    assert len(capsys.readouterr().out.splitlines()) > 2


PAGES = ("--m 1 --n 0 --check", "--at 1 --image 9 --stride 2 --dilation 3", "")
FORMATS = ("terminal", "text", "markdown", "latex", "html", "svg", "sympy", "json")


@pytest.mark.no_cover
@pytest.mark.parametrize("page", range(len(PAGES)))
def test_it_has_a_command_of_its_own(name: str, page: int, capsys: pytest.CaptureFixture[str]) -> None:
    """In every format, each on one of the pages."""
    first, _, form = name.partition(":")
    chosen = ["--form", form] if form else []
    for format_name in FORMATS[page :: len(PAGES)]:
        assert run([first, *chosen, *PAGES[page].split(), "-f", format_name]) == 0
        assert capsys.readouterr().out


def test_help_and_messages_name_it(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    first, _, form = name.partition(":")
    assert run(["-h"]) == 0
    assert f"  {first} " in capsys.readouterr().out
    assert run([first, "-h"]) == 0
    assert form in capsys.readouterr().out
    assert run(["map", "cov"]) == 2
    assert first in capsys.readouterr().err.rpartition("Choose from: ")[2]


@pytest.mark.parametrize(("stride", "dilation"), [(1, 1), (2, 1), (1, 2), (2, 3)])
def test_its_terms_are_those_of_its_definition(name: str, stride: int, dilation: int) -> None:
    index = ROWS[name][1]
    options: dict[str, Any] = {"image": 9, "kernel": 4, "stride": stride, "dilation": dilation}
    for m in range(-6, 7):
        problem = pose(name, at=m, **options)
        (pixels,), (elements,) = problem.image, problem.kernel.ranges
        met = [(i, index(m, i, stride, dilation)) for i in pixels]
        found = [(term.pixel[0], Fraction(term.kernel_index[0])) for term in derive(problem).terms]
        assert found == [(i, k) for i, k in met if k in elements]


@pytest.fixture
def function(monkeypatch: pytest.MonkeyPatch) -> str:
    """The name of a function whose library was added to the table."""
    monkeypatch.setitem(catalogue.LIBRARY_MODULES, "further.", "tests.support.further_library")
    return "further.mirror"


@pytest.mark.parametrize(
    "words",
    [
        "",
        "further",
        "further.mirror",
        "further.mirror --at 3 --image 7 --kernel 3 --option gap=2",
        "further.mirror --at 3 --grad --image 7 --kernel 3",
        "further.mirror --weight 1 --image 7 --kernel 3",
        "further.mirror --versus numpy.convolve --image 7 --kernel 3",
        "scipy.signal.convolve2d --versus further.mirror",
    ],
)
@pytest.mark.parametrize("format_name", ["terminal", "json"])
def test_every_page_of_libraries_knows_it(
    function: str, words: str, format_name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["library", *words.split(), "-f", format_name]) == 0
    assert function in capsys.readouterr().out


def test_its_outputs_are_those_of_its_definition(function: str) -> None:
    image, kernel = [1, 2, 3, 4], [5, 6, 7]
    sums = [0] * 6
    for (i, x), (k, h) in product(enumerate(image), enumerate(kernel)):
        sums[5 - i - k] += x * h
    assert evaluate(function, image, kernel) == sums


def test_a_wrong_name_is_answered_with_the_near_one(function: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["library", "further.mirrors"]) == 2
    assert f"Did you mean {function}?" in capsys.readouterr().err


def test_records_have_the_names_of_the_row(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    row, _ = ROWS[name]
    assert run(["map", name, "--image", "5", "-f", "json"]) == 0
    record = json.loads(capsys.readouterr().out)
    assert (record["operation"], record["form"]) == (row.name, row.form)
