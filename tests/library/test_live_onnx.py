"""The rows of ONNX against onnxruntime and the reference implementation."""

from __future__ import annotations

from math import prod
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.support.arrays import Call, Options, agree, calls, live, pads, per_axis

pytestmark = pytest.mark.no_cover

onnx, reference, runtime = live("onnx"), live("onnx.reference"), live("onnxruntime")
FLOAT = onnx.TensorProto.FLOAT
OPSET = 22

AUTO_PADS = ["NOTSET", "SAME_UPPER", "SAME_LOWER", "VALID"]
STEPS = per_axis(st.integers(1, 3))
CONV: Options = {
    "auto_pad": st.sampled_from(AUTO_PADS),
    "dilations": STEPS,
    "pads": lambda axes: st.none() | pads(st.integers(0, 3))(axes),
    "strides": STEPS,
}


def model(operator: str, call: Call) -> Any:
    """The operator alone, over arrays with one batch and one channel."""
    attributes = {name: call.values(name) for name, value in call.options.items() if value is not None}
    if "pads" in attributes:
        attributes["pads"] = np.transpose(attributes["pads"]).flatten().tolist()
    if "auto_pad" in attributes:
        attributes["auto_pad"] = call.options["auto_pad"]
    node = onnx.helper.make_node(operator, ["x", "w"], ["y"], **attributes)
    shape = [None] * (call.image.ndim + 2)
    x, w, y = (onnx.helper.make_tensor_value_info(name, FLOAT, shape) for name in "xwy")
    graph = onnx.helper.make_graph([node], operator, [x, w], [y])
    opsets = [onnx.helper.make_opsetid("", OPSET)]
    return onnx.helper.make_model(graph, opset_imports=opsets, ir_version=10)


def run(library: str, operator: str, call: Call) -> Any:
    built = model(operator, call)
    given = {name: array[None, None].astype(np.float32) for name, array in (("x", call.image), ("w", call.kernel))}
    if library == "onnx.reference":
        return reference.ReferenceEvaluator(built).run(None, given)[0][0, 0]
    options = runtime.SessionOptions()
    options.log_severity_level = 4
    options.intra_op_num_threads = 1
    session = runtime.InferenceSession(built.SerializeToString(), options, providers=["CPUExecutionProvider"])
    return session.run(None, given)[0][0, 0]


LIBRARIES = pytest.mark.parametrize("library", ["onnxruntime", "onnx.reference"])


@LIBRARIES
@given(call=calls(1, 2, 3, **CONV))
def test_conv(call: Call, library: str) -> None:
    agree(f"{library}:Conv", call, lambda: run(library, "Conv", call))


TRANSPOSE: Options = {**CONV, "output_padding": per_axis(st.integers(0, 2))}


@LIBRARIES
@given(call=calls(1, 2, 3, **TRANSPOSE))
def test_conv_transpose(call: Call, library: str) -> None:
    agree(f"{library}:ConvTranspose", call, lambda: run(library, "ConvTranspose", call))


def reach(call: Call) -> list[int]:
    """How far the windows reach on each axis, from the first to the last."""
    axes = zip(call.image.shape, call.kernel.shape, call.values("strides"), call.values("dilations"), strict=True)
    return [(n - 1) * stride + dilation * (k - 1) + 1 for n, k, stride, dilation in axes]


@st.composite
def shaped(draw: st.DrawFn) -> Call:
    """A transpose with an output_shape from two places shorter to one stride longer than its windows reach."""
    call = draw(calls(1, 2, 3, **TRANSPOSE))
    axes = zip(reach(call), call.values("strides"), strict=True)
    sizes = [max(length + draw(st.integers(-2, stride)), 1) for length, stride in axes]
    return call._replace(options=call.options | {"output_shape": sizes})


def regridded(call: Call) -> bool:
    """Whether there are as many windows over output_shape as pixels, but not on each axis."""
    added = map(sum, call.options["pads"] or [[0]] * call.image.ndim)
    axes = zip(call.image.shape, reach(call), call.options["output_shape"], added, call.values("strides"), strict=True)
    counts = tuple(n + (size + pad - length) // stride for n, length, size, pad, stride in axes)
    return bool(prod(counts) == call.image.size and counts != call.image.shape)


@LIBRARIES
@given(call=shaped())
def test_conv_transpose_to_a_shape(call: Call, library: str) -> None:
    # the reference tells no more than the number of windows
    assume(library == "onnxruntime" or not regridded(call))
    agree(f"{library}:ConvTranspose", call, lambda: run(library, "ConvTranspose", call))
