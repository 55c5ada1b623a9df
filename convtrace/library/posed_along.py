"""Questions about calls that filter some axes of their arrays: the arrays and the options as typed → what fits."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from math import prod

from convtrace.errors import ConvtraceError
from convtrace.library.arrays import ExactArray
from convtrace.library.channels import Channels
from convtrace.library.given_along import channels_along, filtered_axes, in_order, named_axes
from convtrace.library.option import Along
from convtrace.library.posed_channels import given_sizes
from convtrace.library.posed_options import OptionsGiven, read_given_options
from convtrace.library.posed_window import posed_window
from convtrace.library.row import LibraryFunction
from convtrace.trace.given_arrays import PLANE, ReadArrays, default_image, default_kernel
from convtrace.values.exact import Values
from convtrace.values.limits import MAX_ELEMENTS
from convtrace.values.named_tuple import NamedTuple


class SizedArrays(NamedTuple):
    """The sizes of both arrays, the kernel's values, the options; `channels` gives the axes beside those of space."""

    image: tuple[int, ...]
    kernel: tuple[int, ...]
    weights: Values | None
    options: Mapping[str, object]
    channels: Callable[[ExactArray, ExactArray], Channels | None]


def posed_axes(row: LibraryFunction, along: Along, given: ReadArrays, options: OptionsGiven) -> SizedArrays | None:
    """The arrays of a call that filters some of their axes; None where it names none."""
    typed = options if isinstance(options, Mapping) else [each for each in options if _name(each) == along.option]
    own = read_given_options(row, typed, 1)
    named = named_axes(row.name, along, own)
    if named is None:
        return None
    image, kernel = given_sizes(given)
    if image is None:
        least = max(number + 1 if number >= 0 else -number for number in named)
        count = len(kernel) if along.whole_kernel and kernel else max(least, PLANE if along.option in own else 1)
        image = default_image(count, default_kernel(count))
    places = filtered_axes(row.name, along, own, len(image))
    read, weights = {**read_given_options(row, options, len(places))}, given.weights
    if row.window:
        window = kernel if weights is None or row.picks else weights.flat
        read[row.window] = posed_window(row, window, read, len(places)).shape
    ordered = in_order(along, read, places, len(image))
    if row.window:
        weights = posed_window(row, None, ordered, len(places))
        kernel = weights.shape
    kernel = kernel or _kernel_for(along, places, image)
    if prod(kernel) > MAX_ELEMENTS:
        message = f"--kernel: {prod(kernel)} elements are too many to write out"
        raise ConvtraceError(message, hint=f"Type a kernel of at most {MAX_ELEMENTS} elements (99x99).")

    def channels(image: ExactArray, kernel: ExactArray) -> Channels | None:
        return channels_along(row, along, image, lambda _: kernel, ordered)

    return SizedArrays(image, kernel, weights, ordered, channels)


def _name(text: str) -> str:
    return text.partition("=")[0]


def _kernel_for(along: Along, places: Sequence[int], image: tuple[int, ...]) -> tuple[int, ...]:
    """The size of a kernel that is not given."""
    if not along.whole_kernel:
        return default_kernel(len(places))
    sides = default_kernel(len(image))
    return tuple(side if at in places else size for at, (side, size) in enumerate(zip(sides, image, strict=True)))
