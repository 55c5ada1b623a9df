"""Recipes: how one library call gives another's output. Flip the kernel, pad the image, keep some outputs, rescale.

The axes are independent. What a recipe says was compared output by output with what it is to give.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import Enum
from fractions import Fraction
from itertools import islice, product
from typing import TypeAlias

from convtrace.law.boundary import RULES
from convtrace.law.scaling import KernelSum, Offset, Scale
from convtrace.library.arrays import ExactArray, ExactNumber
from convtrace.library.axis_recipe import AxisRecipe
from convtrace.library.call import Call
from convtrace.library.related_recipe import padded_sizes, related_recipes
from convtrace.library.scales import reconcilable, scales_of_kept
from convtrace.library.tried_recipe import tried_recipes
from convtrace.values.exact import simplified
from convtrace.values.frozen import Frozen
from convtrace.values.limits import MAX_WAYS_TRIED
from convtrace.values.named_tuple import NamedTuple

# more than all steps of a recipe
NO_RECIPE_EFFORT = (99, True)


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
    found, related = _by_relations(target, source)
    if isinstance(found, Recipe) or all(related):
        return found
    tried = [ways or _some(tried_recipes(target, source, axis)) for axis, ways in enumerate(related)]
    return _of_choices(target, source, tried)


def recipe_by_relations(target: Call, source: Call) -> Recipe | NoRecipe:
    """The recipe that holds however long the arrays are."""
    found, _ = _by_relations(target, source)
    return found


_Ways: TypeAlias = tuple[AxisRecipe, ...]


def _by_relations(target: Call, source: Call) -> tuple[Recipe | NoRecipe, Sequence[_Ways]]:
    """The recipe, and the ways of each axis; no ways where it is not about them."""
    if not reconcilable(target, source):
        return NoRecipe(Why.NUMBERS), ()
    related = [_some(related_recipes(target, source, axis)) for axis in range(len(target.axes))]
    return _of_choices(target, source, related), related


def _some(ways: Iterator[AxisRecipe]) -> _Ways:
    return tuple(islice(ways, MAX_WAYS_TRIED))


def _of_choices(target: Call, source: Call, choices: Sequence[_Ways]) -> Recipe | NoRecipe:
    """The first recipe of one way for each axis."""
    for axis, found in enumerate(choices):
        if not found:
            return NoRecipe(_why(target, source, axis), axis)
    reason = NoRecipe(Why.DIVISORS)
    for axes in islice(product(*choices), MAX_WAYS_TRIED):
        refusal = source.row.refusal(padded_sizes(source, [sum(axis.pads) for axis in axes]))
        if refusal is not None:
            reason = NoRecipe(Why.REFUSED, requirement=refusal.message)
        elif (recipe := whole_recipe(target, source, axes)) is not None:
            return recipe
    return reason


def whole_recipe(target: Call, source: Call, axes: tuple[AxisRecipe, ...]) -> Recipe | None:
    """The recipe of these axes, with what brings scale and offset to the target's; None where nothing does."""
    sizes = padded_sizes(source, [sum(axis.pads) for axis in axes])
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


def _why(target: Call, source: Call, axis: int) -> Why:
    """The reason why nothing gives the target's outputs on this axis."""
    wanted, given = target.axes[axis].relation, source.axes[axis].relation
    if target.kernel.shape[axis] > 1 and wanted.d * abs(given.beta) != given.d * abs(wanted.beta):
        return Why.DILATION if abs(wanted.beta) == abs(given.beta) else Why.INPUT_STRIDE
    if target.axes[axis].outputs > 1 and given.beta * wanted.alpha % (wanted.beta * given.alpha):
        return Why.STRIDE
    return Why.MISSING if target.axes[axis].boundary.name in RULES else Why.RULE


def effort(found: Recipe | NoRecipe) -> tuple[int, bool]:
    """The number of steps beside the call, and whether outputs are made in vain."""
    if isinstance(found, NoRecipe):
        return NO_RECIPE_EFFORT
    flips = any(axis.flips for axis in found.axes)
    pads = any(any(axis.pads) for axis in found.axes)
    zeros = any(any(axis.zeros) for axis in found.axes)
    crops = any(axis.kept != range(axis.made) for axis in found.axes)
    new = found.rescaling
    rescales = new.divides + new.multiplies + (new.factor != 1) + (new.minus != 0) + (new.plus != 0)
    return flips + found.conjugates + pads + crops + zeros + rescales, crops
