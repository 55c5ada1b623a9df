"""Layouts: where the axes of batches and channels lie beside those of the pixels. All of them have size 1 here."""

from __future__ import annotations

from itertools import chain
from math import prod
from typing import NamedTuple

from convtrace.errors import ConvtraceError
from convtrace.library.arrays import ExactArray


class Layout(NamedTuple):
    """The axes that an array has before those of the pixels, and after them; the output is laid as the image."""

    image: tuple[int, int] = (0, 0)
    kernel: tuple[int, int] = (0, 0)


SQUEEZED = Layout()
LAYOUTS = {
    "squeezed": SQUEEZED,
    "NC+spatial": Layout((2, 0), (2, 0)),
    "NHWC": Layout((1, 1), (0, 2)),
    "HWC": Layout((0, 1), (0, 0)),
}


def layout(name: object) -> Layout | None:
    """The layout of a name, which may go on with remarks; None where there is none.

    >>> layout("NHWC; kernel HWIO"), layout("CHW")
    (Layout(image=(1, 1), kernel=(0, 2)), None)
    """
    return LAYOUTS.get(name.partition(";")[0].partition(" ")[0]) if isinstance(name, str) else None


def squeezed(name: str, array: ExactArray, ends: tuple[int, int]) -> ExactArray:
    """The array without the axes at its ends; ConvtraceError where one of them has more than one element.

    >>> squeezed("image", ExactArray((1, 2, 1), [[3], [4]]), (1, 1))
    ExactArray(shape=(2,), rows=[[3, 4]])
    """
    before, after = ends
    if not before + after:
        return array
    if len(array.shape) <= before + after:
        beside = f"the layout names {before + after} beside those of the pixels"
        message = f"{name} has {len(array.shape)} axes, but {beside}"
        raise ConvtraceError(message, hint="Give the arrays without batch and channel axes, and no layout.")
    shape = array.shape[before : len(array.shape) - after]
    if prod(shape) != prod(array.shape):
        message = f"{name}: several channels or images are not worked out here"
        raise ConvtraceError(message, hint="Give one image with one channel, and the kernel of that channel.")
    return ExactArray.of(shape, [*chain.from_iterable(array.rows)])


def unsqueezed(array: ExactArray, ends: tuple[int, int]) -> ExactArray:
    """The array with axes of size 1 at its ends again.

    >>> unsqueezed(ExactArray((2,), [[3, 4]]), (1, 1)).nested()
    [[[3], [4]]]
    """
    before, after = ends
    shape = (1,) * before + array.shape + (1,) * after
    rows = [[value] for row in array.rows for value in row] if after else array.rows
    return ExactArray(shape, rows)
