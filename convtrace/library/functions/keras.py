"""Keras layers on its three backends: https://keras.io/api/layers/convolution_layers/"""

from __future__ import annotations

from typing import Any, NamedTuple

from convtrace.library.functions import tensorflow
from convtrace.library.functions.formulas import (
    LAYOUT,
    ceiling,
    convolution,
    correlation,
    equal,
    extent,
    fitting,
    not_both,
    only,
    same,
    unset,
)
from convtrace.library.option_kinds import either, numbers, one_of
from convtrace.library.row import AxisCall, Demand, Law, LibraryFunction, Option, each_axis

LIBRARY, VERSION = "keras", "3.15.1"
PAGE = "https://keras.io/api/layers/convolution_layers/{}/"


def conv(n: int, k: int, padding: str, strides: int, dilation_rate: int) -> AxisCall:
    """d·k = −s·m + i + γ, with TensorFlow's SAME.

    >>> conv(6, 3, "same", 2, 1).relation.gamma
    0
    """
    ke = extent(k, dilation_rate)
    if padding == "same":
        return same(n, ke, strides, dilation_rate)
    return correlation(fitting(n, ke, strides), 0, strides, dilation_rate)


def conv1d(n: int, k: int, padding: str, strides: int, dilation_rate: int) -> AxisCall:
    """As `conv`; causal: d·k = −s·m + i + d(K−1).

    >>> axis = conv1d(6, 3, "causal", 2, 1)
    >>> axis.relation, axis.outputs
    (Relation(d=1, alpha=-2, beta=1, gamma=2), 3)
    """
    if padding == "causal":
        return correlation(ceiling(n, strides), dilation_rate * (k - 1), strides, dilation_rate)
    return conv(n, k, padding, strides, dilation_rate)


def conv3d_tensorflow(n: int, k: int, padding: str, strides: int, dilation_rate: int, onednn: bool) -> AxisCall:
    """As tf.nn.conv3d."""
    return tensorflow.conv3d(n, k, strides, dilation_rate, padding.upper(), onednn)


