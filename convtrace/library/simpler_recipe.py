"""Recipes that are simpler where one option of the source is left out."""

from __future__ import annotations

from typing import NamedTuple

from convtrace.library.evaluation import Call
from convtrace.library.recipe import NoRecipe, Recipe, find_recipe
from convtrace.library.requirements import CallSizes
from convtrace.library.row import Option

# more than all steps of a recipe
_NO_RECIPE = (9, True)


class SimplerRecipe(NamedTuple):
    """The option of the source that is left out, the call without it, and its recipe."""

    option: Option
    call: Call
    recipe: Recipe


def find_simpler(target: Call, source: Call, found: Recipe | NoRecipe) -> SimplerRecipe | None:
    """The recipe with fewer steps than was found, with one of the source's options left at its default.

    >>> from convtrace.library.posed_call import pose_call
    >>> strided, _, _ = pose_call("torch.nn.functional.conv1d", image="5", kernel="3", options=["stride=2"])
    >>> plain, _, _ = pose_call("torch.nn.functional.conv1d", image="5", kernel="3")
    >>> find_simpler(plain, strided, find_recipe(plain, strided)).option.name
    'stride'
    """
    others = [option for option in source.row.chosen(source.options) if not option.required]
    calls = [(option, call) for option in others if (call := _without(source, option))]
    recipes = [SimplerRecipe(option, call, recipe) for option, call in calls
               if isinstance(recipe := find_recipe(target, call), Recipe)]  # fmt: skip
    best = min(recipes, key=lambda each: _effort(each.recipe), default=None)
    return best if best and _effort(best.recipe) < _effort(found) else None


def _without(call: Call, option: Option) -> Call | None:
    """The call with an option left out; None where the library refuses that."""
    options = {**call.options, option.name: option.default_values(len(call.axes))}
    sizes = CallSizes(call.image.shape, call.kernel.shape, options)
    if call.row.refusal(sizes) is not None:
        return None
    axes = call.row.axis_calls(sizes)
    return call.replace(options=options, axes=axes) if all(axis.outputs > 0 for axis in axes) else None


def _effort(found: Recipe | NoRecipe) -> tuple[int, bool]:
    """The number of steps among padding, keeping and putting zeros, and whether outputs are made in vain."""
    if isinstance(found, NoRecipe):
        return _NO_RECIPE
    pads = any(any(axis.pads) for axis in found.axes)
    zeros = any(any(axis.zeros) for axis in found.axes)
    crops = any(axis.kept != range(axis.made) for axis in found.axes)
    return pads + crops + zeros, crops
