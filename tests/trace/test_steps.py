"""Strides and dilations on the pages: gaps, fractions and outputs that nothing reaches."""

from __future__ import annotations

import shlex

import pytest

from convtrace.cli import run
from convtrace.trace.comparison import compare
from convtrace.trace.derivation import derive
from convtrace.trace.pose import pose

SAID = {
    "no whole index": (
        ["grad", "conv", "--pixel", "1", "--stride", "2", "--kernel", "1", "--image", "9"],
        [
            "2m−1 is not the index of a kernel element for any whole m.",
            "No kernel element meets an output: its index would not be whole, so the sum is 0.",
        ],
    ),
    "a gap in the outputs": (
        ["grad", "conv", "--pixel", "1", "--stride", "2", "--image", "9"],
        ["this is a cross-correlation (sliding form) of g, its elements 2 apart, with h"],
    ),
    "different gaps": (
        ["grad", "conv", "--pixel", "1,1", "--stride", "2,1", "--image", "9x9"],
        ["of g, its elements 2×1 apart, with h"],
    ),
    "steps of the sum": (
        ["conv", "--at", "1", "--image", "9", "--dilation", "2", "--only", "equation"],
        ["−1 ≤ (1−i)/2 ≤ 1 ⇒ −1 ≤ i ≤ 3", "i runs in steps of 2."],
    ),
    "steps in the map": (
        ["map", "conv", "--image", "9", "--dilation", "2", "--only", "outputs"],
        ["i = −4…0 in steps of 2", "i = 0…4 in steps of 2"],
    ),
    "an output without pixels": (
        ["map", "conv", "--image", "2", "--kernel", "2", "--dilation", "4", "--mode", "full", "--only", "outputs"],
        ["i = none"],
    ),
    "a long axis": (
        ["map", "conv", "--image", "30", "--only", "outputs"],
        ["Of a long axis only the middle 7 are drawn. --format json lists all."],
    ),
    "slices move forward": (
        ["map", "conv", "--image", "3x3x3", "--axes", "rc", "--only", "equation"],
        ["n−1 ≤ j ≤ n+1"],
    ),
    "the same pixels": (
        ["compare", "--m", "1", "--n", "1", "--form", "sliding"],
        ["For y[1,1], A and B use the same pixels 0 ≤ i ≤ 2 and 0 ≤ j ≤ 2."],
    ),
    "a stride over all outputs": (
        ["compare", "--at", "1", "--image", "9", "--stride", "2", "--only", "same-pixels"],
        ["A's y[1] and B's y[−1] use the same pixels:"],
    ),
}


@pytest.mark.parametrize("case", SAID)
def test_the_page_says_so(case: str, capsys: pytest.CaptureFixture[str]) -> None:
    words, sentences = SAID[case]
    assert run([*words, "-f", "text"]) == 0
    page = " ".join(capsys.readouterr().out.split())
    assert [sentence for sentence in sentences if sentence not in page] == []


def test_the_gradient_of_a_corner_ends_with_what_is_missing(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["grad", "conv", "--pixel", "2,2", "--only", "result", "-f", "text"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "  ∂L/∂x[2,2] = a·g[1,1] + b·g[2,1] + d·g[1,2] + e·g[2,2]",
        "5 kernel elements meet no output: mode valid has no outputs there.",
    ]


def test_a_stride_that_steps_over_all_outputs_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["map", "conv", "--image", "4", "--kernel", "4", "--stride", "2"]) == 2
    assert capsys.readouterr().err == (
        "Error: --mode valid: no output exists, because --stride 2 steps over all of them\n"
        "Choose a smaller --stride, or type: --mode full\n"
    )


def test_no_output_of_the_second_falls_on_the_same_pixels() -> None:
    first = pose("conv", at=0, image=9, kernel=2)
    second = pose("xcorr", form="sliding", at=0, image=9, kernel=2, stride=2)
    assert compare(first, second).same_patch is None


@pytest.mark.parametrize(
    ("words", "note"),
    [
        ("xcorr --m -1 --n -1", "Note: this form reverses the output. In the sliding form this is y[1,1]."),
        ("xcorr --at 2 --image 8", "Note: this form reverses the output. In the sliding form this is y[−2]."),
        ("xcorr", "Note: this form reverses the output. In the sliding form this is y[−m,−n]."),
        ("xcorr --form sliding --m -1 --n -1", None),
        ("conv --m 1 --n 1", None),
        ("grad xcorr --pixel 1,1", None),
        ("xcorr --m 9 --n 9", None),
        ("library scipy.signal.correlate --at 1 --image 5 --kernel 3", None),
    ],
)
def test_a_reversed_output_is_named_where_the_sum_is_read(
    words: str, note: str | None, capsys: pytest.CaptureFixture[str]
) -> None:
    """The note is true: the sliding form has the same sum at that output."""
    assert run([*shlex.split(words), "--only", "result"]) == 0
    said = [line for line in capsys.readouterr().out.splitlines() if line.startswith("Note")]
    assert said == ([] if note is None else [note])


def test_the_sliding_form_has_the_value_at_the_named_output() -> None:
    reflected, sliding = derive(pose("xcorr", at="2,-1")), derive(pose("xcorr", form="sliding", at="-2,1"))
    assert [(term.weight, term.pixel) for term in reflected.terms] == [
        (term.weight, term.pixel) for term in sliding.terms
    ]
