"""Sequences that begin anywhere: every output has the index and the sum that the definition gives."""

from __future__ import annotations

import json
from collections.abc import Callable
from itertools import product
from math import prod
from typing import Any

import numpy as np
import pytest
import scipy.signal
from hypothesis import given
from hypothesis import strategies as st

from convtrace import ConvtraceError, derive, expand, map_outputs
from convtrace.cli import run
from convtrace.law.extents import MODES
from tests.support.oracles import OPERATIONS

Sums = dict[tuple[int, ...], int]

# the output of a pixel and a kernel element, by the definition
OUTPUT: dict[tuple[str, str | None], Callable[[int, int], int]] = {
    ("conv", None): lambda i, k: i + k,
    ("xcorr", "reflected"): lambda i, k: k - i,
    ("xcorr", "sliding"): lambda i, k: i - k,
    ("conv-transpose", None): lambda i, k: i + k,
}


def arrays(axes: int) -> st.SearchStrategy[tuple[np.ndarray[Any, Any], tuple[int, ...]]]:
    """An array, and the index of its first element."""
    shapes = st.tuples(*[st.integers(1, 4 - axes + 1)] * axes)
    numbers = shapes.flatmap(
        lambda shape: st.lists(st.integers(-9, 9), min_size=prod(shape), max_size=prod(shape)).map(
            lambda flat: np.array(flat, object).reshape(shape)
        )
    )
    return st.tuples(numbers, st.tuples(*[st.integers(-8, 8)] * axes))


def entries(array: np.ndarray[Any, Any], first: tuple[int, ...]) -> Sums:
    """The elements by their indices."""
    return {tuple(np.add(place, first).tolist()): int(array[place]) for place in np.ndindex(array.shape)}


def by_loops(name: tuple[str, str | None], x: Sums, h: Sums) -> Sums:
    """All sums of products, by their outputs."""
    sums: Sums = {}
    for (pixel, value), (element, weight) in product(x.items(), h.items()):
        output = tuple(map(OUTPUT[name], pixel, element))
        sums[output] = sums.get(output, 0) + value * weight
    return sums


@given(data=st.data(), name=st.sampled_from([*OPERATIONS]))
def test_sums_are_those_of_the_double_loop(data: st.DataObject, name: tuple[str, str | None]) -> None:
    axes = data.draw(st.integers(1, 2))
    (x, x_first), (h, h_first) = data.draw(arrays(axes)), data.draw(arrays(axes))
    words: dict[str, Any] = {
        "form": name[1],
        "image": x.tolist(),
        "kernel": h.tolist(),
        "image_origin": tuple(-first for first in x_first),
        "kernel_origin": tuple(-first for first in h_first),
        "axes": "rc",
    }
    expected = by_loops(name, entries(x, x_first), entries(h, h_first))
    problem = expand(name[0], mode="full", **words).problem
    assert [*map(tuple, product(*problem.outputs))] == sorted(expected)
    for output in expected:
        found = derive(name[0], at=output, **words)
        assert found.value == expected[output]
    for each in map_outputs(name[0], mode="full", **words):
        terms = derive(name[0], at=each.output, **words).terms
        assert {term.pixel for term in terms} == {*product(*each.pixels)}


@pytest.mark.no_cover
@pytest.mark.parametrize("mode", MODES)
@given(data=st.data())
def test_outputs_are_scipy_s_with_the_index_of_the_first(mode: str, data: st.DataObject) -> None:
    """The first output of SciPy's full array is y[start of x + start of h], or of x less the end of h."""
    (x, (x_first,)), (h, (h_first,)) = data.draw(arrays(1)), data.draw(arrays(1))
    words: dict[str, Any] = {"image": x.tolist(), "kernel": h.tolist(), "image_origin": -x_first,
                             "kernel_origin": -h_first, "mode": mode}  # fmt: skip
    x, h = x.astype(int), h.astype(int)
    convolved = dict(enumerate(scipy.signal.convolve(x, h, method="direct").tolist(), x_first + h_first))
    last = h_first + len(h) - 1
    correlated = dict(enumerate(scipy.signal.correlate(x, h, method="direct").tolist(), x_first - last))
    for name, form, full in (("conv", None, convolved), ("xcorr", "sliding", correlated)):
        if mode == "valid" and len(x) < len(h):
            with pytest.raises(ConvtraceError, match="no output exists"):
                expand(name, form=form, **words)
            continue
        (outputs,) = expand(name, form=form, **words).problem.outputs
        if mode == "full":
            assert [*outputs] == [*full]
        if mode == "same":
            assert [*outputs] == [*range(x_first, x_first + len(x))]
        if mode == "valid":
            assert len(outputs) == len(x) - len(h) + 1
        for m in outputs:
            one = {each: words[each] for each in words if each != "mode"}
            assert derive(name, form=form, at=m, **one).value == full.get(m, 0)


def test_the_places_name_an_element_that_is_there(capsys: pytest.CaptureFixture[str]) -> None:
    words = ["--image", "2 1 3", "--kernel", "1 4", "--image-origin", "-2", "--kernel-origin", "3", "--mode", "full"]
    assert run(["map", "conv", *words]) == 0
    page = capsys.readouterr().out
    assert "Each pixel, with the output that lays h[−2] on it:" in page
    assert "│    │ y[0] │ y[1] │ y[2] │" in page
    assert run(["expand", "conv", *words, "-f", "text"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "y[−1] = 1·2 = 2", "y[0] = 4·2 + 1·1 = 9", "y[1] = 4·1 + 1·3 = 7", "y[2] = 4·3 = 12"
    ]  # fmt: skip


@pytest.mark.parametrize("words", ["conv --at 0 --check", "grad conv --pixel 3 --mode full --check",
                                   "grad conv --weight -3 --mode full --check", "compare --at 0",
                                   "xcorr --form sliding --check", "conv --at 0 -f json"])  # fmt: skip
def test_every_page_takes_origins(words: str, capsys: pytest.CaptureFixture[str]) -> None:
    given_words = ["--image", "3", "--kernel", "2", "--image-origin", "-2", "--kernel-origin", "3"]
    assert run([*words.split(), *given_words]) == 0
    shown = capsys.readouterr().out
    if words.endswith("json"):
        found = json.loads(shown)
        assert (found["image"]["lo"], found["kernel"]["lo"]) == ([2], [-3])
    else:
        assert "x[" in shown


def test_an_even_axis_names_both_options(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["conv", "--at", "0", "--image", "4", "--kernel", "2"]) == 0
    page = capsys.readouterr().out
    assert "An image axis of 4 has no centre: its indices run −2…1. Choose another 0 with --image-origin." in page
    assert "A kernel axis of 2 has no centre: its indices run −1…0. Choose another 0 with --kernel-origin." in page


def test_a_stride_that_steps_over_all_outputs_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    words = ["expand", "conv", "--image", "1", "--kernel", "2", "--stride", "9", "--image-origin", "-3"]
    for mode in MODES:
        assert run([*words, "--mode", mode]) == 2
    said, hint = capsys.readouterr().err.splitlines()[-2:]
    assert said == "Error: --mode full: no output exists, because --stride 9 steps over all of them"
    assert hint == "Choose a smaller --stride."
