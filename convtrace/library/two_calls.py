"""Two library functions on the same image and kernel: where they agree, and how each gives the other's output."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from convtrace.errors import ConvtraceError, shortened
from convtrace.library.catalogue import find
from convtrace.library.evaluation import Call
from convtrace.library.posed_call import pose_call
from convtrace.library.recipe import UNCHANGED, Answer, equal, extras, recipe
from convtrace.trace.given import IMAGE_SIDE, KERNEL_SIDE, PLANE
from convtrace.values.frozen import Frozen
from convtrace.values.limits import MAX_COMPARED_PRODUCTS, MAX_COMPARED_SIDE

if TYPE_CHECKING:
    from convtrace.trace.given import Given


class Agreement(NamedTuple):
    """One axis: the outputs whose sums are the same in both whatever the numbers, and those that only one has."""

    same: tuple[range, ...]
    only_first: range
    only_second: range


class Versus(Frozen):
    """Both calls; an output agrees where it does on every axis.

    `forth` gives the first's output by the second, `back` the second's by the first.
    """

    first: Call
    second: Call
    agreement: tuple[Agreement, ...]
    forth: Answer
    back: Answer

    @property
    def equal(self) -> bool:
        """Whether all outputs agree.

        >>> versus("numpy.convolve", "scipy.signal.convolve").equal
        True
        """
        return all(axis.same == (range(call.outputs),) and not axis.only_second
                   for axis, call in zip(self.agreement, self.first.axes, strict=True))  # fmt: skip


def versus(
    first: str,
    second: str,
    *,
    image: Given | None = None,
    kernel: Given | None = None,
    options: Sequence[str] = (),
    others: Sequence[str] = (),
    read: Callable[[str], bytes] | None = None,
) -> Versus:
    """Both functions on one image and one kernel; `others` are the second's options, as texts NAME=VALUE.

    ConvtraceError where either refuses, or where the arrays are too long to go through all that meet.

    >>> versus("numpy.convolve", "numpy.correlate", options=["mode=same"], others=["mode=same"]).agreement
    (Agreement(same=(), only_first=range(7, 7), only_second=range(7, 7)),)
    """
    if image is None and kernel is None:
        image, kernel = _sizes(first, second)
    once = read and cache(read)
    ours, *_ = pose_call(first, image=image, kernel=kernel, options=options, read=once)
    try:
        theirs, *_ = pose_call(second, image=image, kernel=kernel, options=others, read=once)
    except ConvtraceError as error:
        raise _renamed(error) from None
    for call in (ours, theirs):
        _check_size(call)
    return Versus(
        first=ours,
        second=theirs,
        agreement=_agreement(ours, theirs),
        forth=recipe(ours, theirs),
        back=recipe(theirs, ours),
    )


def _sizes(first: str, second: str) -> tuple[str, str]:
    """The sizes of both arrays where none is given: planes where both functions take them."""
    ours, theirs = find(first), find(second)
    both = ours.laws.keys() & theirs.laws.keys()
    if not both:
        counts = " and ".join(f"{row.name} images of {' or '.join(map(str, row.laws))}" for row in (ours, theirs))
        raise ConvtraceError(
            f"no image is for both: {counts} axes",
            hint="Compare functions for images of as many axes; convtrace library lists them.",
        )
    axes = PLANE if PLANE in both else min(both)
    return "x".join([str(IMAGE_SIDE)] * axes), "x".join([str(KERNEL_SIDE)] * axes)


def _renamed(error: ConvtraceError) -> ConvtraceError:
    """The same about the second function's options."""
    message, hint = (text.replace("--option", "--versus-option") for text in (error.message, error.hint))
    return ConvtraceError(message, error.source, error.span, hint)


def _check_size(call: Call) -> None:
    for option, array in (("--image", call.image), ("--kernel", call.kernel)):
        if max(array.shape) > MAX_COMPARED_SIDE:
            given = f"{option} {shortened('x'.join(map(str, array.shape)))}"
            message = f"{option}: an axis of {max(array.shape)} is too long to compare two functions"
            hint = f"Choose at most {MAX_COMPARED_SIDE}: what holds of a small image and kernel holds of large ones."
            raise ConvtraceError(message, given, hint=hint)
    for axis, taps in zip(call.axes, call.kernel.shape, strict=True):
        if axis.outputs * taps > MAX_COMPARED_PRODUCTS:
            message = f"{call.row.name}: {axis.outputs} outputs of {taps} kernel elements are too many to go through"
            raise ConvtraceError(message, hint="Choose a smaller --image or --kernel, or other options.")


def _agreement(first: Call, second: Call) -> tuple[Agreement, ...]:
    changed = extras(first) != extras(second)
    agreed = []
    for ours, theirs, pixels, taps in zip(first.axes, second.axes, first.image.shape, first.kernel.shape, strict=True):
        both = range(min(ours.outputs, theirs.outputs))
        same = equal(ours, theirs, pixels, taps, UNCHANGED.replace(kept=both))
        runs = () if changed else _runs(same)
        agreed.append(Agreement(runs, range(both.stop, ours.outputs), range(both.stop, theirs.outputs)))
    return tuple(agreed)


def _runs(same: Sequence[bool]) -> tuple[range, ...]:
    """The runs of outputs that agree.

    >>> _runs([True, True, False, True])
    (range(0, 2), range(3, 4))
    """
    ends = [m for m, (before, after) in enumerate(zip((False, *same), (*same, False), strict=True)) if before != after]
    return tuple(map(range, ends[::2], ends[1::2]))
