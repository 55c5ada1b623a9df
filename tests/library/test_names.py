"""Names of functions as people and documentation write them: each finds its row, or names those that are meant."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from convtrace import ConvtraceError
from convtrace.library.catalogue import all_functions, find, known

F, KERAS = "torch.nn.functional", "keras[tensorflow].layers"
NAMES = {
    f"{F}.conv1d": "torch.conv1d F.conv1d nn.functional.conv1d",
    f"{F}.conv2d": "torch.conv2d F.conv2d torch.nn.functional.conv2d",
    f"{F}.conv3d": "torch.conv3d F.conv3d",
    f"{F}.conv_transpose1d": "torch.conv_transpose1d F.conv_transpose1d",
    f"{F}.conv_transpose2d": "torch.conv_transpose2d F.conv_transpose2d",
    f"{F}.conv_transpose3d": "torch.conv_transpose3d F.conv_transpose3d",
    f"{F}.conv_tbc": "torch.conv_tbc F.conv_tbc",
    f"{F}.unfold": "F.unfold nn.Unfold torch.nn.Unfold",
    f"{F}.fold": "F.fold nn.Fold torch.nn.Fold",
    f"{F}.avg_pool1d": "torch.avg_pool1d F.avg_pool1d nn.AvgPool1d",
    f"{F}.avg_pool2d": "F.avg_pool2d nn.AvgPool2d torch.nn.AvgPool2d",
    "torch.nn.Conv2d": "nn.Conv2d nn.LazyConv2d pytorch.nn.Conv2d",
    "torch.nn.ConvTranspose1d": "nn.ConvTranspose1d nn.LazyConvTranspose1d",
    "torch.nn.ConvTranspose3d": "nn.ConvTranspose3d",
    "torch.nn.grad.conv2d_input": "nn.grad.conv2d_input",
    "tf.nn.conv2d": "tf.compat.v1.nn.conv2d tf.compat.v2.nn.conv2d tensorflow.nn.conv2d",
    "tf.nn.convolution": "tf.compat.v1.nn.convolution tensorflow.nn.convolution",
    "tf.nn.depthwise_conv2d": "tf.compat.v1.nn.depthwise_conv2d tf.nn.depthwise_conv2d_native",
    "tf.nn.avg_pool": "tf.compat.v1.nn.avg_pool tensorflow.nn.avg_pool",
    f"{KERAS}.Conv2D": "Conv2D layers.Conv2D keras.layers.Conv2D tf.keras.layers.Conv2D tf.layers.Conv2D "
    "tensorflow.keras.layers.Conv2D keras.layers.Convolution2D keras.src.layers.Conv2D",
    f"{KERAS}.Conv1DTranspose": "Conv1DTranspose layers.Conv1DTranspose keras.layers.Convolution1DTranspose",
    f"{KERAS}.DepthwiseConv2D": "DepthwiseConv2D layers.DepthwiseConv2D",
    f"{KERAS}.AveragePooling2D": "AveragePooling2D AvgPool2D keras.layers.AvgPool2D tf.keras.layers.AveragePooling2D",
    "numpy.convolve": "np.convolve NumPy.convolve",
    "numpy.ma.convolve": "np.ma.convolve",
    "jax.numpy.convolve": "jnp.convolve",
    "jax.lax.conv": "lax.conv",
    "jax.lax.conv_with_general_padding": "lax.conv_with_general_padding",
    "jax.lax.conv_general_dilated": "lax.conv_general_dilated",
    "scipy.signal.convolve": "signal.convolve sp.signal.convolve sps.convolve scipy.signal.signaltools.convolve",
    "scipy.ndimage.correlate1d": "ndimage.correlate1d ndi.correlate1d scipy.ndimage.filters.correlate1d",
    "cv2.filter2D": "cv.filter2D cv::filter2D filter2D opencv.filter2D",
    "cv2.boxFilter": "cv.boxFilter boxFilter",
    "onnxruntime:Conv": "onnxruntime.Conv ort.Conv",
    "octave.conv2": "conv2 matlab.conv2 MATLAB.conv2 Octave.conv2",
    "octave.filter2": "filter2 matlab.filter2",
    # no sums, but known by name
    f"{F}.max_pool2d": "F.max_pool2d nn.MaxPool2d torch.max_pool2d",
    "tf.nn.max_pool": "tensorflow.nn.max_pool",
    f"{KERAS}.MaxPooling2D": "MaxPooling2D MaxPool2D keras.layers.MaxPool2D",
    "scipy.ndimage.median_filter": "ndimage.median_filter",
    "scipy.signal.medfilt": "signal.medfilt medfilt",
    "cv2.medianBlur": "cv.medianBlur",
    "onnxruntime:MaxPool": "ort.MaxPool",
}
PAIRS = [(typed, name) for name, all_typed in NAMES.items() for typed in all_typed.split()]


@pytest.mark.parametrize(("typed", "name"), PAIRS)
def test_a_name_finds_its_function(typed: str, name: str) -> None:
    assert find(typed).name == name


@pytest.mark.parametrize("name", all_functions())
def test_every_name_of_a_row_finds_it(name: str) -> None:
    row = find(name)
    assert {find(other).name for other in (name, *row.also)} == {name}


def test_a_name_of_several_is_answered_with_all_of_them() -> None:
    with pytest.raises(ConvtraceError) as caught:
        find("max_pool2d")
    assert "Did you mean torch.nn.functional.max_pool2d or tf.nn.max_pool2d?" in str(caught.value)


SLIPS = st.sampled_from(["drop", "double", "swap"])


@given(name=st.sampled_from([*all_functions()]), place=st.integers(0, 30), slip=SLIPS)
def test_a_slip_in_the_last_part_is_answered_with_the_library_that_is_typed(name: str, place: int, slip: str) -> None:
    last = all_functions()[name].last
    here = place % len(last)
    before, letter, after = last[:here], last[here], last[here + 1 :]
    typed = before + {"drop": after, "double": 2 * letter + after, "swap": after[:1] + letter + after[1:]}[slip]
    beginning = name.removesuffix(last)
    if known(beginning + typed) is None:
        with pytest.raises(ConvtraceError) as caught:
            find(beginning + typed)
        assert f"Did you mean {beginning.partition('.')[0].partition('[')[0]}" in str(caught.value)
