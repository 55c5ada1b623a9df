"""The steps of a recipe, in words and in lines of Python."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from convtrace.document.blocks import Block, Code, Paragraph
from convtrace.document.plain import interval
from convtrace.law.boundary import CONSTANT, CONSTANT_RULES, Rule
from convtrace.library.arrays import ExactNumber
from convtrace.library.evaluation import Call
from convtrace.library.recipe import AxisRecipe, Recipe
from convtrace.values.exact import number_text
from convtrace.view import phrases
from convtrace.view.conventions import rule_meaning


class RecipeStep(NamedTuple):
    """One thing to do, and the line that does it."""

    text: str
    line: str


def recipe_blocks(found: Recipe, source: Call, name: str, lead: str) -> Iterator[Block]:
    """The steps numbered in one sentence, then their lines; `name` is what the page calls the source."""
    taken = [*recipe_steps(found, source, name)]
    numbered = [step.text if len(taken) == 1 else f"{count}. {step.text}" for count, step in enumerate(taken, start=1)]
    yield Paragraph((f"{lead}: {'; '.join(numbered)}:",))
    yield from (Code(step.line) for step in taken)


def recipe_steps(found: Recipe, source: Call, name: str) -> Iterator[RecipeStep]:
    """The steps from the image x and the kernel h to the output y."""
    x, h = "x", "h"
    if any(axis.flips for axis in found.axes):
        yield _flip(found.axes, source)
        h = "h2"
    for rule in dict.fromkeys(axis.rule for axis in found.axes if any(axis.pads)):
        yield _pad(found, source, rule, x)
        x = "x2"
    yield _call(found.axes, source, name, x, h)
    zeros = [axis.zeros for axis in found.axes]
    if any(map(any, zeros)):
        yield RecipeStep(
            f"put 0 for all other outputs, {_ends(zeros)}", f"y = {_as_taken(source, f'np.pad(y, {_pairs(zeros)})')}"
        )


def _flip(axes: Sequence[AxisRecipe], source: Call) -> RecipeStep:
    flips = [axis.flips for axis in axes]
    along = [phrases.axis(name) for name, flip in zip(phrases.array_axes(len(axes)), flips, strict=True) if flip]
    where = "" if len(axes) == 1 else f" along {'both axes' if flips == [True, True] else phrases.listed(along)}"
    return RecipeStep(f"flip the kernel{where}", f"h2 = {source.row.template.flip('h', flips)}")


def _pad(found: Recipe, source: Call, rule: Rule, x: str) -> RecipeStep:
    """Every axis that has this rule."""
    pads = [axis.pads if axis.rule is rule else (0, 0) for axis in found.axes]
    what = _filled(rule, found.fill)
    # np.pad gives the constant the image's own type
    array = f"{x}.astype(float)" if rule is CONSTANT and not isinstance(found.fill, int) else x
    line = _as_taken(source, f"np.pad({array}, {_pairs(pads)}{_mode(rule, found.fill)})")
    return RecipeStep(f"pad the image {what}: {_ends(pads)}", f"x2 = {line}")


def _filled(rule: Rule, fill: ExactNumber) -> str:
    """The contents of the pads, in words.

    >>> _filled(CONSTANT, 3)
    'with 3'
    """
    what = number_text(fill) if rule is CONSTANT and fill else "zeros" if rule in CONSTANT_RULES else rule_meaning(rule)
    return what if what.startswith(("mirrored", "wrapped")) else f"with {what}"


def _mode(rule: Rule, fill: ExactNumber) -> str:
    """The arguments by which np.pad knows the rule.

    >>> _mode(CONSTANT, 3), _mode(CONSTANT, 0)
    (', constant_values=3', '')
    """
    if rule in CONSTANT_RULES:
        return f", constant_values={fill}" if fill else ""
    return f', "{rule.name}"'


def _call(axes: Sequence[AxisRecipe], source: Call, name: str, x: str, h: str) -> RecipeStep:
    """The call, and which of its outputs are kept."""
    line, kept = source.row.call(source.options, x, h), _slices(axes)
    keep = f", and keep its outputs {_kept(axes)}" if kept else ""
    return RecipeStep(f"call {name}{keep}", f"y = {line or f'{name}({x}, {h})'}{kept}")


def _slices(axes: Sequence[AxisRecipe]) -> str:
    """The kept outputs as an index of the array; nothing where all are kept.

    >>> _slices([AxisRecipe(kept=range(1, 5, 2), made=5), AxisRecipe(kept=range(2, -1, -1), made=3)])
    '[1:4:2, 2::-1]'
    """
    whole = [axis.kept == range(axis.made) for axis in axes]
    parts = [":" if all_kept else _slice(axis.kept) for all_kept, axis in zip(whole, axes, strict=True)]
    return "" if all(whole) else f"[{', '.join(parts)}]"


def _slice(kept: range) -> str:
    stop = kept[-1] + (1 if kept.step > 0 else -1)
    end = "" if stop < 0 else str(stop)
    return f"{kept[0]}:{end}" if kept.step == 1 else f"{kept[0]}:{end}:{kept.step}"


def _kept(axes: Sequence[AxisRecipe]) -> str:
    return _each([None if axis.kept == range(axis.made) else _run(axis.kept) for axis in axes])


def _run(kept: range) -> str:
    """The outputs in words.

    >>> _run(range(1, 6)), _run(range(0, 9, 2)), _run(range(3, 4))
    ('1…5', '0, 2, …, 8', '3')
    """
    if kept.step == 1:
        return interval(kept[0], kept[-1])
    if len(kept) <= 3:
        return phrases.listed(list(map(number_text, kept)))
    return f"{number_text(kept[0])}, {number_text(kept[1])}, …, {number_text(kept[-1])}"


def _ends(pads: Sequence[tuple[int, int]]) -> str:
    return _each([f"{before} before and {after} after" if before or after else None for before, after in pads])


def _each(parts: Sequence[str | None]) -> str:
    """The parts of all axes, once where they are the same; None stands for an axis of which nothing is said.

    >>> _each(["a"]), _each(["a", "a"]), _each(["a", None, "b"])
    ('a', 'a on each axis', 'a on the slice axis and b on the column axis')
    """
    if len(set(parts)) == 1:
        return f"{parts[0]} on each axis" if len(parts) > 1 else str(parts[0])
    axes = zip(parts, phrases.array_axes(len(parts)), strict=True)
    return phrases.listed([f"{part} on {phrases.axis(name)}" for part, name in axes if part])


def _pairs(pads: Sequence[tuple[int, int]]) -> str:
    """The pads as np.pad takes them."""
    return str(pads[0]) if len(pads) == 1 else str(list(pads))


def _as_taken(source: Call, array: str) -> str:
    """An array of NumPy as the source takes it."""
    return source.row.template.from_numpy.format(array)
