"""What is asked: one operation, one index that is fixed, an image, a kernel. The single door for user input."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from math import prod
from typing import TYPE_CHECKING, NamedTuple

from convtrace import reading
from convtrace.axis import MODES, AxisMap, Unknown, centred, outputs
from convtrace.errors import ConvtraceError
from convtrace.kernel import Kernel
from convtrace.operations import NAMES, Operation, forms
from convtrace.order import ORDERS, Order
from convtrace.reading import Typed

if TYPE_CHECKING:
    from convtrace.exact import Exact, Values

Given = Typed | Sequence[object]
IMAGE_SIDE = 7
KERNEL_SIDE = 3
MOST_ELEMENTS = 99 * 99
MOST_PIXELS = 10**6
PLAIN_SIZE = re.compile("[0-9]+([x×][0-9]+)*")
AUTO = "auto"
ALL = "all"
Ranges = tuple[range, ...]


class Problem(NamedTuple):
    """A question that has an answer: one index is fixed, the sum runs over another, the third is what meets it.

    `fixed` is m for an output value, i for the gradient of a pixel, k for that of a kernel element; `at` its
    numbers, None on an axis whose index stays a symbol. `image` and `outputs` hold one index range per axis.
    `window` holds the positions to show, one range per axis: pixels, or outputs where the sum runs over them;
    None: those used and one more row and column. `pixels` holds the image's values in reading order, None where it
    has none; `law` relations that no operation has, as those of a library's function. All tuples are in index order,
    the order in which `order` names the axes.
    """

    operation: Operation
    order: Order
    fixed: Unknown
    at: tuple[int | None, ...]
    image: Ranges
    kernel: Kernel
    mode: str
    outputs: Ranges
    window: Ranges | None
    stride: tuple[int, ...]
    dilation: tuple[int, ...]
    pixels: tuple[Exact, ...] | None = None
    law: tuple[AxisMap, ...] | None = None

    def pixel(self, index: tuple[int, ...]) -> Exact | None:
        """The value of x[index], None where the image has no values."""
        if self.pixels is None:
            return None
        place = 0
        for side, number in zip(self.order.array(self.image), self.order.array(index), strict=True):
            place = place * len(side) + side.index(number)
        return self.pixels[place]

    @property
    def relations(self) -> tuple[AxisMap, ...]:
        """The law, once per axis: that of the operation with its steps, unless a library's own is given."""
        return self.law or tuple(map(self.operation.relation, self.stride, self.dilation))

    @property
    def over(self) -> Unknown:
        """The index that the sum runs over: the pixels, or for a gradient the outputs."""
        return "i" if self.fixed == "m" else "m"

    @property
    def partner(self) -> Unknown:
        """The index that the two others leave."""
        return "i" if self.fixed == "k" else "k"

    @property
    def numbers(self) -> tuple[int, ...]:
        """The fixed index, 0 for what stays a symbol: everything else is counted from there."""
        return tuple(number or 0 for number in self.at)

    @property
    def domains(self) -> dict[Unknown, tuple[range | None, ...]]:
        """Where each index may lie; None for pixels on an axis in general position, where no border is near."""
        free = tuple(None if number is None else pixels for number, pixels in zip(self.at, self.image, strict=True))
        return {"m": self.outputs, "i": free, "k": self.kernel.ranges}


