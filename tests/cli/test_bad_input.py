"""What people see when convtrace can't use what they typed: whole messages, word for word."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import pytest

from convtrace.cli import run
from convtrace.cli.commands import commands
from convtrace.trace.pose import pose
from convtrace.values.limits import MIN_WIDTH
from tests.support.messages import marks, no_such, not_whole
from tests.support.processes import TIMEOUT

OUTPUT = ("--m", "1", "--n", "1")
START = "Type, for example: convtrace conv --m 1 --n 1\n"


def at_least_one(words: str, offset: int, marked: int) -> str:
    """The message about a side below 1."""
    return marks("--kernel: a size is at least 1", words, offset, marked, "Type, for example: --kernel 3x3")


def test_the_table_below_builds_messages_as_they_look() -> None:
    """Its helpers are checked once against a message in full."""
    assert not_whole("--m", "1.5", "--m 1") == (
        "Error: --m: 1.5 is not a whole number\n  --m 1.5\n      ^^^\nType a whole number, for example: --m 1\n"
    )


SECTIONS = "Choose from: values, equation, setup, kernel, image, table, drawing, result, elsewhere"
INTERVALS = "Type one interval for each axis, for example: --window -1:1,-1:1"
SHAPE = "Type auto, all, or the first and last index of each axis: --window 0:3,0:3"
FEWER = "Choose at most 1000000 pixels, for example: --window -1:1,-1:1"
SIDES = "Type whole numbers with x between them, for example:"
ORIGINS = "Count from 0, one number for each axis, for example: --kernel-origin 0,0"
NUMBER = "Type a whole number, for example: --m 1"
TOO_LARGE = "--m: this number is too large"
TOO_SMALL = "--m: this number is too small"
ALLOWED = "Type a number from -1000000000 to 1000000000."
CUT = "7" * 60 + "…"
COLUMNS = "Type, for example: --width 80"

TABLE: dict[str, tuple[list[str], str]] = {
    # the index of the output
    "a letter": (["--m", "x", "--n", "1"], not_whole("--m", "x", "--m 1")),
    "a fraction": (["--m", "1.5", "--n", "1"], not_whole("--m", "1.5", "--m 1")),
    "another option's letter": (["--m", "1", "--n", "?"], not_whole("--n", "?", "--n 1")),
    "an Arabic digit": (["--m", "٣", "--n", "1"], not_whole("--m", "٣", "--m 1")),
    "an underscore": (["--m", "1_000", "--n", "1"], not_whole("--m", "1_000", "--m 1")),
    "control characters": (["--m", "\x1b[2J", "--n", "1"], not_whole("--m", r"\x1b[2J", "--m 1")),
    "no digits": (["--m", "", "--n", "1"], marks("--m: a number is missing", "--m", 4, 1, NUMBER)),
    "5000 digits": (["--m", "7" * 5000, "--n", "1"], marks(TOO_LARGE, f"--m {CUT}", 4, 61, ALLOWED)),
    "beyond a milliard": (["--m", "1000000001", "--n", "1"], marks(TOO_LARGE, "--m 1000000001", 4, 10, ALLOWED)),
    "below minus a milliard": (["--m", "-1000000001", "--n", "1"], marks(TOO_SMALL, "--m -1000000001", 4, 11, ALLOWED)),
    "a gap": (
        ["--at", "1,,1"],
        marks("--at: a number is missing", "--at 1,,1", 7, 1, "Type a whole number, for example: --at 1,-1"),
    ),
    "too many axes": (
        ["--at", "1,2,3"],
        marks(
            "the image has 2 axes, but the output has 3 indices",
            "--at 1,2,3",
            0,
            10,
            "Type one index for each axis, for example: --m 1 --n 1, or give the image 3 axes: --image 7x7x7",
        ),
    ),
    "one axis": (
        ["--m", "1", "--image", "3x3x3"],
        marks(
            "the image has 3 axes, but the output has 1 index",
            "--m 1",
            0,
            5,
            "Type one index for each axis, for example: --at 1,1,1",
        ),
    ),
    "the output twice": (
        ["--at", "1,1", "--m", "1"],
        marks(
            "--at and --m/--n both name the output",
            "--at 1,1 --m 1",
            9,
            5,
            "Keep one of the two, for example: --at 1,1",
        ),
    ),
    # sizes
    "an empty side": ([*OUTPUT, "--kernel", "0x3"], at_least_one("--kernel 0x3", 9, 1)),
    "a negative side": ([*OUTPUT, "--kernel=-3x3"], at_least_one("--kernel -3x3", 9, 2)),
    "a missing side": (
        [*OUTPUT, "--kernel", "3x"],
        marks("--kernel: a number is missing", "--kernel 3x", 11, 1, f"{SIDES} --kernel 3x3"),
    ),
    "a large kernel": (
        [*OUTPUT, "--kernel", "100x100"],
        marks(
            "--kernel: 10000 elements are too many to write out",
            "--kernel 100x100",
            9,
            7,
            "Type a kernel of at most 9801 elements (99x99).",
        ),
    ),
    "nine axes": (
        ["--at", "1,1,1,1,1,1,1,1,1", "--image", "1x1x1x1x1x1x1x1x1"],
        marks("--image: 9 axes are too many", "--image 1x1x1x1x1x1x1x1x1", 8, 17, "Type at most 8 numbers."),
    ),
    "no times sign": (
        [*OUTPUT, "--image", "7*5"],
        marks("--image: 7*5 is not a whole number", "--image 7*5", 8, 3, f"{SIDES} --image 7x7"),
    ),
    "the second index of one axis": (
        ["--n", "1", "--image", "7"],
        marks("--n is the second index, but the image has 1 axis", "--n 1", 0, 5, "Type, for example: --m 1"),
    ),
    "3-D kernel, 2-D image": (
        [*OUTPUT, "--kernel", "3x3x3", "--image", "7x7"],
        marks(
            "--kernel has 3 axes, but the image 7x7 has 2",
            "--kernel 3x3x3",
            9,
            5,
            "Give both the same number of axes, for example: --kernel 3x3",
        ),
    ),
    "3-D kernel, 2-D output": (
        [*OUTPUT, "--kernel", "3x3x3"],
        marks(
            "the kernel has 3 axes, but the output has 2 indices",
            "--m 1 --n 1",
            0,
            11,
            "Type one index for each axis, for example: --at 1,1,1",
        ),
    ),
    "200 characters": (
        [*OUTPUT, "--image", "x" * 200],
        marks(
            "--image is longer than 120 characters",
            f"--image {'x' * 60}…",
            8,
            61,
            "Type fewer or shorter numbers.",
        ),
    ),
    # the kernel's origin
    "an origin of one axis": (
        [*OUTPUT, "--kernel-origin", "1"],
        marks("--kernel-origin has 1 number, but the kernel has 2 axes", "--kernel-origin 1", 16, 1, ORIGINS),
    ),
    "an origin of three axes": (
        [*OUTPUT, "--image-origin", "1,-2,0"],
        marks(
            "--image-origin has 3 numbers, but the image has 2 axes",
            "--image-origin 1,-2,0",
            15,
            6,
            ORIGINS.replace("kernel", "image"),
        ),
    ),
    # the window
    "a reversed window": (
        [*OUTPUT, "--window", "3:0,0:3"],
        marks("--window: 3 comes after 0", "--window 3:0,0:3", 9, 3, "Put the smaller number first: 0:3"),
    ),
    "a window outside": (
        [*OUTPUT, "--window", "0:9,0:3"],
        marks(
            "--window: 0:9 goes beyond the image, whose indices are -3 to 3 on this axis",
            "--window 0:9,0:3",
            9,
            3,
            "Choose an interval inside -3:3, or type: --window all",
        ),
    ),
    "a window of one axis": (
        [*OUTPUT, "--window", "1:2"],
        marks("--window has 1 interval, but the image has 2 axes", "--window 1:2", 9, 3, INTERVALS),
    ),
    "a window in three parts": (
        [*OUTPUT, "--window", "0:1:2,0:1"],
        marks("--window: 0:1:2 is not an interval", "--window 0:1:2,0:1", 9, 5, SHAPE),
    ),
    "a window in words": (
        [*OUTPUT, "--window", "foo"],
        marks("--window: foo is not an interval", "--window foo", 9, 3, SHAPE),
    ),
    "an empty window": ([*OUTPUT, "--window", ""], marks("--window: an interval is missing", "--window", 9, 1, SHAPE)),
    "all of a large image": (
        [*OUTPUT, "--image", "2000x1000", "--window", "all"],
        marks("--window: 2000000 pixels are too many to list", "--window all", 9, 3, FEWER),
    ),
    "a large window": (
        [*OUTPUT, "--image", "2000x1000", "--window", "-500:500,-500:499"],
        marks("--window: 1001000 pixels are too many to list", "--window -500:500,-500:499", 9, 17, FEWER),
    ),
    # names
    "an unknown section": ([*OUTPUT, "--only", "foo"], no_such("--only", "foo", SECTIONS)),
    "a misspelled section": (
        [*OUTPUT, "--only", "tabel"],
        no_such("--only", "tabel", f"Did you mean table? {SECTIONS}"),
    ),
    "no section": ([*OUTPUT, "--only", ""], marks("--only: a name is missing", "--only", 7, 1, SECTIONS)),
    "an unknown colour": (
        [*OUTPUT, "--color", "sometimes"],
        no_such("--color", "sometimes", "Choose from: auto, always, never"),
    ),
    "unknown axes": ([*OUTPUT, "--axes", "yx"], no_such("--axes", "yx", "Choose from: xy, rc")),
    # the width
    "no columns": (
        [*OUTPUT, "--width", "0"],
        marks(f"--width: 0 is not from {MIN_WIDTH} to 10000", "--width 0", 8, 1, COLUMNS),
    ),
    "too many columns": (
        [*OUTPUT, "--width", "10001"],
        marks(f"--width: 10001 is not from {MIN_WIDTH} to 10000", "--width 10001", 8, 5, COLUMNS),
    ),
    "columns in words": ([*OUTPUT, "--width", "x"], not_whole("--width", "x", "--width 80")),
}

COMMANDS = ", ".join([*commands(), "help"])


def no_command(before: str, name: str, near: str = "") -> str:
    """The message about a command that is not there."""
    guess = f"Did you mean {near}? " if near else ""
    hint = f"{guess}The commands: {COMMANDS}"
    return marks(f"there is no command '{name}'", f"{before}{name}", len(before), len(name), hint)


def repeated(option: str, times: str) -> str:
    """The message about an option that takes one value and was given several."""
    return f"Error: {option} is given {times}, but takes one value\nKeep one {option}.\n"


# what click says
UNREAD: dict[str, tuple[list[str], str]] = {
    "no value": (["conv", "--m"], f"Error: Option '--m' requires an argument.\n{START}"),
    "no value in the end": (["conv", "--n", "1", "--m"], f"Error: Option '--m' requires an argument.\n{START}"),
    "an unknown option": (["conv", *OUTPUT, "--bogus"], f"Error: conv has no option --bogus\n{START}"),
    "an option with a slip": (
        ["grad", "conv", "--pixels", "1,1"],
        "Error: grad has no option --pixels\nDid you mean --pixel? All its options: convtrace grad -h\n",
    ),
    "an extra word": (["conv", *OUTPUT, "extra"], f"Error: Got unexpected extra argument (extra)\n{START}"),
    "an unknown command": (["frobnicate"], no_command("convtrace ", "frobnicate")),
    "a letter too many": (["convo"], no_command("convtrace ", "convo", "conv")),
    "a letter too few": (["xcor"], no_command("convtrace ", "xcor", "xcorr")),
    "a slip": (["libary", "numpy"], no_command("convtrace ", "libary", "library")),
    "capitals": (["PROVE"], no_command("convtrace ", "PROVE", "prove")),
    "no name": ([""], f"Error: there is no command ''\n  convtrace\n            ^\nThe commands: {COMMANDS}\n"),
    "help for what is not there": (["help", "convo"], no_command("convtrace help ", "convo", "conv")),
    "no operation": (
        ["map"],
        "Error: map: OPERATION is missing\n"
        "One of: conv, xcorr, conv-transpose. Type, for example: convtrace map conv\n",
    ),
    "an option twice": (["conv", *OUTPUT, "--kernel", "3", "--kernel=5"], repeated("--kernel", "twice")),
    "the index three times": (["conv", "--at=1", "--at", "1", "--at", "2"], repeated("--at", "3 times")),
    "a format under both its names": (
        ["expand", "conv", "-f", "text", "--format", "jsonl"],
        repeated("--format", "twice"),
    ),
    "an image twice": (["library", "numpy.convolve", "--image", "7", "--image", "8"], repeated("--image", "twice")),
    "an option of another command": (
        ["conv", *OUTPUT, "--weight", "1,1"],
        "Error: conv has no option --weight\nIt is an option of: grad, library. Those of conv: convtrace conv -h\n",
    ),
    "an output by its letter": (
        ["library", "numpy.convolve", "--m", "3"],
        "Error: library has no option --m\nName the output with --at, for example: --at 1,1\n",
    ),
    "an option without a command": (["--m", "1"], f"Error: convtrace has no option --m\n{START}"),
}


def check(capsys: pytest.CaptureFixture[str], words: list[str], message: str) -> None:
    """The command gives this message on stderr and nothing else."""
    assert run(words) == 2
    shown = capsys.readouterr()
    assert shown.err == message
    assert shown.out == ""
    assert "Traceback" not in shown.err


@pytest.mark.parametrize("case", TABLE)
@pytest.mark.parametrize("operation", ["conv", "xcorr"])
def test_message(operation: str, case: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Every message says what is wrong, where, and what to type; the same for each operation."""
    words, message = TABLE[case]
    check(capsys, [operation, *words], message)


