"""Keras's layers for pooling on its three backends: https://keras.io/api/layers/pooling_layers/"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from convtrace.library.axis_call import AxisCall
from convtrace.library.call_template import CallTemplate
from convtrace.library.functions import tensorflow
from convtrace.library.functions.formulas import correlation, fitting, same, same_total
from convtrace.library.functions.keras import bare
from convtrace.library.functions.keras_parts import DATA_FORMAT
from convtrace.library.functions.layouts import BY_CHANNEL, by_format
from convtrace.library.functions.shared_options import LAYOUT, only, unused
from convtrace.library.functions.tensorflow_pooling import in_image
from convtrace.library.functions.windows import border, size_option, stride_option
from convtrace.library.option import Option
from convtrace.library.option_kinds import choice
from convtrace.library.requirements import each_axis
from convtrace.library.row import LibraryFunction


def _pooled(n: int, k: int, strides: int | None, padding: str) -> AxisCall:
    """d·k = −s·m + i + γ, with TensorFlow's SAME; unless strides are given, windows lie side by side."""
    step = strides or k
    return same(n, k, step, 1) if padding == "same" else correlation(fitting(n, k, step), 0, step)


def _pooled_jax(n: int, k: int, strides: int | None, padding: str) -> AxisCall:
    """The same; an image that is shorter than the window leaves no outputs."""
    call = _pooled(n, k, strides, padding)
    return call.replace(outputs=max(call.outputs, 0))


def _pooled_tensorflow(n: int, k: int, strides: int | None, padding: str, *, onednn: bool = True) -> AxisCall:
    """The law of tf.nn.avg_pool; that of tf.nn.avg_pool3d, which never is oneDNN's, begins inside the image."""
    return tensorflow.conv3d(n, k, strides or k, 1, padding.upper(), onednn)


_EVEN = each_axis(
    "padding='same' adds an odd number of pixels{where}: Keras on PyTorch then repeats the edge and counts that",
    "Choose another backend, such as keras[jax], or sizes for which the same number is added at both ends.",
)(lambda n, k, strides, padding, **_: padding != "same" or max(same_total(n, k, strides or k), 0) % 2 == 0)
_PADDING = Option(name="padding", default="valid", kind=choice("valid", "same"))
_AVERAGE = LibraryFunction(
    name="keras",
    library="keras",
    version="3.15.1",
    page="https://keras.io/api/layers/pooling_layers/{}/",
    laws={},
    options=(stride_option("strides"), _PADDING),
    notes=(border(in_image),),
    scale=in_image,
    layouts=by_format(BY_CHANNEL.replace(image="N * C", output="N * C")),
    template=CallTemplate(
        whole="keras.layers.{last}({pool_size}{options})({x})",
        imports="import keras",
        common=False,
    ),
    window="pool_size",
)
_OTHERS = (DATA_FORMAT, *unused(name=None), LAYOUT)


# the laws by backend, and by the number of axes where one has its own
_LAWS = {
    ("jax", 0): _pooled_jax,
    ("tensorflow", 0): _pooled_tensorflow,
    ("tensorflow", 3): partial(_pooled_tensorflow, onednn=False),
}


def _layers(backend: str) -> Iterator[LibraryFunction]:
    """The layers of a backend: means, which have a shorter name, too."""
    for axes in (1, 2, 3):
        own = only("backend", backend).replace(only_here=True)
        yield _AVERAGE.replace(
            name=f"keras[{backend}].layers.AveragePooling{axes}D",
            also=(
                f"keras[{backend}].layers.AvgPool{axes}D",
                *bare(backend, f"AvgPool{axes}D", f"AveragePooling{axes}D"),
            ),
            page=_AVERAGE.page.format(f"average_pooling{axes}d"),
            laws={axes: _LAWS.get((backend, axes)) or _LAWS.get((backend, 0), _pooled)},
            min_outputs=int(backend == "torch"),
            other_options=(size_option("pool_size"), *_OTHERS, own),
            requirements=(_EVEN,) if backend == "torch" else (),
        )


def _maximum(row: LibraryFunction) -> LibraryFunction:
    """The row of the layer that takes the largest value."""
    name = row.name.replace("Average", "Max")
    size = size_option("pool_size", default=2)
    return row.replace(
        name=name,
        also=tuple(each.replace("Average", "Max").replace("Avg", "Max") for each in row.also),
        other_options=(size, *row.other_options[1:]),
        requirements=(),
        picks="the largest value",
    )


FUNCTIONS = tuple(layer for backend in ("tensorflow", "jax", "torch") for layer in _layers(backend))
PICKING = tuple(map(_maximum, FUNCTIONS))
