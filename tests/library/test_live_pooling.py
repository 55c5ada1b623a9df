"""The rows of pooling against the functions themselves: windows that have a size, and what divides their sums."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import scipy.ndimage
from hypothesis import assume, given
from hypothesis import strategies as st

from convtrace import ConvtraceError, evaluate
from tests.support.arrays import HALVES, Call, Options, agree, calls, live, per_axis

pytestmark = pytest.mark.no_cover

STEPS = st.none() | st.integers(1, 4)
TORCH: Options = {
    "stride": lambda axes: STEPS | st.lists(st.integers(1, 4), min_size=axes, max_size=axes),
    "padding": per_axis(st.integers(0, 3)),
    "ceil_mode": st.booleans(),
    "count_include_pad": st.booleans(),
}


def windowed(function: str, call: Call, theirs: Callable[[list[int]], Any]) -> None:
    """Both refuse, or both give the same, where the kernel's shape is the window's."""
    size = list(call.kernel.shape)
    agree(function, call._replace(kernel=np.array(size)), lambda: theirs(size))


@pytest.mark.parametrize("axes", [1, 2, 3])
@given(data=st.data())
def test_torch(axes: int, data: st.DataObject) -> None:
    torch = live("torch")
    more: Options = {} if axes == 1 else {"divisor_override": st.none() | st.integers(1, 5)}
    call = data.draw(calls(axes, **TORCH, **more))
    image = torch.as_tensor(call.image)[None]
    function = getattr(torch.nn.functional, f"avg_pool{axes}d")
    windowed(f"torch.nn.functional.avg_pool{axes}d", call, lambda size: function(image, size, **call.options)[0])


@given(data=st.data())
@pytest.mark.parametrize("axes", [1, 2, 3])
def test_tensorflow(axes: int, data: st.DataObject) -> None:
    tf = tensorflow()
    call = data.draw(calls(axes, strides=per_axis(st.integers(1, 3)), padding=st.sampled_from(["SAME", "VALID"])))
    image = call.image[None, ..., None].astype(np.float32)
    strides, padding = call.values("strides"), call.options["padding"]
    for name, function in (("avg_pool", tf.nn.avg_pool), (f"avg_pool{axes}d", getattr(tf.nn, f"avg_pool{axes}d"))):
        windowed(f"tf.nn.{name}", call, lambda size: function(image, size, strides, padding)[0, ..., 0])  # noqa: B023


def tensorflow() -> Any:
    """TensorFlow without oneDNN, whose 3-D SAME differs."""
    os.environ["TF_ENABLE_ONEDNN_OPTS"] = "0"
    return live("tensorflow")


@given(data=st.data())
@pytest.mark.parametrize("axes", [1, 2, 3])
def test_keras(axes: int, data: st.DataObject) -> None:
    tensorflow()
    keras = live("keras")
    call = data.draw(calls(axes, strides=STEPS, padding=st.sampled_from(["same", "valid"])))
    layer = getattr(keras.layers, f"AveragePooling{axes}D")
    image = call.image[None, ..., None].astype(np.float32)
    for name in (f"AveragePooling{axes}D", f"AvgPool{axes}D"):
        windowed(
            f"keras[{keras.backend.backend()}].layers.{name}",
            call,
            lambda size: keras.ops.convert_to_numpy(layer(size, **call.options)(image))[0, ..., 0],
        )


FLAG = st.integers(0, 1)
ONNX: Options = {
    "auto_pad": st.sampled_from(["NOTSET", "NOTSET", "SAME_UPPER", "SAME_LOWER", "VALID"]),
    "ceil_mode": FLAG,
    "count_include_pad": FLAG,
    "dilations": lambda axes: st.lists(st.integers(1, 2), min_size=axes, max_size=axes),
    "strides": lambda axes: st.lists(st.integers(1, 3), min_size=axes, max_size=axes),
    "pads": lambda axes: st.none() | st.lists(st.integers(0, 2), min_size=2 * axes, max_size=2 * axes),
}


@given(call=calls(1, 2, 3, **ONNX))
def test_onnxruntime(call: Call) -> None:
    onnx, runtime = live("onnx"), live("onnxruntime")
    assume(answered("onnxruntime:AveragePool", call))
    values = [onnx.helper.make_tensor_value_info(name, onnx.TensorProto.FLOAT, None) for name in "xy"]
    graph = onnx.helper.make_graph([node(call)], "graph", values[:1], values[1:])
    model = onnx.helper.make_model(graph, opset_imports=[onnx.helper.make_opsetid("", 22)], ir_version=10)
    session = runtime.InferenceSession(model.SerializeToString())
    image = call.image[None, None].astype(np.float32)
    windowed("onnxruntime:AveragePool", call, lambda _: session.run(None, {"x": image})[0][0, 0])


@given(call=calls(1, 2, 3, **ONNX))
def test_onnx_reference(call: Call) -> None:
    live("onnx")
    assume(answered("onnx.reference:AveragePool", call))
    reference = live("onnx.reference").ReferenceEvaluator(node(call))
    image = call.image[None, None]
    windowed("onnx.reference:AveragePool", call, lambda _: reference.run(None, {"x": image})[0][0, 0])


def answered(function: str, call: Call) -> bool:
    """True where `evaluate` answers; ONNX has numbers where a window meets nothing, and for pads of a whole window."""
    try:
        evaluate(function, call.image.tolist(), list(call.kernel.shape), **call.options)
    except ConvtraceError:
        return False
    return True


def node(call: Call) -> Any:
    given = {name: value for name, value in call.options.items() if value is not None}
    size = list(call.kernel.shape)
    return live("onnx").helper.make_node("AveragePool", ["x"], ["y"], kernel_shape=size, **given)


LINE: Options = {
    "mode": st.sampled_from(
        ["reflect", "grid-mirror", "mirror", "nearest", "wrap", "grid-wrap", "constant", "grid-constant"]
    ),
    "cval": HALVES,
    "origin": st.integers(-3, 3),
}


@given(call=calls(1, 2, 3, **{**LINE, "origin": per_axis(st.integers(-3, 3))}))
def test_uniform_filter(call: Call) -> None:
    filtered = scipy.ndimage.uniform_filter
    windowed("scipy.ndimage.uniform_filter", call, lambda size: filtered(call.image, size, **call.options))


@given(call=calls(1, **LINE))
def test_uniform_filter1d(call: Call) -> None:
    filtered = scipy.ndimage.uniform_filter1d
    windowed("scipy.ndimage.uniform_filter1d", call, lambda size: filtered(call.image, *size, **call.options))


BORDERS = ["DEFAULT", "REFLECT_101", "REFLECT101", "REFLECT", "REPLICATE", "CONSTANT", "WRAP"]
OPENCV: Options = {
    "anchor": per_axis(st.integers(-3, 4)),
    "borderType": st.sampled_from(BORDERS).map("BORDER_{}".format),
}


@given(call=calls(2, **OPENCV), normalize=st.booleans())
def test_opencv(call: Call, normalize: bool) -> None:
    cv2 = live("cv2")
    # beyond the window OpenCV reads and writes what is not its own, and may end Python
    assume(all(anchor < side for anchor, side in zip(call.values("anchor"), call.kernel.shape, strict=True)))
    options = {"anchor": call.values("anchor")[::-1], "borderType": getattr(cv2, call.options["borderType"])}
    windowed("cv2.blur", call, lambda size: cv2.blur(call.image, size[::-1], **options))
    box = call._replace(options={**call.options, "normalize": normalize})
    windowed(
        "cv2.boxFilter", box, lambda size: cv2.boxFilter(call.image, -1, size[::-1], normalize=normalize, **options)
    )
