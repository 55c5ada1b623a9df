"""Keras layers on its three backends: https://keras.io/api/layers/convolution_layers/"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from convtrace.library.arrays import ExactNumber, exact
from convtrace.library.axis_call import AxisCall
from convtrace.library.functions import candidates, tensorflow
from convtrace.library.functions.formulas import ceiling, convolution, correlation, dilated, fitting, same
from convtrace.library.functions.shared_options import LAYOUT, only, unchanged, unused
from convtrace.library.functions.tensorflow_calls import same_zeros
from convtrace.library.notes import note
from convtrace.library.option import Option
from convtrace.library.option_kinds import OptionKind, Options, OptionValues, choice, either, whole_numbers
from convtrace.library.requirements import CallSizes, each_axis, not_both, same_on_every_axis, unset
from convtrace.library.row import CallTemplate, LibraryFunction
from convtrace.values.array_like import unpacked


def _conv(n: int, k: int, padding: str, strides: int, dilation_rate: int) -> AxisCall:
    """d·k = −s·m + i + γ, with TensorFlow's SAME.

    >>> _conv(6, 3, "same", 2, 1).relation.gamma
    0
    """
    ke = dilated(k, dilation_rate)
    if padding == "same":
        return same(n, ke, strides, dilation_rate)
    return correlation(fitting(n, ke, strides), 0, strides, dilation_rate)


def _conv1d(n: int, k: int, padding: str, strides: int, dilation_rate: int) -> AxisCall:
    """The law of `_conv`; causal: d·k = −s·m + i + d(K−1).

    >>> axis = _conv1d(6, 3, "causal", 2, 1)
    >>> axis.relation, axis.outputs
    (Relation(d=1, alpha=-2, beta=1, gamma=2), 3)
    """
    if padding == "causal":
        return correlation(ceiling(n, strides), dilation_rate * (k - 1), strides, dilation_rate)
    return _conv(n, k, padding, strides, dilation_rate)


def _conv3d_tensorflow(n: int, k: int, padding: str, strides: int, dilation_rate: int, onednn: bool) -> AxisCall:
    """The law of tf.nn.conv3d."""
    return tensorflow.conv3d(n, k, strides, dilation_rate, padding.upper(), onednn)


def _transpose(n: int, k: int, padding: str, strides: int, dilation_rate: int, output_padding: int | None) -> AxisCall:
    """d·k = m − s·i + γ; output_padding moves the outputs as well as their number.

    >>> calls = [_transpose(3, 4, "same", 2, 1, op) for op in (None, 1)]
    >>> [(axis.relation, axis.outputs) for axis in calls]
    [(Relation(d=1, alpha=1, beta=-2, gamma=1), 6), (Relation(d=1, alpha=1, beta=-2, gamma=1), 5)]
    """
    ke = dilated(k, dilation_rate)
    taken = 2 * (ke // 2) if padding == "same" else 0
    if output_padding is not None:
        outputs, shift = (n - 1) * strides + ke - taken + output_padding, max((taken - output_padding) // 2, 0)
    elif padding == "same":
        outputs, shift = n * strides, max(ke - strides, 0) // 2
    else:
        outputs, shift = (n - 1) * strides + ke + max(strides - ke, 0), 0
    return convolution(outputs, shift, strides, dilation_rate)


@each_axis("output_padding={output_padding} is too large{where}: it must be smaller than strides={strides}")
def _short(output_padding: int | None, strides: int, **_: object) -> bool:
    return output_padding is None or output_padding < strides


@each_axis(
    "output_padding=0 is not accepted with padding='same' and an even kernel, such as {k}{where}",
    "Leave output_padding out, or choose a kernel of odd size.",
)
def _even(k: int, padding: str, dilation_rate: int, output_padding: int | None, **_: object) -> bool:
    return padding != "same" or output_padding != 0 or dilated(k, dilation_rate) % 2 == 1


@note(lambda n, k, strides, dilation_rate, where, **_: same_zeros(n, dilated(k, dilation_rate), strides, where))
def _depends_on_size(padding: str, strides: int, **_: object) -> bool:
    return padding == "same" and strides > 1


@note(
    lambda output_padding, where, **_: (
        f"output_padding={output_padding} also changes how many outputs are removed "
        f"at the start{where}; PyTorch's adds some at the end."
    )
)
def _moves(
    n: int, k: int, padding: str, strides: int, dilation_rate: int, output_padding: int | None, **_: object
) -> bool:
    given, zero = (_transpose(n, k, padding, strides, dilation_rate, each) for each in (output_padding, 0))
    return output_padding is not None and given.relation != zero.relation


def _bias(given: object, axes: int) -> OptionValues | None:
    """The number of the bias: by the name of its initializer, by itself, or in a list."""
    given = unpacked(given)
    given = given[0] if isinstance(given, list | tuple) and len(given) == 1 else given
    known = {"zeros": 0, "ones": 1}.get(given) if isinstance(given, str) else exact(given)
    return None if known is None else (known,) * axes


def _offset(options: Options) -> ExactNumber:
    """The bias, where the layer has one."""
    return options["bias_initializer"][0] if options["use_bias"][0] else 0  # type: ignore[return-value]


def _new_bias(sizes: CallSizes) -> tuple[str, ...]:
    """The note on the bias that a layer has by default."""
    left_out = sizes.options["use_bias"][0] and "bias_initializer" not in sizes.given
    return (
        ("The layer adds a bias, which is 0 until it is trained; bias_initializer=3 makes it 3.",) if left_out else ()
    )


_PADDING = Option(name="padding", default="valid", kind=choice("same", "valid"), candidates=lambda _: ("valid", "same"))
_CAUSAL = _PADDING.replace(kind=choice("same", "valid", "causal"), candidates=lambda _: ("valid", "same", "causal"))
_STRIDES = Option(
    name="strides", default=1, kind=whole_numbers(1), also=("stride",), candidates=candidates.strides, per_axis=True
)
_DILATION = Option(
    name="dilation_rate", default=1, kind=whole_numbers(1), candidates=candidates.dilations, per_axis=True
)
_USE_BIAS = Option(name="use_bias", default=True, kind=choice(True, False), scales=True)
_BIAS = Option(
    name="bias_initializer",
    default="zeros",
    kind=OptionKind("'zeros', 'ones', or the one number of the bias", _bias),
    also=("bias",),
    scales=True,
    candidates=candidates.offsets,
    in_python=lambda values: f"keras.initializers.Constant({values[0]})",
)
# what begins and trains a layer leaves the sums of given weights alone
_UNUSED = (*unchanged(activation=None), *unused(bias_regularizer=None, activity_regularizer=None, bias_constraint=None))
_TRAINED = (
    *unchanged(filters=1),
    *unused(kernel_initializer="glorot_uniform", kernel_regularizer=None, kernel_constraint=None),
)
_OTHERS = (_USE_BIAS, _BIAS, only("data_format", None, "channels_last"), *_UNUSED, LAYOUT)
_LAYER = (
    "keras.layers.{last}(1, {h}.shape{options}, kernel_initializer=keras.initializers.Constant({h}[..., None, None]))"
    "({x}[None, ..., None])[0, ..., 0]"
)
_OUTPUT_PADDING = Option(name="output_padding", default=None, kind=either(choice(None), whole_numbers(0)))
_DEPTHWISE = (
    *unchanged(depth_multiplier=1),
    *unused(depthwise_initializer="glorot_uniform", depthwise_regularizer=None, depthwise_constraint=None),
)
_NOT_BOTH = not_both("strides", "dilation_rate")

_KERAS = LibraryFunction(
    name="keras",
    library="keras",
    version="3.15.1",
    page="https://keras.io/api/layers/convolution_layers/{}/",
    laws={},
    options=(_PADDING, _STRIDES, _DILATION),
    other_options=(*_OTHERS, *_TRAINED),
    notes=(_depends_on_size, _new_bias),
    offset=_offset,
    template=CallTemplate(text=_LAYER, imports="import keras", as_array="keras.ops.convert_to_numpy({})", common=False),
)
# what TensorFlow as a backend does otherwise; elsewhere it takes oneDNN's switch and does the same
_ONEDNN_CONV3D = {"laws": {3: _conv3d_tensorflow}, "options": (*_KERAS.options, tensorflow.ONEDNN)}
_UNDILATED = {"requirements": (_NOT_BOTH, _short, _even, unset("dilation_rate", 1))}
_ON_TENSORFLOW: dict[str, dict[str, Any]] = {
    "Conv3D": _ONEDNN_CONV3D,
    **dict.fromkeys(("Conv1DTranspose", "Conv2DTranspose", "Conv3DTranspose"), _UNDILATED),
}


def _layers() -> Iterator[tuple[str, LibraryFunction]]:
    """The layers by their names, as far as they are the same on every backend."""

    def layer(axes: int, page: str, **changes: Any) -> LibraryFunction:  # noqa: ANN401 -- fields of the row
        return _KERAS.replace(page=_KERAS.page.format(page), **{"laws": {axes: _conv}, **changes})

    for axes in (1, 2, 3):
        causal = {"laws": {1: _conv1d}, "options": (_CAUSAL, _STRIDES, _DILATION)} if axes == 1 else {}
        others = (only("groups", 1), *_KERAS.other_options)
        yield (
            f"Conv{axes}D",
            layer(axes, f"convolution{axes}d", requirements=(_NOT_BOTH,), other_options=others, **causal),
        )
    for axes, requirements in ((1, ()), (2, (same_on_every_axis("strides"),))):
        yield (
            f"DepthwiseConv{axes}D",
            layer(
                axes,
                f"depthwise_convolution{axes}d",
                requirements=requirements,
                other_options=(*_OTHERS, *_DEPTHWISE),
                template=_KERAS.template.replace(text=_LAYER.replace("(1, ", "(").replace("kernel_in", "depthwise_in")),
            ),
        )
    for axes in (1, 2, 3):
        yield (
            f"Conv{axes}DTranspose",
            layer(
                axes,
                f"convolution{axes}d_transpose",
                laws={axes: _transpose},
                options=(*_KERAS.options, _OUTPUT_PADDING),
                requirements=(_NOT_BOTH, _short),
                notes=(_moves, _new_bias),
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
    return row if tensorflow.ONEDNN in row.options else row.replace(other_options=(*others, tensorflow.ONEDNN))


FUNCTIONS = tuple(_on(backend, *layer) for backend in ("tensorflow", "jax", "torch") for layer in _layers())
