"""The values of all outputs in `map`, held by SciPy."""

from __future__ import annotations

import json

import numpy as np
import pytest
import scipy.signal
from hypothesis import given
from hypothesis import strategies as st

import convtrace
from convtrace.cli import run
from convtrace.law.extents import MODES


def said(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    """What `map` prints in plain text."""
    assert run(["map", *words, "-f", "text"]) == 0
    return capsys.readouterr().out


@given(st.integers(0, 2**16), st.sampled_from(MODES))
def test_they_are_those_of_scipy(seed: int, mode: str) -> None:
    numbers = np.random.default_rng(seed)
    kernel = numbers.integers(-9, 9, numbers.integers(1, 4, 2))
    image = numbers.integers(-9, 9, numbers.integers(kernel.shape, 6))
    page = convtrace.map_outputs("conv", image=image, kernel=kernel, mode=mode, kernel_origin=(0, 0))
    found = [each["value"] for each in json.loads(convtrace.render(page, "json"))["patches"]]
    expected = scipy.signal.convolve2d(image, kernel, "full")
    rows, columns = image.shape
    part = {
        "full": expected,
        "same": expected[:rows, :columns],
        "valid": expected[kernel.shape[0] - 1 : rows, kernel.shape[1] - 1 : columns],
    }
    assert found == part[mode].ravel().tolist()


def test_the_grid_comes_first_and_names_the_next_command(capsys: pytest.CaptureFixture[str]) -> None:
    page = said(capsys, "conv", "--image", "1 2 3; 4 5 6; 7 8 9", "--kernel", "1 2; 3 4")
    assert "2. Values\nThe value of each output:\nn↓ m→  −1   0\n   −1  23  33\n    0  53  63\n" in page
    assert "comes from, step by step, with the same arrays and options:\n  convtrace conv --at 0,0\n" in page


def test_letters_have_no_values(capsys: pytest.CaptureFixture[str]) -> None:
    assert "Values" not in said(capsys, "conv")
    assert "have values where the image and the kernel have" in said(capsys, "conv", "--only", "values")


def test_names_and_large_outputs(capsys: pytest.CaptureFixture[str]) -> None:
    names = ("conv", "--image", "1 2", "--kernel", "a 1", "--mode", "full", "--only", "values")
    assert "m→  −2       −1  0\n     a  2·a + 1  2\n" in said(capsys, *names)
    row = " ".join(["1"] * 3000)
    page = said(capsys, "conv", "--image", row, "--kernel", "1 1", "--only", "values")
    assert "The drawing of the values is left out" in page
