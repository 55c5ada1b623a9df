"""An image, a kernel and outputs that somebody has, as whole numbers that can be searched fast."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import ceil, floor, lcm, prod

from convtrace.values.frozen import Frozen

Shape = tuple[int, ...]
Index = tuple[int, ...]
# of an output: between which whole numbers a field must lie
Interval = tuple[int, int]


class Question(Frozen):
    """The arrays in reading order, rows first; an output that nobody knows is None.

    `tolerance` is how far an output may lie from its number: half a unit of the last digit that is printed. `made` is
    the shape of the whole output, of which `output_shape` is the first part where the arrays are large. `printed_by` is
    how the calls of the library begin that printed the output, where that is seen.
    """

    image_shape: Shape
    kernel_shape: Shape
    output_shape: Shape
    pixels: tuple[Fraction, ...]
    weights: tuple[Fraction, ...]
    outputs: tuple[Fraction | None, ...]
    tolerance: Fraction = Fraction(0)
    made: Shape = ()
    printed_by: str = ""

    @property
    def known(self) -> tuple[int, ...]:
        """The places of the outputs that are known."""
        return tuple(place for place, value in enumerate(self.outputs) if value is not None)


class Whole(Frozen):
    """The question in whole numbers: pixels and weights times the units that make them whole."""

    question: Question
    pixels: tuple[int, ...]
    weights: tuple[int, ...]
    pixel_unit: int
    weight_unit: int

    @property
    def unit(self) -> int:
        """What divides a sum of whole products."""
        return self.pixel_unit * self.weight_unit

    def interval(self, output: Fraction, scale: Fraction) -> Interval:
        """The whole sums that give this output under a scale: none where the first lies above the second.

        >>> whole = whole_question(Question(image_shape=(1,), kernel_shape=(1,), output_shape=(1,),
        ...     pixels=(Fraction(1, 2),), weights=(Fraction(1),), outputs=(Fraction(3),)))
        >>> whole.interval(Fraction(3), Fraction(1)), whole.interval(Fraction(1, 3), Fraction(1))
        ((6, 6), (1, 0))
        """
        factor = self.unit / scale
        ends = ((output - self.question.tolerance) * factor, (output + self.question.tolerance) * factor)
        return ceil(min(ends)), floor(max(ends))


def whole_question(question: Question) -> Whole:
    """The question with pixels and weights as whole numbers."""
    pixels, pixel_unit = _whole(question.pixels)
    weights, weight_unit = _whole(question.weights)
    return Whole(question=question, pixels=pixels, weights=weights, pixel_unit=pixel_unit, weight_unit=weight_unit)


def _whole(values: Sequence[Fraction]) -> tuple[tuple[int, ...], int]:
    unit = lcm(*(value.denominator for value in values))
    return tuple(int(value * unit) for value in values), unit


def index_of(place: int, shape: Shape) -> Index:
    """The index of a place in reading order.

    >>> index_of(7, (2, 5))
    (1, 2)
    """
    index: list[int] = []
    for side in reversed(shape):
        place, number = divmod(place, side)
        index.insert(0, number)
    return tuple(index)


def place_of(index: Sequence[int], shape: Shape) -> int:
    """The place in reading order of an index.

    >>> place_of((1, 2), (2, 5))
    7
    """
    place = 0
    for number, side in zip(index, shape, strict=True):
        place = place * side + number
    return place


def count(shape: Shape) -> int:
    """The number of elements of an array."""
    return prod(shape)
