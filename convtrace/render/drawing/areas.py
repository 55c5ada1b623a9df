"""Areas of a picture: where a shape is seen, and which parts must be drawn again."""

from __future__ import annotations

from collections.abc import Iterable
from functools import reduce
from math import ceil, floor

from convtrace.render.drawing.shapes import FONTS, Box, Letters, Shape
from convtrace.render.lines.layout import width_of
from convtrace.values.named_tuple import NamedTuple

# half a stroke, and what is blended beside it
STROKE = 3
# no letter is wider, as a part of its size, and none reaches deeper
WIDEST, DEEPEST = 0.8, 0.4


class Area(NamedTuple):
    """A rectangle of whole pixels."""

    left: int
    top: int
    right: int
    bottom: int

    def meets(self, other: Area) -> bool:
        """True where the two have a part in common."""
        beside = self.right <= other.left or other.right <= self.left
        return not beside and self.top < other.bottom and other.top < self.bottom

    def joined(self, other: Area) -> Area:
        """The smallest area that has both."""
        return Area(
            min(self.left, other.left),
            min(self.top, other.top),
            max(self.right, other.right),
            max(self.bottom, other.bottom),
        )


def area_of(shape: Shape, whole: Area) -> Area:
    """The area in which a shape is seen; of shapes that no frame changes it is the whole picture.

    >>> area_of(Box("cell", 10, 20, 40.5, 30), Area(0, 0, 100, 100))
    Area(left=7, top=17, right=54, bottom=53)
    >>> from convtrace.render.drawing.shapes import Rule
    >>> area_of(Rule(0, 5, 9), Area(0, 0, 100, 100))
    Area(left=0, top=0, right=100, bottom=100)
    """
    match shape:
        case Box():
            return _clipped((shape.x, shape.y, shape.x + shape.width, shape.y + shape.height), whole)
        case Letters():
            size = FONTS[shape.kind].size
            width = WIDEST * size * width_of(shape.parts)
            left = shape.x - width * {"start": 0, "middle": 0.5, "end": 1}[shape.anchor]
            return _clipped((left, shape.y - size, left + width, shape.y + DEEPEST * size), whole)
        case _:
            return whole


def _clipped(sides: tuple[float, float, float, float], whole: Area) -> Area:
    left, top, right, bottom = sides
    return Area(
        max(floor(left) - STROKE, whole.left),
        max(floor(top) - STROKE, whole.top),
        min(ceil(right) + STROKE, whole.right),
        min(ceil(bottom) + STROKE, whole.bottom),
    )


def merged(areas: Iterable[Area]) -> list[Area]:
    """Areas that have no part in common, and together all that these have.

    >>> merged([Area(0, 0, 2, 2), Area(5, 5, 6, 6), Area(1, 1, 3, 3)])
    [Area(left=5, top=5, right=6, bottom=6), Area(left=0, top=0, right=3, bottom=3)]
    """
    apart: list[Area] = []
    for area in areas:
        whole, met = area, [area]
        while met:
            whole = reduce(Area.joined, met, whole)
            met = [other for other in apart if other.meets(whole)]
            apart = [other for other in apart if other not in met]
        apart.append(whole)
    return apart
