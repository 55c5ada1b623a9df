"""Reports of people, and calls as the libraries' own tests write them: defaults, options that change nothing."""

from __future__ import annotations

import json
import shlex
from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from convtrace import ConvtraceError, evaluate
from convtrace.cli import run
from convtrace.library.posed_call import library_question
from convtrace.trace.derivation import derive

HALF = Fraction(1, 2)
CONVOLVE = "astropy.convolution.convolve"

# function, image, kernel, options, what the library gives
CALLS: list[tuple[str, Any, Any, dict[str, Any], Any]] = [
    (CONVOLVE, [3, 1, 4, 1, 5], [1, 3, 1], {}, [2, 2, Fraction(14, 5), Fraction(12, 5), Fraction(16, 5)]),
    (f"{CONVOLVE}_fft", [1, 2, 3], [1, 1, 2], {}, [Fraction(3, 4), Fraction(7, 4), Fraction(7, 4)]),
    (CONVOLVE, [2, 7, 1], [1, 3, 2], {"boundary": None, "normalize_kernel": False}, [0, 26, 0]),
    (CONVOLVE, [-1], [-3], {"boundary": None, "normalize_kernel": False}, [3]),
    (f"{CONVOLVE}_fft", [1, 2, 3], [1, 1, 1], {"boundary": None, "normalize_kernel": False}, [3, 6, 5]),
    ("scipy.signal.lfilter", [1, 2, 3], [1, 1], {"a": [1.0]}, [1, 3, 5]),
    ("scipy.signal.lfilter", [1, 2, 3], [1, 1], {"a": np.array([4])}, [HALF / 2, 3 * HALF / 2, 5 * HALF / 2]),
    ("scipy.signal.lfilter", [1, 2, 3], [1, 1], {"a": 1, "axis": -1, "zi": None}, [1, 3, 5]),
    ("scipy.signal.upfirdn", [1, 2, 3], [1, 1], {"axis": -1, "mode": "constant"}, [1, 3, 5, 3]),
    ("scipy.ndimage.convolve", [1, 2, 3], [1, 1, 1], {"output": None, "axes": None}, [4, 6, 8]),
    ("scipy.ndimage.convolve", [1, 2, 3], [1, 1, 1], {"output": "float64"}, [4, 6, 8]),
    ("scipy.ndimage.convolve", [1, 2, 3], [1, 1, 1], {"output": float}, [4, 6, 8]),
    ("scipy.ndimage.correlate1d", [1, 2, 3], [1, 1, 1], {"output": np.dtype("f8"), "axis": 0}, [4, 6, 8]),
    ("onnxruntime:Conv", [1, 2, 3], [1, 1], {"kernel_shape": [2]}, [3, 5]),
    ("torch.nn.functional.conv1d", [1, 2, 3], [1, 2], {"bias": [10]}, [15, 18]),
    ("torch.nn.functional.conv1d", [1, 2, 3], [1, 2], {"bias": None}, [5, 8]),
    ("torch.nn.Conv1d", [1, 2, 3], [1, 2], {"bias": np.array([0.5])}, [5 + HALF, 8 + HALF]),
    ("torch.nn.functional.conv2d", [[1, 2, 3]] * 3, [[1]], {"stride": (2,), "padding": (0,)}, [[1, 3], [1, 3]]),
    ("torch.nn.functional.avg_pool2d", [[1, 2], [3, 4]], 2, {"stride": (), "divisor_override": -2}, [[-5]]),
    ("torch.nn.functional.conv_tbc", [1, 2, 3], [1, 2], {"bias": [1]}, [6, 9]),
    ("keras.layers.Conv1D", [1, 2, 3], [1, 2], {"bias": [3]}, [8, 11]),
    ("keras.layers.Conv1D", [1, 2, 3], [1, 2], {"bias_initializer": "ones", "use_bias": False}, [5, 8]),
    ("cv2.filter2D", [[2, 7, 1]], [[1, 2, 1]], {"ddepth": -1, "delta": 3, "dst": None}, [[21, 20, 19]]),
    ("cv2.filter2D", [[1, 2]], [[1]], {"ddepth": "cv2.CV_64F"}, [[1, 2]]),
    ("tf.nn.conv2d", [[1, 2], [3, 4]], [[1]], {"strides": 1, "padding": [[0, 0], [1, 0], [0, 2], [0, 0]]},
     [[0, 0, 0, 0], [1, 2, 0, 0], [3, 4, 0, 0]]),
    ("tf.nn.conv2d", [[1, 2], [3, 4]], [[1]], {"strides": [1, 2, 2, 1], "padding": "SAME", "dilations": None}, [[1]]),
    ("tf.nn.conv1d", [1, 2, 3], [1], {"stride": [1, 2, 1], "padding": "VALID", "data_format": "NWC"}, [1, 3]),
    ("tf.nn.conv1d_transpose", [1, 2], [1], {"strides": 2, "output_shape": np.array([1, 4, 1])}, [1, 0, 2, 0]),
    ("jax.lax.conv", [1, 2, 3], [1, 2], {"window_strides": (1,), "padding": "VALID", "precision": None}, [5, 8]),
    ("jax.lax.conv", [1, 2], [1], {"window_strides": 1, "padding": "SAME", "precision": "highest",
     "preferred_element_type": "float32"}, [1, 2]),
    ("tf.nn.conv1d", [1, 2], [1], {"stride": 1, "padding": "VALID", "name": "edges"}, [1, 2]),
    ("keras.layers.Conv1D", [1, 2, 3], [1, 2], {"kernel_initializer": "ones", "kernel_regularizer": "l2"}, [5, 8]),
    ("torch.nn.Conv1d", [1, 2, 3], [1, 2], {"bias": False, "device": "cpu", "dtype": np.float64}, [5, 8]),
    ("scipy.signal.lfilter", [1, 2, 3], [1, 1], {"a": [2 + 0j, 0]}, [HALF, 3 * HALF, 5 * HALF]),
    ("sympy.convolution", [1, 2], [1, 2], {"dps": None, "prime": None}, [1, 4, 4]),
    ("sympy.convolution", [1, 2], [1, 2], {"cycle": 2, "dps": 7, "dyadic": False}, [5, 4]),
    ("sympy.convolution", [1, 2, 3], [4, 5, 6], {"cycle": 5}, [4, 13, 28, 27, 18]),
    (f"{CONVOLVE}_fft", [1, 2, 3], [1, 1, 1], {"dealias": True, "psf_pad": True, "fft_pad": False, "allow_huge": True,
     "complex_dtype": np.complex64, "fftn": np.fft.fftn, "normalize_kernel": False}, [3, 6, 5]),
    (f"{CONVOLVE}_fft", [1, 2, 3], [1, 1, 1], {"boundary": "wrap", "psf_pad": False}, [2, 2, 2]),
    (f"{CONVOLVE}_fft", [1, 2, 3], [1, 1, 1], {"normalization_zero_tol": 4}, [1, 2, HALF * 10 / 3]),
]  # fmt: skip


