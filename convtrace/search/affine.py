"""Conventions whose sums are multiplied by a factor or have a constant added that nobody tells."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from itertools import product
from math import ceil, floor, lcm

from convtrace.search.explanation import Explanation
from convtrace.search.fields import Field, flat_strides
from convtrace.search.finding import ONE, Family, Variant, explanation
from convtrace.search.matching import Fit, strides, window_offsets
from convtrace.search.question import Shape

# steps that cost more bits are not tried with a free factor or constant
MAX_STEP_BITS = 3.6
MAX_FREE_STRIDE = 3
# a factor found from rounded outputs has a denominator of at most this
MAX_DENOMINATOR = 1000
FEWEST_OUTPUTS = 3


def affine(family: Family, variant: Variant) -> Iterator[Explanation]:
    """The conventions with a free factor, a free constant, or both, that give all outputs."""
    values = variant.values
    distinct = [number for number, value in enumerate(values) if value not in values[:number]]
    if len(values) < FEWEST_OUTPUTS or len(distinct) < 2:
        return
    likely = _likely(variant, distinct)
    for field in family.fields(most=MAX_STEP_BITS):
        for stride, room in strides(field.windows, variant.shape, MAX_FREE_STRIDE, False):
            offsets = window_offsets(stride, field.shape, variant.shape, variant.places)
            yield from _free(field, variant, (stride, room, offsets), likely, distinct)


# a stride, how many starts there are on each axis, and how far each output's window lies behind the first one's
_Stride = tuple[Shape, Shape, list[int]]
# the biased sums of the first outputs that differ → whether a factor and a constant can make them these outputs
_Likely = Callable[[int, int, int], bool]


def _free(
    field: Field, variant: Variant, by: _Stride, likely: _Likely, distinct: Sequence[int]
) -> Iterator[Explanation]:
    stride, room, offsets = by
    lanes, bias = field.lanes, field.bias
    one, two, *others = (offsets[number] for number in distinct)
    three = others[0] if others else two
    flat = flat_strides(field.shape)
    for start in product(*map(range, room)):
        base = sum((s - b) * step for s, b, step in zip(start, field.skipped, flat, strict=True))
        if likely(lanes[base + one] - bias, lanes[base + two] - bias, lanes[base + three] - bias):
            sums = [lanes[base + offset] - bias for offset in offsets]
            for scale, offset in _scaled(sums, variant, distinct):
                fit = Fit(field=field, start=tuple(map(sum, zip(start, field.first, strict=True))), stride=stride)
                if (found := explanation(fit, variant, scale, offset)) is not None:
                    yield found


def _likely(variant: Variant, distinct: Sequence[int]) -> _Likely:
    """A quick test of the sums of the first outputs that differ: their differences must be in proportion."""
    unit, slack = variant.whole.unit, 2 * variant.whole.question.tolerance
    first, second, *others = (variant.values[number] for number in distinct)
    if not others:  # without a third one, a factor alone or a constant alone
        low, high = ceil((abs(second - first) - slack) * unit), floor((abs(second - first) + slack) * unit)
        return lambda p, q, _: low <= abs(q - p) <= high or abs(p * second - q * first) <= slack * max(abs(p), abs(q))
    second, third = second - first, others[0] - first
    whole = lcm(second.denominator, third.denominator, slack.denominator)
    c, d, room = int(third * whole), int(second * whole), int(slack * whole)
    if not room:
        return lambda p, q, r: (q - p) * c == (r - p) * d and q != p
    return lambda p, q, r: q != p and abs((q - p) * c - (r - p) * d) <= room * (abs(q - p) + abs(r - p))


def _scaled(sums: Sequence[int], variant: Variant, distinct: Sequence[int]) -> Iterator[tuple[Fraction, Fraction]]:
    """The factors and constants by which all sums are the outputs."""
    values = variant.values
    unit, tolerance = variant.whole.unit, variant.whole.question.tolerance
    one, two = distinct[:2]
    wanted, factor = variant.sums(ONE, Fraction(0))
    y, s = wanted[two] - wanted[one], sums[two] - sums[one]
    # scale·s is what the sums differ by, y what the outputs differ by
    pairs = [(ONE, None), (-ONE, None), (Fraction(wanted[two], factor * sums[two]) if sums[two] else ONE, Fraction(0))]
    if s:
        pairs.append((Fraction(y, factor * s), None))
    for scale, offset in pairs:
        a, b = (scale.numerator * factor, scale.denominator) if not tolerance else (0, 0)
        if a and any((w - wanted[one]) * b != (t - sums[one]) * a for w, t in zip(wanted, sums, strict=True)):
            continue
        constant = values[one] - scale * sums[one] / unit if offset is None else offset
        factor_found = scale.limit_denominator(MAX_DENOMINATOR) if tolerance else scale
        added = constant.limit_denominator(MAX_DENOMINATOR) if tolerance else constant
        if factor_found and all(
            abs(factor_found * total / unit + added - value) <= tolerance
            for total, value in zip(sums, values, strict=True)
        ):
            yield factor_found, added
            return
