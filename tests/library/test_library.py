"""Library functions: measured calls, live ones, and what the rows must hold to."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from convtrace.errors import ConvtraceError
from convtrace.law.boundary import RULES, wrap_every
from convtrace.library.arrays import ExactArray, exact_array
from convtrace.library.call import bind
from convtrace.library.catalogue import all_functions, find, functions_of
from convtrace.library.evaluation import evaluate
from convtrace.library.option import Option
from convtrace.library.row import LibraryFunction
from convtrace.values.array_like import unpacked

LIBRARY = all_functions()

DATA = Path(__file__).parents[1] / "data"


class Layout(NamedTuple):
    """How many axes beside the pixels' an array has: before and after them."""

    image: tuple[int, int]
    kernel: tuple[int, int]


SQUEEZED = Layout((0, 0), (0, 0))
LAYOUTS = {
    "NC+spatial": Layout((2, 0), (2, 0)),
    "NHWC": Layout((1, 1), (0, 2)),
    "HWC": Layout((0, 1), (0, 0)),
}


class Case(NamedTuple):
    """One measured call."""

    id: str
    function: str
    options: dict[str, Any]
    input: Any
    kernel: Any
    output: Any
    relation: dict[str, Any]
    shapes: dict[str, list[int]]

    @property
    def layout(self) -> Layout:
        return LAYOUTS.get(self.options.get("layout", "").partition(";")[0], SQUEEZED)

    @property
    def measured_options(self) -> dict[str, Any]:
        """The options of the call, with those that measuring left aside: no kernel was normalised, no bias added."""
        whole: dict[str, Any] = {"normalize_kernel": False}
        aside = {
            "astropy.convolution.convolve_fft": {**whole, "nan_treatment": "fill"},
            "astropy": whole,
            "torch.nn.Conv": {"bias": False},
        }
        added = (options for start, options in aside.items() if self.function.startswith(start))
        return {**next(added, {}), **self.options}

    @property
    def plain_options(self) -> dict[str, Any]:
        """The options without what describes the record, and without groups."""
        left_out = {"complex", "groups", "group", "feature_group_count"}
        if self.layout is not SQUEEZED:
            left_out.add("layout")
        return {name: value for name, value in self.measured_options.items() if name not in left_out}


def inner(shape: list[int], ends: tuple[int, int]) -> list[int]:
    return shape[ends[0] : len(shape) - ends[1]]


def load(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (DATA / name).read_text(encoding="utf-8").splitlines()]


CASES = [Case(**{name: record[name] for name in Case._fields}) for record in load("library_cases.jsonl")]
ERRORS = load("library_errors.jsonl")
FUNCTIONS = sorted({case.function for case in CASES})


@pytest.mark.no_cover
@pytest.mark.parametrize("function", FUNCTIONS)
def test_every_measured_call_has_the_measured_output(function: str) -> None:
    cases = [case for case in CASES if case.function == function]
    assert cases
    for case in cases:
        found = evaluate(case.function, case.input, case.kernel, **case.measured_options)
        assert found == unpacked(case.output), case.id


@pytest.mark.parametrize("function", FUNCTIONS)
def test_every_measured_call_has_the_fitted_relation(function: str) -> None:
    for case in (case for case in CASES if case.function == function):
        shapes = (
            inner(case.shapes["input"], case.layout.image),
            inner(case.shapes["kernel"], case.layout.kernel),
        )
        image, kernel = (ExactArray(tuple(shape), []) for shape in shapes)
        call = bind(find(case.function), image, kernel, case.plain_options)
        found = [
            {
                **axis.relation.fields(),
                "out": axis.outputs,
                "boundary": "zero" if axis.boundary.name == "constant" else axis.boundary.name,
                **({"m_live": [axis.live.start, axis.live.stop - 1]} if axis.live else {}),
            }
            for axis in call.axes
        ]
        assert found == case.relation["axes"], case.id
        fills = {axis.fill for axis in call.axes} - {0}
        assert fills <= {case.relation.get("cval")}, case.id


