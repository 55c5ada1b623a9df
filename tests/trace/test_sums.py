"""Every output's sum with numbers in it, and with what counts outside the image."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest
import sympy
from hypothesis import given
from hypothesis import strategies as st

from convtrace.cli import run
from convtrace.law.extents import MODES, outputs
from convtrace.trace.expansion import SPELLINGS
from convtrace.trace.pose import pose
from convtrace.trace.problem import Problem
from convtrace.values.exact import number_text
from convtrace.view.pages.worked_sums import sums
from tests.support.oracles import OPERATIONS
from tests.support.strategies import text_of, whole_outputs

FAR = 9
PADS: dict[str, dict[str, Any]] = {
    "zero": {"mode": "constant"},
    "constant:-2": {"mode": "constant", "constant_values": -2},
    "reflect": {"mode": "reflect"},
    "wrap": {"mode": "wrap"},
}


@given(whole_outputs(), st.sampled_from(["text", "jsonl", "latex"]))
def test_letters_are_written_as_on_the_fast_way(problem: Problem, name: str) -> None:
    assert "".join(sums(problem, name)) == text_of(problem, name)


@given(st.data(), st.sampled_from(list(PADS)), st.sampled_from(MODES))
def test_every_value_is_that_of_the_padded_image(data: st.DataObject, pad: str, mode: str) -> None:
    axes = data.draw(st.integers(1, 2))
    numbers = st.integers(-9, 9)
    arrays: list[Any] = []
    for most in (4, 3):
        shape = data.draw(st.tuples(*[st.integers(1, most)] * axes))
        arrays.append(np.array([data.draw(numbers) for _ in range(int(np.prod(shape)))], object).reshape(shape))
    image, kernel = arrays
    name, form = data.draw(st.sampled_from(list(OPERATIONS)))
    problem = pose(name, form=form, image=image, kernel=kernel, pad=pad, mode=mode, axes="rc")
    padded = np.pad(image, FAR, **PADS[pad])
    lines = [json.loads(line) for line in sums(problem, "jsonl")]
    expected = [_value(problem, padded, kernel, m) for m in problem.order.reading(problem.outputs)]
    assert [line["value"] for line in lines] == expected
    written = [*sums(problem, "text")]
    assert [line.rpartition(" = ")[2] for line in written if " = 0\n" not in line] == [
        f"{number_text(value)}\n" for line, value in zip(written, expected, strict=True) if " = 0\n" not in line
    ]


def _value(problem: Problem, padded: Any, kernel: Any, output: tuple[int, ...]) -> int:
    """Σ over the padded image."""
    index = OPERATIONS[problem.operation.name, problem.operation.form]
    total = 0
    for place in np.ndindex(*padded.shape):
        pixel = [position - FAR + side[0] for position, side in zip(place, problem.image, strict=True)]
        met = [index(m, i, 1) for m, i in zip(output, pixel, strict=True)]
        if all(k in side for k, side in zip(met, problem.kernel.ranges, strict=True)):
            weight = kernel[tuple(k - side[0] for k, side in zip(met, problem.kernel.ranges, strict=True))]
            total += int(weight) * int(padded[place])
    return total


def printed(capsys: pytest.CaptureFixture[str], command: str, **values: str) -> str:
    words = [word for name, value in values.items() for word in (f"--{name}", value)]
    assert run(["expand", *command.split(), *words]) == 0
    return capsys.readouterr().out


def test_values_on_one_side_or_on_both(capsys: pytest.CaptureFixture[str]) -> None:
    assert printed(capsys, "conv", image="4 5", kernel="2") == "y[−1] = b·4 + a·5\n"
    assert printed(capsys, "conv", image="2", kernel="2 -1") == "y[−1] = −1·x[−1] + 2·x[0]\n"
    assert printed(capsys, "conv", image="4 -5", kernel="2 -1/2") == "y[−1] = −1/2·4 + 2·(−5) = −12\n"
    assert printed(capsys, "conv --ascii", image="4 -5", kernel="2 -1/2") == "y[-1] = -1/2*4 + 2*(-5) = -12\n"


def test_what_counts_outside(capsys: pytest.CaptureFixture[str]) -> None:
    page = printed(capsys, "conv --mode full --pad edge", image="2", kernel="2")
    assert page.splitlines() == ["y[−2] = b·x[−1] + a·x[−1]", "y[−1] = b·x[−1] + a·x[0]", "y[0] = b·x[0] + a·x[0]"]


def test_the_code_gives_the_sums(capsys: pytest.CaptureFixture[str]) -> None:
    code = printed(capsys, "conv --mode same -f sympy", image="3", kernel="1/2 sqrt(2)*alpha pi")
    scope: dict[str, Any] = {}
    exec(code, scope)
    x, y, alpha = sympy.IndexedBase("x"), sympy.IndexedBase("y"), sympy.Symbol("alpha")
    assert scope["outputs"][y[0]] == sympy.pi * x[-1] + sympy.sqrt(2) * alpha * x[0] + x[1] / 2
    code = printed(capsys, "conv --mode full -f sympy", image="1 2", kernel="3 4")
    exec(code, scope)
    assert list(scope["outputs"].values()) == [3 * 1, 4 * 1 + 3 * 2, 4 * 2]


def test_an_output_that_nothing_reaches_is_zero(capsys: pytest.CaptureFixture[str]) -> None:
    words = "conv --mode full --dilation 3"
    assert "y[−2] = 0\n" in printed(capsys, words, image="2", kernel="1 1")
    code = printed(capsys, f"{words} -f sympy", image="2", kernel="1 1")
    assert "S.Zero,\n" in code


def test_lines_come_as_they_are_made() -> None:
    lines = sums(pose("conv", image="1000000x1000000", kernel="1 2;"), "text")
    assert next(lines).startswith("y[")


def test_formats_are_those_of_the_fast_way() -> None:
    from convtrace.view.pages.worked_sums import WRITERS

    assert list(WRITERS) == list(SPELLINGS)


def test_outputs_are_those_of_the_mode() -> None:
    problem = pose("conv", image="1 2 3", kernel="1 1", mode="full")
    assert len([*sums(problem, "text")]) == len(outputs(problem.relations[0], range(3), range(2), "full")) == 4