def transpose(n: int, k: int, padding: str, strides: int, dilation_rate: int, output_padding: int | None) -> AxisCall:
    """d·k = m − s·i + γ; output_padding moves the outputs as well as their number.

    >>> calls = [transpose(3, 4, "same", 2, 1, op) for op in (None, 1)]
    >>> [(axis.relation, axis.outputs) for axis in calls]
    [(Relation(d=1, alpha=1, beta=-2, gamma=1), 6), (Relation(d=1, alpha=1, beta=-2, gamma=1), 5)]
    """
    ke = extent(k, dilation_rate)
    taken = 2 * (ke // 2) if padding == "same" else 0
    if output_padding is not None:
        outputs, shift = (n - 1) * strides + ke - taken + output_padding, max((taken - output_padding) // 2, 0)
    elif padding == "same":
        outputs, shift = n * strides, max(ke - strides, 0) // 2
    else:
        outputs, shift = (n - 1) * strides + ke + max(strides - ke, 0), 0
    return convolution(outputs, shift, strides, dilation_rate)


def _short(output_padding: int | None, strides: int, **_: object) -> bool:
    return output_padding is None or output_padding < strides


def _even_with_none(k: int, padding: str, dilation_rate: int, output_padding: int | None, **_: object) -> bool:
    return padding != "same" or output_padding != 0 or extent(k, dilation_rate) % 2 == 1


NAMES = Option(name="padding", default="valid", kind=one_of("same", "valid"))
CAUSAL = NAMES.replace(kind=one_of("same", "valid", "causal"))
STRIDES = Option(name="strides", default=1, kind=numbers(1), also=("stride",))
DILATION = Option(name="dilation_rate", default=1, kind=numbers(1))
OUTPUT_PADDING = Option(name="output_padding", default=None, kind=either(one_of(None), numbers(0)))
ASIDES = (only("groups", 1), only("use_bias", False), LAYOUT)
NOT_BOTH = not_both("strides", "dilation_rate")
SHORT = each_axis("output_padding must be smaller than strides", _short)
EVEN = each_axis("an even Ke with padding='same' needs an output_padding other than 0", _even_with_none)
UNDILATED = unset("dilation_rate", 1)


class Layer(NamedTuple):
    """A layer, as far as it is the same on every backend."""

    name: str
    page: str
    axes: int
    law: Law
    options: tuple[Option, ...]
    demands: tuple[Demand, ...]
    surprise: str


BASIC = (NAMES, STRIDES, DILATION)
TRANSPOSED = (*BASIC, OUTPUT_PADDING)
SAME_AS_TF = "'same' is TensorFlow's SAME on every backend: with strides it depends on N."
MOVES = "output_padding moves the result; PyTorch's does not."
LAYERS = (
    Layer(
        name="Conv1D",
        page="convolution1d",
        axes=1,
        law=conv1d,
        options=(CAUSAL, STRIDES, DILATION),
        demands=(NOT_BOTH,),
        surprise=SAME_AS_TF,
    ),
    Layer(
        name="Conv2D", page="convolution2d", axes=2, law=conv, options=BASIC, demands=(NOT_BOTH,), surprise=SAME_AS_TF
    ),
    Layer(
        name="Conv3D", page="convolution3d", axes=3, law=conv, options=BASIC, demands=(NOT_BOTH,), surprise=SAME_AS_TF
    ),
    Layer(
        name="DepthwiseConv1D",
        page="depthwise_convolution1d",
        axes=1,
        law=conv,
        options=BASIC,
        demands=(),
        surprise=SAME_AS_TF,
    ),
    Layer(
        name="DepthwiseConv2D",
        page="depthwise_convolution2d",
        axes=2,
        law=conv,
        options=BASIC,
        demands=(equal("strides"),),
        surprise=SAME_AS_TF,
    ),
    Layer(
        name="Conv1DTranspose",
        page="convolution1d_transpose",
        axes=1,
        law=transpose,
        options=TRANSPOSED,
        demands=(NOT_BOTH, SHORT),
        surprise=MOVES,
    ),
    Layer(
        name="Conv2DTranspose",
        page="convolution2d_transpose",
        axes=2,
        law=transpose,
        options=TRANSPOSED,
        demands=(NOT_BOTH, SHORT),
        surprise=MOVES,
    ),
    Layer(
        name="Conv3DTranspose",
        page="convolution3d_transpose",
        axes=3,
        law=transpose,
        options=TRANSPOSED,
        demands=(NOT_BOTH, SHORT),
        surprise=MOVES,
    ),
)
# what TensorFlow as a backend does otherwise; elsewhere it takes oneDNN's switch and does the same
TF_TRANSPOSE = {"demands": (NOT_BOTH, SHORT, EVEN, UNDILATED)}
TENSORFLOW: dict[str, dict[str, Any]] = {
    "Conv3D": {"laws": {3: conv3d_tensorflow}, "options": (*BASIC, tensorflow.ONEDNN)},
    "Conv1DTranspose": TF_TRANSPOSE,
    "Conv2DTranspose": TF_TRANSPOSE,
    "Conv3DTranspose": TF_TRANSPOSE,
}


def _row(layer: Layer, backend: str) -> LibraryFunction:
    return LibraryFunction(
        name=f"keras[{backend}].layers.{layer.name}",
        library=LIBRARY,
        version=VERSION,
        source=PAGE.format(layer.page),
        laws={layer.axes: layer.law},
        options=layer.options,
        asides=(*ASIDES, only("backend", backend).replace(ours=True)),
        demands=layer.demands,
        surprises=(layer.surprise,),
    )


def _tensorflow(layer: Layer) -> LibraryFunction:
    row = _row(layer, "tensorflow")
    row = row.replace(**TENSORFLOW.get(layer.name, {}))
    return row if tensorflow.ONEDNN in row.options else row.replace(asides=(*row.asides, tensorflow.ONEDNN))


FUNCTIONS = (
    *map(_tensorflow, LAYERS),
    *(_row(layer, backend) for backend in ("jax", "torch") for layer in LAYERS),
)