def pose(
    operation: str,
    *,
    at: Typed | None = None,
    m: Typed | None = None,
    n: Typed | None = None,
    pixel: Typed | None = None,
    weight: Typed | None = None,
    image: Given | None = None,
    kernel: Given | None = None,
    form: str | None = None,
    axes: str = "xy",
    mode: str = MODES[0],
    window: str = AUTO,
    kernel_origin: Typed | None = None,
    stride: Typed = 1,
    dilation: Typed = 1,
    read: Callable[[str], bytes] | None = None,
) -> Problem:
    """The problem that the command line's words name; numbers and tuples do as well as text.

    `at` (or `m` and `n`) fixes the output, `pixel` or `weight` what a gradient is for; without any of them the
    output stays m, n. `image` and `kernel` are sizes or values: rows of text, nested lists, the name of a kernel,
    or of a file where `read` gives its bytes. Sizes and indices are in index order (under `axes="xy"` columns
    first), 7 pixels and 3 kernel elements on each axis unless given; `stride` and `dilation` are one number or one
    for each axis. Raises ConvtraceError, which marks the word that can't be used.

    >>> pose("conv", m=1, n=1).image
    (range(-3, 4), range(-3, 4))
    >>> pose("xcorr", at=(0, 0, 0), image="9x7x5", axes="rc").kernel.ranges
    (range(-1, 2), range(-1, 2), range(-1, 2))
    >>> pose("conv", pixel=(1, 1)).outputs
    (range(-2, 3), range(-2, 3))
    """
    rows = forms(reading.typed("operation", operation).one_of(NAMES))
    row = rows[None if form is None and None in rows else _form(form, rows)]
    order = ORDERS[reading.typed("--axes", axes).one_of(ORDERS)]
    reading.typed("--mode", mode).one_of(MODES)
    pixels = _values("--image", image, MOST_PIXELS, read)
    weights = _values("--kernel", kernel, MOST_ELEMENTS, read)
    image_size, kernel_size = _sizes(_size_of(pixels, image, order), _size_of(weights, kernel, order))
    ranges = tuple(map(centred, image_size))
    origins = _origins(kernel_origin, kernel_size)
    taps = tuple(map(centred, kernel_size, origins))
    steps = reading.steps("--stride", stride, len(ranges)), reading.steps("--dilation", dilation, len(ranges))
    relations = map(row.relation, *steps)
    existing = tuple(outputs(*axis, mode) for axis in zip(relations, ranges, taps, strict=True))
    sized = image is not None or kernel is not None
    fixed, index = _fixed(at, m, n, pixel, weight, ranges, taps, sized=sized)
    elements = Kernel(taps, order, weights and weights.flat)
    problem = Problem(row, order, fixed, index, ranges, elements, mode, existing, None, *steps, pixels and pixels.flat)
    return problem._replace(window=_window(window, _shown(problem)))


def _values(option: str, given: Given | None, most: int, read: Callable[[str], bytes] | None) -> Values | None:
    """The values that are given; None for a size, which most runs have."""
    if given is None or (isinstance(given, str | int) and PLAIN_SIZE.fullmatch(str(given))):
        return None
    from convtrace.values import values

    return values(option, given, most=most, read=read)


def _size_of(values: Values | None, given: Given | None, order: Order) -> Typed | None:
    return order.array(values.shape) if values is not None else given  # type: ignore[return-value]


def _fixed(
    at: Typed | None,
    m: Typed | None,
    n: Typed | None,
    pixel: Typed | None,
    weight: Typed | None,
    image: Ranges,
    taps: Ranges,
    *,
    sized: bool,
) -> tuple[Unknown, tuple[int | None, ...]]:
    """Which index the question fixes, and at which numbers."""
    if pixel is not None and weight is not None:
        both = f"--pixel {reading.typed('--pixel', pixel).text}"
        piece = reading.typed(both, f"--weight {reading.typed('--weight', weight).text}")
        raise piece.refuse("--pixel and --weight ask for two gradients", "Keep one of the two.")
    if pixel is not None:
        return "i", _inside_of("--pixel", pixel, image, "image")
    if weight is not None:
        return "k", _inside_of("--weight", weight, taps, "kernel")
    return "m", _output(at, m, n, len(image), sized=sized)


def _inside_of(option: str, given: Typed, ranges: Ranges, what: str) -> tuple[int, ...]:
    """The index of an element that is there."""
    index = reading.indices(option, given)
    hint = f"Name one index for each axis, for example: {option} {_example(0, len(ranges), ',')}"
    piece = reading.typed(option, given)
    if len(index) != len(ranges):
        raise piece.refuse(f"the {what} has {_axes(len(ranges))}, but {option} has {_indices(len(index))}", hint)
    for part, number, side in zip(piece.split(","), index, ranges, strict=True):
        if number not in side:
            message = f"{option}: {number} is outside the {what}, which has {side[0]}:{side[-1]} on this axis"
            raise part.refuse(message, f"Choose a number from {side[0]} to {side[-1]}.")
    return index


