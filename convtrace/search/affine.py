"""Conventions whose sums are multiplied by a factor or have a constant added that nobody tells."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from math import ceil, floor

from convtrace.search.explanation import Explanation
from convtrace.search.fields import Field, flat_strides
from convtrace.search.finding import ONE, Family, Variant, explanation
from convtrace.search.matching import Fit
from convtrace.search.question import Index, Shape, index_of

# steps that cost more bits are not tried with a free factor or constant
MAX_STEP_BITS = 3.6
MAX_FREE_STRIDE = 3
# a factor found from rounded outputs has a denominator of at most this
MAX_DENOMINATOR = 1000
FEWEST_OUTPUTS = 3


def affine(family: Family, variant: Variant) -> Iterator[Explanation]:
    """The conventions with a free factor, a free constant, or both, that give all outputs."""
    values = [value for value in variant.values if value is not None]
    distinct = [number for number, value in enumerate(values) if value not in values[:number]]
    if len(values) < FEWEST_OUTPUTS or len(distinct) < 2:
        return
    for field in family.fields(most=MAX_STEP_BITS):
        for step in range(1, MAX_FREE_STRIDE + 1):
            stride = tuple(step if side > 1 else 1 for side in variant.shape)
            room = tuple(w - s * (m - 1) for w, s, m in zip(field.windows, stride, variant.shape, strict=True))
            if min(room) > 0:
                yield from _free(field, variant, stride, room, distinct)


def _free(field: Field, variant: Variant, stride: Shape, room: Shape, distinct: Sequence[int]) -> Iterator[Explanation]:
    flat = [s * step for s, step in zip(stride, flat_strides(field.shape), strict=True)]
    offsets = [
        sum(m * step for m, step in zip(index_of(place, variant.shape), flat, strict=True)) for place in variant.places
    ]
    values: list[Fraction] = variant.values  # type: ignore[assignment]
    seen: set[Index] = set()
    for base in _bases(field, variant, offsets, distinct):
        start = index_of(base, field.shape)
        if start in seen or any(a >= r for a, r in zip(start, room, strict=True)):
            continue
        seen.add(start)
        sums = [field.lanes[base + offset] - field.bias for offset in offsets]
        for scale, offset in _scaled(sums, values, variant, distinct):
            fit = Fit(field=field, start=tuple(map(sum, zip(start, field.first, strict=True))), stride=stride)
            if (found := explanation(fit, variant, scale, offset=offset)) is not None:
                yield found


def _bases(field: Field, variant: Variant, offsets: Sequence[int], distinct: Sequence[int]) -> Iterator[int]:
    """The places of first windows where the first outputs fit with some factor, or some constant."""
    lanes, bias = field.lanes, field.bias
    first, second = (variant.values[number] for number in distinct[:2])
    if first is None or second is None:
        return
    unit, slack = variant.whole.unit, 2 * variant.whole.question.tolerance
    one, two = lanes[offsets[distinct[0]] :], lanes[offsets[distinct[1]] :]
    low, high = ceil((second - first - slack) * unit), floor((second - first + slack) * unit)
    a, b = _whole_pair(first, second)
    room = floor(slack * max(a, b, key=abs) * unit) if slack else 0
    for place, (p, q) in enumerate(zip(one, two, strict=False)):
        if low <= q - p <= high or low <= p - q <= high or abs((p - bias) * b - (q - bias) * a) <= room:
            yield place
    if len(distinct) > 2 and not slack:
        third = variant.values[distinct[2]]
        c, d = _whole_pair(third - first, second - first)  # type: ignore[operator]
        three = lanes[offsets[distinct[2]] :]
        for place, (p, q, r) in enumerate(zip(one, two, three, strict=False)):
            if (q - p) * c == (r - p) * d and q != p:
                yield place


def _whole_pair(first: Fraction, second: Fraction) -> tuple[int, int]:
    unit = first.denominator * second.denominator
    return int(first * unit), int(second * unit)


def _scaled(
    sums: Sequence[int], values: Sequence[Fraction], variant: Variant, distinct: Sequence[int]
) -> Iterator[tuple[Fraction, Fraction]]:
    """The factors and constants by which all sums are the outputs."""
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
