"""Pooling by mean in every library: windows whose sums are divided by what they meet, and those that pick a value."""

from __future__ import annotations

from collections.abc import Callable

from convtrace.law.scaling import KernelSum, MetSum, Scale
from convtrace.library.axis_call import AxisCall
from convtrace.library.functions.candidates import strides
from convtrace.library.functions.formulas import ceiling, correlation, dilated, fitting
from convtrace.library.notes import Note
from convtrace.library.option import Option
from convtrace.library.option_kinds import Options, OptionValues, choice, either, whole_numbers
from convtrace.library.requirements import CallSizes


def pooled(n: int, k: int, stride: int | None, pads: tuple[int, int], dilation: int, ceil_mode: object) -> AxisCall:
    """d·k = −s·m + i + low, a window being a step unless a stride is given; by ceil_mode the last one may reach beyond.

    No window begins after the image and the padding before it.

    >>> [pooled(6, 3, 2, (1, 1), 1, ceil).outputs for ceil in (False, True)], pooled(3, 1, 3, (0, 1), 1, True).outputs
    ([3, 4], 1)
    """
    low, high = pads
    stride, ke = stride or k, dilated(k, dilation)
    outputs = fitting(n + low + high, ke, stride)
    if ceil_mode:
        outputs = ceiling(n + low + high - ke, stride) + 1
        outputs -= (outputs - 1) * stride >= n + low
    return correlation(outputs, low, stride, dilation)


def mean(beside: tuple[tuple[int, int], ...], *, counted: bool, beyond: bool) -> Scale:
    """The factor of a mean: the padding is counted or not; windows may reach beyond it.

    >>> mean(((1, 1),), counted=False, beyond=False), mean(((1, 1),), counted=True, beyond=False)
    (MetSum(beside=((0, 0),)), KernelSum())
    """
    padded = any(map(any, beside))
    if beyond or (padded and not counted):
        return MetSum(beside=beside if counted else ((0, 0),) * len(beside))
    return KernelSum()


def size_option(name: str, default: object = None, in_python: Callable[[OptionValues], str] = str) -> Option:
    """The option for the size of a window, which must be given unless it has a default."""
    return Option(
        name=name,
        default=default or 2,
        required=default is None,
        kind=whole_numbers(1),
        scales=True,
        in_python=in_python,
    )


def stride_option(name: str) -> Option:
    """The option for the distance between windows: unless given, they lie side by side."""
    kind = either(choice(None), whole_numbers(1))
    return Option(name=name, default=None, kind=kind, candidates=strides, per_axis=True)


def border(scale: Callable[[Options], Scale]) -> Note:
    """A note on the calls whose outputs have divisors of their own."""

    def sentences(sizes: CallSizes) -> tuple[str, ...]:
        found = scale(sizes.options)
        if not isinstance(found, MetSum):
            return ()
        counted = "pixels, padding included," if any(map(any, found.beside)) else "pixels"
        return (f"Each output is divided by the number of {counted} in its own window: fewer at the border.",)

    return sentences