@pytest.mark.parametrize(("function", "image", "kernel", "options", "expected"), CALLS)
def test_a_call_gives_what_the_library_gives(
    function: str, image: Any, kernel: Any, options: dict[str, Any], expected: Any
) -> None:
    assert evaluate(function, image, kernel, **options) == expected


REFUSED: list[tuple[str, dict[str, Any], str]] = [
    ("scipy.signal.lfilter", {"a": [1, 0.5]}, "with more numbers in a the filter uses its own outputs"),
    ("scipy.signal.lfilter", {"a": 0}, "a=0 is not accepted by lfilter"),
    ("scipy.signal.upfirdn", {"mode": "line"}, "mode='line' continues the image by sums of several pixels"),
    ("sympy.convolution", {"dyadic": True}, "these pair bits of the indices"),
    ("sympy.convolution", {"cycle": 3}, "cycle=3 is shorter than the image of 4"),
    (CONVOLVE, {"normalization_zero_tol": 4}, "a kernel of size 2 is not accepted"),
    (f"{CONVOLVE}_fft", {"boundary": "wrap", "dealias": True}, "boundary='wrap' takes no room around the image"),
    (f"{CONVOLVE}_fft", {"psf_pad": False}, "psf_pad=False lets the image's other end into windows"),
    (
        "jax.lax.conv",
        {"window_strides": 1, "padding": "VALID", "preferred_element_type": "int8"},
        "only preferred_element_type=None is worked out here",
    ),
    ("scipy.ndimage.convolve", {"output": "whole"}, "Give None for the image's type, or a type such as float"),
    ("scipy.ndimage.convolve", {"foo": 1}, "Choose from: mode, cval, origin, output"),
    ("torch.nn.Conv1d", {}, "the bias, which it adds by default, is drawn at random\nGive bias=False, or its number"),
    ("torch.nn.Conv1d", {"bias": True}, "the bias has no number here\nGive bias=False, or its number"),
    ("torch.nn.functional.conv1d", {"bias": "b"}, "the bias has no number here\nGive bias=None, or its number"),
    ("torch.nn.functional.conv1d", {"bias": [1, 2]}, "Give one number for each output channel"),
    ("onnxruntime:Conv", {"kernel_shape": [3]}, "kernel_shape=3, but that is not the size of the kernel"),
    ("tf.nn.conv1d", {"strides": [2, 1, 1], "padding": "VALID"}, "strides=[2, 1, 1] is not accepted"),
    ("keras.layers.Conv1D", {"bias_initializer": "normal"}, "one number for all channels"),
    ("keras.layers.Conv1D", {"activation": "relu"}, "only activation=None is worked out here"),
    ("jax.lax.conv_with_general_padding", {"window_strides": 1, "padding": "VALID"}, "needs lhs_dilation"),
]


