"""The kernels that have names: their numbers, typed once more and as SciPy has them, and their page."""

from __future__ import annotations

import json
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from scipy import ndimage

from convtrace.cli import run
from convtrace.values.exact import Values
from convtrace.values.named_kernels import KERNELS
from convtrace.values.operand import read_values

IMPULSE = np.zeros((7, 7))
IMPULSE[3, 3] = 1
HAND_TYPED: dict[str, list[list[Any]]] = {
    "sobel-x": [[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]],
    "sobel-y": [[-1, -2, -1], [0, 0, 0], [1, 2, 1]],
    "prewitt-x": [[-1, 0, 1], [-1, 0, 1], [-1, 0, 1]],
    "prewitt-y": [[-1, -1, -1], [0, 0, 0], [1, 1, 1]],
    "scharr-x": [[-3, 0, 3], [-10, 0, 10], [-3, 0, 3]],
    "scharr-y": [[-3, -10, -3], [0, 0, 0], [3, 10, 3]],
    "roberts-x": [[1, 0], [0, -1]],
    "roberts-y": [[0, 1], [-1, 0]],
    "laplacian": [[0, 1, 0], [1, -4, 1], [0, 1, 0]],
    "laplacian-8": [[1, 1, 1], [1, -8, 1], [1, 1, 1]],
    "identity": [[0, 0, 0], [0, 1, 0], [0, 0, 0]],
    "sharpen": [[0, -1, 0], [-1, 5, -1], [0, -1, 0]],
    "emboss": [[-2, -1, 0], [-1, 1, 1], [0, 1, 2]],
    "box-3": [[Fraction(1, 9)] * 3] * 3,
    "box-5": [[Fraction(1, 25)] * 5] * 5,
    "gaussian-3": [[Fraction(a * b, 16) for b in (1, 2, 1)] for a in (1, 2, 1)],
    "gaussian-5": [[Fraction(a * b, 256) for b in (1, 4, 6, 4, 1)] for a in (1, 4, 6, 4, 1)],
    "unsharp-5": [
        [Fraction(512 * (p == q == 2) - a * b, 256) for q, b in enumerate((1, 4, 6, 4, 1))]
        for p, a in enumerate((1, 4, 6, 4, 1))
    ],
}
LIBRARY: dict[str, Callable[[Any], Any]] = {
    "sobel-x": lambda image: ndimage.sobel(image, axis=1),
    "sobel-y": lambda image: ndimage.sobel(image, axis=0),
    "prewitt-x": lambda image: ndimage.prewitt(image, axis=1),
    "prewitt-y": lambda image: ndimage.prewitt(image, axis=0),
    "laplacian": ndimage.laplace,
    "box-3": lambda image: ndimage.uniform_filter(image, 3),
    "box-5": lambda image: ndimage.uniform_filter(image, 5),
}
SUMS = {"edges": 0, "smoothing": 1}


def kernel(name: str) -> Values:
    found = read_values("--kernel", name, most=99 * 99)
    assert found is not None
    return found


def test_all_have_hand_typed_counterparts() -> None:
    assert set(HAND_TYPED) == set(KERNELS)


@pytest.mark.parametrize("name", KERNELS)
def test_numbers(name: str) -> None:
    """Exact, and as wide as high."""
    expected = HAND_TYPED[name]
    assert kernel(name) == Values((len(expected), len(expected)), tuple(map(tuple, expected)))


@pytest.mark.parametrize("name", KERNELS)
def test_sums(name: str) -> None:
    """What finds edges gives 0 where nothing changes; what smooths keeps the brightness, as do the details."""
    total = sum(value for value in kernel(name).flat if isinstance(value, int | Fraction))
    assert total == SUMS.get(KERNELS[name].kind, 1)


@pytest.mark.parametrize("name", LIBRARY)
def test_library(name: str) -> None:
    """SciPy lays the same numbers over the image."""
    numbers = np.array([[float(value) for value in line] for line in HAND_TYPED[name]])
    assert np.allclose(ndimage.correlate(IMPULSE, numbers), LIBRARY[name](IMPULSE))


def test_page(capsys: pytest.CaptureFixture[str]) -> None:
    """Every kernel with its size, its numbers and its source, within 80 columns."""
    assert run(["kernels"]) == 0
    page = capsys.readouterr().out
    tables = [line for line in page.splitlines() if line[:1] in "┌│├└"]
    assert max(map(len, tables)) <= 80
    for row in KERNELS.values():
        assert f" {row.name} " in page
        assert row.source in page
    assert " −2 0 2 " in page
    assert " 1/256 " in page


def test_kinds(capsys: pytest.CaptureFixture[str]) -> None:
    """--only shows one kind."""
    assert run(["kernels", "--only", "smoothing"]) == 0
    page = capsys.readouterr().out
    assert "box-3" in page
    assert "sobel-x" not in page
    assert run(["kernels", "--only", "blurs"]) == 2
    assert "Choose from: edges, smoothing, details" in capsys.readouterr().err


def test_record(capsys: pytest.CaptureFixture[str]) -> None:
    """Programs get the exact numbers, and what to type for them."""
    assert run(["kernels", "-f", "json"]) == 0
    record = json.loads(capsys.readouterr().out)
    assert record["schema"] == "convtrace/1"
    for found in record["kernels"]:
        expected = kernel(found["name"])
        assert found["shape"] == list(expected.shape)
        assert tuple(Fraction(value) for line in found["values"] for value in line) == expected.flat
        assert read_values("--kernel", found["typed"], most=99) == expected


def test_picture(capsys: pytest.CaptureFixture[str]) -> None:
    """The tables make a picture, too."""
    assert run(["kernels", "-f", "svg"]) == 0
    assert "gaussian-5" in capsys.readouterr().out
