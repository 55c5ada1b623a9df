"""What libraries keep of sums in arrays of whole numbers: against NumPy and SciPy, and against OpenCV as measured."""

from __future__ import annotations

import json
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
import scipy.linalg
import scipy.ndimage
import scipy.signal
from hypothesis import given
from hypothesis import strategies as st

from convtrace import derive, evaluate, library
from convtrace.cli import run
from convtrace.errors import ConvtraceError
from convtrace.law.casting import Cast, Overflow
from convtrace.values.complex_number import Complex
from convtrace.values.dtypes import DTYPES, dtype_named, dtype_of, promoted
from convtrace.view.number_types import cast_sentence
from tests.support.arrays import live

WHOLE = [name for name, dtype in DTYPES.items() if dtype.is_whole]
SIZES = st.integers(1, 4)
WRAPPING: dict[str, Any] = {
    "numpy.convolve": np.convolve,
    "numpy.correlate": lambda x, h: np.correlate(x, h, "valid"),
    "scipy.signal.convolve": lambda x, h: scipy.signal.convolve(x, h, method="direct"),
    "scipy.signal.correlate": lambda x, h: scipy.signal.correlate(x, h, method="direct"),
    "scipy.linalg.convolution_matrix": lambda x, h: scipy.linalg.convolution_matrix(h, len(x)) @ x,
}
# cv2 5.0.0: image, kernel, ddepth, output
OPENCV = [
    ("uint8", [90, 200, 10], [1, 2, 1], -1, [255, 255, 255]),
    ("uint8", [90, 200, 10], [1, 2, 1], "CV_16S", [580, 500, 420]),
    ("uint8", [90, 200, 10], [1, 2, 1], "cv2.CV_16U", [580, 500, 420]),
    ("uint8", [90, 200, 10], [1, 2, 1], 6, [580, 500, 420]),
    ("uint8", [1, 2, 3, 4, 5, 6, 7, 8], [0.5], -1, [0, 1, 2, 2, 2, 3, 4, 4]),
    ("uint8", [1, 2, 3, 4, 5, 6, 7, 8], [-0.5], -1, [0, 0, 0, 0, 0, 0, 0, 0]),
    ("uint8", [1, 2, 3, 4, 5, 6, 7, 8], [-0.5], 3, [0, -1, -2, -2, -2, -3, -4, -4]),
    ("uint8", [200, 100], [10**7], -1, [255, 255]),
    ("uint8", [200, 100], [2 * 10**7], 3, [-32768, 32767]),
    ("int16", [90, 200, 10], [1, 2, 1], -1, [580, 500, 420]),
]
# SciPy 1.17.1 on x86-64: what is left of floats beyond the registers of C
BEYOND = {
    "uint8": [0, 0, 255, 0, 0, 0, 112, 144, 1, 255],
    "int16": [0, 0, -1, 0, 0, 0, 4464, -4464, 1, -1],
    "int32": [-(2**31), -(2**31), 2**31 - 1, -(2**31), -(2**31), -(2**31), 70000, -70000, 1, -1],
    "uint32": [3000000005, 1294967291, 2**31 - 1, 2**31, 2**31 - 1, 7, 70000, 4294897296, 1, 4294967295],
    "int64": [3000000005, -3000000005, 2**31 - 1, 2**31, -(2**31) - 1, 2**40 + 7, 70000, -70000, 1, -1],
    "uint64": [3000000005, 2**64 - 3 * 10**9 - 5, 2**31 - 1, 2**31, 2**64 - 2**31 - 1, 2**40 + 7, 70000, 2**64 - 70000,
               1, 2**64 - 1],
}  # fmt: skip


def drawn(data: st.DataObject, dtype: str) -> np.ndarray[Any, Any]:
    """A short array whose numbers are anywhere in the range of its type."""
    held = DTYPES[dtype].range
    numbers = st.integers(held.start, held.stop - 1)
    return np.array(data.draw(st.lists(numbers, min_size=1, max_size=5)), dtype=dtype)


