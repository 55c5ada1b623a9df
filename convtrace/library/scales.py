"""Scales of calls: what divides their sums, whatever the kernel's values are."""

from __future__ import annotations

from itertools import chain

from convtrace.law.scaling import KernelSum, MetSum, Offset, Scale
from convtrace.library.arrays import ExactNumber
from convtrace.library.evaluation import Call
from convtrace.library.windows import met_sums, ones


def scaling(call: Call) -> tuple[Scale, Offset]:
    """Scale and offset of a call, whatever the kernel's values are.

    >>> from convtrace.library.posed_call import pose_call
    >>> scaling(pose_call("cv2.filter2D", options=["delta=2"])[0])
    (1, 2)
    """
    scale = call.row.scale(call.options)
    if isinstance(scale, MetSum) and all(len({*side}) == 1 for side in divisors(call)):
        scale = KernelSum()  # no window leaves what counts
    return scale, call.offset


def divisors(call: Call) -> list[list[ExactNumber]]:
    """The number of elements on each axis that count in the window of each output; all where nothing is left out."""
    scale = call.row.scale(call.options)
    sides = zip(call.axes, call.image.shape, call.kernel.shape, strict=True)
    if not isinstance(scale, MetSum):
        return [[k] * axis.outputs for axis, _, k in sides]
    return [
        [*chain.from_iterable(met_sums([axis], (n,), ones((k,)), MetSum(beside=(beside,))).rows)]
        for (axis, n, k), beside in zip(sides, scale.beside, strict=True)
    ]


def treats_numbers_alike(first: Call, second: Call) -> bool:
    """False where one conjugates what the other does not, or keeps sums in another type of whole numbers.

    >>> from convtrace.library.posed_call import pose_call
    >>> one, other = (pose_call(f"numpy.{name}", image="1j 2", kernel="2 1")[0] for name in ("correlate", "convolve"))
    >>> treats_numbers_alike(one, other), treats_numbers_alike(one, one)
    (False, True)
    """
    return (first.conjugated, first.cast) == (second.conjugated, second.cast)


def reconcilable(target: Call, source: Call) -> bool:
    """True where nothing but the conjugate of the kernel makes a difference to the numbers."""
    conjugated = {target.conjugated, source.conjugated}
    return target.cast == source.cast and (len(conjugated) == 1 or "image" not in conjugated)


def divides_alike(target: Call, source: Call) -> bool:
    """False where outputs have divisors of their own, and these are not the same in both calls."""
    (wanted, _), (given, _) = scaling(target), scaling(source)
    own = any(isinstance(scale, MetSum) for scale in (wanted, given))
    return not own or (wanted == given and target.axes == source.axes)
