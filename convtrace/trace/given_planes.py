"""Images and kernels with channels, as they are given → a problem in which the sum runs over the channels, too."""

from __future__ import annotations

from collections.abc import Sequence
from math import prod
from typing import TYPE_CHECKING, TypeVar

from convtrace.errors import ConvtraceError
from convtrace.law.boundary import ZERO
from convtrace.law.channels import PLANES
from convtrace.law.index_order import Order
from convtrace.trace.given_arrays import PLANE, ReadArrays, axes_text, same_on_each, sizes
from convtrace.values import typed_text
from convtrace.values.limits import MAX_ELEMENTS

if TYPE_CHECKING:
    from convtrace.trace.given_arrays import Given
    from convtrace.trace.problem import Problem
    from convtrace.values.exact import Values

T = TypeVar("T")
_SIDES = {"--image": 7, "--kernel": 3}


def plane_sizes(
    given: ReadArrays, channels: int, order: Order, *, indices: int | None
) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """The sizes of one channel of the image and of the kernel, in index order; whole arrays have their channels first.

    `indices` is how many the question names for the axes of one channel, None where it names none.

    >>> from convtrace.law.index_order import ORDERS
    >>> plane_sizes(ReadArrays("3x7x5", "3x3", None, None), 3, ORDERS["xy"], indices=None)
    ((7, 5), (3, 3))
    """
    arrays = (("--image", given.image, given.pixels), ("--kernel", given.kernel, given.weights))
    axes = _axes(arrays, channels, indices)
    image, kernel = (_plane(*array, channels, order, axes) for array in arrays)
    found = sizes(image, kernel)
    if channels * prod(found[1]) > MAX_ELEMENTS:
        message = f"--kernel: {channels * prod(found[1])} elements in {channels} channels are too many to write out"
        raise ConvtraceError(
            message, hint=f"Choose fewer channels, or a smaller kernel: at most {MAX_ELEMENTS} elements."
        )
    return found


def _axes(arrays: Sequence[tuple[str, Given | None, Values | None]], channels: int, indices: int | None) -> int | None:
    """The number of axes of one channel: as the values have them, as the question names them, or as sizes tell."""
    for option, _, values in arrays:
        if values is not None:
            if len(values.shape) == 1:
                example = f'{option} "{"; ".join(["1 0 -1"] * channels)}"' if channels < PLANE * PLANE else "a file"
                message = (
                    f"{option}: a row by itself has 1 axis, but with --channels the first axis counts the channels"
                )
                raise ConvtraceError(message, hint=f"Give a row or a plane of values for each channel: {example}")
            return len(values.shape) - 1
    if indices is not None:
        return indices
    typed = next((_typed_size(option, size) for option, size, _ in arrays if size is not None), None)
    return None if typed is None else len(typed) - (len(typed) > PLANE and typed[0] == channels)


def _typed_size(option: str, size: Given) -> tuple[int, ...]:
    return typed_text.read_size(option, size, f"{_SIDES[option]}x{_SIDES[option]}")  # type: ignore[arg-type]


def _plane(
    option: str, given: Given | None, values: Values | None, channels: int, order: Order, axes: int | None
) -> tuple[int, ...] | None:
    """The size of one channel of an array, None where nothing is given."""
    if given is None or axes is None:
        return None
    shape = _typed_size(option, given) if values is None else (values.shape[0], *order.array(values.shape[1:]))
    if values is None and len(shape) == axes:
        return shape
    if len(shape) == axes + 1 and shape[0] == channels:
        return shape[1:]
    if len(shape) == axes + 1:
        message = f"{option} has {shape[0]} channels, but --channels is {channels}"
    else:
        needed = f"with its channels it needs {axes + 1}, that of the channels first"
        message = f"{option} has {axes_text(len(shape))}, but {needed}"
    size = same_on_each(_SIDES[option], axes)
    hint = f"Give values for each of the {channels} channels. A size is {size}, or {channels}x{size} with the channels."
    raise ConvtraceError(message, f"{option} {'x'.join(map(str, shape))}", hint=hint)


def with_planes(problem: Problem, channels: int, channel: int | None = 0) -> Problem:
    """The problem of one channel with all of them; `channel` is that of the pixel or kernel element asked for.

    >>> from convtrace.trace.pose import pose
    >>> with_planes(pose("conv", m=1, n=1), 3).shown("i", ("i", "j", "c"))
    ('c', 'i', 'j')
    """
    order = problem.order

    def joined(first: T, others: Sequence[T]) -> tuple[T, ...]:
        return order.array((first, *order.array(tuple(others))))

    all_channels, kernel = range(channels), problem.kernel
    arrangement = PLANES.arrangement(len(problem.at), space_first=order.column_first)
    axis = tuple(axis for axis, lookup in enumerate(arrangement.lookups) if lookup is not None)
    return problem.replace(
        arrangement=arrangement,
        at=joined(channel, problem.at),
        image=joined(all_channels, problem.image),
        kernel=kernel.replace(
            ranges=joined(all_channels, kernel.ranges), channels=axis, numbered=axis if channels > 1 else ()
        ),
        outputs=joined(range(1), problem.outputs),
        stride=joined(1, problem.stride),
        dilation=joined(1, problem.dilation),
        boundary=problem.boundary._replace(rules=joined(ZERO, problem.boundary.rules)),
    )
