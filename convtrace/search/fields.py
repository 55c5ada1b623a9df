"""Fields: the sums of all windows over an image with its outside, as packed whole numbers.

All sums of a field are one sum of shifted images: an image is one large number with a lane for each pixel, so that a
kernel element costs one multiplication whatever the image's size.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from operator import mul

from convtrace.law.boundary import RULES
from convtrace.search.explanation import pixel_at
from convtrace.search.family import SLACK, Steps, Turn, of_axes
from convtrace.search.question import Shape, Whole, place_of
from convtrace.values.frozen import Frozen

LANE = 8
# a lane of 8 bytes holds numbers below this
LANE_LIMIT = 2 ** (8 * LANE - 1)


class Field(Frozen):
    """The sums of all windows in reading order; a window begins at `first` on each axis, or later.

    `lanes` hold the sums plus `bias`, rows of `shape` elements; only windows below `windows` on each axis lie inside.
    """

    turn: Turn
    steps: Steps
    rule: str
    first: Shape
    windows: Shape
    shape: Shape
    lanes: Sequence[int]
    bias: int

    def total(self, place: int) -> int:
        """The sum of the window at a place."""
        return self.lanes[place] - self.bias


class Extended:
    """An image with its outside as one number, its values counted from the lowest so that no lane is negative.

    `first` is the position of its first pixel on each axis, in pixels of the image spread by the input stride.
    """

    def __init__(self, whole: Whole, steps: Steps, rule: str, kernel_shape: Shape) -> None:
        shape = whole.question.image_shape
        slack = of_axes(SLACK, len(shape))
        sides = list(zip(shape, kernel_shape, steps.dilation, steps.spread, strict=True))
        spans = [places(n, k, d, u, slack) for n, k, d, u in sides]
        stand_in = RULES[rule].stand_in
        sources = [
            [pixel_at(position, n, u, stand_in) for position in range(first, first + size)]
            for (first, _, size), (n, _, _, u) in zip(spans, sides, strict=True)
        ]
        self.steps, self.rule = steps, rule
        self.first, self.windows, self.shape = (tuple(numbers) for numbers in zip(*spans, strict=True))
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


def places(image: int, kernel: int, dilation: int, spread: int, slack: int) -> tuple[int, int, int]:
    """On one axis: where the first window begins, how many windows there are, how many positions they use.

    >>> places(5, 3, 1, 1, 0)
    (-2, 7, 9)
    """
    reach = dilation * (kernel - 1)
    first = -reach - slack
    windows = (image - 1) * spread + 1 + reach + 2 * slack
    return first, windows, windows + reach


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
