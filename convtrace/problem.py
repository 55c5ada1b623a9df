"""What is asked: one operation, one output, an image, a kernel. The single door for user input."""

from __future__ import annotations

from math import prod
from typing import NamedTuple

from convtrace import reading
from convtrace.axis import AxisMap, centred
from convtrace.errors import ConvtraceError
from convtrace.kernel import Kernel
from convtrace.operations import NAMES, Operation, forms
from convtrace.order import ORDERS, Order
from convtrace.reading import Typed

IMAGE_SIDE = 7
KERNEL_SIDE = 3
MOST_ELEMENTS = 99 * 99
MOST_PIXELS = 10**6
AUTO = "auto"
ALL = "all"


class Problem(NamedTuple):
    """A question that has an answer: one index range per axis for the image and the kernel, one output index.

    `window` holds the pixels to show, one range per axis inside the image; None: the patch and one more row
    and column. All tuples are in index order, the order in which `order` names the axes.
    """

    operation: Operation
    order: Order
    output: tuple[int, ...]
    image: tuple[range, ...]
    kernel: Kernel
    window: tuple[range, ...] | None
    stride: tuple[int, ...]
    dilation: tuple[int, ...]

    @property
    def relations(self) -> tuple[AxisMap, ...]:
        """The law, once per axis."""
        return tuple(map(self.operation.relation, self.stride, self.dilation))


def pose(
    operation: str,
    *,
    at: Typed | None = None,
    m: Typed | None = None,
    n: Typed | None = None,
    image: Typed | None = None,
    kernel: Typed | None = None,
    form: str | None = None,
    axes: str = "xy",
    window: str = AUTO,
    kernel_origin: Typed | None = None,
) -> Problem:
    """The problem that the command line's words name; numbers and tuples do as well as text.

    Sizes and indices are in index order (under `axes="xy"` columns first), 7 pixels and 3 kernel elements
    on each axis unless given. Raises ConvtraceError, which marks the word that can't be used.

    >>> pose("conv", m=1, n=1).image
    (range(-3, 4), range(-3, 4))
    >>> pose("xcorr", at=(0, 0, 0), image="9x7x5", axes="rc").kernel.ranges
    (range(-1, 2), range(-1, 2), range(-1, 2))
    """
    rows = forms(reading.typed("operation", operation).one_of(NAMES))
    row = rows[None if form is None and None in rows else _form(form, rows)]
    order = ORDERS[reading.typed("--axes", axes).one_of(ORDERS)]
    image_size, kernel_size = _sizes(image, kernel)
    output = _output(at, m, n, len(image_size), sized=image is not None or kernel is not None)
    ranges = tuple(map(centred, image_size))
    origins = _origins(kernel_origin, kernel_size)
    taps = tuple(map(centred, kernel_size, origins))
    ones = (1,) * len(ranges)
    return Problem(row, order, output, ranges, Kernel(taps, order), _window(window, ranges), ones, ones)


def _form(form: str | None, rows: dict[str | None, Operation]) -> str | None:
    names = [name for name in rows if name is not None]
    return names[0] if form is None else reading.typed("--form", form).one_of(names)