INSIDE = "Choose a number from -3 to 3."
# the commands that do not explain one output
OTHERS: dict[str, tuple[list[str], str]] = {
    "no gradient": (
        ["grad", "conv"],
        "Error: which gradient?\nAdd a pixel or a kernel element, for example: --pixel 1,1 or --weight 0,0\n",
    ),
    "two gradients": (
        ["grad", "conv", "--pixel", "1,1", "--weight", "0,0"],
        marks("--pixel and --weight ask for two gradients", "--pixel 1,1 --weight 0,0", 12, 12, "Keep one of the two."),
    ),
    "a pixel outside": (
        ["grad", "conv", "--pixel", "1,4"],
        marks("--pixel: 4 is outside the image, whose indices are -3 to 3 on this axis", "--pixel 1,4", 10, 1, INSIDE),
    ),
    "a kernel element outside": (
        ["grad", "xcorr", "--weight", "-2,0"],
        marks(
            "--weight: -2 is outside the kernel, whose indices are -1 to 1 on this axis",
            "--weight -2,0",
            9,
            2,
            "Choose a number from -1 to 1.",
        ),
    ),
    "too few indices": (
        ["grad", "conv", "--pixel", "1"],
        marks(
            "the image has 2 axes, but --pixel has 1 index",
            "--pixel 1",
            8,
            1,
            "Type one index for each axis, for example: --pixel 0,0",
        ),
    ),
    "no output exists": (
        ["grad", "conv", "--pixel", "0,0", "--image", "3x3", "--kernel", "5x5"],
        "Error: --mode valid: no output exists, because the image 3x3 is smaller than the kernel 5x5\n"
        "Choose an image of at least 5x5, or type: --mode full\n",
    ),
    "too many outputs": (
        ["grad", "conv", "--weight", "0,0", "--image", "102x102"],
        "Error: --weight: 10000 outputs use this element, too many to write out\n"
        "Choose a smaller image, for example: --image 9x9\n",
    ),
    "no output to map": (
        ["map", "conv", "--image", "3", "--kernel", "5"],
        "Error: --mode valid: no output exists, because the image 3 is smaller than the kernel 5\n"
        "Choose an image of at least 5, or type: --mode full\n",
    ),
    "no stride": (
        ["conv", "--stride", "0"],
        marks("--stride: a step is at least 1", "--stride 0", 9, 1, "Type, for example: --stride 2"),
    ),
    "too many dilations": (
        ["map", "conv", "--dilation", "1,2,3"],
        marks(
            "--dilation has 3 numbers, but the image has 2 axes",
            "--dilation 1,2,3",
            11,
            5,
            "Type one number, or one for each axis: --dilation 2,2",
        ),
    ),
    "an unknown mode": (
        ["map", "conv", "--mode", "most"],
        no_such("--mode", "most", "Choose from: valid, same, full"),
    ),
    "an unknown operation": (
        ["grad", "convolve", "--pixel", "1,1"],
        marks(
            "no operation is called convolve",
            "convolve",
            0,
            8,
            "Did you mean conv? Choose from: conv, xcorr, conv-transpose",
        ),
    ),
    "a form where there is one": (
        ["map", "conv", "--form", "sliding"],
        marks("conv has only one form", "--form sliding", 7, 7, "Leave --form out."),
    ),
    "a form behind a name where there is one": (
        ["map", "conv:sliding"],
        marks("conv has only one form", "conv:sliding", 5, 7, "Type: conv"),
    ),
    "two forms": (
        ["map", "xcorr:sliding", "--form", "reflected"],
        marks("xcorr:sliding and --form reflected name two forms", "--form reflected", 7, 9, "Keep one of the two."),
    ),
    "one operation to compare": (
        ["compare", "xcorr", "--m", "1", "--n", "1"],
        "Error: two operations are compared, not 1\nType, for example: convtrace compare conv xcorr --m 1 --n 1\n",
    ),
    "a form that neither operation has": (
        ["compare", "--m", "1", "--n", "1", "--form", "slide"],
        no_such("--form", "slide", "Did you mean sliding? Choose from: reflected, sliding"),
    ),
    "a form where no operation has a choice": (
        ["compare", "conv", "xcorr:sliding", "--m", "1", "--n", "1", "--form", "sliding"],
        marks("--form: conv and xcorr:sliding have no form to choose", "--form sliding", 7, 7, "Leave --form out."),
    ),
    "no output to compare at": (
        ["compare"],
        "Error: which output?\nAdd an index for each axis, for example: --m 1 --n 1\n",
    ),
    "half an output to compare at": (
        ["compare", "--m", "1"],
        "Error: which output?\nAdd an index for each axis, for example: --m 1 --n 1\n",
    ),
    "a section of another page": (
        ["compare", "--m", "1", "--n", "1", "--only", "table"],
        no_such("--only", "table", "Choose from: equation, same-output, same-pixels, kernel, elsewhere"),
    ),
}


