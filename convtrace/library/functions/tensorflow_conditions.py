"""What TensorFlow insists on in a call, and what may surprise in it."""

from __future__ import annotations

from typing import Any

from convtrace.library.functions.formulas import dilated, same_total
from convtrace.library.functions.tensorflow_calls import same_zeros, step
from convtrace.library.notes import note
from convtrace.library.requirements import CallSizes, each_axis, must_be, whole_call

_Padding = str | tuple[int, int]


def fitting_shapes(n: int, k: int, strides: int, padding: str, **_: object) -> range:
    """The sizes of which a convolution with these strides and padding makes the image's.

    >>> fitting_shapes(n=3, k=3, strides=2, padding="SAME"), fitting_shapes(n=3, k=3, strides=2, padding="VALID")
    (range(5, 7), range(7, 9))
    """
    least = (n - 1) * strides + (1 if padding == "SAME" else k)
    return range(least, least + strides)


@each_axis(lambda where, **axis: must_be("output_shape", fitting_shapes(**axis)) + where)
def shapes_agree(output_shape: int, **axis: Any) -> bool:  # noqa: ANN401 -- options of all kinds
    return output_shape in fitting_shapes(**axis)


def on_a_cpu(sizes: CallSizes) -> tuple[str, ...]:
    """The note on channels that lie first, which TensorFlow takes on a GPU alone unless oneDNN helps."""
    name = str(sizes.options["data_format"][0])
    if not name.startswith("NC"):
        return ()
    return (f'On a CPU, TensorFlow takes data_format="{name}" only with oneDNN, and some functions do not even then.',)


names_all_axes = whole_call("data_format is for another number of axes", "Leave it out, or give one that is as long.")(
    lambda sizes: len(str(sizes.options["data_format"][0] or "")) in {0, len(sizes.image) + len("NC")}
)
grouped_below_three = whole_call(
    "groups of channels are not accepted on 3 axes", "Give the kernel as many input channels as the image has."
)(lambda sizes: sizes.groups == 1 or len(sizes.image) < len("DHW"))
DILATES = each_axis(
    "dilations={dilations} is not accepted on the CPU without oneDNN", "Give dilations=1, or onednn=True."
)(lambda dilations, onednn, **_: onednn or dilations == 1)


@note(lambda n, k, where, dilations=1, **options: same_zeros(n, dilated(k, dilations), step(**options), where))
def depends_on_size(padding: _Padding, **options: Any) -> bool:  # noqa: ANN401 -- options of all kinds
    return padding == "SAME" and step(**options) > 1


@note(
    lambda n, k, strides, where, **_: (
        f"The first window begins at pixel {-same_total(n, k, strides) // 2}{where}, not at 0 as in tf.nn.conv2d."
    )
)
def begins_inside(n: int, k: int, strides: int, padding: str, onednn: bool, **_: object) -> bool:
    return padding == "SAME" and not onednn and same_total(n, k, strides) < -1


@note(
    lambda n, k, strides, output_shape, where, **_: (
        f"output_shape={output_shape} decides how many outputs are removed "
        f"at the start{where}: {max((n - 1) * strides + k - output_shape, 0) // 2}."
    )
)
def shape_decides(padding: str, strides: int, **_: object) -> bool:
    return padding == "SAME" and strides > 1
