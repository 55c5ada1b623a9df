"""TensorFlow on the CPU: https://www.tensorflow.org/api_docs/python/tf/nn (notes on padding)"""

from __future__ import annotations

from typing import Any

from convtrace.law.channels import EACH_CHANNEL, Layout
from convtrace.library.axis_call import AxisCall
from convtrace.library.functions import candidates
from convtrace.library.functions import tensorflow_conditions as conditions
from convtrace.library.functions.formulas import ceiling, convolution, correlation, dilated, same, same_total
from convtrace.library.functions.layouts import by_format, laid
from convtrace.library.functions.shared_options import LAYOUT, unused
from convtrace.library.functions.tensorflow_calls import CALLS, data_format, step
from convtrace.library.option import Option, as_tuple
from convtrace.library.option_kinds import choice, either, none_for, pairs, whole_numbers
from convtrace.library.requirements import each_axis, not_both, same_on_every_axis, unset
from convtrace.library.row import LibraryFunction

_Padding = str | tuple[int, int]


def _conv(n: int, k: int, strides: int, dilations: int, padding: _Padding) -> AxisCall:
    """d·k = −s·m + i + γ: γ is half of what SAME adds, which depends on N mod s.

    A window that is too long leaves no outputs, one that is two strides too long an error.

    >>> [_conv(n, 3, 2, 1, "SAME").relation.gamma for n in (5, 6)]
    [1, 0]
    """
    ke = dilated(k, dilations)
    if padding == "SAME":
        return same(n, ke, strides, dilations)
    low, high = (0, 0) if isinstance(padding, str) else padding
    starts = n + low + high - ke + strides
    # C++ divides towards 0
    outputs = starts // strides if starts > 0 else -(-starts // strides)
    return correlation(outputs, low, strides, dilations)


def _conv1d(n: int, k: int, stride: int, dilations: int, padding: str) -> AxisCall:
    """The law of `_conv`; conv1d has a name of its own for the stride."""
    return _conv(n, k, stride, dilations, padding)


