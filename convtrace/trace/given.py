"""Options as they are given → indices, sizes, values and windows that fit each other."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import prod
from typing import TYPE_CHECKING

from convtrace.errors import ConvtraceError
from convtrace.law.axis import Unknown
from convtrace.law.index_order import Order
from convtrace.law.operations import Operation, forms, names, rows_named
from convtrace.values import typed_text
from convtrace.values.limits import MAX_ELEMENTS, MAX_PIXELS
from convtrace.values.typed_text import Typed

if TYPE_CHECKING:
    from convtrace.values.exact import Values

IMAGE_SIDE = 7
KERNEL_SIDE = 3
PLANE = 2
EXAMPLES = {"--image": "7x7", "--kernel": "3x3"}
AUTO = "auto"
ALL = "all"
Given = Typed | Sequence[object]
Ranges = tuple[range, ...]


def operands(
    image: Given | None, kernel: Given | None, order: Order, read: Callable[[str], bytes] | None
) -> tuple[Values | None, Values | None, tuple[int, ...], tuple[int, ...]]:
    """The values of the image and the kernel where they are given, and the sizes of both, in index order."""
    pixels = values_of("--image", image, MAX_PIXELS, read)
    weights = values_of("--kernel", kernel, MAX_ELEMENTS, read)
    check_semicolon("--kernel", weights, "--image", pixels, image)
    check_semicolon("--image", pixels, "--kernel", weights, kernel)
    return pixels, weights, *sizes(size_of(pixels, image, order), size_of(weights, kernel, order))


def check_semicolon(option: str, values: Values | None, other: str, others: Values | None, given: Given | None) -> None:
    """Refuse a row without a semicolon beside a picture: it is a signal."""
    if values is None or len(values.shape) > 1 or given is None:
        return
    axes = len(others.shape) if others else len(typed_text.read_size(other, given, EXAMPLES[other]))  # type: ignore[arg-type]
    if axes == PLANE:
        message = f"{option}: a row by itself has 1 axis, but the {other.removeprefix('--')} has 2"
        raise ConvtraceError(message, hint=f'End it with a semicolon, for example: {option} "1 0 -1;"')


def values_of(option: str, given: Given | None, most: int, read: Callable[[str], bytes] | None) -> Values | None:
    """The values that are given; None for a size, which most runs have."""
    if given is None or all(part.isdecimal() for part in str(given).split("x")):
        return None
    from convtrace.values.operand import read_values

    return read_values(option, given, most=most, read=read)


def size_of(values: Values | None, given: Given | None, order: Order) -> Typed | None:
    """The size in index order: that of the values, or what is typed."""
    return order.array(values.shape) if values is not None else given  # type: ignore[return-value]


def fixed_index(
    at: Typed | None,
    m: Typed | None,
    n: Typed | None,
    pixel: Typed | None,
    weight: Typed | None,
    image: Ranges,
    kernel: Ranges,
    *,
    sized: str | None,
) -> tuple[Unknown, tuple[int | None, ...]]:
    """Which index the question fixes, and at which numbers."""
    if pixel is not None and weight is not None:
        both = f"--pixel {typed_text.typed('--pixel', pixel).text}"
        piece = typed_text.typed(both, f"--weight {typed_text.typed('--weight', weight).text}")
        raise piece.refuse("--pixel and --weight ask for two gradients", "Keep one of the two.")
    if pixel is not None:
        return "i", element_of("--pixel", "image", pixel, image)
    if weight is not None:
        return "k", element_of("--weight", "kernel", weight, kernel)
    return "m", _output(at, m, n, len(image), sized=sized)


def element_of(option: str, what: str, given: Typed, ranges: Ranges) -> tuple[int, ...]:
    """The index of an element that is there; ConvtraceError for one that is not."""
    index = typed_text.read_indices(option, given)
    hint = f"Name one index for each axis, for example: {option} {_example(0, len(ranges), ',')}"
    piece = typed_text.typed(option, given)
    if len(index) != len(ranges):
        raise piece.refuse(f"the {what} has {_axes(len(ranges))}, but {option} has {_indices(len(index))}", hint)
    for part, number, side in zip(piece.split(","), index, ranges, strict=True):
        if number not in side:
            message = (
                f"{option}: {number} is outside the {what}, whose indices are {side[0]} to {side[-1]} on this axis"
            )
            raise part.refuse(message, f"Choose a number from {side[0]} to {side[-1]}.")
    return index


def operation_of(given: str, form: Typed | None = None, option: str = "operation") -> Operation:
    """The row that a name and a form choose, the first form unless another is named; `xcorr:sliding` names both.

    >>> operation_of("xcorr", "sliding") == operation_of("xcorr:sliding"), operation_of("xcorr").form
    (True, 'reflected')
    """
    first, *behind = typed_text.typed(option, given).split(":", most=1)
    name = first.one_of(names())
    known = forms(name)
    pieces = [*behind, *([] if form is None else [typed_text.typed("--form", form)])]
    if pieces and not known:
        left_out = "Leave --form out." if form is not None else f"Type: {name}"
        raise pieces[-1].refuse(f"{pieces[-1].option}: {name} has only one form", left_out)
    chosen = [piece.one_of(known) for piece in pieces]
    if len(set(chosen)) > 1:
        raise pieces[-1].refuse(f"--form: {given} is another form already", "Keep one of the two.")
    return next(row for row in rows_named(name) if row.form in chosen or not chosen)


def sizes(image: Typed | None, kernel: Typed | None) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Both sizes; the number of axes is that of the image, or of the kernel where only that is given."""
    image_size = None if image is None else typed_text.read_size("--image", image, "7x7")
    kernel_size = None if kernel is None else typed_text.read_size("--kernel", kernel)
    axes = len(image_size or kernel_size or (0, 0))
    image_size = image_size or (IMAGE_SIDE,) * axes
    kernel_size = kernel_size or (KERNEL_SIDE,) * axes
    if len(kernel_size) != axes:
        piece = typed_text.typed("--kernel", kernel or "", "x")
        given = "x".join(map(str, image_size))
        hint = f"Give both the same number of axes, for example: --kernel {_example(KERNEL_SIDE, axes)}"
        raise piece.refuse(f"--kernel has {_axes(len(kernel_size))}, but the image {given} has {axes}", hint)
    if prod(kernel_size) > MAX_ELEMENTS:
        piece = typed_text.typed("--kernel", kernel or _example(KERNEL_SIDE, axes), "x")
        message = f"--kernel: {prod(kernel_size)} elements are too many to write out"
        raise piece.refuse(message, f"Type a kernel of at most {MAX_ELEMENTS} elements (99x99).")
    return image_size, kernel_size


