"""PyTorch: https://docs.pytorch.org/docs/stable/nn.functional.html#convolution-functions"""

from __future__ import annotations

from collections.abc import Callable

from convtrace.law.boundary import EDGE, REFLECT, WRAP, ZERO, Rule
from convtrace.library.functions.formulas import (
    LAYOUT,
    convolution,
    correlation,
    dilations,
    extent,
    fitting,
    only,
    paddings,
    strides,
)
from convtrace.library.option_kinds import either, numbers, one_of
from convtrace.library.row import (
    AxisCall,
    Demand,
    LibraryFunction,
    Option,
    Required,
    Sizes,
    Written,
    each_axis,
    flipped,
)

LIBRARY, VERSION = "torch", "2.13.0"
PAGE = "https://docs.pytorch.org/docs/stable/generated/torch.nn.{}.html"
PADDING = {"zeros": ZERO, "reflect": REFLECT, "replicate": EDGE, "circular": WRAP}

STRIDE = Option(name="stride", default=1, kind=numbers(1), tries=strides, each=True)
DILATION = Option(name="dilation", default=1, kind=numbers(1), tries=dilations, each=True)
PAD = Option(name="padding", default=0, kind=numbers(0), tries=paddings, each=True)
PAD_OR_NAME = PAD.replace(kind=either(one_of("same", "valid"), numbers(0)))
# torch.conv2d is torch.nn.functional.conv2d under a shorter name; one image, one channel in and one out
WRITTEN = "torch.{}({{x}}[None], {{h}}[None, None]{{options}})[0]"
MADE = "torch.from_numpy({})"
TENSORS = "torch takes tensors of floats"
UNWRITTEN = Written(text="", turn=flipped, made=MADE, takes=TENSORS)
GROUPS = only("groups", 1)


def pads(k: int, padding: int | str, dilation: int) -> tuple[int, int]:
    """What is added before and after; 'same' adds d(K−1) in all, the odd one after.

    >>> pads(4, "same", 1), pads(4, "valid", 1), pads(4, 2, 1)
    ((1, 2), (0, 0), (2, 2))
    """
    if isinstance(padding, int):
        return padding, padding
    total = dilation * (k - 1) if padding == "same" else 0
    return total // 2, total - total // 2


def conv(n: int, k: int, stride: int, padding: int | str, dilation: int, boundary: Rule = ZERO) -> AxisCall:
    """d·k = −s·m + i + p, (N+2p−Ke)//s+1 outputs.

    >>> axis = conv(5, 3, stride=2, padding=1, dilation=1)
    >>> axis.relation, axis.outputs
    (Relation(d=1, alpha=-2, beta=1, gamma=1), 3)
    """
    low, high = pads(k, padding, dilation)
    outputs = fitting(n + low + high, extent(k, dilation), stride)
    return correlation(outputs, low, stride, dilation, boundary)


def module(n: int, k: int, stride: int, padding: int | str, dilation: int, padding_mode: str) -> AxisCall:
    """As `conv`, with what is outside the image named by padding_mode."""
    return conv(n, k, stride, padding, dilation, PADDING[padding_mode])


def conv_transpose(n: int, k: int, stride: int, padding: int, output_padding: int, dilation: int) -> AxisCall:
    """d·k = m − s·i + p, (N−1)s−2p+Ke+op outputs.

    >>> conv_transpose(3, 3, stride=2, padding=1, output_padding=1, dilation=1).outputs
    6
    """
    outputs = (n - 1) * stride - 2 * padding + extent(k, dilation) + output_padding
    return convolution(outputs, padding, stride, dilation)


def grad_input(n: int, k: int, stride: int, padding: int, dilation: int, input_size: int) -> AxisCall:
    """d·k = m − s·i + p: i counts grad_output, m the input."""
    return convolution(input_size, padding, stride, dilation)


def grad_weight(n: int, k: int, stride: int, padding: int, dilation: int, weight_size: int) -> AxisCall:
    """s·k = −d·m + i + p: k counts grad_output, m the weight; stride and dilation change places.

    >>> grad_weight(7, 3, stride=2, padding=0, dilation=1, weight_size=3).relation
    Relation(d=2, alpha=-1, beta=1, gamma=0)
    """
    return correlation(weight_size, padding, dilation, stride)


def unfold(n: int, k: int, stride: int, padding: int, dilation: int) -> AxisCall:
    """d·k = −s·m + i + p: the columns that unfold gives, contracted with the kernel."""
    return conv(n, k, stride, padding, dilation)


def fold(n: int, k: int, stride: int, padding: int, dilation: int, output_size: int) -> AxisCall:
    """d·k = m − s·i + p: the columns are the kernel times each pixel."""
    return convolution(output_size, padding, stride, dilation)


def conv_tbc(n: int, k: int, pad: int) -> AxisCall:
    """The law k = −m + i + pad."""
    return conv(n, k, stride=1, padding=pad, dilation=1)


def _same_unstrided(padding: int | str, stride: int, **_: object) -> bool:
    return padding != "same" or stride == 1


def _kernel_fits(n: int, k: int, padding: int | str, dilation: int, **_: object) -> bool:
    return extent(k, dilation) <= n + sum(pads(k, padding, dilation))


def _pads_stay_near(n: int, k: int, padding: int | str, dilation: int, padding_mode: str, **_: object) -> bool:
    most = {"reflect": n - 1, "circular": n}.get(padding_mode)
    return most is None or max(pads(k, padding, dilation)) <= most


