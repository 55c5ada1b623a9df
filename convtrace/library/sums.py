"""The sums of a call: every output's products, exact, a whole line of outputs at a time.

The axes are independent, so the relation of each is solved once. All numbers are brought to whole ones first, and a
line of them is packed into one integer, whose digits are the line's numbers: scaled and added, it stays exact.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import product
from math import lcm, prod
from operator import eq, mul
from sys import byteorder
from typing import Any, TypeAlias

from convtrace.errors import ConvtraceError
from convtrace.law.axis import Bounds, solve
from convtrace.library.arrays import ExactArray, ExactNumber
from convtrace.library.axis_call import AxisCall
from convtrace.values.limits import MAX_MEETINGS
from convtrace.values.named_tuple import NamedTuple

Lines: TypeAlias = "list[list[int]]"
# packed digits are raised by as much as they may be negative
MAX_PACKED = 1 << 63


def sum_outputs(axes: Sequence[AxisCall], image: ExactArray, kernel: ExactArray) -> ExactArray:
    """Sums of all outputs.

    >>> from convtrace.law.axis import Relation
    >>> axis = AxisCall(relation=Relation(1, 1, -1), outputs=4)
    >>> sum_outputs([axis], ExactArray((2,), [[1, 2]]), ExactArray((3,), [[1, 0, -1]])).rows
    [[1, 2, -1, -2]]
    """
    shape = tuple(axis.outputs for axis in axes)
    if not all(shape):
        return ExactArray(shape, [[] for _ in range(prod(shape[:-1]))])
    return ExactArray(shape, [*sum_lines(axes, image, kernel)])


def sum_lines(axes: Sequence[AxisCall], image: ExactArray, kernel: ExactArray) -> Iterator[list[ExactNumber]]:
    """The lines of Y along the last axis, none of them empty, made as they are read."""
    check_meetings(axes, kernel.shape)
    (*pixels, fills), below_pixels = whole_rows([*image.rows, [axis.fill for axis in axes]])
    weights, below_weights = whole_rows(kernel.rows)
    filled = [axis.replace(fill=fill) for axis, fill in zip(axes, fills, strict=True)]
    for line in _lines(filled, pixels, weights, [*zip(image.shape, kernel.shape, strict=True)]):
        yield divided(line, below_pixels * below_weights)


def count_products(axes: Sequence[AxisCall], image: ExactArray, kernel: ExactArray) -> ExactArray:
    """The number of products of each output, whatever the numbers of the arrays.

    >>> from convtrace.law.axis import Relation
    >>> axis = AxisCall(relation=Relation(1, 1, -1), outputs=4)
    >>> count_products([axis], ExactArray((2,), []), ExactArray((3,), [])).rows
    [[1, 2, 2, 1]]
    """
    check_meetings(axes, kernel.shape)
    sides = zip(axes, image.shape, kernel.shape, strict=True)
    *outer, last = ([*map(len, _meetings(pixels_met(*side), side[1]))] for side in sides)
    return ExactArray(tuple(axis.outputs for axis in axes), [[prod(at) * m for m in last] for at in product(*outer)])


def check_meetings(axes: Sequence[AxisCall], elements: Sequence[int]) -> None:
    """Refuse outputs and kernel elements that are too many on an axis."""
    for axis, count in zip(axes, elements, strict=True):
        if axis.outputs * count > MAX_MEETINGS:
            message = f"{axis.outputs} outputs of {count} kernel elements are too many to work out"
            raise ConvtraceError(message, hint="Choose a smaller image or kernel, or a larger stride.")


def whole_rows(rows: Sequence[Sequence[ExactNumber]]) -> tuple[Lines, int]:
    """The rows times their common denominator, and that.

    >>> from fractions import Fraction
    >>> whole_rows([[1, Fraction(1, 2)], [Fraction(1, 3), 0]])
    ([[6, 3], [2, 0]], 6)
    """
    below = lcm(*{value.denominator for row in rows for value in row})
    return [[value.numerator * (below // value.denominator) for value in row] for row in rows], below


def divided(line: list[int], below: int) -> list[ExactNumber]:
    """The numbers over `below`, whole ones as ints.

    >>> divided([3, 4], 2)
    [Fraction(3, 2), 2]
    """
    if below == 1:
        return [*line]
    from fractions import Fraction

    return [value // below if value % below == 0 else Fraction(value, below) for value in line]


class Packed(NamedTuple):
    """Lines of `width` numbers within ±most, each line as one integer; `ones` has 1 in every place.

    >>> two = Packed.of(2, 9)
    >>> two.total([3, 1], [two.keep(two.raised([1, -2]), [0, 1]), two.keep(two.raised([5, 0]), [1, 0])])
    [3, -1]
    """

    width: int
    most: int
    ones: int

    @classmethod
    def of(cls, width: int, most: int) -> Packed:
        return cls(width, most, _joined([1] * width))

    def raised(self, line: list[int]) -> list[int]:
        """The line without negative digits."""
        return [number + self.most for number in line]

    def keep(self, raised: list[int], chosen: list[int]) -> int:
        return _joined([raised[place] for place in chosen]) - self.most * self.ones

    def total(self, weights: list[int], lines: list[int]) -> list[int]:
        """Σ weight · line."""
        digits = array("Q")
        raised = sum(map(mul, weights, lines)) + self.most * self.ones
        digits.frombytes(raised.to_bytes(8 * self.width, byteorder))
        return [digit - self.most for digit in digits]


def _joined(digits: list[int]) -> int:
    return int.from_bytes(array("Q", digits).tobytes(), byteorder)


class Plain(NamedTuple):
    """Lines of numbers of any size, kept as they are; otherwise like `Packed`."""

    width: int

    def raised(self, line: list[int]) -> list[int]:
        return line

    def keep(self, raised: list[int], chosen: list[int]) -> list[int]:
        return [raised[place] for place in chosen]

    def total(self, weights: list[int], lines: list[list[int]]) -> list[int]:
        """Σ weight · line."""
        return [sum(map(mul, weights, column)) for column in zip(*lines, strict=True)] or [0] * self.width


def _adding(width: int, image: Lines, kernel: Lines) -> Packed | Plain:
    """The way of adding: no sum is beyond the largest pixel times the sum of the weights."""
    largest = max(max(map(abs, line)) for line in image)
    most = largest * max(sum(sum(map(abs, line)) for line in kernel), 1)
    return Packed.of(width, most) if most < MAX_PACKED else Plain(width)


def _lines(
    axes: Sequence[AxisCall], image: Lines, kernel: Lines, sizes: Sequence[tuple[int, int]]
) -> Iterator[list[int]]:
    """The output's lines along the last axis; `sizes` are the numbers of pixels and kernel elements of each axis."""
    *outer, inner = axes
    fill = inner.fill.numerator
    *leading, last = (pixels_met(call, n, k) for call, (n, k) in zip(axes, sizes, strict=True))
    shape, kernel_shape = zip(*sizes, strict=True)
    met = [_meetings(table, n) for table, n in zip(leading, shape, strict=False)]
    adding: Any = _adding(inner.outputs, [*image, [fill]], kernel)

    @cache
    def kept(number: int | None) -> list[Any]:
        """A line of the image (None: one of fill) as every kernel index along the last axis meets it."""
        line: list[int] = [fill] * shape[-1] if number is None else image[number]
        raised = adding.raised([*line, fill, 0])
        return [adding.keep(raised, row) for row in last]

    for at in product(*(range(call.outputs) for call in outer)):
        weights: list[int] = []
        lines: list[Any] = []
        for meeting in product(*(table[m] for table, m in zip(met, at, strict=True))):
            indices, pixels = zip(*meeting, strict=True) if meeting else ((), ())
            weights += kernel[_number(indices, kernel_shape)]
            lines += kept(None if any(map(eq, pixels, shape)) else _number(pixels, shape))
        yield adding.total(weights, lines)


