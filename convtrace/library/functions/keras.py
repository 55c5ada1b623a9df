"""Keras layers on its three backends: https://keras.io/api/layers/convolution_layers/"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from convtrace.law.channels import EACH_CHANNEL
from convtrace.law.scaling import Biases, Offset
from convtrace.library.arrays import exact
from convtrace.library.axis_call import AxisCall
from convtrace.library.call_template import CallTemplate
from convtrace.library.functions import candidates, keras_ops, tensorflow
from convtrace.library.functions.formulas import ceiling, correlation
from convtrace.library.functions.keras_parts import (
    CHANNELS,
    DATA_FORMAT,
    DILATION,
    NOT_BOTH,
    OUTPUT_PADDING,
    PADDING,
    STRIDES,
    conv,
    conv3d_tensorflow,
    depends_on_size,
    even,
    moves,
    short,
    transpose,
)
from convtrace.library.functions.layouts import by_format, counting
from convtrace.library.functions.shared_options import LAYOUT, only, unchanged, unused
from convtrace.library.option import Option
from convtrace.library.option_kinds import OptionKind, Options, OptionValues, choice, whole_numbers
from convtrace.library.requirements import CallSizes, Requirement, same_on_every_axis, unset, whole_call
from convtrace.library.row import LibraryFunction
from convtrace.values.array_like import unpacked


def _conv1d(n: int, k: int, padding: str, strides: int, dilation_rate: int) -> AxisCall:
    """The law of `conv`; causal: d·k = −s·m + i + d(K−1).

    >>> axis = _conv1d(6, 3, "causal", 2, 1)
    >>> axis.relation, axis.outputs
    (Relation(d=1, alpha=-2, beta=1, gamma=2), 3)
    """
    if padding == "causal":
        return correlation(ceiling(n, strides), dilation_rate * (k - 1), strides, dilation_rate)
    return conv(n, k, padding, strides, dilation_rate)


def _bias(given: object, axes: int) -> OptionValues | None:
    """The number of the bias of all channels: by the name of its initializer, or by itself; or a list, one for each."""
    given = unpacked(given)
    given = given[0] if isinstance(given, list | tuple) and len(given) == 1 else given
    if isinstance(given, list | tuple):
        numbers = tuple(map(exact, map(unpacked, given)))
        return None if None in numbers or not numbers else (numbers,) * axes
    known = {"zeros": 0, "ones": 1}.get(given) if isinstance(given, str) else exact(given)
    return None if known is None else (known,) * axes


def _offset(options: Options) -> Offset | Biases:
    """The bias, where the layer has one."""
    bias = options["bias_initializer"][0] if options["use_bias"][0] else 0
    return Biases(values=bias) if isinstance(bias, tuple) else bias  # type: ignore[return-value]


def _new_bias(sizes: CallSizes) -> tuple[str, ...]:
    """The note on the bias that a layer has by default."""
    left_out = sizes.options["use_bias"][0] and "bias_initializer" not in sizes.given
    return ("The bias is 0 at first; bias_initializer=3 makes it 3.",) if left_out else ()


_CAUSAL = PADDING.replace(kind=choice("same", "valid", "causal"), candidates=lambda _: ("valid", "same", "causal"))
_GROUPS = Option(name="groups", default=1, kind=whole_numbers(1))
_USE_BIAS = Option(name="use_bias", default=True, kind=choice(True, False), scales=True)
_BIAS = Option(
    name="bias_initializer",
    default="zeros",
    kind=OptionKind("'zeros', 'ones', one number for all channels, or a list with one for each", _bias),
    also=("bias",),
    scales=True,
    candidates=candidates.offsets,
    in_python=lambda values: f"keras.initializers.Constant({values[0]})",
)
# what begins and trains a layer leaves the sums of given weights alone
_UNUSED = (*unchanged(activation=None), *unused(bias_regularizer=None, activity_regularizer=None, bias_constraint=None))
_TRAINED = (
    counting("filters", "O"),
    *unused(kernel_initializer="glorot_uniform", kernel_regularizer=None, kernel_constraint=None),
)
_OTHERS = (_USE_BIAS, _BIAS, DATA_FORMAT, counting("kernel_size", "K"), *_UNUSED, LAYOUT)
_LAYER = "keras.layers.{last}({out}, {sides}{options}, kernel_initializer=keras.initializers.Constant({h}))({x})"
_DEPTHWISE_LAYER = (
    "keras.layers.{last}({sides}, depth_multiplier={each}{options}, "
    "depthwise_initializer=keras.initializers.Constant({h}))({x})"
)
_DEPTHWISE = (
    counting("depth_multiplier", "M", 1),
    *unused(depthwise_initializer="glorot_uniform", depthwise_regularizer=None, depthwise_constraint=None),
)
_KERAS = LibraryFunction(
    name="keras",
    library="keras",
    version="3.15.1",
    page="https://keras.io/api/layers/convolution_layers/{}/",
    laws={},
    options=(PADDING, STRIDES, DILATION),
    other_options=(*_OTHERS, *_TRAINED),
    notes=(depends_on_size, _new_bias),
    offset=_offset,
    layouts=by_format(CHANNELS),
    template=CallTemplate(
        whole=_LAYER, imports="import keras", as_array="keras.ops.convert_to_numpy({})", common=False
    ),
)
# what TensorFlow as a backend does otherwise; elsewhere it takes oneDNN's switch and does the same
_ONEDNN_CONV3D = {"laws": {3: conv3d_tensorflow}, "options": (*_KERAS.options, tensorflow.ONEDNN)}
_UNDILATED = {"requirements": (NOT_BOTH, short, even, unset("dilation_rate", 1))}
_ON_TENSORFLOW: dict[str, dict[str, Any]] = {
    "Conv3D": _ONEDNN_CONV3D,
    **dict.fromkeys(("Conv1DTranspose", "Conv2DTranspose", "Conv3DTranspose"), _UNDILATED),
}


def _layers() -> Iterator[tuple[str, LibraryFunction]]:
    """The layers by their names, as far as they are the same on every backend."""

    def layer(axes: int, page: str, **changes: Any) -> LibraryFunction:  # noqa: ANN401 -- fields of the row
        return _KERAS.replace(page=_KERAS.page.format(page), **{"laws": {axes: conv}, **changes})

    for axes in (1, 2, 3):
        causal = {"laws": {1: _conv1d}, "options": (_CAUSAL, STRIDES, DILATION)} if axes == 1 else {}
        others = (_GROUPS, *_KERAS.other_options)
        yield (
            f"Conv{axes}D",
            layer(axes, f"convolution{axes}d", requirements=(NOT_BOTH,), other_options=others, **causal),
        )
    for axes, requirements in ((1, ()), (2, (same_on_every_axis("strides"),))):
        yield (
            f"DepthwiseConv{axes}D",
            layer(
                axes,
                f"depthwise_convolution{axes}d",
                requirements=requirements,
                other_options=(*_OTHERS, *_DEPTHWISE),
                layouts=by_format(CHANNELS.replace(kernel="* C o", groups=EACH_CHANNEL)),
                template=_KERAS.template.replace(whole=_DEPTHWISE_LAYER),
            ),
        )
    for axes in (1, 2, 3):
        yield (
            f"Conv{axes}DTranspose",
            layer(
                axes,
                f"convolution{axes}d_transpose",
                laws={axes: transpose},
                layouts=by_format(CHANNELS.replace(kernel="* O C", groups="")),
                options=(*_KERAS.options, OUTPUT_PADDING),
                requirements=(NOT_BOTH, short),
                notes=(moves, _new_bias),
            ),
        )


def _other_names(name: str) -> tuple[str, ...]:
    """The names that Keras had for a layer before, and some that it still has.

    >>> _other_names("Conv2DTranspose"), _other_names("DepthwiseConv1D")
    (('Convolution2DTranspose', 'Deconvolution2D'), ())
    """
    if not name.startswith("Conv"):
        return ()
    long = name.replace("Conv", "Convolution")
    old = name.removesuffix("Transpose").replace("Conv", "Deconvolution")
    return (long, old) if name.endswith("Transpose") else (long,)


def bare(backend: str, *names: str) -> tuple[str, ...]:
    """The names of layers by themselves, which mean those of the usual backend."""
    return names if backend == "tensorflow" else ()


def _adds_by_channel(row: LibraryFunction) -> Requirement:
    """The requirement that the last axis of the output is not as long as there are channels, where these are first.

    Keras's ops.add on TensorFlow takes that axis for the one of the bias.
    """

    def holds(sizes: CallSizes) -> bool:
        bias, first = sizes.options["bias_initializer"][0], sizes.options["data_format"][0] == "channels_first"
        return not (first and isinstance(bias, tuple) and len(bias) == row.axis_calls(sizes)[-1].outputs)

    return whole_call(
        "the last axis of the output is as long as there are channels, and Keras on TensorFlow adds the bias along it",
        "Choose another size, data_format='channels_last', or another backend.",
    )(holds)


def _on(backend: str, name: str, layer: LibraryFunction) -> LibraryFunction:
    """The row of a layer on a backend."""
    others = (*layer.other_options, only("backend", backend).replace(only_here=True))
    row = layer.replace(
        name=f"keras[{backend}].layers.{name}",
        also=(*(f"keras[{backend}].layers.{other}" for other in _other_names(name)), *bare(backend, name)),
        other_options=others,
    )
    if backend != "tensorflow":
        return row
    row = row.replace(**_ON_TENSORFLOW.get(name, {}))
    row = row.replace(requirements=(*row.requirements, _adds_by_channel(row)))
    return row if tensorflow.ONEDNN in row.options else row.replace(other_options=(*others, tensorflow.ONEDNN))


FUNCTIONS = (
    *(_on(backend, *layer) for backend in ("tensorflow", "jax", "torch") for layer in _layers()),
    *keras_ops.FUNCTIONS,
)
