"""Pages of calls whose arrays lie as their library lays them: every index in its order, the call with whole arrays."""

from __future__ import annotations

import json
from typing import Any

import pytest

from convtrace import evaluate
from convtrace.cli import run

DEPTHWISE = "tf.nn.depthwise_conv2d --image 1x5x5x3 --kernel 3x3x3x2 --option strides=1 --option padding=SAME"
NNLIB = "NNlib.conv --image 5x4x2 --kernel 3x2x6 --option groups=2"


def record(capsys: pytest.CaptureFixture[str], words: str) -> Any:
    assert run(["library", *words.split(), "-f", "json"]) == 0
    return json.loads(capsys.readouterr().out)


def page(capsys: pytest.CaptureFixture[str], words: str, *more: str) -> str:
    assert run(["library", *words.split(), "-f", "text", *more]) == 0
    return " ".join(capsys.readouterr().out.split())


def test_a_depthwise_output_has_one_input_channel(capsys: pytest.CaptureFixture[str]) -> None:
    found = record(capsys, f"{DEPTHWISE} --at 0,0,2,3")
    places = [((0, i, j, 1), (i + 1, j - 1, 1, 1)) for i in range(2) for j in range(1, 4)]
    assert [(tuple(each["pixel"]), tuple(each["kernel_index"])) for each in found["terms"]] == places
    shown = page(capsys, f"{DEPTHWISE} --at 0,0,2,3")
    assert "Group 1 of 3, counted from 0: input channel 1 and output channels 2…3." in shown
    assert 'tf.nn.depthwise_conv2d(x, h, strides=[1, 1, 1, 1], padding="SAME")[0, 0, 2, 3]' in shown


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (
            "tf.nn.conv2d --image 1x2x5x5 --kernel 3x3x2x2 --option data_format=NCHW --option strides=1,1,2,1 "
            "--option padding=[[0,0],[0,0],[1,1],[0,2]]",
            'strides=(2, 1), padding=[[0, 0], [0, 0], [1, 1], [0, 2]], data_format="NCHW")[0, 0, 1, 2]',
        ),
        ("tf.nn.conv1d --image 1x2x5 --kernel 3x2x2 --option data_format=NCW --option stride=1 --option padding=SAME",
         'On a CPU, TensorFlow takes data_format="NCW" only with oneDNN'),
        ("tf.nn.conv1d_transpose --image 2x3x2 --kernel 2x4x2 --option strides=2 --option output_shape=6",
         "tf.nn.conv1d_transpose(x, h, strides=2, output_shape=[2, 6, 4])[0, 3, 0]"),
        ("tf.nn.avg_pool2d --image 1x4x4x2 --option ksize=2 --option strides=2 --option padding=VALID --at 0,1,1,1",
         'padding="VALID")[0, 1, 1, 1] x is the whole array; [image, row, column, channel] counts from 0.'),
        ("keras.layers.Conv1D --image 1x6x2 --kernel 3x2x4 --option bias=[1,2,3,4] --at 0,1,2",
         "keras.layers.Conv1D(4, 3, bias_initializer=keras.initializers.Constant((1, 2, 3, 4)), "
         "kernel_initializer=keras.initializers.Constant(h))(x)[0, 1, 2]"),
        ("onnxruntime:Conv --image 1x2x5 --kernel 3x2x2 --option B=b --at 0,2,1",
         'graph = onnx.helper.make_graph([node], "graph", [values["x"], values["h"], values["b"]], [values["y"]])'),
        ("onnx.reference:Conv --image 1x2x5 --kernel 1x2x2 --option B=[3]",
         '"h": h, "b": np.array([3])})[0][0, 0, 2]'),
        ("jax.lax.conv_general_dilated --image 1x5x2 --kernel 2x2x3 --option window_strides=1 --option padding=VALID "
         "--option dimension_numbers=NWC,WIO,NWC",
         'padding="VALID", dimension_numbers=("NWC", "WIO", "NWC"))[0, 2, 0]'),
        ("torch.conv_tbc --image 5x1x2 --kernel 2x2x3 --option bias=[1,2,3] --at 1,0,2",
         "torch.conv_tbc(x, h, torch.tensor([1, 2, 3], dtype=x.dtype), 0)[1, 0, 2]"),
    ],
)  # fmt: skip
def test_the_call_has_whole_arrays(words: str, said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert said in page(capsys, words)


def test_indices_of_channels_count_from_1_where_all_others_do(capsys: pytest.CaptureFixture[str]) -> None:
    found = record(capsys, f"{NNLIB} --at 2,5,1")
    # of 4 input channels the second group has the last two, which its kernel counts from 1
    expected = [([2 + i, 3 + c, 1], [3 - i, 1 + c, 5]) for c in range(2) for i in range(3)]
    assert sorted((each["pixel"], each["kernel_index"]) for each in found["terms"]) == sorted(expected)
    shown = page(capsys, f"{NNLIB} --at 2,5,1")
    assert "Group 2 of 2, counted from 1: input channels 3…4 and output channels 4…6." in shown
    assert "NNlib.conv(x, h, groups=2)[2, 5, 1]" in shown
    assert record(capsys, NNLIB)["output"] == [2, 1, 1]


def test_a_window_needs_no_second_array(capsys: pytest.CaptureFixture[str]) -> None:
    words = "torch.avg_pool2d --option kernel_size=2 --only result"
    assert run(["library", *words.replace("torch.", "torch.nn.functional.").split(), "--image", "2x4x4"]) == 0
    assert "x[0,2,2]" in capsys.readouterr().out
    same = page(capsys, "torch.nn.functional.avg_pool2d --image 2x4x4 --kernel 2 --only result")
    assert same == page(capsys, "torch.nn.functional.avg_pool2d --image 2x4x4 --kernel 2x2 --only result")
    assert run(["library", "torch.nn.functional.avg_pool2d", "--kernel", "2x2x2x2"]) == 2
    assert "give the image as N C H W." in capsys.readouterr().err


def test_no_outputs_are_laid_as_the_others_are() -> None:
    options: Any = {"window_strides": (1,), "padding": "VALID", "dimension_numbers": ("NWC", "WIO", "NWC")}
    assert evaluate("jax.lax.conv_general_dilated", [[[1]]], [[[1]], [[1]]], **options) == [[]]


def test_the_convention_in_brief_leaves_out_a_bias_of_0(capsys: pytest.CaptureFixture[str]) -> None:
    words = "keras.layers.Conv1D --image 1x6x2 --kernel 3x2x4"
    assert "dilation_rate=1. axis" in page(capsys, words)
    assert "use_bias=True, bias_initializer=3. axis" in page(capsys, f"{words} --option bias=3")


@pytest.mark.parametrize("function", ["keras.layers.Conv2D", "tf.nn.conv2d", "tf.nn.depthwise_conv2d"])
def test_a_page_fits_a_screen(function: str, capsys: pytest.CaptureFixture[str]) -> None:
    kernel = "3x3x3x2" if "depthwise" in function else "3x3x3x8"
    words = f"{function} --image 1x32x32x3 --kernel {kernel} --option strides=2 --option padding=same --at 0,7,7,4"
    words = words if "keras" in function else words.replace("same", "SAME")
    assert run(["library", *words.split(), "--width", "80", "-f", "terminal"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) <= 60
    assert max(map(len, lines)) <= 80
