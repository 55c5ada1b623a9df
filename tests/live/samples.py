"""Calls that libraries keep for tests as data: sample inputs of PyTorch, harnesses of JAX, and node tests of ONNX."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib import import_module
from inspect import signature
from typing import Any

import numpy as np

from tests.live.recording import MOST_ELEMENTS, Recorded

_CONV = ("bias", "stride", "padding", "dilation", "groups")
_TRANSPOSED = ("bias", "stride", "padding", "output_padding", "groups", "dilation")


def torch_samples() -> Iterator[Recorded]:
    """The sample inputs of PyTorch's convolutions, unfolding and means of windows, by torch.testing."""
    torch = import_module("torch")
    methods = import_module("torch.testing._internal.common_methods_invocations")
    for operation in methods.op_db:
        name = operation.name
        if not name.startswith(("nn.functional.conv", "nn.functional.avg_pool")):
            continue
        positions = _TRANSPOSED if "transpose" in name else _CONV
        for sample in operation.sample_inputs("cpu", torch.float64):
            image, args = sample.input, [*sample.args]
            kernel = args.pop(0) if args else None
            options = {**dict(zip(positions, args, strict=False)), **sample.kwargs}
            if "pool" in name:
                names = ("stride", "padding", "ceil_mode", "count_include_pad", "divisor_override")
                options = {"kernel_size": kernel, **dict(zip(names, args, strict=False)), **sample.kwargs}
                kernel = None
            result = operation.op(sample.input, *sample.args, **sample.kwargs).detach().numpy()
            options = {key: _numpy(value) for key, value in options.items()}
            if max(image.numel(), result.size) <= MOST_ELEMENTS:
                yield Recorded(f"torch.{name}", _numpy(image), _numpy(kernel), options, result)


def jax_harnesses() -> Iterator[Recorded]:
    """The convolutions of JAX's harnesses, which it keeps for tests of its own converters, in numbers of floats."""
    jax = import_module("jax")
    harnesses = import_module("jax._src.internal_test_util.test_harnesses")
    names = [*signature(jax.lax.conv_general_dilated).parameters]
    for harness in harnesses.all_harnesses:
        if harness.group_name != "conv_general_dilated" or harness.dtype != np.float32:
            continue
        arrays = harness.dyn_args_maker(np.random.RandomState(0))
        whole = [np.round(np.asarray(array), 2) for array in arrays]
        given = [arg.value if isinstance(arg, harnesses.StaticArg) else None for arg in harness.arg_descriptors]
        options = dict(zip(names[2:], given[2:], strict=False))
        result = np.asarray(jax.lax.conv_general_dilated(*whole, **options))
        if max(whole[0].size, result.size) <= MOST_ELEMENTS:
            yield Recorded("jax.lax.conv_general_dilated", whole[0], whole[1], options, result)


def onnx_nodes() -> Iterator[Recorded]:
    """The node tests of ONNX's convolutions, and means of windows."""
    node = import_module("onnx.backend.test.case.node")
    helper = import_module("onnx.helper")
    kept = ("Conv", "ConvTranspose", "AveragePool")
    for case in node.collect_testcases(None):
        made = case.model.graph.node[0]
        if made.op_type not in kept or len(case.model.graph.node) > 1:
            continue
        for inputs, outputs in case.data_sets:
            options = {item.name: _text(helper.get_attribute_value(item)) for item in made.attribute}
            image, kernel, bias = _three(inputs)
            if bias is not None:
                options["bias"] = bias
            if image.size <= MOST_ELEMENTS and outputs[0].size <= MOST_ELEMENTS:
                yield Recorded(f"onnx.reference:{made.op_type}", image, kernel, options, outputs[0])


def _numpy(value: Any) -> Any:
    """NumPy's array of a tensor, anything else as it is."""
    return value.detach().numpy() if hasattr(value, "detach") else value


def _three(inputs: Any) -> tuple[Any, Any, Any]:
    """The image, the kernel and the bias, None for what is not there."""
    arrays = [*inputs, None, None]
    return arrays[0], arrays[1], arrays[2]


def _text(value: Any) -> Any:
    """The text of bytes, anything else as it is."""
    return value.decode() if isinstance(value, bytes) else value


SAMPLES: dict[str, Callable[[], Iterator[Recorded]]] = {
    "torch": torch_samples,
    "jax": jax_harnesses,
    "onnx": onnx_nodes,
}
