"""The record of two calls side by side for programs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from convtrace.law.scaling import KernelSum, MetSum, Scale
from convtrace.library.call import Call
from convtrace.library.option_recipe import find_by_options
from convtrace.library.recipe import NoRecipe, Recipe
from convtrace.library.two_calls import AxisAgreement, TwoCalls
from convtrace.view.conventions import value_shown
from convtrace.view.differences import NamedCall, differences, no_recipe_sentence
from convtrace.view.pages.record import option_values, plain_value
from convtrace.view.recipe_steps import recipe_code, recipe_steps


def named_calls(calls: TwoCalls) -> tuple[NamedCall, NamedCall]:
    """The two calls by what the page calls them."""
    return ("A", calls.first), ("B", calls.second)


def directions(calls: TwoCalls) -> Iterator[tuple[Recipe | NoRecipe, NamedCall, NamedCall]]:
    """The recipe, its target and its source, for each call's output from the other."""
    first, second = named_calls(calls)
    yield calls.first_from_second, first, second
    yield calls.second_from_first, second, first


def versus_record(calls: TwoCalls) -> Mapping[str, object]:
    """The conventions, where the outputs agree, and the recipes both ways."""
    recipes = (_recipe_record(*direction) for direction in directions(calls))
    return {
        "image": list(calls.first.image.shape),
        "kernel": list(calls.first.kernel.shape),
        "first": _call(calls.first),
        "second": _call(calls.second),
        "equal": calls.equal,
        "agreement": [_axis(axis) for axis in calls.agreement],
        "differences": [*differences(calls)],
        **dict(zip(("first_from_second", "second_from_first"), recipes, strict=True)),
    }


def _call(call: Call) -> dict[str, object]:
    return {
        "function": call.row.name,
        "options": {option.name: option_values(call.options[option.name]) for option in call.row.chosen(call.options)},
        "relation": [axis.relation.fields() for axis in call.axes],
        "outputs": [axis.outputs for axis in call.axes],
        "pads": [list(pads) for pads in call.padding],
        "boundary": [axis.boundary.name for axis in call.axes],
        "scale": _scale_record(call.scale),
        "offset": plain_value(value_shown(call.offset)),
        "notes": [*call.notes],
    }


def _scale_record(scale: Scale) -> object:
    """The factor of all sums: a number, or what it is made of."""
    match scale:
        case KernelSum():
            return "1/h.sum()"
        case MetSum():
            return "1/N[m]"
        case _:
            return plain_value(scale)


def _axis(axis: AxisAgreement) -> dict[str, object]:
    return {
        "same": [[run[0], run[-1]] for run in axis.same],
        "only_first": len(axis.only_first),
        "only_second": len(axis.only_second),
    }


def _recipe_record(found: Recipe | NoRecipe, target: NamedCall, source: NamedCall) -> dict[str, object]:
    """A recipe's steps as numbers and as lines, or the reason why there is none; and what is simpler."""
    simpler = find_by_options(target[1], source[1], found)
    if isinstance(found, Recipe):
        record = _steps(found, source, target)
    else:
        sentence = no_recipe_sentence(found, target, source)
        record = {"reason": found.why.value, "axis": found.axis, "text": sentence}
    if simpler is None:
        return {**record, "simpler": None}
    changed = {option.name: option_values(simpler.call.options[option.name]) for option in simpler.changed}
    steps = _steps(simpler.recipe, (source[0], simpler.call), target)
    return {
        **record,
        "simpler": {
            "without": ", ".join(option.name for option in simpler.left_out) or None,
            "options": changed,
            **steps,
        },
    }


def _steps(found: Recipe, source: NamedCall, target: NamedCall) -> dict[str, object]:
    letter, call = source
    return {
        "flips": [axis.flips for axis in found.axes],
        "pads": [list(axis.pads) for axis in found.axes],
        "rules": [axis.rule.name for axis in found.axes],
        "kept": [[axis.kept.start, axis.kept.stop, axis.kept.step] for axis in found.axes],
        "zeros": [list(axis.zeros) for axis in found.axes],
        "steps": [step._asdict() for step in recipe_steps(found, call, letter)],
        "code": recipe_code(found, call, target[1]),
    }
