"""Drawings of too many cells are left out, each with a sentence; the rest of the page stays."""

from __future__ import annotations

import re

import pytest

from convtrace.cli import run

KERNEL = ("--image", "61x61", "--kernel", "51x51")
BLOCK = ("--at", "0,0,0", "--image", "20x20x20", "--kernel", "14x14x14")
OUTPUTS = ("map", "conv", "--image", "9x9x9x9x9", "--kernel", "1x1x1x1x1")


@pytest.mark.parametrize(
    ("words", "left_out"),
    [
        (
            (*("conv", "--at", "0,0"), *KERNEL, "--only", "setup,drawing"),
            ["kernel h", "image x", "the patch", "kernel h"],
        ),
        ((*("conv", "--at", "0,0"), *KERNEL, "-f", "svg"), 2 * ["image x", "kernel h"]),
        (("compare", *BLOCK), ["image x", "kernel h"]),
        (("conv", *KERNEL, "--only", "image,kernel"), ["kernel h", "image x"]),
        ((*OUTPUTS, "--only", "outputs,places"), ["the outputs", "image x"]),
    ],
)
def test_large_drawings_are_left_out(
    words: tuple[str, ...], left_out: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(words) == 0
    page = capsys.readouterr().out
    assert (
        re.findall(r"The drawing of ([\w ]+) is left out: it would have \d+ cells, more than 2500\.", page) == left_out
    )
