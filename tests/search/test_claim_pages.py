"""What a page says of a claimed value: the verdict, each reading in words and with its sum, the row of a slip."""

from __future__ import annotations

import json
import shlex
from fractions import Fraction
from typing import Any

import pytest

from convtrace import ConvtraceError, derive, gradient, judge, library, render
from convtrace.cli import run
from tests.support.kept_files import printed

X = "'1 2 3 4 5; 6 7 8 9 1; 2 3 4 5 6; 7 8 9 1 2; 3 4 5 6 7'"
CONV = f"conv --at 1,0 --image {X} --kernel '1 0 2; 3 4 5; 0 7 8'"
ROW = "--image '1 2 3 4 5' --kernel '1 5 2'"
COMPLEX = "library numpy.correlate --option mode=same --image '1+2j 3 4j' --kernel '1 2-1j 1j'"
FILTER = "library scipy.ndimage.uniform_filter --image '1 2 3; 4 5 6; 7 8 10'"
ASTROPY = "library astropy.convolution.convolve --option boundary=None --image '1 2 3 4' --kernel '1 2 1'"
TORCH = "library torch.nn.functional.conv2d --image '1 2 3 4; 4 5 6 5; 7 8 10 1; 1 2 3 4' --kernel '1 2; 3 5'"
MEAN = (
    "library torch.nn.functional.avg_pool2d --option kernel_size=2 --option padding=1 --option count_include_pad=False"
)

