"""Calls with batch, channels and groups against the libraries, whose arrays lie as each has them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from convtrace import ConvtraceError, evaluate
from tests.support.arrays import live

pytestmark = pytest.mark.no_cover


class Sizes(NamedTuple):
    """The sizes of a call's arrays by the letters of their axes; c and o count channels inside a group."""

    axes: int
    sizes: dict[str, int]
    groups: int

    def array(self, layout: str, kernel: bool, seed: int = 0) -> Any:
        """An array of small whole numbers, with * for the axes of space."""
        space = [self.sizes[f"{'k' if kernel else 'n'}{axis}"] for axis in range(self.axes)]
        shape = [side for token in layout for side in (space if token == "*" else [self.sizes[token]])]
        return np.random.default_rng(seed).integers(-4, 5, shape)


@st.composite
def sizes(draw: st.DrawFn, *axes: int, each: bool = False, grouped: bool = True) -> Sizes:
    """Sizes of arrays; with `each` input channel a group by itself."""
    count = draw(st.sampled_from(axes))
    small = st.integers(1, 2)
    into, out = draw(small), draw(small)
    groups = into if each else draw(st.integers(1, 3)) if grouped else 1
    into = 1 if each else into
    found = {"N": draw(small), "C": groups * into, "O": groups * out, "c": into, "o": out}
    for axis in range(count):
        found |= {f"n{axis}": draw(st.integers(3, 5)), f"k{axis}": draw(st.integers(1, 3))}
    return Sizes(count, found, groups)


def same(function: str, image: Any, kernel: Any, options: dict[str, Any], theirs: Callable[[Any, Any], Any]) -> None:
    """Both give the same numbers in the same shape, or both refuse."""
    try:
        expected = np.asarray(theirs(image.astype("float32"), kernel.astype("float32")))
    except Exception:  # noqa: BLE001 - each library refuses in its own way
        with pytest.raises(ConvtraceError):
            evaluate(function, image, kernel, **options)
        return
    found: Any = np.array(evaluate(function, image, kernel, **options), float)
    assert found.shape == expected.shape
    assert np.allclose(found, expected, atol=1e-3)


STRIDE = st.integers(1, 2)


@given(data=st.data(), padding=st.sampled_from(["SAME", "VALID"]), stride=STRIDE)
def test_tensorflow(data: st.DataObject, padding: str, stride: int) -> None:
    tf = live("tensorflow")
    options: dict[str, Any] = {"padding": padding}
    depthwise = data.draw(st.booleans())
    drawn = data.draw(sizes(2, each=True) if depthwise else sizes(1, 2))
    options["strides"] = [1, *[stride] * drawn.axes, 1] if depthwise else stride
    name, kernel = ("depthwise_conv2d", "*Co") if depthwise else ("convolution", "*cO")
    image = drawn.array("N*C", kernel=False)
    call = getattr(tf.nn, name)
    same(f"tf.nn.{name}", image, drawn.array(kernel, kernel=True), options, lambda x, h: call(x, h, **options))


@pytest.mark.parametrize("name", ["conv", "depthwise_conv", "conv_transpose"])
@given(data=st.data(), padding=st.sampled_from(["same", "valid"]), stride=STRIDE)
def test_operations_of_keras(name: str, data: st.DataObject, padding: str, stride: int) -> None:
    keras = live("keras")
    backend = keras.backend.backend()
    layouts = {"conv": "*cO", "depthwise_conv": "*Co", "conv_transpose": "*OC"}
    drawn = data.draw(sizes(1, 2, each=name == "depthwise_conv", grouped=name == "conv"))
    options: dict[str, Any] = {"padding": padding, "strides": stride}
    image, kernel = drawn.array("N*C", kernel=False), drawn.array(layouts[name], kernel=True)
    call = getattr(keras.ops, name)
    same(f"keras[{backend}].ops.{name}", image, kernel, options,
         lambda x, h: keras.ops.convert_to_numpy(call(x, h, **options)))  # fmt: skip


NUMBERS = [(("NC*", "Oc*"), ("NCHW", "OIHW", "NCHW")), (("N*C", "*cO"), ("NHWC", "HWIO", "NHWC"))]


@given(data=st.data(), padding=st.sampled_from(["SAME", "VALID", [(1, 0), (-1, 2)]]), stride=STRIDE)
def test_jax(data: st.DataObject, padding: Any, stride: int) -> None:
    jax = live("jax")
    drawn = data.draw(sizes(2))
    (image, kernel), numbers = data.draw(st.sampled_from(NUMBERS))
    options: dict[str, Any] = {"window_strides": (stride, 1), "padding": padding, "dimension_numbers": numbers}
    options["feature_group_count"] = drawn.groups
    same("jax.lax.conv_general_dilated", drawn.array(image, kernel=False), drawn.array(kernel, kernel=True), options,
         lambda x, h: jax.lax.conv_general_dilated(x, h, **options))  # fmt: skip


@pytest.mark.parametrize(("name", "layout"), [("Conv", "Oc*"), ("ConvTranspose", "Co*")])
@given(drawn=sizes(1, 2), stride=STRIDE, has_bias=st.booleans())
def test_onnxruntime(name: str, layout: str, drawn: Sizes, stride: int, has_bias: bool) -> None:
    onnx, runtime = live("onnx"), live("onnxruntime")
    attributes: dict[str, Any] = {"strides": [stride] * drawn.axes, "group": drawn.groups}
    bias = np.arange(drawn.sizes["O"]) if has_bias else None
    names = ["x", "h", *(["b"] if has_bias else [])]

    def theirs(x: Any, h: Any) -> Any:
        node = onnx.helper.make_node(name, names, ["y"], **attributes)
        values = [onnx.helper.make_tensor_value_info(each, onnx.TensorProto.FLOAT, None) for each in (*names, "y")]
        graph = onnx.helper.make_graph([node], "graph", values[:-1], values[-1:])
        model = onnx.helper.make_model(graph, opset_imports=[onnx.helper.make_opsetid("", 22)], ir_version=10)
        session = runtime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
        fed = {"x": x, "h": h, **({"b": bias.astype("float32")} if bias is not None else {})}
        return session.run(None, fed)[0]

    options = attributes | ({"bias": bias.tolist()} if bias is not None else {})
    image, kernel = drawn.array("NC*", kernel=False), drawn.array(layout, kernel=True, seed=1)
    same(f"onnxruntime:{name}", image, kernel, options, theirs)
