"""A recipe in words and in lines of Python, or why there is none."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from convtrace.document.blocks import Block, Code, Paragraph
from convtrace.document.plain import interval
from convtrace.law.boundary import CONSTANT, CONSTANTS, Rule
from convtrace.library.arrays import Number
from convtrace.library.evaluation import Call
from convtrace.library.recipe import Recipe, Way
from convtrace.library.row import sliced
from convtrace.values.exact import number_text
from convtrace.view import phrases
from convtrace.view.conventions import outside


class Step(NamedTuple):
    """What to do, and the line that does it."""

    text: str
    line: str


def blocks(found: Recipe, source: Call, name: str, lead: str) -> Iterator[Block]:
    """The steps numbered in one sentence, then their lines; `name` is what the page calls the source."""
    taken = [*steps(found, source, name)]
    numbered = [step.text if len(taken) == 1 else f"{count}. {step.text}" for count, step in enumerate(taken, start=1)]
    yield Paragraph((f"{lead}: {'; '.join(numbered)}:",))
    yield from (Code(step.line) for step in taken)


def steps(found: Recipe, source: Call, name: str) -> Iterator[Step]:
    """From the image x and the kernel h to the output y."""
    x, h = "x", "h"
    if any(way.flips for way in found.ways):
        yield _flip(found.ways, source)
        h = "h2"
    for rule in dict.fromkeys(rule for rule, way in zip(found.rules, found.ways, strict=True) if any(way.pads)):
        yield _pad(found, source, rule, x)
        x = "x2"
    yield _call(found.ways, source, name, x, h)
    if any(any(way.zeros) for way in found.ways):
        zeros = [way.zeros for way in found.ways]
        yield Step(
            f"put 0 for all other outputs, {_ends(zeros)}", f"y = {_made(source, f'np.pad(y, {_pairs(zeros)})')}"
        )


def _flip(ways: Sequence[Way], source: Call) -> Step:
    turned = [way.flips for way in ways]
    along = [phrases.axis(name) for name, flips in zip(phrases.array_axes(len(ways)), turned, strict=True) if flips]
    where = (
        ""
        if len(ways) == 1
        else " along both axes"
        if len(along) == 2 == len(ways)
        else f" along {phrases.listed(along)}"
    )
    turn = sliced if source.row.written is None else source.row.written.turn
    return Step(f"flip the kernel{where}", f"h2 = {turn('h', turned)}")


def _pad(found: Recipe, source: Call, rule: Rule, x: str) -> Step:
    """Every axis that has this rule."""
    pads = [way.pads if way_rule is rule else (0, 0) for way, way_rule in zip(found.ways, found.rules, strict=True)]
    what = _filled(rule, found.fill)
    # np.pad gives the constant the image's own type
    array = f"{x}.astype(float)" if rule is CONSTANT and not isinstance(found.fill, int) else x
    line = _made(source, f"np.pad({array}, {_pairs(pads)}{_mode(rule, found.fill)})")
    return Step(f"pad the image {what}: {_ends(pads)}", f"x2 = {line}")


def _filled(rule: Rule, fill: Number) -> str:
    """What the pads are, in words.

    >>> _filled(CONSTANT, 3)
    'with 3'
    """
    what = number_text(fill) if rule is CONSTANT and fill else "zeros" if rule in CONSTANTS else outside(rule)
    return what if what.startswith(("mirrored", "wrapped")) else f"with {what}"


def _mode(rule: Rule, fill: Number) -> str:
    """What np.pad is told of the rule.

    >>> _mode(CONSTANT, 3), _mode(CONSTANT, 0)
    (', constant_values=3', '')
    """
    if rule in CONSTANTS:
        return f", constant_values={fill}" if fill else ""
    return f', "{rule.name}"'


def _call(ways: Sequence[Way], source: Call, name: str, x: str, h: str) -> Step:
    """The call, and which of its outputs are kept."""
    line, kept = source.row.call(source.options, x, h), _slices(ways)
    keep = f", and keep its outputs {_kept(ways)}" if kept else ""
    return Step(f"call {name}{keep}", f"y = {line or f'{name}({x}, {h})'}{kept}")


def _slices(ways: Sequence[Way]) -> str:
    """The kept outputs as an index of the array; nothing where all are kept.

    >>> odd = Way(flips=False, pads=(0, 0), kept=range(1, 5, 2), made=5)
    >>> backwards = Way(flips=False, pads=(0, 0), kept=range(2, -1, -1), made=3)
    >>> _slices([odd, backwards])
    '[1:4:2, 2::-1]'
    """
    whole = [way.kept == range(way.made) for way in ways]
    parts = [":" if all_kept else _slice(way.kept) for all_kept, way in zip(whole, ways, strict=True)]
    return "" if all(whole) else f"[{', '.join(parts)}]"


def _slice(kept: range) -> str:
    stop = kept[-1] + (1 if kept.step > 0 else -1)
    end = "" if stop < 0 else str(stop)
    return f"{kept[0]}:{end}" if kept.step == 1 else f"{kept[0]}:{end}:{kept.step}"


def _kept(ways: Sequence[Way]) -> str:
    return _each([None if way.kept == range(way.made) else _run(way.kept) for way in ways])


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
    """What holds of each axis, once where it is the same; None of those of which nothing is said.

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


def _made(source: Call, array: str) -> str:
    """An array of NumPy as the source takes it."""
    return array if source.row.written is None else source.row.written.made.format(array)
