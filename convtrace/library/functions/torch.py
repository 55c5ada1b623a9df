"""PyTorch: https://docs.pytorch.org/docs/stable/nn.functional.html#convolution-functions"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from convtrace.law.channels import Layout
from convtrace.library.axis_call import AxisCall
from convtrace.library.functions import candidates
from convtrace.library.functions import torch_conditions as conditions
from convtrace.library.functions.formulas import convolution, correlation, dilated, fitting
from convtrace.library.functions.layouts import counting, laid, with_or_without_batch
from convtrace.library.functions.shared_options import (
    BIAS,
    LAYER_BIAS,
    LAYOUT,
    bias_of,
    by_products,
    float_type,
    keeps,
    unchanged,
    unused,
)
from convtrace.library.functions.torch_calls import LAYERS, ONE_LINE, RULES, TENSORS, tbc_bias
from convtrace.library.notes import always
from convtrace.library.option import Option, each_typed
from convtrace.library.option_kinds import choice, either, one_for_all, whole_numbers
from convtrace.library.row import LibraryFunction

_STRIDE = Option(
    name="stride", default=1, kind=one_for_all(whole_numbers(1)), candidates=candidates.strides, per_axis=True
)
_DILATION = Option(
    name="dilation", default=1, kind=one_for_all(whole_numbers(1)), candidates=candidates.dilations, per_axis=True
)
_PAD = Option(
    name="padding", default=0, kind=one_for_all(whole_numbers(0)), candidates=candidates.paddings, per_axis=True
)
_PAD_OR_NAME = _PAD.replace(kind=either(choice("same", "valid"), _PAD.kind))
# unfold and fold take no list of one number
_EACH = (
    _DILATION.replace(kind=whole_numbers(1)),
    _PAD.replace(kind=whole_numbers(0)),
    _STRIDE.replace(kind=whole_numbers(1)),
)
_GROUPS = Option(name="groups", default=1, kind=whole_numbers(1))
_CONV = Layout(image="N C *", kernel="O c *", output="N O *", groups="groups")
_TRANSPOSED = Layout(image="N C *", kernel="C o *", output="N O *", groups="groups")
_WEIGHTS = Layout(image="N C *", kernel="N O *", output="O c *", groups="groups")
_LAYER = (
    _GROUPS,
    LAYER_BIAS,
    counting("in_channels", "C"),
    counting("out_channels", "O"),
    counting("kernel_size", "K"),
    *unused(device=None),
    float_type("dtype"),
)


# the size of an example
_SIZE = 5


def _size(name: str, fitting_sizes: Callable[..., range]) -> Option:
    return Option(
        name=name,
        default=_SIZE,
        required=True,
        kind=whole_numbers(1),
        candidates=lambda target: (target.outputs or _SIZE,),
        per_axis=True,
        fitting=fitting_sizes,
        in_python=each_typed,
        along="m",
        typed_whole=True,
    )


def _conv(n: int, k: int, stride: int, padding: int | str, dilation: int, padding_mode: str = "zeros") -> AxisCall:
    """d·k = −s·m + i + p, (N+2p−Ke)//s+1 outputs; a layer names the rule outside the image.

    >>> axis = _conv(5, 3, stride=2, padding=1, dilation=1)
    >>> axis.relation, axis.outputs
    (Relation(d=1, alpha=-2, beta=1, gamma=1), 3)
    """
    low, high = conditions.pads(k, padding, dilation)
    outputs = fitting(n + low + high, dilated(k, dilation), stride)
    return correlation(outputs, low, stride, dilation, boundary=RULES[padding_mode])


def _conv_transpose(n: int, k: int, stride: int, padding: int, output_padding: int, dilation: int) -> AxisCall:
    """d·k = m − s·i + p, (N−1)s−2p+Ke+op outputs.

    >>> _conv_transpose(3, 3, stride=2, padding=1, output_padding=1, dilation=1).outputs
    6
    """
    outputs = (n - 1) * stride - 2 * padding + dilated(k, dilation) + output_padding
    return convolution(outputs, padding, stride, dilation)


def _grad_input(n: int, k: int, stride: int, padding: int, dilation: int, input_size: int) -> AxisCall:
    """d·k = m − s·i + p: i counts grad_output, m the input."""
    return convolution(input_size, padding, stride, dilation)


def _grad_weight(n: int, k: int, stride: int, padding: int, dilation: int, weight_size: int) -> AxisCall:
    """s·k = −d·m + i + p: k counts grad_output, m the weight; stride and dilation change places.

    >>> _grad_weight(7, 3, stride=2, padding=0, dilation=1, weight_size=3).relation
    Relation(d=2, alpha=-1, beta=1, gamma=0)
    """
    return correlation(weight_size, padding, dilation, stride)


def _fold(n: int, k: int, stride: int, padding: int, dilation: int, output_size: int) -> AxisCall:
    """d·k = m − s·i + p: the columns are the kernel times each pixel."""
    return convolution(output_size, padding, stride, dilation)


_TORCH = LibraryFunction(
    name="torch",
    library="torch",
    version="2.13.0",
    page="https://docs.pytorch.org/docs/stable/generated/{name}.html",
    laws={},
    other_options=(LAYOUT,),
    template=TENSORS,
)


def _for_axes(axes: int) -> Iterator[LibraryFunction]:
    """The functions that have a version for this number of axes, the gradients of a convolution last."""
    functional = _TORCH.replace(
        name=f"torch.nn.functional.conv{axes}d",
        laws={axes: _conv},
        options=(_STRIDE, _PAD_OR_NAME, _DILATION),
        other_options=(_GROUPS, BIAS, LAYOUT),
        conjugates=keeps,
        spreads=by_products,
        offset=bias_of,
        layouts=with_or_without_batch(_CONV),
        requirements=(conditions.unstrided, conditions.fits),
        notes=(conditions.uneven,),
        template=ONE_LINE,
    )
    mode = Option(
        name="padding_mode",
        default="zeros",
        kind=choice(*RULES),
        candidates=candidates.rules(RULES, fill=False),
        names_boundary=True,
    )
    yield functional
    yield functional.replace(
        name=f"torch.nn.Conv{axes}d",
        also=(f"torch.nn.LazyConv{axes}d",),
        options=(*functional.options, mode),
        other_options=(*_LAYER, LAYOUT),
        requirements=(conditions.unstrided, conditions.near, conditions.fits),
        notes=(conditions.uneven, conditions.mirrors, conditions.adds_bias),
        template=LAYERS,
    )
    yield from _transposed(functional, axes)
    yield from _gradients(axes)


def _transposed(functional: LibraryFunction, axes: int) -> Iterator[LibraryFunction]:
    transpose = functional.replace(
        name=f"torch.nn.functional.conv_transpose{axes}d",
        laws={axes: _conv_transpose},
        layouts=with_or_without_batch(_TRANSPOSED),
        options=(_STRIDE, _PAD, Option(name="output_padding", default=0, kind=_PAD.kind), _DILATION),
        requirements=(conditions.short,),
        notes=(conditions.removes, conditions.adds),
        template=ONE_LINE.replace(last_choice=True),
    )
    yield transpose
    yield transpose.replace(
        name=f"torch.nn.ConvTranspose{axes}d",
        also=(f"torch.nn.LazyConvTranspose{axes}d",),
        other_options=(*_LAYER, *unchanged(padding_mode="zeros"), LAYOUT),
        notes=(*transpose.notes, conditions.adds_bias),
        template=LAYERS,
    )


def _gradients(axes: int) -> Iterator[LibraryFunction]:
    gradient = _TORCH.replace(
        page="https://github.com/pytorch/pytorch/blob/main/torch/nn/grad.py", other_options=(_GROUPS, LAYOUT)
    )
    yield gradient.replace(
        name=f"torch.nn.grad.conv{axes}d_input",
        template=TENSORS.replace(whole="torch.nn.grad.{last}({input_size}, {h}, {x}{options})"),
        laws={axes: _grad_input},
        layouts=laid(_TRANSPOSED),
        options=(_STRIDE, _PAD, _DILATION, _size("input_size", conditions.window_sizes)),
        requirements=(conditions.windows("input_size"),),
        notes=(always(f"The image here is grad_output: the sum is that of conv_transpose{axes}d."),),
    )
    yield gradient.replace(
        name=f"torch.nn.grad.conv{axes}d_weight",
        template=TENSORS.replace(whole="torch.nn.grad.{last}({x}, {weight_size}, {h}{options})"),
        laws={axes: _grad_weight},
        layouts=laid(_WEIGHTS),
        options=(_STRIDE, _PAD, _DILATION, _size("weight_size", conditions.weight_sizes)),
        requirements=(conditions.gradients_fit,),
        notes=(always("The kernel here is grad_output."), conditions.change_places),
    )


FUNCTIONS = (
    *(function for axes in (1, 2, 3) for function in _for_axes(axes)),
    _TORCH.replace(
        name="torch.nn.functional.unfold",
        also=("torch.nn.Unfold",),
        template=TENSORS.replace(
            text="({h}.flatten() @ torch.nn.functional.unfold({x}[None, None], {h}.shape{options})[0])"
            ".reshape({outputs})"
        ),
        # the columns that unfold gives, contracted with the kernel
        laws={2: _conv},
        columns="unfold",
        conjugates=keeps,
        options=_EACH,
        requirements=(conditions.fits,),
        notes=(
            always(
                "The output here is the kernel times the columns of unfold, as conv2d gives it; "
                "convtrace.evaluate gives the columns themselves where kernel_size stands in the place of a kernel."
            ),
        ),
    ),
    _TORCH.replace(
        name="torch.nn.functional.fold",
        also=("torch.nn.Fold",),
        template=TENSORS.replace(
            text="torch.nn.functional.fold(({h}.reshape(-1, 1) * {x}.reshape(1, -1))[None], "
            "({output_size},), {h}.shape{options})[0, 0]"
        ),
        laws={2: _fold},
        columns="fold",
        conjugates=keeps,
        options=(_size("output_size", conditions.window_sizes), *_EACH),
        requirements=(conditions.windows("output_size"),),
        notes=(always("The columns here are the kernel times each pixel, so that fold gives conv_transpose2d."),),
    ),
    _TORCH.replace(
        name="torch.nn.functional.conv_tbc",
        page="https://docs.pytorch.org/docs/stable/generated/torch.conv_tbc.html",
        laws={1: lambda n, k, pad: _conv(n, k, stride=1, padding=pad, dilation=1)},
        options=(_PAD.replace(name="pad"),),
        notes=(always("PyTorch takes the image as (time, batch, channels), the kernel as (K, in, out)."),),
        other_options=(BIAS.replace(in_python=tbc_bias), LAYOUT),
        offset=bias_of,
        layouts=laid(Layout(image="* N C", kernel="* C O", output="* N O")),
        min_outputs=0,
        template=TENSORS.replace(whole="torch.conv_tbc({x}, {h}, {bias}, {pad})"),
    ),
)
