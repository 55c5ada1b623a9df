"""Arrays and numbers that few calls have: empty, masked, without an axis, complex outside; against SciPy."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import scipy.ndimage
import scipy.signal
import sympy
from hypothesis import given
from hypothesis import strategies as st

from convtrace import ConvtraceError, evaluate, library
from convtrace.cli import run

EMPTY = st.tuples(st.integers(0, 2), st.integers(0, 2)).filter(lambda shape: 0 in shape)
SIDES = st.tuples(st.integers(1, 2), st.integers(1, 2))
ANSWERED: dict[str, tuple[Any, dict[str, Any]]] = {
    "scipy.ndimage.convolve": (scipy.ndimage.convolve, {}),
    "scipy.ndimage.correlate": (scipy.ndimage.correlate, {}),
    "scipy.signal.fftconvolve": (scipy.signal.fftconvolve, {}),
    "scipy.signal.oaconvolve": (scipy.signal.oaconvolve, {"mode": "valid"}),
    "scipy.signal.convolve": (scipy.signal.convolve, {"mode": "same"}),
    "scipy.signal.convolve2d": (scipy.signal.convolve2d, {"mode": "same"}),
}


@pytest.mark.no_cover
@pytest.mark.filterwarnings("ignore::RuntimeWarning")
@pytest.mark.parametrize("function", ANSWERED)
@given(EMPTY, SIDES)
def test_an_empty_image(function: str, image: tuple[int, ...], kernel: tuple[int, ...]) -> None:
    call, options = ANSWERED[function]
    expected = call(np.zeros(image), np.ones(kernel), **options)
    assert evaluate(function, np.zeros(image), np.ones(kernel), **options) == expected.tolist()


@pytest.mark.parametrize("axis", [0, 1])
def test_an_empty_image_along_an_axis(axis: int) -> None:
    image = np.zeros((2, 0))
    assert evaluate("scipy.ndimage.correlate1d", image, [1, 2], axis=axis) == [[], []]
    assert evaluate("scipy.ndimage.uniform_filter1d", image, size=3, axis=axis) == [[], []]
    assert evaluate("scipy.ndimage.uniform_filter", image, 3) == [[], []]


def test_a_batch_of_no_images() -> None:
    assert evaluate("torch.nn.functional.conv1d", np.zeros((0, 2, 5)), np.ones((3, 2, 2))) == []
    assert evaluate("tf.nn.conv1d", np.zeros((0, 5, 2)), np.ones((2, 2, 3)), stride=1, padding="SAME") == []


@pytest.mark.parametrize("mode", ["full", "valid"])
def test_empty_arrays_that_are_refused(mode: str) -> None:
    with pytest.raises(ConvtraceError, match="convolve: the image is empty"):
        evaluate("scipy.signal.convolve", [], [1], mode=mode)
    with pytest.raises(ConvtraceError, match="convolve: the kernel is empty"):
        evaluate("numpy.convolve", [1], [], mode=mode)
    with pytest.raises(ConvtraceError, match="the image is empty"):
        evaluate("scipy.signal.fftconvolve", [], [[1]], mode=mode)


def test_an_array_without_an_axis_is_named_as_that() -> None:
    with pytest.raises(ConvtraceError, match="image is one number, without an axis") as refused:
        evaluate("numpy.convolve", np.float64(0.5), [1])
    assert refused.value.hint == "Give a list of it: [1/2]"
    with pytest.raises(ConvtraceError, match="kernel is one number"):
        evaluate("numpy.convolve", [1], np.array(3))


def test_ranges_are_lists() -> None:
    assert evaluate("numpy.convolve", range(3), [1]) == [0, 1, 2]  # type: ignore[call-overload]
    assert evaluate("scipy.signal.convolve2d", [range(2), range(2)], [[1]]) == [[0, 1], [0, 1]]


def test_masked_elements_are_refused_by_all_but_astropy() -> None:
    masked = np.ma.masked_equal([1, 2, 3], 2)
    for arrays in ((masked, [1]), ([1], masked)):
        with pytest.raises(ConvtraceError, match="has masked elements") as refused:
            evaluate("numpy.convolve", *arrays)
        assert "filled" in refused.value.hint
    assert evaluate("numpy.convolve", np.ma.array([1, 2]), [1]) == [1, 2]


@pytest.mark.parametrize("function", ["convolve", "convolve_fft"])
def test_masked_pixels_are_nan_for_astropy(function: str) -> None:
    call = f"astropy.convolution.{function}"
    expected = evaluate(call, [1, float("nan"), 3], [1, 1, 1])
    assert evaluate(call, np.ma.masked_equal([1, 2, 3], 2), [1, 1, 1]) == expected
    assert evaluate(call, [1, 2, 3], [1, 1, 1], mask=np.array([0, 1, 0])) == expected
    with pytest.raises(ConvtraceError, match="not of the image's size"):
        evaluate(call, [1, 2, 3], [1, 1, 1], mask=np.array([0, 1]))
    with pytest.raises(ConvtraceError, match="mask="):
        evaluate(call, [1, 2, 3], [1, 1, 1], mask=[0, 1, 0])


@pytest.mark.filterwarnings("ignore::numpy.exceptions.ComplexWarning")
@pytest.mark.parametrize("image", [[[1, 2], [3, 4]], [[1j, 2], [3, 4]]])
@pytest.mark.parametrize("outside", [1j, 2 - 1j, 3])
def test_complex_numbers_outside_the_image(image: Any, outside: complex) -> None:
    kernel, array = [[1, 2], [3, 1]], np.array(image)
    for function in ("convolve", "correlate"):
        options: dict[str, Any] = {"mode": "constant", "cval": outside}
        _compare(f"scipy.ndimage.{function}", getattr(scipy.ndimage, function), array * 1.0, kernel, options)
        plane = f"{function}2d"
        _compare(f"scipy.signal.{plane}", getattr(scipy.signal, plane), array, kernel, {"fillvalue": outside})


def _compare(function: str, call: Any, image: Any, kernel: Any, options: dict[str, Any]) -> None:
    """Hold an output to the library's, a refusal to an error of its."""
    try:
        expected = call(image, kernel, **options)
    except (TypeError, ValueError):
        with pytest.raises(ConvtraceError, match="complex"):
            evaluate(function, image, kernel, **options)
    else:
        assert np.allclose(np.array(evaluate(function, image, kernel, **options), complex), expected)


