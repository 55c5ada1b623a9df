"""The image and the kernel as they are given → their values and sizes, which fit each other and the question."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import prod
from typing import TYPE_CHECKING, TypeAlias

from convtrace.document.plain import value_text
from convtrace.errors import EXCERPT_LENGTH, ConvtraceError, shortened
from convtrace.law.index_order import Order
from convtrace.values import typed_text
from convtrace.values.limits import MAX_ELEMENTS, MAX_PIXELS, MAX_SIZE
from convtrace.values.named_tuple import NamedTuple
from convtrace.values.typed_text import Piece, Typed

if TYPE_CHECKING:
    from convtrace.values.array_like import ArrayLike
    from convtrace.values.exact import Values

IMAGE_SIDE = 7
KERNEL_SIDE = 3
# with more axes the defaults have smaller sides
AXES_OF_IMAGE_SIDE, AXES_OF_KERNEL_SIDE = 3, 4
PLANE = 2
EXAMPLES = {"--image": "7x7", "--kernel": "3x3"}
EXAMPLE_ROW = "1 0 -1"
Given: TypeAlias = "Typed | Sequence[object] | ArrayLike"


class ReadArrays(NamedTuple):
    """The image and the kernel as they are given, and the values of those that are no sizes."""

    image: Given | None
    kernel: Given | None
    pixels: Values | None
    weights: Values | None


def read_arrays(image: Given | None, kernel: Given | None, read: Callable[[str], bytes] | None) -> ReadArrays:
    """Read both arrays; a file or standard input once."""
    image, kernel = as_lists("--image", image, MAX_PIXELS), as_lists("--kernel", kernel, MAX_ELEMENTS)
    pixels = values_of("--image", image, MAX_PIXELS, read)
    return ReadArrays(image, kernel, pixels, values_of("--kernel", kernel, MAX_ELEMENTS, read))


def fitted(given: ReadArrays, order: Order, *, indices: int | None = None) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """The sizes of the image and the kernel, in index order.

    `indices` is how many the question names on its own, None where it names none.
    """
    image, kernel, pixels, weights = given
    _check_row("--image", image, pixels, _axes_given("--kernel", kernel, weights), indices)
    _check_row("--kernel", kernel, weights, _axes_given("--image", image, pixels), indices)
    return sizes(size_of(pixels, image, order), size_of(weights, kernel, order))


def as_lists(option: str, given: Given | None, most: int) -> Given | None:
    """The lists of an array, or its number where it has no axis; anything else as it is."""
    if given is None or isinstance(given, str | int | Sequence):
        return given
    from convtrace.values.array_like import is_masked, unpacked  # only here: the command line has no arrays

    if is_masked(given):
        message, hint = f"{option}: the array has masked elements", "Give numbers in their places, such as x.filled(0)."
        raise ConvtraceError(message, hint=hint)
    return unpacked(given, option, most)  # type: ignore[return-value]


def _axes_given(option: str, given: Given | None, values: Values | None) -> int | None:
    if values is not None:
        return len(values.shape)
    return None if given is None else len(typed_text.read_size(option, given, EXAMPLES[option]))  # type: ignore[arg-type]


def _check_row(option: str, given: Given | None, values: Values | None, other: int | None, indices: int | None) -> None:
    """Refuse a row of values beside more axes: a size spelled wrong, or an image of one row without its semicolon."""
    if values is None or len(values.shape) > 1:
        return
    sides = [value for value in values.flat if isinstance(value, int) and 0 < value <= MAX_SIZE]
    own, others = ("An image", "kernel") if option == "--image" else ("A kernel", "image")
    hint = f"{own} of one row ends with a semicolon: {_closed_row(option, values)}"
    if not isinstance(given, str):
        size = f" A size is a tuple: {tuple(sides)}." if len(sides) == len(values.flat) == PLANE else ""
        hint = f"{own} of one row is a list in a list: [[1, 0, -1]].{size}"
    if isinstance(given, str) and len(sides) == len(values.flat) and len(sides) in {other, indices} - {1}:
        message = f"{option}: {shortened(given.strip())} was read as {len(sides)} values"
        size = f"A size is written {'x'.join(map(str, sides))}."
        piece = Piece(option, given, 0, len(given))
        raise piece.refuse(message, f"{size} {hint}" if len(sides) == PLANE else size)
    if other == PLANE or (other is None and indices == PLANE):
        two = "the output has 2 indices" if other is None else f"the {others} has 2"
        raise ConvtraceError(f"{option}: a row by itself has 1 axis, but {two}", hint=hint)


def _closed_row(option: str, values: Values) -> str:
    row = " ".join(map(value_text, values.flat))
    return f'{option} "{row if len(row) <= EXCERPT_LENGTH else EXAMPLE_ROW};"'


def values_of(option: str, given: Given | None, most: int, read: Callable[[str], bytes] | None) -> Values | None:
    """The values that are given; None for a size, which most runs have."""
    if given is None or (isinstance(given, str | int) and all(part.isdecimal() for part in str(given).split("x"))):
        return None
    from convtrace.values.operand import read_values

    return read_values(option, given, most=most, read=read)


def size_of(values: Values | None, given: Given | None, order: Order) -> Typed | None:
    """The size in index order: that of the values, or what is typed."""
    return order.array(values.shape) if values is not None else given  # type: ignore[return-value]


def sizes(image: Typed | None, kernel: Typed | None) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Both sizes; the number of axes is that of the image, or of the kernel where only that is given."""
    image_size = None if image is None else typed_text.read_size("--image", image, "7x7")
    kernel_size = None if kernel is None else typed_text.read_size("--kernel", kernel)
    axes = len(image_size or kernel_size or (0, 0))
    kernel_size = kernel_size or default_kernel(axes)
    image_size = image_size or default_image(axes, kernel_size)
    if len(kernel_size) != axes:
        piece = typed_text.typed("--kernel", kernel or "", "x")
        given = "x".join(map(str, image_size))
        hint = f"Give both the same number of axes, for example: --kernel {same_on_each(KERNEL_SIDE, axes)}"
        raise piece.refuse(f"--kernel has {axes_text(len(kernel_size))}, but the image {given} has {axes}", hint)
    if prod(kernel_size) > MAX_ELEMENTS:
        piece = typed_text.typed("--kernel", kernel or "x".join(map(str, kernel_size)), "x")
        message = f"--kernel: {prod(kernel_size)} elements are too many to write out"
        raise piece.refuse(message, f"Type a kernel of at most {MAX_ELEMENTS} elements (99x99).")
    return image_size, kernel_size


