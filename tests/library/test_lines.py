"""Filters of one axis along any axis of an array, against SciPy."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import scipy.ndimage
import scipy.signal
from hypothesis import given
from hypothesis import strategies as st

from convtrace import ConvtraceError, evaluate

IMAGE = np.arange(1.0, 25).reshape(2, 3, 4) % 7
CALLS = {
    "scipy.signal.upfirdn": lambda h, x, axis: scipy.signal.upfirdn(h, x, 2, 3, axis=axis),
    "scipy.signal.lfilter": lambda h, x, axis: scipy.signal.lfilter(h, 2, x, axis=axis),
    "scipy.ndimage.convolve1d": lambda h, x, axis: scipy.ndimage.convolve1d(x, h, axis),
    "scipy.ndimage.correlate1d": lambda h, x, axis: scipy.ndimage.correlate1d(x, h, axis),
}
OPTIONS: dict[str, dict[str, Any]] = {
    "scipy.signal.upfirdn": {"up": 2, "down": 3},
    "scipy.signal.lfilter": {"a": [2]},
}


@pytest.mark.parametrize("function", CALLS)
@given(axis=st.integers(-3, 2), kernel=st.lists(st.integers(-3, 3), min_size=1, max_size=4))
def test_a_filter_along_an_axis(function: str, axis: int, kernel: list[int]) -> None:
    found = evaluate(function, IMAGE, kernel, axis=np.int64(axis), **OPTIONS.get(function, {}))
    assert np.allclose(np.array(found, float), CALLS[function](kernel, IMAGE, axis))


def test_a_mean_along_an_axis() -> None:
    found = evaluate("scipy.ndimage.uniform_filter1d", IMAGE, size=3, axis=1)
    assert np.allclose(np.array(found, float), scipy.ndimage.uniform_filter1d(IMAGE, 3, axis=1))


@pytest.mark.parametrize("axis", [3, -4, None, True, "1"])
def test_an_axis_that_is_not_there(axis: object) -> None:
    with pytest.raises(ConvtraceError, match="the image has 3 axes"):
        evaluate("scipy.ndimage.correlate1d", IMAGE, [1], axis=axis)


def test_a_number_is_an_option_in_any_type() -> None:
    assert evaluate("scipy.signal.upfirdn", [1, 2], [1], cval=np.float32(0)) == [1, 2]
    assert evaluate("scipy.signal.convolve", [1, 2], [1], mode=np.str_("same")) == [1, 2]
    with pytest.raises(ConvtraceError, match="cval"):
        evaluate("scipy.signal.upfirdn", [1, 2], [1], mode="reflect", cval=[False])


@given(
    image=st.lists(st.integers(-9, 9), min_size=2, max_size=6),
    kernel=st.lists(st.integers(-9, 9), min_size=1, max_size=7),
    mode=st.sampled_from(["constant", "symmetric", "reflect", "edge", "wrap"]),
    up=st.integers(1, 3),
    down=st.integers(1, 3),
    cval=st.integers(-3, 3),
)
def test_what_upfirdn_has_outside(image: list[int], kernel: list[int], **options: Any) -> None:
    found = evaluate("scipy.signal.upfirdn", image, kernel, **options)
    assert np.allclose(np.array(found, float), scipy.signal.upfirdn(kernel, np.array(image, float), **options))


def test_one_pixel_has_no_reflection() -> None:
    with pytest.raises(ConvtraceError, match="at least 2 pixels"):
        evaluate("scipy.signal.upfirdn", [1], [1, 2], mode="reflect")
