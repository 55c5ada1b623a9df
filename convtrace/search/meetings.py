"""What meets what under a convention that nearly fits: pixels and weights at each output, worked out when asked for."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from fractions import Fraction
from functools import lru_cache
from itertools import chain, product

from convtrace.law.boundary import RULES
from convtrace.search.candidates import Candidate
from convtrace.search.explanation import Explanation, pixel_at
from convtrace.search.family import Turn
from convtrace.search.finding import Variant
from convtrace.search.question import Shape, index_of, place_of

# so many outputs that differ are asked for what they have in common
MAX_COMPARED = 4


class Windows:
    """Which pixel each element of the kernel, as it lies, meets at an output: the same for all kernels of a shape.

    Each output is worked out when it is first asked for: most conventions are refuted by a few of them.
    """

    def __init__(self, found: Explanation, kernel: Shape, variant: Variant) -> None:
        self.whole, self.outputs = variant.whole, variant.shape
        self.shape = self.whole.question.image_shape
        stand_in = RULES[found.outside if found.outside in RULES else "zero"].stand_in
        steps = zip(
            self.shape, kernel, variant.shape, found.first_window, found.stride, found.dilation, found.input_stride,
            strict=True,
        )  # fmt: skip
        self.axes = [
            [[pixel_at(f + s * out + d * lying, n, u, stand_in) for lying in range(k)] for out in range(m)]
            for n, k, m, f, s, d, u in steps
        ]
        self._pixels: dict[int, list[int | None]] = {}
        self._met: dict[int, list[int]] = {}

    def pixels(self, place: int) -> list[int | None]:
        """The places of the pixels of one output's window."""
        if place not in self._pixels:
            sides = [axis[m] for axis, m in zip(self.axes, index_of(place, self.outputs), strict=True)]
            self._pixels[place] = [
                None if None in index else place_of(index, self.shape)  # type: ignore[arg-type]
                for index in product(*sides)
            ]
        return self._pixels[place]

    def met(self, place: int) -> list[int]:
        """The values of these pixels, 0 where there is none."""
        if place not in self._met:
            values = self.whole.pixels
            self._met[place] = [0 if pixel is None else values[pixel] for pixel in self.pixels(place)]
        return self._met[place]


@lru_cache(maxsize=64)
def _sources(turn: Turn, shape: Shape) -> list[int]:
    """The place in the kernel as given of each element as it lies."""
    return [place_of(turn.source(k, shape), shape) for k in product(*map(range, turn.shape(shape)))]


class Meetings:
    """A candidate with the pixels and weights that meet, as whole numbers."""

    def __init__(self, given: Candidate, windows: Windows) -> None:
        self.given = given
        whole = given.variant.whole
        self.question = whole.question
        self.pixels, self.met = windows.pixels, windows.met
        self.sources = _sources(given.found.kernel, self.question.kernel_shape)
        self.weights = [whole.weights[source] for source in self.sources]
        self.pixel_unit, self.weight_unit = whole.pixel_unit, whole.weight_unit

    def column(self, pixels: Collection[int | None]) -> Callable[[int], int]:
        """How often an output counts these pixels: the sum of their weights."""
        return lambda place: sum(
            [weight for weight, pixel in zip(self.weights, self.pixels(place), strict=True) if pixel in pixels]
        )

    def shared(self, wrong: list[int]) -> set[int]:
        """The pixels that the first outputs that differ have in common."""
        found = set(self.pixels(wrong[0]))
        for place in wrong[1:MAX_COMPARED]:
            found &= set(self.pixels(place))
        return {pixel for pixel in found if pixel is not None}


def fitting(meetings: Meetings, column: Callable[[int], int], wrong: list[int]) -> Fraction | None:
    """The factor of a column that is what is left, in whole units; None where there is none."""
    first, rest = wrong[:MAX_COMPARED], meetings.given.rest
    if meetings.given.room and _ratio(meetings, column, first, first) is None:
        return None
    return _ratio(meetings, column, wrong, chain(wrong, rest))


def _ratio(
    meetings: Meetings, column: Callable[[int], int], wrong: list[int], compared: Iterable[int]
) -> Fraction | None:
    """The factor, from an output that differs much where outputs are rounded."""
    rest, room = meetings.given.rest, meetings.given.room
    largest = wrong[0] if not room else max(wrong, key=lambda place: abs(column(place)))
    whole, left = column(largest), rest[largest]
    if not whole:
        return None
    for place in compared:
        count = column(place)
        if abs(rest[place] * whole - left * count) > 2 * room * (abs(whole) + abs(count)):
            return None
    return Fraction(left, whole * meetings.given.factor)
