"""Arrays as each library lays them: every output is the sum, over the input channels, of the call for one channel."""

from __future__ import annotations

from itertools import product
from typing import Any, NamedTuple

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from convtrace import ConvtraceError, evaluate


class Laid(NamedTuple):
    """A function, the order of its arrays' axes, and its options; small letters count channels inside a group."""

    function: str
    image: str
    kernel: str
    output: str
    options: dict[str, Any]
    groups: str = ""


LAST, FIRST = ("NHWC", "HWcO", "NHWO"), ("NCHW", "HWcO", "NOHW")
TF: Any = {"strides": 2, "padding": "SAME"}
ONE: Any = {"window_strides": (1, 2), "padding": "SAME"}
NUMBERED = {"dimension_numbers": ("NHWC", "HIWO", "CNHW")}
CALLS = [
    Laid("tf.nn.conv2d", *LAST, TF),
    Laid("tf.nn.conv2d", *FIRST, {**TF, "data_format": "NCHW"}),
    Laid("tf.nn.convolution", *FIRST, {**TF, "data_format": "NCHW"}),
    Laid("tf.nn.depthwise_conv2d", "NHWC", "HWCo", "NHWO", {"strides": [1, 2, 2, 1], "padding": "SAME"}, "each"),
    Laid("keras.layers.Conv2D", *LAST, {"strides": 2}, "groups"),
    Laid("keras.layers.Conv2D", *FIRST, {"padding": "same", "data_format": "channels_first"}, "groups"),
    Laid("keras[jax].layers.DepthwiseConv2D", "NCHW", "HWCo", "NOHW", {"data_format": "channels_first"}, "each"),
    Laid("keras[torch].ops.conv", *LAST, {}),
    Laid("keras[torch].ops.conv_transpose", "NHWC", "HWOC", "NHWO", {"strides": 2}, "none"),
    Laid("jax.lax.conv", "NCHW", "OCHW", "NOHW", ONE, "none"),
    Laid("jax.lax.conv_general_dilated", "NCHW", "OcHW", "NOHW", ONE, "feature_group_count"),
    Laid("jax.lax.conv_general_dilated", "NHWC", "HcWO", "ONHW", {**ONE, **NUMBERED}, "feature_group_count"),
    Laid("jax.lax.conv_transpose", "NHWC", "HWCO", "NHWO", {"strides": (1, 2), "padding": "SAME"}, "none"),
    Laid("onnxruntime:Conv", "NCHW", "OcHW", "NOHW", {"strides": [2, 1]}, "group"),
    Laid("onnx.reference:Conv", "NCHW", "OcHW", "NOHW", {"auto_pad": "SAME_LOWER"}, "group"),
    Laid("onnxruntime:ConvTranspose", "NCHW", "CoHW", "NOHW", {"strides": [2, 1]}, "group"),
    Laid("NNlib.conv", "HWCN", "HWcO", "HWON", {"pad": 1}, "groups"),
]


def moved(array: Any, axes: str, order: str) -> Any:
    return np.transpose(array, [axes.index(axis) for axis in order])


@pytest.mark.no_cover
@pytest.mark.parametrize("laid", CALLS, ids=lambda laid: f"{laid.function} {laid.image}")
@given(data=st.data())
def test_an_output_is_the_sum_over_the_input_channels_of_its_group(laid: Laid, data: st.DataObject) -> None:
    batch, groups, into, out = (data.draw(st.integers(1, 2), name) for name in ("batch", "groups", "into", "out"))
    groups, into = {"none": (1, into), "each": (into, 1)}.get(laid.groups, (groups, into))
    numbers = np.random.default_rng(data.draw(st.integers(0, 99))).integers(-3, 4, 999)
    whole = {"N": batch, "C": groups * into, "O": groups * out, "c": into, "o": out}
    x = np.resize(numbers, [{**whole, "H": 3, "W": 4}[axis] for axis in laid.image])
    h = np.resize(numbers[7:], [{**whole, "H": 2, "W": 3}[axis] for axis in laid.kernel])
    given = laid.options | ({laid.groups: groups} if laid.groups not in {"", "none", "each"} else {})
    found: Any = np.array(evaluate(laid.function, x.tolist(), h.tolist(), **given), dtype=object)
    bare = {name: value for name, value in laid.options.items() if name not in {"data_format", *NUMBERED}}
    bare["layout"] = "squeezed"
    image = moved(x, laid.image, "NCHW")
    kernel = moved(h, laid.kernel.upper(), "OCHW")
    expected: Any = None
    for n, o, c in product(range(batch), range(groups * out), range(into)):
        group = o // out
        o_kept = o % out if "o" in laid.kernel else o
        c_kept = c if "c" in laid.kernel else group * into + c
        one = evaluate(laid.function, image[n, group * into + c].tolist(), kernel[o_kept, c_kept].tolist(), **bare)
        if expected is None:
            expected = np.zeros((batch, groups * out, *np.shape(one)), dtype=object)
        expected[n, o] += np.array(one, dtype=object)
    assert (moved(found, laid.output, "NOHW") == expected).all()