# a question and a claim → what is said of it; where it is right, the verdict alone
SAID = {
    "conv --at 0 --image '1 2 3 4 alpha' --kernel '1 5 2' --claim 25": (
        "25 is y[0] of cross-correlation (sliding form):\n  y[0] = 1·2 + 5·3 + 2·4 = 25"
    ),
    "conv --at 0,0,0,1 --image '[[[[1,2],[3,4]]],[[[5,6],[7,8]]]]' --kernel '[[[[1,2]]],[[[3,4]]]]' --claim 999": (
        "readings and slips that convtrace tries gives 999."
    ),
    f"{CONV} --claim 205": "✓ 205 is right: y[1,0] = 205.",
    f"{CONV} --claim 204": "204 is 205 − 1, as if added up wrongly.",
    f"{CONV} --claim 502": "502 is 205 with two digits exchanged.",
    f"{CONV} --claim=-205": "−205 is 205 with the other sign.",
    f"{CONV} --claim 133": "None of the 119 readings and slips that convtrace tries gives 133.",
    f"{CONV} --claim 185": "185 is the sum without x[0,0]·h[1,0] = 20:\n  205 − 20 = 185",
    f"{CONV} --claim 269": "269 is the sum with x[0,−1]·h[1,1] = 64 counted twice:\n  205 + 64 = 269",
    "conv --at 0 --image 1,2,6 --kernel 1,2,1 --claim 2.75": (
        "2.75 is y[0] divided by 4, the sum of all weights:\n  y[0] = 1/4·(1·1 + 2·2 + 1·6) = 11/4"
    ),
    f"{CONV} --claim 77": "77 is the sum with the wrong sign before x[0,−1]·h[1,1] = 64:\n  205 − 128 = 77",
    f"{CONV} --claim 197": "197 is the sum with h[1,1] read as 7 instead of 8:\n  205 − 8 = 197",
    f"conv --at 1 {ROW} --claim 33": "33 is y[1] of cross-correlation (sliding form):\n  y[1] = 1·3 + 5·4 + 2·5 = 33",
    f"conv --at 2 {ROW} --claim 23": (
        "23 is y[0] with its index counted from 0 in mode same:\n  y[0] = 2·2 + 5·3 + 1·4 = 23"
    ),
    f"conv --at 2 {ROW} --pad wrap --claim 33": "33 is y[2] with 0 outside the image:\n  y[2] = 2·4 + 5·5 = 33",
    f"conv --at 0 {ROW} --dilation 2 --claim 23": "23 is y[0] without the dilation 2:",
    f"conv --at 1 {ROW} --stride 2 --claim 31": "31 is y[1] without the stride 2:\n  y[1] = 2·3 + 5·4 + 1·5 = 31",
    f"conv-transpose --at 1 {ROW} --stride 2 --claim 31": "31 is y[1] without the stride 2:",
    f"conv --at 0 {ROW} --kernel-origin 0 --claim 23": "23 is y[0] with --kernel-origin 1:",
    f"xcorr --at 0,1 --image {X} --kernel '1 0 2; 3 4 5; 0 7 8' --claim 188": "188 is y[1,0] with m and n swapped:",
    "conv --at 1 --image '1 2 3' --kernel 'sqrt(2) 2' --claim 4.24": (
        "4.24 is y[1] with the kernel reversed:\n  y[1] = √2·3 = 3·√2"
    ),
    "conv --at 0 --image '1 2 3' --kernel 'sqrt(2) 2' --claim 'sqrt(8)+4'": (
        "sqrt(8)+4 is the sum with x[1] read as 2 instead of 3."
    ),
    "conv --at 0 --image '1 2 3' --kernel 'sqrt(2) 2' --claim 4": "4 is the sum without x[1]·h[−1].",
    f"{COMPLEX} --at 1 --claim 14+5j": "14+5j is the sum with h[1] read as 3−1i instead of 2−1i:\n  11+5i + 3 = 14+5i",
    f"{COMPLEX} --at 1 --claim=3-1j": "3−1j is y[1] without any conjugate:",
    f"{FILTER} --at 1,1 --claim 46": "46 is y[1,1] without the factor 1/9:",
    f"{FILTER} --at 1,1 --claim 5.11": "✓ 5.11 is right, to the digits that it has: y[1,1] = 46/9.",
    f"{ASTROPY} --at 0 --claim 0": "✓ 0 is right: y[0] = 0.",
    f"{ASTROPY} --at 0 --claim 1": "1 is y[0] as a sum, but the library gives 0 there:",
    f"{TORCH} --at 1,1 --claim 69": "69 is y[1,1] with a flipped kernel, as in a convolution:",
    f"{TORCH} --option stride=2 --at 1,0 --claim 54": "54 is y[0,1] with m and n swapped:",
    f"{TORCH} --at 1,1 --claim 42": "42 is y[0,0] with its index counted from 1:",
    "library torch.nn.functional.conv1d --option bias=7 --image '1 2 3' --kernel '1 2' --at 0 --claim 5": (
        "5 is y[0] without the constant 7:"
    ),
    "library numpy.convolve --option dtype=uint8 --image '100 200 30' --kernel '1 2' --at 1 --claim 400": (
        "400 is y[1] before it is turned into uint8:"
    ),
    f"{MEAN} --image '1 2 3; 4 5 6; 7 8 10' --at 0,0 --claim 3": (
        "None of the 20 readings and slips that convtrace tries gives 3."
    ),
    "grad conv --pixel 1 --image 5 --kernel 1,2,4 --mode same --claim 9": (
        "9 is the sum with g[1]·h[0] = 2 counted twice:\n  7 + 2 = 9"
    ),
    "grad conv --pixel 1 --image 5 --kernel 1,2,4 --mode same --claim 7": (
        "✓ 7 is right: ∂L/∂x[1] = 7, where every g is 1 (L is the sum of all outputs)."
    ),
    "grad conv --weight 1 --image 1,2,3,4,7 --claim 9": "9 is ∂L/∂h[0] with its index counted from 0:",
}


@pytest.mark.parametrize("command", SAID)
def test_claim_is_judged_in_words(command: str) -> None:
    shown = printed(f"{command} --only claim")
    right = SAID[command].startswith("✓")
    assert (shown.errors, shown.code) == ("", int(not right))
    assert SAID[command] in shown.output
    assert shown.output.startswith("✓" if right else "✗")


