"""Recipes that are simpler where one option of the source is left out."""

from __future__ import annotations

from typing import NamedTuple

from convtrace.library.evaluation import Call
from convtrace.library.recipe import Answer, Reason, Recipe, recipe
from convtrace.library.row import Option, Required, Sizes

# more than all steps of a recipe
NO_RECIPE = (9, True)


class Simpler(NamedTuple):
    """The option of the source that is left out, the call without it, and its recipe."""

    option: Option
    call: Call
    recipe: Recipe


def simpler(target: Call, source: Call, found: Answer) -> Simpler | None:
    """What takes fewer steps than was found, with one of the source's options left at its default.

    >>> from convtrace.library.posed_call import pose_call
    >>> strided, _, _ = pose_call("torch.nn.functional.conv1d", image="5", kernel="3", options=["stride=2"])
    >>> plain, _, _ = pose_call("torch.nn.functional.conv1d", image="5", kernel="3")
    >>> simpler(plain, strided, recipe(plain, strided)).option.name
    'stride'
    """
    others = [option for option in source.row.chosen(source.options) if not isinstance(option.default, Required)]
    calls = [(option, call) for option in others if (call := _without(source, option))]
    ways = [(option, call, way) for option, call in calls if isinstance(way := recipe(target, call), Recipe)]
    best = min((Simpler(*way) for way in ways), key=lambda way: _effort(way.recipe), default=None)
    return best if best and _effort(best.recipe) < _effort(found) else None


def _without(call: Call, option: Option) -> Call | None:
    """The call with an option left out; None where the library refuses that."""
    default = option.kind.read(option.default, len(call.axes)) or ()
    options = {**call.options, option.name: default}
    sizes = Sizes(call.image.shape, call.kernel.shape, options)
    if call.row.refusal(sizes) is not None:
        return None
    axes = call.row.axis_calls(sizes)
    return call.replace(options=options, axes=axes) if all(axis.outputs > 0 for axis in axes) else None


def _effort(found: Answer) -> tuple[int, bool]:
    """How many of padding, keeping and putting zeros it takes, and whether outputs are made in vain."""
    if isinstance(found, Reason):
        return NO_RECIPE
    pads = any(any(way.pads) for way in found.ways)
    zeros = any(any(way.zeros) for way in found.ways)
    crops = any(way.kept != range(way.made) for way in found.ways)
    return pads + crops + zeros, crops