@pytest.mark.parametrize(("function", "options", "words"), REFUSED)
def test_a_call_that_is_not_worked_out_says_what_to_give(function: str, options: dict[str, Any], words: str) -> None:
    with pytest.raises(ConvtraceError) as caught:
        evaluate(function, [1, 2, 3, 4], [1, 2], **options)
    assert words in str(caught.value)


def test_unfold_takes_no_list_of_one_number_and_a_mean_is_not_divided_by_0() -> None:
    with pytest.raises(ConvtraceError, match=r"stride=\(2,\) is not accepted by unfold"):
        evaluate("torch.nn.functional.unfold", [[1, 2], [3, 4]], [[1]], stride=(2,))
    with pytest.raises(ConvtraceError, match="divisor_override=0 is not accepted"):
        evaluate("torch.nn.functional.avg_pool2d", [[1, 2], [3, 4]], 2, divisor_override=0)


def test_astropy_s_tolerance_is_what_a_sum_must_be_beyond() -> None:
    gaps: tuple[dict[str, Any], ...] = ({}, {"normalize_kernel": False, "nan_treatment": "interpolate"})
    for options in gaps:
        with pytest.raises(ConvtraceError, match="add up to no more than normalization_zero_tol"):
            evaluate(CONVOLVE, [1, float("nan"), 3], [1, 1, 1], normalization_zero_tol=4, **options)
    options = {"normalize_kernel": False, "normalization_zero_tol": 4}
    assert evaluate(CONVOLVE, [1, 2, 3], [1, 1, 1], **options) == [3, 6, 5]


def test_a_kernel_that_adds_up_to_0_is_refused_as_astropy_refuses_it() -> None:
    with pytest.raises(ConvtraceError, match="can't be divided by their sum"):
        evaluate("astropy.convolution.convolve", [1, 2, 3], [1, 0, -1])
    assert evaluate("astropy.convolution.convolve", [1, 2, 3], [1, 0, -1], normalize_kernel=False) == [2, 2, -2]
    with pytest.raises(ConvtraceError, match="adds up to 0 is not accepted with nan_treatment='interpolate'"):
        evaluate("astropy.convolution.convolve_fft", [1, 2, 3], [1, 0, -1], normalize_kernel=False)
    options: Any = {"normalize_kernel": False, "nan_treatment": "fill"}
    assert evaluate("astropy.convolution.convolve_fft", [1, 2, 3], [1, 0, -1], **options) == [2, 2, -2]


@pytest.mark.parametrize(("function", "image", "kernel", "options", "expected"), CALLS[:8])
def test_the_page_has_the_same_value(
    function: str, image: Any, kernel: Any, options: dict[str, Any], expected: Any
) -> None:
    for m, value in enumerate(expected):
        asked = library_question(function, image=image, kernel=kernel, at=m, options=options)
        assert (0 if asked.blank else derive(asked.problem).value) == value


def shown(capsys: pytest.CaptureFixture[str], words: str) -> str:
    assert run(["library", *shlex.split(words)]) == 0
    return capsys.readouterr().out


