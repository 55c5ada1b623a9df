"""Names, letters, indices and counts of a page: what is asked for stands everywhere, and the sums stay the same."""

from __future__ import annotations

import json
import re
from typing import Any

import numpy as np
import pytest
import scipy.signal
from hypothesis import given
from hypothesis import strategies as st

import convtrace
from convtrace.cli import run
from convtrace.document.blocks import Mark
from convtrace.document.plain import plain
from convtrace.law.extents import MODES
from convtrace.law.operations import names
from convtrace.render.rendering import formats
from convtrace.trace.derivation import derive
from convtrace.trace.notations import NOTATIONS
from convtrace.trace.pose import pose
from convtrace.trace.problem import Problem
from convtrace.view.sections.drawing import flip_line
from convtrace.view.sections.equation import general_definition

QUESTIONS = (
    "conv --at 1,1",
    "conv",
    "xcorr --at 0,0 --pad edge --image 3x3",
    "map conv",
    "compare --at 1,1",
    "grad conv --pixel 0,0",
    "grad xcorr --weight 0,0",
    "matrix conv --at 0,0 --transpose --im2col",
    "expand conv --image 3x3",
)
OPERATIONS = (*names(), "xcorr:sliding")
OWN = ("--names", "theta,K_1,S", "--indices", "u,v,alpha,t,e1,e2", "--letters", "w_{pq}")


def said(capsys: pytest.CaptureFixture[str], *words: str, code: int = 0) -> str:
    """What a command prints, on the stream that belongs to its exit code."""
    assert run([*words]) == code
    shown = capsys.readouterr()
    return shown.err if code else shown.out


@pytest.mark.parametrize("question", QUESTIONS)
def test_no_name_of_the_article_is_left(capsys: pytest.CaptureFixture[str], question: str) -> None:
    page = said(capsys, *question.split(), *OWN)
    assert "theta[" in page or "S[" in page
    assert re.findall(r"(?<![\w:.])[xyh]\b(?!-)", page) == []
    assert re.findall(r"\[[mnijpq]\b", page) == []


@pytest.mark.parametrize("name", [name for name in formats() if name not in {"png", "jsonl"}])
def test_every_format_takes_own_names(capsys: pytest.CaptureFixture[str], name: str) -> None:
    page = said(capsys, "conv", "--at", "1,1", *OWN, "-f", name)
    in_tex = name in {"latex", "markdown", "github", "notion", "anki", "anki-notes"}
    assert (r"\mathrm{w_{1,1}} \cdot \theta[0,0]" if in_tex else "theta[0") in page
    assert ("S_[1" if name == "sympy" else "S[1") in page


def test_a_matrix_is_called_as_no_array_is(capsys: pytest.CaptureFixture[str]) -> None:
    page = said(capsys, "matrix", "conv", "--image", "3", "--notation", "matlab", "--im2col", "--names", "A,P,C")
    assert "All outputs at once: C = M·A. M has a row" in page
    assert "C = P·Q. A column of Q is" in page


def test_names_are_spelled_as_tex_and_python_need_them() -> None:
    page = convtrace.derive("conv", at=1, image=3, names=["I", "K", "S"], indices="n,k,alpha", letters="θ…")
    shown = convtrace.render(page, "latex")
    assert r"S[n] &= \sum_{k} I[k] \cdot K[n-k]" in shown.replace("={}&", "&=")
    assert r"{\theta_{2}} \cdot I[1]" in shown
    code = convtrace.render(page, "sympy")
    assert 'S_ = IndexedBase("S")' in code
    assert str(page.to_sympy()[0]) == "Eq(S[1], Sum(I[k]*K[1 - k], (k, -1, 1)))"
    over_kernel = convtrace.derive("conv", at=1, image=5, sum_over="kernel")
    assert str(over_kernel.to_sympy()[0]) == "Eq(y[1], Sum(h[p]*x[1 - p], (p, -1, 1)))"
    assert convtrace.check(page).holds
    made: dict[str, object] = {}
    exec(code, made)
    assert str(made["equations"]).count("S[1]") > 0


@pytest.mark.parametrize(("letters", "kernel", "expected"), [
    ("w", "2", ["w_1", "w_2"]), ("w0…", "2", ["w_0", "w_1"]), ("θ1..", "2", ["θ_1", "θ_2"]),
    ("w,x", "2", ["w", "x"]), ("w_{p}", "2", ["w_-1", "w_0"]),
])  # fmt: skip
def test_letters_name_the_values_of_the_kernel(letters: str, kernel: str, expected: list[str]) -> None:
    page = convtrace.derive("conv", at=0, image=3, kernel=kernel, letters=letters)
    assert list(page.problem.kernel.values) == expected


