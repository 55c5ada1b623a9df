"""Windows that have a size and no weights: means, whatever divides them, and what picks a value and is no sum."""

from __future__ import annotations

import json
from fractions import Fraction
from itertools import product
from typing import Any

import pytest

from convtrace import ConvtraceError, evaluate, library, versus
from convtrace.cli import run
from convtrace.trace.derivation import derive

POOL = "torch.nn.functional.avg_pool"
SQUARES = [1, 4, 9, 16, 25]
PLANE = [[1, 2, 3], [4, 5, 6], [7, 8, 9]]
INSIDE = {"count_include_pad": False}
HALF, THIRD = Fraction(1, 2), Fraction(1, 3)

# function, image, window, options, what the library gives
MEASURED: list[tuple[str, Any, Any, dict[str, Any], Any]] = [
    (f"{POOL}1d", SQUARES, 2, {}, [5 * HALF, 25 * HALF]),
    (f"{POOL}1d", SQUARES, 3, {"stride": 2, "padding": 1}, [5 * THIRD, 29 * THIRD, 41 * THIRD]),
    (f"{POOL}1d", SQUARES, 3, {"stride": 2, "padding": 1, **INSIDE}, [5 * HALF, 29 * THIRD, 41 * HALF]),
    (f"{POOL}1d", SQUARES, 2, {"stride": 2, "ceil_mode": True}, [5 * HALF, 25 * HALF, 25]),
    (f"{POOL}1d", [1, 4, 9, 16], 3, {"padding": 1, "ceil_mode": True}, [5 * THIRD, 25 * THIRD]),
    (f"{POOL}2d", PLANE, 2, {"stride": 1, "divisor_override": 3}, [[4, 16 * THIRD], [8, 28 * THIRD]]),
    (f"{POOL}2d", PLANE, (3, 2), {"stride": (1, 2), "padding": (1, 0)}, [[2], [9 * HALF], [4]]),
]  # fmt: skip


@pytest.mark.parametrize(("function", "image", "window", "options", "expected"), MEASURED)
def test_a_mean_is_what_the_library_gives(
    function: str, image: Any, window: Any, options: dict[str, Any], expected: Any
) -> None:
    assert evaluate(function, image, window, **options) == expected
    assert evaluate(function, image, kernel_size=window, **options) == expected


def values(function: str, image: Any, window: Any, options: dict[str, Any], expected: Any) -> list[Any]:
    """The values of the pages of all outputs."""
    sizes = (len(expected), len(expected[0])) if isinstance(expected[0], list) else (len(expected),)
    at = product(*map(range, sizes))
    options = {**options, "kernel_size": window}
    return [derive(library(function, image=image, at=each, **options).problem).value for each in at]


@pytest.mark.parametrize(("function", "image", "window", "options", "expected"), MEASURED)
def test_each_page_has_the_same_value(
    function: str, image: Any, window: Any, options: dict[str, Any], expected: Any
) -> None:
    flat = [value for line in expected for value in (line if isinstance(line, list) else [line])]
    assert values(function, image, window, options, expected) == flat


REFUSED: list[tuple[str, Any, dict[str, Any], str]] = [
    (f"{POOL}1d", None, {}, "needs kernel_size\nGive the size of the window, for example: kernel_size=2"),
    (f"{POOL}1d", [[1, 1]], {}, "has a window in the place of a kernel, and all its weights are 1"),
    (f"{POOL}1d", 3, {"kernel_size": 2}, "kernel_size is not the size that is given for the kernel"),
    (f"{POOL}1d", 3, {"padding": 2}, "padding=2 is too large: it must be at most half of the window of 3"),
    (f"{POOL}1d", 9, {}, "the window of 9 is larger than the padded image"),
    (f"{POOL}1d", 10**5, {"padding": 5 * 10**4}, "a window of 100000 elements is too large to work out"),
    ("nn.MaxPool1d", 3, {"stride": 2, "padding": 1}, "y[m] is the largest value of x[2m−1…2m+1]"),
    ("onnxruntime:AveragePool", 2, {"pads": [1, 1], "dilations": [6]}, "a window meets nothing that counts"),
    ("scipy.signal.medfilt", 3, {}, "y[m] is the middle value of x[m−1…m+1]"),
    ("torch.max_pool1d", 2, {"dilation": 2, "stride": 1}, "x[m…m+2 in steps of 2]"),
]  # fmt: skip


@pytest.mark.parametrize(("function", "window", "options", "words"), REFUSED)
def test_what_is_refused_says_what_to_give(function: str, window: Any, options: dict[str, Any], words: str) -> None:
    with pytest.raises(ConvtraceError) as caught:
        evaluate(function, SQUARES, window, **options)
    assert words in str(caught.value)


def shown(capsys: pytest.CaptureFixture[str], words: str) -> str:
    assert run(["library", *words.split()]) == 0
    return capsys.readouterr().out


def test_the_divisor_of_an_output_is_its_own(capsys: pytest.CaptureFixture[str]) -> None:
    words = f"{POOL}2d --image 5x5 --kernel 3 --option stride=2 --option padding=1 --option count_include_pad=False"
    words = words.replace("--kernel 3", "--option kernel_size=3")
    page = shown(capsys, f"{words} --at 0,1 --only equation,result,elsewhere")
    assert "y[m,n] = 1/N[m,n]·Σⱼ Σᵢ x[i,j]·h[i+1−2m,j+1−2n]\n" in page
    assert "y[0,1] = 1/6·Σⱼ Σᵢ" in page
    assert "y[0,1] = 1/6·(x[0,1] + x[0,2] + x[0,3] + x[1,1] + x[1,2] + x[1,3])" in page
    assert "avg_pool2d(x[None], (3, 3), stride=2, padding=1, count_include_pad=False)[0][0, 1]" in page
    assert "h is the window, whose weights are all 1: numpy.ones((3, 3)).\n" in page
    page = shown(capsys, f"{words} --only convention")
    assert "Each output is divided by the number of pixels in its own window: fewer at the border." in page
    counted = f"{POOL}1d --image 6 --kernel 3 --option padding=1 --option ceil_mode=True --option stride=2"
    assert "number of pixels, padding included, in its own window" in shown(capsys, f"{counted} --only convention")
    assert "h[p] exists" in shown(capsys, f"{POOL}1d --only equation")