def test_the_call_that_was_asked_about_comes_first(capsys: pytest.CaptureFixture[str]) -> None:
    words = "torch.nn.functional.conv_transpose1d --option stride=2 --option output_padding=1 --image '4 6' "
    page = shown(capsys, f"{words} --kernel '1 2' --at 4 --only elsewhere")
    own = "torch.conv_transpose1d(x[None], h[None, None], stride=2, output_padding=1)[0]"
    assert page.startswith(f"The same value in Python:\n  {own}[4]\n")
    record = json.loads(shown(capsys, f"{words} --kernel '1 2' --at 4 -f json"))
    assert record["elsewhere"] == [{"call": own, "index": [4], "note": None}]
    for line in (
        "torch.nn.grad.conv1d_input --option input_size=9 --image 7 --kernel 3 --at 2",
        "torch.nn.functional.unfold --image 5x5 --kernel 3x3 --at 1,1",
        "torch.nn.functional.fold --option output_size=7 --image 5x5 --kernel 3x3 --at 1,1",
        "onnxruntime:Conv --option pads=[1,0] --image 7 --kernel 3 --at 2",
        "keras.layers.DepthwiseConv2D --image 5x5 --kernel 3x3 --at 1,1",
        "cv2.sepFilter2D --image 5x5 --kernel 3x3 --at 1,1",
        "scipy.signal.lfilter --option a=4 --image 7 --kernel 3 --at 2",
        "scipy.linalg.convolution_matrix --image 7 --kernel 3 --at 2",
    ):
        function = line.split()[0].replace(":", ".").rpartition(".")[2]
        first = json.loads(shown(capsys, f"{line} -f json"))["elsewhere"][0]
        assert function in first["call"]
        assert ",".join(map(str, first["index"])) == line.rpartition(" ")[2]


def test_a_scaled_kernel_in_other_calls(capsys: pytest.CaptureFixture[str]) -> None:
    words = "scipy.signal.lfilter --image 7 --kernel 3 --at 3 --only elsewhere --option"
    assert '  numpy.convolve(x, (h/4), "same")[2]\n' in shown(capsys, f"{words} a=4")
    assert "(h*(2/3))" in shown(capsys, f"{words} a=3/2")
    assert "(h*2)" in shown(capsys, f"{words} a=1/2")
    words = "torch.nn.Conv1d --image 7 --kernel 3 --at 3 --only elsewhere"
    assert "torch.conv1d(x[None], h[None, None], padding=1, bias=b)[0][4]\nb is the array of the bias." in shown(
        capsys, words
    )


def test_a_large_kernel_that_divides_is_shortened(capsys: pytest.CaptureFixture[str]) -> None:
    page = shown(capsys, "astropy.convolution.convolve --image 9x9 --kernel 7x7 --at 4,4 --only equation")
    assert "y[m,n] = 1/(a+b+…+aw)·Σⱼ Σᵢ x[i,j]·h[m+3−i,n+3−j]\n" in page


def test_a_scaled_sum_has_lines_in_latex(capsys: pytest.CaptureFixture[str]) -> None:
    page = shown(capsys, "astropy.convolution.convolve --image 5x5 --kernel 3x3 --at 2,2 --only result -f markdown")
    lines = page.splitlines()
    first = next(at for at, line in enumerate(lines) if r"\frac{1}{" in line)
    assert r"} \cdot (\mathrm{i} \cdot x[1,1]" in lines[first]
    assert lines[first + 2].endswith(r"x[3,3])")
    assert page.count(r"\\") == 2


def test_an_offset_without_products(capsys: pytest.CaptureFixture[str]) -> None:
    words = (
        "torch.nn.functional.conv_transpose1d --option stride=2 --option output_padding=1 --image '4 6' --kernel '1 2'"
    )
    assert "y[4] = 3\n" in shown(capsys, f"{words} --option bias=3 --at 4 --only result")
    assert "y[4] = −3\n" in shown(capsys, f"{words} --option bias=-3 --at 4 --only result")
    assert "y[4] = b[0]\n" in shown(capsys, f"{words} --option bias=b --at 4 --only result")


@pytest.mark.parametrize("digits", [10, 5000])
def test_a_number_too_large_for_an_option(digits: int) -> None:
    with pytest.raises(ConvtraceError, match="origin: this number is too large"):
        evaluate("scipy.ndimage.convolve", [1, 2], [3], origin=10**digits)


def test_too_many_products_to_work_out() -> None:
    with pytest.raises(ConvtraceError, match="10098 outputs of 2000 kernel elements are too many to work out"):
        evaluate("numpy.convolve", [1] * 8099, [1] * 2000)