def test_groups_of_images_give_output_channels_of_their_own() -> None:
    image, kernel = [[[1, 2]], [[3, 4]]], [[[1]], [[10]]]
    options: Any = {"window_strides": (1,), "padding": "VALID", "batch_group_count": 2}
    assert evaluate("jax.lax.conv_general_dilated", image, kernel, **options) == [[[1, 2], [30, 40]]]
    with pytest.raises(ConvtraceError, match="can't be divided into 3 groups"):
        evaluate("jax.lax.conv_general_dilated", image, kernel, **{**options, "batch_group_count": 3})
    with pytest.raises(ConvtraceError, match="can't be combined with batch_group_count"):
        evaluate("jax.lax.conv_general_dilated", image, kernel, **options, feature_group_count=2)


def test_the_flipped_kernel_of_jax_has_its_channels_the_other_way_round() -> None:
    image, kernel = [[[1], [2]]], [[[5, 7]]]
    options: Any = {"strides": (1,), "padding": "SAME"}
    assert evaluate("jax.lax.conv_transpose", image, kernel, **options) == [[[5, 7], [10, 14]]]
    flipped = evaluate("jax.lax.conv_transpose", [[[1, 1]]], kernel, transpose_kernel=True, **options)
    assert flipped == [[[12]]]


@pytest.mark.parametrize(
    "numbers",
    [
        ("NWC", "WIO", "NWC"),
        "NWC,WIO,NWC",
        ((0, 2, 1), (2, 1, 0), (0, 2, 1)),
    ],
)
def test_dimension_numbers_are_names_or_numbers_of_axes(numbers: object) -> None:
    options: Any = {"window_strides": (1,), "padding": "VALID", "dimension_numbers": numbers}
    found = evaluate("jax.lax.conv_general_dilated", [[[1, 2], [3, 4]]], [[[1], [10]]], **options)
    assert found == [[[21], [43]]]


@pytest.mark.parametrize(
    ("numbers", "said"),
    [
        (("NC", "OI"), "Give None, or the order of all axes, such as"),
        (("NCX", "OIY", "NCX"), "is not accepted"),
        (((0, 1, 3), (0, 1, 2), (0, 1, 2)), "is not accepted"),
        (3, "is not accepted"),
        (("NCHW", "OIHW", "NCHW"), "dimension_numbers names another number of axes"),
        (("NHCW", "OIHW", "NCHW"), "is not accepted"),
    ],
)
def test_other_dimension_numbers_are_refused(numbers: object, said: str) -> None:
    options: Any = {"window_strides": (1,), "padding": "VALID", "dimension_numbers": numbers}
    with pytest.raises(ConvtraceError, match=said):
        evaluate("jax.lax.conv_general_dilated", [[[1, 2]]], [[[1]]], **options)


def test_more_than_three_axes_of_conv_transpose_need_names() -> None:
    image: Any = [[[[[[1]]]]]]
    options: Any = {"strides": (1,) * 4, "padding": "SAME"}
    with pytest.raises(ConvtraceError, match="more than 3 axes in space need dimension_numbers"):
        evaluate("jax.lax.conv_transpose", image, image, **options)


# a channel by itself


