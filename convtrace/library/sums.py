"""The sums of a call: every output's products, exact, a whole line of outputs at a time.

The axes are independent, so the relation of each is solved once. All numbers are brought to whole ones first, and a
line of them is packed into one integer. With pixel i at digit |β|·i and kernel element k at digit −d·k (d·k where β is
negative), the product of two lines has the sum of output m at digit −(α·m + γ): that is the law itself, d·k − β·i.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache, reduce
from itertools import chain, islice, product
from math import lcm, prod
from operator import add, itemgetter, mul
from typing import TypeAlias

from convtrace.errors import ConvtraceError
from convtrace.law.axis import Bounds, Relation, solve
from convtrace.law.boundary import CONSTANT_RULES
from convtrace.library.arrays import ExactArray, ExactNumber
from convtrace.library.axis_call import AxisCall
from convtrace.library.digits import Digits
from convtrace.values.limits import MAX_MEETINGS
from convtrace.values.named_tuple import NamedTuple

Lines: TypeAlias = "list[list[int]]"
# for each index of an output, the kernel elements that meet a pixel on one axis, and that
Meetings: TypeAlias = "list[list[tuple[int, int]]]"
# so many digits for each number of the lines, and no more, may be spent on what parts them
FAR = 16
# bytes by which a digit must be longer than a weight, that weights are better multiplied one by one
LONG = 8
# the number of a plane outside the image, and its place on an axis: no sum of places with that is one inside
OUTSIDE, FAR_OUTSIDE = -1, -(1 << 64)
# an axis of one pixel, one kernel element and one output
SINGLE = AxisCall(relation=Relation(1, 1, -1), outputs=1)


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
    fills = [axis.fill for axis in axes]
    pixels, below_pixels = image.rows, 1
    if image.kinds | set(map(type, fills)) != {int}:
        (*pixels, fills), below_pixels = whole_rows([*image.rows, fills])  # type: ignore[assignment]
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
        return line  # type: ignore[return-value]
    from fractions import Fraction

    return [value // below if value % below == 0 else Fraction(value, below) for value in line]


class _Layout(NamedTuple):
    """The digits of an axis, of so many: the pixel at each of the first, that of each kernel element, and the sums'.

    Where a digit has a pixel and another an element, their product has its digit at the sum of both.
    """

    pixels: list[int]
    elements: list[int]
    sums: range
    digits: int


def _layout(call: AxisCall, image_size: int, kernel_size: int) -> _Layout | None:
    """Pixel i at |β|·i, kernel element k at ∓d·k and output m at ∓(α·m + γ); None where this takes too many digits."""
    law, side = call.relation, call.pixel_extent(kernel_size)
    if not call.fill and call.boundary in CONSTANT_RULES:
        side = range(max(side.start, 0), max(min(side.stop, image_size), 0))
    if not side:
        return None
    sign, gap = (-1 if law.beta < 0 else 1), abs(law.beta)
    elements = [gap * side[0] - sign * law.d * k for k in range(kernel_size)]
    first, step = -sign * law.gamma, -sign * law.alpha
    last = first + step * (call.outputs - 1)
    low = min(first, last, elements[0], elements[-1])
    # sums beyond the last output may spill into digits before the first of the next line
    size = gap * (len(side) - 1) + 1
    digits = max(first - low, last - low, size, max(elements) + size - min(first, last)) + 1
    if digits > FAR * (image_size + kernel_size + call.outputs):
        return None
    found = (i if 0 <= i < image_size else call.boundary.stand_in(i, image_size) for i in side)
    pixels = [image_size + 1] * digits
    pixels[:size:gap] = [(image_size if call.fill else image_size + 1) if i is None else i for i in found]
    sums = range(first - low, first - low + step * call.outputs, step)
    return _Layout(pixels, [element - low for element in elements], sums, digits)


def _apart(lines: Lines) -> Lines:
    """Lines of one number each."""
    return [[number] for line in lines for number in line]


def _lines(axes: list[AxisCall], image: Lines, kernel: Lines, sizes: list[tuple[int, int]]) -> Iterator[list[int]]:
    """The output's lines along the last axis; `sizes` are the numbers of pixels and kernel elements of each axis."""
    columns = _layout(axes[-1], *sizes[-1])
    if columns is None:
        axes = [*axes, SINGLE.replace(fill=axes[-1].fill)]
        lines = _lines(axes, _apart(image), _apart(kernel), [*sizes, (1, 1)])
        while line := [number for (number,) in islice(lines, axes[-2].outputs)]:
            yield line
        return
    rows = _layout(axes[-2], *sizes[-2]) if len(axes) > 1 else None
    if rows is None:
        axes, sizes = [*axes[:-1], SINGLE, axes[-1]], [*sizes[:-1], (1, 1), sizes[-1]]
        rows = _Layout([0], [0], range(1), 1)
    *outer, above, inner = axes
    *outer_sizes, (height, taps), (width, _) = sizes
    fill, count = inner.fill.numerator, rows.digits + max(rows.elements) + 1
    most = max(1, abs(fill), *map(_largest, image)) * max(1, sum(sum(map(abs, line)) for line in kernel))
    digits = Digits.within(most)
    factors, shifts = _factors(digits, kernel, rows, columns)
    pick = itemgetter(*columns.pixels)
    outside, nothing = [fill] * (width + 1) + [0], [0] * (width + 2)

    @cache
    def packed(number: int) -> int:
        """A plane of the image, or one outside it, each line as the digits of a row."""
        lines = image[number * height :][:height] if number >= 0 else [[fill] * width] * height
        known = [*([*line, fill, 0] for line in lines), outside, nothing]
        return digits.packed([*chain.from_iterable(pick(known[place]) for place in rows.pixels)])

    met = [_meetings(pixels_met(call, *size), size[0]) for call, size in zip(outer, outer_sizes, strict=True)]
    for pairs in _pairs([*zip(met, outer_sizes, strict=True)], [(0, 0)]):
        planes = [packed(max(number, OUTSIDE)) for number, _ in pairs]
        weights = zip(*(chain(*factors[number * taps :][:taps]) for _, number in pairs), strict=True)
        # no sum of planes begins with a 0, which would be added to thousands of digits
        total = sum(reduce(add, map(mul, planes, each)) << shift for each, shift in zip(weights, shifts, strict=False))
        raw = digits.raw(total, count * columns.digits)
        for m, row in enumerate(rows.sums):
            line = digits.numbers(raw, row * columns.digits, columns.sums) if _lives(above, m) else [0] * inner.outputs
            yield [value if _lives(inner, n) else 0 for n, value in enumerate(line)] if inner.live else line


