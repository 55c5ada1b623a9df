"""Values for the image and the kernel: the sum with numbers in it, exact, in every format."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import convtrace
from convtrace import ConvtraceError, derive, pose
from convtrace.cli import run
from convtrace.document.plain import plain
from convtrace.render.rendering import formats
from convtrace.view.sections.result import answer, collected
from tests.support.oracles import OPERATIONS, brute_force
from tests.support.processes import command, environment

SOBEL = "-1 0 1; -2 0 2; -1 0 1"
NINE = "1 2 3; 4 5 6; 7 8 9"


def said(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    """What a command prints that succeeds."""
    assert run([*words, "-f", "text"]) == 0
    shown = capsys.readouterr()
    assert shown.err == ""
    return shown.out


@st.composite
def pictures(draw: st.DrawFn, sides: tuple[int, ...]) -> Any:
    """Nested lists of numbers as drawn, of the given sides in array order."""
    numbers = st.one_of(st.integers(-9, 9), st.fractions(-3, 3, max_denominator=16))
    if not sides:
        return draw(numbers)
    return [draw(pictures(sides[1:])) for _ in range(sides[0])]


@given(st.data())
def test_the_value_is_the_sum_of_the_double_loop(data: st.DataObject) -> None:
    axes = data.draw(st.integers(2, 3))
    sides = [tuple(data.draw(st.integers(1, 6 - axes)) for _ in range(axes)) for _ in range(2)]
    image, kernel = (data.draw(pictures(side)) for side in sides)
    name, form = data.draw(st.sampled_from(list(OPERATIONS)))
    problem = pose(
        name,
        form=form,
        at=[data.draw(st.integers(-3, 3)) for _ in range(axes)],
        image=image,
        kernel=kernel,
        axes=data.draw(st.sampled_from(["xy", "rc"])),
        stride=data.draw(st.integers(1, 2)),
        dilation=data.draw(st.integers(1, 2)),
    )

    def at(nest: Any, ranges: tuple[range, ...], index: tuple[int, ...]) -> Any:
        for side, number in zip(problem.order.array(ranges), problem.order.array(index), strict=True):
            nest = nest[side.index(number)]
        return nest

    taps = problem.kernel.ranges
    expected = sum(at(image, problem.image, pixel) * at(kernel, taps, index) for pixel, index in brute_force(problem))
    assert derive(problem).value == expected


def test_each_row_goes_on_to_its_number(capsys: pytest.CaptureFixture[str]) -> None:
    page = said(capsys, "conv", "--m", "0", "--n", "0", "--image", NINE, "--kernel", NINE, "--only", "table")
    assert "product, or why there is none" in page
    assert "✓ 1·9 = 9" in page
    assert "✓ 9·1 = 9" in page


def test_the_sum_is_written_three_times(capsys: pytest.CaptureFixture[str]) -> None:
    words = ("xcorr", "--form", "sliding", "--m", "0", "--n", "0", "--image", NINE, "--kernel", SOBEL)
    lines = said(capsys, *words, "--only", "result").splitlines()
    assert lines[0].startswith("  y[0,0] = −1·x[−1,−1] + 0·x[0,−1] + 1·x[1,−1] − 2·x[−1,0]")
    assert lines[1] == "  y[0,0] = −1·1 + 0·2 + 1·3 − 2·4 + 0·5 + 2·6 − 1·7 + 0·8 + 1·9 = 8"


def test_decimals_are_exact(capsys: pytest.CaptureFixture[str]) -> None:
    page = said(capsys, "conv", "--at", "0", "--image", "0.1 0.2 0.3", "--kernel", "1/3 1 -1", "--only", "result")
    assert page.splitlines()[-1] == "  y[0] = −1·(1/10) + 1·(1/5) + 1/3·(3/10) = 1/5"


def test_names_and_roots_stay_what_they_are(capsys: pytest.CaptureFixture[str]) -> None:
    words = ("conv", "--at", "0", "--image", "3", "--kernel", "sqrt(2)/2 alpha -beta_2**2+pi*2", "--only", "result")
    assert said(capsys, *words).splitlines()[0] == "  y[0] = (−beta₂^2+pi·2)·x[−1] + alpha·x[0] + √2/2·x[1]"
    page = said(capsys, "conv", "--at", "0", "--image", "1 x1 2", "--kernel", "sqrt(2) 1 a-b", "--only", "table,result")
    assert "✓ 1·(a−b)" in page
    assert "✓ x1·1" in page
    assert "y[0] = (a−b)·1 + 1·x1 + √2·2" in page


@pytest.mark.parametrize(
    ("image", "kernel", "sums"),
    [
        ("I1 I2 I3", "K1 K2 K3", ["K3·I1 + K2·I2 + K1·I3"]),
        ("I1 I2 I3", "2 -3 4", ["4·I1 − 3·I2 + 2·I3"]),
        ("I1 I2 I3", "K1 1 K3", ["K3·I1 + 1·I2 + K1·I3", "I1·K3 + I3·K1 + I2"]),
        ("a b a", "x b x", ["x·a + b·b + x·a", "2·a·x + b^2"]),
    ],
)
def test_no_sum_is_printed_twice(image: str, kernel: str, sums: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """A value that has the letters and numbers of the sum again, in whatever order, is left out."""
    words = ("conv", "--at", "0", "--image", image, "--kernel", kernel)
    page = said(capsys, *words, "--only", "result").splitlines()
    assert page[1] == f"  y[0] = {' = '.join(sums)}"
    line = said(capsys, "expand", *words[:1], *words[3:]).removesuffix("\n")
    assert line == f"y[0] = {' = '.join(sums)}"


def test_the_title_has_the_sum_as_it_is_printed_below(capsys: pytest.CaptureFixture[str]) -> None:
    words = ("conv", "--at", "0", "--image", "I1 I2 I3 I4 I5", "--kernel", "K1 K2 K3 K4")
    title = said(capsys, *words).splitlines()[1]
    assert title == "  y[0] = K4·x[−1] + K3·x[0] + … + K1·x[2] = K4·I2 + K3·I3 + … + K1·I5"


def test_letters_over_numbers(capsys: pytest.CaptureFixture[str]) -> None:
    page = said(capsys, "conv", "--m", "0", "--n", "0", "--image", NINE, "--only", "table,result")
    assert "✓ 1·i" in page
    assert "y[0,0] = i·1 + h·2 + g·3 + f·4 + e·5 + d·6 + c·7 + b·8 + a·9" in page


@pytest.mark.parametrize(
    ("kernel", "together"),
    [
        ("box-3", "1/9·(x[−1,−1] + x[0,−1] + x[1,−1] + x[−1,0] + x[0,0] + x[1,0] + x[−1,1] + x[0,1] + x[1,1])"),
        (SOBEL, "x[−1,−1] + x[−1,0]"),
        ("0 0; 0 0", "0"),
        ("1 2; 3 4", None),
        ("a b; a b", "b·(x[−1,−1] + x[−1,0]) + a·(x[0,−1] + x[0,0])"),
    ],
)
def test_equal_weights_are_collected(kernel: str, together: str | None) -> None:
    found = collected(derive(pose("conv", m=-0, n=0, image="9x9", kernel=kernel, kernel_origin=None)))
    if kernel == SOBEL:
        assert found is not None
        assert plain(found).startswith("x[−1,−1] + x[−1,1] − (x[1,−1] + x[1,1]) + 2·x[−1,0]")
    elif kernel in ("box-3", "1 2; 3 4", "0 0; 0 0"):
        assert (found if found is None else plain(found)) == together
    else:
        assert found is not None
        assert plain(found).count("·(") == 2


def test_the_collected_sum_is_a_line_of_its_own(capsys: pytest.CaptureFixture[str]) -> None:
    page = said(capsys, "conv", "--m", "0", "--n", "0", "--kernel", "gaussian-3", "--only", "result")
    assert "Simplified:" in page
    assert "1/4·x[0,0]" in page.splitlines()[-1]


def test_the_gradient_of_a_pixel_has_the_kernel_s_numbers(capsys: pytest.CaptureFixture[str]) -> None:
    page = said(
        capsys, "grad", "conv", "--pixel", "0", "--image", "1 2 3 4 5", "--kernel", "1 -2 3", "--only", "result"
    )
    assert page.splitlines()[0] == "  ∂L/∂x[0] = 1·g[−1] − 2·g[0] + 3·g[1]"
    page = said(capsys, "grad", "conv", "--weight", "0", "--image", "1 2 3", "--kernel", "1 -2 3", "--only", "result")
    assert page.splitlines() == ["  ∂L/∂h[0] = g[0]·x[0]", "  ∂L/∂h[0] = 2·g[0]"]


def test_rows_of_the_text_are_rows_of_the_picture() -> None:
    text = "1 2 3; 4 5 6"
    xy, rc = (pose("conv", at=(0, 0), image=text, axes=axes) for axes in ("xy", "rc"))
    assert [len(side) for side in xy.image] == [3, 2]
    assert [len(side) for side in rc.image] == [2, 3]
    assert xy.pixel((1, -1)) == rc.pixel((-1, 1)) == 3


def test_the_record_has_the_numbers(capsys: pytest.CaptureFixture[str]) -> None:
    words = ["conv", "--at", "0", "--image", "1 2 3", "--kernel", "1/2 -1 sqrt(2)", "-f", "json"]
    assert run(words) == 0
    record = json.loads(capsys.readouterr().out)
    assert record["kernel"]["values"] == ["1/2", -1, "sqrt(2)"]
    assert record["image"]["values"] == [1, 2, 3]
    assert [term["weight"] for term in record["terms"]] == ["sqrt(2)", -1, "1/2"]
    assert (record["laid"], record["value"]) == (["sqrt(2)", -1, "1/2"], "sqrt(2)-1/2")
    assert run(["conv", "--at", "0", "--image", "1 2 3", "--kernel", "1/2 -1 1", "-f", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["value"] == "1/2"


@pytest.mark.no_cover
@pytest.mark.parametrize("format_name", formats())
@pytest.mark.parametrize("kernel", ["sobel-x", "gaussian-3", "a b; 1/3 sqrt(2)/2"])
def test_every_format_takes_values(format_name: str, kernel: str) -> None:
    derivation = derive(pose("conv", m=0, n=0, image=NINE, kernel=kernel))
    page = convtrace.render(derivation, format_name)
    assert page
    if format_name == "text":
        assert plain(answer(derivation)).replace(" ", "") in page.replace(" ", "").replace("\n", "")


@pytest.mark.parametrize("words", [["conv", "--m", "0", "--n", "0"], ["grad", "conv", "--pixel", "0,0"]])
def test_sympy_agrees(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run([*words, "--kernel", "1 -alpha; 1/3 sqrt(2)/2-pi*2", "--check", "--only", "result"]) == 0
    assert "✓ Checked" in capsys.readouterr().out


def test_a_file_and_standard_input(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "kernel.csv"
    file.write_text("1,2\n3,4\n")
    words = ["conv", "--m", "0", "--n", "0", "--only", "result", "--kernel"]
    page = said(capsys, *words, str(file))
    assert page == "  y[0,0] = 4·x[0,0] + 3·x[1,0] + 2·x[0,1] + 1·x[1,1]\n"
    assert piped_in(file.read_bytes(), *words, "-", "-f", "text") == page


def test_a_pipe_that_nobody_holds_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("convtrace.cli.files.MAX_PIPE_SECONDS", 0.1)
    monkeypatch.chdir(tmp_path)
    os.mkfifo("pipe")
    words = ["conv", "--m", "0", "--n", "0", "--only", "result", "-f", "text", "--kernel", "pipe"]
    assert run(words) == 2
    assert "pipe can't be read: nothing is written into this pipe" in capsys.readouterr().err


def test_a_pipe_that_somebody_holds_is_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    os.mkfifo("pipe")
    writer = os.open("pipe", os.O_RDWR)

    def write() -> None:
        os.write(writer, b"1 2\n3 4\n")
        os.close(writer)

    def nothing_yet(*_: object) -> tuple[list[int], ...]:
        threading.Thread(target=write).start()
        return [], [], []

    monkeypatch.setattr("select.select", nothing_yet)
    assert run(["conv", "--m", "0", "--n", "0", "--only", "result", "-f", "text", "--kernel", "pipe"]) == 0
    assert "4·x[0,0]" in capsys.readouterr().out


def piped_in(given_: bytes, *words: str) -> str:
    """What a process prints for its standard input."""
    done = subprocess.run(command(*words), input=given_, capture_output=True, env=environment(), check=True)
    return done.stdout.decode()


def test_without_an_input_there_is_no_kernel(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", None)
    assert run(["conv", "--kernel", "-"]) == 2
    assert capsys.readouterr().err.startswith("Error: --kernel: ")


def test_no_file_is_read_by_pose(tmp_path: Path) -> None:
    (tmp_path / "kernel.csv").write_text("1,2\n")
    with pytest.raises(ConvtraceError):
        pose("conv", at=0, kernel=str(tmp_path / "kernel.csv"))


def test_proofs_are_about_letters_only(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["prove", "flip", "--kernel", "1 2 3"]) == 2
    assert capsys.readouterr().err == (
        "Error: --kernel: prove takes a size, not values\nType, for example: --kernel 3x3\n"
    )


def test_values_and_sizes_must_have_the_same_axes(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["conv", "--image", "1 2 3", "--kernel", NINE]) == 2
    assert capsys.readouterr().err == (
        "Error: --image: a row by itself has 1 axis, but the kernel has 2\n"
        'An image of one row ends with a semicolon: --image "1 2 3;"\n'
    )
    assert run(["conv", "--image", "3x3x3", "--kernel", "1 2 3 4"]) == 2
    assert "--kernel has 1 axis, but the image 3x3x3 has 3" in capsys.readouterr().err
    assert run(["conv", "--image", "3", "--kernel", "1 2 3"]) == 0


@pytest.mark.parametrize("words", [["--m", "1", "--n", "1"], ["--at", "0,0"], ["--kernel", "3x3"], ["--kernel", NINE]])
@pytest.mark.parametrize("given", ["7,7", "7 7", "(7,7)", "[7, 7]", " 7, 7 "])
def test_a_size_written_as_values(words: list[str], given: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Where two values don't fit but a size would, the message says how a size is written."""
    assert run(["conv", "--image", given, *words]) == 2
    message, source, _, hint = capsys.readouterr().err.splitlines()
    assert message == f"Error: --image: {given.strip()} was read as 2 values"
    assert source == f"  --image {given}".rstrip()
    assert hint == 'A size is written 7x7. An image of one row ends with a semicolon: --image "7 7;"'


