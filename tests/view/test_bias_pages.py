"""The gradient of a bias: the sum of what arrives at every output of its channel, beside loops and PyTorch."""

from __future__ import annotations

import json
from itertools import product
from typing import Any

import pytest

import convtrace
from convtrace.cli import run
from convtrace.errors import ConvtraceError
from convtrace.render.rendering import formats

CONV = "torch.nn.Conv2d --image 2x3x8x8 --kernel 4x3x3x3 --option stride=2"
GROUPS = "torch.nn.ConvTranspose1d --image 2x4x5 --kernel 4x2x3 --option groups=2"


def record(capsys: pytest.CaptureFixture[str], words: str) -> Any:
    assert run(["library", *words.split(), "-f", "json"]) == 0
    return json.loads(capsys.readouterr().out)


def page(capsys: pytest.CaptureFixture[str], words: str) -> str:
    assert run(["library", *words.split(), "-f", "text"]) == 0
    return " ".join(capsys.readouterr().out.split())


@pytest.mark.parametrize(
    ("words", "bias", "outputs"),
    [
        (f"{CONV} --weight b,3", 3, [[s, 3, m, n] for s, m, n in product(range(2), range(3), range(3))]),
        (f"{GROUPS} --weight b,2", 2, [[s, 2, m] for s, m in product(range(2), range(7))]),
        ("torch.nn.Conv1d --image 3x9 --kernel 2x3x3 --weight b,0", 0, [[0, m] for m in range(7)]),
        ("torch.nn.Conv1d --image 5 --kernel 3 --weight b", 0, [[m] for m in range(3)]),
        ("keras[tensorflow].layers.Conv1D --image 5 --kernel 3 --weight b,0", 0, [[m] for m in range(3)]),
    ],
)
def test_every_output_of_the_channel_adds_to_it(
    words: str, bias: int, outputs: list[list[int]], capsys: pytest.CaptureFixture[str]
) -> None:
    found = record(capsys, words)
    assert found["gradient"] == {"bias": [bias]}
    assert found["output"] is None
    assert [term["output"] for term in found["terms"]] == outputs
    assert {term["weight"] for term in found["terms"]} == {1}
    assert found["result"].startswith(f"∂L/∂b[{bias}] = g[{','.join(map(str, outputs[0]))}] + ")
    assert found["result"].count("g[") == len(outputs)
    assert f"{len(outputs)} outputs, each with the factor 1" in page(capsys, words)


def test_torch_sums_up_the_same(capsys: pytest.CaptureFixture[str]) -> None:
    torch = pytest.importorskip("torch", reason="torch is not installed: its calls are held by its rows")
    found = record(capsys, f"{CONV} --weight b,3")
    layer = torch.nn.Conv2d(3, 4, 3, stride=2)
    output = layer(torch.rand(2, 3, 8, 8))
    gradient = torch.rand(output.shape)
    output.backward(gradient)
    mine = sum(float(gradient[tuple(term["output"])]) for term in found["terms"])
    assert mine == pytest.approx(float(layer.bias.grad[3]), rel=1e-5)
    assert eval(found["elsewhere"][0]["call"], {"g": gradient}) == pytest.approx(mine, rel=1e-5)


def test_the_page_says_where_it_stands_in_the_law(capsys: pytest.CaptureFixture[str]) -> None:
    shown = page(capsys, f"{CONV} --weight b,3")
    assert "gradient of bias b[3]: image 2×3×8×8, kernel 4×3×3×3" in shown
    assert "y[s,o,m,n] = Σc Σⱼ Σᵢ x[s,c,i,j]·h[o,c,i−2m,j−2n] + b[o]" in shown
    assert "∂L/∂b[o] = Σs Σₙ Σₘ g[s,o,m,n]" in shown
    assert "∂L/∂b[3] = Σs Σₙ Σₘ g[s,3,m,n]" in shown
    assert "The outputs: 0 ≤ s ≤ 1, 0 ≤ m ≤ 2 and 0 ≤ n ≤ 2." in shown
    assert "g.sum((0, 2, 3))[3]" in shown


def test_a_long_sum_is_whole_where_it_is_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    words = "torch.nn.Conv2d --image 1x1x12x12 --kernel 1x1x3x3 --weight b,0"
    assert "All of them: --only result." in page(capsys, words)
    assert page(capsys, f"{words} --only result").count("g[") == 100
    assert page(capsys, f"{words} --only table").count("g[") == 100


@pytest.mark.parametrize("name", [name for name in formats() if name != "png"])
def test_every_format_has_it(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["library", *f"{CONV} --weight b,3 -f".split(), name]) == 0
    assert capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("numpy.convolve --weight b", "numpy.convolve has no bias"),
        ("torch.nn.functional.conv1d --weight b", "adds no bias here"),
        ("torch.nn.Conv1d --weight b --option bias=False", "Type, for example: --option bias=True"),
        (f"{CONV} --weight b", "the bias has one number for each of 4 output channels"),
        (f"{CONV} --weight b,4", "4 is not an output channel"),
        (f"{CONV} --weight b,1,2", "the bias has one number for each of 4 output channels"),
        (f"{CONV} --weight b,x", "x is not a whole number"),
        (f"{CONV} --weight b,1 --check", "this value is no sum of products"),
        (f"{CONV} --weight b,1 --at 0,0,0,0", "--weight and --at ask for different values"),
        (
            "torch.nn.Conv2d --image 1x1x200x200 --kernel 1x1x3x3 --weight b,0",
            "39204 outputs have this bias, too many to write out",
        ),
    ],
)
def test_what_has_no_answer_is_refused(words: str, said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["library", *words.split()]) == 2
    assert said in " ".join(capsys.readouterr().err.split())


def test_python_has_it_too() -> None:
    call = convtrace.library("torch.nn.Conv1d", image="1x2x5", kernel="3x2x3", weight="b,1")
    assert "∂L/∂b[1] = g[0,1,0] + g[0,1,1] + g[0,1,2]" in str(call)
    with pytest.raises(ConvtraceError, match="no sum of products"):
        convtrace.check(call)
