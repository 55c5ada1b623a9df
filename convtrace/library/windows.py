"""Windows that have a size and no weights: what they are given as, what divides their sums, what is no sum at all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import chain, product
from math import prod

from convtrace.document.indices import linear, symbols
from convtrace.document.plain import plain
from convtrace.errors import ConvtraceError
from convtrace.law.axis import Bounds, solve
from convtrace.law.boundary import ZERO
from convtrace.law.index_order import ORDERS
from convtrace.law.scaling import MetSum
from convtrace.library.arrays import ExactArray, ExactNumber, exact, exact_array
from convtrace.library.axis_call import AxisCall
from convtrace.library.call_options import read_options
from convtrace.library.row import LibraryFunction
from convtrace.library.sums import sum_outputs
from convtrace.values.array_like import unpacked
from convtrace.values.formula import Symbol
from convtrace.values.limits import MAX_ELEMENTS


def window_size(row: LibraryFunction, kernel: object, options: Mapping[str, object], axes: int) -> tuple[int, ...]:
    """The size of a window, given in the place of the kernel or as the option that the library has for it."""
    option = row.spellings[row.window]
    own = {name: value for name, value in options.items() if row.spellings.get(name) is option}
    given = read_options(row, own, axes)
    if kernel is None:
        if option.required and not given:
            message = f"{row.name} needs {option.name}"
            raise ConvtraceError(message, hint=f"Give the size of the window, for example: {option.name}=2")
        return given.get(option.name) or option.default_values(axes)  # type: ignore[return-value]
    size = option.kind.read(unpacked(kernel), axes)
    if size is None and row.picks:
        return exact_array("kernel", kernel).shape  # it is refused with its window, whatever the elements are
    if size is None:
        message = f"{row.name} has a window in the place of a kernel, and all its weights are 1"
        raise ConvtraceError(message, hint="Give the size of the window: a whole number, or one for each axis.")
    if given.get(option.name, size) != size:
        message = f"{row.name}: {option.name} is not the size that is given for the kernel"
        raise ConvtraceError(message, hint=f"Give only {option.name}.")
    return size  # type: ignore[return-value]


def window_axes(kernel: object) -> int | None:
    """The number of axes of a window by its size in the place of a kernel; None where that is one number or not given.

    >>> window_axes([2, 2]), window_axes(2)
    (2, None)
    """
    size = unpacked(kernel)
    return len(size) if isinstance(size, list | tuple) else None


def ones(shape: tuple[int, ...]) -> ExactArray:
    """The weights of a window; ConvtraceError where they are too many."""
    if prod(shape) > MAX_ELEMENTS:
        message = f"a window of {prod(shape)} elements is too large to work out"
        raise ConvtraceError(message, hint=f"Choose a window of at most {MAX_ELEMENTS} elements (99x99).")
    return _ones(shape)


def _ones(shape: tuple[int, ...]) -> ExactArray:
    return ExactArray.of(shape, [1] * prod(shape))


def met_sums(axes: Sequence[AxisCall], image: tuple[int, ...], kernel: ExactArray, scale: MetSum) -> ExactArray:
    """For each output, the sum of the weights that meet something that counts: the same law over ones.

    >>> from convtrace.law.axis import Relation
    >>> axis = AxisCall(relation=Relation(1, -1, 1, 1), outputs=3)
    >>> met_sums([axis], (3,), ones((3,)), MetSum(beside=((0, 0),))).rows
    [[2, 3, 2]]
    """
    counted = tuple(n + sum(beside) for n, beside in zip(image, scale.beside, strict=True))
    laws = [
        axis.replace(relation=axis.relation.rebased(image=-before, kernel=0), boundary=ZERO, fill=0)
        for axis, (before, _) in zip(axes, scale.beside, strict=True)
    ]
    return sum_outputs(laws, _ones(counted), kernel)


def met_sum(
    axes: Sequence[AxisCall], image: tuple[int, ...], kernel: ExactArray, scale: MetSum, output: tuple[int, ...]
) -> ExactNumber:
    """The sum of the weights that meet something that counts, for one output.

    >>> from convtrace.law.axis import Relation
    >>> axis = AxisCall(relation=Relation(1, -1, 1, 1), outputs=3)
    >>> met_sum([axis], (3,), ones((3,)), MetSum(beside=((0, 0),)), (0,))
    2
    """
    met = [
        solve(axis.relation, "m", m, "i", Bounds(i=range(-before, n + after), k=range(k))).along("k")
        for axis, n, (before, after), k, m in zip(axes, image, scale.beside, kernel.shape, output, strict=True)
    ]
    weights, places = [*chain.from_iterable(kernel.rows)], tuple(map(range, kernel.shape))
    total: ExactNumber = sum(weights[ORDERS["rc"].position(index, places)] for index in product(*met))
    return total


def share(below: ExactNumber) -> ExactNumber:
    """The scale 1/below; ConvtraceError where a window meets nothing that counts."""
    if below == 0:
        message = "a window meets nothing that counts, so its mean is 0/0"
        raise ConvtraceError(message, hint="Choose less padding, or a smaller dilation.")
    return exact(Fraction(1) / below) or 1


def check_sum(row: LibraryFunction, axes: Sequence[AxisCall], kernel: tuple[int, ...]) -> None:
    """Refuse a function that picks a value of its window: that is no sum; the window is named.

    >>> from convtrace.library.catalogue import find
    >>> from convtrace.library.functions.formulas import correlation
    >>> check_sum(find("nn.MaxPool1d"), [correlation(4, 1, 2)], (3,))
    Traceback (most recent call last):
    ...
    convtrace.errors.ConvtraceError: max_pool1d takes the largest value of each window: that is no sum
    y[m] is the largest value of x[2m−1…2m+1], as far as these exist.
    """
    if not row.picks:
        return
    outputs = symbols("m", len(axes))
    spans = ", ".join(map(_span, axes, outputs, kernel))
    index = ",".join(symbol.name for symbol in outputs)
    message = f"{row.last} takes {row.picks} of each window: that is no sum"
    raise ConvtraceError(message, hint=f"y[{index}] is {row.picks} of x[{spans}], as far as these exist.")


def _span(axis: AxisCall, output: Symbol, kernel_size: int) -> str:
    """The pixels of a window on one axis, from the first to the last.

    >>> from convtrace.library.functions.formulas import correlation
    >>> _span(correlation(4, 1, 2), Symbol("m"), 3), _span(correlation(4, 0, dilation=2), Symbol("n"), 2)
    ('2m−1…2m+1', 'n…n+2 in steps of 2')
    """
    d, alpha, _, gamma = axis.relation.fields().values()
    first, last = (plain(linear([(-alpha, output)], d * k - gamma)) for k in (0, kernel_size - 1))
    steps = f" in steps of {d}" if d > 1 else ""
    return first if kernel_size == 1 else f"{first}…{last}{steps}"
