"""PyTorch: https://docs.pytorch.org/docs/stable/nn.functional.html#convolution-functions"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from convtrace.law.boundary import EDGE, REFLECT, WRAP, ZERO
from convtrace.library.functions import candidates
from convtrace.library.functions.formulas import convolution, correlation, dilated, fitting
from convtrace.library.functions.shared_options import LAYOUT, only
from convtrace.library.option_kinds import choice, either, whole_numbers
from convtrace.library.requirements import Requirement, each_axis
from convtrace.library.row import AxisCall, CallTemplate, LibraryFunction, Option

_RULES = {"zeros": ZERO, "reflect": REFLECT, "replicate": EDGE, "circular": WRAP}
_STRIDE = Option(name="stride", default=1, kind=whole_numbers(1), candidates=candidates.strides, per_axis=True)
_DILATION = Option(name="dilation", default=1, kind=whole_numbers(1), candidates=candidates.dilations, per_axis=True)
_PAD = Option(name="padding", default=0, kind=whole_numbers(0), candidates=candidates.paddings, per_axis=True)
_PAD_OR_NAME = _PAD.replace(kind=either(choice("same", "valid"), whole_numbers(0)))
_GROUPS = only("groups", 1)


def _size(name: str) -> Option:
    return Option(name=name, default=5, required=True, kind=whole_numbers(1))


def _flip(kernel: str, flips: Sequence[bool]) -> str:
    """A tensor flipped along some axes, as PyTorch has it.

    >>> _flip("h", (True, True)), _flip("h", (False,))
    ('h.flip(0, 1)', 'h')
    """
    axes = ", ".join(str(axis) for axis, flip in enumerate(flips) if flip)
    return f"{kernel}.flip({axes})" if axes else kernel


_TENSORS = CallTemplate(flip=_flip, from_numpy="torch.from_numpy({})", takes="torch takes tensors of floats")
# torch.conv2d is torch.nn.functional.conv2d under a shorter name; one image, one channel in and one out
_ONE_LINE = _TENSORS.replace(text="torch.{last}({x}[None], {h}[None, None]{options})[0]")


def _pads(k: int, padding: int | str, dilation: int) -> tuple[int, int]:
    """The pads before and after; 'same' adds d(K−1) in all, the odd one after.

    >>> _pads(4, "same", 1), _pads(4, "valid", 1), _pads(4, 2, 1)
    ((1, 2), (0, 0), (2, 2))
    """
    if isinstance(padding, int):
        return padding, padding
    total = dilation * (k - 1) if padding == "same" else 0
    return total // 2, total - total // 2


def _conv(n: int, k: int, stride: int, padding: int | str, dilation: int, padding_mode: str = "zeros") -> AxisCall:
    """d·k = −s·m + i + p, (N+2p−Ke)//s+1 outputs; a layer names the rule outside the image.

    >>> axis = _conv(5, 3, stride=2, padding=1, dilation=1)
    >>> axis.relation, axis.outputs
    (Relation(d=1, alpha=-2, beta=1, gamma=1), 3)
    """
    low, high = _pads(k, padding, dilation)
    outputs = fitting(n + low + high, dilated(k, dilation), stride)
    return correlation(outputs, low, stride, dilation, boundary=_RULES[padding_mode])


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


@each_axis("padding='same' is not supported with stride > 1")
def _unstrided(padding: int | str, stride: int, **_: object) -> bool:
    return padding != "same" or stride == 1


@each_axis("the kernel d(K-1)+1 must not be larger than the padded image N+2p")
def _fits(n: int, k: int, padding: int | str, dilation: int, **_: object) -> bool:
    return dilated(k, dilation) <= n + sum(_pads(k, padding, dilation))


@each_axis("padding must be smaller than the image for padding_mode='reflect', at most the image for 'circular'")
def _near(n: int, k: int, padding: int | str, dilation: int, padding_mode: str, **_: object) -> bool:
    most = {"reflect": n - 1, "circular": n}.get(padding_mode)
    return most is None or max(_pads(k, padding, dilation)) <= most


@each_axis("output_padding must be smaller than either stride or dilation")
def _short(output_padding: int, stride: int, dilation: int, **_: object) -> bool:
    return output_padding < max(stride, dilation)


def _windows(name: str, text: str) -> Requirement:
    """The requirement that the windows over the array of size `name` are as many as the pixels."""

    @each_axis(text)
    def holds(n: int, k: int, stride: int, padding: int, dilation: int, **sizes: int) -> bool:
        return fitting(sizes[name] + 2 * padding, dilated(k, dilation), stride) == n

    return holds


@each_axis("the convolution with weight_size must have as many outputs as grad_output")
def _gradients_fit(n: int, k: int, stride: int, padding: int, dilation: int, weight_size: int, **_: object) -> bool:
    return fitting(n + 2 * padding, dilated(weight_size, dilation), stride) == k


_TORCH = LibraryFunction(
    name="torch",
    library="torch",
    version="2.13.0",
    page="https://docs.pytorch.org/docs/stable/generated/{name}.html",
    laws={},
    other_options=(LAYOUT,),
    template=_TENSORS,
)


def _for_axes(axes: int) -> Iterator[LibraryFunction]:
    """The functions that have a version for this number of axes, the gradients of a convolution last."""
    functional = _TORCH.replace(
        name=f"torch.nn.functional.conv{axes}d",
        laws={axes: _conv},
        options=(_STRIDE, _PAD_OR_NAME, _DILATION),
        other_options=(_GROUPS, LAYOUT),
        requirements=(_unstrided, _fits),
        surprises=("With padding='same' and a kernel of even length, the odd zero is added at the end.",),
        template=_ONE_LINE,
    )
    mode = Option(name="padding_mode", default="zeros", kind=choice(*_RULES), names_boundary=True)
    yield functional
    yield functional.replace(
        name=f"torch.nn.Conv{axes}d",
        options=(*functional.options, mode),
        other_options=(_GROUPS, only("bias", False), LAYOUT),
        requirements=(_unstrided, _near, _fits),
        surprises=("'reflect' leaves the edge out: SciPy's 'mirror'.",),
        template=_TENSORS,
    )
    transpose = functional.replace(
        name=f"torch.nn.functional.conv_transpose{axes}d",
        laws={axes: _conv_transpose},
        options=(_STRIDE, _PAD, Option(name="output_padding", default=0, kind=whole_numbers(0)), _DILATION),
        requirements=(_short,),
        surprises=("padding takes elements away.", "output_padding only lengthens the high end."),
        template=_ONE_LINE.replace(last_choice=True),
    )
    yield transpose
    yield transpose.replace(
        name=f"torch.nn.ConvTranspose{axes}d",
        other_options=(_GROUPS, only("bias", False), only("padding_mode", "zeros"), LAYOUT),
        template=_TENSORS,
    )
    yield from _gradients(axes)


def _gradients(axes: int) -> Iterator[LibraryFunction]:
    gradient = _TORCH.replace(
        page="https://github.com/pytorch/pytorch/blob/main/torch/nn/grad.py", other_options=(_GROUPS, LAYOUT)
    )
    fits = "the convolution of input_size must have as many outputs as grad_output"
    yield gradient.replace(
        name=f"torch.nn.grad.conv{axes}d_input",
        laws={axes: _grad_input},
        options=(_STRIDE, _PAD, _DILATION, _size("input_size")),
        requirements=(_windows("input_size", fits),),
        surprises=("The image is grad_output: this is conv_transpose.",),
    )
    yield gradient.replace(
        name=f"torch.nn.grad.conv{axes}d_weight",
        laws={axes: _grad_weight},
        options=(_STRIDE, _PAD, _DILATION, _size("weight_size")),
        requirements=(_gradients_fit,),
        surprises=("The kernel is grad_output.", "stride and dilation change places."),
    )


FUNCTIONS = (
    *(function for axes in (1, 2, 3) for function in _for_axes(axes)),
    _TORCH.replace(
        name="torch.nn.functional.unfold",
        # the columns that unfold gives, contracted with the kernel
        laws={2: _conv},
        options=(_DILATION, _PAD, _STRIDE),
        requirements=(_fits,),
        surprises=("The output is the contraction of the columns with the kernel: conv2d.",),
    ),
    _TORCH.replace(
        name="torch.nn.functional.fold",
        laws={2: _fold},
        options=(_size("output_size"), _DILATION, _PAD, _STRIDE),
        requirements=(_windows("output_size", "there must be one column for each window over output_size"),),
        surprises=("The columns are the kernel times each pixel: conv_transpose2d.",),
    ),
    _TORCH.replace(
        name="torch.nn.functional.conv_tbc",
        page="https://docs.pytorch.org/docs/stable/generated/torch.conv_tbc.html",
        laws={1: lambda n, k, pad: _conv(n, k, stride=1, padding=pad, dilation=1)},
        options=(Option(name="pad", default=0, kind=whole_numbers(0)),),
        surprises=("The arrays are (time, batch, channels), the kernel (K, in, out).",),
        min_outputs=0,
        template=CallTemplate(),
    ),
)
