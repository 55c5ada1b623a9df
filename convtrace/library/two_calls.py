"""Two library functions on the same image and kernel: where they agree, and how each gives the other's output."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from typing import TYPE_CHECKING

from convtrace.errors import ConvtraceError, shortened
from convtrace.law.scaling import KernelSum, MetSum
from convtrace.library.axis_recipe import AxisRecipe, check_products, equal_outputs
from convtrace.library.call import Call
from convtrace.library.catalogue import find
from convtrace.library.posed_call import default_sizes, pose_call
from convtrace.library.posed_options import OptionsGiven
from convtrace.library.recipe import NoRecipe, Recipe, find_recipe
from convtrace.library.row import LibraryFunction
from convtrace.library.scales import divisors, scaling, treats_numbers_alike
from convtrace.library.sums import pixels_met
from convtrace.values.frozen import Frozen
from convtrace.values.limits import MAX_COMPARED_SIDE
from convtrace.values.named_tuple import NamedTuple

if TYPE_CHECKING:
    from convtrace.trace.given_arrays import Given


class AxisAgreement(NamedTuple):
    """One axis: the outputs whose sums are the same in both whatever the numbers, and those that only one has."""

    same: tuple[range, ...]
    only_first: range
    only_second: range


class TwoCalls(Frozen):
    """Both calls, the outputs on which they agree, and how each gives the other's output.

    An output agrees where it does on every axis.
    """

    first: Call
    second: Call
    agreement: tuple[AxisAgreement, ...]
    first_from_second: Recipe | NoRecipe
    second_from_first: Recipe | NoRecipe

    @property
    def equal(self) -> bool:
        """True where all outputs agree.

        >>> compare_calls("numpy.convolve", "scipy.signal.convolve").equal
        True
        """
        return all(axis.same == (range(call.outputs),) and not axis.only_second
                   for axis, call in zip(self.agreement, self.first.axes, strict=True))  # fmt: skip


def compare_calls(
    first: str,
    second: str,
    *,
    image: Given | None = None,
    kernel: Given | None = None,
    options: OptionsGiven = (),
    others: OptionsGiven = (),
    read: Callable[[str], bytes] | None = None,
) -> TwoCalls:
    """Compare two functions on one image and one kernel; `others` are the second's options, as texts or by name.

    ConvtraceError where either refuses, or where the arrays are too long to go through all that meet.

    >>> compare_calls("numpy.convolve", "numpy.correlate", options=["mode=same"], others=["mode=same"]).agreement
    (AxisAgreement(same=(), only_first=range(7, 7), only_second=range(7, 7)),)
    """
    if image is None and kernel is None:
        image, kernel = _sizes(first, second)
    once = read and cache(read)
    one, *_ = pose_call(first, image=image, kernel=kernel, options=options, read=once)
    try:
        other, *_ = pose_call(second, image=image, kernel=kernel, options=others, read=once)
    except ConvtraceError as error:
        raise _renamed(error) from None
    for call in (one, other):
        _check_size(call)
        if call.channels is not None:
            message, others = "two calls are compared for one image and one channel", "batch and channel axes"
            if call.channels.arrangement.in_place:
                message, others = "two calls are compared on the axes that both filter", "others"
            raise ConvtraceError(f"{call.row.name}: {message}", hint=f"Give both arrays without {others}.")
    return TwoCalls(
        first=one,
        second=other,
        agreement=_agreement(one, other),
        first_from_second=find_recipe(one, other),
        second_from_first=find_recipe(other, one),
    )


def _sizes(first: str, second: str) -> tuple[str, str]:
    """The sizes of both arrays where none is given; ConvtraceError where no image is for both functions."""
    rows = find(first), find(second)
    if not rows[0].laws.keys() & rows[1].laws.keys():
        one, other = (f"{row.name} takes {_axes(row)}" for row in rows)
        hint = f"Compare {rows[0].name} with a function for {_axes(rows[0])}; convtrace library lists them."
        raise ConvtraceError(f"no image is for both: {one}, {other}", hint=hint)
    return default_sizes(*rows)


def _axes(row: LibraryFunction) -> str:
    counts = " or ".join(map(str, row.laws))
    return f"images of {counts} {'axis' if counts == '1' else 'axes'}"


def _renamed(error: ConvtraceError) -> ConvtraceError:
    """The error with the option's name for the second function."""
    message, hint = (text.replace("--option", "--versus-option") for text in (error.message, error.hint))
    return ConvtraceError(message, error.source, error.span, hint)


def _check_size(call: Call) -> None:
    for option, array in (("--image", call.image), ("--kernel", call.kernel)):
        if max(array.shape) > MAX_COMPARED_SIDE:
            given = f"{option} {shortened('x'.join(map(str, array.shape)))}"
            message = f"{option}: an axis of {max(array.shape)} is too long to compare two functions"
            hint = f"Choose at most {MAX_COMPARED_SIDE}: what holds of a small image and kernel holds of large ones."
            raise ConvtraceError(message, given, hint=hint)
    for axis, elements in zip(call.axes, call.kernel.shape, strict=True):
        check_products(call, axis.outputs, elements)


def _agreement(first: Call, second: Call) -> tuple[AxisAgreement, ...]:
    (scale, offset), (other_scale, other_offset) = scaling(first), scaling(second)
    means = all(isinstance(call.row.scale(call.options), KernelSum | MetSum) for call in (first, second))
    changed = not treats_numbers_alike(first, second) or offset != other_offset or (scale != other_scale and not means)
    agreed = []
    sides = zip(first.axes, second.axes, first.image.shape, first.kernel.shape, strict=True)
    for axis, (one, other, pixels, elements) in enumerate(sides):
        both = range(min(one.outputs, other.outputs))
        same = equal_outputs(one, other, pixels_met(one, pixels, elements), pixels, AxisRecipe(kept=both))
        if scale != other_scale and means:
            below = [divisors(call)[axis] for call in (first, second)]
            same = [alike and one == other for alike, one, other in zip(same, *below, strict=False)]
        runs = () if changed else _runs(same)
        agreed.append(AxisAgreement(runs, range(both.stop, one.outputs), range(both.stop, other.outputs)))
    return tuple(agreed)


def _runs(same: Sequence[bool]) -> tuple[range, ...]:
    """The runs of outputs that agree.

    >>> _runs([True, True, False, True])
    (range(0, 2), range(3, 4))
    """
    ends = [m for m, (before, after) in enumerate(zip((False, *same), (*same, False), strict=True)) if before != after]
    return tuple(map(range, ends[::2], ends[1::2]))
