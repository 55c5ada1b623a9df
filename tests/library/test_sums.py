"""All sums of a call against the law itself: every output, every kernel element, the pixel that the relation names."""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from math import prod
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from convtrace.law.axis import Relation
from convtrace.law.boundary import RULES, wrap_every
from convtrace.library.arrays import ExactArray, ExactNumber
from convtrace.library.axis_call import AxisCall
from convtrace.library.digits import Digits
from convtrace.library.sums import sum_outputs
from tests.support.effort import EXAMPLES

SLOPES = st.sampled_from([-3, -2, -1, 1, 2, 3])
NUMBERS = st.one_of(
    st.integers(-9, 9),
    st.sampled_from([0, 127, -128, 2**31, -(2**63), 10**30, -(10**30)]),
    st.fractions(-4, 4, max_denominator=12),
)


@st.composite
def calls(draw: st.DrawFn) -> tuple[list[AxisCall], ExactArray, ExactArray]:
    """Axes of any relation and boundary rule, and arrays of numbers of one kind or of several."""
    count = draw(st.integers(1, 4))
    fills: list[ExactNumber] = [0, 0, 5, Fraction(-1, 2)]
    fill = draw(st.sampled_from(fills))
    axes = []
    for _ in range(count):
        gamma, outputs = draw(st.integers(-6, 6)), draw(st.integers(1, 4 if count > 2 else 9))
        live = range(*sorted((draw(st.integers(0, outputs - 1)), outputs))) if draw(st.booleans()) else None
        axes.append(
            AxisCall(
                relation=Relation(draw(st.sampled_from([1, 1, 2, 3, 900])), draw(SLOPES), draw(SLOPES), gamma),
                outputs=outputs,
                boundary=draw(st.sampled_from([*RULES.values(), wrap_every(5)])),
                fill=fill,
                live=live,
            )
        )
    return axes, draw(arrays(count, 4)), draw(arrays(count, 3))


@st.composite
def arrays(draw: st.DrawFn, axes: int, most: int) -> ExactArray:
    shape = draw(st.tuples(*[st.integers(1, most)] * axes))
    numbers = draw(st.sampled_from([NUMBERS, st.integers(-9, 9)]))
    return ExactArray.of(shape, draw(st.lists(numbers, min_size=prod(shape), max_size=prod(shape))))


def by_the_law(axes: list[AxisCall], image: ExactArray, kernel: ExactArray) -> ExactArray:
    """y[m] = Σ x[i]·h[k] over all k, with the i of d·k = α·m + β·i + γ on each axis."""
    pixels, weights = (
        dict(zip(product(*map(range, array.shape)), [n for row in array.rows for n in row], strict=True))
        for array in (image, kernel)
    )
    found: list[Any] = []
    for output in product(*(range(axis.outputs) for axis in axes)):
        total: ExactNumber = 0
        for element, weight in weights.items():
            total += weight * pixel(axes, image.shape, pixels, output, element)
        found.append(total)
    return ExactArray.of(tuple(axis.outputs for axis in axes), found)


def pixel(
    axes: list[AxisCall],
    shape: tuple[int, ...],
    pixels: dict[tuple[int, ...], ExactNumber],
    output: tuple[int, ...],
    element: tuple[int, ...],
) -> ExactNumber:
    index: list[int | None] = []
    for axis, size, m, k in zip(axes, shape, output, element, strict=True):
        law = axis.relation
        above = law.d * k - law.alpha * m - law.gamma
        if above % law.beta or (axis.live is not None and m not in axis.live):
            return 0
        i = above // law.beta
        index.append(i if 0 <= i < size else axis.boundary.stand_in(i, size))
    known = tuple(i for i in index if i is not None)
    return pixels[known] if len(known) == len(index) else axes[-1].fill


LINE = AxisCall(relation=Relation(1, 1, -1), outputs=3)


@given(calls())
@example(([LINE], ExactArray((1,), [[0]]), ExactArray((5,), [[0] * 5])))
@example(([LINE, LINE.replace(outputs=1)], ExactArray((2, 1), [[10**30], [-1]]), ExactArray((1, 1), [[-(10**60)]])))
@settings(max_examples=8 * EXAMPLES)
def test_every_sum_is_that_of_the_law(call: tuple[list[AxisCall], ExactArray, ExactArray]) -> None:
    found = sum_outputs(*call)
    assert found == by_the_law(*call)
    assert {type(number) for row in found.rows for number in row} <= {int, Fraction}
    assert not any(isinstance(number, Fraction) and number.denominator == 1 for row in found.rows for number in row)


@pytest.mark.parametrize("bits", [*range(1, 80), 127, 128, 500])
def test_digits_hold_the_largest_numbers_of_both_signs(bits: int) -> None:
    most = 2**bits - 1
    digits, line = Digits.within(most), [most, -most, 0, -most, -1, most, most, 0]
    raw = digits.raw(digits.packed(line), len(line))
    assert digits.numbers(raw, 0, range(8)) == line
    assert digits.numbers(raw, 1, range(5, -1, -2)) == line[1:][5::-2]
