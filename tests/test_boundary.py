"""--pad: what stands in for x outside the image, against NumPy's own padding."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from convtrace import ConvtraceError
from convtrace.boundary import FOLDING
from convtrace.cli import run
from convtrace.derivation import derive
from convtrace.problem import pose
from tests.problems import OPERATIONS

MODES: dict[str, dict[str, Any]] = {
    "zero": {"mode": "constant"},
    **{name: {"mode": name} for name in ("edge", "reflect", "symmetric", "wrap")},
}
FAR = 12


def test_the_names_are_those_of_numpy() -> None:
    assert set(MODES) == set(FOLDING)


@given(st.data(), st.sampled_from(list(MODES)))
def test_the_value_is_that_of_the_padded_image(data: st.DataObject, pad: str) -> None:
    axes = data.draw(st.integers(1, 2))
    sides = data.draw(st.tuples(*[st.integers(1, 4)] * axes))
    numbers = st.integers(-9, 9)
    image: Any = np.array(data.draw(st.lists(numbers, min_size=int(np.prod(sides)), max_size=int(np.prod(sides)))))
    image = image.reshape(sides)
    taps = data.draw(st.tuples(*[st.integers(1, 5)] * axes))
    kernel: Any = np.array([data.draw(numbers) for _ in range(int(np.prod(taps)))]).reshape(taps)
    name, form = data.draw(st.sampled_from(list(OPERATIONS)))
    at = data.draw(st.tuples(*[st.integers(-4, 4)] * axes))
    problem = pose(name, form=form, at=at, image=image, kernel=kernel, pad=pad, axes="rc")
    padded = np.pad(image, FAR, **MODES[pad])
    index = OPERATIONS[name, form]
    expected = 0
    for place in np.ndindex(*padded.shape):
        pixel = [position - FAR + side[0] for position, side in zip(place, problem.image, strict=True)]
        wanted = tuple(index(m, i) for m, i in zip(at, pixel, strict=True))
        if all(k in side for k, side in zip(wanted, problem.kernel.ranges, strict=True)):
            weight = kernel[tuple(k - side[0] for k, side in zip(wanted, problem.kernel.ranges, strict=True))]
            expected += int(weight) * int(padded[place])
    assert derive(problem).value == expected


SAID = {
    "the table": (
        ["--only", "table"],
        ["✓ g, x[4,−1] → x[2,−1] (reflect)", "6 valid, 3 with a pixel that stands in, 6 not."],
    ),
    "the drawing": (["--only", "drawing"], ["→ x[2,0]"]),
    "the sum": (
        ["--only", "result"],
        [
            "3 kernel elements fall outside the image: pixels of the image stand in (reflect).",
            "(i+g)·x[2,−1] + h·x[3,−1]",
        ],
    ),
    "numbers": (["--only", "result", "--kernel", "1 2 3; 4 5 6; 7 8 9"], ["16·x[2,−1] + 8·x[3,−1]"]),
    "the equation": (
        ["--only", "equation"],
        ["The image has only −3 ≤ i ≤ 3; outside, pixels of the image stand in (reflect)."],
    ),
    "elsewhere": (["--only", "elsewhere"], ["here its pixels stand in (reflect), so none is named."]),
}


@pytest.mark.parametrize("case", SAID)
def test_the_page_names_what_stands_in(case: str, capsys: pytest.CaptureFixture[str]) -> None:
    words, sentences = SAID[case]
    assert run(["conv", "--m", "3", "--n", "0", "--pad", "reflect", "-f", "text", *words]) == 0
    page = " ".join(capsys.readouterr().out.split())
    assert [sentence for sentence in sentences if sentence not in page] == []


def test_pixels_that_stand_in_have_their_values(capsys: pytest.CaptureFixture[str]) -> None:
    words = ["conv", "--at", "2", "--image", "1 2 3 4 5", "--kernel", "1 2 3 4 5", "--pad", "wrap"]
    assert run([*words, "--only", "table,drawing,result", "-f", "text"]) == 0
    page = " ".join(capsys.readouterr().out.split())
    assert "✓ 1·2 = 2, x[3] → x[−2] (wrap)" in page
    assert "y[2] = 5·3 + 4·4 + 3·5 + 2·1 + 1·2 = 50" in page


def test_the_record_says_what_stands_in(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["conv", "--at", "3", "--image", "7", "--pad", "edge", "-f", "json"]) == 0
    record = json.loads(capsys.readouterr().out)
    beyond = record["rows"][-1]
    assert (beyond["status"], beyond["weight"], beyond["reason"]) == ("no_pixel", "a", "x[4] → x[3] (edge)")
    assert record["boundary"] == "edge"
    assert [term["pixel"] for term in record["terms"]] == [[2], [3], [3]]
    assert record["elsewhere"] == []


def test_inside_the_image_no_rule_matters(capsys: pytest.CaptureFixture[str]) -> None:
    pages = []
    for pad in FOLDING:
        assert run(["conv", "--m", "1", "--n", "1", "--pad", pad]) == 0
        pages.append(capsys.readouterr().out)
    assert len(set(pages)) == 1


STAND_IN = "Error: --pad: which pixels stand in depends on the numbers of an output\n  --pad edge\n        ^^^^\n"


def test_letters_have_no_pixel_that_stands_in(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["conv", "--m", "3", "--pad", "edge"]) == 2
    assert capsys.readouterr().err == f"{STAND_IN}Name the output, for example: --m 3 --n 3\n"


def test_gradients_know_only_an_image_with_0_outside() -> None:
    with pytest.raises(ConvtraceError, match="which pixels stand in"):
        pose("conv", pixel=1, image=7, pad="edge")


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (
            ["--pad", "mirror"],
            "Error: --pad: there is no 'mirror'\n  --pad mirror\n        ^^^^^^\n"
            "Choose from: zero, edge, reflect, symmetric, wrap\n",
        ),
        (
            ["--pad", "edge", "--check"],
            "Error: --check: it knows only an image with 0 outside\nLeave --check or --pad out.\n",
        ),
    ],
)
def test_what_is_refused(words: list[str], message: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["conv", "--m", "3", "--n", "0", *words]) == 2
    assert capsys.readouterr().err == message
