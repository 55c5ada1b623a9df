"""Pages with channels, folded: what a few channels show stands for all, and no part of the sum is lost."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from convtrace import evaluate
from convtrace.cli import run
from convtrace.library.posed_call import library_question
from convtrace.trace.derivation import derive
from convtrace.trace.slices import slice_of, slice_places

CONV = "torch.nn.Conv2d --image 1x3x32x32 --kernel 8x3x3x3 --option stride=2 --option padding=1 --at 0,4,7,7"
TRANSPOSED = (
    "torch.nn.ConvTranspose2d --image 1x4x5x5 --kernel 4x2x3x3 --option stride=2 --option padding=1 "
    "--option groups=2 --at 0,3,3,3"
)
MANY = "torch.conv2d --image 1x64x9x9 --kernel 16x64x3x3 --at 0,4,2,2"


def printed(capsys: pytest.CaptureFixture[str], words: str, *more: str) -> str:
    assert run(["library", *words.split(), *more]) == 0
    return capsys.readouterr().out


def in_one_line(capsys: pytest.CaptureFixture[str], words: str, *more: str) -> str:
    return " ".join(printed(capsys, words, *more).split())


@pytest.mark.parametrize("words", [CONV, TRANSPOSED, CONV.replace("nn.Conv2d", "conv2d")])
def test_a_page_with_channels_fits_a_screen(words: str, capsys: pytest.CaptureFixture[str]) -> None:
    lines = printed(capsys, words, "--width", "80").splitlines()
    assert len(lines) <= 60
    assert max(map(len, lines)) <= 80
    headings = [line for line in lines if re.match(r"\d\. ", line)]
    assert [line[3:] for line in headings] == [
        "Convention",
        "Equation",
        "Setup",
        "Table",
        "Drawing",
        "Result",
        "Elsewhere",
    ]


@st.composite
def questions(draw: st.DrawFn) -> dict[str, Any]:
    """A pixel, a weight or an output of a convolution or its transpose with channels."""
    groups, batch, into, out = (draw(st.integers(1, 2)) for _ in range(4))
    function = draw(st.sampled_from(["conv1d", "conv_transpose1d"]))
    first, second = (groups * into, out) if function == "conv_transpose1d" else (groups * out, into)
    return {
        "function": f"torch.nn.functional.{function}",
        "image": f"{batch}x{groups * into}x{draw(st.integers(3, 4))}",
        "kernel": f"{first}x{second}x{draw(st.integers(1, 3))}",
        "options": [f"groups={groups}", f"stride={draw(st.integers(1, 2))}"],
        **draw(st.sampled_from([{}, {"grad": True}, {"weight": "0,0,0"}])),
    }


@given(questions())
def test_the_slices_of_a_sum_are_all_of_it(asked: dict[str, Any]) -> None:
    derivation = derive(library_question(**asked).problem)
    parts = [slice_of(derivation, place) for place in slice_places(derivation)]
    assert sorted(term for part in parts for term in part.terms) == sorted(derivation.terms)
    rows = sorted((row.output, row.pixel, row.kernel_index) for part in parts for row in part.rows)
    assert rows == sorted((row.output, row.pixel, row.kernel_index) for row in derivation.rows)


@given(st.lists(st.lists(st.integers(-5, 5), min_size=3, max_size=3), min_size=2, max_size=4), st.integers(-5, 5))
def test_each_channel_has_its_number(pixels: list[list[int]], bias: int) -> None:
    weights = [[row[0] - row[2], row[1]] for row in pixels]
    asked = library_question(
        "torch.conv1d", image=[pixels], kernel=[weights], options={"bias": (bias,)}, at="0,0,1"
    ).problem
    derivation = derive(asked.replace(offset=0))
    values = [slice_of(derivation, place).sum_value for place in slice_places(derivation)]
    assert values == [row[1] * w[0] + row[2] * w[1] for row, w in zip(pixels, weights, strict=True)]
    assert derive(asked).value == sum(values) + bias  # type: ignore[arg-type]
    output: Any = evaluate("torch.conv1d", [pixels], [weights], bias=[bias])
    assert output[0][0][1] == derive(asked).value


def test_numbers_are_added_up_channel_by_channel(capsys: pytest.CaptureFixture[str]) -> None:
    words = ["torch.conv1d", "--image", "[[[1,2,3],[4,5,6]]]", "--kernel", "[[[1,2],[3,-9]]]", "--at", "0,0,1"]
    assert run(["library", *words, "--option", "bias=[10]"]) == 0
    page = capsys.readouterr().out
    assert "y[0,0,1] = 8 − 39 + 10 = −21" in page
    assert " 1·2  2·3 " in page


def test_letters_among_numbers_leave_the_sum_with_its_middle_left_out(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["library", "torch.conv1d", "--image", "[[[1,2,3],[4,5,6]]]", "--kernel", "1x2x2", "--at", "0,0,1"]) == 0
    assert "y[0,0,1] = a₀·2 + b₀·3 + … + b₁·6" in capsys.readouterr().out


def test_of_many_channels_a_few_are_drawn_and_the_last_ends_the_sum(capsys: pytest.CaptureFixture[str]) -> None:
    page = in_one_line(capsys, MANY)
    assert "576 products, 9 for each of 64 input channels" in page
    assert "61 more input channels are not drawn (all: --only setup,drawing)." in page
    assert "+ … + g₆₃·x[0,63,4,2] + h₆₃·x[0,63,4,3] + i₆₃·x[0,63,4,4]" in page
    assert "h[4,2,p,q]" in page
    assert "h[4,3,p,q]" not in page
    assert "61 more input channels are not drawn" in printed(capsys, MANY, "-f", "svg")


def test_sections_that_are_asked_for_are_whole(capsys: pytest.CaptureFixture[str]) -> None:
    assert "i₂·x[0,2,15,15]" in printed(capsys, CONV, "--only", "result")
    assert printed(capsys, CONV, "--only", "table").count("✓") == 27
    assert "o = 4, c = 2" in printed(capsys, CONV, "--only", "setup")


def test_a_weight_has_a_slice_for_each_image(capsys: pytest.CaptureFixture[str]) -> None:
    page = in_one_line(capsys, "torch.conv2d --image 2x2x4x4 --kernel 3x2x2x2 --weight 1,0,1,1")
    assert "18 products, 9 for each of 2 images; this is a cross-correlation (reflected form) of g with x." in page
    assert "likewise for other s and m" in page
    assert "x[1,0,3,3]" in page


def test_a_single_product_is_no_sum_to_fold(capsys: pytest.CaptureFixture[str]) -> None:
    page = in_one_line(capsys, "torch.conv1d --image 1x1x3 --kernel 2x1x1 --at 0,1,2")
    assert "1 product; the kernel lies as it is." in page
    assert "y[0,1,2] = a·x[0,0,2]" in page


def test_where_nothing_is_met_the_page_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    words = "torch.conv_transpose1d --image 1x2x3 --kernel 2x1x1 --option stride=2 --at 0,0,1"
    assert in_one_line(capsys, words).count("so the sum is 0") == 3
    assert "y[0,0,1]" in printed(capsys, words, "-f", "svg")


@pytest.mark.parametrize("more", [(), ("-f", "svg")])
def test_what_is_too_large_is_not_drawn(more: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    assert "3600 cells, more than 2500" in in_one_line(
        capsys, "torch.conv2d --image 1x2x64x64 --kernel 1x2x60x60", *more
    )


def test_the_record_has_each_array_as_the_library_lays_it(capsys: pytest.CaptureFixture[str]) -> None:
    words = "torch.conv_transpose1d --image 1x4x3 --kernel 4x2x2 --option groups=2 --option bias=[1,2,3,4] --at 0,3,1"
    record = json.loads(printed(capsys, words, "-f", "json"))
    assert record["equation"] == "y[s,o,m] = Σc Σᵢ x[s,c,i]·h[c,o−2,m−i] + b[o]"
    assert (record["image"]["shape"], record["kernel"]["shape"]) == ([1, 4, 3], [4, 2, 2])
    assert record["kernel"]["values"] == [[["a_2", "b_2"]] * 2, [["a_3", "b_3"]] * 2]
    assert record["laid"] == [[["b_2", "a_2"], ["b_3", "a_3"]]]
    assert record["window"] == {"lo": [0, 2, 0], "hi": [0, 3, 2]}
    assert record["options"]["groups"] == [2]
    weight = json.loads(printed(capsys, "torch.conv1d --image 1x2x3 --kernel 2x2x2 --weight 1,1,0", "-f", "json"))
    assert weight["laid"] is None


def test_a_layer_is_called_with_its_channels(capsys: pytest.CaptureFixture[str]) -> None:
    page = printed(capsys, TRANSPOSED)
    layer = "torch.nn.ConvTranspose2d(4, 4, 3, stride=2, padding=1, groups=2)"
    assert f'torch.func.functional_call({layer}, {{"weight": h, "bias": b}}, x)[0, 3, 3, 3]' in page
    words = "torch.nn.Conv2d --image 3x9x9 --kernel 8x3x2x3 --option bias=False --only elsewhere"
    layer = "torch.nn.Conv2d(3, 8, (2, 3), bias=False)"
    assert f'torch.func.functional_call({layer}, {{"weight": h}}, x)' in printed(capsys, words)