@pytest.mark.parametrize("function", WRAPPING)
@given(data=st.data())
def test_sums_wrap_in_the_type_that_both_arrays_have_together(function: str, data: st.DataObject) -> None:
    image, kernel = (drawn(data, data.draw(st.sampled_from(WHOLE))) for _ in range(2))
    expected = WRAPPING[function](image, kernel)
    if expected.dtype.kind != "f":
        assert evaluate(function, image, kernel) == expected.tolist()


@pytest.mark.parametrize("name", ["convolve", "correlate"])
@given(data=st.data())
def test_planes_wrap(name: str, data: st.DataObject) -> None:
    image, kernel = (drawn(data, data.draw(st.sampled_from(WHOLE[1:])))[None] for _ in range(2))
    expected = getattr(scipy.signal, f"{name}2d")(image, kernel)
    if expected.dtype.kind != "f":
        assert evaluate(f"scipy.signal.{name}2d", image, kernel) == expected.tolist()


@pytest.mark.parametrize("name", ["convolve", "correlate", "convolve1d", "correlate1d"])
@given(data=st.data())
def test_ndimage_cuts_its_floats_to_the_type_of_the_image_or_of_output(name: str, data: st.DataObject) -> None:
    image = drawn(data, data.draw(st.sampled_from([*WHOLE[:4], "int8", "int16"])))
    kernel = [number / 4 for number in data.draw(st.lists(st.integers(-99, 99), min_size=1, max_size=4))]
    output = data.draw(st.sampled_from([None, *WHOLE[1:], np.int8, np.dtype("uint16"), float, bool]))
    expected = getattr(scipy.ndimage, name)(image, kernel, output=output)
    assert evaluate(f"scipy.ndimage.{name}", image, kernel, output=output) == expected.tolist()


@pytest.mark.parametrize("dtype", BEYOND)
def test_what_is_beyond_the_registers_of_c(dtype: str) -> None:
    image = [3e9 + 5, -3e9 - 5, 2**31 - 1, 2**31, -(2**31) - 1, 2**40 + 7, 70000, -70000, 1.9, -1.9]
    assert evaluate("scipy.ndimage.correlate", image, [1], output=dtype) == BEYOND[dtype]


@pytest.mark.parametrize(("dtype", "image", "kernel", "ddepth", "output"), OPENCV)
def test_opencv_rounds_half_to_even_and_saturates(
    dtype: str, image: list[int], kernel: list[float], ddepth: object, output: list[int]
) -> None:
    for function in ("cv2.filter2D", "cv2.sepFilter2D"):
        found = evaluate(function, np.array([image], dtype=dtype), [kernel], ddepth=ddepth)
        assert found == [output]
        assert evaluate(function, [image], [kernel], dtype=dtype, ddepth=ddepth) == [output]


@given(data=st.data())
def test_opencv_itself(data: st.DataObject) -> None:
    cv2 = live("cv2")
    image = drawn(data, data.draw(st.sampled_from(["uint8", "uint16", "int16"])))[None]
    kernel = np.array([data.draw(st.lists(st.integers(-9, 9).map(lambda n: n / 4), min_size=1, max_size=4))])
    ddepth = data.draw(st.sampled_from([-1, 0, 1, 2, 3, 4, 5, 6]))
    try:
        expected = cv2.filter2D(image, ddepth, kernel).tolist()
    except cv2.error:
        with pytest.raises(ConvtraceError, match="can't make this ddepth"):
            evaluate("cv2.filter2D", image, kernel, ddepth=ddepth)
        return
    assert evaluate("cv2.filter2D", image, kernel, ddepth=ddepth) == expected


@given(st.sampled_from(WHOLE), st.sampled_from(WHOLE))
def test_types_are_those_of_numpy(one: str, other: str) -> None:
    assert promoted(DTYPES[one], DTYPES[other]).name == np.promote_types(one, other).name
    if one != "bool":
        assert (DTYPES[one].range[0], DTYPES[one].range.stop - 1) == (np.iinfo(one).min, np.iinfo(one).max)


@pytest.mark.parametrize("name", ["?", *"BHILbhilfdFD", "u1", "i8", "f4", "c16", "int", "float", "single", "complex"])
def test_names_are_those_of_numpy(name: str) -> None:
    found = dtype_named(name)
    assert found is not None
    assert found.name == np.dtype(name).name
    assert dtype_named(np.dtype(name)) == dtype_named(np.dtype(name).type) == found


