"""TensorFlow on the CPU: https://www.tensorflow.org/api_docs/python/tf/nn (notes on padding)"""

from __future__ import annotations

from convtrace.library.functions.formulas import (
    LAYOUT,
    ceiling,
    convolution,
    correlation,
    equal,
    extent,
    fitting,
    not_both,
    same,
    same_total,
    unset,
)
from convtrace.library.option_kinds import either, numbers, one_of, pairs
from convtrace.library.row import AxisCall, LibraryFunction, Option, Required, each_axis

LIBRARY, VERSION = "tensorflow", "2.21.0"
PAGE = "https://www.tensorflow.org/api_docs/python/tf/nn/{}"
Padding = str | tuple[int, int]


def conv(n: int, k: int, strides: int, dilations: int, padding: Padding) -> AxisCall:
    """d·k = −s·m + i + γ: γ is half of what SAME adds, which depends on N mod s.

    A window that is too long leaves no outputs, one that is two strides too long an error.

    >>> [conv(n, 3, 2, 1, "SAME").relation.gamma for n in (5, 6)]
    [1, 0]
    """
    ke = extent(k, dilations)
    if padding == "SAME":
        return same(n, ke, strides, dilations)
    low, high = (0, 0) if isinstance(padding, str) else padding
    starts = n + low + high - ke + strides
    # C++ divides towards 0
    outputs = starts // strides if starts > 0 else -(-starts // strides)
    return correlation(outputs, low, strides, dilations)


