"""Functions that unfold images into columns, one for each window, and fold columns into images: they have no kernel.

Unfolding is a convolution with one kernel for each element of a window, 1 there and 0 elsewhere, each channel by
itself; folding is its transpose. The outputs of all windows stand in one row.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from math import prod
from typing import Any, TypeAlias

from convtrace.errors import ConvtraceError
from convtrace.library.arrays import ExactArray, NestedNumbers, exact_array
from convtrace.library.call import Call, bind
from convtrace.library.call_options import defaults, read_options
from convtrace.library.option_kinds import whole_numbers
from convtrace.library.row import LibraryFunction

Evaluate: TypeAlias = Callable[..., Any]
_SIZE = "kernel_size"
_PLANE = 2


def window_of(row: LibraryFunction, kernel: object, options: dict[str, object]) -> tuple[int, ...] | None:
    """The size of the window, in the place of the kernel or as `kernel_size`; None where there is a kernel."""
    given = options.pop(_SIZE, kernel)
    size = None if given is None else whole_numbers(1).read(given, _PLANE)
    if size is None and kernel is None:
        message = f"{row.name} needs {_SIZE}"
        raise ConvtraceError(message, hint=f"Give the size of the window, for example: {_SIZE}=2")
    return size  # type: ignore[return-value]


def evaluate_columns(
    row: LibraryFunction, image: object, window: tuple[int, ...], options: Mapping[str, object], evaluate: Evaluate
) -> NestedNumbers:
    """The columns of images, or the images of columns, by the function that gives the outputs of a convolution."""
    return (_unfolded if row.columns == "unfold" else _folded)(row, image, window, options, evaluate)


def _unfolded(
    row: LibraryFunction, image: object, window: tuple[int, ...], options: Mapping[str, object], evaluate: Evaluate
) -> NestedNumbers:
    """The columns (N, C·K, L) of images (N, C, H, W), or without N."""
    array = _array(row, image, ("channels", "rows", "columns"))
    call = _call(row, array.shape[-_PLANE:], window, options)
    ones = _ones(array.shape[-_PLANE - 1], window)
    found = evaluate(
        "torch.nn.functional.conv2d", array.nested(), ones, groups=len(ones) // prod(window), **_spans(call)
    )
    columns: NestedNumbers = _rows(found, len(array.shape) - _PLANE)
    return columns


def _folded(
    row: LibraryFunction, image: object, window: tuple[int, ...], options: Mapping[str, object], evaluate: Evaluate
) -> NestedNumbers:
    """The images (N, C, H, W) whose windows are columns (N, C·K, L), added up where they overlap; or without N."""
    array, elements = _array(row, image, ("channels and elements of a window", "windows")), prod(window)
    if array.shape[-2] % elements:
        message = f"{row.name}: {array.shape[-2]} rows are not {elements} for each channel, one for each of a window"
        raise ConvtraceError(message, hint=f"Give {elements} rows, or a multiple of it.")
    steps, sizes = _windows(row, window, options)
    if prod(sizes) != array.shape[-1]:
        message = f"{row.name}: the image has {array.shape[-1]} columns, but {prod(sizes)} windows fit"
        raise ConvtraceError(message, hint=f"Give {prod(sizes)} columns, or another output_size.")
    call = _call(row, sizes, window, options)
    sides = zip(call.axes, sizes, window, *steps, strict=True)
    more = [axis.outputs - (n - 1) * s + 2 * p - d * (k - 1) - 1 for axis, n, k, s, p, d in sides]
    whole = ExactArray.of((*array.shape[:-1], *sizes), [value for line in array.rows for value in line])
    ones = _ones(array.shape[-2] // elements, window)
    used = {"groups": len(ones) // elements, "output_padding": more, **_spans(call)}
    images: NestedNumbers = evaluate("torch.nn.functional.conv_transpose2d", whole.nested(), ones, **used)
    return images


def _array(row: LibraryFunction, image: object, axes: Sequence[str]) -> ExactArray:
    """The image, with a batch or without."""
    array = exact_array("image", image)
    if len(array.shape) not in {len(axes), len(axes) + 1}:
        counts = f"{len(axes)} or {len(axes) + 1} axes, not of {len(array.shape)}"
        message = f"{row.name} without a kernel takes an image of {counts}"
        raise ConvtraceError(message, hint=f"Give it with axes for {', '.join(axes)}, and perhaps a batch before them.")
    if array.odd:
        raise ConvtraceError(f"{row.name}: an element of the image is {array.odd}", hint="Give a number in its place.")
    return array


def _call(row: LibraryFunction, sides: Sequence[int], window: tuple[int, ...], options: Mapping[str, object]) -> Call:
    return bind(row, ExactArray(tuple(sides), []), ExactArray(window, []), options)


def _spans(call: Call) -> dict[str, object]:
    """The options that the convolution has, too."""
    return {name: list(call.options[name]) for name in ("stride", "padding", "dilation")}


def _windows(
    row: LibraryFunction, window: tuple[int, ...], options: Mapping[str, object]
) -> tuple[tuple[Any, Any, Any], tuple[int, ...]]:
    """Stride, padding and dilation of each axis, and the number of windows over the folded image."""
    given = read_options(row, options, _PLANE)
    values: dict[str, Any] = {**defaults(row, given, _PLANE), **given}
    steps = values["stride"], values["padding"], values["dilation"]
    sides = zip(values["output_size"], window, *steps, strict=True)
    return steps, tuple(max((n + 2 * p - d * (k - 1) - 1) // s + 1, 0) for n, k, s, p, d in sides)


def _ones(channels: int, window: tuple[int, ...]) -> list[list[list[list[int]]]]:
    """The kernels of all channels: each has one element that is 1."""
    rows, columns = window
    places = range(rows * columns)
    return [
        [[[int(at == p * columns + q) for q in range(columns)] for p in range(rows)]]
        for _ in range(channels)
        for at in places
    ]


def _rows(found: Any, depth: int) -> Any:  # noqa: ANN401 -- nested lists
    """The planes inside so many axes as rows.

    >>> _rows([[[1, 2], [3, 4]]], 1)
    [[1, 2, 3, 4]]
    """
    if depth == 0:
        return [value for line in found for value in line]
    return [_rows(part, depth - 1) for part in found]
