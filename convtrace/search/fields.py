"""Fields: the sums of all windows over an image with its outside, as packed whole numbers.

All sums of a field are one sum of shifted images: an image is one large number with a lane for each pixel, so that a
kernel element costs one multiplication whatever the image's size.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from itertools import product
from operator import mul

from convtrace.law.boundary import RULES
from convtrace.search.explanation import pixel_at
from convtrace.search.family import SLACK, Steps, Turn, of_axes
from convtrace.search.question import Index, Shape, Whole, place_of
from convtrace.values.frozen import Frozen

LANE = 8
# a lane of 8 bytes holds numbers below this
LANE_LIMIT = 2 ** (8 * LANE - 1)
# an axis and how many windows it has → those that are needed
Kept = Callable[[int, int], range]


class Field(Frozen):
    """The sums of all windows in reading order; a window begins at `first` on each axis, or later.

    `lanes` hold the sums plus `bias`, rows of `shape` elements; only windows below `windows` on each axis lie inside,
    and so many windows as are `skipped` on each axis lie before the lanes.
    """

    turn: Turn
    steps: Steps
    rule: str
    first: Shape
    windows: Shape
    skipped: Index
    shape: Shape
    lanes: Sequence[int]
    bias: int

    @cached_property
    def counts(self) -> Mapping[int, int]:
        """How often each lane's number occurs."""
        return Counter(self.lanes)

    @cached_property
    def rising(self) -> Sequence[int]:
        """The lanes' numbers in rising order."""
        return sorted(self.lanes)

    def base(self, start: Index) -> int:
        """The place at which the lane of the window that begins there would be, before the first one too."""
        flat = flat_strides(self.shape)
        return sum((s - f - b) * step for s, f, b, step in zip(start, self.first, self.skipped, flat, strict=True))


class Extended:
    """An image with its outside as one number, its values counted from the lowest so that no lane is negative.

    `first` is the position of its first pixel on each axis, in pixels of the image spread by the input stride.
    """

    def __init__(self, whole: Whole, steps: Steps, rule: str, kernel_shape: Shape, kept: Kept | None = None) -> None:
        shape = whole.question.image_shape
        slack = of_axes(SLACK, len(shape))
        sides = list(zip(shape, kernel_shape, steps.dilation, steps.spread, strict=True))
        spans = [places(n, k, d, u, slack) for n, k, d, u in sides]
        parts = [kept(axis, windows) if kept else range(windows) for axis, (_, windows) in enumerate(spans)]
        stand_in = RULES[rule].stand_in
        sources = [
            [pixel_at(first + at, n, u, stand_in) for at in range(part.start, part.stop + d * (k - 1))]
            for (first, _), part, (n, k, d, u) in zip(spans, parts, sides, strict=True)
        ]
        self.steps, self.rule = steps, rule
        self.first, self.windows = (tuple(numbers) for numbers in zip(*spans, strict=True))
        self.skipped = tuple(part.start for part in parts)
        self.shape = tuple(map(len, sources))
        values = _gathered(sources, shape, whole.pixels)
        self.low, self.size = min(values), len(values)
        self.span = max(values) - self.low
        bound = 2 * sum(map(abs, whole.weights)) * max(self.span, 1)
        self.width = LANE if bound < LANE_LIMIT else (bound.bit_length() + 15) // 8
        low, width = self.low, self.width
        self.number = int.from_bytes(b"".join([(value - low).to_bytes(width, "little") for value in values]), "little")
        self.ones = int.from_bytes((b"\1" + b"\0" * (width - 1)) * self.size, "little")

    def field(self, turn: Turn, weights: Sequence[int], shape: Shape) -> Field:
        """The field of a kernel that lies so; `weights` and `shape` are those of the kernel as it lies."""
        bits = 8 * self.width
        flat = [d * stride for d, stride in zip(self.steps.dilation, flat_strides(self.shape), strict=True)]
        below = sum(-weight for weight in weights if weight < 0) * self.span
        total = self.ones * below
        for weight, index in zip(weights, product(*map(range, shape)), strict=True):
            if weight:
                total += (self.number >> (bits * sum(map(mul, index, flat)))) * weight
        return Field(
            turn=turn,
            steps=self.steps,
            rule=self.rule,
            first=self.first,
            windows=self.windows,
            skipped=self.skipped,
            shape=self.shape,
            lanes=_unpacked(total, self.size, self.width),
            bias=below - self.low * sum(weights),
        )


def flat_strides(shape: Shape) -> list[int]:
    """How far apart in reading order neighbours on each axis are.

    >>> flat_strides((2, 3, 4))
    [12, 4, 1]
    """
    strides = [1]
    for side in reversed(shape[1:]):
        strides.insert(0, strides[0] * side)
    return strides


def places(image: int, kernel: int, dilation: int, spread: int, slack: int) -> tuple[int, int]:
    """On one axis: where the first window begins, and how many windows there are.

    >>> places(5, 3, 1, 1, 0)
    (-2, 7)
    """
    reach = dilation * (kernel - 1)
    return -reach - slack, (image - 1) * spread + 1 + reach + 2 * slack


def _gathered(sources: list[list[int | None]], shape: Shape, pixels: Sequence[int]) -> list[int]:
    """The values of all positions; the last axis is taken as a whole."""
    *slower, last = sources
    side = shape[-1]
    empty = [0] * len(last)
    lines: dict[int, list[int]] = {}
    values: list[int] = []
    for index in product(*slower):
        if None in index:
            values += empty
            continue
        line = 0
        for number, size in zip(index, shape, strict=False):
            line = line * size + number  # type: ignore[operator]
        if line not in lines:
            row = pixels[line * side : (line + 1) * side]
            lines[line] = [0 if place is None else row[place] for place in last]
        values += lines[line]
    return values


def _unpacked(total: int, size: int, width: int) -> Sequence[int]:
    raw = total.to_bytes(size * width, "little")
    if width == LANE:
        return memoryview(raw).cast("Q").tolist()
    return [int.from_bytes(raw[start : start + width], "little") for start in range(0, len(raw), width)]


def laid(turn: Turn, shape: Shape, weights: Sequence[int]) -> list[int]:
    """The weights of a kernel as it lies.

    >>> laid(Turn((0,), (True,)), (3,), [1, 2, 3])
    [3, 2, 1]
    """
    return [weights[place_of(turn.source(index, shape), shape)] for index in product(*map(range, turn.shape(shape)))]