@pytest.mark.parametrize(
    ("layout", "image", "kernel", "expected"),
    [
        ("NC+spatial", [[[1, 2, 3]]], [[[1, 1]]], [[[3, 5]]]),
        ("squeezed (N=C=1)", [1, 2, 3], [1, 1], [3, 5]),
    ],
)
def test_axes_of_size_1_lie_where_the_layout_says(layout: str, image: Any, kernel: Any, expected: Any) -> None:
    assert evaluate("torch.nn.functional.conv1d", image, kernel, layout=layout) == expected


def test_channels_behind_the_pixels() -> None:
    image, kernel = [[[[1], [2]], [[3], [4]]]], [[[[1]]], [[[1]]]]
    found = evaluate("tf.nn.conv2d", image, kernel, strides=1, padding="VALID", layout="NHWC; kernel HWIO")
    assert found == [[[[4], [6]]]]
    found = evaluate("cv2.filter2D", [[[1], [2]]], [[1]], layout="HWC; same 2-D kernel for every channel")
    assert found == [[[1], [2]]]


DEMANDS = {
    "error/01": "at least as large",
    "error/02": "at least as large",
    "error/03": "at least as large",
    "error/04": "at least as large",
    "error/05": "image is empty",
    "error/06": "origin must",
    "error/07": "origin must",
    "error/08": "padding='same' is not accepted with stride=2",
    "error/09": "but the padded image has only",
    "error/10": "is too large",
    "error/11": "padding_mode='reflect' takes a padding of at most",
    "error/12": "padding_mode='circular' takes a padding of at most",
    "error/13": "must be odd",
    "error/15": "Give one of: 'BORDER_REFLECT_101'",
    "error/16": "is outside the kernel",
    "error/17": "is not accepted with dilations=2",
    "error/18": "is not accepted with lhs_dilation=2",
    "error/19": "can't be combined with dilations > 1",
    "error/20": "output_padding=0 is not accepted",
}


@pytest.mark.parametrize("record", ERRORS, ids=lambda record: str(record["id"]))
def test_what_the_library_refuses_is_refused_with_its_demand(record: dict[str, Any]) -> None:
    with pytest.raises(ConvtraceError) as caught:
        evaluate(record["function"], record["input"], record["kernel"], **record["options"])
    assert DEMANDS[record["id"]] in str(caught.value)
    assert caught.value.hint


@pytest.mark.parametrize("row", LIBRARY.values(), ids=LIBRARY.keys())
def test_a_row_holds_together(row: LibraryFunction) -> None:
    assert row.source.startswith("https://")
    assert row.version
    assert row.kind in {"conv", "corr"}
    names = [name for option in row.all_options for name in (option.name, *option.also)]
    assert len(names) == len(set(names))
    assert all(note.endswith(".") for note in row.typical_notes())


def test_the_kind_follows_from_the_relation() -> None:
    flipped = {name for name, row in LIBRARY.items() if row.kind == "conv"}
    assert "torch.nn.functional.conv_transpose2d" in flipped
    assert "torch.nn.functional.conv2d" not in flipped
    assert "jax.lax.conv_transpose" not in flipped


def test_a_default_that_is_not_legal_is_a_mistake_in_the_row() -> None:
    row = find("numpy.convolve")
    mode = row.options[0]
    with pytest.raises(ValueError, match="the default of mode is not legal: 'ful'"):
        _ = row.replace(options=(Option(name="mode", default="ful", kind=mode.kind),)).kind


def test_only_the_files_that_are_asked_for_are_loaded() -> None:
    code = (
        "import sys; from convtrace import evaluate; evaluate('scipy.signal.convolve', [1], [1]);"
        "print(*sorted(name for name in sys.modules if name.startswith('convtrace.library.')), 'numpy' in sys.modules)"
    )
    printed = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout.split()
    parts = (
        "arrays axis_call call call_options call_template catalogue channel_checks complex_values digits evaluation "
        "functions functions.candidates functions.formulas functions.numpy functions.scipy functions.scipy_conditions "
        "functions.scipy_options functions.shared_options missing notes number_types option option_kinds "
        "requirements row spreading sums windows"
    )
    assert printed == [*(f"convtrace.library.{part}" for part in parts.split()), "False"]


