"""The rows of PyTorch against its functions."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product, starmap
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from convtrace import derive, pose
from tests.support.arrays import Call, Options, agree, arrays, calls, live, per_axis

pytestmark = pytest.mark.no_cover

torch = live("torch")
functional = torch.nn.functional

# about its speed only
pytestmark = pytest.mark.filterwarnings("ignore:Using padding='same' with even kernel lengths")

STEPS = per_axis(st.integers(1, 3))
PADS = per_axis(st.integers(0, 4))
BIAS = st.sampled_from([None, [2.5]])
CONV: Options = {"stride": STEPS, "padding": PADS, "dilation": STEPS}


def padding(axes: int) -> st.SearchStrategy[Any]:
    return PADS(axes) | st.sampled_from(["same", "valid"])


def tensor(array: Any) -> Any:
    """With one batch and one channel."""
    return torch.tensor(array, dtype=torch.float64)[None, None]


def convolved(name: str, call: Call) -> Any:
    """What the function of torch.nn.functional gives."""
    bias = call.options.get("bias")
    options = {**call.options, "bias": None if bias is None else torch.tensor(bias, dtype=torch.float64)}
    return getattr(functional, name)(tensor(call.image), tensor(call.kernel), **options)[0, 0]


@given(call=calls(1, 2, 3, **CONV | {"padding": padding}, bias=BIAS))
def test_conv(call: Call) -> None:
    name = f"conv{call.image.ndim}d"
    agree(f"torch.nn.functional.{name}", call, lambda: convolved(name, call))


LAYER_BIAS = st.sampled_from([False, [2.5]])
PADDING_MODES = st.sampled_from(["zeros", "reflect", "replicate", "circular"])


@given(call=calls(1, 2, 3, **CONV | {"padding": padding}, padding_mode=PADDING_MODES, bias=LAYER_BIAS))
def test_modules(call: Call) -> None:
    name = f"Conv{call.image.ndim}d"

    def theirs() -> Any:
        options = {**call.options, "bias": call.options["bias"] is not False}
        module = getattr(torch.nn, name)(1, 1, call.kernel.shape, **options)
        module.weight = torch.nn.Parameter(tensor(call.kernel))
        if options["bias"]:
            module.bias = torch.nn.Parameter(torch.tensor(call.options["bias"], dtype=torch.float64))
        return module(tensor(call.image))[0, 0].detach()

    agree(f"torch.nn.{name}", call, theirs)


@given(call=calls(1, 2, 3, **CONV, output_padding=per_axis(st.integers(0, 3)), bias=BIAS))
def test_conv_transpose(call: Call) -> None:
    name = f"conv_transpose{call.image.ndim}d"
    agree(f"torch.nn.functional.{name}", call, lambda: convolved(name, call))


@given(call=calls(1, 2, 3, **CONV, output_padding=per_axis(st.integers(0, 3)), bias=LAYER_BIAS))
def test_transposed_modules(call: Call) -> None:
    name = f"ConvTranspose{call.image.ndim}d"

    def theirs() -> Any:
        options = {**call.options, "bias": call.options["bias"] is not False}
        module = getattr(torch.nn, name)(1, 1, call.kernel.shape, **options)
        module.weight = torch.nn.Parameter(tensor(call.kernel))
        if options["bias"]:
            module.bias = torch.nn.Parameter(torch.tensor(call.options["bias"], dtype=torch.float64))
        return module(tensor(call.image))[0, 0].detach()

    agree(f"torch.nn.{name}", call, theirs)


@given(call=calls(1, 2, 3, stride=STEPS, dilation=STEPS))
def test_the_operation_in_mode_full(call: Call) -> None:
    """All outputs of conv-transpose are those of conv_transpose without padding."""
    axes = call.image.ndim
    options: dict[str, Any] = {name: tuple(call.values(name)) for name in ("stride", "dilation")}
    options |= {"image": call.image.astype(int), "kernel": call.kernel.astype(int)}
    problem = pose("conv-transpose", **options, mode="full", axes="rc")
    found = [derive(problem.replace(at=output)).value for output in product(*problem.outputs)]
    expected = convolved(f"conv_transpose{axes}d", call)
    assert [len(side) for side in problem.outputs] == list(expected.shape)
    assert found == expected.flatten().tolist()


def windows(n: int, k: int, stride: int, pad: int, dilation: int) -> int:
    return (n + 2 * pad - dilation * (k - 1) - 1) // stride + 1


def per_axis_of(call: Call, kernel: tuple[int, ...]) -> Iterator[tuple[int, int, int, int, int]]:
    return zip(call.image.shape, kernel, *map(call.values, CONV), strict=True)


@st.composite
def columns(draw: st.DrawFn, *axes: int) -> tuple[Call, list[int]]:
    """A call, and a size over which there are as many windows as the image has pixels, or more."""
    call = draw(calls(*axes, **CONV))

    def size(n: int, k: int, stride: int, pad: int, dilation: int) -> int:
        more = draw(st.integers(0, stride - 1) | st.just(stride))
        return max((n - 1) * stride + dilation * (k - 1) + 1 - 2 * pad + more, 1)

    return call, list(starmap(size, per_axis_of(call, call.kernel.shape)))


@given(drawn=columns(1, 2, 3))
def test_the_gradient_of_the_image(drawn: tuple[Call, list[int]]) -> None:
    call, size = drawn
    name = f"conv{call.image.ndim}d_input"
    function = getattr(torch.nn.grad, name)
    agree(
        f"torch.nn.grad.{name}",
        call._replace(options=call.options | {"input_size": size}),
        lambda: function((1, 1, *size), tensor(call.kernel), tensor(call.image), **call.options)[0, 0],
    )


@st.composite
def gradients(draw: st.DrawFn, *axes: int) -> tuple[Call, list[int]]:
    """A call whose kernel is the gradient of an output, sometimes one place off, and the size of the weight."""
    call = draw(calls(*axes, **CONV))
    size = call.kernel.shape
    off = st.sampled_from([0, 0, 0, 0, -1, 1])
    shape = tuple(windows(*axis) + draw(off) for axis in per_axis_of(call, size))
    assume(min(shape) > 0)
    return call._replace(kernel=draw(arrays(shape))), list(size)


@given(drawn=gradients(1, 2, 3))
def test_the_gradient_of_the_weight(drawn: tuple[Call, list[int]]) -> None:
    call, size = drawn
    name = f"conv{call.image.ndim}d_weight"
    function = getattr(torch.nn.grad, name)
    agree(
        f"torch.nn.grad.{name}",
        call._replace(options=call.options | {"weight_size": size}),
        lambda: function(tensor(call.image), (1, 1, *size), tensor(call.kernel), **call.options)[0, 0],
    )


@given(call=calls(2, **CONV))
def test_unfold(call: Call) -> None:
    shape = list(starmap(windows, per_axis_of(call, call.kernel.shape)))

    def theirs() -> Any:
        found = functional.unfold(tensor(call.image), call.kernel.shape, **call.options)[0]
        return (tensor(call.kernel).flatten() @ found).reshape(shape)

    agree("torch.nn.functional.unfold", call, theirs)


@given(drawn=columns(2))
def test_fold(drawn: tuple[Call, list[int]]) -> None:
    call, size = drawn
    products = torch.tensor(np.outer(call.kernel, call.image))
    agree(
        "torch.nn.functional.fold",
        call._replace(options=call.options | {"output_size": size}),
        lambda: functional.fold(products[None], size, call.kernel.shape, **call.options)[0, 0],
    )


@given(call=calls(1, pad=st.integers(0, 6)))
def test_conv_tbc(call: Call) -> None:
    image, kernel = (torch.tensor(array)[:, None, None] for array in call[:2])
    bias = torch.zeros(1, dtype=torch.float64)
    agree("torch.nn.functional.conv_tbc", call, lambda: torch.conv_tbc(image, kernel, bias, **call.options)[:, 0, 0])
