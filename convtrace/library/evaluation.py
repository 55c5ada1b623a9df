"""The exact output array of a library function, by its relation d·k = α·m + β·i + γ alone.

>>> evaluate("torch.nn.functional.conv2d", [[1, 2], [3, 4]], [[1, 1], [1, 1]], stride=2, padding=1)
[[1, 2], [3, 4]]
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from itertools import cycle
from math import prod
from typing import TYPE_CHECKING, Any

from convtrace.errors import ConvtraceError
from convtrace.law.scaling import Bias, MetSum
from convtrace.library.arrays import AnyNumber, ExactArray, NestedNumbers, exact_array
from convtrace.library.axis_call import AxisCall
from convtrace.library.call import Call, bind
from convtrace.library.call_options import read_options
from convtrace.library.catalogue import find
from convtrace.library.complex_values import sum_complex
from convtrace.library.missing import treated_output, with_gaps, without_infinity
from convtrace.library.number_types import with_dtypes
from convtrace.library.option import Along
from convtrace.library.requirements import CallSizes
from convtrace.library.row import LibraryFunction
from convtrace.library.spreading import floats, spread_output
from convtrace.library.sums import sum_outputs
from convtrace.library.windows import met_sums, ones, share, window_axes, window_size
from convtrace.values.exact import any_number
from convtrace.values.limits import MAX_OUTPUTS

if TYPE_CHECKING:
    from convtrace.library.channels import Channels


def evaluate(function: str, image: object, kernel: object = None, **options: object) -> NestedNumbers:
    """Evaluate a library function: what it returns for these arrays, as nested lists of ints and Fractions.

    `function` and the options are spelled as in the library's own call, and arrays lie as the library has them; those
    of one channel may be without batch and channel axes. A float counts as the decimal that Python prints.
    A function of one axis that has the option `axis` filters along that axis of an array of any number of them.
    A window without weights is given by its size, in the place of a kernel or as the library's option. ConvtraceError
    for all that the library refuses.

    >>> evaluate("numpy.correlate", [1, 2, 3], [0.5, 1])
    [Fraction(5, 2), 4]
    >>> evaluate("tf.nn.conv1d", [[[1], [2], [3]]], [[[1, 2]], [[1, 0]]], stride=1, padding="VALID")
    [[[3, 2], [5, 4]]]
    >>> evaluate("scipy.ndimage.correlate1d", [[1, 2, 3], [4, 5, 6]], [1, 1, 1], axis=0)
    [[6, 9, 12], [9, 12, 15]]
    """
    row = find(function)
    options = with_dtypes(options, row.spellings, image, kernel)
    if row.columns:
        from convtrace.library.columns import evaluate_columns, window_of  # only here: few functions have columns

        if (size := window_of(row, kernel, options)) is not None:
            return evaluate_columns(row, image, size, options, evaluate)
    if row.nan:
        image, options = with_gaps(image, options)
    whole = exact_array("image", image, empty=True)
    if row.infinite_is_nan:
        whole = without_infinity(whole)
    if row.along is not None:
        kernel, options = _ordered(row, row.along, len(whole.shape), kernel, options)

    def weights(axes: int) -> ExactArray:
        if row.window:
            return ones(window_size(row, kernel, options, axes))
        return exact_array("kernel", kernel, empty=True)

    elements = (1,) * len(whole.shape) if row.window else weights(0).shape
    if 0 in elements or (whole.is_empty and not (row.layouts and all(whole.shape[1:]))):
        return _of_empty(row, whole.shape, elements, options).nested()
    channels = _channels(row, whole, kernel, options, weights)
    if channels is not None:
        pair = channels.spatial("i"), channels.spatial("k")
        output = channels.laid(whole_output(bind(row, *pair, options, channels=channels)))
    else:
        output = whole_output(bind(row, whole, weights(len(whole.shape)), options))
    return (floats(output) if whole.odd and output.odd else output).nested()


def _of_empty(
    row: LibraryFunction, image: tuple[int, ...], kernel: tuple[int, ...], options: Mapping[str, object]
) -> ExactArray:
    """The output where an array has no elements; ConvtraceError where the library has none."""
    window = row.spellings.get(row.window)
    own = {name: value for name, value in options.items() if window is None or row.spellings.get(name) is not window}
    given = read_options(row, own, len(image))
    known = {**{option.name: option.default_values(len(image)) for option in row.all_options}, **given}
    sizes = CallSizes(image, kernel, known, frozenset(given))
    shape = row.empty(sizes)
    if shape is None:
        message = f"{row.name}: the {'kernel' if 0 in kernel else 'image'} is empty"
        raise ConvtraceError(message, hint="Give at least one element.")
    return ExactArray(shape, [[] for _ in range(prod(shape[:-1]))])


def _ordered(
    row: LibraryFunction, along: Along, axes: int, kernel: object, options: Mapping[str, object]
) -> tuple[object, dict[str, object]]:
    """The kernel and the options of a call that filters some axes, in the order of the arrays' axes."""
    from convtrace.library.given_along import filtered_axes, in_order  # only here: most functions filter all axes

    places = filtered_axes(row.name, along, options, axes)
    if not row.window:
        return kernel, in_order(along, options, places, axes)
    size = window_size(row, kernel, options, len(places))
    ordered = in_order(along, {**options, row.window: size}, places, axes)
    return ordered[row.window], ordered


