"""--check: SymPy's own expansion beside the derivation, on the command line."""

from __future__ import annotations

import json
from itertools import product
from typing import Any

import pytest

import convtrace
from convtrace.cli import run
from convtrace.document.indices import GIVEN
from convtrace.law.axis import Relation, Solutions, solve
from convtrace.library.posed_call import library_question
from convtrace.proof.symbolic import to_sympy
from convtrace.trace.derivation import derive
from convtrace.trace.pose import pose
from tests.support.processes import loaded, running

QUESTIONS = {
    "an output": ["conv", "--m", "1", "--n", "1"],
    "the border": ["xcorr", "--m", "-3", "--n", "2", "--form", "sliding"],
    "letters": ["conv", "--image", "5x4", "--kernel", "2x3"],
    "a letter": ["xcorr", "--m", "1"],
    "steps": ["conv", "--at", "1", "--image", "9", "--stride", "2", "--dilation", "2"],
    "a pixel": ["grad", "conv", "--pixel", "1,1"],
    "a kernel element": ["grad", "xcorr", "--weight", "0,1", "--mode", "full"],
}
SAID = "✓ Checked: SymPy expands the sum "


@pytest.mark.parametrize("question", QUESTIONS)
def test_the_sum_is_that_of_sympy(question: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run([*QUESTIONS[question], "--check", "--only", "result"]) == 0
    assert capsys.readouterr().out.splitlines()[-1].startswith(SAID)


def test_the_record_says_so_too(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["conv", "--m", "1", "--n", "1", "--check", "-f", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["check"] == {"positions": 49, "equal": True, "difference": ""}


@pytest.mark.parametrize("question", ["an output", "a letter", "steps", "a pixel", "a kernel element"])
def test_a_broken_relation_is_found(
    question: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(relation: Relation, *others: Any) -> Solutions:
        return solve(relation.replace(beta=-relation.beta), *others)

    monkeypatch.setattr("convtrace.trace.meetings.solve", broken)
    assert run([*QUESTIONS[question], "--check", "--only", "result"]) == 1
    assert "✗ SymPy expands the sum" in capsys.readouterr().out


def test_a_check_that_would_take_too_long_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["conv", "--m", "1", "--n", "1", "--image", "100001x100001", "--check"]) == 2
    shown = capsys.readouterr()
    assert "too many to check" in shown.err
    assert shown.out == ""


def test_only_algebra_loads_algebra() -> None:
    commands = ("compare --m 1 --n 1", "map conv", "grad conv --pixel 1,1", "conv", "prove flip", "conv --m 1 --check")
    found = loaded(["sympy"], [running(*command.split()) for command in commands])
    assert found == [None] * 4 + ["sympy"] * 2


@pytest.mark.parametrize(
    "words",
    [
        "torch.conv2d --image 2x3x5x5 --kernel 8x3x3x3 --option stride=2 --at 1,4,1,1",
        "torch.conv1d --image 2x4x5 --kernel 6x2x3 --option groups=2 --at 1,3,2 --grad",
        "torch.conv1d --image 2x4x5 --kernel 6x2x3 --option groups=2 --weight 5,1,2",
        "torch.conv_transpose1d --image 4x5 --kernel 4x2x3 --option groups=2 --at 3,2",
        "scipy.ndimage.convolve --at 3,3",
        "numpy.correlate --image 1j,2,3 --kernel 1,2j --at 0",
    ],
)
def test_a_library_s_sum_is_that_of_sympy(words: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["library", *words.split(), "--check", "--only", "result"]) == 0
    assert capsys.readouterr().out.splitlines()[-1].startswith(SAID)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("scipy.ndimage.convolve --at 0,3 --check", "it knows only an image with 0 outside Leave --check out."),
        ("numpy.convolve --at all --check", "--check expands one sum, but --at all asks for all outputs"),
        ("numpy.convolve --versus numpy.correlate --check", "--check asks for one value"),
        ("numpy --check", "--check needs the name of a function"),
    ],
)
def test_what_is_no_sum_is_not_checked(words: str, said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["library", *words.split()]) == 2
    assert said in " ".join(capsys.readouterr().err.split())


def test_a_broken_sum_over_channels_is_found(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def shifted(relation: Relation, *others: Any) -> Solutions:
        return solve(relation.replace(gamma=relation.gamma + 1), *others)

    monkeypatch.setattr("convtrace.trace.meetings.solve", shifted)
    for words in ("conv --channels 2 --at 1,1", "grad xcorr --channels 2 --pixel 1,0,0", "conv --channels 2"):
        assert run([*words.split(), "--check", "--only", "result"]) == 1
        assert "✗ SymPy expands the sum" in capsys.readouterr().out


def test_python_checks_a_call_of_a_library() -> None:
    call = convtrace.library("torch.conv1d", image="1x2x5", kernel="3x2x3", at="0,1,1", only="result")
    found = convtrace.check(call)
    assert found.holds
    assert "✓ Checked" in str(found)
    assert repr(found) == "<Check: holds. torch.nn.functional.conv1d: image 1×2×5, kernel 3×2×3>"


@pytest.mark.parametrize(
    ("function", "words"),
    [
        ("torch.conv2d", {"image": "2x3x4x4", "kernel": "8x3x3x3", "at": "1,4,1,0"}),
        ("torch.conv1d", {"image": "2x4x5", "kernel": "6x2x3", "at": "1,3,2", "grad": True, "options": ["groups=2"]}),
        ("torch.conv1d", {"image": "2x4x5", "kernel": "6x2x3", "weight": "5,1,2", "options": ["groups=2"]}),
        ("conv", {"channels": 3, "image": "4x3", "kernel": "3x2", "at": "0,1"}),
        ("grad", {"channels": 2, "image": "4x3", "kernel": "2x2", "pixel": "1,0,0"}),
    ],
)
def test_the_equation_for_sympy_has_the_products_of_the_terms(function: str, words: Any) -> None:
    """Each array has the axes that it has on pages; what lies outside the kernel, the image or the outputs is 0."""
    posed = pose("xcorr" if function == "grad" else function, **words) if "channels" in words else None
    derivation = derive(posed or library_question(function, **words).problem)
    problem = derivation.problem
    summed, met = problem.over, problem.partner
    equation, total = to_sympy(derivation)
    ranges = [[(symbol, number) for number in range(low, high + 1)] for symbol, low, high in equation.rhs.limits]
    found = set()
    for chosen in product(*ranges):
        factors = {str(part.base): tuple(map(int, part.indices)) for part in equation.rhs.function.subs(chosen).args}
        found.add((factors[GIVEN[summed]], factors[GIVEN[met]]))
    expected = {
        (problem.shown(summed, term.along(summed)), problem.shown(met, term.along(met))) for term in derivation.terms
    }
    domain = problem.shown(met, problem.domains[met])
    inside = {
        pair
        for pair in found
        if all(side is None or number in side for number, side in zip(pair[1], domain, strict=True))
    }
    assert inside == expected
    assert len(total.args) == len(expected)