def _output(
    at: Typed | None, m: Typed | None, n: Typed | None, axes: int, *, sized: str | None
) -> tuple[int | None, ...]:
    apart = {option: given for option, given in (("--m", m), ("--n", n)) if given is not None}
    if at is not None and apart:
        both = f"--at {typed_text.typed('--at', at).text}"
        piece = typed_text.typed(both, " ".join(f"{option} {given}" for option, given in apart.items()))
        raise piece.refuse("--at and --m/--n both name the output", "Keep one of the two, for example: --at 1,1")
    if at is None and not apart:
        return (None,) * axes
    if at is not None:
        output: tuple[int | None, ...] = typed_text.read_indices("--at", at)
        words = f"--at {typed_text.typed('--at', at).text}"
    else:
        pieces = {option: typed_text.typed(option, given) for option, given in apart.items()}
        numbers = {option: typed_text.read_whole(piece, f"{option} 1") for option, piece in pieces.items()}
        output = tuple(map(numbers.get, ("--m", "--n"))) if axes == 2 else tuple(numbers.values())
        words = " ".join(f"{option} {number}" for option, number in numbers.items())
    if len(output) != axes:
        hint = f"Name one index for each axis, for example: {_index_example(axes)}"
        larger = "" if sized else f", or choose the image to fit: --image {_example(IMAGE_SIDE, len(output))}"
        message = f"the {sized or 'image'} has {_axes(axes)}, but the output has {_indices(len(output))}"
        raise ConvtraceError(message, words, hint=hint + larger)
    if list(apart) == ["--n"] and axes == 1:
        hint = "Type, for example: --m 1"
        raise ConvtraceError("--n is the second index, but the image has 1 axis", words, hint=hint)
    return output


def origins(given: Typed | None, size: tuple[int, ...]) -> tuple[int | None, ...]:
    """Which element of each axis is called 0, counted from 0; None for the centre."""
    if given is None:
        return (None,) * len(size)
    origins = typed_text.read_indices("--kernel-origin", given)
    piece = typed_text.typed("--kernel-origin", given)
    hint = f"Count from 0, one number for each axis, for example: --kernel-origin {_example(0, len(size), ',')}"
    if len(origins) != len(size):
        raise piece.refuse(f"--kernel-origin names {_axes(len(origins))}, but the kernel has {len(size)}", hint)
    for part, origin, side in zip(piece.split(","), origins, size, strict=True):
        if not 0 <= origin < side:
            raise part.refuse(f"--kernel-origin: there is no element {origin} among {side}", hint)
    return origins


def window_of(given: str, image: Ranges) -> Ranges | None:
    """The positions to show, None for those that are used."""
    piece = typed_text.typed("--window", given)
    name = piece.text.strip()
    if name == AUTO:
        return None
    window = image if name == ALL else _inside(piece, given, image)
    if prod(len(shown) for shown in window) > MAX_PIXELS:
        message = f"--window: {prod(len(shown) for shown in window)} pixels are too many to list"
        raise piece.refuse(message, f"Choose at most {MAX_PIXELS}, for example: --window {_interval_example(image)}")
    return window


def _inside(piece: typed_text.Piece, given: str, image: Ranges) -> Ranges:
    parts = typed_text.read_intervals("--window", given)
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
