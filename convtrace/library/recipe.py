"""Recipes: how one library call gives another's output. Flip the kernel, pad the image, keep some outputs, rescale.

The axes are independent. What a recipe says was compared output by output with what it is to give.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import Enum
from fractions import Fraction
from itertools import islice, product
from typing import NamedTuple

from convtrace.law.axis import Relation
from convtrace.law.boundary import RULES, ZERO, Rule
from convtrace.law.scaling import KernelSum, Offset, Scale
from convtrace.library.arrays import ExactArray, ExactNumber
from convtrace.library.axis_call import AxisCall
from convtrace.library.axis_recipe import AxisRecipe, check_products, equal_outputs
from convtrace.library.call import Call
from convtrace.library.requirements import CallSizes
from convtrace.library.scales import reconcilable, scales_of_kept
from convtrace.library.sums import pixels_met
from convtrace.values.exact import simplified
from convtrace.values.frozen import Frozen
from convtrace.values.limits import MAX_PADS_TRIED, MAX_WAYS_TRIED


class Rescaling(Frozen):
    """What brings scale and offset of one call to those of another.

    The kernel is divided by its sum before the call, or the output multiplied by that sum behind it; `minus` is
    taken from the output, which is then multiplied by `factor`, and `plus` is added, also to zeros that are put.
    """

    divides: bool = False
    multiplies: bool = False
    minus: Offset = 0
    factor: ExactNumber = 1
    plus: Offset = 0


class Recipe(Frozen, kw_only=False):
    """The recipe of every axis, the constant by which the image is padded if the rule is that, and the rescaling.

    Where it `conjugates`, the source is given the conjugate of the kernel.
    """

    axes: tuple[AxisRecipe, ...]
    fill: ExactNumber
    rescaling: Rescaling = Rescaling()
    conjugates: bool = False


class Why(Enum):
    """Reasons why there is no recipe; their values are promised in JSON."""

    DILATION = "spacing"
    INPUT_STRIDE = "spread"
    STRIDE = "pace"
    RULE = "rule"
    MISSING = "missing"
    REFUSED = "refused"
    DIVISORS = "divisors"
    NUMBERS = "numbers"


class NoRecipe(NamedTuple):
    """The reason why there is no recipe, the axis if it is one, and the library's requirement if it is that."""

    why: Why
    axis: int | None = None
    requirement: str = ""


def find_recipe(target: Call, source: Call) -> Recipe | NoRecipe:
    """The way in which the source's function, with its options as they are, gives the target's output.

    >>> from convtrace.library.posed_call import pose_call
    >>> full, valid = (pose_call(f"numpy.{name}", image="5", kernel="3")[0] for name in ("convolve", "correlate"))
    >>> [(axis.flips, axis.pads, axis.kept, axis.made) for axis in find_recipe(valid, full).axes]
    [(True, (0, 0), range(2, 5), 7)]
    """
    if not reconcilable(target, source):
        return NoRecipe(Why.NUMBERS)
    choices = [tuple(islice(_axis_recipes(target, source, axis), MAX_WAYS_TRIED)) for axis in range(len(target.axes))]
    for axis, found in enumerate(choices):
        if not found:
            return NoRecipe(_why(target, source, axis), axis)
    reason = NoRecipe(Why.DIVISORS)
    for axes in islice(product(*choices), MAX_WAYS_TRIED):
        refusal = source.row.refusal(_sizes(source, [sum(axis.pads) for axis in axes]))
        if refusal is not None:
            reason = NoRecipe(Why.REFUSED, requirement=refusal.message)
        elif (recipe := whole_recipe(target, source, axes)) is not None:
            return recipe
    return reason


def whole_recipe(target: Call, source: Call, axes: tuple[AxisRecipe, ...]) -> Recipe | None:
    """The recipe of these axes, with what brings scale and offset to the target's; None where nothing does."""
    sizes = _sizes(source, [sum(axis.pads) for axis in axes])
    padded = source.replace(image=ExactArray(sizes.image, []), axes=source.row.axis_calls(sizes))
    scales = scales_of_kept(target, padded, axes)
    if scales is None:
        return None
    zeros = any(any(axis.zeros) for axis in axes)
    rescaling = _rescaling(*scales, target.offset, source.offset, zeros)
    return Recipe(axes, target.axes[0].fill, rescaling, target.conjugated != source.conjugated)


