"""Every output's sum with numbers in it, and with what counts outside the image."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest
import sympy
from hypothesis import given, settings
from hypothesis import strategies as st

from convtrace.cli import run
from convtrace.document.plain import plain
from convtrace.document.tex import tex
from convtrace.law.extents import MODES, outputs
from convtrace.trace.derivation import Derivation, derive
from convtrace.trace.pose import pose
from convtrace.trace.problem import Problem
from convtrace.values.exact import number_text
from convtrace.values.formula import Chain
from convtrace.view.pages.record import plain_value
from convtrace.view.roles import Roles
from convtrace.view.sections.result import folded_value, is_same_sum, substituted, whole_sum
from tests.support.oracles import OPERATIONS
from tests.support.strategies import latex_lines, pieces_of, text_of

FAR = 9
PADS: dict[str, dict[str, Any]] = {
    "zero": {"mode": "constant"},
    "constant:-2": {"mode": "constant", "constant_values": -2},
    "reflect": {"mode": "reflect"},
    "wrap": {"mode": "wrap"},
}


@st.composite
def valued(draw: st.DrawFn) -> Problem:
    """Any operation on values or letters, with any border."""
    axes = draw(st.integers(1, 2))
    values = draw(st.sampled_from([["-3", "0", "1", "12"], ["-1/2", "3", "0"], ["alpha", "-sqrt(2)/2", "1", "2*pi"]]))
    steps = st.tuples(*[st.integers(1, 2)] * axes)
    name, form = draw(st.sampled_from(list(OPERATIONS)))
    operands: list[Any] = []
    for most in (4, 3):
        shape = draw(st.tuples(*[st.integers(1, most)] * axes))
        rows = np.array([draw(st.sampled_from(values)) for _ in range(int(np.prod(shape)))], object).reshape(shape)
        operands.append(draw(st.sampled_from([shape, rows.tolist()])))
    return pose(
        name,
        form=form,
        image=operands[0],
        kernel=operands[1],
        stride=draw(steps),
        dilation=draw(steps),
        axes="rc",
        pad=draw(st.sampled_from(["zero", "edge", "reflect", "wrap", "constant:-5", "constant:beta"])),
        mode="full",
    )


def formula_of(derivation: Derivation) -> Chain:
    """One sum as the page of its output has it, with its numbers and its value."""
    asked = Roles(derivation.problem).asked
    if derivation.problem.pixels is None or not derivation.terms:
        return Chain(asked, (("=", whole_sum(derivation)),))
    values = [] if derivation.value is None else [folded_value(derivation.value)]
    known = [value for value in values if not is_same_sum(derivation, value)]
    return Chain(asked, tuple(("=", part) for part in (substituted(derivation), *known)))


@pytest.mark.no_cover
@settings(max_examples=60)
@given(valued())
def test_lines_are_those_of_the_pages(problem: Problem) -> None:
    derivations = [derive(problem.replace(at=output)) for output in problem.order.reading(problem.outputs)]
    formulas = list(map(formula_of, derivations))
    assert text_of(problem, "text").splitlines() == list(map(plain, formulas))
    assert latex_lines(text_of(problem, "latex")) == list(map(tex, formulas))
    for line, derivation in zip(text_of(problem, "jsonl").splitlines(), derivations, strict=True):
        terms = [
            {"pixel": list(term.pixel), "kernel_index": list(term.kernel_index), "weight": plain_value(term.weight)}
            for term in derivation.terms
        ]
        value = {} if problem.pixels is None else {"value": plain_value(derivation.value)}
        assert json.loads(line) == {"output": list(derivation.problem.numbers), "terms": terms, **value}


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
    lines = [json.loads(line) for line in text_of(problem, "jsonl").splitlines()]
    expected = [_value(problem, padded, kernel, m) for m in problem.order.reading(problem.outputs)]
    assert [line["value"] for line in lines] == expected
    written = text_of(problem, "text").splitlines(keepends=True)
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
    lines = pieces_of(pose("conv", image="1000000x1000000", kernel="1 2;"), "text")
    assert next(lines).startswith("y[")


def test_outputs_are_those_of_the_mode() -> None:
    problem = pose("conv", image="1 2 3", kernel="1 1", mode="full")
    assert (
        len(text_of(problem, "text").splitlines())
        == len(outputs(problem.relations[0], range(3), range(2), "full"))
        == 4
    )
