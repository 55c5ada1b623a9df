"""Recipes that are simpler where the source has other options: options come before work by hand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations, islice, product

from convtrace.library.axis_call import TargetAxis
from convtrace.library.axis_recipe import AxisRecipe
from convtrace.library.call import Call
from convtrace.library.option import Option
from convtrace.library.option_kinds import OptionValues
from convtrace.library.recipe import NoRecipe, Recipe, effort, recipe_by_relations, whole_recipe
from convtrace.library.related_recipe import unpadded
from convtrace.library.requirements import CallSizes
from convtrace.library.scales import reconcilable, scaling
from convtrace.library.sums import pixels_met
from convtrace.values.limits import MAX_OPTIONS_TRIED, MOST_CHANGED
from convtrace.values.named_tuple import NamedTuple


class OptionRecipe(NamedTuple):
    """The options of the source that are other than they were given, the call with them, and its recipe."""

    changed: tuple[Option, ...]
    call: Call
    recipe: Recipe

    @property
    def new(self) -> tuple[Option, ...]:
        """The options that have new values."""
        chosen = self.call.row.chosen(self.call.options)
        return tuple(option for option in self.changed if option in chosen)

    @property
    def left_out(self) -> tuple[Option, ...]:
        """The options that were given and are left out."""
        return tuple(option for option in self.changed if option not in self.new)


def find_by_options(target: Call, source: Call, found: Recipe | NoRecipe) -> OptionRecipe | None:
    """The recipe with fewer steps than was found, by other options of the source.

    >>> from convtrace.library.posed_call import pose_call
    >>> from convtrace.library.recipe import find_recipe
    >>> strided, _, _ = pose_call("torch.nn.functional.conv1d", image="5", kernel="3", options=["stride=2"])
    >>> plain, _, _ = pose_call("torch.nn.functional.conv1d", image="5", kernel="3")
    >>> [option.name for option in find_by_options(plain, strided, find_recipe(plain, strided)).changed]
    ['stride']
    """
    if effort(found) == (0, False):
        return None
    fewer = (each for each in _by_hand(target, source, 1) if effort(each.recipe)[0] < effort(found)[0])
    recipes = [*_without_pads(target, source), *fewer]
    if not recipes and isinstance(found, NoRecipe):
        recipes = [*islice(_by_hand(target, source, MOST_CHANGED), 1)]
    best = min(recipes, key=_order, default=None)
    return best if best and effort(best.recipe) < effort(found) else None


def _order(found: OptionRecipe) -> tuple[int, bool, bool, int]:
    """The effort of a recipe; of as many steps, padding by hand beside a new option is the last choice."""
    steps, crops = effort(found.recipe)
    pads = any(any(axis.pads) for axis in found.recipe.axes)
    return steps, pads and bool(found.new), crops, len(found.changed)


def _by_hand(target: Call, source: Call, most: int) -> Iterator[OptionRecipe]:
    """The recipes by the source with so many other options at most, the fewest first."""
    targets = _targets(target)
    skipped = {option.name for option in source.row.all_options if option.only_here or option.fixed or option.counts}
    known = [option for option in source.row.all_options if option.name not in {*skipped, source.row.window}]
    # of a single option its default alone: a recipe by hand takes time where arrays are large
    others = {option.name: _others(option, source, targets if most > 1 else ()) for option in known}
    ways = (
        dict(zip((option.name for option in options), values, strict=True))
        for count in range(1, most + 1)
        for options in combinations(known, count)
        for values in product(*(others[option.name] for option in options))
    )
    for changed in islice(ways, MAX_OPTIONS_TRIED):
        call = _with(source, changed)
        recipe = call and recipe_by_relations(target, call)
        if call and isinstance(recipe, Recipe):
            yield OptionRecipe(_changed(source, call), call, recipe)


def _others(option: Option, source: Call, targets: Sequence[TargetAxis]) -> list[OptionValues]:
    """The values of an option on all axes by which it could reach the targets, and the default, if others are given."""
    sizes = CallSizes(source.image.shape, source.kernel.shape, source.options)
    tried: list[Sequence[object]] = [*(_fitting(option, sizes) if targets else ())] or [
        _candidates(option, each) for each in targets
    ]
    default = [] if option.required else [option.default_values(len(source.axes))]
    found = {repr(values): values for values in (*default, *zip(*tried, strict=False))}
    return [values for values in found.values() if values != source.options[option.name]]


def _changed(before: Call, after: Call) -> tuple[Option, ...]:
    """The options that have other values."""
    return tuple(
        option for option in before.row.all_options if before.options[option.name] != after.options[option.name]
    )


def _with(call: Call, changed: Mapping[str, OptionValues]) -> Call | None:
    """The call with other options, and with the largest sizes that fit them; None where the library refuses that."""
    options = {**call.options, **changed}
    sizes = CallSizes(call.image.shape, call.kernel.shape, options, call.given | {*changed})
    for option in call.row.all_options:
        fitting = [*zip(*_fitting(option, sizes), strict=False)]
        if fitting and option.name not in changed and options[option.name] not in fitting:
            options[option.name] = fitting[-1]
    if call.row.refusal(sizes) is not None:
        return None
    axes = call.row.axis_calls(sizes)
    return call.replace(options=options, axes=axes) if all(axis.outputs > 0 for axis in axes) else None


def _fitting(option: Option, sizes: CallSizes) -> list[range]:
    """The sizes of the output that a required option may have on each axis; none for other options."""
    if option.fitting is None or not option.required:
        return []
    return [option.fitting(**axis) for axis in sizes.axes(sizes.options)]


def _without_pads(target: Call, source: Call) -> Iterator[OptionRecipe]:
    """The recipes that leave the image as it is, by all combinations of options that may help."""
    row, axes = source.row, range(len(source.axes))
    targets = _targets(target)
    known = [option for option in row.options if _can_change(option)]
    known += [option for option in row.other_options if option.candidates and not option.only_here]
    whole = [option for option in known if not option.per_axis]
    single = [option for option in known if option.per_axis]
    sides = zip(target.axes, target.image.shape, target.kernel.shape, strict=True)
    met = [pixels_met(call, n, k) for call, n, k in sides]
    values = [[_tried(option, source, targets[axis], axis) for option in single] for axis in axes]
    chosen = product(*(_tried(option, source, targets[0], 0) for option in whole))
    for fixed_values, own in islice(product(chosen, _of_one_kind(values)), MAX_OPTIONS_TRIED):
        fixed = {option.name: (value,) * len(axes) for option, value in zip(whole, fixed_values, strict=True)}
        ways = [_first(target, source, axis, met[axis], fixed, single, own[axis]) for axis in axes]
        found = [way for way in ways if way is not None]
        if len(found) < len(ways):
            continue
        recipes, best = zip(*found, strict=True)
        each = {option.name: tuple(side[at] for side in best) for at, option in enumerate(single)}
        changed = {name: new for name, new in {**fixed, **each}.items() if new != source.options[name]}
        call = _with(source, changed)
        # with a size that does not fit, the call has another one
        if (
            call is None
            or not reconcilable(target, call)
            or [axis.outputs for axis in call.axes] != [way.made for way in recipes]
        ):
            continue
        recipe = whole_recipe(target, call, recipes)
        if recipe is not None:
            yield OptionRecipe(_changed(source, call), call, recipe)


def _can_change(option: Option) -> bool:
    return bool(option.candidates or option.kind.names) and not (option.only_here or option.fixed)


def _of_one_kind(values: Sequence[Sequence[list[object]]]) -> Iterator[list[list[list[object]]]]:
    """The values of each axis and option, names or numbers: a call has no name on one axis and a number on another.

    >>> [*_of_one_kind([[["same", 1]], [["same"]]])]
    [[[['same']], [['same']]]]
    """
    kinds = [{_is_name(value) for side in values for value in side[at]} for at in range(len(values[0]))]
    for names in product(*(sorted(kind, reverse=True) for kind in kinds)):
        own = [[[value for value in tried if _is_name(value) is name] for tried, name in zip(side, names, strict=True)]
               for side in values]  # fmt: skip
        if all(map(all, own)):
            yield own


def _is_name(value: object) -> bool:
    return value is None or isinstance(value, str)


def _targets(call: Call) -> tuple[TargetAxis, ...]:
    """The axes of a call as something to be reached."""
    scale, offset = scaling(call)
    axes = zip(call.axes, call.image.shape, call.kernel.shape, call.padding, strict=True)
    return tuple(
        TargetAxis(
            image_size=n,
            kernel_size=k,
            relation=axis.relation,
            boundary=axis.boundary,
            fill=axis.fill,
            scale=scale,
            offset=offset,
            pads=pads,
            outputs=axis.outputs,
        )
        for axis, n, k, pads in axes
    )


def _tried(option: Option, source: Call, target: TargetAxis, axis: int) -> list[object]:
    """The values of an option on one axis: as given, those by which it could reach the target, and the default."""
    given = source.options[option.name][axis]
    default = [] if option.required else [*option.default_values(1)]
    return [*{repr(value): value for value in (given, *_candidates(option, target), *default)}.values()]


def _candidates(option: Option, target: TargetAxis) -> list[object]:
    """The values of an option by which it could reach the target: any of its names, unless the row says which."""
    given = option.candidates(target) if option.candidates else option.kind.names
    read = (option.kind.read(value, 1) for value in given)
    return [values[0] for values in read if values]


def _first(
    target: Call,
    source: Call,
    axis: int,
    met: list[list[int]],
    fixed: Mapping[str, OptionValues],
    single: Sequence[Option],
    values: Sequence[Sequence[object]],
) -> tuple[AxisRecipe, tuple[object, ...]] | None:
    """The first values of an axis's own options by which all outputs are the target's, those without a crop first."""
    found: tuple[AxisRecipe, tuple[object, ...]] | None = None
    sizes, axes = (source.image.shape, source.kernel.shape), len(source.axes)
    for own in islice(product(*values), MAX_OPTIONS_TRIED):
        options = {option.name: (value,) * axes for option, value in zip(single, own, strict=True)}
        calls = source.row.axis_calls(CallSizes(*sizes, {**source.options, **fixed, **options}))
        way = unpadded(target, source.replace(options={**source.options, **fixed, **options}, axes=calls), axis, met)
        if way is not None and way.kept == range(way.made):
            return way, own
        if found is None and way is not None:
            found = way, own
    return found
