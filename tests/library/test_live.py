"""The rows of NumPy, SciPy, SymPy, OpenCV, Astropy and scikit-image against the functions themselves."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import scipy.linalg
import scipy.signal
import sympy
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.support.arrays import HALVES, Call, Options, agree, calls, live, per_axis, written

pytestmark = pytest.mark.no_cover

MODE = {"mode": st.sampled_from(["full", "same", "valid"])}
METHOD = {**MODE, "method": st.sampled_from(["auto", "direct", "fft"])}
PLANE = {**MODE, "boundary": st.sampled_from(["fill", "wrap", "symm"]), "fillvalue": HALVES}
NDIMAGE = ["reflect", "grid-mirror", "mirror", "nearest", "wrap", "grid-wrap", "constant", "grid-constant"]
LINE = {"mode": st.sampled_from(NDIMAGE), "cval": HALVES, "origin": st.integers(-3, 3)}
FILTER: Options = {**LINE, "origin": per_axis(st.integers(-3, 3))}
ASTROPY: Options = {"fill_value": HALVES, "normalize_kernel": st.booleans()}
NAN = ["interpolate", "fill"]
SPARSE = ["reflect", "constant", "nearest", "mirror", "wrap", "valid"]

CALLS = {
    "numpy.convolve": calls(1, **MODE),
    "numpy.correlate": calls(1, **MODE),
    "numpy.ma.convolve": calls(1, **MODE),
    "scipy.signal.convolve": calls(1, 2, 3, **METHOD),
    "scipy.signal.correlate": calls(1, 2, 3, **METHOD),
    "scipy.signal.fftconvolve": calls(1, 2, 3, **MODE),
    "scipy.signal.oaconvolve": calls(1, 2, 3, **MODE),
    "scipy.signal.convolve2d": calls(2, **PLANE),
    "scipy.signal.correlate2d": calls(2, **PLANE),
    "scipy.ndimage.convolve": calls(1, 2, 3, **FILTER),
    "scipy.ndimage.correlate": calls(1, 2, 3, **FILTER),
    "scipy.ndimage.convolve1d": calls(1, **LINE),
    "scipy.ndimage.correlate1d": calls(1, **LINE),
    "astropy.convolution.convolve": calls(
        1, 2, 3, boundary=st.sampled_from(["fill", "wrap", "extend", None]), **ASTROPY
    ),
    "skimage.filters.correlate_sparse": calls(1, 2, 3, mode=st.sampled_from(SPARSE)),
}


def settled(function: str, call: Call) -> bool:
    """Whether what the function does is a convention: none for the rest."""
    if function == "skimage.filters.correlate_sparse" and call.options["mode"] == "valid":
        # beyond an empty output
        return bool(np.all(np.less_equal(call.kernel.shape, np.add(call.image.shape, 1))))
    return True


@pytest.mark.parametrize("function", CALLS)
@given(data=st.data())
def test_a_call_as_it_is_written(function: str, data: st.DataObject) -> None:
    call = data.draw(CALLS[function])
    assume(settled(function, call))
    agree(function, call, lambda: written(function, call))


@given(call=calls(1, up=st.integers(1, 4), down=st.integers(1, 4)))
def test_upfirdn(call: Call) -> None:
    agree("scipy.signal.upfirdn", call, lambda: scipy.signal.upfirdn(call.kernel, call.image, **call.options))


@given(call=calls(1))
def test_lfilter(call: Call) -> None:
    agree("scipy.signal.lfilter", call, lambda: scipy.signal.lfilter(call.kernel, 1, call.image))


@given(call=calls(1, **MODE))
def test_convolution_matrix(call: Call) -> None:
    image, kernel, options = call
    size = len(kernel)
    agree(
        "scipy.linalg.convolution_matrix",
        call,
        lambda: scipy.linalg.convolution_matrix(image, size, **options) @ kernel,
    )


@given(call=calls(1))
def test_sympy(call: Call) -> None:
    lines = [[int(value) for value in array] for array in (call.image, call.kernel)]
    agree("sympy.convolution", call, lambda: np.array(sympy.convolution(*lines), float))


@given(call=calls(1, 2, 3, boundary=st.sampled_from(["fill", "wrap"]), nan_treatment=st.sampled_from(NAN), **ASTROPY))
def test_astropy_convolve_fft(call: Call) -> None:
    convolution = live("astropy.convolution")
    agree(
        "astropy.convolution.convolve_fft",
        call,
        lambda: convolution.convolve_fft(call.image, call.kernel, **call.options),
    )


BORDERS = ["DEFAULT", "REFLECT_101", "REFLECT101", "REFLECT", "REPLICATE", "CONSTANT", "ISOLATED", "WRAP"]
OPENCV: Options = {
    "anchor": per_axis(st.integers(-1, 5)),
    "borderType": st.sampled_from(BORDERS).map("BORDER_{}".format),
    "delta": HALVES,
}


def opencv(call: Call) -> dict[str, Any]:
    """The options as OpenCV takes them: the anchor is (column, row)."""
    border = getattr(live("cv2"), call.options["borderType"])
    return {"anchor": call.values("anchor")[::-1], "borderType": border, "delta": call.options["delta"]}


@given(call=calls(2, **OPENCV))
def test_opencv_filter2d(call: Call) -> None:
    cv2, options = live("cv2"), opencv(call)
    agree("cv2.filter2D", call, lambda: cv2.filter2D(call.image, -1, call.kernel, **options))


@given(call=calls(2, **OPENCV))
def test_opencv_separable(call: Call) -> None:
    cv2, options = live("cv2"), opencv(call)
    down, across = call.kernel[:, 0], call.kernel[0]
    product = call._replace(kernel=np.outer(down, across))
    agree("cv2.sepFilter2D", product, lambda: cv2.sepFilter2D(call.image, -1, across, down, **options))