@pytest.mark.parametrize(("words", "message"), [
    (["--names", "I,I,S"], "--names: I is there twice\n  --names I,I,S\n            ^"),
    (["--names", "I,K"], "three arrays have names, but 2 are given"),
    (["--names", "I,K,2"], "2 is not a name"), (["--names", "I,,S"], "a name is missing"),
    (["--names", "I,K,[b]"], "[b] is not a name"), (["--names", "if,K,S"], "if is a word of the Python language"),
    (["--names", "m,K,S"], "m is the name of an array and of an index"),
    (["--notation", "d2l", "--names", "a,b,c"], "a is the name of an array and of an index of --notation d2l"),
    (["--indices", "m,n,i"], "3 names, but output, image and kernel have 2 each: 6"),
    (["--indices", "m,n,i,j,p,p"], "p is there twice"), (["--indices", "x,y,i,j,s,t"], "x is the name of an array"),
    (["--letters", "w,v"], "2 names for the 9 values of the kernel"), (["--letters", "3"], "3 does not name"),
    (["--letters", "pi,w", "--kernel", "2x1"], "pi is a number"),
    (["--letters", "w", "--kernel", "1 2; 3 4"], "the kernel has values, not letters"),
    (["--count", "2"], "2 is not known"), (["--notation", "goodfelow"], "Did you mean goodfellow?"),
    (["--sum-over", "kernels"], "Did you mean kernel?"),
])  # fmt: skip
def test_what_can_t_be_used_is_one_message(capsys: pytest.CaptureFixture[str], words: list[str], message: str) -> None:
    assert message in said(capsys, "conv", "--at", "1,1", *words, code=2)


@pytest.mark.no_cover
@given(
    st.sampled_from(OPERATIONS), st.sampled_from(MODES), st.sampled_from(["0", "1"]),
    st.integers(3, 6), st.integers(1, 3), st.integers(1, 2), st.integers(1, 2),
)  # fmt: skip
def test_counts_change_no_sum(
    operation: str, mode: str, count: str, image: int, kernel: int, stride: int, dilation: int
) -> None:
    size: dict[str, Any] = {"image": image, "kernel": kernel, "stride": stride, "dilation": dilation, "mode": mode}
    if kernel * dilation > image:
        return
    counted = convtrace.map_outputs(operation, count=count, **size).problem
    # every so many of the outputs that there are without a stride
    stepped = counted.operation.stride_on == "m"
    usual = convtrace.map_outputs(operation, **size | ({"stride": 1} if stepped else {})).problem
    firsts = [side.start for side in (counted.image[0], counted.kernel.ranges[0], counted.outputs[0])]
    assert firsts == [int(count)] * 3
    outputs = usual.outputs[0][:: stride if stepped else 1]
    for one, other in zip(outputs, counted.outputs[0], strict=True):
        assert _places(usual, one) == _places(counted, other)


def _places(problem: Problem, output: int) -> list[tuple[int, object]]:
    terms = derive(problem.replace(at=(output,))).terms
    return [(problem.image[0].index(term.pixel[0]), term.weight) for term in terms]


def test_result_names_the_output_in_other_counts(capsys: pytest.CaptureFixture[str]) -> None:
    result = ("--only", "result")
    assert "Counted from 0 this is C(2,2), from the centre C(0,0) (mode valid)." in said(
        capsys, "conv", "--at", "3,3", "--notation", "matlab", "--mode", "valid", *result
    )
    assert "Counted from 0 this is y[2,2]" in said(capsys, "conv", "--at", "0,0", "--count", "centre", *result)
    assert "Counted from 0 this is y[1,1]" in said(capsys, "conv", "--at", "2,2", "--image-origin", "0,0", *result)
    assert "Counted" not in said(capsys, "conv", "--at", "0,0", *result)
    assert "Counted" not in said(capsys, "conv", "--at", "9,0", "--count", "centre", *result)
    # every second output, from the first: none of those that are counted from the centre
    strided = said(capsys, "conv", "--at", "1", "--image", "5", "--stride", "2", "--count", "1", *result)
    assert "Counted from 0 this is y[0] (mode valid)." in strided
    reversed_form = said(capsys, "xcorr", "--at", "0,1", "--count", "0", *result)
    assert "In the sliding form this is y[4,3]." in reversed_form


