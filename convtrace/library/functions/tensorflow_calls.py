"""TensorFlow's calls as they are typed, with axes for the batch and the channels around those of the pixels."""

from __future__ import annotations

from convtrace.library.functions.formulas import same_total
from convtrace.library.functions.shared_options import only
from convtrace.library.notes import count_of
from convtrace.library.option import Option, each_typed, in_python
from convtrace.library.option_kinds import OptionKind, OptionValues
from convtrace.library.row import CallTemplate
from convtrace.values.array_like import unpacked


def with_ends(kind: OptionKind, end: object) -> OptionKind:
    """Values of the axes that may stand between those of the batch and the channels, which change nothing."""

    def read(given: object, axes: int) -> OptionValues | None:
        listed = unpacked(given)
        if isinstance(listed, list | tuple) and len(listed) == axes + 2:
            first, *listed, last = map(unpacked, listed)
            ends = [list(each) if isinstance(each, tuple) else each for each in (first, last)]
            return kind.read(listed, axes) if ends == [end, end] else None
        return kind.read(given, axes)

    return kind.replace(read=read)


def padding_typed(values: OptionValues) -> str:
    """The padding as TensorFlow takes it: a name, or pairs for all axes of NHWC.

    >>> padding_typed(((1, 0), (0, 2)))
    '[[0, 0], [1, 0], [0, 2], [0, 0]]'
    """
    if isinstance(values[0], str):
        return in_python(values)
    return str([[0, 0], *([*pads] for pads in values), [0, 0]])  # type: ignore[misc]


def all_axes(values: OptionValues) -> str:
    """The steps of all axes of NHWC.

    >>> all_axes((2, 2))
    '[1, 2, 2, 1]'
    """
    return f"[1, {each_typed(values)}, 1]"


def data_format(axes: int | None = None) -> Option:
    """The option data_format, whose default is the usual order of axes, or None where their number is open."""
    layouts = ("NWC", "NHWC", "NDHWC")
    return only("data_format", None, *layouts) if axes is None else only("data_format", layouts[axes - 1], None)


def step(strides: int = 1, stride: int = 1, **_: object) -> int:
    """The distance between windows, which has two names.

    >>> step(strides=2), step(stride=3)
    (2, 3)
    """
    return max(strides, stride)


def same_zeros(n: int, ke: int, strides: int, where: str) -> str:
    """The zeros that SAME adds with a stride, in words.

    >>> same_zeros(6, 3, 2, "")
    "With a stride of 2, 'same' adds 0 zeros before and 1 after 6 pixels; other sizes may get others."
    """
    total = max(same_total(n, ke, strides), 0)
    zeros = f"{count_of(total // 2, 'zero')} before and {total - total // 2} after {n} pixels{where}"
    return f"With a stride of {strides}, 'same' adds {zeros}; other sizes may get others."


CHANNELS_LAST = CallTemplate(
    text="{name}({x}[None, ..., None], {h}[..., None, None]{options})[0, ..., 0]",
    imports="import tensorflow as tf",
    common=False,
)
