"""The pages of library functions: the list of all, each one's convention, and one value in its own indices."""

from __future__ import annotations

import json
import shlex
from collections.abc import Iterable
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from convtrace import ConvtraceError, evaluate
from convtrace.cli import run
from convtrace.law.axis import Unknown
from convtrace.library.catalogue import all_functions
from convtrace.library.option import Option
from convtrace.library.option_kinds import choice, either, exact_number, exact_numbers, flat_pairs, pairs, whole_numbers
from convtrace.library.option_texts import read_option
from convtrace.library.posed_call import LibraryQuestion as Question
from convtrace.library.posed_call import library_question
from convtrace.proof.symbolic import to_sympy
from convtrace.render.rendering import formats
from convtrace.trace.derivation import derive
from convtrace.view.pages.library_list import LIBRARY_TITLES, library_names
from tests.support.library_calls import (
    EVERY_CALL,
    EVERY_LINEAR_CALL,
    FEW,
    Array,
    asked_calls,
    evaluated,
    image_of,
    kernel_of,
    typed,
)
from tests.support.processes import python

LIBRARY = all_functions()


def indices(counts: Iterable[int]) -> st.SearchStrategy[tuple[int, ...]]:
    return st.tuples(*(st.integers(0, count - 1) for count in counts))


def again(asked: Question, options: list[str], *, image: Any = None, kernel: Any = None, **more: Any) -> Question:
    """The same call on other arrays, or asked another question."""
    arrays = (image_of(asked) if image is None else image, kernel_of(asked) if kernel is None else kernel)
    image, kernel = (typed(array.tolist()) for array in arrays)
    return library_question(asked.call.row.name, image=image, kernel=kernel, options=options, **more)


def grown(array: Array, index: tuple[int, ...]) -> Array:
    """A copy with 1 more at one place."""
    copy = array.copy()
    copy[index] += 1
    return copy


@pytest.mark.no_cover
@EVERY_CALL
@FEW
@given(data=st.data())
def test_one_value_is_that_of_the_whole_output(name: str, options: list[str], data: st.DataObject) -> None:
    """Whatever is outside, and whatever the library does besides."""
    asked = data.draw(asked_calls(name, options))
    at = data.draw(indices(axis.outputs for axis in asked.call.axes))
    one = again(asked, options, at=at)
    assert (0 if one.blank else derive(one.problem).value) == evaluated(asked)[at]


@pytest.mark.no_cover
@EVERY_CALL
@FEW
@given(data=st.data())
def test_a_gradient_is_what_the_outputs_gain(name: str, options: list[str], data: st.DataObject) -> None:
    """What each output gains when one pixel grows by 1 is the weights of its terms."""
    asked = data.draw(asked_calls(name, options))
    image, before = image_of(asked), evaluated(asked)
    at = data.draw(indices(image.shape))
    gained = np.zeros(before.shape, object)
    problem = again(asked, options, at=at, grad=True).problem
    scale: Any = problem.scale
    for term in derive(problem).terms:
        gained[term.output] += scale * term.weight
    assert (gained == evaluated(again(asked, options, image=grown(image, at))) - before).all()


@pytest.mark.no_cover
@EVERY_LINEAR_CALL
@FEW
@given(data=st.data())
def test_a_kernel_element_s_gradient_is_what_the_outputs_gain(
    name: str, options: list[str], data: st.DataObject
) -> None:
    """What each output gains when one weight grows by 1 is the pixel of its term."""
    asked = data.draw(asked_calls(name, options))
    kernel, before = kernel_of(asked), evaluated(asked)
    at = data.draw(indices(kernel.shape))
    problem = again(asked, options, weight=at).problem
    gained = np.zeros(before.shape, object)
    scale: Any = problem.scale
    for term in derive(problem).terms:
        gained[term.output] += scale * problem.pixel(term.pixel)
    assert (gained == evaluated(again(asked, options, kernel=grown(kernel, at))) - before).all()