def test_a_mean_is_that_of_each_channel() -> None:
    image = [[[1, 10], [3, 30], [5, 50]]]
    assert evaluate("tf.nn.avg_pool1d", image, ksize=[1, 2, 1], strides=[1, 1, 1], padding="VALID") == [
        [[2, 20], [4, 40]]
    ]
    assert evaluate("keras.layers.AveragePooling1D", image, 3) == [[[3, 30]]]
    assert evaluate("torch.nn.functional.avg_pool1d", [[1, 3], [10, 30]], 2) == [[2], [20]]
    assert evaluate("onnxruntime:AveragePool", [[[1, 3], [10, 30]]], kernel_shape=[2]) == [[[2], [20]]]


def test_a_mean_at_the_border_is_that_of_each_channel() -> None:
    found = evaluate(
        "torch.nn.functional.avg_pool1d", [[1, 3], [10, 30]], 3, padding=1, stride=1, count_include_pad=False
    )
    assert found == [[2, 2], [20, 20]]


def test_one_kernel_for_all_channels_of_a_picture() -> None:
    assert evaluate("cv2.filter2D", [[[1, 5], [2, 6]]], [[2]], ddepth=-1) == [[[2, 10], [4, 12]]]


# bias, and what the arrays say themselves


def test_a_bias_has_a_number_for_each_channel_or_one_for_all() -> None:
    image, kernel = [[[1], [2]]], [[[1, 1]]]
    assert evaluate("keras.layers.Conv1D", image, kernel, bias_initializer=[10, 20]) == [[[11, 21], [12, 22]]]
    assert evaluate("keras.layers.Conv1D", image, kernel, bias_initializer="ones") == [[[2, 2], [3, 3]]]
    assert evaluate("onnx.reference:Conv", [[[1, 2]]], [[[1]], [[1]]], B=[10, 20]) == [[[11, 12], [21, 22]]]


def test_keras_on_tensorflow_adds_a_bias_along_the_last_axis() -> None:
    options: Any = {"data_format": "channels_first", "bias_initializer": [10, 20]}
    with pytest.raises(ConvtraceError, match="Keras on TensorFlow adds the bias along it"):
        evaluate("keras.layers.Conv1D", [[[1, 2]]], [[[1, 1]]], **options)
    assert evaluate("keras[jax].layers.Conv1D", [[[1, 2]]], [[[1, 1]]], **options) == [[[11, 12], [21, 22]]]


LAYERS: tuple[tuple[str, Any, Any, dict[str, Any], dict[str, Any]], ...] = (
    (
        "torch.nn.Conv1d",
        [[1, 2]],
        [[[1]], [[1]]],
        {"bias": False},
        {"in_channels": 1, "out_channels": 2, "kernel_size": 1},
    ),
    ("keras.layers.Conv1D", [[[1], [2]]], [[[1, 1]]], {}, {"filters": 2, "kernel_size": [1]}),
    ("keras.layers.DepthwiseConv1D", [[[1], [2]]], [[[1, 1]]], {}, {"depth_multiplier": 2}),
    ("onnxruntime:Conv", [[[1, 2]]], [[[1]]], {}, {"kernel_shape": [1]}),
)


@pytest.mark.parametrize(("function", "image", "kernel", "options", "said"), LAYERS, ids=lambda each: str(each)[:20])
def test_options_that_say_what_the_arrays_say_change_nothing(
    function: str, image: Any, kernel: Any, options: dict[str, Any], said: dict[str, Any]
) -> None:
    assert evaluate(function, image, kernel, **options | said) == evaluate(function, image, kernel, **options)
    for name in said:
        with pytest.raises(ConvtraceError, match=f"Give {name}=. or leave it out|Give {name}=., or leave it out"):
            evaluate(function, image, kernel, **options | {name: 3})


# values for all axes, and sizes of whole arrays


def test_values_may_be_given_for_all_axes() -> None:
    image, kernel = [[[[1], [2]], [[3], [4]]]], [[[[1]]]]
    pads = [[0, 0], [0, 0], [1, 0], [0, 0]]
    found = evaluate("tf.nn.conv2d", image, kernel, strides=[1, 2, 1, 1], padding=pads)
    assert found == [[[[0], [1], [2]]]]
    with pytest.raises(ConvtraceError, match="is not accepted by conv2d"):
        evaluate("tf.nn.conv2d", image, kernel, strides=[2, 1, 1, 1], padding="SAME")