def default_kernel(axes: int) -> tuple[int, ...]:
    """The size of a kernel that is not given, small even with many axes.

    >>> default_kernel(2), default_kernel(5)
    ((3, 3), (2, 2, 2, 2, 2))
    """
    return (KERNEL_SIDE if axes <= AXES_OF_KERNEL_SIDE else KERNEL_SIDE - 1,) * axes


def default_image(axes: int, kernel: tuple[int, ...]) -> tuple[int, ...]:
    """The size of an image that is not given: with many axes a pixel more than the kernel on each.

    >>> default_image(2, (3, 3)), default_image(5, (2, 1, 1, 1, 1))
    ((7, 7), (3, 2, 2, 2, 2))
    """
    return (IMAGE_SIDE,) * axes if axes <= AXES_OF_IMAGE_SIDE else tuple(side + 1 for side in kernel)


def axes_text(count: int) -> str:
    """A number of axes in words.

    >>> axes_text(1), axes_text(2)
    ('1 axis', '2 axes')
    """
    return f"{count} axis" if count == 1 else f"{count} axes"


def same_on_each(number: int, axes: int, separator: str = "x") -> str:
    """An example with the same number on each axis.

    >>> same_on_each(7, 2), same_on_each(0, 3, ",")
    ('7x7', '0,0,0')
    """
    return separator.join([str(number)] * axes)