# what is given wrongly

WRONG: tuple[tuple[str, Any, Any, Mapping[str, Any], str], ...] = (
    ("numpy.convolv", [1], [1], {}, "Did you mean numpy.convolve?"),
    ("", [1], [1], {}, "The name of a function is missing."),
    ("conv.olve", [1], [1], {}, "No library function is called conv.olve.\nconvtrace library lists all."),
    ("numpy.convolve", [1], [1], {"mod": "full"}, "Did you mean mode?"),
    ("numpy.convolve", [1], [1], {"layout": "x"}, "Choose from: mode"),
    (
        "torch.nn.functional.conv1d",
        [1],
        [1],
        {"kernel_size": 3},
        "conv1d has no option kernel_size; the kernel's size is --kernel",
    ),
    ("torch.nn.Conv1d", [1], [1], {"kernel_size": 3}, "Give kernel_size=1, or leave it out."),
    ("torch.nn.Conv1d", [1], [1], {"strides": 3}, "Did you mean stride? Choose from: stride, padding, dilation, "),
    (
        "torch.nn.functional.fold",
        [[1] * 7] * 7,
        [[1] * 3] * 3,
        {"output_size": 9, "stride": 2, "padding": 1},
        "output_size must be 13 or 14 on each axis",
    ),
    ("numpy.convolve", [1], [1], {"mode": "ful"}, "Did you mean 'full'? Give one of: 'full', 'same', 'valid'."),
    ("numpy.convolve", [[1]], [[1]], {}, "takes an image of 1 axis, not of 2"),
    ("tf.nn.convolution", [[[[[[1]]]]]], [[1]], {}, "takes an image of 1 or 2 or 3 axes, not of 6"),
    ("scipy.signal.convolve", [[1]], [1], {}, "have 2 and 1 axes"),
    ("scipy.signal.convolve", [[1, 2], [3]], [[1]], {}, "has rows of 1 and of 2 elements"),
    ("scipy.signal.convolve", [[1], 2], [[1]], {}, "has lists beside numbers"),
    ("scipy.signal.convolve", [1, [2]], [1], {}, "has an element that is not a whole number"),
    ("scipy.signal.convolve", [[]], [[1, 2]], {}, "the image is empty"),
    ("scipy.signal.convolve", 3, [1], {}, "image is one number"),
    ("scipy.signal.convolve", "12", [1], {}, "is not a list"),
    ("scipy.signal.convolve", [1], [float("nan")], {}, "an element of the kernel is nan"),
    ("scipy.signal.convolve", [1], [None], {}, "has an element that is not a whole number"),
    ("cv2.filter2D", [[1j]], [[1]], {}, "cv2.filter2D takes no complex values"),
    ("astropy.convolution.convolve", {"re": [1], "im": [1]}, [1], {}, "convolve takes no complex values"),
    ("scipy.signal.convolve", [complex("inf")], [1], {}, "has an element that is not a whole number"),
    ("scipy.signal.convolve", [[[[[[[[[1]]]]]]]]], [1], {}, "has more than 8 axes"),
    (
        "torch.nn.functional.conv1d",
        [1],
        [1],
        {"stride": 0},
        "Give a whole number from 1 up, or one per axis, for example: stride=1",
    ),
    ("torch.nn.functional.conv1d", [1], [1], {"stride": [1, 1]}, "or one per axis"),
    ("torch.nn.functional.conv1d", [1], [1], {"stride": True}, "or one per axis"),
    ("torch.nn.functional.conv1d", [1], [1], {"padding": [-1]}, "Give one of: 'same', 'valid'; or a whole number"),
    ("torch.nn.functional.conv1d", [1], [1], {"groups": 2}, "groups=2 divides channels, but these arrays have one"),
    ("torch.nn.functional.conv1d", [1], [1], {"layout": "NCW"}, "without batch and channel axes"),
    (
        "torch.nn.functional.conv1d",
        [[1]],
        [[1]],
        {"layout": "NC+spatial"},
        "give the image as N C W and the kernel",
    ),
    (
        "torch.nn.functional.conv1d",
        [[[1], [1]]],
        [[[1]]],
        {"layout": "NC+spatial"},
        "the image has 2 input channels, but the kernel is for 1",
    ),
    ("torch.nn.functional.conv1d", [1], [1], {"padding": 10**8}, "more than 10000000 outputs"),
    ("torch.nn.functional.conv_transpose1d", [1], [1], {"padding": 1}, "the output would be empty"),
    (
        "torch.nn.functional.conv_transpose1d",
        [1],
        [1],
        {"padding": 1},
        "Choose an image of at least 3 pixels.",
    ),
    ("torch.nn.functional.conv_transpose1d", [1], [1], {"padding": 9**9}, "a smaller kernel or less padding."),
    ("torch.nn.grad.conv1d_input", [1], [1], {}, "needs input_size"),
    ("torch.nn.grad.conv1d_input", [1], [1], {"input_size": 2}, "input_size must be 1"),
    ("torch.nn.grad.conv1d_weight", [1], [1], {"weight_size": 2}, "weight_size must be 1"),
    ("jax.lax.conv_general_dilated", [1], [1], {"window_strides": 1, "padding": [1]}, "a pair [before, after]"),
    ("jax.lax.conv_general_dilated", [1], [1], {"window_strides": 1, "padding": 1}, "a pair [before, after]"),
    (
        "jax.lax.conv_general_dilated",
        [1],
        [1],
        {"window_strides": 1, "padding": [[-1, -1]]},
        "takes away more than there is",
    ),
    ("jax.lax.conv_transpose", [1], [1], {"strides": 1, "padding": [[-1, -1]]}, "takes away more than there is"),
    ("jax.scipy.signal.convolve", [[1, 1]], [[1], [1]], {}, "unless method='fft'"),
    ("jax.scipy.signal.convolve2d", [[1, 1]], [[1], [1]], {}, "in every mode"),
    ("tf.nn.conv1d", [1], [1, 1, 1], {"strides": 1, "padding": "VALID"}, "the output would be empty"),
    ("tf.nn.conv1d", [1], [1, 1], {"strides": 1, "padding": "VALID", "onednn": True}, "memory that nobody wrote"),
    ("tf.nn.conv1d", [1], [1], {"strides": 1, "stride": 1, "padding": "VALID"}, "stride is given twice"),
    ("tf.nn.conv1d_transpose", [1], [1], {"strides": 2, "output_shape": 3}, "output_shape must be 1 or 2"),
    ("onnxruntime:Conv", [1], [1], {"pads": [1, 1], "auto_pad": "VALID"}, "are not accepted together"),
    ("onnxruntime:ConvTranspose", [1], [1], {"output_shape": 9}, "output_shape must be at most 1"),
    ("onnxruntime:ConvTranspose", [1], [1], {"pads": [0, 0], "auto_pad": "SAME_UPPER"}, "are not accepted together"),
    ("onnx.reference:ConvTranspose", [1], [1, 1], {"output_shape": 1}, "output_shape must be 2"),
    ("onnx.reference:ConvTranspose", [1], [1], {"output_padding": 1}, "it must be smaller than strides=1"),
    (
        "cv2.sepFilter2D",
        [[1]],
        [[1]],
        {"kernelX": [2], "kernelY": [1]},
        "is not the product of kernelY (down) and kernelX (across)",
    ),
    ("cv2.sepFilter2D", [[1]], [[1]], {"kernelX": ["a"]}, "a list of numbers"),
    ("cv2.sepFilter2D", [[1]], [[1]], {"kernelX": 1}, "a list of numbers"),
    ("cv2.filter2D", [[1]], [[1]], {"delta": "1"}, "Give a number, for example: delta=0"),
    ("astropy.convolution.convolve", [1], [0], {"normalize_kernel": True}, "can't be divided by their sum"),
    ("astropy.convolution.convolve_fft", [1], [-1], {"normalize_kernel": True}, "can't be divided by their sum"),
    ("astropy.convolution.convolve", [[[[1]]]], [[[[1]]]], {}, "takes an image of 1 or 2 or 3 axes, not of 4"),
    ("astropy.convolution.convolve", [1], [1, 2, 1], {"boundary": None}, "must not be larger than the image"),
    ("sympy.convolution", [1, 2], [1], {"cycle": 1}, "cycle=1 is shorter than the image of 2"),
)


