"""The library calls that give the value of a sum over channels: each is run, PyTorch's where it is installed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import scipy
from hypothesis import given
from hypothesis import strategies as st

from convtrace.law.axis import Unknown
from convtrace.law.channels import ARRAYS
from convtrace.law.extents import MODES
from convtrace.trace.derivation import Derivation, derive
from convtrace.view.sections.elsewhere import same_calls
from tests.support.planes import Question, posed, questions


def value_of(question: Question, derivation: Derivation, arrays: dict[str, Any]) -> int:
    """The sum of a derivation with numbers for the gradient at each output, too."""
    problem = derivation.problem
    outputs = problem.in_space(problem.outputs)
    pixels, elements = question.elements(question.image), question.elements(question.kernel)

    given: list[Unknown] = [unknown for unknown in ARRAYS if unknown != problem.fixed]

    def factor(unknown: Unknown, index: tuple[int, ...]) -> int:
        if unknown == "m":
            place = question.turned(tuple(m - side[0] for m, side in zip(index, outputs, strict=True)))
            return int(arrays["g"][place])
        return (pixels if unknown == "i" else elements)[index]

    total = 0
    for term in derivation.terms:
        one, other = (factor(unknown, problem.shown(unknown, term.along(unknown))) for unknown in given)
        total += one * other
    return total


def holds(question: Question, words: dict[str, Any], take: Callable[[Any], Any], modules: dict[str, Any]) -> int:
    """Every call of these modules gives the number; how many there are."""
    derivation = derive(posed(question, **words))
    problem = derivation.problem
    shape = question.turned(tuple(map(len, problem.in_space(problem.outputs))))
    arrays = {"x": question.image, "h": question.kernel, "g": np.arange(int(np.prod(shape))).reshape(shape) - 3}
    mine = value_of(question, derivation, arrays)
    calls = [same for same in same_calls(derivation) if same.call.lstrip("(").partition(".")[0] in modules]
    for same in calls:
        output = eval(same.call, {**modules, **{name: take(array) for name, array in arrays.items()}})
        assert round(float(output[same.index])) == mine
    return len(calls)


def asked(question: Question, data: st.DataObject) -> dict[str, Any]:
    """An output, or the gradient of a pixel or a kernel element."""
    fixed = data.draw(st.sampled_from(["at", "pixel", "weight"]))
    if fixed == "at":
        return {"at": data.draw(st.tuples(*[st.integers(-3, 3)] * question.space))}
    elements = question.elements(question.image if fixed == "pixel" else question.kernel)
    modes = [mode for mode in MODES if all(posed(question, mode=mode).outputs)]
    return {fixed: data.draw(st.sampled_from([*elements])), "mode": data.draw(st.sampled_from(modes))}


@given(questions(), st.data())
def test_calls_of_scipy_have_the_same_number(question: Question, data: st.DataObject) -> None:
    words = asked(question, data)
    found = holds(question, words, lambda array: array, {"scipy": scipy, "numpy": np})
    plain = {*question.options["stride"], *question.options["dilation"]} == {1}
    assert found or not plain or not derive(posed(question, **words)).terms


@given(questions(), st.data())
def test_calls_of_torch_have_the_same_number(question: Question, data: st.DataObject) -> None:
    torch = pytest.importorskip("torch", reason="torch is not installed: its calls are held by its rows")
    holds(question, asked(question, data), lambda array: torch.tensor(array, dtype=torch.float64), {"torch": torch})


def test_the_channels_are_an_axis_or_the_functions_own() -> None:
    question = Question("conv", {"form": None, "axes": "xy", "channels": 3}, np.ones((3, 4, 5)), np.ones((3, 3, 3)))
    found = same_calls(derive(posed(question, at=(0, 0))))
    assert [(same.call, same.index) for same in found if not same.call.startswith("scipy.ndimage")] == [
        ('scipy.signal.convolve(x, h[::-1, :, :], "same")', (1, 2, 2)),
        ("torch.conv2d(x[None], h.flip(1, 2)[None], padding=1)[0, 0]", (2, 2)),
    ]
