"""Sentences about the batch and the channels of a result, and how they were mixed."""

from __future__ import annotations

from collections.abc import Iterator
from math import prod

from convtrace.law.channels import ARRAYS
from convtrace.library.channels import Channels
from convtrace.search.channel_probe import SPACE, Mixed
from convtrace.view import phrases

KINDS = {"N": "the batch", "O": "output channels", "C": "input channels"}
MIXINGS = {
    "summed": "Each output channel is the sum over all input channels, as layers of networks have it.",
    "each": "Each input channel is convolved by itself, with each of its kernels (depthwise).",
    "one_kernel": "Each channel is convolved by itself, all with the same kernel.",
    "grouped": "The channels are in groups: each output channel is made of the input channel of its group alone.",
    "over_batch": "The sum runs over the images of the batch: this is the gradient of the kernel, or batch and input "
    "channels are exchanged.",
    "reversed": "Each output channel is the sum over all input channels, but those of image or kernel are in "
    "reverse order, as RGB and BGR are.",
    "exchanged": "The kernel's input and output channels are exchanged: its numbers were reshaped, not transposed.",
    "crossed": "Each input channel is convolved with the sum of all channels of the kernel: both are summed "
    "before, not channel by channel.",
    "kernel_of_first": "All input channels are convolved with the kernel of the first one.",
}
ONLY = "Only input channel {} is used."
MAX_MISSED = 3
UNMIXED = (
    "No way that convtrace knows to mix batch and channels gives these numbers.",
    "Each slice should be the same array times a number: leave out a bias and an activation, and give all numbers.",
)


def channel_sentences(mixed: Mixed) -> Iterator[str]:
    """What the axes of a result are, how channels were mixed, and their order where it is unusual."""
    if mixed.mixing is None:
        yield from UNMIXED
        return
    if mixed.missed:
        yield missed_sentence(mixed)
    beside = [(axis, kind) for axis, kind in enumerate(mixed.axes) if kind != SPACE]
    named = [f"{KINDS[kind]} along axis {axis}" for axis, kind in beside]
    yield f"The result has {phrases.listed(named)}{'' if 'N' in mixed.axes else ', of one image'}."
    name = mixed.mixing.name
    yield MIXINGS[name] if name in MIXINGS else ONLY.format(name.rpartition("_")[2])
    for kind, order in zip(mixed.mixing.kinds, mixed.orders, strict=True):
        if [*order] != sorted(order):
            what = "images" if kind == "N" else KINDS[kind]
            yield f"The {what} are in another order: {', '.join(map(str, order))}."


def missed_sentence(mixed: Mixed) -> str:
    """How many numbers of a result fit, and the first that don't.

    >>> missed_sentence(Mixed(shape=(2, 4, 9), missed=((0, 1, 2),)))
    "71 of 72 numbers fit; y[0,1,2] doesn't."
    """
    whole, wrong = prod(mixed.shape), len(mixed.missed)
    named = phrases.listed([f"y[{','.join(map(str, index))}]" for index in mixed.missed[:MAX_MISSED]])
    others = f" and {wrong - MAX_MISSED} more" if wrong > MAX_MISSED else ""
    return f"{whole - wrong} of {whole} numbers fit; {named}{others} {'does' if wrong == 1 else 'do'}n't."


def slice_name(mixed: Mixed) -> str:
    """The slice of a result in which batch and channels have one index, and its factor.

    >>> slice_name(Mixed(shape=(2, 6, 4), axes=("N", "*", "O"), at=(0, None, 3), factor=24))
    'y[0,:,3] / 24'
    """
    parts = [":" if number is None else str(number) for number in mixed.at]
    return f"y[{','.join(parts)}]{f' / {mixed.factor}' * (mixed.factor != 1)}"


def axes_of_arrays(channels: Channels) -> str:
    """The order of the axes of image and kernel in a call."""
    image, kernel = (channels.layout.spelled(unknown, channels.space) for unknown in ARRAYS[1:])
    return f"x has the axes {image}, h {kernel}."