@pytest.mark.parametrize(("function", "image", "kernel", "options", "words"), WRONG)
def test_what_is_wrong_is_named(
    function: str, image: object, kernel: object, options: Mapping[str, object], words: str
) -> None:
    with pytest.raises(ConvtraceError) as caught:
        evaluate(function, image, kernel, **options)
    assert words in str(caught.value)
    assert caught.value.hint


def test_a_function_without_options_says_so() -> None:
    row = find("numpy.convolve").replace(options=(), other_options=())
    with pytest.raises(ConvtraceError, match=r"convolve has no option x\nGive no options\."):
        bind(row, exact_array("image", [1]), exact_array("kernel", [1]), {"x": 1})


# names as people type them


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("torch.nn.ConvTranspose2d", "torch.nn.ConvTranspose2d"),
        ("PyTorch.nn.functional.conv2d", "torch.nn.functional.conv2d"),
        ("torch.conv2d", "torch.nn.functional.conv2d"),
        ("F.conv2d", "torch.nn.functional.conv2d"),
        ("nn.Conv2d", "torch.nn.Conv2d"),
        ("torch.nn.conv2d", "torch.nn.Conv2d"),
        ("ConvTranspose3d", "torch.nn.ConvTranspose3d"),
        ("keras.layers.Conv2D", "keras[tensorflow].layers.Conv2D"),
        ("keras.layers.Convolution2D", "keras[tensorflow].layers.Conv2D"),
        ("Convolution3DTranspose", "keras[tensorflow].layers.Conv3DTranspose"),
        ("keras[torch].layers.Deconvolution2D", "keras[torch].layers.Conv2DTranspose"),
        ("nn.Unfold", "torch.nn.functional.unfold"),
        ("torch.nn.Fold", "torch.nn.functional.fold"),
        ("LazyConv2d", "torch.nn.Conv2d"),
        ("torch.conv_transpose1d", "torch.nn.functional.conv_transpose1d"),
        ("np.correlate", "numpy.correlate"),
        ("ndi.convolve", "scipy.ndimage.convolve"),
        ("scipy.ndimage.filters.convolve", "scipy.ndimage.convolve"),
        ("scipy.signal.signaltools.convolve", "scipy.signal.convolve"),
        ("lax.conv", "jax.lax.conv"),
        ("jsp.signal.convolve2d", "jax.scipy.signal.convolve2d"),
        ("tf.compat.v1.nn.conv2d", "tf.nn.conv2d"),
        ("astropy.convolve", "astropy.convolution.convolve"),
        ("sympy.discrete.convolutions.convolution", "sympy.convolution"),
        ("ort.Conv", "onnxruntime:Conv"),
        ("cv::filter2D", "cv2.filter2D"),
        ("tf.keras.layers.Conv2D", "keras[tensorflow].layers.Conv2D"),
        ("tensorflow.keras.layers.Conv2D", "keras[tensorflow].layers.Conv2D"),
        ("layers.Conv2D", "keras[tensorflow].layers.Conv2D"),
        ("keras[jax].layers.conv2d", "keras[jax].layers.Conv2D"),
        ("NUMPY.CONVOLVE", "numpy.convolve"),
        ("ndimage.convolve", "scipy.ndimage.convolve"),
        ("cv.filter2D", "cv2.filter2D"),
        ("filter2d", "cv2.filter2D"),
        ("onnxruntime.Conv", "onnxruntime:Conv"),
    ],
)
def test_a_name_as_people_type_it(typed: str, name: str) -> None:
    assert find(typed).name == name


