"""The pages of library functions: the list of all, each one's convention, and one value in its own indices."""

from __future__ import annotations

import json
from collections.abc import Sequence
from fractions import Fraction
from itertools import product
from math import prod
from random import Random
from typing import Any

import numpy as np
import pytest

from convtrace import ConvtraceError, evaluate
from convtrace.axis import Unknown
from convtrace.cli import run
from convtrace.derivation import derive
from convtrace.library import LIBRARY
from convtrace.library.row import Option, Required
from convtrace.library.texts import value
from convtrace.library.values import either, flat_pairs, number, numbers, one_of, pairs, vector
from convtrace.posed_library import Asked, Beyond, ask, margins
from convtrace.render import formats
from convtrace.view.libraries import TITLES, names

# options that make the functions differ, as they are typed
CALLS: list[tuple[str, list[str]]] = [
    ("numpy.convolve", []),
    ("numpy.correlate", ["mode=full"]),
    ("scipy.signal.convolve", ["mode=same"]),
    ("scipy.signal.correlate2d", ["mode=same"]),
    ("scipy.signal.correlate2d", ["mode=same", "boundary=symm"]),
    ("scipy.signal.convolve2d", ["boundary=fill", "fillvalue=1/2"]),
    ("scipy.signal.convolve2d", ["mode=valid", "boundary=wrap"]),
    ("scipy.signal.upfirdn", ["up=3", "down=2"]),
    ("scipy.ndimage.convolve", []),
    ("scipy.ndimage.correlate", ["mode=mirror", "origin=(0, -1)"]),
    ("scipy.ndimage.correlate1d", ["mode=nearest"]),
    ("scipy.ndimage.convolve1d", ["mode=constant", "cval=3"]),
    ("torch.nn.functional.conv2d", ["stride=2", "padding=1,2", "dilation=2"]),
    ("torch.nn.functional.conv1d", ["padding=same"]),
    ("torch.nn.Conv2d", ["padding=1", "padding_mode=circular"]),
    ("torch.nn.functional.conv_transpose2d", ["stride=2", "padding=1"]),
    ("torch.nn.functional.conv_tbc", ["pad=2"]),
    ("jax.lax.conv_general_dilated", ["window_strides=1", "padding=1,-1;0,2", "lhs_dilation=2"]),
    ("tf.nn.conv2d", ["padding=SAME", "strides=2"]),
    ("onnxruntime:Conv", ["pads=[1, 0, 2, 3]"]),
    ("cv2.filter2D", []),
    ("cv2.filter2D", ["delta=2.5", "borderType=BORDER_CONSTANT"]),
    ("astropy.convolution.convolve", ["boundary=None"]),
    ("astropy.convolution.convolve_fft", ["boundary=wrap"]),
    ("skimage.filters.correlate_sparse", ["mode=valid"]),
]


ROUNDS = range(12)


def typed(nested: Any) -> Any:
    """Nested lists; on one axis text, as a list of whole numbers would be a size."""
    return nested if isinstance(nested[0], list) else " ".join(map(str, nested))


def random_call(random: Random, name: str, options: list[str], **more: Any) -> Asked:
    """A call on arrays of small whole numbers; refused sizes are left out."""
    axes = 2 if 2 in LIBRARY[name].laws else 1
    for _ in range(99):
        shapes = ([random.randint(3 - axes, most) for _ in range(axes)] for most in (6, 4))
        image, kernel = (
            np.array([random.randint(-9, 9) for _ in range(prod(shape))]).reshape(shape).tolist() for shape in shapes
        )
        try:
            return ask(name, image=typed(image), kernel=typed(kernel), options=options, **more)
        except ConvtraceError:
            continue
    raise AssertionError(f"{name} takes no sizes")


def place_in(random: Random, counts: Sequence[int]) -> tuple[int, ...]:
    return tuple(random.randrange(count) for count in counts)


def evaluated(asked: Asked) -> Any:
    """The whole output by `evaluate`."""
    call = asked.call
    options = {name: values[0] if len(set(values)) == 1 else list(values) for name, values in call.options.items()}
    nested = np.array(asked.problem.pixels, object).reshape(call.image.shape).tolist()
    return evaluate(call.row.name, nested, call.kernel.nested(), **options)


def element(nested: Any, index: tuple[int, ...]) -> Any:
    for place in index:
        nested = nested[place]
    return nested