def _windows(name: str) -> Callable[[Sizes], bool]:
    """Whether the windows over the array of size `name` are as many as the pixels."""

    def holds(n: int, k: int, stride: int, padding: int, dilation: int, **sizes: int) -> bool:
        return fitting(sizes[name] + 2 * padding, extent(k, dilation), stride) == n

    return each_axis("", holds).holds


def _gradients_fit(n: int, k: int, stride: int, padding: int, dilation: int, weight_size: int, **_: object) -> bool:
    return fitting(n + 2 * padding, extent(weight_size, dilation), stride) == k


def _short_output_padding(output_padding: int, stride: int, dilation: int, **_: object) -> bool:
    return output_padding < max(stride, dilation)


UNSTRIDED = each_axis("padding='same' is not supported with stride > 1", _same_unstrided)
FITS = each_axis("the kernel d(K-1)+1 must not be larger than the padded image N+2p", _kernel_fits)
NEAR = each_axis(
    "padding must be smaller than the image for padding_mode='reflect', at most the image for 'circular'",
    _pads_stay_near,
)
SHORT = each_axis("output_padding must be smaller than either stride or dilation", _short_output_padding)


def _size(name: str) -> Option:
    return Option(name=name, default=Required(5), kind=numbers(1))


def _plain(axes: int) -> tuple[LibraryFunction, ...]:
    """The functions that have a version for this number of axes."""
    functional = LibraryFunction(
        name=f"torch.nn.functional.conv{axes}d",
        library=LIBRARY,
        version=VERSION,
        source=PAGE.format(f"functional.conv{axes}d"),
        laws={axes: conv},
        options=(STRIDE, PAD_OR_NAME, DILATION),
        asides=(GROUPS, LAYOUT),
        demands=(UNSTRIDED, FITS),
        surprises=("With padding='same' and a kernel of even length, the odd zero is added at the end.",),
        written=Written(text=WRITTEN.format(f"conv{axes}d"), turn=flipped, made=MADE, takes=TENSORS),
    )
    layer = functional.replace(
        name=f"torch.nn.Conv{axes}d",
        source=PAGE.format(f"Conv{axes}d"),
        laws={axes: module},
        options=(*functional.options, Option(name="padding_mode", default="zeros", kind=one_of(*PADDING), border=True)),
        asides=(GROUPS, only("bias", False), LAYOUT),
        demands=(UNSTRIDED, NEAR, FITS),
        surprises=("'reflect' leaves the edge out: SciPy's 'mirror'.",),
        written=UNWRITTEN,
    )
    transpose = functional.replace(
        name=f"torch.nn.functional.conv_transpose{axes}d",
        source=PAGE.format(f"functional.conv_transpose{axes}d"),
        laws={axes: conv_transpose},
        options=(STRIDE, PAD, Option(name="output_padding", default=0, kind=numbers(0)), DILATION),
        demands=(SHORT,),
        surprises=("padding takes elements away.", "output_padding only lengthens the high end."),
        written=Written(
            text=WRITTEN.format(f"conv_transpose{axes}d"), turn=flipped, made=MADE, takes=TENSORS, roundabout=True
        ),
    )
    return functional, layer, transpose


def _gradients(axes: int) -> tuple[LibraryFunction, ...]:
    """The gradients of a convolution for this number of axes."""
    gradient = LibraryFunction(
        name=f"torch.nn.grad.conv{axes}d_input",
        library=LIBRARY,
        version=VERSION,
        source="https://github.com/pytorch/pytorch/blob/main/torch/nn/grad.py",
        laws={axes: grad_input},
        options=(STRIDE, PAD, DILATION, _size("input_size")),
        asides=(GROUPS, LAYOUT),
        demands=(
            Demand("the convolution of input_size must have as many outputs as grad_output", _windows("input_size")),
        ),
        surprises=("The image is grad_output: this is conv_transpose.",),
        written=UNWRITTEN,
    )
    weights = gradient.replace(
        name=f"torch.nn.grad.conv{axes}d_weight",
        laws={axes: grad_weight},
        options=(STRIDE, PAD, DILATION, _size("weight_size")),
        demands=(
            each_axis("the convolution with weight_size must have as many outputs as grad_output", _gradients_fit),
        ),
        surprises=("The kernel is grad_output.", "stride and dilation change places."),
    )
    return gradient, weights


UNFOLD = LibraryFunction(
    name="torch.nn.functional.unfold",
    library=LIBRARY,
    version=VERSION,
    source=PAGE.format("functional.unfold"),
    laws={2: unfold},
    options=(DILATION, PAD, STRIDE),
    asides=(LAYOUT,),
    demands=(FITS,),
    surprises=("The output is the contraction of the columns with the kernel: conv2d.",),
    written=UNWRITTEN,
)
FOLD = UNFOLD.replace(
    name="torch.nn.functional.fold",
    source=PAGE.format("functional.fold"),
    laws={2: fold},
    options=(_size("output_size"), *UNFOLD.options),
    demands=(Demand("there must be one column for each window over output_size", _windows("output_size")),),
    surprises=("The columns are the kernel times each pixel: conv_transpose2d.",),
)
CONV_TBC = LibraryFunction(
    name="torch.nn.functional.conv_tbc",
    library=LIBRARY,
    version=VERSION,
    source="https://docs.pytorch.org/docs/stable/generated/torch.conv_tbc.html",
    laws={1: conv_tbc},
    options=(Option(name="pad", default=0, kind=numbers(0)),),
    asides=(LAYOUT,),
    surprises=("The arrays are (time, batch, channels), the kernel (K, in, out).",),
    fewest=0,
)
FUNCTIONS = (
    *(function for axes in (1, 2, 3) for function in (*_plain(axes), *_gradients(axes))),
    UNFOLD,
    FOLD,
    CONV_TBC,
)
