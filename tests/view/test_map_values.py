"""The values of all outputs in `map`, held by SciPy."""

from __future__ import annotations

import json
import re
import shlex

import numpy as np
import pytest
import scipy.signal
from hypothesis import given
from hypothesis import strategies as st

import convtrace
from convtrace.cli import run
from convtrace.document.blocks import Target
from convtrace.law.extents import MODES
from convtrace.render.lines.monospace import _shell_line


def said(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    """What `map` prints in plain text."""
    assert run(["map", *words, "-f", "text"]) == 0
    return capsys.readouterr().out


@given(st.integers(0, 2**16), st.sampled_from(MODES))
def test_they_are_those_of_scipy(seed: int, mode: str) -> None:
    numbers = np.random.default_rng(seed)
    kernel = numbers.integers(-9, 9, numbers.integers(1, 4, 2))
    image = numbers.integers(-9, 9, numbers.integers(kernel.shape, 6))
    page = convtrace.map_outputs("conv", image=image, kernel=kernel, mode=mode, kernel_origin=(0, 0))
    found = [each["value"] for each in json.loads(convtrace.render(page, "json"))["patches"]]
    expected = scipy.signal.convolve2d(image, kernel, "full")
    rows, columns = image.shape
    part = {
        "full": expected,
        "same": expected[:rows, :columns],
        "valid": expected[kernel.shape[0] - 1 : rows, kernel.shape[1] - 1 : columns],
    }
    assert found == part[mode].ravel().tolist()


def test_the_grid_comes_first_and_names_the_next_command(capsys: pytest.CaptureFixture[str]) -> None:
    page = said(capsys, "conv", "--image", "1 2 3; 4 5 6; 7 8 9", "--kernel", "1 2; 3 4")
    assert "\n1. Values\nThe value of each output:\nn↓ m→  −1   0\n   −1  23  33\n    0  53  63\n" in page
    command = "convtrace conv --at 0,0 --image '1 2 3; 4 5 6; 7 8 9' --kernel '1 2; 3 4'"
    assert f"Where y[0,0] comes from, step by step:\n  {command}\n" in page
    assert run([*shlex.split(command)[1:], "--only", "result", "-f", "text"]) == 0
    assert capsys.readouterr().out.endswith("= 63\n")


def test_letters_have_no_values(capsys: pytest.CaptureFixture[str]) -> None:
    assert "Values" not in said(capsys, "conv")
    assert "have values where the image and the kernel have" in said(capsys, "conv", "--only", "values")


def test_names_and_large_outputs(capsys: pytest.CaptureFixture[str]) -> None:
    names = ("conv", "--image", "1 2", "--kernel", "a 1", "--mode", "full", "--only", "values")
    assert "m→  −2       −1  0\n     a  2·a + 1  2\n" in said(capsys, *names)
    row = " ".join(["1"] * 3000)
    page = said(capsys, "conv", "--image", row, "--kernel", "1 1", "--only", "values")
    assert "The drawing of the values is left out" in page
    assert "--format csv has all of them.\n" in page


HOMEWORK = ("--image", "1 2 3 4 5; 6 7 8 9 1; 2 3 4 5 6; 7 8 9 1 2; 3 4 5 6 7", "--kernel", "1 0 -1; 2 0 -2; 1 0 -1")


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("name", ["conv", "xcorr", "conv-transpose"])
def test_homework_in_one_screen(name: str, mode: str, capsys: pytest.CaptureFixture[str]) -> None:
    """The whole output stands above the equation, and the next command opens one of its cells."""
    assert run([name, *HOMEWORK, "--mode", mode, "--width", "80"]) == 0
    page = capsys.readouterr().out
    lines = page.splitlines()
    assert len(lines) <= 27
    assert max(map(len, lines)) <= 80
    assert run([name, *HOMEWORK, "--mode", mode, "-f", "csv"]) == 0
    numbers = [line.split(",") for line in capsys.readouterr().out.splitlines()]
    shown = [line.split()[1:] for line in lines[lines.index("The value of each output:") + 2 :]]
    assert shown[: len(numbers)] == [[each.replace("-", "−") for each in row] for row in numbers]
    command = page.split("step by step:\n")[1].split("\n\n")[0].replace("\\\n", "")
    assert run([*shlex.split(command)[1:], "-f", "csv"]) == 0
    middle = len(numbers) // 2
    assert capsys.readouterr().out == f"{numbers[middle][middle]}\n"


def test_the_next_command_has_all_that_was_typed(capsys: pytest.CaptureFixture[str]) -> None:
    words = ("--image", "1 2 3; 4 5 6", "--kernel", "-1 a; 2 1/2", "--axes", "rc", "--pad", "edge", "--count", "1")
    more = ("--mode", "same", "--stride", "1,2", "--sum-over", "kernel", "--names", "I,K,S", "--form", "sliding")
    assert run(["xcorr", *words, *more, "-f", "text", "--only", "values"]) == 0
    page = capsys.readouterr().out
    command = shlex.split(page.splitlines()[-1])
    assert command[:3] == ["convtrace", "xcorr", "--at"]
    assert {*command[4:]} == {*words, *more}
    assert run([*command[1:], "--only", "result", "-f", "text"]) == 0
    assert capsys.readouterr().out.startswith(f"  S[{command[3]}] = ")


def test_arrays_too_long_for_a_line_are_left_out(capsys: pytest.CaptureFixture[str]) -> None:
    image = "; ".join(["1 2 3 4 5 6 7"] * 7)
    words = ("--kernel", "1 2;", "--stride", "2", "--width", "80")
    assert run(["conv", "--image", image, *words]) == 0
    page = capsys.readouterr().out
    command = "convtrace conv --at 0,0 --image … --kernel '1 2;' --stride 2"
    assert f"comes from, step by step, with your arrays for …:\n  {command}\n" in page
    assert run(["conv", "--image", "1 2\n3 4", "--kernel", "1;", "-f", "text", "--only", "values"]) == 0
    assert capsys.readouterr().out.endswith("convtrace conv --at 0,0 --image … --kernel '1;'\n")
    assert run(["conv", "--image", "1 2;", "--kernel", "1;", "--at", "0,0", "--only", "values", "-f", "text"]) == 0
    page = capsys.readouterr().out
    assert "with your arrays for … and your options:\n  convtrace conv --at 0,0 --image … --kernel …\n" in page


@pytest.mark.parametrize("width", ["40", "80"])
def test_a_command_is_the_same_at_every_width(width: str, capsys: pytest.CaptureFixture[str]) -> None:
    """No line ends inside quotes; the shell reads it as it was typed."""
    words = ("--image", "3 1 4 1 5; 9 2 6 5 3; 5 8 9 7 9; 3 2 3 8 4; 6 2 6 4 3", "--kernel", "1 2 0; -1 3 1; 0 4 -2")
    assert run(["conv", *words, "--only", "values", "--width", width]) == 0
    command = capsys.readouterr().out.split("step by step:\n")[1]
    assert shlex.split(command.replace("\\\n", "")) == ["convtrace", "conv", "--at", "0,0", *words]
    lines = _shell_line("""f --a 'it'"'"'s a word' "b  c" d""", Target(width=8))
    assert ["".join(span.text for span in line) for line in lines] == [
        "f \\",
        "  --a \\",
        """  'it'"'"'s a word' \\""",
        '  "b  c" \\',
        "  d",
    ]


def test_channels_are_summed_over(capsys: pytest.CaptureFixture[str]) -> None:
    words = ("--channels", "2", "--image", "[[[1,2],[3,4]],[[5,6],[7,8]]]", "--kernel", "[[[1]],[[2]]]")
    assert run(["conv", *words, "-f", "csv"]) == 0
    assert capsys.readouterr().out == "11,14\n17,20\n"
    for format_name in ("text", "json", "svg", "html"):
        assert run(["conv", *words, "-f", format_name]) == 0
        assert "17" in capsys.readouterr().out
    assert run(["conv", "--image", "2;", "--kernel", "3;", "-f", "text"]) == 0
    assert "There are" not in capsys.readouterr().out


def test_the_form_that_reverses_its_output_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    reversed_note = "Note: this form reverses the output. The sliding form gives the same numbers"
    assert run(["xcorr", *HOMEWORK, "-f", "text"]) == 0
    assert f"{reversed_note} rotated by 180°.\n" in capsys.readouterr().out
    assert run(["xcorr", "--image", "1,2,3", "--kernel", "1,2", "-f", "text"]) == 0
    assert f"{reversed_note} in reverse order on each axis.\n" in capsys.readouterr().out
    assert run(["xcorr", *HOMEWORK, "--form", "sliding", "-f", "text"]) == 0
    assert "reverses" not in capsys.readouterr().out


def test_the_record_has_the_general_sum_and_the_values(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["conv", *HOMEWORK, "-f", "json"]) == 0
    record = json.loads(capsys.readouterr().out)
    assert record["output"] == ["m", "n"]
    assert record["outputs"] == {"lo": [-1, -1], "hi": [1, 1]}
    assert record["values"] == [[8, 8, -10], [8, -1, -10], [8, -10, -10]]
    assert len(record["terms"]) == 9
    assert run(["conv", *HOMEWORK, "--stride", "2", "-f", "json"]) == 0
    record = json.loads(capsys.readouterr().out)
    assert record["values"] == [[-1]]
    # no single sum holds for all outputs of a stride between pixels
    assert run(["conv-transpose", "--image", "1,2", "--kernel", "3,4", "--stride", "2", "-f", "json"]) == 0
    record = json.loads(capsys.readouterr().out)
    assert (record["values"], record["output"], "terms" in record) == ([3, 4, 6, 8], None, False)


def test_general_position_is_there_by_its_sections(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["conv", *HOMEWORK, "--only", "values,result", "-f", "text"]) == 0
    page = capsys.readouterr().out
    assert page.startswith("1. Values\n")
    assert "\n6. Result\n  y[m,n] = −1·x[m−1,n−1]" in page
    assert run(["conv", *HOMEWORK, "--at", "0,0", "--only", "values", "-f", "text"]) == 0
    assert capsys.readouterr().out.startswith("The value of each output:\n")
    assert run(["grad", "conv", "--pixel", "0,0", *HOMEWORK, "--only", "values", "-f", "text"]) == 0
    assert capsys.readouterr().out.startswith("The value of each output:\n")


def test_python_has_the_same_page(capsys: pytest.CaptureFixture[str]) -> None:
    page = convtrace.derive("conv", image=HOMEWORK[1], kernel=HOMEWORK[3])
    assert run(["conv", *HOMEWORK, "-f", "csv"]) == 0
    assert convtrace.render(page, "csv") == capsys.readouterr().out
    assert "The value of each output:" in str(page)


@pytest.mark.parametrize("words", ["conv", "map conv"])
def test_pictures_have_the_numbers(words: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run([*words.split(), "--image", "11 12; 13 14", "--kernel", "15,16;", "-f", "svg"]) == 0
    picture = re.sub("<[^>]*>", "", capsys.readouterr().out)
    for number in (11, 12, 13, 14, 11 * 16 + 12 * 15, 13 * 16 + 14 * 15):
        assert str(number) in picture