def _sizes(image: Typed | None, kernel: Typed | None) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Both sizes; the number of axes is that of the image, or of the kernel where only that is given."""
    image_size = None if image is None else reading.size("--image", image, "7x7")
    kernel_size = None if kernel is None else reading.size("--kernel", kernel)
    axes = len(image_size or kernel_size or (0, 0))
    image_size = image_size or (IMAGE_SIDE,) * axes
    kernel_size = kernel_size or (KERNEL_SIDE,) * axes
    if len(kernel_size) != axes:
        piece = reading.typed("--kernel", kernel or "", "x")
        given = "x".join(map(str, image_size))
        hint = f"Give both the same number of axes, for example: --kernel {_example(KERNEL_SIDE, axes)}"
        raise piece.refuse(f"--kernel has {_axes(len(kernel_size))}, but the image {given} has {axes}", hint)
    if prod(kernel_size) > MOST_ELEMENTS:
        piece = reading.typed("--kernel", kernel or _example(KERNEL_SIDE, axes), "x")
        message = f"--kernel: {prod(kernel_size)} elements are too many to write out"
        raise piece.refuse(message, f"Type a kernel of at most {MOST_ELEMENTS} elements (99x99).")
    return image_size, kernel_size


def _output(at: Typed | None, m: Typed | None, n: Typed | None, axes: int, *, sized: bool) -> tuple[int, ...]:
    apart = {option: given for option, given in (("--m", m), ("--n", n)) if given is not None}
    if at is not None and apart:
        both = f"--at {reading.typed('--at', at).text}"
        piece = reading.typed(both, " ".join(f"{option} {given}" for option, given in apart.items()))
        raise piece.refuse("--at and --m/--n both name the output", "Keep one of the two, for example: --at 1,1")
    if at is not None:
        output, words = reading.indices("--at", at), f"--at {reading.typed('--at', at).text}"
    else:
        output = tuple(reading.whole(reading.typed(option, given), f"{option} 1") for option, given in apart.items())
        words = " ".join(f"{option} {number}" for option, number in zip(apart, output, strict=True))
    hint = f"Name one index for each axis, for example: {_index_example(axes)}"
    if not output:
        raise ConvtraceError("which output? none is named", hint=hint)
    if len(output) != axes:
        larger = "" if sized else f", or choose the image to fit: --image {_example(IMAGE_SIDE, len(output))}"
        message = f"the image has {_axes(axes)}, but the output has {_indices(len(output))}"
        raise ConvtraceError(message, words, hint=hint + larger)
    if list(apart) == ["--n"]:
        raise ConvtraceError(
            "--n is the second index, but the image has 1 axis", words, hint="Type, for example: --m 1"
        )
    return output


def _origins(given: Typed | None, size: tuple[int, ...]) -> tuple[int | None, ...]:
    """Which element of each axis is called 0, counted from 0; None for the centre."""
    if given is None:
        return (None,) * len(size)
    origins = reading.indices("--kernel-origin", given)
    piece = reading.typed("--kernel-origin", given)
    hint = f"Count from 0, one number for each axis, for example: --kernel-origin {_example(0, len(size), ',')}"
    if len(origins) != len(size):
        raise piece.refuse(f"--kernel-origin names {_axes(len(origins))}, but the kernel has {len(size)}", hint)
    for part, origin, side in zip(piece.split(","), origins, size, strict=True):
        if not 0 <= origin < side:
            raise part.refuse(f"--kernel-origin: there is no element {origin} among {side}", hint)
    return origins


def _window(given: str, image: tuple[range, ...]) -> tuple[range, ...] | None:
    if given == AUTO:
        return None
    piece = reading.typed("--window", given)
    window = image if given == ALL else _inside(piece, given, image)
    if prod(len(shown) for shown in window) > MOST_PIXELS:
        message = f"--window: {prod(len(shown) for shown in window)} pixels are too many to list"
        raise piece.refuse(message, f"Choose at most {MOST_PIXELS}, for example: --window {_interval_example(image)}")
    return window


def _inside(piece: reading.Piece, given: str, image: tuple[range, ...]) -> tuple[range, ...]:
    parts = reading.intervals("--window", given)
    hint = f"Name one interval for each axis, for example: --window {_interval_example(image)}"
    if len(parts) != len(image):
        raise piece.refuse(f"--window names {_axes(len(parts))}, but the image has {len(image)}", hint)
    for (part, shown), pixels in zip(parts, image, strict=True):
        if shown.start < pixels.start or shown.stop > pixels.stop:
            message = f"--window: the image has only {pixels.start}:{pixels.stop - 1} on this axis"
            raise part.refuse(message, "Choose an interval inside it, or --window all")
    return tuple(shown for _, shown in parts)


def _axes(count: int) -> str:
    return f"{count} axis" if count == 1 else f"{count} axes"


def _indices(count: int) -> str:
    return f"{count} index" if count == 1 else f"{count} indices"


def _example(number: int, axes: int, separator: str = "x") -> str:
    return separator.join([str(number)] * axes)


def _index_example(axes: int) -> str:
    return "--m 1 --n 1" if axes == 2 else f"--at {_example(1, axes, ',')}"


def _interval_example(image: tuple[range, ...]) -> str:
    return ",".join(f"{max(side.start, -1)}:{min(side.stop - 1, 1)}" for side in image)