@pytest.mark.parametrize(("words", "message", "hint"), [
    (["--at", "0,0", "--notation", "matlab"], "C(0,0); the first is C(1,1)", "C(1,1) to C(9,9), which mode full has."),
    (["--at=1,-1", "--count", "0"], "y[1,−1]; the first is y[0,0]", "which mode valid has; --mode full has more"),
    (["--m", "6", "--count", "1"], "y[6,n]; the last is y[5,n]", "Choose one from y[1,n] to y[5,n]"),
    (["--at", "3,3", "--count", "0", "--stride", "2"], "y[3,3]; the last is y[2,2]", "from y[0,0] to y[2,2]"),
    (["--at", "3", "--count", "0", "--channels", "2", "--image", "4"], "y[3]; the last is y[1]", "from y[0] to y[1]"),
])  # fmt: skip
def test_an_output_that_is_not_there(
    capsys: pytest.CaptureFixture[str], words: list[str], message: str, hint: str
) -> None:
    """Where the first index is 0 or 1; counted from the centre, an output beyond the mode's has a sum as any other."""
    shown = said(capsys, "conv", *words, code=2)
    assert shown.startswith(f"Error: there is no {message}\n")
    assert hint in shown
    assert " = 0\n" in said(capsys, "conv", "--at", "9,9", "--count", "centre", "--only", "result")


@pytest.mark.parametrize(("count", "mode"), [("0", "same"), ("1", "full"), ("1", "valid")])
def test_readings_of_a_claim_count_as_numpy_does(count: str, mode: Any) -> None:
    image, kernel = [3, 1, 4, 1, 5, 9, 2], [2, 7, 1]
    page = convtrace.derive("conv", at=1, image=image, kernel=kernel, count=count)
    found = convtrace.judge(page, int(np.convolve(image, kernel, mode)[1])).found
    assert {"kind": "counted", "counted_from": 0, "mode": mode} in [
        dict(change) for each in found for change in each.changes
    ]


def test_json_has_the_names_that_are_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    record = json.loads(said(capsys, "conv", "--at", "1,1", "--names", "I,K,S", "--count", "0", "-f", "json"))
    assert record["equation"] == "S[m,n] = Σⱼ Σᵢ I[i,j]·K[m+2−i,n+2−j]"
    assert record["relation"][0] == {"d": 1, "alpha": 1, "beta": -1, "gamma": 2}
    assert (record["image"]["lo"], record["output"], record["terms"][0]["pixel"]) == ([0, 0], [1, 1], [1, 1])


def test_nothing_is_called_as_the_loss_of_a_gradient(capsys: pytest.CaptureFixture[str]) -> None:
    words = ("grad", "conv", "--pixel", "0,0", "--names")
    message = said(capsys, *words, "L,h,y", code=2)
    assert "--names: L is what the gradient is the derivative of" in message
    assert "∂L/∂I[0,0]" in said(capsys, *words, "I,K,S", "--only", "result")


def test_library_functions_keep_their_own_indices(capsys: pytest.CaptureFixture[str]) -> None:
    message = said(capsys, "matrix", "numpy.convolve", "--notation", "matlab", code=2)
    assert "--notation is for conv and xcorr and conv-transpose, not for a library's function" in message


@pytest.mark.parametrize(("words", "size"), [
    (["map", "conv", "--stride", "2", "--image", "5x5"], "the centre here. Libraries begin at the corner and have 2×2"),
    (["conv", "--stride", "2", "--image", "1 2 3 4", "--kernel", "1 2", "--at", "0"], None),
    (["conv", "--stride", "2", "--image", "1 2 3 4", "--kernel", "1 2 1"], "the corner and have 1 output: add --count"),
    (["map", "xcorr", "--stride", "2", "--image", "5", "--image-origin", "0"], "a stride counts from 0 here"),
    (["map", "xcorr", "--stride", "2,3", "--image", "9x9", "--channels", "2", "--mode", "full"], "have 6×4 outputs"),
    (["grad", "conv", "--stride", "2", "--image", "5", "--pixel", "0"], "have 2 outputs"),
    (["map", "conv", "--stride", "2", "--image", "5x5", "--count", "0"], None),
    (["map", "conv", "--stride", "2", "--image", "5x5", "--mode", "same"], None),
    (["map", "conv-transpose", "--stride", "2", "--image", "5"], None),
])  # fmt: skip
def test_a_note_where_a_stride_keeps_other_outputs_than_in_libraries(
    capsys: pytest.CaptureFixture[str], words: list[str], size: str | None
) -> None:
    shown = said(capsys, *words)
    assert (size is not None) == ("Note: a stride counts from" in shown)
    assert size is None or size in shown


