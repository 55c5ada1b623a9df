"""--pad: what stands in for x outside the image, against NumPy's own padding."""

from __future__ import annotations

import json
from fractions import Fraction
from itertools import product
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from convtrace import ConvtraceError
from convtrace.cli import run
from convtrace.law.boundary import RULES
from convtrace.render.rendering import formats
from convtrace.trace.derivation import derive
from convtrace.trace.pose import pose
from tests.support.effort import some
from tests.support.oracles import OPERATIONS

MODES: dict[str, dict[str, Any]] = {
    "zero": {"mode": "constant"},
    **{name: {"mode": name} for name in ("edge", "reflect", "symmetric", "wrap")},
    "constant:3": {"mode": "constant", "constant_values": 3},
}
FAR = 12


def test_the_names_are_those_of_numpy() -> None:
    assert {name.partition(":")[0] for name in MODES} == set(RULES)


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
        wanted = tuple(index(m, i, 1) for m, i in zip(at, pixel, strict=True))
        if all(k in side for k, side in zip(wanted, problem.kernel.ranges, strict=True)):
            weight = kernel[tuple(k - side[0] for k, side in zip(wanted, problem.kernel.ranges, strict=True))]
            expected += int(weight) * int(padded[place])
    assert derive(problem).value == expected


SAID = {
    "the table": (
        ["--only", "table"],
        ["✓ g, x[4,−1] → x[2,−1] (reflect)", "6 inside, 3 padded, 6 without a kernel element."],
    ),
    "the drawing": (["--only", "drawing"], ["→ x[2,0]"]),
    "the sum": (
        ["--only", "result"],
        [
            "3 kernel elements fall outside the image, where x is padded (reflect).",
            "(i+g)·x[2,−1] + h·x[3,−1]",
        ],
    ),
    "numbers": (["--only", "result", "--kernel", "1 2 3; 4 5 6; 7 8 9"], ["16·x[2,−1] + 8·x[3,−1]"]),
    "the equation": (
        ["--only", "equation"],
        ["The image has only −3 ≤ i ≤ 3. Outside it, x is padded (reflect)."],
    ),
    "elsewhere": (["--only", "elsewhere"], ['scipy.ndimage.convolve(x, h, output=float, mode="mirror")[3, 6]']),
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
    assert record["elsewhere"] == [
        {"call": 'scipy.signal.upfirdn(h, x, mode="edge")', "index": [7], "note": None},
        {"call": 'scipy.ndimage.convolve(x, h, output=float, mode="nearest")', "index": [6], "note": None},
    ]


def shown(capsys: pytest.CaptureFixture[str], command: str) -> str:
    assert run(command.split()) == 0
    return capsys.readouterr().out


def test_inside_the_image_no_rule_matters(capsys: pytest.CaptureFixture[str]) -> None:
    pages = {shown(capsys, f"conv --m 1 --n 1 --pad {pad} --only equation,setup,table,drawing,result") for pad in MODES}
    assert len(pages) == 1


def test_a_constant_is_a_factor(capsys: pytest.CaptureFixture[str]) -> None:
    page = shown(capsys, "conv --at 3 --image 7 --pad constant:1/2")
    for words in (
        "y[3] = c·x[2] + b·x[3] + a·(1/2)",
        "The image has only −3 ≤ i ≤ 3. Outside it, x is 1/2.",
        "✓ 1/2·a, x[4] is outside the image: 1/2",
        "2 inside, 1 padded, 1 without a kernel element.",
        "→ 1/2",
        "1 kernel element falls outside the image, where x is 1/2.",
    ):
        assert words in page
    record = json.loads(shown(capsys, "conv --at 3 --image 7 --pad constant:-1/2 -f json"))
    assert (record["boundary"], record["terms"][2]["pixel"]) == ("constant:-1/2", [4])


def test_a_constant_that_is_0_is_no_other_rule(capsys: pytest.CaptureFixture[str]) -> None:
    assert shown(capsys, "conv --at 3 --image 7 --pad constant:0") == shown(capsys, "conv --at 3 --image 7")


def test_a_constant_may_be_a_name(capsys: pytest.CaptureFixture[str]) -> None:
    assert "y[3] = c·x[2] + b·x[3] + a·beta\n" in shown(capsys, "conv --at 3 --image 7 --pad constant:beta")


def test_letters_are_far_from_any_border(capsys: pytest.CaptureFixture[str]) -> None:
    page = shown(capsys, "conv --image 7 --pad edge --only equation,result")
    assert "for −2 ≤ m ≤ 2. For other outputs, outside the image x is padded (edge).\n" in page
    assert "y[m] = c·x[m−1] + b·x[m] + a·x[m+1]" in page
    page = shown(capsys, "conv --m 3 --pad wrap --only result")
    assert "y[3,n] = i·x[2,n−1] + h·x[3,n−1] + g·x[−3,n−1]" in page


def test_both_operations_have_the_rule(capsys: pytest.CaptureFixture[str]) -> None:
    page = shown(capsys, "compare --at 3 --image 7 --pad edge")
    assert "y[3] = c·x[2] + b·x[3] + a·x[3]\n" in page
    assert "y[−3] = a·x[2] + b·x[3] + c·x[3]\n" in page


def test_a_map_leads_from_places_to_pixels(capsys: pytest.CaptureFixture[str]) -> None:
    page = shown(capsys, "map conv --image 4 --mode full --pad reflect")
    assert [line.split("│")[2].strip() for line in page.splitlines() if "→" in line][1] == "−4→0 −3→−1"
    assert "An arrow leads from an index outside the image to the pixel whose value is used there (reflect).\n" in page
    page = shown(capsys, "map conv --image 4 --mode same --pad constant:5")
    assert "i = −2…−1" in page
    assert "−3→✗" in page
    assert "✗ means outside the image, where x is 5.\n" in page
    record = json.loads(shown(capsys, "map conv --image 4 --mode same --pad constant:5 -f json"))
    assert [each["outside"] for each in record["patches"]] == [[[[-3, None]]], [[]], [[]], [[[2, None]]]]
    page = shown(capsys, "map conv --image 4 --pad edge")
    assert (
        "Note: in mode valid no output uses anything outside the image, so --pad changes nothing. "
        "Add --mode same or --mode full.\n" in page
    )
    assert "→" not in page.partition("1. Equation")[2].replace("m→", "").replace("i→", "")


@given(st.data(), st.sampled_from(list(MODES)))
def test_gradients_are_those_of_the_padded_image(data: st.DataObject, pad: str) -> None:
    """What Σ g·y gains when one pixel, or one weight, grows by 1."""
    axes = data.draw(st.integers(1, 2))
    sides = data.draw(st.tuples(*[st.integers(1, 4)] * axes))
    taps = data.draw(st.tuples(*[st.integers(1, 4)] * axes))
    name, form = data.draw(st.sampled_from(list(OPERATIONS)))
    fixed = data.draw(st.sampled_from(["pixel", "weight"]))
    at = tuple(data.draw(st.integers(-(n // 2), n - n // 2 - 1)) for n in (sides if fixed == "pixel" else taps))
    steps: dict[str, Any] = {key: data.draw(st.tuples(*[st.integers(1, 2)] * axes)) for key in ("stride", "dilation")}
    question: dict[str, Any] = {"form": form, "image": sides, "kernel": taps, "pad": pad, "axes": "rc", "mode": "full"}
    problem = pose(name, **{**question, **steps, fixed: at})
    numbers = st.integers(-9, 9)
    x: Any = np.array([data.draw(numbers) for _ in range(int(np.prod(sides)))]).reshape(sides)
    h: Any = np.array([data.draw(numbers) for _ in range(int(np.prod(taps)))]).reshape(taps)
    g = {m: data.draw(numbers) for m in product(*problem.outputs)}
    ranges = problem.image if fixed == "pixel" else problem.kernel.ranges
    place = tuple(n - side[0] for n, side in zip(at, ranges, strict=True))

    def loss() -> int:
        padded = np.pad(x, FAR, **MODES[pad])
        total = 0
        for m, arriving in g.items():
            for k in product(*problem.kernel.ranges):
                pixel = [_pixel(name, form, *each) for each in zip(m, k, problem.stride, problem.dilation, strict=True)]
                if any(i.denominator > 1 for i in pixel):
                    continue
                there = tuple(int(i) - side[0] + FAR for i, side in zip(pixel, problem.image, strict=True))
                weight = h[tuple(p - side[0] for p, side in zip(k, problem.kernel.ranges, strict=True))]
                total += arriving * int(padded[there]) * int(weight)
        return total

    before = loss()
    (x if fixed == "pixel" else h)[place] += 1
    gained = sum(g[term.output] * int(_factor(problem, term, x, h, fixed, pad)) for term in derive(problem).terms)
    assert gained == loss() - before


def _pixel(name: str, form: str | None, m: int, k: int, stride: int, dilation: int) -> Fraction:
    """The pixel that an output meets at a kernel index."""
    return {
        ("conv", None): Fraction(stride * m - dilation * k),
        ("xcorr", "reflected"): Fraction(dilation * k - stride * m),
        ("xcorr", "sliding"): Fraction(dilation * k + stride * m),
        ("conv-transpose", None): Fraction(m - dilation * k, stride),
    }[name, form]


def _factor(problem: Any, term: Any, x: Any, h: Any, fixed: str, pad: str) -> int:
    """What stands beside g in a product."""
    if fixed == "pixel":
        return h[tuple(p - side[0] for p, side in zip(term.kernel_index, problem.kernel.ranges, strict=True))]  # type: ignore[no-any-return]
    if any(i not in side for i, side in zip(term.pixel, problem.image, strict=True)):
        return int(pad.partition(":")[2])
    return x[tuple(i - side[0] for i, side in zip(term.pixel, problem.image, strict=True))]  # type: ignore[no-any-return]


def test_many_places_are_listed_in_short(capsys: pytest.CaptureFixture[str]) -> None:
    page = shown(capsys, "grad conv --pixel 0 --image 1 --kernel 15 --mode full --pad edge --only equation")
    assert "Padding (edge) copies x[0] to x[−14], x[−13], x[−12], x[−11] and more places, so" in page


def test_places_without_end_are_refused() -> None:
    with pytest.raises(ConvtraceError, match="places outside the image are too many"):
        derive(pose("conv", pixel=0, image=3, kernel=9, dilation=1000000, mode="full", pad="wrap"))


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (
            ["--pad", "mirrored"],
            "Error: --pad: mirrored is not known\n  --pad mirrored\n        ^^^^^^^^\n"
            "Choose from: zero, constant, edge, reflect, symmetric, wrap\n",
        ),
        (
            ["--pad", "mirror"],
            "Error: --pad: mirror is called reflect here\n  --pad mirror\n        ^^^^^^\n"
            "Type: --pad reflect. The names in other libraries: convtrace borders\n",
        ),
        (
            ["--pad", "constant"],
            "Error: --pad: constant needs a value\n  --pad constant\n        ^^^^^^^^\n"
            "Type it after a colon, for example: --pad constant:5\n",
        ),
        (
            ["--pad", "constant:1/0"],
            "Error: --pad: this divides by zero\n  --pad constant:1/0\n                 ^^^\n"
            "Divide by anything but 0.\n",
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


@pytest.mark.no_cover
@pytest.mark.parametrize("pad", MODES)
@pytest.mark.parametrize(("place", "asked"), [*enumerate(["--at 1,1", "--pixel 1,1", "--weight 1,-1", "--at -2,0"])])
def test_every_format_draws_what_stands_in(
    pad: str, place: int, asked: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each border in each format, each question in some of them."""
    command = "conv" if "--at" in asked else "grad conv --mode full"
    option, _, index = asked.partition(" ")
    words = [*command.split(), f"{option}={index}", "--image", "4x4", "--kernel-origin", "0,2", "--pad", pad]
    for format_name in some(formats()[place::4], 3):
        assert run([*words, "-f", format_name]) == 0
        assert capsys.readouterr().out


@pytest.mark.parametrize("pad", ["edge", "reflect", "symmetric", "wrap"])
def test_terms_come_as_the_rows_do(pad: str) -> None:
    for form in (None, "sliding"):
        name = "conv" if form is None else "xcorr"
        question: dict[str, Any] = {"form": form, "image": "3x2", "kernel": "4x3", "mode": "full", "stride": 2}
        for pixel in ((-1, 0), (1, -1)):
            derivation = derive(pose(name, pixel=pixel, pad=pad, **question))
            shown = [(row.output, row.weight) for row in derivation.rows if row.weight is not None]
            terms = [(term.output, term.weight) for term in derivation.terms]
            inside = {output for output, _ in shown}
            assert [term for term in terms if term[0] in inside] == shown


def test_more_products_than_can_be_written_out() -> None:
    with pytest.raises(ConvtraceError, match="are too many to write out"):
        derive(pose("conv", pixel=(1, 1), kernel="99x99", mode="full", pad="wrap"))


def test_equal_weights_are_collected_where_no_pixel_comes_twice(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["conv", "--at", "3", "--image", "7", "--pad", "reflect", "--kernel", "1 2 1", "--only", "result"]) == 0
    page = capsys.readouterr().out
    assert "Equal weights" not in page
    assert page.endswith("Weights of the same pixel added up:\n  y[3] = 2·x[2] + 2·x[3]\n")


def test_sums_of_named_pixels_have_the_number_outside(capsys: pytest.CaptureFixture[str]) -> None:
    words = ["--image", "3", "--kernel", "3", "--pad", "constant:2", "--mode", "full"]
    assert run(["expand", "conv", *words, "-f", "text"]) == 0
    assert capsys.readouterr().out.splitlines()[1:3] == [
        "y[−1] = c·2 + b·x[−1] + a·x[0]",
        "y[0] = c·x[−1] + b·x[0] + a·x[1]",
    ]
