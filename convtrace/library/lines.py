"""A filter of one axis along that axis of an array: the same call for every line of pixels."""

from __future__ import annotations

from collections.abc import Callable
from math import prod
from operator import index

from convtrace.errors import ConvtraceError
from convtrace.library.arrays import ExactArray
from convtrace.library.row import LibraryFunction
from convtrace.values.array_like import unpacked


def axis_of(row: LibraryFunction, axes: int, options: dict[str, object]) -> int | None:
    """The axis along which a function filters an array of so many axes; None for a function that takes them all.

    The option is taken out of the others. ConvtraceError for an axis that is not there.
    """
    if "axis" not in row.spellings or set(row.laws) != {1}:
        return None
    given = unpacked(options.pop("axis", -1))
    try:
        found = None if isinstance(given, bool) else index(given)  # type: ignore[arg-type]
    except TypeError:
        found = None
    if found is None or not -axes <= found < axes:
        message = f"{row.name}: the image has {axes} axes, axis={given!r} is none of them"
        raise ConvtraceError(message, hint=f"Give axis={axes - 1} or axis=-1 for the last one.")
    return found % axes


def along(axis: int, image: ExactArray, line_output: Callable[[ExactArray], ExactArray]) -> ExactArray:
    """The array in which the output of every line along an axis is in the line's place.

    >>> plane = ExactArray((2, 3), [[1, 2, 3], [4, 5, 6]])
    >>> along(0, plane, lambda line: ExactArray((1,), [[sum(line.rows[0])]]))
    ExactArray(shape=(1, 3), rows=[[5, 7, 9]])
    """
    shape = image.shape
    size, step = shape[axis], prod(shape[axis + 1 :])
    flat = [value for row in image.rows for value in row]
    starts = [start + at for start in range(0, len(flat), size * step) for at in range(step)]
    lines = [ExactArray((size,), [flat[start : start + size * step : step]]) for start in starts]
    outputs = [line_output(line).rows[0] for line in lines]
    made = [
        outputs[block + at][m]
        for block in range(0, len(outputs), step)
        for m in range(len(outputs[0]))
        for at in range(step)
    ]
    return ExactArray.of((*shape[:axis], len(outputs[0]), *shape[axis + 1 :]), made)
