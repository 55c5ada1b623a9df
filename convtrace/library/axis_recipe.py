"""One axis of a recipe, and whether the outputs that it keeps are those of the target."""

from __future__ import annotations

from convtrace.errors import ConvtraceError
from convtrace.law.boundary import ZERO, Rule
from convtrace.library.axis_call import AxisCall
from convtrace.library.call import Call
from convtrace.library.sums import pixels_met
from convtrace.values.frozen import Frozen
from convtrace.values.limits import MAX_COMPARED_PRODUCTS

OTHER_FILL = -1


class AxisRecipe(Frozen):
    """One axis of a recipe: the image is padded by `rule`, and `kept` are outputs on the padded image.

    `zeros` is how many zeros go before and after them, `made` how many outputs there are on the padded image.
    """

    kept: range
    rule: Rule = ZERO
    flips: bool = False
    pads: tuple[int, int] = (0, 0)
    zeros: tuple[int, int] = (0, 0)
    made: int = 0


def equal_outputs(target: AxisCall, source: AxisCall, met: list[list[int]], pixels: int, way: AxisRecipe) -> list[bool]:
    """True for each kept output that meets, at every kernel index, what the target's output in its place meets.

    `met` are the pixels that the target meets on an image of so many; `source` is the call on the padded image.
    """
    known, by_source = _translated(target, source, len(met), pixels, way)
    same = [True] * len(way.kept)
    for row, other in zip(met, by_source, strict=True):
        wanted = row[way.zeros[0] :]
        same = [fits and known[other[m]] == pixel for fits, m, pixel in zip(same, way.kept, wanted, strict=False)]
    return same


def pixels_given(target: AxisCall, source: AxisCall, elements: int, pixels: int, way: AxisRecipe) -> list[list[int]]:
    """The target's own pixel that each kernel element, flipped or not, meets at each output of the source."""
    known, by_source = _translated(target, source, elements, pixels, way)
    return [[known[place] for place in row] for row in by_source]


def _translated(
    target: AxisCall, source: AxisCall, elements: int, pixels: int, way: AxisRecipe
) -> tuple[_Translated, list[list[int]]]:
    """The target's pixels by those of the padded image, and which of the latter each element meets at each output."""
    met = pixels_met(source, pixels + sum(way.pads), elements)
    return _Translated(target, source, pixels, way), met[::-1] if way.flips else met


class _Translated(dict[int, int]):
    """The target's own pixel for each one of the padded image, then for the source's fill, then for nothing.

    Each is found when it is asked for: padded images may be long.
    """

    def __init__(self, target: AxisCall, source: AxisCall, pixels: int, way: AxisRecipe) -> None:
        padded = pixels + sum(way.pads)
        super().__init__({padded: pixels if source.fill == target.fill else OTHER_FILL, padded + 1: pixels + 1})
        self.outside = pixels if target.fill else pixels + 1
        self.pixels, self.way = pixels, way

    def __missing__(self, place: int) -> int:
        pixel = self.way.rule.stand_in(place - self.way.pads[0], self.pixels)
        self[place] = self.outside if pixel is None else pixel
        return self[place]


def check_products(call: Call, outputs: int, elements: int) -> None:
    """Refuse to go through all outputs and kernel elements of an axis where these are too many."""
    if outputs * elements > MAX_COMPARED_PRODUCTS:
        message = f"{call.row.name}: {outputs} outputs of {elements} kernel elements are too many to go through"
        raise ConvtraceError(message, hint="Choose a smaller --image or --kernel, or other options.")
