"""What numbers cost in bits when nothing is known about them: the null model, and whole numbers."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence
from fractions import Fraction
from math import log2

from convtrace.search.fields import Field
from convtrace.search.question import Whole
from convtrace.values.frozen import Frozen

# shares of the numbers that are sums of a usual field, and values of the image, as a window's largest or median one is;
# the rest costs what any whole number costs
FIELD_SHARE, PIXEL_SHARE = 0.4, 0.3


def number_bits(number: Fraction | int) -> float:
    """The bits of a whole number or a ratio that nobody expects.

    >>> number_bits(0), number_bits(-3), number_bits(Fraction(1, 2))
    (1.5, 5.5, 5.5)
    """
    ratio = Fraction(number)
    return 1.5 + 2 * log2(1 + abs(ratio.numerator)) + (2 * log2(ratio.denominator) if ratio.denominator > 1 else 0)


class Null(Frozen):
    """The sums in the fields of the usual conventions in rising order, the image's values, how fine the outputs are."""

    sums: list[int]
    pixels: Mapping[Fraction, float]
    quantum: Fraction

    def cost(self, value: Fraction, low: int, high: int) -> float:
        """The bits of an output, whose sum lies between two whole numbers."""
        near = bisect_right(self.sums, high) - bisect_left(self.sums, low)
        free = 2.0 ** -(1.5 + 2 * log2(1 + abs(round(value / self.quantum))))
        known = FIELD_SHARE * max(near, 0) / len(self.sums) + PIXEL_SHARE * self.pixels.get(value, 0.0)
        return -log2(known + (1 - FIELD_SHARE - PIXEL_SHARE) * free)


def null_model(whole: Whole, fields: Sequence[Field]) -> Null:
    """The null model of the fields of all turns of the kernel."""
    sums = sorted(total - field.bias for field in fields for total in field.lanes)
    outputs = [value for value in whole.question.outputs if value is not None]
    finest = Fraction(1, max((value.denominator for value in outputs), default=1))
    quantum = max(finest, 2 * whole.question.tolerance)
    pixels = whole.question.pixels
    shares = {value: number / len(pixels) for value, number in Counter(pixels).items()}
    return Null(sums=sums, pixels=shares, quantum=quantum)
