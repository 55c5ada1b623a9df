"""Pages of calls with batch, channels and groups: every index in the library's order, every sum by loops."""

from __future__ import annotations

import json
from io import BytesIO, TextIOWrapper
from itertools import product
from typing import Any

import pytest

from convtrace.cli import run

CONV = "library torch.nn.functional.conv2d --image 2x3x5x5 --kernel 8x3x3x3 --option stride=2 --option padding=1"
TRANSPOSED = "library torch.nn.functional.conv_transpose2d --image 4x3x3 --kernel 4x2x3x3 --option groups=2"


def record(capsys: pytest.CaptureFixture[str], command: str) -> Any:
    assert run([*command.split(), "-f", "json"]) == 0
    return json.loads(capsys.readouterr().out)


def page(capsys: pytest.CaptureFixture[str], command: str) -> str:
    assert run([*command.split(), "-f", "text"]) == 0
    return " ".join(capsys.readouterr().out.split())


def test_an_output_is_a_sum_over_the_input_channels(capsys: pytest.CaptureFixture[str]) -> None:
    found = record(capsys, f"{CONV} --at 1,4,1,2")
    window = product(range(3), range(3), range(3))
    expected = [((1, c, 1 + p, 3 + q), (4, c, p, q)) for c, p, q in window if 3 + q < 5]
    assert [(tuple(each["pixel"]), tuple(each["kernel_index"])) for each in found["terms"]] == expected
    assert {tuple(each["output"]) for each in found["terms"]} == {(1, 4, 1, 2)} == {tuple(found["output"])}
    assert [found["terms"][at]["weight"] for at in (0, 6)] == ["a_0", "a_1"]
    assert (found["stride"], found["flipped"], len(found["relation"])) == ([2, 2], [False, False], 2)
    assert found["elsewhere"] == [
        {"call": "torch.conv2d(x, h, stride=2, padding=1)", "index": [1, 4, 1, 2], "note": None}
    ]


def test_a_group_has_the_channels_of_its_own(capsys: pytest.CaptureFixture[str]) -> None:
    words = f"{TRANSPOSED} --option stride=2 --option bias=b --at 3,2,2"
    shown = page(capsys, words)
    assert "image 4×3×3, kernel 4×2×3×3" in shown
    assert "y[o,m,n] = Σc Σⱼ Σᵢ x[c,i,j]·h[c,o−2,m−2i,n−2j] + b[o]" in shown
    assert "Group 1 of 2, counted from 0: input channels 2…3 and output channels 2…3." in shown
    assert "i₂·x[2,0,0] + g₂·x[2,0,1] + … + a₂·x[2,1,1] + i₃·x[3,0,0] + g₃·x[3,0,1] + … + a₃·x[3,1,1]" in shown
    assert "x, h and b are whole arrays; [output channel, row, column] counts from 0." in shown
    assert "x[3,1,0]·h[3, 3−2, 2−2·1, 2−2·0]" in page(capsys, f"{words} --only table")


def test_a_pixel_adds_to_all_output_channels(capsys: pytest.CaptureFixture[str]) -> None:
    words = "library torch.nn.functional.conv1d --image 2x2x4 --kernel 2x2x3 --option padding=1"
    found = record(capsys, f"{words} --at 1,1,2 --grad")
    expected = [((1, o, 3 - p), (o, 1, p)) for o in range(2) for p in (2, 1, 0)]
    assert [(tuple(each["output"]), tuple(each["kernel_index"])) for each in found["terms"]] == expected
    assert "only outputs of the call itself are known" in page(capsys, f"{words} --at 1,1,2 --grad")


def test_a_weight_is_used_by_every_image(capsys: pytest.CaptureFixture[str]) -> None:
    words = "library torch.nn.functional.conv1d --image 2x2x4 --kernel 2x2x3 --option padding=1 --weight 0,1,2"
    found = record(capsys, words)
    expected = [((s, 0, m), (s, 1, m + 1)) for s in range(2) for m in range(3)]
    assert [(tuple(each["output"]), tuple(each["pixel"])) for each in found["terms"]] == expected
    assert "∂L/∂h[o,c,p] = Σs Σₘ g[s,o,m]·x[s,c,m+p−1]" in page(capsys, words)


def test_values_are_those_of_the_channels(capsys: pytest.CaptureFixture[str]) -> None:
    words = ["library", "torch.nn.functional.conv1d", "--image", "[[[1,2,3],[4,5,6]]]", "--kernel", "[[[1,2],[3,4]]]"]
    assert run([*words, "--option", "bias=[10]", "--at", "0,0,1", "-f", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["value"] == 57
    assert run([*words, "--option", "bias=[10]", "--at", "0,0,1", "-f", "terminal"]) == 0
    assert "57" in capsys.readouterr().out


def test_the_first_output_is_shown_unless_another_is_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    assert record(capsys, CONV)["output"] == [0, 0, 1, 1]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("--image 1x3x7x7", "Give both, for example: --kernel 8x3x3x3"),
        ("--kernel 8x3x3x3", "Give both, for example: --image 1x3x7x7"),
        ("--image 1x4x7x7 --kernel 8x3x3x3", "the image has 4 input channels, but the kernel is for 3"),
        ("--image 1x4x7x7 --kernel 8x2x3x3 --option groups=3", "can't be divided into 3 groups"),
        ("--image 1x4x7x7 --kernel 9x2x3x3 --option groups=2", "9 output channels can't be divided into 2 groups"),
        ("--image 1x6x7x7 --kernel 8x2x3x3 --option groups=2", "but the kernel is for 4, 2 in each of 2 groups"),
        ("--image 1x3x7x7 --kernel 8x3x3x3 --at 0,8,1,1", "8 is outside the output, whose indices are 0 to 7"),
        ("--image 1x3x7x7 --kernel 8x3x3x3 --at 1,1", "the output has 4 axes"),
        ("--image 1x3x7x7x7x7 --kernel 8x3x3x3", "--kernel has 4 axes"),
    ],
)
def test_what_does_not_fit_is_named(words: str, said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["library", "torch.nn.functional.conv2d", *words.split()]) == 2
    assert said in " ".join(capsys.readouterr().err.split())


def test_two_calls_are_compared_for_one_channel(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(f"{CONV} --versus torch.nn.Conv2d".split()) == 2
    assert "two calls are compared for one image and one channel" in " ".join(capsys.readouterr().err.split())


def test_standard_input_is_read_once(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", TextIOWrapper(BytesIO(b"1 2 3\n")))
    words = ["library", "torch.nn.functional.conv1d", "--image", "-", "--kernel", "1 2", "--only", "result"]
    assert run([*words, "-f", "text"]) == 0
    assert "y[1] = 1·2 + 2·3 = 8" in capsys.readouterr().out