@pytest.mark.parametrize(("words", "lines"), [
    (["conv", "--at", "1,1", "--notation", "d2l"], ["The image has only 0 ≤ 1−a ≤ 3 and 0 ≤ 1−b ≤ 3. Outside"]),
    (["conv", "--at", "0,0", "--notation", "cs231n"], ["The image has only 0 ≤ 0−p ≤ 3 and 0 ≤ 0−q ≤ 3. Outside"]),
    (["map", "conv", "--notation", "d2l"], ["  i−2 ≤ i−a ≤ i\n", " i−a = 0 "]),
    (["map", "xcorr", "--sum-over", "kernel", "--image", "4x4x4"], ["  −m−1 ≤ p−m ≤ 1−m\n"]),
    (["map", "conv", "--count", "0"], ["  m ≤ i ≤ m+2\n", " i = 0…2 "]),
])  # fmt: skip
def test_pixels_have_the_index_that_the_formula_has(
    capsys: pytest.CaptureFixture[str], words: list[str], lines: list[str]
) -> None:
    image = () if "--image" in words else ("--image", "4x4")
    shown = said(capsys, *words, *image, "--kernel", "3x3" + "x3" * ("4x4x4" in words))
    assert [line for line in lines if line not in shown] == []


@pytest.mark.parametrize(("words", "line"), [
    (["conv", "--notation", "goodfellow"], 'scipy.signal.convolve2d(I, K, "full")[1, 1]'),
    (["conv", "--notation", "matlab"], 'scipy.signal.convolve2d(A, B, "full")[0, 0]'),
    (["conv", "--mode", "full"], 'scipy.signal.convolve2d(x, h, "full")[4, 4]'),
    (["conv", "--count", "0"], 'scipy.signal.convolve2d(x, h, "valid")[1, 1]'),
    (["xcorr", "--notation", "d2l"], 'scipy.signal.correlate2d(X, K, "valid")[1, 1]'),
    (["conv"], 'scipy.signal.convolve2d(x, h, "same")[3, 3]'),
])  # fmt: skip
def test_the_first_call_has_the_outputs_of_the_question(
    capsys: pytest.CaptureFixture[str], words: list[str], line: str
) -> None:
    """Its array is the one whose mode and whose count the page has, so that its index is the page's, from 0."""
    shown = said(capsys, *words, "--at", "1,1", "--image", "5x5", "--kernel", "3x3", "--only", "elsewhere")
    assert shown.splitlines()[1].split("  #")[0].strip() == line
    name = line.split("(", maxsplit=1)[0].rsplit(".", maxsplit=1)[-1]
    mode, place = line.split('"')[1], [int(each) for each in line.split("[")[1].rstrip("]").split(", ")]
    rng = np.random.default_rng(1)
    image, kernel = rng.integers(-9, 9, (5, 5)), rng.integers(-9, 9, (3, 3))
    assert (
        run([*words, "--at", "1,1", "--image", str(image.tolist()), "--kernel", str(kernel.tolist()), "-f", "csv"]) == 0
    )
    assert int(capsys.readouterr().out) == getattr(scipy.signal, name)(image, kernel, mode)[tuple(place)]


def test_values_of_the_kernel_are_called_as_no_array_is(capsys: pytest.CaptureFixture[str]) -> None:
    words = ("--notation", "gonzalez-woods", "--at", "0,0", "--image", "2x1", "--only", "result", "--kernel")
    assert said(capsys, "xcorr", *words, "2x1").startswith("  g(0,0) = w₂·f(0,0)\n")
    assert said(capsys, "xcorr", *words, "2x1", "--letters", "a").startswith("  g(0,0) = a₂·f(0,0)\n")
    assert said(capsys, "xcorr", *words, "3 4;").startswith("  g(0,0) = 4·f(0,0)\n")


@pytest.mark.parametrize("notation", [None, *NOTATIONS])
@pytest.mark.parametrize("sum_over", [None, "kernel", "image"])
@pytest.mark.parametrize("operation", ["conv", "xcorr:reflected", "xcorr:sliding", "conv-transpose"])
@pytest.mark.parametrize("fixed", ["m", "i", "k"])
def test_the_flip_is_said_in_the_letters_of_the_formula(
    notation: str | None, sum_over: str | None, operation: str, fixed: Any
) -> None:
    named: dict[str, Any] = {"notation": notation, "sum_over": sum_over}
    problem = pose(operation, image=(5, 5), kernel=(3, 3), stride=2, mode="full", **named)
    first = tuple(side[0] for side in {"m": problem.outputs, "i": problem.image, "k": problem.kernel.ranges}[fixed])
    derivation = derive(problem.replace(fixed=fixed, at=first))
    formula, said = plain(general_definition(derivation.problem)), flip_line(derivation)
    parts = [plain(part) for part in said if not isinstance(part, str | Mark)]
    assert len(parts) == 4
    assert all(part in formula for part in parts)