def test_a_complex_number_outside_is_written_as_python_has_it(capsys: pytest.CaptureFixture[str]) -> None:
    words = ["--image=1j 2; 1 0", "--kernel=1 2; 3 4", "--option=fillvalue=2+1.5j", "--at=0,0"]
    assert run(["library", "scipy.signal.convolve2d", *words]) == 0
    page = capsys.readouterr().out
    assert 'convolve2d(x, h, "full", fillvalue=complex(2, 3/2))[0, 0]' in page
    assert "= 18+29i/2" in page


def test_bool_arrays_by_a_transform_are_rounded() -> None:
    with pytest.raises(ConvtraceError, match="rounded"):
        evaluate("scipy.signal.convolve", [True, False], [True], method="fft")
    assert evaluate("scipy.signal.convolve", [True, True], [True, True], method="direct") == [1, 1, 1]
    assert evaluate("scipy.signal.convolve", [True, True], [1, 1], method="fft") == [1, 2, 1]


def test_pages_take_numbers_of_sympy_and_refuse_what_is_no_number() -> None:
    image = [sympy.Integer(2), sympy.sqrt(2) / 2, sympy.Symbol("alpha")]
    found = library("numpy.convolve", image=image, kernel=[sympy.Rational(1, 2)], at=1)
    typed = library("numpy.convolve", image=["2", "sqrt(2)/2", "alpha"], kernel=["1/2"], at=1)
    assert str(found) == str(typed)
    assert "sqrt(2)/2" in str(found) or "√2" in str(found)
    with pytest.raises(ConvtraceError, match="can't calculate with nan") as refused:
        library("numpy.convolve", image=[1, float("nan")], kernel=[1], at=1)
    assert "evaluate" in refused.value.hint
    with pytest.raises(ConvtraceError, match="masked elements"):
        library("numpy.convolve", image=np.ma.masked_equal([1, 2, 3], 2), kernel=[1], at=1)
