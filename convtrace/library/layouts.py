"""Where the axes of batches and channels lie beside those of the pixels; all of them have size 1 here."""

from __future__ import annotations

from itertools import chain
from math import prod
from typing import NamedTuple

from convtrace.errors import ConvtraceError
from convtrace.library.arrays import Array


class Layout(NamedTuple):
    """How many axes an array has before those of the pixels, and after them; the output is laid as the image."""

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


def squeezed(name: str, array: Array, ends: tuple[int, int]) -> Array:
    """The array without the axes at its ends; ConvtraceError where one of them has more than one element.

    >>> squeezed("image", Array((1, 2, 1), [[3], [4]]), (1, 1))
    Array(shape=(2,), rows=[[3, 4]])
    """
    before, after = ends
    if not before + after:
        return array
    if len(array.shape) <= before + after:
        message = (
            f"{name} has {len(array.shape)} axes, but the layout names {before + after} beside those of the pixels"
        )
        raise ConvtraceError(message, hint="Give the arrays without batch and channel axes, and no layout.")
    shape = array.shape[before : len(array.shape) - after]
    if prod(shape) != prod(array.shape):
        message = f"{name}: several channels or images are not worked out here"
        raise ConvtraceError(message, hint="Give one image with one channel, and the kernel of that channel.")
    flat = [*chain.from_iterable(array.rows)]
    return Array(shape, [flat[start : start + shape[-1]] for start in range(0, len(flat), shape[-1])])


def laid(array: Array, ends: tuple[int, int]) -> Array:
    """The array with axes of size 1 at its ends again.

    >>> laid(Array((2,), [[3, 4]]), (1, 1)).nested()
    [[[3], [4]]]
    """
    before, after = ends
    shape = (1,) * before + array.shape + (1,) * after
    rows = [[value] for row in array.rows for value in row] if after else array.rows
    return Array(shape, rows)
