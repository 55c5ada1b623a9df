"""--check: SymPy's own expansion beside the derivation, on the command line."""

from __future__ import annotations

import json
from typing import Any

import pytest

from convtrace.cli import run
from convtrace.law.axis import Relation, Solutions, solve
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