def require_outputs(problem: Problem) -> None:
    """Refuses a question about all outputs where there is none."""
    if not all(problem.outputs):
        relations = (problem.operation.relation(1, dilation) for dilation in problem.dilation)
        axes = zip(relations, problem.image, problem.kernel.ranges, strict=True)
        whole = all(outputs(*axis, problem.mode) for axis in axes)
        why = "the stride steps over all of them" if whole else "as the kernel is larger than the image"
        message = f"--mode {problem.mode}: no output exists, {why}"
        raise ConvtraceError(message, hint="Choose a larger image, or type: --mode full")


def require_letters(problem: Problem, command: str) -> None:
    """Refuses values where only letters are written."""
    for option, given in (("--image", problem.pixels), ("--kernel", problem.kernel.given)):
        if given is not None:
            message = f"{option}: {command} is about letters and takes no values"
            raise ConvtraceError(message, hint=f"Give a size, for example: {option} 3x3")


def _shown(problem: Problem) -> Ranges:
    """The positions that the sum may run over; refuses a sum over none or over too many to write out."""
    if problem.over == "i":
        return problem.image
    require_outputs(problem)
    if problem.fixed == "k" and prod(map(len, problem.outputs)) > MOST_ELEMENTS:
        message = f"--weight: {prod(map(len, problem.outputs))} outputs use this element, too many to write out"
        raise ConvtraceError(message, hint="Choose a smaller image, for example: --image 9x9")
    return problem.outputs


def _form(form: str | None, rows: dict[str | None, Operation]) -> str | None:
    names = [name for name in rows if name is not None]
    if not names:
        piece = reading.typed("--form", form or "")
        raise piece.refuse("--form: this operation has only one", "Leave --form out.")
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


def _output(at: Typed | None, m: Typed | None, n: Typed | None, axes: int, *, sized: bool) -> tuple[int | None, ...]:
    apart = {option: given for option, given in (("--m", m), ("--n", n)) if given is not None}
    if at is not None and apart:
        both = f"--at {reading.typed('--at', at).text}"
        piece = reading.typed(both, " ".join(f"{option} {given}" for option, given in apart.items()))
        raise piece.refuse("--at and --m/--n both name the output", "Keep one of the two, for example: --at 1,1")
    if at is None and not apart:
        return (None,) * axes
    if at is not None:
        output: tuple[int | None, ...] = reading.indices("--at", at)
        words = f"--at {reading.typed('--at', at).text}"
    else:
        numbers = {
            option: reading.whole(reading.typed(option, given), f"{option} 1") for option, given in apart.items()
        }
        output = tuple(map(numbers.get, ("--m", "--n"))) if axes == 2 else tuple(numbers.values())
        words = " ".join(f"{option} {number}" for option, number in numbers.items())
    if len(output) != axes:
        hint = f"Name one index for each axis, for example: {_index_example(axes)}"
        larger = "" if sized else f", or choose the image to fit: --image {_example(IMAGE_SIDE, len(output))}"
        message = f"the image has {_axes(axes)}, but the output has {_indices(len(output))}"
        raise ConvtraceError(message, words, hint=hint + larger)
    if list(apart) == ["--n"] and axes == 1:
        hint = "Type, for example: --m 1"
        raise ConvtraceError("--n is the second index, but the image has 1 axis", words, hint=hint)
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


def _window(given: str, image: Ranges) -> Ranges | None:
    if given == AUTO:
        return None
    piece = reading.typed("--window", given)
    window = image if given == ALL else _inside(piece, given, image)
    if prod(len(shown) for shown in window) > MOST_PIXELS:
        message = f"--window: {prod(len(shown) for shown in window)} pixels are too many to list"
        raise piece.refuse(message, f"Choose at most {MOST_PIXELS}, for example: --window {_interval_example(image)}")
    return window


def _inside(piece: reading.Piece, given: str, image: Ranges) -> Ranges:
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


def _interval_example(image: Ranges) -> str:
    return ",".join(f"{max(side.start, -1)}:{min(side.stop - 1, 1)}" for side in image)
