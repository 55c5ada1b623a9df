"""The page of boundary rules: what stands outside, against NumPy's own padding, and what libraries call it."""

from __future__ import annotations

import json
import re

import numpy as np
import pytest

from convtrace.cli import run
from convtrace.law.boundary import RULES
from convtrace.render.rendering import formats


def shown(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    assert run(["borders", *words]) == 0
    return capsys.readouterr().out


@pytest.mark.parametrize("rule", [name for name in RULES if name not in ("zero", "constant")])
def test_what_is_drawn_is_what_numpy_pads(rule: str, capsys: pytest.CaptureFixture[str]) -> None:
    padded = "".join(np.pad(np.array([*"abcd"]), 3, mode=rule).tolist())  # type: ignore[call-overload]
    drawn = " ".join(padded[:3]), " ".join(padded[3:7]), " ".join(padded[7:])
    (line,) = re.findall(rf"^│ {rule} .*\[.*$", shown(capsys), re.MULTILINE)
    assert "{} [{}] {}".format(*drawn) in line
    assert line.endswith(f"│ x[{'abcd'.index(padded[7])}] │")


NAMES = {
    "constant": "constant fill zeros CONSTANT fill",
    "edge": "nearest – replicate REPLICATE extend",
    "reflect": "mirror – reflect REFLECT_101 –",
    "symmetric": "reflect symm – REFLECT –",
    "wrap": "wrap wrap circular – wrap",
}


def test_every_library_s_name_of_a_rule(capsys: pytest.CaptureFixture[str]) -> None:
    lines = shown(capsys, "--only", "names").splitlines()
    rows = {words[0]: words[1:] for line in lines if line.startswith("│") for words in [line.replace("│", "").split()]}
    assert {rule: " ".join(names) for rule, names in rows.items() if rule in NAMES} == NAMES
    defaults = "ndimage reflect, signal fill, torch zeros, cv2 BORDER_DEFAULT, astropy fill"
    assert lines[-3] == f"Defaults: {defaults}."
    assert lines[-1].startswith("Other names for the same rules: ndimage grid-mirror, grid-wrap, grid-constant; cv2 ")


def test_the_record(capsys: pytest.CaptureFixture[str]) -> None:
    record = json.loads(shown(capsys, "-f", "json"))
    (reflect,) = (rule for rule in record["rules"] if rule["pad"] == "reflect")
    assert reflect["outside"] == {"-3": 3, "-2": 2, "-1": 1, "4": 2, "5": 1, "6": 0}
    assert reflect["names"]["cv2"] == ["BORDER_REFLECT_101", "BORDER_DEFAULT", "BORDER_REFLECT101"]
    assert reflect["names"]["astropy"] == []


@pytest.mark.parametrize("format_name", formats())
def test_every_format_has_the_page(format_name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert ("reflect" in shown(capsys, "-f", format_name)) == (format_name != "sympy")


def test_one_screen_of_80_columns(capsys: pytest.CaptureFixture[str]) -> None:
    lines = shown(capsys, "--width", "80").splitlines()
    assert len(lines) <= 36
    assert max(map(len, lines)) <= 80
    assert sum(line.startswith("│") for line in lines) == 12