def _factors(digits: Digits, kernel: Lines, rows: _Layout, columns: _Layout) -> tuple[Lines, list[int]]:
    """The factors of each of the kernel's lines, and the bits by which the products of a plane are shifted.

    A line is one factor; where its numbers are far shorter than digits, each of them is one by itself.
    """
    starts = [row * columns.digits for row in rows.elements]
    if digits.width > max(map(_largest, kernel)).bit_length() // 8 + LONG:
        factors, shifts = kernel, [start + element for start in starts for element in columns.elements]
    else:
        known = {element: k for k, element in enumerate(columns.elements)}
        places = [known.get(place, -1) for place in range(max(known) + 1)]
        factors, shifts = [[digits.packed([*map([*line, 0].__getitem__, places)])] for line in kernel], starts
    return factors, [8 * digits.width * shift for shift in shifts]


def _largest(line: list[int]) -> int:
    return max(abs(max(line)), abs(min(line)))


def _lives(call: AxisCall, output: int) -> bool:
    return call.live is None or output in call.live


def _pairs(axes: list[tuple[Meetings, tuple[int, int]]], met: list[tuple[int, int]]) -> Iterator[list[tuple[int, int]]]:
    """The numbers of the image's and the kernel's planes that meet, for each plane of outputs."""
    if not axes:
        yield met
        return
    (table, (pixels, elements)), *rest = axes
    for here in table:
        yield from _pairs(rest, [(line * pixels + i, weights * elements + k) for line, weights in met for k, i in here])


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


def _meetings(table: list[list[int]], image_size: int) -> Meetings:
    """The kernel indices that meet something, with the pixel or FAR_OUTSIDE, for each output."""
    return [
        [(k, FAR_OUTSIDE if place == image_size else place) for k, place in enumerate(row) if place <= image_size]
        for row in zip(*table, strict=True)
    ]