def pixels_met(call: AxisCall, image_size: int, kernel_size: int) -> list[list[int]]:
    """The pixel that each output meets at each kernel index: `image_size` for the fill, one more for nothing.

    >>> from convtrace.law.axis import Relation
    >>> pixels_met(AxisCall(relation=Relation(1, -1, 1, 1), outputs=3), image_size=3, kernel_size=2)
    [[4, 0, 1], [0, 1, 2]]
    """
    outside = image_size if call.fill else image_size + 1
    table = [[image_size + 1] * call.outputs for _ in range(kernel_size)]
    within = Bounds(m=call.live or range(call.outputs))
    for k, row in enumerate(table):
        met = solve(call.relation, "k", k, "m", within)
        found = (i if 0 <= i < image_size else call.boundary.stand_in(i, image_size) for i in met.along("i"))
        for m, place in zip(met.along("m"), found, strict=True):
            row[m] = outside if place is None else place
    return table


def _meetings(table: list[list[int]], image_size: int) -> list[list[tuple[int, int]]]:
    """The kernel indices that meet something, with the pixel, for each output."""
    return [[(k, place) for k, place in enumerate(row) if place <= image_size] for row in zip(*table, strict=True)]


def _number(index: Sequence[int], shape: Sequence[int]) -> int:
    """The number of a line in row-major order.

    >>> _number((1, 2), (2, 3, 4)), _number((), (4,))
    (5, 0)
    """
    number = 0
    for i, size in zip(index, shape, strict=False):
        number = number * size + i
    return number