@pytest.mark.parametrize(
    ("typed", "guess"),
    [
        ("Conv2d", "torch.nn.Conv2d or keras[tensorflow].layers.Conv2D"),
        ("conv2d", "torch.nn.functional.conv2d or tf.nn.conv2d"),
        ("Convolve2d", "scipy.signal.convolve2d or jax.scipy.signal.convolve2d"),
        ("Conv", "onnxruntime:Conv or onnx.reference:Conv"),
        ("convolve", "numpy.convolve, numpy.ma.convolve, scipy.signal.convolve or scipy.ndimage.convolve"),
    ],
)
def test_a_name_that_fits_several_functions_suggests_them(typed: str, guess: str) -> None:
    with pytest.raises(ConvtraceError) as caught:
        find(typed)
    assert str(caught.value) == (
        f"No library function is called {typed}.\nDid you mean {guess}? convtrace library lists all."
    )


@pytest.mark.parametrize(
    ("typed", "start"),
    [
        ("PyTorch", "torch."),
        ("torch.nn", "torch.nn."),
        ("OpenCV", "cv2."),
        ("cv", "cv2."),
        ("TensorFlow", "tf."),
        ("SciPy", "scipy."),
        ("np", "numpy."),
        ("Keras", "keras["),
        ("ONNX Runtime", "onnxruntime:"),
    ],
)
def test_a_library_as_people_write_it(typed: str, start: str) -> None:
    assert functions_of(typed) == tuple(row for name, row in LIBRARY.items() if name.startswith(start))