@pytest.mark.parametrize(("name", "options"), CALLS)
@pytest.mark.parametrize("seed", ROUNDS)
def test_one_value_is_that_of_the_whole_output(name: str, options: list[str], seed: int) -> None:
    """Whatever the boundary: the derivation's own sum where it is complete, else the number by itself."""
    random = Random(seed)
    asked = random_call(random, name, options)
    outputs = [axis.outputs for axis in asked.call.axes]
    at = place_in(random, outputs)
    nested = np.array(asked.problem.pixels, object).reshape(asked.call.image.shape).tolist()
    again = ask(name, image=typed(nested), kernel=typed(asked.call.kernel.nested()), options=options, at=at)
    expected = element(evaluated(asked), at)
    assert again.value == expected
    if again.beyond is None:
        assert derive(again.problem).value == expected


@pytest.mark.parametrize(("name", "options"), CALLS)
@pytest.mark.parametrize("seed", ROUNDS)
def test_a_gradient_is_complete_or_says_that_it_is_not(name: str, options: list[str], seed: int) -> None:
    """What each output gains when one pixel grows by 1 is the weight of its term."""
    random = Random(seed)
    asked = random_call(random, name, options)
    image = np.array(asked.problem.pixels, object).reshape(asked.call.image.shape)
    at = place_in(random, image.shape)
    kernel = typed(asked.call.kernel.nested())
    again = ask(name, image=typed(image.tolist()), kernel=kernel, options=options, at=at, grad=True)
    assert again.value is None
    before = np.array(evaluated(asked), object)
    image[at] += 1
    grown = np.array(evaluated(ask(name, image=typed(image.tolist()), kernel=kernel, options=options)), object) - before
    terms = {term.output: term.weight for term in derive(again.problem).terms}
    same = all(terms.get(place, 0) == grown[place] for place in product(*map(range, grown.shape)))
    assert same or again.beyond is Beyond.STAND_INS


@pytest.mark.parametrize(("name", "options"), CALLS)
@pytest.mark.parametrize("seed", ROUNDS)
def test_margins_are_what_the_windows_need(name: str, options: list[str], seed: int) -> None:
    random = Random(seed)
    asked = random_call(random, name, options)
    problem = asked.problem
    for call, pixels, taps in zip(asked.call.axes, problem.image, problem.kernel.ranges, strict=True):
        known: list[dict[Unknown, int]] = [{"m": m, "k": k} for m in call.live or range(call.outputs) for k in taps]
        places = [call.relation.third("i", each) for each in known]
        before, after = margins(call, pixels, taps)
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
    page = shown(capsys)
    lines = page.splitlines()
    for row in LIBRARY.values():
        line = next(line for line in lines if f" {row.name} " in line and row.source in line)
        assert f" {row.version} " in line
        assert ("flips the kernel" in line) == (row.kind == "conv")
        assert ("does not flip" in line) == (row.kind == "corr")
    assert [line for line in lines if line in TITLES.values()] == list(TITLES.values())
    assert "k = m−i with output_size=5" in page


def test_the_list_of_some_libraries(capsys: pytest.CaptureFixture[str]) -> None:
    page = shown(capsys, "--only", "numpy,sympy")
    assert "numpy.correlate" in page
    assert "sympy.convolution" in page
    assert "scipy.ndimage" not in page
    assert f"Choose from: {', '.join(names())}" in refused(capsys, "--only", "numpi")


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


