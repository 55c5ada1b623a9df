"""Pixels that are nan or infinite, in functions that multiply them as any number: against SciPy and NumPy."""

from __future__ import annotations

from math import inf, nan
from typing import Any

import numpy as np
import pytest
import scipy.ndimage
import scipy.signal
from hypothesis import given
from hypothesis import strategies as st

from convtrace import ConvtraceError, evaluate

PIXELS = st.one_of(st.integers(-2, 2).map(float), st.sampled_from([nan, inf, -inf]))
WEIGHTS = st.integers(-1, 2).map(float)
CALLS: dict[str, Any] = {
    "numpy.convolve": np.convolve,
    "numpy.correlate": np.correlate,
    "scipy.signal.convolve": scipy.signal.convolve,
    "scipy.signal.upfirdn": lambda x, h: scipy.signal.upfirdn(h, x),
    "scipy.signal.lfilter": lambda x, h: scipy.signal.lfilter(h, -2, x),
    "scipy.ndimage.convolve": scipy.ndimage.convolve,
    "scipy.ndimage.correlate1d": scipy.ndimage.correlate1d,
}
OPTIONS: dict[str, dict[str, Any]] = {"scipy.signal.lfilter": {"a": -2}}


@pytest.mark.no_cover
@pytest.mark.filterwarnings("ignore::RuntimeWarning")
@pytest.mark.parametrize("function", CALLS)
@given(
    image=st.lists(PIXELS, min_size=1, max_size=6),
    kernel=st.lists(WEIGHTS, min_size=1, max_size=4),
)
def test_nan_and_inf_reach_what_they_are_multiplied_into(function: str, image: Any, kernel: Any) -> None:
    expected = CALLS[function](np.array(image), np.array(kernel))
    found = evaluate(function, image, kernel, **OPTIONS.get(function, {}))
    assert np.allclose(np.array(found, float), expected, equal_nan=True)


@pytest.mark.filterwarnings("ignore::RuntimeWarning")
def test_planes_and_channels() -> None:
    image = np.array([[1, nan, 2], [inf, 1, 0], [1, 1, -inf]])
    found = evaluate("scipy.signal.convolve2d", image, [[1, 1], [0, 1]])
    assert np.allclose(np.array(found, float), scipy.signal.convolve2d(image, [[1, 1], [0, 1]]), equal_nan=True)
    layers: Any = evaluate("torch.nn.functional.conv1d", [[[1, 2], [3, nan]]], [[[1], [0]], [[2], [-1]]])
    assert str(layers) == "[[[1, nan], [-1, nan]]]"
    along: Any = evaluate("scipy.ndimage.correlate1d", [[1, inf], [2, 3]], [1, 1], axis=0)
    assert along == [[2, inf], [3, inf]]


@pytest.mark.parametrize(
    ("function", "image", "kernel", "options"),
    [
        ("scipy.signal.fftconvolve", [1, nan], [1], {}),
        ("scipy.signal.convolve", [1, nan], [1], {"method": "fft"}),
        ("scipy.signal.convolve", [[1, nan]], [[1], [1]], {}),
        ("scipy.signal.upfirdn", [1, nan], [1], {"up": 2}),
        ("scipy.ndimage.uniform_filter1d", [1, nan], 2, {}),
        ("numpy.convolve", [1, 2], [1, nan], {}),
        ("numpy.convolve", [1, inf], [1j], {}),
        ("astropy.convolution.convolve", [1, inf], [1], {}),
    ],
)
def test_what_is_not_worked_out(function: str, image: Any, kernel: Any, options: dict[str, Any]) -> None:
    with pytest.raises(ConvtraceError, match=r"is (nan|inf), which is not worked out here"):
        evaluate(function, image, kernel, **options)


def test_whole_numbers_have_no_nan() -> None:
    with pytest.raises(ConvtraceError, match="can't be kept in the type uint8"):
        evaluate("scipy.ndimage.convolve", [1, nan], [1], output="uint8")