def test_the_gradient_of_a_pixel_whose_outputs_are_divided_alike() -> None:
    options: dict[str, Any] = {"stride": 1, "padding": 1, "count_include_pad": False}
    inner = library(f"{POOL}1d", image=7, kernel=3, at=3, grad=True, **options)
    assert "1/3" in str(inner)
    with pytest.raises(ConvtraceError, match="divides these outputs by different numbers"):
        library(f"{POOL}1d", image=7, kernel=3, at=0, grad=True, **options)
    with pytest.raises(ConvtraceError, match="avg_pool1d has no weights"):
        library(f"{POOL}1d", image=7, kernel=3, weight=0)


def test_means_side_by_side(capsys: pytest.CaptureFixture[str]) -> None:
    padded: dict[str, Any] = {"stride": 1, "padding": 1}
    calls = versus(
        f"{POOL}1d", f"{POOL}1d", image=7, kernel=3, options={**padded, **INSIDE}, other_options=padded,
    )  # fmt: skip
    assert [list(run) for run in calls.agreement[0].same] == [[1, 2, 3, 4, 5]]
    assert "with count_include_pad=False: call B" in str(calls)
    assert not calls.equal
    inside = versus(f"{POOL}1d", f"{POOL}1d", image=6, kernel=3, options={"count_include_pad": False})
    assert inside.equal
    words = f"{POOL}1d --image 7 --kernel 3 --option padding=1 --option count_include_pad=False"
    page = shown(capsys, f"{words} --versus numpy.correlate")
    assert "A divides each output by what its own window holds." in page
    assert "A divides each output by a number of its own: no factor is the same for all outputs." in page
    record = json.loads(shown(capsys, f"{words} --versus astropy.convolution.convolve -f json"))
    assert [record[name]["scale"] for name in ("first", "second")] == ["1/N[m]", "1/h.sum()"]
    assert record["first_from_second"]["reason"] == "divisors"


def test_a_filter_that_picks_is_refused_with_its_window_whatever_its_kernel_holds() -> None:
    for function, kernel in (("cv2.dilate", [[0, 1, 0]]), ("matlab.medfilt2", (1, 3))):
        with pytest.raises(
            ConvtraceError, match=r"value of each window: that is no sum\ny\[m,n\] is the \w+ value of x\[m"
        ):
            evaluate(function, PLANE, kernel)


def test_an_anchor_of_opencv_s_means_lies_in_the_window_or_is_the_centre() -> None:
    assert evaluate("cv2.blur", PLANE, 3, anchor=-5) == evaluate("cv2.blur", PLANE, 3)
    with pytest.raises(
        ConvtraceError, match=r"anchor=1 is outside the window on each axis\n.*\n.*\nGive a number from 0 to 0"
    ):
        evaluate("cv2.blur", PLANE, 1, anchor=1)


def test_the_reference_of_onnx_refuses_same_where_pixels_are_left_out_at_the_end() -> None:
    options: dict[str, Any] = {"strides": 2, "auto_pad": "SAME_LOWER"}
    assert evaluate("onnxruntime:AveragePool", [1, 2], 1, **options) == [1]
    assert evaluate("onnx.reference:AveragePool", [1, 2, 3], 1, **options) == [1, 3]
    with pytest.raises(ConvtraceError, match="the windows leave out pixels at the end"):
        evaluate("onnx.reference:AveragePool", [1, 2], 1, **options)


def test_the_reference_of_onnx_rounds_up_where_a_window_reaches_one_pixel_beyond() -> None:
    options: dict[str, Any] = {"strides": 2, "ceil_mode": 1}
    assert evaluate("onnx.reference:AveragePool", [1, 2, 3, 4], 3, **options) == [2, Fraction(7, 2)]
    for more in ({"strides": 3}, {"auto_pad": "VALID"}):
        with pytest.raises(ConvtraceError, match="ceil_mode=1 is worked out for the reference only"):
            evaluate("onnx.reference:AveragePool", [1, 2, 3, 4], 3, **{**options, **more})


def test_octave_is_called_with_the_options_that_are_not_as_by_default() -> None:
    page = str(library("matlab.imfilter", image=(5, 5), at=(1, 5), mode="conv", boundary=3))
    assert 'y = imfilter(x, h, 3, "conv"); y(1, 5)\n' in page
    assert "All indices count from 1." in page
    assert "y = imfilter(x, h); y(3, 3)\n" in str(library("matlab.imfilter", image=(5, 5)))


def test_octave_s_full_of_an_even_kernel_ends_with_zeros() -> None:
    expected = [[37, 47, 21, 0], [67, 77, 33, 0], [23, 26, 9, 0], [0, 0, 0, 0]]
    assert evaluate("octave.imfilter", PLANE, [[1, 2], [3, 4]], shape="full") == expected
    assert evaluate("octave.imfilter", [[1, 2]], [[1, 2, 3]], shape="full", mode="conv") == [[1, 4, 7, 6]]
    with pytest.raises(ConvtraceError, match="Octave pads half the kernel, and 0 beyond that"):
        evaluate("octave.imfilter", PLANE, [[1]], shape="full", boundary="circular")
