"""Pixels that are nan: left out, filled or kept, as Astropy does."""

from __future__ import annotations

import math
from math import isnan, nan, prod
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from convtrace import evaluate
from convtrace.errors import ConvtraceError
from tests.support.arrays import live

CONVOLVE, FFT = "astropy.convolution.convolve", "astropy.convolution.convolve_fft"
X, H = [2, nan, 6, 7, 1], [1, 2, 5]
WHOLE = {"normalize_kernel": False}
# Astropy 8.0.2: function, image, kernel, options, output
MEASURED: list[tuple[str, Any, Any, dict[str, Any], list[float]]] = [
    (CONVOLVE, [2, nan, 6], [1, 2, 1], {}, [4 / 3, 4, 4]),
    (CONVOLVE, [nan, 2, 6], [1, 2, 1], {}, [1, 10 / 3, 3.5]),
    (CONVOLVE, [nan, nan, nan, 4], [1, 2, 1], {}, [0, nan, 4, 8 / 3]),
    (CONVOLVE, [nan, nan, nan, 4, 5], [1, 2, 1], {"boundary": None}, [0, nan, 4, 13 / 3, 0]),
    (CONVOLVE, [2, nan, 6], [1, 2, -1], {}, [4, nan, 4]),
    (CONVOLVE, [nan, 2, 6], [1, 2, -1], {"boundary": "extend"}, [2, 10 / 3, 8]),
    (CONVOLVE, X, H, {}, [4 / 7, 8 / 3, 19 / 3, 45 / 8, 37 / 8]),
    (CONVOLVE, X, H, {"fill_value": 2}, [2, 8 / 3, 19 / 3, 45 / 8, 39 / 8]),
    (CONVOLVE, X, H, {"fill_value": 2, "nan_treatment": "fill"}, [2, 2.5, 29 / 8, 45 / 8, 39 / 8]),
    (CONVOLVE, X, H, {"preserve_nan": True}, [4 / 7, nan, 19 / 3, 45 / 8, 37 / 8]),
    (CONVOLVE, X, H, {"boundary": "wrap", **WHOLE}, [72 / 7, 64 / 3, 152 / 3, 45, 39]),
    (CONVOLVE, X, H, {"boundary": None, **WHOLE}, [0, 64 / 3, 152 / 3, 45, 0]),
    (CONVOLVE, X, H, {"nan_treatment": "fill", "preserve_nan": True, **WHOLE}, [4, nan, 19, 45, 37]),
    (FFT, [nan, nan, nan, 4], [1, 2, 1], {}, [0, 0, 4, 8 / 3]),
    (FFT, X, H, {"fill_value": 2, **WHOLE}, [16, 64 / 3, 152 / 3, 45, 39]),
    (FFT, X, H, {"boundary": "wrap", "preserve_nan": True}, [9 / 7, nan, 19 / 3, 45 / 8, 39 / 8]),
]
OPTIONS: dict[str, Any] = {
    "fill_value": st.sampled_from([0, 2]),
    "normalize_kernel": st.booleans(),
    "nan_treatment": st.sampled_from(["interpolate", "fill"]),
    "preserve_nan": st.booleans(),
}


@pytest.mark.parametrize(("function", "image", "kernel", "options", "output"), MEASURED)
def test_measured_calls(function: str, image: Any, kernel: Any, options: dict[str, Any], output: list[float]) -> None:
    found = evaluate(function, image, kernel, as_array=True, **options)
    assert np.allclose(found, output, equal_nan=True, rtol=0, atol=1e-12)
    assert all(not isinstance(value, float) or isnan(value) for value in evaluate(function, image, kernel, **options))


def array(data: st.DataObject, shape: list[int], values: list[float]) -> np.ndarray[Any, Any]:
    numbers = data.draw(st.lists(st.sampled_from(values), min_size=prod(shape), max_size=prod(shape)))
    return np.array(numbers, dtype=float).reshape(shape)


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("function", [CONVOLVE, FFT])
@given(data=st.data())
def test_astropy_itself(function: str, data: st.DataObject) -> None:
    library, name = live("astropy.convolution"), function.rpartition(".")[2]
    axes = data.draw(st.integers(1, 2))
    sides, boundaries = ([1, 3], ["extend"]) if function == CONVOLVE else ([1, 2, 3, 4], [])
    odd = [nan] if function == CONVOLVE else [nan, math.inf, -math.inf]
    image = array(data, [data.draw(st.integers(1, 5)) for _ in range(axes)], [*odd, 1, 2, -3, 5])
    kernel = array(data, [data.draw(st.sampled_from(sides)) for _ in range(axes)], [1, 2, -1, 0, 3])
    options: dict[str, Any] = {key: data.draw(values) for key, values in OPTIONS.items()}
    options["boundary"] = data.draw(st.sampled_from(["fill", "wrap", None, *boundaries]))
    try:
        expected = getattr(library, name)(image, kernel, **options)
    except Exception:  # noqa: BLE001 - a kernel that can't be divided by its sum
        with pytest.raises(ConvtraceError):
            evaluate(function, image, kernel, **options)
        return
    found = evaluate(function, image, kernel, as_array=True, **options)
    assert np.allclose(found, expected, equal_nan=True, rtol=0, atol=1e-7)


def test_infinite_pixels_count_as_nan_in_transforms() -> None:
    assert evaluate(FFT, [2, math.inf, 6], [1, 2, 1]) == evaluate(FFT, [2, nan, 6], [1, 2, 1])
    assert str(evaluate(FFT, [2, -math.inf, 6], [1], preserve_nan=True)) == "[2, nan, 6]"


@pytest.mark.parametrize(
    ("function", "image", "kernel", "message"),
    [
        (CONVOLVE, [1, 2], [nan], "an element of the kernel is nan"),
        (CONVOLVE, [1, nan], [1, 2, -3], "can't be divided by their sum"),
    ],
)
def test_what_is_refused_in_one_sentence(function: str, image: Any, kernel: Any, message: str) -> None:
    with pytest.raises(ConvtraceError, match=message):
        evaluate(function, image, kernel)
    with pytest.raises(ConvtraceError, match="can't leave nan out"):
        evaluate(CONVOLVE, [1, nan], [1, 2, -3], normalize_kernel=False)
