"""TensorFlow's calls as they are typed, with axes for the batch and the channels around those of the pixels."""

from __future__ import annotations

from convtrace.library.option import each_typed, in_python
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


CHANNELS_LAST = CallTemplate(
    text="{name}({x}[None, ..., None], {h}[..., None, None]{options})[0, ..., 0]",
    imports="import tensorflow as tf",
    common=False,
)
