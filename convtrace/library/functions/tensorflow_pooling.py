"""TensorFlow's pooling: https://www.tensorflow.org/api_docs/python/tf/nn/avg_pool"""

from __future__ import annotations

from typing import Any

from convtrace.law.scaling import Scale
from convtrace.library.axis_call import AxisCall
from convtrace.library.functions import candidates
from convtrace.library.functions.formulas import same_total
from convtrace.library.functions.layouts import BY_CHANNEL, by_format
from convtrace.library.functions.shared_options import LAYOUT, unused
from convtrace.library.functions.tensorflow import conv3d
from convtrace.library.functions.tensorflow_calls import CALLS, data_format, same_zeros
from convtrace.library.functions.tensorflow_conditions import names_all_axes, on_a_cpu
from convtrace.library.functions.windows import border, mean, size_option
from convtrace.library.notes import note
from convtrace.library.option import Option
from convtrace.library.option_kinds import Options, choice, whole_numbers
from convtrace.library.row import LibraryFunction


def _pooled(n: int, k: int, strides: int, padding: str) -> AxisCall:
    """d·k = −s·m + i + γ, with TensorFlow's SAME."""
    return conv3d(n, k, strides, 1, padding, onednn=True)


def _pooled3d(n: int, k: int, strides: int, padding: str) -> AxisCall:
    """The law of tf.nn.conv3d, whose SAME begins inside the image where the window is shorter than the stride."""
    return conv3d(n, k, strides, 1, padding, onednn=False)


def in_image(options: Options) -> Scale:
    """1 over the pixels in the window, which are all of it unless SAME lets it reach outside."""
    padding = options["padding"]
    reaches = str(padding[0]).upper() == "SAME"
    return mean(((0, 0),) * len(padding), counted=True, beyond=reaches)


@note(lambda n, k, strides, where, **_: same_zeros(n, k, strides, where).replace("zero", "place"))
def _depends_on_size(n: int, k: int, padding: str, strides: int, **_: object) -> bool:
    return padding == "SAME" and strides > 1 and same_total(n, k, strides) > 0


_STRIDES = Option(
    name="strides",
    default=2,
    required=True,
    kind=whole_numbers(1),
    candidates=candidates.strides,
    per_axis=True,
    along="i",
    typed_whole=True,
)
_PADDING = Option(name="padding", default="VALID", required=True, kind=choice("SAME", "VALID"))
_SIZE = size_option("ksize").replace(along="i", typed_whole=True)
_AVERAGE = LibraryFunction(
    name="tf.nn.avg_pool",
    library="tensorflow",
    version="2.21.0",
    page="https://www.tensorflow.org/api_docs/python/tf/nn/{last}",
    laws={1: _pooled, 2: _pooled, 3: _pooled3d},
    options=(_STRIDES, _PADDING),
    other_options=(
        _SIZE,
        data_format(),
        *unused(name=None),
        LAYOUT,
    ),
    notes=(border(in_image), _depends_on_size, on_a_cpu),
    requirements=(names_all_axes,),
    scale=in_image,
    min_outputs=0,
    layouts=by_format(BY_CHANNEL.replace(image="N * C", output="N * C")),
    template=CALLS.replace(
        whole="{name}({x}, {ksize}{options})",
        arrays='x = x.astype("float32")',
        takes="tf.nn.avg_pool takes no float64 in three dimensions on the CPU",
    ),
    window="ksize",
)
_MAXIMUM = {"picks": "the largest value", "notes": ()}


def _for_axes(name: str, **changes: Any) -> tuple[LibraryFunction, ...]:  # noqa: ANN401 -- fields of the row
    """The function for any number of axes, and those for one, two and three."""
    row = _AVERAGE.replace(name=f"tf.nn.{name}", **changes)
    alone = (
        row.replace(
            name=f"tf.nn.{name}{axes}d",
            laws={axes: row.laws[axes]},
            other_options=(
                _SIZE,
                data_format(axes),
                *unused(name=None),
                LAYOUT,
            ),
        )
        for axes in (1, 2, 3)
    )
    return row, *alone


FUNCTIONS = _for_axes("avg_pool")
PICKING = _for_axes("max_pool", **_MAXIMUM)
