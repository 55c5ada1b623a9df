"""The steps of a recipe, in words and in lines of code."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from convtrace.document.blocks import Block, Code, Paragraph
from convtrace.document.plain import interval
from convtrace.law.boundary import CONSTANT, CONSTANT_RULES, ZERO, Rule
from convtrace.law.scaling import Bias, Offset
from convtrace.library.arrays import ExactNumber, exact
from convtrace.library.axis_recipe import AxisRecipe
from convtrace.library.call import Call
from convtrace.library.recipe import Recipe, Rescaling
from convtrace.values.exact import number_text
from convtrace.values.named_tuple import NamedTuple
from convtrace.view import phrases
from convtrace.view.conventions import rule_meaning
from convtrace.view.dialects import DIALECTS, Dialect

PYTHON = "Python"


class RecipeStep(NamedTuple):
    """One thing to do, and the line that does it."""

    text: str
    line: str


def recipe_blocks(found: Recipe, source: Call, name: str, lead: str, target: Call) -> Iterator[Block]:
    """The steps numbered in one sentence, then all lines; `name` is what the page calls the source."""
    taken = [*recipe_steps(found, source, name)]
    numbered = [step.text if len(taken) == 1 else f"{count}. {step.text}" for count, step in enumerate(taken, start=1)]
    code = recipe_code(found, source, target)
    yield Paragraph((f"{lead}: {'; '.join(numbered)}{':' if code else '.'}",))
    if code:
        yield Code(code, "python" if source.row.template.language == PYTHON else "text")


def recipe_code(found: Recipe, source: Call, target: Call) -> str:
    """The lines of a recipe, which run as they are where x and h are arrays: y is then the target's output.

    Empty for a call in a language that has words alone.

    >>> from convtrace.library.two_calls import compare_calls
    >>> calls = compare_calls("numpy.convolve", "numpy.correlate", options=["mode=same"], others=["mode=same"])
    >>> print(recipe_code(calls.first_from_second, calls.second, calls.first))
    import numpy
    h2 = h[::-1]
    y = numpy.correlate(x, h2, "same")
    # y is now numpy.convolve(x, h, "same")
    """
    dialect = DIALECTS.get(source.row.template.language)
    if dialect is None:
        return ""
    lines = [step.line for step in recipe_steps(found, source, "")]
    arrays = [f"h = {dialect.ones(target.kernel.shape)}"] if target.row.window or source.row.window else []
    imports = _imports(source, [*arrays, *lines])
    arrays += [source.row.template.arrays] if source.row.template.arrays else []
    *_, wanted = target.row.call(target.options, "x", "h", outputs=_made(target)).splitlines()
    typed = (f"{line}{dialect.end}" for line in (*arrays, *lines))
    return "\n".join((*imports, *typed, dialect.comment.format(wanted)))


def _imports(source: Call, lines: Sequence[str]) -> list[str]:
    """The lines that load what others need."""
    template = source.row.template
    if template.language != PYTHON:
        needed = any("padarray" in line for line in lines)
        return [template.imports or "pkg load image"] if needed or template.imports else []
    numpy = ["import numpy as np"] if any("np." in line for line in lines) else []
    return [*numpy, *source.row.imports.splitlines()]


def _made(call: Call) -> list[int]:
    return [axis.outputs for axis in call.axes]


def recipe_steps(found: Recipe, source: Call, name: str) -> Iterator[RecipeStep]:
    """The steps from the image x and the kernel h to the output y; without lines where the language has words alone."""
    known = source.row.template.language in DIALECTS
    yield from (step if known else step._replace(line="") for step in _steps(found, source, name))


def _steps(found: Recipe, source: Call, name: str) -> Iterator[RecipeStep]:
    x, h, new = "x", "h", found.rescaling
    dialect = _dialect(source)
    if found.conjugates:
        yield RecipeStep("conjugate the kernel", f"h2 = {dialect.conjugate.format('h')}")
        h = "h2"
    if any(axis.flips for axis in found.axes):
        yield _flip(found.axes, source, h)
        h = "h2"
    if new.divides:
        yield RecipeStep(f"divide the kernel by its sum{_total(source)}", f"h2 = {h}/{dialect.total.format(h)}")
        h = "h2"
    for rule in dict.fromkeys(axis.rule for axis in found.axes if any(axis.pads)):
        yield _pad(found, source, rule, x)
        x = "x2"
    yield _call(found, source, name, x, h)
    if new.minus != 0:
        yield _plus(new.minus, dialect, less=True)
    if new.multiplies:
        yield RecipeStep(f"multiply by the kernel's sum{_total(source)}", f"y = y*{dialect.total.format('h')}")
    if new.factor != 1:
        yield RecipeStep(f"multiply by {number_text(new.factor)}", f"y = y*{_guarded(new.factor)}")
    zeros = [axis.zeros for axis in found.axes]
    if any(map(any, zeros)):
        line = source.row.template.pad("y", zeros, ZERO, 0, _made(source))
        yield RecipeStep(f"put 0 for all other outputs, {_ends(zeros)}", f"y = {line}")
    if new.plus != 0:
        yield _plus(new.plus, dialect)


def _total(call: Call) -> str:
    """The sum of the kernel in parentheses, where its numbers are known."""
    rows = call.kernel.rows
    return f" ({number_text(sum(value for row in rows for value in row))})" if rows else ""


def _plus(offset: Offset, dialect: Dialect, *, less: bool = False) -> RecipeStep:
    """The step that adds an offset, or takes it away."""
    if isinstance(offset, Bias):
        name, typed = f"b[{offset.channel}]", dialect.element("b", offset.channel)
        return RecipeStep(f"{'subtract' if less else 'add'} the bias {name}", f"y = y {'-' if less else '+'} {typed}")
    size = exact(abs(offset)) or 0
    falls = (offset < 0) != less
    verb, sign = ("subtract", "-") if falls else ("add", "+")
    return RecipeStep(f"{verb} {number_text(size)}", f"y = y {sign} {size}")


def _guarded(number: ExactNumber) -> str:
    return str(number) if isinstance(number, int) else f"({number})"


def _flip(axes: Sequence[AxisRecipe], source: Call, h: str) -> RecipeStep:
    flips = [axis.flips for axis in axes]
    along = [phrases.axis(name) for name, flip in zip(phrases.array_axes(len(axes)), flips, strict=True) if flip]
    where = "" if len(axes) == 1 else f" along {'both axes' if flips == [True, True] else phrases.listed(along)}"
    return RecipeStep(f"flip the kernel{where}", f"h2 = {source.row.template.flip(h, flips)}")


def _pad(found: Recipe, source: Call, rule: Rule, x: str) -> RecipeStep:
    """Every axis that has this rule."""
    pads = [axis.pads if axis.rule is rule else (0, 0) for axis in found.axes]
    what = _filled(rule, found.fill)
    line = source.row.template.pad(x, pads, rule, found.fill, source.image.shape)
    return RecipeStep(f"pad the image {what}: {_ends(pads)}", f"x2 = {line}")


def _filled(rule: Rule, fill: ExactNumber) -> str:
    """The contents of the pads, in words.

    >>> _filled(CONSTANT, 3)
    'with 3'
    """
    what = number_text(fill) if rule is CONSTANT and fill else "zeros" if rule in CONSTANT_RULES else rule_meaning(rule)
    return what if what.startswith(("mirrored", "wrapped")) else f"with {what}"


def _call(found: Recipe, source: Call, name: str, x: str, h: str) -> RecipeStep:
    """The call, and which of its outputs are kept; an array where something is then added to it or multiplied."""
    axes = found.axes
    kept = _slices(axes, _dialect(source))
    keep = f", and keep its outputs {_kept(axes, source.row.base)}" if kept else ""
    *before, line = source.row.call(source.options, x, h, outputs=[axis.made for axis in axes]).splitlines()
    if any(any(axis.zeros) for axis in axes) or found.rescaling != Rescaling(divides=found.rescaling.divides):
        line = source.row.template.as_array.format(line)
    return RecipeStep(f"call {name}{keep}", "\n".join((*before, f"y = {line}{kept}")))


def _dialect(source: Call) -> Dialect:
    """The spelling of the source's language, of Python's where it has words alone."""
    return DIALECTS.get(source.row.template.language, DIALECTS[PYTHON])


def _slices(axes: Sequence[AxisRecipe], dialect: Dialect) -> str:
    """The kept outputs as an index of the array; nothing where all are kept.

    >>> axes = [AxisRecipe(kept=range(1, 5, 2), made=5), AxisRecipe(kept=range(2, -1, -1), made=3)]
    >>> [_slices(axes, dialect) for dialect in DIALECTS.values()]
    ['[1:4:2, 2::-1]', '(2:2:4, 3:-1:1)']
    """
    whole = [axis.kept == range(axis.made) for axis in axes]
    parts = [":" if all_kept else dialect.part(axis.kept) for all_kept, axis in zip(whole, axes, strict=True)]
    return "" if all(whole) else dialect.slices(parts)


def _kept(axes: Sequence[AxisRecipe], base: int) -> str:
    """The kept outputs in words, counted as the library counts."""
    return _each([None if axis.kept == range(axis.made) else _run(_counted(axis.kept, base)) for axis in axes])


def _counted(kept: range, base: int) -> range:
    return range(kept.start + base, kept.stop + base, kept.step)


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