def _channels(
    row: LibraryFunction,
    image: ExactArray,
    kernel: object,
    options: Mapping[str, object],
    weights: Callable[[int], ExactArray],
) -> Channels | None:
    if row.along is not None:
        from convtrace.library.given_along import channels_along

        return channels_along(row, row.along, image, weights, options)
    if row.layouts is None:
        return None
    from convtrace.library.given_channels import arranged  # only here: most functions have none

    axes = window_axes(kernel) if row.window else len(weights(0).shape)
    return arranged(row, image, axes, weights, lambda _: options)


def whole_output(call: Call) -> ExactArray:
    """All outputs of a call; ConvtraceError where they are too many.

    >>> from convtrace.library.posed_call import pose_call
    >>> whole_output(pose_call("numpy.convolve", image="1 2", kernel="1 3")[0]).rows
    [[1, 5, 6]]
    """
    channels = call.channels
    check_output_count(call)
    _check_bias(call)
    if call.treatment:
        return treated_output(call, call.treatment, whole_output)
    if call.spread:
        return spread_output(call, call.spread, whole_output)
    if channels is None:
        sums = _sums(call, call.axes, call.image, call.kernel)
    else:
        sums = channels.output(partial(_sums, call), call.axes)
    sums = ExactArray(sums.shape, [*_finished(call, sums)])
    cast = call.cast
    if cast is not None:
        sums = ExactArray(sums.shape, [list(map(cast.kept, line)) for line in sums.rows])
    return _trimmed(sums) if call.trims_zeros else sums


def check_output_count(call: Call, most: int = MAX_OUTPUTS) -> None:
    """Refuse outputs that are too many."""
    space = tuple(axis.outputs for axis in call.axes)
    if prod(call.channels.shape("m", space) if call.channels else space) > most:
        message = f"{call.row.name}: more than {most} outputs are not worked out here"
        raise ConvtraceError(message, hint="Choose a smaller image, or a larger stride.")


def _check_bias(call: Call) -> None:
    """Refuse a bias whose numbers are not known."""
    row = call.row
    if isinstance(call.offset, Bias):
        given = "bias" in call.given
        why = "the bias has no number here" if given else "the bias, which it adds by default, is drawn at random"
        off = "bias=False" if True in row.spellings["bias"].default_values(1) else "bias=None"
        raise ConvtraceError(f"{row.name}: {why}", hint=f"Give {off}, or its number, for example: bias=[0.5]")


def _sums(call: Call, axes: Sequence[AxisCall], image: ExactArray, kernel: ExactArray) -> ExactArray:
    if call.has_complex:
        return sum_complex(sum_outputs, axes, image, kernel, call.conjugated)
    return sum_outputs(axes, image, kernel)


def _finished(call: Call, sums: ExactArray) -> Iterator[list[AnyNumber]]:
    """The lines of the output: the sums times their scale, and the offset of their channel added."""
    scale, channels = call.scale, call.channels
    offsets: list[Any] = [*map(call.offset_of, range(channels.outputs if channels else 1))]
    if isinstance(scale, MetSum):
        met = met_sums(call.axes, call.image.shape, call.kernel, scale)
        # each channel has the divisors of the plane
        for line, divisors in zip(sums.rows, cycle(met.rows), strict=False):
            yield [any_number(value * share(below)) for value, below in zip(line, divisors, strict=True)]
    elif scale == 1 and not any(offsets):
        yield from sums.rows
    else:
        added = channels.per_line(offsets, len(sums.rows)) if channels else offsets * len(sums.rows)
        factor: Any = scale
        for line, plus in zip(sums.rows, added, strict=True):
            yield [any_number(factor * value + plus) for value in line]


def _trimmed(output: ExactArray) -> ExactArray:
    """The output of one axis without the zeros at its end, but never empty.

    >>> _trimmed(ExactArray((3,), [[1, 0, 0]])), _trimmed(ExactArray((2,), [[0, 0]]))
    (ExactArray(shape=(1,), rows=[[1]]), ExactArray(shape=(1,), rows=[[0]]))
    """
    (line,) = output.rows
    size = max((m for m, value in enumerate(line, start=1) if value), default=1)
    return ExactArray((size,), [line[:size]])
