"""expansion(problem, spelling, texts) → every output's sum, one line each, made as it is read.

On the fastest axis the text of a line depends on the output only through its index, its pixels and its value. So a
line is a template whose slots are filled with them; a template serves all outputs of a row that meet the same kernel
elements, and what fills it stands ready for a whole stretch of them.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache, partial
from itertools import islice, product
from math import prod
from typing import NamedTuple, TypeAlias

from convtrace.document.spelling import Signs
from convtrace.document.streamed_sums import Spelling
from convtrace.law.axis import Bounds, Relation, Solutions, solve
from convtrace.trace.problem import Problem
from convtrace.values.frozen import Frozen

TERMS_IN_PIECE = 4096
PIXELS_IN_BLOCK, SMALLEST_BLOCK, BLOCKS_KEPT = 2**14, 16, 8
RUNS_KEPT = 1024
TEMPLATES_KEPT = 32
SLOT, PIXEL = "\0", "\1"
SLOTS = re.compile(f"({SLOT})")

Index: TypeAlias = tuple[int, ...]


class Texts(Frozen):
    """What a spelling makes of a problem's numbers; all indices are in array order.

    `terms` has each kernel element's term, with PIXEL where the pixel's index or value belongs, and whether it is
    subtracted. `pixels` gives the texts of a part of a line of pixels, None where each is named by its index; `values`
    those of the sums, in reading order.
    """

    terms: Mapping[Index, tuple[bool, str]]
    pixels: Callable[[Index, range], Sequence[str]] | None = None
    values: Iterator[str] | None = None


class _Position(NamedTuple):
    """One output index on one axis: its text, and the kernel indices and pixels that meet there, with their names."""

    output: str
    taps: range
    pixels: tuple[int, ...]
    names: tuple[str, ...]


class _Stretch(NamedTuple):
    """Neighbouring output indices on one axis that meet the same kernel indices.

    Of all pixels that they meet, and of the `names` of these, each slice has those that meet one kernel index.
    """

    outputs: list[str]
    taps: range
    pixels: range
    names: list[str]
    slices: list[slice]


Axis = Callable[[], Iterator[_Stretch]]


def expansion(problem: Problem, spelling: Spelling, texts: Texts) -> Iterator[str]:
    """The sums of all outputs in reading order, in pieces that end where a line ends; the first is one line.

    The axes are independent, so the law is solved once for each position of an axis.
    """
    lines = _lines(problem, spelling, texts)
    yield next(lines, "")
    per_piece = max(1, TERMS_IN_PIECE // prod(map(len, problem.kernel.ranges)))
    while piece := "".join(islice(lines, per_piece)):
        yield piece


def _lines(problem: Problem, spelling: Spelling, texts: Texts) -> Iterator[str]:
    axes = tuple(_axis(problem, spelling, axis) for axis in range(len(problem.image)))
    *slower, fastest = problem.order.array(axes)
    values = [texts.values] if texts.values else []
    run = lru_cache(RUNS_KEPT)(partial(_run, texts.terms))
    for row in _rows(slower):
        lines = [*product(*(position.pixels for position in row))]
        template = lru_cache(TEMPLATES_KEPT)(partial(_template, problem, spelling, texts, run, row))
        for outputs, taps, pixels, names, slices in fastest():
            parts = template(taps)
            slots = len(parts) // 2
            filling = (names if texts.pixels is None else texts.pixels(line, pixels) for line in lines)
            columns = [line[part] for line in filling for part in slices]
            for filled in zip(outputs, *columns, *values, strict=False):
                parts[1::2] = filled[:slots]
                yield "".join(parts)


def _rows(axes: list[Axis]) -> Iterator[tuple[_Position, ...]]:
    """The product of axes that may be endless for all practical purposes."""
    if not axes:
        yield ()
        return
    first, *rest = axes
    for outputs, taps, pixels, names, slices in first():
        for place, output in enumerate(outputs):
            met = [range(len(pixels))[part][place] for part in slices]
            position = _Position(output, taps, tuple(pixels[at] for at in met), tuple(names[at] for at in met))
            yield from ((position, *others) for others in _rows(rest))


def _axis(problem: Problem, spelling: Spelling, axis: int) -> Axis:
    """The stretches of one axis, as often as they are asked for; some are kept, so that most are made once."""
    relation, outputs, taps = problem.relations[axis], problem.outputs[axis], problem.kernel.ranges[axis]
    bounds = Bounds(i=None if problem.boundary.counts else problem.image[axis], k=taps)
    size = max(SMALLEST_BLOCK, PIXELS_IN_BLOCK // len(taps))
    name = partial(_name, problem, spelling, axis)

    @lru_cache(BLOCKS_KEPT)
    def block(start: int) -> tuple[_Stretch, ...]:
        return tuple(_stretches(spelling, name, relation, outputs[start : start + size], bounds))

    return lambda: (stretch for start in range(0, len(outputs), size) for stretch in block(start))


def _name(problem: Problem, spelling: Spelling, axis: int, pixel: int) -> str:
    """The index of a pixel on one axis, or of the one that stands in for it."""
    place = problem.stand_in_along(axis, pixel)
    return spelling.notation.number(pixel if place is None else place)


def _stretches(
    spelling: Spelling, name: Callable[[int], str], relation: Relation, outputs: range, bounds: Bounds
) -> Iterator[_Stretch]:
    """Where pixels move with the outputs, the taps stay until a border changes them; all other outputs stand alone."""
    met = lru_cache(partial(solve, relation, "m", over="i", bounds=bounds))
    slope = relation.slope("i", by="m")
    start = 0
    while start < len(outputs):
        here, stop = met(outputs[start]), start + 1
        step = slope if isinstance(slope, int) else 0
        if here and step:
            stop = _end(met, outputs, start)
        pixels, slices = _moved(here.along("i"), step or 1, stop - start)
        numbers = list(map(spelling.notation.number, outputs[start:stop]))
        yield _Stretch(numbers, here.along("k"), pixels, list(map(name, pixels)), slices)
        start = stop


def _end(met: Callable[[int], Solutions], outputs: range, start: int) -> int:
    """How many outputs there are up to the first that meets other taps."""
    taps = met(outputs[start]).along("k")
    return bisect_left(outputs, True, lo=start, key=lambda m: met(m).along("k") != taps)


def _moved(pixels: range, slope: int, count: int) -> tuple[range, list[slice]]:
    """All pixels as they move `count` times by `slope`, and the way of each among them.

    >>> _moved(range(4, 6), -1, 3)
    (range(2, 6), [slice(2, None, -1), slice(3, 0, -1)])
    """
    if not pixels:
        return pixels, []
    ends = [pixel + moved for pixel in (pixels[0], pixels[-1]) for moved in (0, slope * (count - 1))]
    low = min(ends)
    stops = [pixel - low + slope * count for pixel in pixels]
    ways = zip(pixels, stops, strict=True)
    return range(low, max(ends) + 1), [slice(pixel - low, stop if stop >= 0 else None, slope) for pixel, stop in ways]


def _run(terms: Mapping[Index, tuple[bool, str]], slow: Index, taps: range, signs: Signs) -> str:
    """The terms at slow indices and a run of the fastest one, with a sign before each."""
    found = (terms[(*slow, tap)] for tap in taps)
    return "".join([(signs.minus if negative else signs.plus) + term for negative, term in found])


def _template(
    problem: Problem,
    spelling: Spelling,
    texts: Texts,
    run: Callable[[Index, range, Signs], str],
    row: tuple[_Position, ...],
    taps: range,
) -> list[str]:
    """The line of the outputs of a row that meet these taps of the fastest axis; every other part is a slot for it."""
    array, comma = problem.order.array, spelling.notation.comma
    slow = [*product(*(position.taps for position in row))] if taps else []
    pixels = (
        SLOT if texts.pixels else comma.join(array((*name, SLOT)))
        for name in product(*(position.names for position in row))
    )
    signs = spelling.signs(len(slow) * len(taps))
    runs = [run(met, taps, signs).replace(PIXEL, pixel) for met, pixel in zip(slow, pixels, strict=False)]
    value = spelling.value.format(value=SLOT) if texts.values and (runs or not spelling.nothing) else ""
    output = comma.join(array((*(position.output for position in row), SLOT)))
    line = spelling.line.format(output=output, terms=_joined("".join(runs), signs) or spelling.nothing, value=value)
    return SLOTS.split(line)


def _joined(terms: str, signs: Signs) -> str:
    """Terms that all have a sign before them as a sum."""
    if not terms:
        return ""
    negative = terms.startswith(signs.minus)
    first = signs.first if negative else ""
    return signs.around[0] + first + terms[len(signs.minus if negative else signs.plus) :] + signs.around[1]