def _rescaling(scale: Scale, given: Scale, offset: Offset, added: Offset, zeros: bool) -> Rescaling:
    if scale == given:
        if not zeros and isinstance(offset, int | Fraction) and isinstance(added, int | Fraction):
            return Rescaling(plus=offset - added)
        return Rescaling() if offset == added and not zeros else Rescaling(minus=added, plus=offset)
    divides, multiplies = isinstance(scale, KernelSum), isinstance(given, KernelSum)
    numbers = [Fraction(each) for each in (scale, given) if isinstance(each, int | Fraction)]
    factor = (1 if divides else numbers[0]) / (1 if multiplies else numbers[-1])
    less = {} if not zeros and factor == 1 and not multiplies and added == 0 else {"minus": added}
    return Rescaling(divides=divides, multiplies=multiplies, factor=simplified(Fraction(factor)), plus=offset, **less)


def _padding_rule(target: AxisCall) -> Rule:
    """The rule by which the image is padded: the target's own if NumPy has it, else that of zeros.

    >>> _padding_rule(AxisCall(relation=Relation(1, 1, -1), outputs=3)).name
    'zero'
    """
    return target.boundary if target.boundary.name in RULES else ZERO


def _sizes(source: Call, more: Sequence[int]) -> CallSizes:
    """The sizes of the call on an image with so many more pixels on each axis."""
    shape = tuple(size + added for size, added in zip(source.image.shape, more, strict=True))
    return CallSizes(shape, source.kernel.shape, source.options)


def _longer(source: Call, axis: int, more: int) -> AxisCall:
    """One axis of the call on an image that is longer along it."""
    longer = [more if each == axis else 0 for each in range(len(source.axes))]
    return source.row.axis_calls(_sizes(source, longer))[axis]


def _axis_recipes(target: Call, source: Call, axis: int) -> Iterator[AxisRecipe]:
    """The recipes that give the target's outputs on one axis, those with the fewest pads first."""
    wanted, pixels = target.axes[axis], target.image.shape[axis]
    met = pixels_met(wanted, pixels, target.kernel.shape[axis])
    for way in _aligned(target, source, axis, met):
        longer = _longer(source, axis, sum(way.pads))
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
    spans = dict.fromkeys((range(wanted.outputs), _meeting(wanted, met, pixels)))
    for pads in tried or _pads(wanted, source.axes[axis], pixels, kernel_size):
        call = _longer(source, axis, sum(pads))
        relation = call.relation.kernel_flipped(kernel_size) if flips else call.relation
        for span in spans:
            kept = _kept(wanted.relation, relation.rebased(image=pads[0], kernel=0), span)
            if kept is not None and min(kept) >= 0 and max(kept) < call.outputs:
                yield AxisRecipe(
                    kept=kept,
                    rule=_padding_rule(wanted),
                    flips=flips and kernel_size > 1,
                    pads=pads,
                    zeros=(span.start, wanted.outputs - span.stop),
                    made=call.outputs,
                )


def _meeting(call: AxisCall, met: list[list[int]], pixels: int) -> range:
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


def _why(target: Call, source: Call, axis: int) -> Why:
    """The reason why nothing gives the target's outputs on this axis."""
    wanted, given = target.axes[axis].relation, source.axes[axis].relation
    if target.kernel.shape[axis] > 1 and wanted.d * abs(given.beta) != given.d * abs(wanted.beta):
        return Why.DILATION if abs(wanted.beta) == abs(given.beta) else Why.INPUT_STRIDE
    if target.axes[axis].outputs > 1 and given.beta * wanted.alpha % (wanted.beta * given.alpha):
        return Why.STRIDE
    return Why.MISSING if target.axes[axis].boundary.name in RULES else Why.RULE