@pytest.mark.parametrize("case", OTHERS)
def test_message_of_the_other_commands(case: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Gradients, maps and comparisons say as clearly what they need."""
    check(capsys, *OTHERS[case])


@pytest.mark.parametrize("case", UNREAD)
def test_message_about_words_that_no_command_takes(case: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Words that never reach a command get one line and an example."""
    check(capsys, *UNREAD[case])


def test_unknown_format(capsys: pytest.CaptureFixture[str]) -> None:
    """The formats are those that exist."""
    from convtrace.render.rendering import CELLS, IMAGES, PAGES, formats

    message = no_such("--format", "pdf", f"Choose from: {', '.join(formats(PAGES, IMAGES, CELLS))}")
    check(capsys, ["conv", *OUTPUT, "-f", "pdf"], message)


def test_unknown_form(capsys: pytest.CaptureFixture[str]) -> None:
    """An operation with forms names them."""
    message = no_such("--form", "foo", "Choose from: reflected, sliding")
    check(capsys, ["xcorr", *OUTPUT, "--form", "foo"], message)


def test_form_of_an_operation_that_has_one(capsys: pytest.CaptureFixture[str]) -> None:
    """Convolution has no --form."""
    assert run(["conv", *OUTPUT, "--form", "sliding"]) == 2
    shown = capsys.readouterr()
    assert shown.err.startswith("Error: conv has no option --form\nIt is an option of: xcorr, compare, ")
    assert shown.out == ""


@pytest.mark.parametrize("words", [["conv", *OUTPUT, "\x1b[2J"], ["conv", "--\x1b[2J"], ["\x1b[2J"]])
def test_words_that_no_command_takes_reach_no_terminal(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """Control characters are spelled out wherever they stand."""
    assert run(words) == 2
    shown = capsys.readouterr()
    assert r"\x1b[2J" in shown.err
    assert "\x1b" not in shown.err
    assert shown.out == ""


@pytest.mark.parametrize("case", ["a fraction", "control characters", "a large window"])
def test_message_of_a_process(case: str) -> None:
    """The same message, from a process of its own."""
    words, message = TABLE[case]
    command = [sys.executable, "-m", "convtrace", "conv", *words]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", timeout=TIMEOUT, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (2, "", message)


@pytest.mark.parametrize(
    ("pasted", "plain"),
    [
        ({"m": "−1", "n": "−1"}, {"m": "-1", "n": "-1"}),
        ({"m": "–1", "n": "–1"}, {"m": "-1", "n": "-1"}),
        ({"m": "+1", "n": " 1 "}, {"m": "1", "n": "1"}),
        ({"at": "1,1", "image": "7×5", "kernel": "3×5"}, {"at": "1,1", "image": "7x5", "kernel": "3x5"}),
        ({"at": "1,1", "window": "−1:1,–1:1"}, {"at": "1,1", "window": "-1:1,-1:1"}),
    ],
)
def test_text_pasted_from_a_page_is_read(pasted: dict[str, Any], plain: dict[str, Any]) -> None:
    """Minus signs, dashes and times signs are what people copy."""
    assert pose("conv", **pasted) == pose("conv", **plain)


@pytest.mark.parametrize("minus", ["−", "–"])
def test_pasted_command_prints_the_same_page(minus: str, capsys: pytest.CaptureFixture[str]) -> None:
    """A command copied from a document works."""
    assert run(["xcorr", "--m", "-1", "--n", "-1"]) == 0
    page = capsys.readouterr().out
    assert run(["xcorr", "--m", f"{minus}1", "--n", f"{minus}1", "--image", "7×7"]) == 0
    assert capsys.readouterr().out == page