# what is asked → the message
REFUSED = {
    "conv --claim 35": "no output is named",
    "conv --m 1 --n 1 --claim 35": "the image has no values",
    "conv --at 1 --image 1,2,3 --claim 35": "the kernel has letters",
    "grad conv --weight 0 --kernel 1,2 --claim 3": "the image has no values",
    "conv --at 1 --image '1 alpha alpha' --kernel 1,2 --claim 35": "alpha is not a number",
    "conv --at 2 --image 1,2,3 --kernel 1,2 --pad constant:c --claim 35": "c is not a number",
    "conv --at 1 --image 1,2,3 --kernel 1,2 --claim x": "--claim: x is not a number",
    "conv --at 1 --image 1,2,3 --kernel 1,2 --claim 2*x": "--claim: x is not a number",
    "conv --at 1 --image 1,2,3 --kernel 1,2 --claim nan": "can't calculate with nan",
    "conv --at 1 --image 1,2,3 --kernel 1,2 --claim ''": "a value is missing",
    "conv --at 1 --image 1,2,3 --kernel 1,2 --only claim": "--only claim needs a claim",
    "conv --at 1 --image 1,2,3 --kernel 1,2 --claim 3 --only claims": "Did you mean claim?",
    "library numpy.convolve --at all --image 1,2 --kernel 1,2 --claim 3": "--claim is about one value",
    "library numpy.convolve --versus numpy.correlate --claim 3": "Leave out --claim or --versus",
    "library numpy.convolve --claim 3": "the image has no values",
    "library --claim 3": "--claim needs the name of a function",
    "library torch.nn.Conv1d --image 1,2,3 --kernel 1,2 --at 0 --claim 3": "the bias has no values",
    "library torch.nn.Conv1d --image 1x1x3 --kernel 1x1x2 --weight b,0 --claim 3": "--claim is about outputs",
}


@pytest.mark.parametrize("command", REFUSED)
def test_what_has_no_number_is_refused_in_one_message(command: str) -> None:
    shown = printed(command)
    assert (shown.output, shown.code) == ("", 2)
    assert REFUSED[command] in shown.errors
    assert len(shown.errors.splitlines()) <= 4


def test_title_and_the_row_of_a_slip_tell_it() -> None:
    whole = printed(f"{CONV} --claim 185 --width 100").output
    assert "✗ 185 is wrong: y[1,0] = 205.\n\n185 is " in whole.partition("1. ")[0]
    assert "205" in printed(f"{CONV} --claim 185 -f svg").output.partition("is wrong")[2]
    caption = printed(f"{CONV} --claim 185 -f html").output.partition("<figcaption>")[2].partition("</figcaption>")[0]
    assert caption
    assert "is wrong" not in caption
    rows = [line for line in whole.splitlines() if "←" in line]
    assert [row.rpartition("← ")[2].strip(" │") for row in rows[:2]] == ["185 if missing", "185 if missing"]
    assert "7. Claim" in whole
    assert printed(f"{CONV} --claim 205").output.count("✓ 205 is right: y[1,0] = 205.\n") == 2
    # of whole pages with channels the folded table stays, that which is asked for is marked
    planes = (
        "library torch.conv2d --image '[[[[1,2],[3,4]],[[5,6],[7,8]]]]' --kernel '[[[[1,2]],[[3,4]]]]' --at 0,0,0,0"
    )
    assert "←" not in printed(f"{planes} --claim 29").output
    assert "← 29 if missing" in printed(f"{planes} --claim 29 --only table").output


def test_verdict_is_shown_whatever_sections_are_asked_for() -> None:
    assert "7. Claim" in printed(f"{CONV} --claim 1 --only result").output
    assert printed(f"{CONV} --claim 1 --only claim").output == printed(f"{CONV} --claim 1 --only ' claim'").output
    checked = printed(f"{CONV} --claim 205 --check --only claim")
    assert checked.code == 0
    assert "SymPy" in checked.output
    assert run(shlex.split(f"{CONV} --claim 206 --check --only claim")) == 1
    assert printed(f"{TORCH} --at 1,1 --claim 91 --check --only claim").code == 0


def test_long_sums_are_shortened_and_few_readings_told() -> None:
    ones = "conv --at 0 --image '1 1 1 1 1' --kernel '1 2 1' --claim 3 --only claim"
    assert "more are less simple" in printed(ones).output
    fifteen = "conv --at 0 --image '1 2 3 4 5 6 7 8 9 1 2 3 4 5 6' --kernel '1 2 3 4 5 6 7 8 9 1 2 3 4'"
    value = derive("conv", at=0, image=[*range(1, 10), *range(1, 7)], kernel=[*range(1, 10), *range(1, 5)]).value
    assert f"= {value}" in printed(f"{fifteen} --only claim --claim 1").output
    other = derive(
        "xcorr:sliding", at=0, image=[*range(1, 10), *range(1, 7)], kernel=[*range(1, 10), *range(1, 5)]
    ).value
    assert f"… + 4·5 = {other}" in printed(f"{fifteen} --only claim --claim {other}").output


