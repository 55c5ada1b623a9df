"""The bias in a question: which of its elements is named, as `b,4` among the kernel's, and whether a call has one."""

from __future__ import annotations

from convtrace.errors import ConvtraceError
from convtrace.law.channels import OUTPUT_CHANNEL
from convtrace.library.call import Call
from convtrace.values.typed_text import Typed, read_whole, typed

BIAS = "b"


def names_bias(weight: Typed | None) -> bool:
    """Tell whether an element of the bias is named, and none of the kernel.

    >>> names_bias("b,4"), names_bias("b"), names_bias("4,0"), names_bias(None)
    (True, True, False, False)
    """
    return weight is not None and next(iter(typed("--weight", weight).split(","))).text.strip() == BIAS


def bias_channel(call: Call, weight: Typed) -> int:
    """The output channel whose bias is named, the only one unless given; ConvtraceError where the call has no bias."""
    _check_has_bias(call)
    piece = typed("--weight", weight)
    _, *numbers = piece.split(",")
    count = call.channels.outputs if call.channels else 1
    example = f"--weight {BIAS},0"
    if len(numbers) != 1 and (numbers or count > 1):
        said = f"the bias has one number for each of {count} output channels"
        raise piece.refuse(f"--weight: {said}", f"Type, for example: {example}")
    channel = read_whole(numbers[0], example) if numbers else 0
    if not 0 <= channel < count:
        raise numbers[0].refuse(
            f"--weight: {channel} is not an output channel", f"Choose a number from 0 to {count - 1}."
        )
    return channel


def first_output(call: Call, channel: int) -> tuple[int, ...] | None:
    """The first output of a channel; None where the call has no channels, so that any output has the bias."""
    if call.channels is None:
        return None
    arrangement = call.channels.arrangement
    index = [channel if kind and kind.letter == OUTPUT_CHANNEL else 0 for kind in arrangement.lookups]
    return arrangement.shown("m", index)


def _check_has_bias(call: Call) -> None:
    row = call.row
    if "bias" not in row.spellings:
        raise ConvtraceError(f"--weight: {row.name} has no bias", hint="Type the index of a kernel element.")
    for option in row.other_options:
        value = call.options[option.name][0]
        if option.scales and (value is None or value is False):
            example = BIAS if value is None else True
            hint = f"Type, for example: --option {option.name}={example}"
            raise ConvtraceError(f"--weight: {row.name} adds no bias here", hint=hint)
