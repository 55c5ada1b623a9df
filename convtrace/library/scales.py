"""Scales of calls: what divides their sums, whatever the kernel's values are."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import chain
from math import prod

from convtrace.law.scaling import KernelSum, MetSum, Offset, Scale
from convtrace.library.arrays import ExactNumber
from convtrace.library.axis_recipe import AxisRecipe
from convtrace.library.call import Call
from convtrace.library.windows import met_sums, ones


def scaling(call: Call) -> tuple[Scale, Offset]:
    """Scale and offset of a call, whatever the kernel's values are.

    >>> from convtrace.library.posed_call import pose_call
    >>> scaling(pose_call("cv2.filter2D", options=["delta=2"])[0])
    (1, 2)
    """
    return _common(call, divisors(call)) or call.row.scale(call.options), call.offset


def _common(call: Call, below: Sequence[Sequence[ExactNumber]]) -> Scale | None:
    """The scale of all outputs with these divisors on each axis; None where it is not the same for all."""
    scale = call.row.scale(call.options)
    if not isinstance(scale, MetSum):
        return scale
    if any(len({*side}) > 1 for side in below):
        return None
    counts = [side[0] for side in below]
    return KernelSum() if counts == [*call.kernel.shape] else Fraction(1) / prod(counts)


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


def scales_of_kept(target: Call, padded: Call, axes: Sequence[AxisRecipe]) -> tuple[Scale, Scale] | None:
    """The scale of the target's outputs and of what is kept for them of the source's call on the padded image.

    None where no factor brings all of the one to the other: outputs have divisors of their own.
    """
    wanted = [side[way.zeros[0] :][: len(way.kept)] for side, way in zip(divisors(target), axes, strict=True)]
    given = [[side[m] for m in way.kept] for side, way in zip(divisors(padded), axes, strict=True)]
    scale, other = _common(target, wanted), _common(padded, given)
    if scale is not None and other is not None:
        return scale, other
    ratios = [{Fraction(b, a) for a, b in zip(*sides, strict=True)} for sides in zip(wanted, given, strict=True)]
    return (prod(map(min, ratios)), 1) if all(len(ratio) == 1 for ratio in ratios) else None
