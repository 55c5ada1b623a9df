"""Derivations against the article, brute force and SciPy."""

from __future__ import annotations

import json
from math import prod
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given

import convtrace
from convtrace import derive, pose
from convtrace.trace.derivation import Derivation
from convtrace.trace.problem import Problem
from convtrace.trace.status import Status
from tests.support.oracles import brute_force
from tests.support.strategies import problems

DATA = Path(__file__).parents[1] / "data"


def golden(name: str) -> Any:
    return json.loads((DATA / name).read_text())


@pytest.mark.parametrize("name", ["conv_1_1.json", "xcorr_-1_-1.json"])
def test_the_article_s_worked_examples(name: str) -> None:
    want = golden(name)
    m, n = want["output"]
    derivation = derive(pose(want["operation"], m=m, n=n))
    rows = [
        {
            "pixel": list(row.pixel),
            "kernel_index": list(row.kernel_index),
            "valid": row.status is Status.VALID,
            "weight": row.weight,
        }
        for row in derivation.rows
    ]
    assert rows == want["rows"]
    assert json.loads(json.dumps(derivation.laid)) == want["laid"]
    assert [[side[0], side[-1]] for side in derivation.window] == [want["window"]] * 2


@pytest.mark.parametrize(("name", "patches"), golden("patches.json").items())
def test_the_article_s_patches(name: str, patches: list[dict[str, list[int]]]) -> None:
    assert len(patches) == 25
    for want in patches:
        m, n = want["output"]
        pixels = [term.pixel for term in derive(pose(name, m=m, n=n)).terms]
        columns, rows = zip(*pixels, strict=True)
        assert [[min(columns), max(columns)], [min(rows), max(rows)]] == [want["columns"], want["rows"]]
        assert len(set(pixels)) == 9


@given(problems(steps=True))
def test_terms_are_those_of_the_double_loop(problem: Problem) -> None:
    terms = derive(problem).terms
    assert [(term.pixel, term.kernel_index) for term in terms] == list(brute_force(problem))
    assert all(term.output == problem.numbers for term in terms)


@given(problems(origin=True, steps=True))
def test_every_row_says_what_its_indices_say(problem: Problem) -> None:
    derivation = derive(problem)
    rows, valid = list(derivation.rows), brute_force(problem)
    for row in rows:
        inside = all(i in side for i, side in zip(row.pixel, problem.image, strict=True))
        exists = all(k in side for k, side in zip(row.kernel_index, problem.kernel.ranges, strict=True))
        whole = all(k == int(k) for k in row.kernel_index)
        expected = Status.NO_KERNEL if not exists else Status.VALID if inside else Status.NO_PIXEL
        expected = expected if whole else Status.BETWEEN_TAPS
        assert row.status is expected
        assert (row.weight is not None) == ((row.pixel, row.kernel_index) in valid)
    assert len(rows) == len(derivation.rows)
    assert rows == sorted(rows, key=lambda row: row.pixel[:: -1 if problem.order.column_first else 1])
    without_pixel = [row for row in rows if row.status is Status.NO_PIXEL]
    # elements that no whole i meets, as a stride of the pixels steps over them, are no rows
    met = [
        [k for k in taps if isinstance(relation.third("i", {"m": m, "k": k}), int)]
        for relation, m, taps in zip(problem.relations, problem.numbers, problem.kernel.ranges, strict=True)
    ]
    assert len(without_pixel) + len(derivation.terms) == prod(map(len, met))
    assert len(rows) - len(without_pixel) == prod(map(len, derivation.window))


@given(problems(steps=True))
def test_the_window_lies_in_the_image_and_shows_the_patch_and_one_more(problem: Problem) -> None:
    derivation = derive(problem)
    for window, image, patch in zip(derivation.window, problem.image, derivation.receptive_field, strict=True):
        assert window[0] in image
        assert window[-1] in image
        used = [triple.i for triple in patch]
        assert set(used) <= set(window)
        if used:
            assert len(window) == min(used[-1] - used[0] + 2, len(image))


@given(problems(steps=True))
def test_axes_are_independent(problem: Problem) -> None:
    sides = []
    for axis, (m, image, taps) in enumerate(zip(problem.numbers, problem.image, problem.kernel.ranges, strict=True)):
        origin = -problem.kernel.ranges[axis][0]
        lone = pose(
            problem.operation.name,
            form=problem.operation.form,
            at=m,
            image=len(image),
            kernel=len(taps),
            image_origin=-image[0],
            kernel_origin=origin,
            stride=problem.stride[axis],
            dilation=problem.dilation[axis],
        )
        sides.append({(term.pixel[0], term.kernel_index[0]) for term in derive(lone).terms})
    terms = derive(problem).terms
    assert len(terms) == prod(map(len, sides))
    for term in terms:
        assert all(
            pair in side for pair, side in zip(zip(term.pixel, term.kernel_index, strict=True), sides, strict=True)
        )


@given(problems(steps=True))
def test_convolution_is_correlation_with_the_rotated_kernel(problem: Problem) -> None:
    def weights(name: str) -> set[tuple[tuple[int, ...], tuple[int, ...]]]:
        origins = [-side[0] for side in problem.kernel.ranges]
        if name == "xcorr":
            origins = [side[-1] for side in problem.kernel.ranges]
        posed = pose(
            name,
            form="sliding" if name == "xcorr" else None,
            at=problem.numbers,
            image=tuple(len(side) for side in problem.image),
            kernel=tuple(len(side) for side in problem.kernel.ranges),
            image_origin=[-side[0] for side in problem.image],
            kernel_origin=origins,
        )
        return {(term.pixel, term.kernel_index) for term in derive(posed).terms}

    turned = {(pixel, tuple(-k for k in index)) for pixel, index in weights("conv")}
    assert turned == weights("xcorr")


def at(problem: Problem, index: tuple[int, ...], ranges: tuple[range, ...]) -> tuple[int, ...]:
    """The place of an index in a NumPy array of the rows as drawn."""
    return problem.order.array(tuple(number - side[0] for number, side in zip(index, ranges, strict=True)))


def test_a_fraction_lies_between_two_elements() -> None:
    problem = pose("conv", at=0, image=7, window="all").replace(dilation=(2,))
    status = {row.pixel[0]: row.status for row in derive(problem).rows}
    assert [i for i, found in status.items() if found is Status.BETWEEN_TAPS] == [-3, -1, 1, 3]
    assert [i for i, found in status.items() if found is Status.VALID] == [-2, 0, 2]


def test_an_output_that_nothing_reaches_is_zero() -> None:
    derivation = derive(pose("conv", at=(100, -100)))
    assert (derivation.terms, derivation.value) == ((), 0)
    assert derivation.window == (range(2, 4), range(-3, -1))
    assert derive(pose("conv", m=1, n=1)).value is None


def test_one_value_of_a_huge_image_touches_only_its_patch() -> None:
    derivation = derive(pose("conv", m=5, n=-7, image="1000000001x1000000001"))
    assert len(derivation.terms) == 9
    assert len(derivation.rows) == 16


def test_public_names() -> None:
    assert isinstance(derive(pose("xcorr", m=0, n=0)), Derivation)
    assert {name: getattr(convtrace, name) for name in convtrace.__all__}.keys() == set(convtrace.__all__)
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = convtrace.nothing
