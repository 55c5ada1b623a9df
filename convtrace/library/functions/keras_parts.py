"""Laws, conditions and options that Keras's layers and operations share."""

from __future__ import annotations

from convtrace.law.channels import Layout
from convtrace.library.axis_call import AxisCall
from convtrace.library.functions import candidates, tensorflow
from convtrace.library.functions.formulas import convolution, correlation, dilated, fitting, same
from convtrace.library.functions.tensorflow_calls import same_zeros
from convtrace.library.notes import note
from convtrace.library.option import Option
from convtrace.library.option_kinds import choice, either, whole_numbers
from convtrace.library.requirements import each_axis, not_both


def conv(n: int, k: int, padding: str, strides: int, dilation_rate: int) -> AxisCall:
    """d·k = −s·m + i + γ, with TensorFlow's SAME.

    >>> conv(6, 3, "same", 2, 1).relation.gamma
    0
    """
    ke = dilated(k, dilation_rate)
    if padding == "same":
        return same(n, ke, strides, dilation_rate)
    return correlation(fitting(n, ke, strides), 0, strides, dilation_rate)


def conv3d_tensorflow(n: int, k: int, padding: str, strides: int, dilation_rate: int, onednn: bool) -> AxisCall:
    """The law of tf.nn.conv3d."""
    return tensorflow.conv3d(n, k, strides, dilation_rate, padding.upper(), onednn)


def transpose(n: int, k: int, padding: str, strides: int, dilation_rate: int, output_padding: int | None) -> AxisCall:
    """d·k = m − s·i + γ; output_padding moves the outputs as well as their number.

    >>> calls = [transpose(3, 4, "same", 2, 1, op) for op in (None, 1)]
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
def short(output_padding: int | None, strides: int, **_: object) -> bool:
    return output_padding is None or output_padding < strides


@each_axis(
    "output_padding=0 is not accepted with padding='same' and an even kernel, such as {k}{where}",
    "Leave output_padding out, or choose a kernel of odd size.",
)
def even(k: int, padding: str, dilation_rate: int, output_padding: int | None, **_: object) -> bool:
    return padding != "same" or output_padding != 0 or dilated(k, dilation_rate) % 2 == 1


@note(lambda n, k, strides, dilation_rate, where, **_: same_zeros(n, dilated(k, dilation_rate), strides, where))
def depends_on_size(padding: str, strides: int, **_: object) -> bool:
    return padding == "same" and strides > 1


@note(
    lambda output_padding, where, **_: (
        f"output_padding={output_padding} also changes how many outputs are removed "
        f"at the start{where}; PyTorch's adds some at the end."
    )
)
def moves(
    n: int, k: int, padding: str, strides: int, dilation_rate: int, output_padding: int | None, **_: object
) -> bool:
    given, zero = (transpose(n, k, padding, strides, dilation_rate, each) for each in (output_padding, 0))
    return output_padding is not None and given.relation != zero.relation


DATA_FORMAT = Option(name="data_format", default=None, kind=choice(None, "channels_last", "channels_first"), lays=True)
PADDING = Option(name="padding", default="valid", kind=choice("same", "valid"), candidates=lambda _: ("valid", "same"))
STRIDES = Option(
    name="strides", default=1, kind=whole_numbers(1), also=("stride",), candidates=candidates.strides, per_axis=True
)
DILATION = Option(
    name="dilation_rate", default=1, kind=whole_numbers(1), candidates=candidates.dilations, per_axis=True
)
CHANNELS = Layout(image="N * C", kernel="* c O", output="N * O", groups="groups")
OUTPUT_PADDING = Option(name="output_padding", default=None, kind=either(choice(None), whole_numbers(0)))
NOT_BOTH = not_both("strides", "dilation_rate")