def conv3d(n: int, k: int, strides: int, dilations: int, padding: Padding, onednn: bool) -> AxisCall:
    """As `conv`; SAME of a kernel shorter than the stride begins inside the image, unless oneDNN computes it.

    >>> conv3d(3, 1, 3, 1, "SAME", False).relation.gamma, conv3d(3, 1, 3, 1, "SAME", True).relation.gamma
    (-1, 0)
    """
    total = same_total(n, extent(k, dilations), strides)
    if padding == "SAME" and total < 0 and not onednn:
        return correlation(ceiling(n, strides), -(-total // 2), strides, dilations)
    return conv(n, k, strides, dilations, padding)


def convolution3d(n: int, k: int, strides: int, dilations: int, padding: str) -> AxisCall:
    return conv3d(n, k, strides, dilations, padding, onednn=False)


def atrous(n: int, k: int, rate: int, padding: str) -> AxisCall:
    """d·k = −m + i + γ, d = rate."""
    return conv(n, k, 1, rate, padding)


def transpose(n: int, k: int, strides: int, padding: str, output_shape: int) -> AxisCall:
    """The law k = m − s·i + T//2 for SAME, T = max((N−1)s+K−L, 0): the gradient of a convolution of L pixels.

    >>> transpose(2, 4, 2, "SAME", 3).relation.gamma
    1
    """
    total = max((n - 1) * strides + k - output_shape, 0)
    return convolution(output_shape, total // 2 if padding == "SAME" else 0, strides)


def _shapes_agree(n: int, k: int, strides: int, padding: str, output_shape: int, **_: object) -> bool:
    return n == (ceiling(output_shape, strides) if padding == "SAME" else fitting(output_shape, k, strides))


def _written(
    n: int, k: int, padding: Padding, onednn: bool, strides: int = 1, dilations: int = 1, rate: int = 1, **_: object
) -> bool:
    return not onednn or conv(n, k, strides, dilations * rate, padding).outputs > 0


NAMES = one_of("SAME", "VALID")
STRIDES = Option(name="strides", default=Required(1), kind=numbers(1), also=("stride",))
STRIDES_OR_1 = STRIDES.replace(default=1)
DILATIONS = Option(name="dilations", default=1, kind=numbers(1))
PADDING = Option(name="padding", default=Required("VALID"), kind=NAMES)
PADDING_OR_PAIRS = PADDING.replace(kind=either(NAMES, pairs(0)))
ONEDNN = Option(name="onednn", default=False, kind=one_of(False, True), ours=True)
OFF = Option(name="onednn", default=False, kind=one_of(False), ours=True)
ASIDES = (ONEDNN, LAYOUT)
DEPENDS_ON_N = "With 'SAME' and a stride, the first window depends on N."
AGREE = each_axis(
    "output_shape must be a size that a convolution with strides and padding turns into the image's",
    _shapes_agree,
)
WRITTEN = each_axis("with oneDNN the kernel must fit, or it returns memory that nobody wrote", _written)
UNDILATED = unset("dilations", 1)

CONV1D = LibraryFunction(
    name="tf.nn.conv1d",
    library=LIBRARY,
    version=VERSION,
    source=PAGE.format("conv1d"),
    laws={1: conv},
    options=(STRIDES, DILATIONS, PADDING),
    asides=ASIDES,
    demands=(WRITTEN,),
    surprises=(DEPENDS_ON_N,),
    fewest=0,
)
CONV2D = CONV1D.replace(
    name="tf.nn.conv2d",
    source=PAGE.format("conv2d"),
    laws={2: conv},
    options=(STRIDES, DILATIONS, PADDING_OR_PAIRS),
)
CONV3D = CONV1D.replace(
    name="tf.nn.conv3d",
    source=PAGE.format("conv3d"),
    laws={3: conv3d},
    options=(STRIDES, DILATIONS, PADDING, ONEDNN),
    asides=(LAYOUT,),
    demands=(
        WRITTEN,
        each_axis(
            "dilations must be 1 on the CPU without oneDNN", lambda dilations, onednn, **_: onednn or dilations == 1
        ),
    ),
    surprises=(DEPENDS_ON_N, "With 'SAME' and K < s, one pixel off from conv2d where oneDNN is off."),
)
CONVOLUTION = CONV1D.replace(
    name="tf.nn.convolution",
    source=PAGE.format("convolution"),
    laws={1: conv, 2: conv, 3: convolution3d},
    options=(STRIDES_OR_1, DILATIONS, PADDING.replace(default="VALID")),
    asides=(OFF, LAYOUT),
    demands=(not_both("strides", "dilations"),),
)
ATROUS = CONV1D.replace(
    name="tf.nn.atrous_conv2d",
    source=PAGE.format("atrous_conv2d"),
    laws={2: atrous},
    options=(Option(name="rate", default=Required(2), kind=numbers(1)), PADDING),
)
DEPTHWISE = CONV2D.replace(
    name="tf.nn.depthwise_conv2d",
    source=PAGE.format("depthwise_conv2d"),
    demands=(WRITTEN, equal("strides"), not_both("strides", "dilations")),
    surprises=(DEPENDS_ON_N, "stride > 1 with dilations > 1 does not raise, and gives other numbers: not worked out."),
)
CONV1D_TRANSPOSE = LibraryFunction(
    name="tf.nn.conv1d_transpose",
    library=LIBRARY,
    version=VERSION,
    source=PAGE.format("conv1d_transpose"),
    laws={1: transpose},
    options=(
        STRIDES,
        PADDING.replace(default="SAME"),
        Option(name="output_shape", default=Required(5), kind=numbers(1)),
    ),
    asides=(*ASIDES, DILATIONS),
    demands=(UNDILATED, AGREE),
    surprises=("With 'SAME', where the kernel falls depends on output_shape.",),
)
CONV2D_TRANSPOSE = CONV1D_TRANSPOSE.replace(
    name="tf.nn.conv2d_transpose", source=PAGE.format("conv2d_transpose"), laws={2: transpose}
)
CONV3D_TRANSPOSE = CONV1D_TRANSPOSE.replace(
    name="tf.nn.conv3d_transpose", source=PAGE.format("conv3d_transpose"), laws={3: transpose}
)
FUNCTIONS = (
    CONV1D,
    CONV2D,
    CONV3D,
    CONVOLUTION,
    ATROUS,
    DEPTHWISE,
    CONV1D_TRANSPOSE,
    CONV2D_TRANSPOSE,
    CONV3D_TRANSPOSE,
)