@pytest.mark.parametrize(
    ("array", "name"),
    [([[True]], "bool"), ([True, 1], None), ([1.5], None), (np.array([1], np.int8), "int8"), (3, None)],
)
def test_the_type_of_an_array(array: Any, name: str | None) -> None:
    found = dtype_of(array)
    assert (found and found.name) == name


def test_bool_sums_are_or() -> None:
    assert (
        evaluate("numpy.convolve", [True, True, False], [True, True])
        == np.convolve([1, 1, 0], [1, 1]).astype(bool).tolist()
    )
    assert evaluate("scipy.signal.correlate", [1, 2], [True, True], mode="valid") == [3]


@given(data=st.data())
def test_a_mean_is_cut_once(data: st.DataObject) -> None:
    image = drawn(data, data.draw(st.sampled_from(["uint8", "int8", "int16"])))
    assert evaluate("scipy.ndimage.uniform_filter", image, 3) == scipy.ndimage.uniform_filter(image, 3).tolist()
    with pytest.raises(ConvtraceError, match="cuts whole numbers after each axis"):
        evaluate("scipy.ndimage.uniform_filter", image[None], 3)
    assert len(evaluate("scipy.ndimage.uniform_filter", image[None], 3, output=float)) == 1


def test_lists_are_exact_and_floats_are_kept() -> None:
    assert evaluate("numpy.convolve", [2**63], [2]) == [2**64]
    assert evaluate("numpy.convolve", np.array([255], np.uint8), np.array([2.0])) == [510]
    assert evaluate("scipy.ndimage.convolve", [1, 2], [Fraction(1, 2)]) == [Fraction(1, 2), 1]
    assert evaluate("jax.numpy.convolve", np.array([255], np.uint8), np.array([2], np.uint8)) == [510]
    assert evaluate("jax.lax.conv_general_dilated", [255], [2], window_strides=1, padding="VALID", dtype="uint8") == [
        254
    ]
    assert evaluate("numpy.convolve", np.array([1j]), np.array([2], np.uint8)) == [2j]


@pytest.mark.parametrize(
    ("function", "image", "options", "message"),
    [
        ("numpy.convolve", [300], {"dtype": "uint8"}, "300 in the image is not of the type uint8"),
        ("numpy.convolve", [1], {"dtype": "uint7"}, "dtype='uint7' is not accepted"),
        ("cv2.filter2D", [[1]], {"dtype": "int32"}, "images of this type are not accepted"),
        ("cv2.filter2D", [[1]], {"dtype": "uint16", "ddepth": 3}, "can't make this ddepth of the image's type"),
        ("cv2.filter2D", [[1]], {"ddepth": 9}, "ddepth=9 is not accepted"),
        ("scipy.ndimage.convolve", [1], {"output": "uint7"}, "output='uint7' is not accepted"),
        ("scipy.signal.convolve2d", [[1]], {"dtype": "bool"}, "two arrays of bool are not accepted"),
    ],
)
def test_what_a_type_can_not_be(function: str, image: Any, options: dict[str, Any], message: str) -> None:
    with pytest.raises(ConvtraceError, match=message):
        evaluate(function, image, [1] if isinstance(image[0], int) else [[1]], **options)


@pytest.mark.parametrize(
    ("how", "dtype", "value", "sentence"),
    [
        (Overflow.WRAPS, "uint8", 470, "470 doesn't fit uint8 (0 to 255): f keeps 470 − 256 = 214."),
        (Overflow.WRAPS, "int8", -500, "−500 doesn't fit int8 (−128 to 127): f keeps −500 + 2·256 = 12."),
        (Overflow.WRAPS, "bool", 2, "In arrays of bool a sum is True or False: f keeps True, which is 1."),
        (Overflow.TRUNCATES, "uint8", Fraction(5, 2), "uint8 holds whole numbers: f cuts 5/2 to 2."),
        (
            Overflow.TRUNCATES,
            "uint8",
            Fraction(1025, 2),
            "1025/2 doesn't fit uint8 (0 to 255): f keeps 512 − 2·256 = 0.",
        ),
        (Overflow.TRUNCATES, "uint8", 2**31 + 5, "2147483653 doesn't fit uint8 (0 to 255): f keeps 0."),
        (Overflow.SATURATES, "int16", Fraction(5, 2), "int16 holds whole numbers: f rounds 5/2 to 2."),
        (Overflow.SATURATES, "uint8", 580, "580 doesn't fit uint8 (0 to 255): f keeps the largest, 255."),
        (Overflow.SATURATES, "uint8", -3, "−3 doesn't fit uint8 (0 to 255): f keeps the smallest, 0."),
    ],
)
def test_one_sentence_says_what_happened(how: Overflow, dtype: str, value: Any, sentence: str) -> None:
    assert cast_sentence("f", Cast(dtype=DTYPES[dtype], how=how), value) == sentence