def test_no_library_has_no_functions() -> None:
    assert functions_of("conv") == functions_of(" ") == ()


# exactness

HALVES = [0.1, Fraction(1, 2), 3, 2.0]


def test_decimals_are_exact_and_whole_results_are_ints() -> None:
    found = evaluate("numpy.convolve", HALVES, [10])
    assert found == [1, 5, 30, 20]
    assert {type(value) for value in found} == {int}
    assert evaluate("numpy.convolve", [0.1, 0.2], [1, 1]) == [Fraction(1, 10), Fraction(3, 10), Fraction(1, 5)]


def test_fill_and_delta_are_exact() -> None:
    options = {"mode": "constant", "cval": 0.5}
    assert evaluate("scipy.ndimage.correlate", [[1, 2]], [[1, 1], [1, 1]], **options) == [[Fraction(5, 2), 4]]
    assert evaluate("cv2.filter2D", [[1]], [[0.5]], delta=0.25) == [[Fraction(3, 4)]]


def test_numpy_arrays_are_read_as_lists() -> None:
    image, kernel = np.arange(6).reshape(2, 3), [[np.int64(1), np.float64(0.5)]]
    expected = [[Fraction(0), 1, Fraction(5, 2), 1], [3, Fraction(11, 2), 7, Fraction(5, 2)]]
    assert evaluate("scipy.signal.convolve2d", image, kernel) == expected
    assert evaluate("scipy.signal.convolve2d", [*image], kernel) == expected
    assert evaluate("scipy.signal.convolve", np.array([1, 2]), np.array([3])) == [3, 6]
    assert evaluate("scipy.ndimage.correlate", image, kernel, origin=np.array([0, 0])) is not None
    assert evaluate("cv2.sepFilter2D", image.astype(float), [[2]], kernelX=np.array([2]), kernelY=[1]) == [
        [0, 2, 4],
        [6, 8, 10],
    ]


def test_numbers_too_large_for_a_machine_word_stay_exact() -> None:
    huge = 2**62
    assert evaluate("numpy.convolve", [huge, -huge, 1], [huge, 3], mode="full") == [
        huge**2,
        3 * huge - huge**2,
        huge - 3 * huge,
        3,
    ]


