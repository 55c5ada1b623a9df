"""Stretches of one axis: neighbouring outputs that meet the same kernel elements, and the pixels that they meet."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache, partial

from convtrace.document.streamed_sums import Spelling
from convtrace.law.axis import Bounds, Relation, Solutions, Unknown, solve
from convtrace.trace.problem import Problem
from convtrace.values.named_tuple import NamedTuple

PIXELS_IN_BLOCK, SMALLEST_BLOCK, BLOCKS_KEPT = 2**14, 16, 8
# positions between the first and the last pixel of a stretch for each that is met
MOST_SPACE = 4


class Position(NamedTuple):
    """One output index on one axis: its text, and the kernel elements and pixels that meet there, with their names."""

    output: str
    elements: range
    pixels: tuple[int, ...]
    names: tuple[str, ...]


class Stretch(NamedTuple):
    """Neighbouring output indices on one axis that meet the same kernel elements.

    Of all pixels that they meet, and of the `names` of these, each slice has those that meet one kernel element.
    """

    outputs: list[str]
    elements: range
    pixels: Sequence[int]
    names: list[str]
    slices: list[slice]

    def positions(self) -> Iterator[Position]:
        """Each output by itself."""
        for output, *met in zip(self.outputs, *(range(len(self.pixels))[part] for part in self.slices), strict=True):
            pixels, names = (tuple(every[place] for place in met) for every in (self.pixels, self.names))
            yield Position(output, self.elements, pixels, names)


Axis = Callable[[], Iterator[Stretch]]


def axis_stretches(problem: Problem, spelling: Spelling, axis: int) -> Axis:
    """The stretches of one axis, as often as they are asked for; some are kept, so that most are made once."""
    relation, outputs, elements = problem.relations[axis], problem.outputs[axis], problem.kernel.ranges[axis]
    bounds = Bounds(i=None if problem.boundary.counts else problem.image[axis], k=elements)
    size = max(SMALLEST_BLOCK, PIXELS_IN_BLOCK // len(elements))
    number = spelling.notation.number

    def name(pixel: int) -> str:
        """The index of a pixel, or of the one that stands in for it."""
        stand_in = problem.stand_in_along(axis, pixel)
        return number(pixel if stand_in is None else stand_in)

    @lru_cache(BLOCKS_KEPT)
    def block(start: int) -> tuple[Stretch, ...]:
        within = outputs[start : start + size]
        return tuple(
            Stretch([*map(number, here)], met, pixels, [*map(name, pixels)], slices)
            for here, met, pixels, slices in _stretches(relation, within, bounds, problem.over)
        )

    return lambda: (stretch for start in range(0, len(outputs), size) for stretch in block(start))


def _stretches(
    relation: Relation, outputs: range, bounds: Bounds, over: Unknown
) -> Iterator[tuple[range, range, Sequence[int], list[slice]]]:
    """Outputs, and the kernel elements, all pixels and the way of each pixel among them that meet there.

    Where pixels move with the outputs, the elements stay until a border changes them; other outputs stand alone.
    """
    met = lru_cache(partial(solve, relation, "m", over=over, bounds=bounds))
    slope = relation.slope("i", by="m")
    start = 0
    while start < len(outputs):
        here, stop = met(outputs[start]), start + 1
        step = slope if isinstance(slope, int) else 0
        if here and step:
            stop = _end(met, outputs, start)
        yield outputs[start:stop], here.along("k"), *_moved(here.along("i"), step or 1, stop - start)
        start = stop


def _end(met: Callable[[int], Solutions], outputs: range, start: int) -> int:
    """The number of outputs up to the first that meets other kernel elements."""
    elements = met(outputs[start]).along("k")
    return bisect_left(outputs, True, lo=start, key=lambda m: met(m).along("k") != elements)


def _moved(pixels: range, slope: int, count: int) -> tuple[Sequence[int], list[slice]]:
    """All pixels as they move `count` times by `slope`, and the way of each among them.

    Neighbours share most of them; where steps are wide, each way has its own.

    >>> _moved(range(4, 6), -1, 3)
    (range(2, 6), [slice(2, None, -1), slice(3, 0, -1)])
    >>> _moved(range(0, 2000, 1000), 1, 2)
    ((0, 1, 1000, 1001), [slice(0, 2, None), slice(2, 4, None)])
    """
    if not pixels:
        return pixels, []
    ends = [pixel + moved for pixel in (pixels[0], pixels[-1]) for moved in (0, slope * (count - 1))]
    low = min(ends)
    if max(ends) - low > MOST_SPACE * len(pixels) * count:
        every = tuple(pixel + slope * moved for pixel in pixels for moved in range(count))
        return every, [slice(start, start + count) for start in range(0, len(every), count)]
    starts = [pixel - low for pixel in pixels]
    stops = [start + slope * count for start in starts]
    ways = [slice(start, stop if stop >= 0 else None, slope) for start, stop in zip(starts, stops, strict=True)]
    return range(low, max(ends) + 1), ways