@pytest.mark.parametrize("name", LIBRARY)
def test_every_function_has_a_page(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    needed = {
        "rate": 1,
        "padding": "VALID",
        "window_strides": 1,
        "strides": 1,
        "output_shape": 7,
        "input_size": 9,
        "weight_size": 3,
        "output_size": 9,
    }
    row = LIBRARY[name]
    required = [option.name for option in row.options if isinstance(option.default, Required)]
    options = [f"--option={option}={needed[option]}" for option in required]
    if name.endswith("_weight"):
        options += ["--image", "x".join("7" * min(row.laws)), "--kernel", "x".join("5" * min(row.laws))]
    page = shown(capsys, name, *options, "--only", "convention,result")
    assert f"{name} is a" in page
    assert f"Measured with {row.library} {row.version}; documented at {row.source}" in page
    for surprise in row.surprises:
        assert f"Mind: {surprise}" in page


def test_one_function_in_its_own_indices(capsys: pytest.CaptureFixture[str]) -> None:
    page = shown(capsys, "scipy.signal.correlate2d", "--option", "mode=same", "--at", "4,4")
    assert page.startswith("scipy.signal.correlate2d: image 7×7, kernel 3×3\n  y[4,4] = a·x[3,3] + b·x[3,4] + …")
    assert "│ row    │ p = i+1−m │ 7      │ 3      │ 7       │ 1              │ 1     │" in page
    assert "Outside the image x is 0: boundary='fill' here, mode='constant' in numpy.pad.\n" in page
    assert "Options: mode='same', boundary='fill', fillvalue=0.\n" in page
    assert "y[m,n] = Σⱼ Σᵢ x[i,j]·h[i+1−m,j+1−n]" in page
    assert [line[3:] for line in page.splitlines() if line[1:3] == ". "] == [
        "Convention", "Equation", "Setup", "Table", "Drawing", "Result", "Elsewhere"
    ]  # fmt: skip


def test_what_is_outside_under_both_names(capsys: pytest.CaptureFixture[str]) -> None:
    def outside(*words: str) -> str:
        page = shown(capsys, *words, "--only", "convention")
        return next(line for line in page.splitlines() if "utside" in line and not line.startswith(("│", "Mind")))

    assert outside("scipy.ndimage.convolve") == (
        "Outside the image x is mirrored, the edge included: mode='reflect' here, mode='symmetric' in numpy.pad."
    )
    assert outside("scipy.ndimage.convolve", "--option=mode=constant", "--option=cval=0.5") == (
        "Outside the image x is 1/2: mode='constant' here, mode='constant' in numpy.pad."
    )
    assert outside("numpy.convolve") == "Outside the image x is 0: mode='constant' in numpy.pad."
    assert outside("numpy.correlate") == "No window leaves the image, so that nothing outside it counts."
    assert outside("astropy.convolution.convolve_fft", "--option=boundary=wrap", "--image=3", "--kernel=5") == (
        "Outside the image x is the image again after 5 places, with 0 between: boundary='wrap' here."
    )


def test_a_gradient_in_the_indices_of_the_library(capsys: pytest.CaptureFixture[str]) -> None:
    page = shown(capsys, "numpy.correlate", "--grad", "--at", "1")
    assert "numpy.correlate, gradient of pixel x[1]" in page
    assert "In numpy.correlate, y exists only for 0 ≤ m ≤ 4, which leaves 0 ≤ m ≤ 1." in page
    assert "∂L/∂x[1] = b·g[0] + a·g[1]" in page


def test_sums_that_are_not_written_out(capsys: pytest.CaptureFixture[str]) -> None:
    """Never a wrong sum: why there is none, and the number where there is one."""
    wrapped = ["astropy.convolution.convolve_fft", "--option=boundary=wrap", "--at", "0"]
    page = shown(capsys, *wrapped, "--image", "1 2 3", "--kernel", "1 2 3 4 5")
    assert "y[0] needs places outside the image. Outside the image x is the image again after 5 places" in page
    assert page.endswith("Such a sum is not written out here yet.\n  y[0] = 10\n")
    page = shown(capsys, *wrapped, "--image", "3", "--kernel", "5", "--only", "table")
    assert page.endswith("With numbers as --image and --kernel its value is worked out.\n")
    page = shown(capsys, "scipy.ndimage.convolve", "--at", "0,0", "--grad", "--only", "result")
    assert page == (
        "Places outside the image repeat x[0,0], so its gradient has more products: such a sum is not written out "
        "here yet.\n"
    )
    page = shown(capsys, "cv2.filter2D", "--option", "delta=2", "--only", "result")
    assert page.startswith("cv2.filter2D adds a constant to the sum y[3,3]: such a sum is not written out here yet.")
    page = shown(capsys, "astropy.convolution.convolve", "--option=boundary=None", "--at=0,3", "--only=result")
    assert page.startswith("The window of y[0,3] leaves the image, and astropy.convolution.convolve gives 0 there.")
    page = shown(capsys, "scipy.ndimage.correlate1d", "--at=0", "--option=mode=constant", "--option=cval=3")
    assert "y[0] needs places outside the image. Outside the image x is 3: mode='constant' here" in page


def test_the_picture_of_a_sum_that_is_not_written_out(capsys: pytest.CaptureFixture[str]) -> None:
    page = shown(capsys, "cv2.filter2D", "--option=delta=2", "--image=1 2; 3 4", "--kernel=1 1; 1 1", "-f", "svg")
    assert "adds a constant" in page


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
    assert record["options"] == {"stride": [1, 1], "padding": [1, 2], "dilation": [1, 1]}
    assert record["output"] == [3, 4]
    words = ["scipy.ndimage.correlate1d", "--at", "0", "--option", "mode=constant", "-f", "json"]
    record = json.loads(shown(capsys, *words, "--option", "cval=1/3", "--image", "1 2", "--kernel", "3/2 1 0"))
    assert (record["beyond"], record["value"], record["boundary"]) == ("fill", "3/2", "constant")
    assert record["options"]["cval"] == ["1/3"]
    record = json.loads(shown(capsys, "scipy.ndimage.correlate1d", "--at", "0", "--grad", "-f", "json"))
    assert (record["gradient"], record["value"]) == ([0], None)
    record = json.loads(shown(capsys, *words, "--option", "cval=3", "--image", "1 2", "--kernel", "1 1 0"))
    assert record["value"] == 4


def test_no_call_of_scipy_is_named_for_another_relation(capsys: pytest.CaptureFixture[str]) -> None:
    page = shown(capsys, "torch.nn.functional.conv_transpose2d", "--option", "stride=2", "--only", "elsewhere")
    assert page == "SciPy's convolve and correlate hold no y[7,7]: they have another relation.\n"


def test_a_kernel_that_the_library_changes() -> None:
    """Normalised: the derivation has the kernel as the library uses it."""
    asked = ask("astropy.convolution.convolve", image="7", kernel="1 2 1", options=["normalize_kernel=True"], at="3")
    assert asked.problem.kernel.given == (Fraction(1, 4), Fraction(1, 2), Fraction(1, 4))
    with pytest.raises(ConvtraceError, match="with these options the kernel's values must be numbers"):
        ask("astropy.convolution.convolve", options=["normalize_kernel=True"])


def test_values_that_are_no_numbers_stay_names() -> None:
    asked = ask("numpy.correlate", image="alpha 1 2", kernel="sqrt(2)/2 1", at="0")
    assert asked.value is None
    assert len(derive(asked.problem).terms) == 2


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["numpy.convolv"], "Did you mean numpy.convolve?"),
        (["numpy.convolve", "--option", "mod=same"], "Did you mean mode?"),
        (["numpy.convolve", "--option", "mode=sane"], "Give one of: 'full', 'same', 'valid'."),
        (["numpy.convolve", "--option", "mode"], "--option: mode is not NAME=VALUE"),
        (["numpy.convolve", "--option", "mode=same", "--option", "mode=full"], "--option: mode is given twice"),
        (["numpy.convolve", "--at", "9"], "--at: 9 is outside the output, whose indices are 0 to 8 on this axis"),
        (
            ["numpy.convolve", "--grad", "--at", "7"],
            "--at: 7 is outside the image, whose indices are 0 to 6 on this axis",
        ),
        (["numpy.convolve", "--at", "1,1"], "the output has 1 axis, but --at has 2 indices"),
        (["numpy.convolve", "--image", "3x3"], "numpy.convolve takes an image of 1 axis, not of 2"),
        (["numpy.convolve", "--only", "tables"], "Choose from: convention, equation, setup"),
        (["torch.nn.functional.conv1d", "--kernel", "8"], "the kernel d(K-1)+1 must not be larger"),
        (["onnx.reference:Conv", "--image", "2", "--kernel", "3"], "onnx.reference:Conv gives an empty array here"),
        (["--at", "3"], "--at is about one function, but none is named"),
        (["--option", "mode=same"], "--option is about one function, but none is named"),
    ],
)
def test_bad_words(words: list[str], message: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert message in refused(capsys, *words)


@pytest.mark.parametrize(
    ("kind", "text", "expected"),
    [
        (numbers(1), "2", 2),
        (numbers(), "−1", -1),
        (numbers(1), "2,1", [2, 1]),
        (numbers(1), "(2, 1)", [2, 1]),
        (numbers(1), "1.5", "1.5"),
        (numbers(1), "9" * 5000, "9" * 5000),
        (pairs(), "1,0; 2,2", [[1, 0], [2, 2]]),
        (pairs(), "[[1,0],[2,2]]", [[1, 0], [2, 2]]),
        (pairs(), "((1,0),(2,2),)", [[1, 0], [2, 2]]),
        (flat_pairs(), "1,0,2,3", [1, 0, 2, 3]),
        (either(one_of(None), pairs()), "None", None),
        (one_of(None, "None"), "None", "None"),
        (one_of(False, True), "True", True),
        (one_of(1), "1", 1),
        (one_of("same"), "__import__('os')", "__import__('os')"),
        (number(), "1/2", Fraction(1, 2)),
        (number(), "-.5", Fraction(-1, 2)),
        (number(), "1/0", "1/0"),
        (number(), "1e999999999", "1e999999999"),
        (number(), "NaN", "NaN"),
        (vector(), "1,2.5", [1, 2.5]),
    ],
)
def test_options_as_they_are_typed(kind: Any, text: str, expected: object) -> None:
    found = value(Option("option", None, kind), text, 2)
    assert found == expected
    assert type(found) is type(expected)