def test_a_whole_size_has_the_batch_and_the_channels_of_the_output() -> None:
    image, kernel = [[[1], [2]]], [[[5], [7]]]
    options: Any = {"strides": 1, "padding": "SAME"}
    assert evaluate("tf.nn.conv1d_transpose", image, kernel, output_shape=(1, 2, 2), **options) == [[[5, 7], [10, 14]]]
    with pytest.raises(ConvtraceError, match="output_shape is for 3 output channels, but the arrays are for 2"):
        evaluate("tf.nn.conv1d_transpose", image, kernel, output_shape=(1, 2, 3), **options)
    found = evaluate("torch.nn.grad.conv1d_input", [[[1, 2]]], [[[1], [10]]], input_size=(1, 2, 2))
    assert found == [[[1, 2], [10, 20]]]


# which axes are which


def test_arrays_of_three_axes_are_read_as_the_library_reads_them() -> None:
    image, kernel = [[[1], [2]]], [[[1]]]
    assert evaluate("tf.nn.convolution", image, kernel) == [[[1], [2]]]
    volume = [[[1, 2, 3]] * 3] * 3
    with pytest.raises(ConvtraceError, match="reads the image as N C W and the kernel as O C W") as caught:
        evaluate("onnxruntime:Conv", volume, [[[1, 1]]])
    assert "give the image as 1x1x3x3x3 and the kernel as 1x1x1x1x2" in caught.value.hint
    said: tuple[Any, ...] = (
        {"strides": [1, 1, 1]},
        {"kernel_shape": [1, 1, 2]},
        {"layout": "squeezed"},
        {"pads": [0] * 6},
    )
    for options in said:
        found: Any = evaluate("onnxruntime:Conv", volume, [[[1, 1]]], **options)
        assert [len(found), len(found[0]), len(found[0][0])] == [3, 3, 2]


def test_a_batch_is_no_luxury_where_the_library_wants_one() -> None:
    with pytest.raises(ConvtraceError, match="give the image as N H W C and the kernel as H W C O"):
        evaluate("tf.nn.conv2d", [[[1]]], [[[[1]]]], strides=1, padding="SAME")
    with pytest.raises(ConvtraceError, match="With batch and channels, give"):
        evaluate("onnxruntime:Conv", [[1]], [[[1]]])


# what libraries refuse


@pytest.mark.parametrize(
    ("function", "image", "kernel", "options", "said"),
    [
        ("tf.nn.convolution", [1, 1, 1, 2, 2], [1, 1, 1, 1, 2], {}, "groups of channels are not accepted on 3 axes"),
        (
            "tf.nn.convolution",
            [1, 2, 2],
            [1, 2, 2],
            {"data_format": "NHWC"},
            "data_format is for another number of axes",
        ),
        ("onnx.reference:ConvTranspose", [1, 4, 2], [4, 1, 1], {"group": 2}, "the reference mixes groups up"),
        ("jax.lax.conv", [1, 2, 2], [1, 1, 2], {"window_strides": (1,), "padding": "SAME"}, "the kernel is for 1"),
    ],
)
def test_what_a_library_refuses_of_channels(
    function: str, image: Any, kernel: Any, options: dict[str, Any], said: str
) -> None:
    with pytest.raises(ConvtraceError, match=said):
        evaluate(function, np.ones(image, int).tolist(), np.ones(kernel, int).tolist(), **options)


def test_the_reference_of_onnx_keeps_groups_of_one_channel_apart() -> None:
    options: Any = {"group": 2}
    assert evaluate("onnx.reference:ConvTranspose", [[[1], [2]]], [[[5]], [[7]]], **options) == [[[5], [14]]]


@pytest.mark.parametrize(
    ("name", "steps"),
    [
        ("keras.layers.SeparableConv2D", "Ask for DepthwiseConv2D, and for Conv2D with a kernel of size 1."),
        ("tf.nn.separable_conv2d", "Ask for tf.nn.depthwise_conv2d, and for tf.nn.conv2d with"),
    ],
)
def test_a_separable_convolution_is_two_sums(name: str, steps: str) -> None:
    with pytest.raises(ConvtraceError, match="is two sums, one after the other") as caught:
        evaluate(name, [[1]], [[1]])
    assert steps in caught.value.hint