@given(
    image=st.lists(st.integers(-(2**70), 2**70), min_size=1, max_size=5),
    kernel=st.lists(st.fractions(max_denominator=9), min_size=1, max_size=4),
)
def test_every_size_of_number_is_exact(image: list[int], kernel: list[Fraction]) -> None:
    expected = [Fraction(0)] * (len(image) + len(kernel) - 1)
    for i, pixel in enumerate(image):
        for k, weight in enumerate(kernel):
            expected[i + k] += pixel * weight
    assert evaluate("numpy.convolve", image, kernel) == expected


def test_an_empty_output_keeps_its_shape() -> None:
    options = {"window_strides": 1, "padding": "VALID"}
    assert evaluate("jax.lax.conv_general_dilated", [[1, 2]] * 2, [[1, 1, 1]], **options) == [[], []]
    assert evaluate("jax.lax.conv_general_dilated", [[1], [2]], [[1]] * 3, **options) == []


def test_astropy_without_a_boundary_keeps_the_one_window_that_fits() -> None:
    expected = [[0, 0, 0], [0, 9, 0], [0, 0, 0]]
    options = {"boundary": None, "normalize_kernel": False}
    assert evaluate("astropy.convolution.convolve", [[1] * 3] * 3, [[1] * 3] * 3, **options) == expected


def test_conv_tbc_is_conv1d_that_may_be_empty() -> None:
    assert evaluate("torch.nn.functional.conv_tbc", [1, 2, 4], [1, 3], pad=1) == [3, 7, 14, 4]
    assert evaluate("torch.nn.functional.conv_tbc", [1], [1, 3]) == []


@pytest.mark.parametrize(
    ("function", "options", "alike"),
    [
        ("onnx.reference:Conv", {"auto_pad": "SAME_UPPER", "pads": [2, 0]}, {"auto_pad": "SAME_UPPER"}),
        ("onnx.reference:Conv", {"auto_pad": "VALID", "pads": [2, 0]}, {}),
        ("onnx.reference:ConvTranspose", {"auto_pad": "SAME_UPPER", "pads": [0, 2]}, {"pads": [0, 2]}),
        ("onnx.reference:ConvTranspose", {"output_shape": 4, "pads": [0, 1]}, {"pads": [0, 1]}),
        ("onnx.reference:ConvTranspose", {"output_shape": 5, "output_padding": 3}, {}),
        ("onnxruntime:ConvTranspose", {"output_shape": 4, "pads": [0, 2]}, {"output_shape": 4}),
        ("onnxruntime:ConvTranspose", {"output_shape": 4, "auto_pad": "VALID"}, {"output_shape": 4}),
    ],
)
def test_what_onnx_leaves_unused(function: str, options: dict[str, Any], alike: dict[str, Any]) -> None:
    assert evaluate(function, [1, 2, 4], [1, 3, 9], **options) == evaluate(function, [1, 2, 4], [1, 3, 9], **alike)


def test_onnx_pads_may_be_flat() -> None:
    image, kernel = [[1, 2], [3, 4]], [[1]]
    assert evaluate("onnxruntime:Conv", image, kernel, pads=[1, 0, 0, 1]) == [[0, 0, 0], [1, 2, 0], [3, 4, 0]]


# boundary rules


@given(size=st.integers(1, 6), rule=st.sampled_from(["edge", "reflect", "symmetric", "wrap"]), width=st.integers(0, 20))
def test_a_rule_is_what_np_pad_does(size: int, rule: Any, width: int) -> None:
    padded = np.pad(np.arange(size), width, mode=rule)
    assert [RULES[rule].stand_in(i, size) for i in range(-width, size + width)] == padded.tolist()


@given(size=st.integers(1, 6), longer=st.integers(0, 4), i=st.integers(-20, 20))
def test_a_longer_period_leaves_places_empty(size: int, longer: int, i: int) -> None:
    place = wrap_every(size + longer).stand_in(i, size)
    assert place == (None if i % (size + longer) >= size else i % (size + longer))