@given(st.lists(st.integers(1, 9), min_size=1, max_size=5))
def test_values_that_fit_are_never_taken_for_a_size(values: list[int]) -> None:
    """A row of whole numbers is a signal where the question has one axis, or none."""
    row = ",".join(map(str, values)) + "," * (len(values) == 1)
    for options in ({"at": 0}, {"kernel": "1 2"}, {"kernel": 3}, {"pixel": 0}):
        assert pose("conv", image=row, mode="full", **options).pixels == tuple(values)


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["conv", "--at", "1,1,1", "--image", "5,5,5"], "A size is written 5x5x5."),
        (
            ["conv", "--at", "1,1", "--kernel", "3,3"],
            "A size is written 3x3. A kernel of one row ends with a semicolon",
        ),
        (["grad", "conv", "--pixel", "1,1", "--image", "5,5"], "A size is written 5x5. An image"),
        (["grad", "conv", "--weight", "1,1", "--image", "5,5"], "A size is written 5x5. An image"),
        (["compare", "--at", "1,1", "--image", "5,5"], "A size is written 5x5. An image"),
        (["map", "conv", "--image", "2,2"], "A size is written 2x2. Choose an image of at least 3,"),
        (["map", "conv", "--image", "-2,2"], "\nChoose an image of at least 3,"),
        (["library", "scipy.signal.convolve2d", "--image", "7,7"], "A size is written 7x7. An image"),
        (["conv", "--at", "1,1", "--kernel", "0,3"], "but the output has 2 indices\nA kernel of one row ends with"),
        (
            ["conv", "--image", "7x7", "--kernel", "1,0,-1"],
            'has 2\nA kernel of one row ends with a semicolon: --kernel "1 0 -1;"',
        ),
        (["conv", "--image", "7x7", "--kernel", "alpha " * 20], 'semicolon: --kernel "1 0 -1;"'),
        (["conv", "--at", "1,1", "--kernel", "3,3", "--image", "0.5 1"], "A size is written 3x3."),
        (
            ["conv", "--at", "1,1", "--kernel", "3,-3", "--image", "0.5 1"],
            "the image has 1 axis, but the output has 2 indices",
        ),
    ],
)
def test_a_row_where_there_are_more_axes(words: list[str], message: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(words) == 2
    assert message in capsys.readouterr().err


def test_python_gives_lists_and_fractions() -> None:
    derivation = derive(pose("conv", at=0, image=[0.5, 2, 3.0], kernel=[Fraction(1, 3), 1, 2], axes="rc"))
    assert derivation.value == Fraction(1) + 2 + 1


def test_a_name_that_is_a_letter_of_the_kernel_too(capsys: pytest.CaptureFixture[str]) -> None:
    refused = "is already the name of a kernel value\nChoose another name, or give the kernel's values with --kernel."
    for words in (["--pad", "constant:a"], ["--image", "1 2 b+1"]):
        assert run(["conv", "--at", "0", *(words if "--image" in words else ["--image", "3", *words])]) == 2
        assert refused in capsys.readouterr().err
    assert run(["conv", "--at", "0", "--image", "1 2 b", "--kernel", "1 2"]) == 0
    assert run(["conv", "--at", "0", "--image", "1 2 p"]) == 0


def test_the_head_of_a_table_is_no_row(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table = tmp_path / "table.csv"
    table.write_text("left,right\n1,2\n3,4\n")
    assert run(["conv", "--m", "0", "--n", "0", "--image", str(table)]) == 2
    assert "the first row of" in capsys.readouterr().err
    table.write_text("p,q\n1,r\n")
    assert run(["conv", "--m", "0", "--n", "0", "--image", str(table)]) == 0
