"""Gradients against numbers: central differences of the brute-force sum, which are exact as it is linear."""

from __future__ import annotations

from itertools import product
from math import prod
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from convtrace.law.operations import rows_like
from convtrace.trace.derivation import Derivation, derive
from convtrace.trace.pose import pose
from convtrace.trace.problem import Problem
from convtrace.trace.status import Status
from tests.support.oracles import OPERATIONS, brute_force
from tests.support.strategies import gradients

Array = dict[tuple[int, ...], int]


def loss(problem: Problem, x: Array, h: Array, g: Array) -> int:
    """Σ g[m]·y[m], y by the brute-force sum at every output."""
    total = 0
    for output, arriving in g.items():
        posed = problem.replace(fixed="m", at=output)
        total += arriving * sum(x[pixel] * h[index] for pixel, index in brute_force(posed))
    return total


def numbers(ranges: tuple[range, ...], random: Any) -> Array:
    """A whole number for each index."""
    return {index: random.randint(-9, 9) for index in product(*ranges)}


def difference(problem: Problem, arrays: dict[str, Array], name: str, index: tuple[int, ...]) -> int:
    """Half of what the loss gains when one entry goes from one less to one more."""
    ends = []
    for step in (1, -1):
        moved = {**arrays, name: {**arrays[name], index: arrays[name][index] + step}}
        ends.append(loss(problem, moved["x"], moved["h"], moved["g"]))
    assert (ends[0] - ends[1]) % 2 == 0
    return (ends[0] - ends[1]) // 2


def value(derivation: Derivation, arrays: dict[str, Array]) -> int:
    """The derivation's sum with numbers in it."""
    if derivation.problem.fixed == "i":
        return sum(arrays["h"][term.kernel_index] * arrays["g"][term.output] for term in derivation.terms)
    return sum(arrays["x"][term.pixel] * arrays["g"][term.output] for term in derivation.terms)


@pytest.mark.no_cover
@given(gradients(), st.randoms(use_true_random=False))
def test_gradient_is_the_central_difference(problem: Problem, random: Any) -> None:
    ranges = {"x": problem.image, "h": problem.kernel.ranges, "g": problem.outputs}
    arrays = {name: numbers(sides, random) for name, sides in ranges.items()}
    changed = "x" if problem.fixed == "i" else "h"
    assert value(derive(problem), arrays) == difference(problem, arrays, changed, problem.numbers)


@given(gradients())
def test_every_row_says_what_is_missing(problem: Problem) -> None:
    index = OPERATIONS[problem.operation.name, problem.operation.form]
    for row in derive(problem).rows:
        for axis, step in enumerate(row.steps):
            stride, dilation = problem.stride[axis], problem.dilation[axis]
            assert step.k * dilation == index(step.m, step.i, stride)
            there = {
                Status.NO_OUTPUT: step.m in problem.outputs[axis],
                Status.NO_PIXEL: step.i in problem.image[axis],
                Status.NO_KERNEL: step.k in problem.kernel.ranges[axis],
            }
            missing = [status for status, exists in there.items() if not exists]
            whole = step.k == int(step.k) and step.i == int(step.i)
            assert step.status in missing if missing and whole else True
            assert (step.status is Status.BETWEEN_TAPS) == (not whole)
            assert (step.status is Status.VALID) == (not missing)


@given(gradients())
def test_the_drawing_shows_every_kernel_element_or_every_output(problem: Problem) -> None:
    derivation = derive(problem)
    shown = prod(map(len, derivation.met))
    if problem.fixed == "i":
        assert shown == len(derivation.terms) + len(derivation.rows.overhang)
        assert shown == prod(map(len, problem.kernel.ranges)) or max(problem.stride) > 1
        assert derivation.laid is not None
    else:
        assert shown == len(derivation.terms)
        assert derivation.laid is None


@pytest.mark.parametrize(
    ("operation", "form", "of_pixel", "of_weight"),
    [
        ("conv", None, "xcorr sliding", "xcorr sliding"),
        ("xcorr", "sliding", "conv", "xcorr reflected"),
        ("xcorr", "reflected", "xcorr reflected", "conv"),
    ],
)
def test_back_propagation_is_an_operation_again(
    operation: str, form: str | None, of_pixel: str, of_weight: str
) -> None:
    relation = pose(operation, form=form).relations[0]
    rows = (rows_like(relation.recast("i", over="m"))[0], rows_like(relation.recast("k", over="m"))[0])
    assert [" ".join(filter(None, (row.name, row.form))) for row in rows] == [of_pixel, of_weight]