def test_a_complex_sum_is_kept() -> None:
    cast = Cast(dtype=DTYPES["uint8"], how=Overflow.WRAPS)
    assert cast.kept(Complex(1, 2)) == 1 + 2j
    assert not cast_sentence("f", cast, Complex(1, 2))


def shown(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    assert run(["library", *words]) == 0
    return capsys.readouterr().out


def test_the_page_gives_what_the_library_gives(capsys: pytest.CaptureFixture[str]) -> None:
    words = ["scipy.ndimage.convolve", "--image=90 200 10", "--kernel=1 2 1", "--at=0"]
    page = shown(capsys, *words, "--option=dtype=uint8")
    assert (
        "= 470\n470 doesn't fit uint8 (0 to 255): scipy.ndimage.convolve keeps 470 − 256 = 214.\n  y[0] = 214" in page
    )
    assert "scipy.ndimage.convolve(x, h)[0]\nx and h are 1-D arrays of uint8" in page
    record = json.loads(shown(capsys, *words, "--option=output=uint8", "--format=json"))
    assert (record["value"], record["sum"], record["dtype"]) == (214, 470, "uint8")
    assert [each["call"] for each in record["elsewhere"]] == ['scipy.ndimage.convolve(x, h, output="uint8")']
    fits = shown(capsys, *words, "--option=dtype=int16")
    assert "fit" not in fits
    assert derive(library("numpy.convolve", image=[200, 100], kernel=[2, 1], dtype="uint8", at=0).problem).value == 144


def test_two_functions_that_keep_sums_otherwise(capsys: pytest.CaptureFixture[str]) -> None:
    words = ["scipy.ndimage.correlate", "--versus=cv2.filter2D", "--image=9 2 1;", "--kernel=1 2 1;"]
    page = shown(capsys, *words, "--option=dtype=uint8", "--versus-option=dtype=uint8")
    assert "A cuts and wraps sums to uint8, B rounds and clips sums to uint8." in page
    assert "B can't give A's output." in page
    other = shown(capsys, *words, "--option=dtype=uint8")
    assert "A cuts and wraps sums to uint8, B keeps every sum." in other
    wraps = ["numpy.convolve", "--versus=scipy.signal.convolve", "--image=9 2", "--kernel=1 2"]
    assert "wraps" not in shown(capsys, *wraps, "--option=dtype=uint8", "--versus-option=dtype=uint8")


def test_a_conjugate_is_a_step_of_a_recipe(capsys: pytest.CaptureFixture[str]) -> None:
    page = shown(capsys, "numpy.convolve", "--versus=numpy.correlate", "--image=1j 2", "--kernel=1 2j")
    assert "A conjugates nothing, B conjugates the kernel." in page
    assert 'h2 = h.conj()\n  h2 = h2[::-1]\n  y = numpy.correlate(x, h2, "full")' in page
    space: dict[str, Any] = {"x": np.array([1j, 2]), "h": np.array([1, 2j])}
    code = page.partition("3. Recipe")[2].partition("  import numpy\n")[2].partition("  # y is now")[0]
    exec("import numpy\n" + code.replace("\n  ", "\n").strip(), space)
    assert space["y"].tolist() == np.convolve(space["x"], space["h"]).tolist()
    swapped = shown(
        capsys, "scipy.signal.correlate2d", "--versus=scipy.signal.correlate", "--image=1j;", "--kernel=1 2j;",
        "--option=mode=valid", "--versus-option=mode=valid",
    )  # fmt: skip
    assert "A conjugates the image, B conjugates the kernel." in swapped
