"""expansion(problem, spelling) → every output's sum, one line each, made as it is read.

On the fastest axis the text of a line depends on the output only through a few numbers: its own and those of its
pixels. So a line is a template whose slots are filled with them; a template serves all outputs of a row that meet
the same kernel elements, and what fills it is the same for all rows.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache, partial
from itertools import islice, product
from math import prod
from typing import NamedTuple

from convtrace.law.axis import Bounds, Relation, Solutions, solve
from convtrace.law.index_order import Order
from convtrace.law.kernel import Kernel
from convtrace.trace.problem import Problem
from convtrace.values.frozen import Frozen
from convtrace.values.limits import MAX_CHAIN_TERMS

TERMS_IN_PIECE = 4096
PIXELS_IN_BLOCK, SMALLEST_BLOCK, BLOCKS_KEPT = 2**14, 16, 8
RUNS_KEPT = 1024
TEMPLATES_KEPT = 32
SLOT, PIXEL = "\0", "\1"
SLOTS = re.compile(f"({SLOT})")


class Spelling(Frozen):
    """How a format writes the sums: `line` and `term` with names in braces, what stands between terms, and the rest.

    `nothing` is the sum of no terms; `element` defines the name of one kernel value, between `start` and `body`;
    `vast` is for sums that are too long for this spelling.
    """

    line: str
    term: str
    plus: str
    nothing: str
    comma: str
    minus: str = "-"
    start: str = ""
    element: str = ""
    body: str = ""
    end: str = ""
    vast: Spelling | None = None

    def translated(self, signs: Mapping[int, str]) -> Spelling:
        """The same with other signs.

        >>> SPELLINGS["text"].translated({ord("−"): "-", ord("·"): "*"}).term
        '{weight}*x[{pixel}]'
        """
        parts = {name: part.translate(signs) for name, part in self.fields().items() if isinstance(part, str)}
        return Spelling(**parts, vast=self.vast)

    def joined(self, numbers: Iterable[str]) -> str:
        return self.comma.join(numbers)

    def number(self, number: int) -> str:
        return str(number).replace("-", self.minus)


TEXT = Spelling(
    line="y[{output}] = {terms}\n", term="{weight}·x[{pixel}]", plus=" + ", nothing="0", comma=",", minus="−"
)
SYMPY = Spelling(
    line="y[{output}]: {terms},\n",
    term="h_{weight}*x[{pixel}]",
    plus=" + ",
    nothing="S.Zero",
    comma=", ",
    start='from sympy import Add, IndexedBase, S, Symbol\n\nx, y = IndexedBase("x"), IndexedBase("y")\n',
    # with a prefix no letter is a word of Python, nor the name of an array
    element='h_{weight} = Symbol("{weight}")\n',
    body="outputs = {\n",
    end="}\n",
)
SPELLINGS = {
    "text": TEXT,
    "jsonl": Spelling(
        line='{{"output": [{output}], "terms": [{terms}]}}\n',
        term='{{"pixel": [{pixel}], "kernel_index": [{kernel_index}], "weight": "{weight}"}}',
        plus=", ",
        nothing="",
        comma=", ",
    ),
    "latex": TEXT.replace(line="y[{output}] = {terms} \\\\\n", term=r"\mathrm{{{weight}}} \cdot x[{pixel}]", minus="-"),
    "sympy": SYMPY.replace(vast=SYMPY.replace(line="y[{output}]: Add({terms}),\n", plus=", ")),
}


class _Position(NamedTuple):
    """One output index on one axis: its text, and the pixels and kernel indices that meet there."""

    output: str
    pixels: tuple[str, ...]
    taps: range


class _Stretch(NamedTuple):
    """Neighbouring output indices on one axis that meet the same kernel indices: each one's text and its pixels'."""

    taps: range
    places: tuple[tuple[str, tuple[str, ...]], ...]


Axis = Callable[[], Iterator[_Stretch]]


def expansion(problem: Problem, spelling: Spelling) -> Iterator[str]:
    r"""The sums of all outputs in reading order, in pieces that end where a line ends; the first is one line.

    The axes are independent, so the law is solved once for each position of an axis.

    >>> from convtrace.trace.pose import pose
    >>> "".join(expansion(pose("conv", image=5, kernel=2), SPELLINGS["text"])).splitlines()[0]
    'y[−2] = b·x[−2] + a·x[−1]'
    """
    if prod(map(len, problem.kernel.ranges)) > MAX_CHAIN_TERMS:
        spelling = spelling.vast or spelling
    lines = _lines(problem, spelling)
    per_piece = max(1, TERMS_IN_PIECE // prod(map(len, problem.kernel.ranges)))
    yield spelling.start + "".join(_definitions(problem.kernel, spelling)) + spelling.body + next(lines, "")
    while piece := "".join(islice(lines, per_piece)):
        yield piece
    if spelling.end:
        yield spelling.end


def _definitions(kernel: Kernel, spelling: Spelling) -> Iterator[str]:
    if spelling.element:
        for index in kernel.order.reading(kernel.ranges):
            yield spelling.element.format(weight=kernel.value(index))


def _lines(problem: Problem, spelling: Spelling) -> Iterator[str]:
    facts = zip(problem.relations, problem.outputs, problem.image, problem.kernel.ranges, strict=True)
    *slower, fastest = problem.order.array(tuple(_axis(spelling, *fact) for fact in facts))
    terms = _terms(problem.kernel, spelling)
    for row in _rows(slower):
        repeats = prod(len(position.taps) for position in row)
        template = lru_cache(TEMPLATES_KEPT)(partial(_template, spelling, problem.order, terms, row))
        for taps, places in fastest():
            parts = template(taps)
            for output, pixels in places:
                parts[1], parts[3::2] = output, pixels * repeats
                yield "".join(parts)


def _rows(axes: list[Axis]) -> Iterator[tuple[_Position, ...]]:
    """The product of axes that may be endless for all practical purposes."""
    if not axes:
        yield ()
        return
    first, *rest = axes
    for taps, places in first():
        for place in places:
            yield from ((_Position(*place, taps), *others) for others in _rows(rest))


def _axis(spelling: Spelling, relation: Relation, outputs: range, pixels: range, taps: range) -> Axis:
    """The stretches of one axis, as often as they are asked for; some are kept, so that most are made once."""
    bounds = Bounds(i=pixels, k=taps)
    size = max(SMALLEST_BLOCK, PIXELS_IN_BLOCK // len(taps))

    @lru_cache(BLOCKS_KEPT)
    def block(start: int) -> tuple[_Stretch, ...]:
        return tuple(_stretches(spelling, relation, outputs[start : start + size], bounds))

    return lambda: (stretch for start in range(0, len(outputs), size) for stretch in block(start))


def _stretches(spelling: Spelling, relation: Relation, outputs: range, bounds: Bounds) -> Iterator[_Stretch]:
    """Where pixels move with the outputs, the taps stay until a border changes them; all other outputs stand alone."""
    met = lru_cache(partial(solve, relation, "m", over="i", bounds=bounds))
    slope = relation.slope("i", by="m")
    start = 0
    while start < len(outputs):
        here, stop = met(outputs[start]), start + 1
        pixels: Iterable[tuple[str, ...]] = [()]
        if here:
            step = slope if isinstance(slope, int) else 0
            stop = _end(met, outputs, start) if step else stop
            pixels = _moved(spelling, here.along("i"), step or 1, stop - start)
        numbers = map(spelling.number, outputs[start:stop])
        yield _Stretch(here.along("k"), tuple(zip(numbers, pixels, strict=True)))
        start = stop


def _end(met: Callable[[int], Solutions], outputs: range, start: int) -> int:
    """How many outputs there are up to the first that meets other taps."""
    taps = met(outputs[start]).along("k")
    return bisect_left(outputs, True, lo=start, key=lambda m: met(m).along("k") != taps)


def _moved(spelling: Spelling, pixels: range, slope: int, count: int) -> Iterable[tuple[str, ...]]:
    """The texts of the pixels as they all move, `count` times, by `slope`."""
    ends = [pixel + moved for pixel in (pixels[0], pixels[-1]) for moved in (0, slope * (count - 1))]
    low = min(ends)
    texts = [spelling.number(pixel) for pixel in range(low, max(ends) + 1)]
    paths = (range(pixel - low, pixel - low + slope * count, slope) for pixel in pixels)
    return zip(*(texts[path.start : path.stop if path.stop >= 0 else None : slope] for path in paths), strict=True)


def _terms(kernel: Kernel, spelling: Spelling) -> Callable[[tuple[int, ...], range], str]:
    """The terms at slow indices in array order and a run of the fastest one, with a sign where each pixel goes."""
    texts = {}
    for index in kernel.order.reading(kernel.ranges):
        kernel_index = spelling.joined(map(spelling.number, index))
        term = spelling.term.format(pixel=PIXEL, kernel_index=kernel_index, weight=kernel.value(index))
        texts[kernel.order.array(index)] = term

    @lru_cache(RUNS_KEPT)
    def run(slow: tuple[int, ...], taps: range) -> str:
        return spelling.plus.join([texts[(*slow, tap)] for tap in taps])

    return run


def _template(
    spelling: Spelling,
    order: Order,
    terms: Callable[[tuple[int, ...], range], str],
    row: tuple[_Position, ...],
    taps: range,
) -> list[str]:
    """The line of the outputs of a row that meet these taps of the fastest axis; every other part is a slot for it."""
    slow_pixels = product(*(position.pixels for position in row))
    slow_taps = product(*(position.taps for position in row))
    pixels = (spelling.joined(order.array((*pixel, SLOT))) for pixel in slow_pixels)
    runs = [terms(met, taps).replace(PIXEL, pixel) for met, pixel in zip(slow_taps, pixels, strict=True) if taps]
    output = spelling.joined(order.array((*(position.output for position in row), SLOT)))
    return SLOTS.split(spelling.line.format(output=output, terms=spelling.plus.join(runs) or spelling.nothing))
