"""Recipes on one axis by the relations of two calls: pads that bring windows together, and the outputs to keep."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product

from convtrace.law.axis import Relation
from convtrace.law.boundary import RULES, ZERO, Rule
from convtrace.library.axis_call import AxisCall
from convtrace.library.axis_recipe import AxisRecipe, check_products, equal_outputs
from convtrace.library.call import Call
from convtrace.library.requirements import CallSizes
from convtrace.library.sums import pixels_met
from convtrace.values.limits import MAX_PADS_TRIED


def padding_rule(target: AxisCall) -> Rule:
    """The rule by which the image is padded: the target's own if NumPy has it, else that of zeros.

    >>> padding_rule(AxisCall(relation=Relation(1, 1, -1), outputs=3)).name
    'zero'
    """
    return target.boundary if target.boundary.name in RULES else ZERO


def padded_sizes(source: Call, more: Sequence[int]) -> CallSizes:
    """The sizes of the call on an image with so many more pixels on each axis."""
    shape = tuple(size + added for size, added in zip(source.image.shape, more, strict=True))
    return CallSizes(shape, source.kernel.shape, source.options)


def longer_axis(source: Call, axis: int, more: int) -> AxisCall:
    """One axis of the call on an image that is longer along it."""
    longer = [more if each == axis else 0 for each in range(len(source.axes))]
    return source.row.axis_calls(padded_sizes(source, longer))[axis]


def related_recipes(target: Call, source: Call, axis: int) -> Iterator[AxisRecipe]:
    """The recipes that give the target's outputs on one axis, those with the fewest pads first."""
    wanted, pixels = target.axes[axis], target.image.shape[axis]
    met = pixels_met(wanted, pixels, target.kernel.shape[axis])
    for way in _aligned(target, source, axis, met):
        longer = longer_axis(source, axis, sum(way.pads))
        check_products(source, longer.outputs, len(met))
        if all(equal_outputs(wanted, longer, met, pixels, way)):
            yield way


def unpadded(target: Call, source: Call, axis: int, met: list[list[int]]) -> AxisRecipe | None:
    """The recipe on one axis that neither pads the image nor puts zeros; `met` are the pixels that the target meets."""
    wanted, pixels = target.axes[axis], target.image.shape[axis]
    found = _aligned(target, source, axis, met, [(0, 0)])
    ways = (way for way in found if not any(way.zeros))
    return next((way for way in ways if all(equal_outputs(wanted, source.axes[axis], met, pixels, way))), None)


def _aligned(
    target: Call, source: Call, axis: int, met: list[list[int]], tried: Sequence[tuple[int, int]] | None = None
) -> Iterator[AxisRecipe]:
    """The recipes that exist by the relations alone, whatever is outside the image; `tried` are other pads to try."""
    wanted, pixels, kernel_size = target.axes[axis], target.image.shape[axis], target.kernel.shape[axis]
    flips = wanted.relation.flipped("i", "k") != source.axes[axis].relation.flipped("i", "k")
    spans = dict.fromkeys((range(wanted.outputs), meeting_outputs(wanted, met, pixels)))
    for pads in tried or _pads(wanted, source.axes[axis], pixels, kernel_size):
        call = longer_axis(source, axis, sum(pads))
        relation = call.relation.kernel_flipped(kernel_size) if flips else call.relation
        for span in spans:
            kept = _kept(wanted.relation, relation.rebased(image=pads[0], kernel=0), span)
            if kept is not None and min(kept) >= 0 and max(kept) < call.outputs:
                yield AxisRecipe(
                    kept=kept,
                    rule=padding_rule(wanted),
                    flips=flips and kernel_size > 1,
                    pads=pads,
                    zeros=(span.start, wanted.outputs - span.stop),
                    made=call.outputs,
                )


def meeting_outputs(call: AxisCall, met: list[list[int]], pixels: int) -> range:
    """The outputs from the first to the last that meets anything; all of them where none does."""
    meeting = [m for m, column in enumerate(zip(*met, strict=True)) if min(column) <= pixels]
    return range(meeting[0], meeting[-1] + 1) if meeting else range(call.outputs)


def _kept(target: Relation, source: Relation, wanted: range) -> range | None:
    """The source's outputs whose first kernel element meets what it meets for the target's wanted ones.

    None if any is between two.
    """
    below = target.beta * source.alpha
    first = source.beta * (target.alpha * wanted[0] + target.gamma) - target.beta * source.gamma
    step = source.beta * target.alpha if wanted[1:] else below
    if first % below or step % below:
        return None
    first, step = first // below, step // below
    return range(first, first + step * len(wanted), step)


def _pads(target: AxisCall, source: AxisCall, pixels: int, kernel_size: int) -> list[tuple[int, int]]:
    """Pads before and after that may help, the fewest first: what windows reach, and what makes strides line up."""
    wanted, given = target.pixel_extent(kernel_size), source.pixel_extent(kernel_size)
    stride = abs(source.relation.alpha)
    befores = _pad_counts(-wanted.start, given.start - wanted.start, stride)
    afters = _pad_counts(wanted.stop - pixels, wanted.stop - given.stop, stride)
    return sorted(product(befores, afters), key=lambda pads: (sum(pads), abs(pads[0] - pads[1])))


def _pad_counts(beyond: int, further: int, stride: int) -> list[int]:
    """The numbers of pads to try: none, and what is beyond the image or the other's windows, up to a stride more."""
    most = max(beyond, further, 0) + stride
    if most <= MAX_PADS_TRIED:
        return [*range(most + 1)]
    needed = (max(pads, 0) for pads in (0, beyond, further))
    near = range(min(stride, MAX_PADS_TRIED) + 1)
    # with these the first windows of both begin at the same pixel, or strides apart
    return sorted({pads + more for pads in needed for more in (*near, (further - pads) % stride)})