def test_of_a_large_kernel_the_simplest_readings_are_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("convtrace.search.judging.MAX_READ_PRODUCTS", 20)
    few = judge(derive("conv", at=1, image=[1, 2, 3, 4, 5], kernel=[1, 5, 2]), 33)
    monkeypatch.undo()
    all_tried = judge(derive("conv", at=1, image=[1, 2, 3, 4, 5], kernel=[1, 5, 2]), 33)
    assert few.found[0] == all_tried.found[0]
    assert few.tried < all_tried.tried


def test_record_has_all_readings() -> None:
    record = json.loads(printed(f"{CONV} --claim 185 -f json").output)["claim"]
    assert (record["value"], record["right"], record["tried"]) == (185, False, 119)
    first, *_, last = record["readings"]
    term = {"output": [1, 0], "pixel": [0, 0], "kernel_index": [1, 0], "weight": 5}
    assert first == {
        "changes": [{"kind": "term", "times": 0, "product": 20}], "terms": [term], "sum": "205 − 20 = 185"
    }  # fmt: skip
    assert last["changes"] == [{"kind": "weight", "index": [-1, -1], "meant": 1, "instead": -9}]
    half = json.loads(printed("conv --at 0 --image '1/2 1/3 1' --kernel '1 1/2 1' --claim 3/2 -f json").output)["claim"]
    assert half["value"] == "3/2"
    assert [{"kind": "term", "times": 0, "product": "1/6"}] in [each["changes"] for each in half["readings"]]
    assert json.loads(printed(f"{CONV} --claim 205 -f json").output)["claim"] == {
        "value": 205, "right": True, "readings": [], "tried": 0
    }  # fmt: skip
    right = json.loads(printed(f"conv --at 1 {ROW} --claim 33 -f json").output)["claim"]["readings"][0]
    assert right == {
        "changes": [{"kind": "operation", "operation": "xcorr", "form": "sliding"}],
        "at": [1],
        "sum": "y[1] = 1·3 + 5·4 + 2·5 = 33",
    }


@pytest.mark.parametrize("claim", [31, "31", 31.0, Fraction(31), 31 + 0j, "62/2", "30.99999999999999999"], ids=repr)
def test_python_takes_any_number(claim: Any) -> None:
    assert judge(derive("conv", at=1, image=[1, 2, 3, 4, 5], kernel=[1, 5, 2]), claim).right


def test_judgement_is_a_page() -> None:
    asked = derive("conv", at=1, image=[1, 2, 3, 4, 5], kernel=[1, 5, 2])
    answer = judge(asked, 33)
    assert repr(answer) == "<Judged: 33 is wrong. y[1]. Convolution: image 5, kernel 3>"
    assert [*answer.sections] == [*asked.sections, "claim"]
    assert render(answer, only="claim").startswith("✗ 33 is wrong")
    assert str(judge(asked, 33, only="claim")) == render(answer, only="claim").removesuffix("\n")
    assert "svg" in answer._repr_svg_()
    call = judge(library("numpy.convolve", image=[1, 2, 3], kernel=[1, 2], at=1), 4)
    assert call.right
    assert "8. Claim" in str(call)
    assert judge(gradient("conv", pixel=0, image=3, kernel=[1, 2, 4], mode="same"), 7).right
    not_a_page: Any = 3
    with pytest.raises(ConvtraceError, match="page: 3 has no value"):
        judge(not_a_page, 3)
    with pytest.raises(ConvtraceError, match="the image has no values"):
        judge(derive("conv", m=1, n=1), 3)


@pytest.mark.parametrize(
    ("claim", "said"),
    [(31, "31 is C(5) with its index counted from the centre"), (10, "10 is C(7) with its index counted backwards")],
)
def test_index_is_counted_as_elsewhere_in_the_outputs_that_the_notation_has(claim: int, said: str) -> None:
    """C(1)…C(7) are all outputs in MATLAB: what others call y[1] is C(5), and the last one C(7)."""
    command = f"conv --at 1 --image 1,2,3,4,5 --kernel 1,5,2 --notation matlab --claim {claim}"
    assert said in printed(command).output.partition("1. ")[0]


def test_claim_where_a_mode_has_no_outputs() -> None:
    assert "wrong" in printed("conv --at 0 --image 1,2 --kernel 1,2,3 --mode valid --claim 17").output
