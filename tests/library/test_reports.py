"""Reports of people who used convtrace, each with what is right and how that was found out."""

from __future__ import annotations

import json
import re
import shlex
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

import convtrace
from tests.support.answers import answered

REPORTS = {
    report["id"]: report
    for report in map(json.loads, (Path(__file__).parents[1] / "data/reports.jsonl").read_text("utf-8").splitlines())
}
# exit code, what is said, and what is not
Said = tuple[int, tuple[str, ...], tuple[str, ...]]
SAID: dict[str, Said] = {
    "W1c": (0, ("A adds the bias b[0] to its sums", "bias=False"), ("othing to do", "gives both")),
    "W2": (0, ("A's output from B: 1. divide the kernel by its sum (5); 2. call B", "h2 = h/h.sum()"), ("Neither",)),
    "W4": (0, ("y[1] = −1i·x[0] + 4·x[1]", "= 20−2i", 'numpy.correlate(x, h, "full")[1]'), ("I·",)),
    "W4b": (0, ("y[0] = 1i·2 + 4·5 + 2·1 = 22+2i", "not conjugated here"), ("a sign is missing",)),
    "W6": (
        0,
        ("torch.conv_transpose1d(x[None], h[None, None], stride=2, output_padding=1)[0][4]", "y[4] = 0\n"),
        ("No call known",),
    ),
    "C5": (0, ("y[−1] = 1·2 = 2\ny[0] = 4·2 + 1·1 = 9\ny[1] = 4·1 + 1·3 = 7\ny[2] = 4·3 = 12\n",), ("no option",)),
    "C6": (0, ("m→  0  1  2  3  4  5  6  7  8\n    1  1  2  1  2  1  2  1  1\n",), ("is not a whole number",)),
    "M1": (2, ("Choose from: mode, cval, origin",), ("complex",)),
    "M2": (2, ("output_size must be 13 or 14 on each axis",), ("one column for each window",)),
    "M4": (0, ("torch.nn.ConvTranspose2d",), ("is not known",)),
}


def page(command: str) -> tuple[int, str]:
    """The exit code and the page of a command."""
    program, *words = shlex.split(command)
    assert program == "convtrace"
    return answered(words)


@pytest.mark.parametrize("report", [name for name, report in REPORTS.items() if "python" in report])
def test_a_call_in_python_gives_what_is_right(report: str) -> None:
    numbers = {"convtrace": convtrace, "np": np, "Fraction": Fraction}
    expected = re.sub(r"(\d+)/(\d+)", r"Fraction(\1, \2)", REPORTS[report]["expected"])
    assert eval(REPORTS[report]["python"], numbers) == eval(expected, numbers)


@pytest.mark.parametrize(("report", "said"), SAID.items())
def test_a_page_says_what_is_right(report: str, said: Said) -> None:
    code, shown = page(REPORTS[report]["command"])
    exit_code, there, not_there = said
    assert code == exit_code
    assert [words for words in there if words not in shown] == []
    assert [words for words in not_there if words in shown] == []


def test_every_report_is_held() -> None:
    assert {*REPORTS} == {*SAID, "W5", *(name for name, report in REPORTS.items() if "python" in report)}


def test_scale_and_offset_are_in_the_record_and_among_the_options() -> None:
    command = REPORTS["W5"]["command"]
    _, text = page(command)
    record = json.loads(text)
    pixels = {(0, i): value for i, value in enumerate([2, 7, 1])}
    products = sum(term["weight"] * pixels[tuple(term["pixel"])] for term in record["terms"])
    assert record["scale"] * products + record["offset"] == record["value"] == 20
    assert record["options"]["delta"] == [3, 3]
    assert "borderType=cv2.BORDER_DEFAULT, delta=3." in page(command.removesuffix(" -f json"))[1]