@pytest.mark.no_cover
@EVERY_CALL
@FEW
@given(data=st.data())
def test_padding_is_what_the_windows_need(name: str, options: list[str], data: st.DataObject) -> None:
    asked = data.draw(asked_calls(name, options))
    problem = asked.problem
    for call, pixels, kernel in zip(asked.call.axes, problem.image, problem.kernel.ranges, strict=True):
        known: list[dict[Unknown, int]] = [{"m": m, "k": k} for m in call.live or range(call.outputs) for k in kernel]
        places = [call.relation.third("i", each) for each in known]
        before, after = call.padding(len(pixels), len(kernel))
        whole = [place for place in places if place == int(place)]
        assert all(-before <= place < len(pixels) + after for place in whole)
        assert abs(call.relation.beta) > 1 or before == max(0, -min(whole))
        assert abs(call.relation.beta) > 1 or after == max(0, max(whole) - pixels[-1])


def shown(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    assert run(["library", *words]) == 0
    return capsys.readouterr().out


def refused(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    assert run(["library", *words]) == 2
    return capsys.readouterr().err


def test_the_list_names_every_function(capsys: pytest.CaptureFixture[str]) -> None:
    page = shown(capsys, "--width", "80")
    lines = page.splitlines()
    for row in LIBRARY.values():
        (line,) = (line for line in lines if line.startswith(f"│ {row.name} "))
        assert ("not flipped" in line) == (row.kind == "corr")
        assert row.source in page.replace("\n    ", "")
    heads = [line.partition(",")[0] for line in lines if ", measured with " in line or ", not measured, " in line]
    assert heads == list(LIBRARY_TITLES.values())
    assert "SciPy, measured with 1.17.1\n" in page
    assert "torch.nn.functional.fold output_size=5." in " ".join(page.split())


def test_the_list_of_some_libraries(capsys: pytest.CaptureFixture[str]) -> None:
    page = shown(capsys, "--only", "numpy,sympy")
    assert "numpy.correlate" in page
    assert "sympy.convolution" in page
    assert "scipy.ndimage" not in page
    assert f"Choose from: {', '.join(library_names())}" in refused(capsys, "--only", "numpi")


def test_the_list_of_one_library_by_its_name(capsys: pytest.CaptureFixture[str]) -> None:
    assert "torch.nn.Conv2d" in shown(capsys, "torch")
    page = shown(capsys, "scipy.ndimage")
    assert "6 library functions" in page
    assert "scipy.signal" not in page.partition("Documentation")[0].partition("│")[2]


def test_all_options_that_must_be_given_are_named_at_once(capsys: pytest.CaptureFixture[str]) -> None:
    said, typed = refused(capsys, "tf.nn.conv2d").splitlines()
    assert said == "Error: tf.nn.conv2d needs strides and padding"
    assert typed == "Type, for example: --option strides=1 --option padding=VALID"


def test_rules_that_differ_from_axis_to_axis(capsys: pytest.CaptureFixture[str]) -> None:
    words = ["astropy.convolution.convolve_fft", "--option=boundary=wrap", "--image=3x9", "--kernel=4x3"]
    page = shown(capsys, *words, "--only=convention")
    assert "Outside the image on the row axis, x is the image again after 4 places, with 0 between: " in page
    assert "Outside the image on the column axis, x is wrapped around: " in page


def test_the_list_as_a_record(capsys: pytest.CaptureFixture[str]) -> None:
    record = json.loads(shown(capsys, "-f", "json"))
    assert record["schema"] == "convtrace/1"
    assert [entry["name"] for entry in record["functions"]] == list(LIBRARY)
    entry = next(entry for entry in record["functions"] if entry["name"] == "torch.nn.functional.fold")
    assert entry["options"][0]["required"] is True
    assert entry["options"][1] == {
        "name": "dilation", "default": 1, "required": False, "values": "a whole number from 1 up, or one per axis"
    }  # fmt: skip


@pytest.mark.parametrize("format_name", formats())
def test_pages_in_every_format(format_name: str, capsys: pytest.CaptureFixture[str]) -> None:
    shown(capsys, "-f", format_name)
    shown(capsys, "scipy.signal.correlate2d", "-f", format_name)
    shown(capsys, "numpy.convolve", "--grad", "-f", format_name)
    shown(capsys, "scipy.ndimage.correlate", "--at", "0,0", "-f", format_name)


def test_a_function_without_options_has_no_line_of_them(capsys: pytest.CaptureFixture[str]) -> None:
    assert "Options:" not in shown(capsys, "DSP.conv")


@pytest.mark.no_cover
@pytest.mark.parametrize("name", LIBRARY)
def test_every_function_has_a_page(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    needed = {
        "rate": 1,
        "padding": "VALID",
        "window_strides": 1,
        "strides": 1,
        "stride": 1,
        "output_shape": 7,
        "input_size": 9,
        "weight_size": 3,
        "lhs_dilation": 1,
        "rhs_dilation": 1,
        "output_size": 9,
    }
    row = LIBRARY[name]
    options = [f"--option={option}={needed[option]}" for option in row.examples]
    if name.endswith("_weight"):
        options += ["--image", "x".join("7" * min(row.laws)), "--kernel", "x".join("5" * min(row.laws))]
    page = shown(capsys, name, *options, "--only", "convention,result")
    assert f"{name} is a" in page
    said = f"Measured with {row.library} {row.version}; documented at {row.source}"
    assert (said if row.measured else f"Not measured: from the documentation and source of {row.version}, ") in page
    noted = json.loads(shown(capsys, name, *options, "-f", "json"))["surprises"]
    assert [f"Note: {note}" in page for note in noted] == [True] * page.count("Note: ")


def test_one_function_in_its_own_indices(capsys: pytest.CaptureFixture[str]) -> None:
    page = shown(capsys, "scipy.signal.correlate2d", "--option", "mode=same", "--at", "4,4")
    assert page.startswith("scipy.signal.correlate2d: image 7×7, kernel 3×3\n  y[4,4] = a·x[3,3] + b·x[3,4] + …")
    assert "│ row    │ p = i+1−m │ 7      │ 3      │ 7       │ 1              │ 1     │" in page
    assert 'Outside the image x is 0: boundary="fill" in this call, mode="constant" in numpy.pad.\n' in page
    assert 'Options: mode="same", boundary="fill", fillvalue=0.\n' in page
    assert "y[m,n] = Σⱼ Σᵢ x[i,j]·h[i+1−m,j+1−n]" in page
    assert [line[3:] for line in page.splitlines() if line[1:3] == ". "] == [
        "Convention", "Equation", "Setup", "Table", "Drawing", "Result", "Elsewhere"
    ]  # fmt: skip


def test_what_is_outside_under_both_names(capsys: pytest.CaptureFixture[str]) -> None:
    def outside(*words: str) -> str:
        page = shown(capsys, *words, "--only", "convention")
        return next(line for line in page.splitlines() if "utside" in line and not line.startswith(("│", "Note")))

    assert outside("scipy.ndimage.convolve") == (
        'Outside the image x is mirrored, with the edge: mode="reflect" in this call, mode="symmetric" in numpy.pad.'
    )
    assert outside("scipy.ndimage.convolve", "--option=mode=constant", "--option=cval=0.5") == (
        'Outside the image x is 1/2: mode="constant" in this call, mode="constant" in numpy.pad.'
    )
    assert outside("numpy.convolve") == 'Outside the image x is 0: mode="constant" in numpy.pad.'
    assert outside("numpy.correlate") == "No window reaches outside the image."
    assert outside("astropy.convolution.convolve_fft", "--option=boundary=wrap", "--image=3", "--kernel=5") == (
        'Outside the image x is the image again after 5 places, with 0 between: boundary="wrap" in this call.'
    )


def test_a_gradient_in_the_indices_of_the_library(capsys: pytest.CaptureFixture[str]) -> None:
    page = shown(capsys, "numpy.correlate", "--grad", "--at", "1")
    assert "numpy.correlate, gradient of pixel x[1]" in page
    assert "In numpy.correlate, y exists only for 0 ≤ m ≤ 4, which leaves 0 ≤ m ≤ 1." in page
    assert "∂L/∂x[1] = b·g[0] + a·g[1]" in page


def test_a_window_that_leaves_the_image_where_the_library_gives_0(capsys: pytest.CaptureFixture[str]) -> None:
    blank = ["astropy.convolution.convolve", "--option=boundary=None", "--at=0,3"]
    page = shown(capsys, *blank, "--only=table")
    assert page == (
        "The window of y[0,3] leaves the image. astropy.convolution.convolve gives 0 there.\n  y[0,3] = 0\n"
    )
    assert "gives 0 there" in shown(capsys, *blank, "-f", "svg")
    page = shown(capsys, *blank, "--only=elsewhere")
    assert "  astropy.convolution.convolve(x, h, boundary=None)[0, 3]\nx and h are" in page
    record = json.loads(shown(capsys, *blank, "-f", "json"))
    assert (record["value"], record["terms"], record["result"]) == (0, [], "y[0,3] = 0")
    assert [same["index"] for same in record["elsewhere"]] == [[0, 3]]


def test_a_constant_that_is_added(capsys: pytest.CaptureFixture[str]) -> None:
    words = ["cv2.filter2D", "--at=0,0", "--kernel=1 2; 3 4", "--only=equation,result"]
    page = shown(capsys, *words, "--option=delta=2", "--image=1 2; 3 4")
    assert "y[m,n] = Σⱼ Σᵢ x[i,j]·h[i+1−m,j+1−n] + 2\n" in page
    assert "= 1·4 + 2·3 + 3·2 + 4·1 + 2 = 22\n" in page
    page = shown(capsys, "cv2.filter2D", "--at=1,1", "--option=delta=-1/2", "--image=3x3", "--kernel=1x1")
    assert "y[1,1] = a·x[1,1] − 1/2\n" in page


def test_zeros_between_the_copies_of_an_image(capsys: pytest.CaptureFixture[str]) -> None:
    wrapped = ["astropy.convolution.convolve_fft", "--option=boundary=wrap", "--at", "0"]
    page = shown(capsys, *wrapped, "--image", "1 2 3", "--kernel", "1 2 3 4 5")
    assert "2 kernel elements meet no pixel: x is 0 there.\n" in page
    assert "y[0] = 1/15·(3·1 + 2·2 + 1·3) = 2/3\n" in page
    assert "✗ x[−1] is outside the image  │\n" in page


def test_a_pixel_that_stands_in_has_all_its_products(capsys: pytest.CaptureFixture[str]) -> None:
    page = shown(capsys, "scipy.ndimage.correlate1d", "--at=0", "--image=5", "--kernel=3", "--grad")
    assert "Padding (symmetric) copies x[0] to x[−1], so the outputs that use these count, too.\n" in page
    assert "∂L/∂x[0] = a·g[0] + b·g[0] + a·g[1]\n" in page
    assert "\n1 product uses a copy of x[0] outside the image (symmetric).\n" in page
    assert "Weights of the same output added up:\n  ∂L/∂x[0] = (a+b)·g[0] + a·g[1]\n" in page
    assert "✓ a, x[−1] → x[0] (symmetric)" in page


def test_the_gradient_of_a_kernel_element(capsys: pytest.CaptureFixture[str]) -> None:
    page = shown(capsys, "scipy.ndimage.correlate1d", "--weight=0", "--image=4", "--kernel=3")
    assert "Outside the image x is padded (symmetric), so every output counts.\n" in page
    assert "∂L/∂h[0] = g[0]·x[0] + g[1]·x[0] + g[2]·x[1] + g[3]·x[2]\n" in page
    assert "4 outputs" not in page
    assert "3 inside, 1 padded.\n" in page
    assert "Keep one of the two." in refused(capsys, "numpy.convolve", "--weight=0", "--grad")
    assert "too many to write out" in refused(capsys, "numpy.convolve", "--weight=0", "--image=10000", "--kernel=3")


def test_pixels_that_stand_in(capsys: pytest.CaptureFixture[str]) -> None:
    image, kernel = "1 2 3; 4 5 6; 7 8 9", "1 0 -1; 2 0 -2; 1 0 -1"
    page = shown(capsys, "scipy.ndimage.convolve", "--at", "0,0", "--image", image, "--kernel", kernel)
    assert "x[−1,−1] → x[0,0] (symmetric)" in page
    assert " = 4\n" in page


def test_the_record_of_one_function(capsys: pytest.CaptureFixture[str]) -> None:
    record = json.loads(shown(capsys, "torch.nn.functional.conv2d", "--option", "padding=1,2", "-f", "json"))
    assert record["function"] == "torch.nn.functional.conv2d"
    assert record["relation"] == [
        {"d": 1, "alpha": -1, "beta": 1, "gamma": 1}, {"d": 1, "alpha": -1, "beta": 1, "gamma": 2}
    ]  # fmt: skip
    assert (record["outputs"], record["pads"]) == ([7, 9], [[1, 1], [2, 2]])
    assert record["options"] == {"stride": [1, 1], "padding": [1, 2], "dilation": [1, 1], "bias": [None, None]}
    assert record["output"] == [3, 4]
    words = ["scipy.ndimage.correlate1d", "--at", "0", "--option", "mode=constant", "-f", "json"]
    record = json.loads(shown(capsys, *words, "--option", "cval=1/3", "--image", "1 2", "--kernel", "3/2 1 0"))
    assert (record["value"], record["boundary"], record["options"]["cval"]) == ("3/2", "constant:1/3", ["1/3"])
    assert record["terms"][0] == {"output": [0], "pixel": [-1], "kernel_index": [0], "weight": "3/2"}
    record = json.loads(shown(capsys, "scipy.ndimage.correlate1d", "--at", "0", "--grad", "-f", "json"))
    assert (record["gradient"], record["value"]) == ({"pixel": [0]}, None)
    record = json.loads(shown(capsys, *words, "--option", "cval=3", "--image", "1 2", "--kernel", "1 1 0"))
    assert record["value"] == 4


def test_other_calls_that_give_the_same_value(capsys: pytest.CaptureFixture[str]) -> None:
    words = ["torch.nn.functional.conv_transpose1d", "--option", "stride=2", "--image=4", "--kernel=3", "--at=3"]
    page = shown(capsys, *words, "--only", "elsewhere")
    assert "scipy.signal.upfirdn(h, x, up=2)[3]" in page
    assert "torch.conv_transpose1d(x[None], h[None, None], stride=2, padding=1)[0][2]" in page


NORMALISED = ("astropy.convolution.convolve", "--at=1", "--only=equation,result")


def test_a_kernel_that_is_divided_by_its_sum(capsys: pytest.CaptureFixture[str]) -> None:
    """The scale stands before the sum, in numbers or in letters."""
    page = shown(capsys, *NORMALISED, "--image=3 1 4 1 5", "--kernel=1 3 1")
    assert "y[m] = 1/5·Σᵢ x[i]·h[m+1−i]\n" in page
    assert "y[1] = 1/5·(1·x[0] + 3·x[1] + 1·x[2])\n  y[1] = 1/5·(1·3 + 3·1 + 1·4) = 2\n" in page
    page = shown(capsys, *NORMALISED, "--image=5", "--kernel=3")
    assert "y[1] = 1/(a+b+c)·(c·x[0] + b·x[1] + a·x[2])\n" in page
    page = shown(capsys, *NORMALISED, "--image=3 1 4", "--kernel=1 alpha 1")
    assert "y[1] = 1/(1+alpha+1)·(1·3 + alpha·1 + 1·4) = " in page
    page = shown(capsys, *NORMALISED, "--grad", "--image=5", "--kernel=1 3 1")
    assert "∂L/∂x[1] = 1/5·(1·g[0] + 3·g[1] + 1·g[2])\n" in page
    assert "so no output is a sum of its elements" in refused(capsys, NORMALISED[0], "--weight=1")


def test_equal_weights_are_collected_within_scale_and_offset(capsys: pytest.CaptureFixture[str]) -> None:
    page = shown(capsys, *NORMALISED, "--image=5", "--kernel=1 3 1")
    assert "Simplified:\n  y[1] = 1/5·(x[0] + x[2] + 3·x[1])\n" in page
    words = ["cv2.filter2D", "--option=delta=4", "--image=3x3", "--kernel=1 2 1;", "--at=1,1", "--only=result"]
    assert "Simplified:\n  y[1,1] = x[1,0] + x[1,2] + 2·x[1,1] + 4\n" in shown(capsys, *words)


def test_a_bias_without_a_value_stays_a_letter(capsys: pytest.CaptureFixture[str]) -> None:
    words = ["torch.nn.Conv1d", "--image=1 2 3", "--kernel=1 2", "--at=1"]
    page = shown(capsys, *words)
    assert "y[1] = 1·x[1] + 2·x[2] + b[0]\n  y[1] = 1·2 + 2·3 + b[0] = 8 + b[0]\n" in page
    assert 'padding_mode="zeros", bias=True.' in page
    assert "b is the array of the bias." in page
    record = json.loads(shown(capsys, *words, "-f", "json"))
    assert (record["value"], record["scale"], record["offset"]) == (None, 1, "b[0]")
    assert (record["options"]["bias"], record["result"]) == ([True], "y[1] = 1·x[1] + 2·x[2] + b[0]")
    page = shown(capsys, "torch.nn.Conv1d", "--image=3", "--kernel=2", "--at=1", "--only=result")
    assert "y[1] = a·x[1] + b·x[2] + b[0]\n" in page
    record = json.loads(shown(capsys, *words, "--option=bias=[0.5]", "-f", "json"))
    assert (record["value"], record["offset"]) == ("17/2", "1/2")


def test_sympy_gets_scale_and_offset() -> None:
    asked = library_question("astropy.convolution.convolve", image="3", kernel="1 2 1", at="1")
    equation, total = to_sympy(derive(asked.problem))
    assert str(total) == "x[0]/4 + x[1]/2 + x[2]/4"
    assert str(equation.rhs).startswith("Sum(")
    asked = library_question("torch.nn.Conv1d", image="3", kernel="1", at="1")
    assert str(to_sympy(derive(asked.problem))[1]) == "a*x[1] + b[0]"


@pytest.mark.parametrize(
    "words",
    [
        "cv2.filter2D --option=delta=3 --image='2 7 1;' --kernel='1 2 1;' --at=0,1",
        "astropy.convolution.convolve --image='3 1 4 1 5' --kernel='1 3 1' --at=2",
        "astropy.convolution.convolve --option=fill_value=5 --image='3 1 4' --kernel='1 3 1' --at=0",
        "scipy.signal.lfilter --option=a=[4] --image='3 1 4' --kernel='1 3' --at=2",
        "torch.nn.Conv2d --option=bias=[7] --option=padding=1 --image='1 2; 3 4' --kernel='1 2; 5 1' --at=1,1",
        "keras.layers.Conv1D --option=bias_initializer=ones --image='3 1 4' --kernel='1 3' --at=1",
    ],
)
def test_terms_scale_and_offset_add_up_to_the_value(words: str, capsys: pytest.CaptureFixture[str]) -> None:
    record = json.loads(shown(capsys, *shlex.split(words), "-f", "json"))
    image = np.array(record["image"]["values"]).reshape([high + 1 for high in record["image"]["hi"]])
    options = record["options"]
    outside = options.get("cval", options.get("fill_value", [0]))[0]

    def pixel(index: list[int]) -> int:
        inside = all(0 <= i < size for i, size in zip(index, image.shape, strict=True))
        return int(image[tuple(index)]) if inside else outside

    total = sum(Fraction(term["weight"]) * pixel(term["pixel"]) for term in record["terms"])
    assert Fraction(record["scale"]) * total + Fraction(record["offset"]) == Fraction(record["value"])
    function, *_ = words.split()
    changed = record["elsewhere"][0]["call"]
    assert record["elsewhere"][0]["index"] == record["output"]
    assert function.rpartition(".")[2] in changed


def test_values_that_are_no_numbers_stay_names() -> None:
    asked = library_question("numpy.correlate", image="alpha 1 2", kernel="sqrt(2)/2 1", at="0")
    assert len(derive(asked.problem).terms) == 2


@pytest.mark.parametrize("typed", ["I 4", "1j 4", "[1j, 4]", "2j/2 4", "[I, 4]", "j 4"])
def test_the_imaginary_unit_is_a_number_to_a_library(typed: str, capsys: pytest.CaptureFixture[str]) -> None:
    """The kernel is conjugated, in the result, the table and the laid kernel, and by the calls that are named."""
    words = ["numpy.correlate", "--option=mode=full", "--image=2 5", f"--kernel={typed}", "--at=1"]
    page = shown(capsys, *words)
    for said in ("= −1i·2 + 4·5 = 20−2i", "2·(−1i) = −2i", "numpy.correlate conjugates the kernel.", "conj(h[i+1−m])"):
        assert said in page
    assert "torch" not in page
    record = json.loads(shown(capsys, *words, "--format=json"))
    assert (record["value"], record["laid"], record["kernel"]["values"]) == ("20-2i", ["-1i", 4], ["1i", 4])
    assert evaluate("numpy.correlate", [2, 5], [1j, 4], mode="full") == [8, 20 - 2j, -5j]


def test_letters_are_conjugated_where_other_values_are_complex(capsys: pytest.CaptureFixture[str]) -> None:
    words = ["numpy.correlate", "--image=2 5j", "--kernel=2", "--at=0"]
    assert "y[0] = conj(a)·2 + conj(b)·5i" in shown(capsys, *words)
    assert r"\overline{\mathrm{b}} \cdot 5\mathrm{i}" in shown(capsys, *words, "--format=latex")
    assert "conjugate(h_b)*5*I" in shown(capsys, *words, "--format=sympy")
    words = ["scipy.signal.correlate2d", "--image=1;", "--kernel=1 2j;", "--option=mode=valid", "--at=0,0"]
    page = shown(capsys, *words)
    assert "conjugates the image here, because the kernel is larger than the image" in page
    assert "2i·conj(x[0,0])" in page


def test_what_takes_no_complex_values_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    said = "cv2.filter2D takes no complex values"
    assert said in refused(capsys, "cv2.filter2D", "--image=1j 2;", "--kernel=1;")
    assert said in refused(capsys, "cv2.filter2D", "--image=3x3", "--kernel=a 2j;")
    with pytest.raises(ConvtraceError, match=said):
        evaluate("cv2.filter2D", [[1]], [[1j]])
    gradient = refused(capsys, "numpy.convolve", "--image=1 2", "--kernel=1j 2", "--grad")
    assert "gradients of complex values are not worked out here" in gradient


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["numpy.convolv"], "Did you mean numpy.convolve?"),
        (["numpy.convolve", "--option", "mod=same"], "Did you mean mode?"),
        (["numpy.convolve", "--option", "mode=sane"], "Give one of: 'full', 'same', 'valid'."),
        (["numpy.convolve", "--option", "mode"], "NAME=VALUE\nType, for example: --option mode=full\n"),
        (["numpy.convolve", "--option", "same"], "NAME=VALUE\nType, for example: --option mode=same\n"),
        (["torch.conv1d", "--option", "padding=-1"], "Error: padding=-1 is not accepted by conv1d\n"),
        (["torch.conv1d", "--option", "padding=sane"], "padding='sane' is not accepted by conv1d\n"),
        (["numpy.convolve", "--option", "mode=same", "--option", "mode=full"], "--option: mode is given twice"),
        (["numpy.convolve", "--at", "9"], "--at: 9 is outside the output, whose indices are 0 to 8 on this axis"),
        (
            ["numpy.convolve", "--grad", "--at", "7"],
            "--at: 7 is outside the image, whose indices are 0 to 6 on this axis",
        ),
        (["numpy.convolve", "--at", "1,1"], "the output has 1 axis, but --at has 2 indices"),
        (["numpy.convolve", "--image", "3x3"], "numpy.convolve takes an image of 1 axis, not of 2"),
        (["numpy.convolve", "--only", "tables"], "Choose from: convention, equation, setup"),
        (["torch.nn.functional.conv1d", "--kernel", "8"], "Give padding=1 or more, or a kernel of at most 7."),
        (["onnx.reference:Conv", "--image", "2", "--kernel", "3"], "onnx.reference:Conv gives an empty array here"),
        (["torch.nn.functional.fold"], "needs output_size\nType, for example: --option output_size=9\n"),
        (["torch.nn.functional.fold", "--option", "stride=1,2"], "for example: --option output_size=9,15\n"),
        (["tf.nn.conv2d_transpose"], "Type, for example: --option strides=1 --option output_shape=7\n"),
        (["--weight", "3"], "--weight needs the name of a function"),
        (["--at", "3"], "--at needs the name of a function"),
        (["--option", "mode=same"], "--option needs the name of a function"),
    ],
)
def test_bad_words(words: list[str], message: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert message in refused(capsys, *words)


@pytest.mark.parametrize(
    ("kind", "text", "expected"),
    [
        (whole_numbers(1), "2", 2),
        (whole_numbers(), "−1", -1),
        (whole_numbers(1), "2,1", [2, 1]),
        (whole_numbers(1), "(2, 1)", [2, 1]),
        (whole_numbers(1), "1.5", "1.5"),
        (whole_numbers(1), "9" * 5000, "9" * 5000),
        (pairs(), "1,0; 2,2", [[1, 0], [2, 2]]),
        (pairs(), "[[1,0],[2,2]]", [[1, 0], [2, 2]]),
        (pairs(), "((1,0),(2,2),)", [[1, 0], [2, 2]]),
        (flat_pairs(), "1,0,2,3", [1, 0, 2, 3]),
        (either(choice(None), pairs()), "None", None),
        (choice(None, "None"), "None", "None"),
        (choice(False, True), "True", True),
        (choice(1), "1", 1),
        (choice("same"), "__import__('os')", "__import__('os')"),
        (exact_number(), "1/2", Fraction(1, 2)),
        (exact_number(), "-.5", Fraction(-1, 2)),
        (exact_number(), "1/0", "1/0"),
        (exact_number(), "1e999999999", "1e999999999"),
        (exact_number(), "NaN", "NaN"),
        (exact_numbers(), "1,2.5", [1, 2.5]),
    ],
)
def test_options_as_they_are_typed(kind: Any, text: str, expected: object) -> None:
    found = read_option(Option(name="option", default=None, kind=kind), text, 2)
    assert found == expected
    assert type(found) is type(expected)


def test_a_page_loads_only_the_libraries_that_it_names() -> None:
    code = (
        "import sys; from convtrace.cli import run; run(['library', 'numpy.convolve', '--only', 'result']);"
        "print({'keras', 'onnx', 'tensorflow'} & {name.rpartition('.')[2] for name in sys.modules})"
    )
    assert python(code).splitlines()[-1] == "set()"