def conv3d(n: int, k: int, strides: int, dilations: int, padding: _Padding, onednn: bool) -> AxisCall:
    """The law of `_conv`; SAME of a kernel shorter than the stride begins inside the image, but for oneDNN.

    >>> conv3d(3, 1, 3, 1, "SAME", False).relation.gamma, conv3d(3, 1, 3, 1, "SAME", True).relation.gamma
    (-1, 0)
    """
    total = same_total(n, dilated(k, dilations), strides)
    if padding == "SAME" and total < 0 and not onednn:
        return correlation(ceiling(n, strides), -(-total // 2), strides, dilations)
    return _conv(n, k, strides, dilations, padding)


def _convolution3d(n: int, k: int, strides: int, dilations: int, padding: str) -> AxisCall:
    return conv3d(n, k, strides, dilations, padding, onednn=False)


def _atrous(n: int, k: int, rate: int, padding: str) -> AxisCall:
    """d·k = −m + i + γ, d = rate."""
    return _conv(n, k, 1, rate, padding)


def _transpose(n: int, k: int, strides: int, padding: str, output_shape: int) -> AxisCall:
    """The law k = m − s·i + T//2 for SAME, T = max((N−1)s+K−L, 0): the gradient of a convolution of L pixels.

    >>> _transpose(2, 4, 2, "SAME", 3).relation.gamma
    1
    """
    total = max((n - 1) * strides + k - output_shape, 0)
    return convolution(output_shape, total // 2 if padding == "SAME" else 0, strides)


@each_axis(
    "onednn=True is not accepted here: no window fits{where}, and oneDNN returns memory that nobody wrote",
    "Choose a larger image, a smaller kernel, or onednn=False.",
)
def _all_written(
    n: int,
    k: int,
    padding: _Padding,
    onednn: bool,
    dilations: int = 1,
    rate: int = 1,
    **options: Any,  # noqa: ANN401
) -> bool:
    return not onednn or _conv(n, k, step(**options), dilations * rate, padding).outputs > 0


_NAMES = choice("SAME", "VALID")
_STRIDES = Option(
    name="strides",
    default=1,
    required=True,
    kind=whole_numbers(1),
    also=("stride",),
    candidates=candidates.strides,
    per_axis=True,
    along="i",
)
_DILATIONS = Option(
    name="dilations",
    default=None,
    kind=either(whole_numbers(1), none_for(1)),
    candidates=candidates.dilations,
    per_axis=True,
    along="i",
)
_PADDING = Option(name="padding", default="VALID", required=True, kind=_NAMES, candidates=lambda _: ("VALID", "SAME"))
_PADDING_OR_PAIRS = _PADDING.replace(
    kind=either(_NAMES, pairs(0)),
    candidates=candidates.pad_pairs,
    per_axis=True,
    along="i",
    beside=[0, 0],
    typed_whole=True,
)
ONEDNN = Option(name="onednn", default=False, kind=choice(False, True), only_here=True)
_NOT_BOTH = not_both("strides", "dilations")


_NAMED = unused(name=None)
# the number of groups is as many times as the image has the kernel's channels
_CHANNELS = Layout(image="N * C", kernel="* c O", output="N * O")
_CONV = LibraryFunction(
    name="tf.nn.conv1d",
    library="tensorflow",
    version="2.21.0",
    page="https://www.tensorflow.org/api_docs/python/tf/nn/{last}",
    laws={1: _conv1d},
    options=(_STRIDES.replace(name="stride", also=("strides",)), _DILATIONS, _PADDING),
    other_options=(ONEDNN, LAYOUT, data_format(1), *_NAMED),
    requirements=(_all_written,),
    notes=(conditions.depends_on_size, conditions.on_a_cpu),
    min_outputs=0,
    layouts=by_format(_CHANNELS),
    template=CALLS,
)
_CONV2D = _CONV.replace(
    name="tf.nn.conv2d",
    laws={2: _conv},
    options=(_STRIDES, _DILATIONS, _PADDING_OR_PAIRS),
    other_options=(ONEDNN, LAYOUT, data_format(2), *_NAMED),
)
_TRANSPOSE = _CONV2D.replace(
    layouts=by_format(_CHANNELS.replace(kernel="* O C")),
    options=(
        _STRIDES,
        _PADDING.replace(default="SAME", required=False),
        Option(
            name="output_shape",
            default=5,
            required=True,
            kind=whole_numbers(1),
            fitting=conditions.fitting_shapes,
            along="m",
            typed_whole=True,
        ),
    ),
    other_options=(),
    requirements=(unset("dilations", 1), conditions.shapes_agree),
    notes=(conditions.shape_decides, conditions.on_a_cpu),
    min_outputs=1,
)
FUNCTIONS = (
    _CONV,
    _CONV2D,
    _CONV2D.replace(
        name="tf.nn.conv3d",
        laws={3: conv3d},
        options=(_STRIDES.replace(typed_whole=True), _DILATIONS.replace(typed_whole=True), _PADDING, ONEDNN),
        other_options=(LAYOUT, data_format(3), *_NAMED),
        layouts=by_format(_CHANNELS.replace(kernel="* C O")),
        requirements=(_all_written, conditions.DILATES),
        notes=(conditions.depends_on_size, conditions.begins_inside, conditions.on_a_cpu),
    ),
    _CONV2D.replace(
        name="tf.nn.convolution",
        laws={1: _conv, 2: _conv, 3: _convolution3d},
        options=(
            _STRIDES.replace(
                required=False, default=None, kind=either(whole_numbers(1), none_for(1)), in_python=as_tuple
            ),
            _DILATIONS.replace(in_python=as_tuple),
            _PADDING.replace(required=False),
        ),
        other_options=(ONEDNN.replace(kind=choice(False)), LAYOUT, data_format(), *_NAMED),
        requirements=(_NOT_BOTH, conditions.names_all_axes, conditions.grouped_below_three),
    ),
    _CONV2D.replace(
        name="tf.nn.atrous_conv2d",
        laws={2: _atrous},
        options=(
            Option(name="rate", default=2, required=True, kind=whole_numbers(1), candidates=candidates.dilations),
            _PADDING,
        ),
        other_options=(ONEDNN, LAYOUT, *_NAMED),
        layouts=laid(_CHANNELS),
        notes=(conditions.depends_on_size,),
    ),
    _CONV2D.replace(
        name="tf.nn.depthwise_conv2d",
        also=("tf.nn.depthwise_conv2d_native",),
        layouts=by_format(_CHANNELS.replace(kernel="* C o", groups=EACH_CHANNEL)),
        other_options=(ONEDNN, LAYOUT, data_format(), *_NAMED),
        options=(_STRIDES.replace(typed_whole=True), _DILATIONS.replace(in_python=as_tuple), _PADDING_OR_PAIRS),
        requirements=(
            _all_written,
            same_on_every_axis("strides"),
            not_both("strides", "dilations", "TensorFlow then gives numbers of another sum. "),
        ),
    ),
    *(
        _TRANSPOSE.replace(
            name=f"tf.nn.conv{axes}d_transpose",
            laws={axes: _transpose},
            other_options=(ONEDNN, LAYOUT, _DILATIONS, data_format(axes), *_NAMED),
        )
        for axes in (1, 2, 3)
    ),
)
