"""Random problems, and the brute-force sum that shares no code with what it judges."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from itertools import product
from typing import Any

from hypothesis import strategies as st

from convtrace.trace.pose import pose
from convtrace.trace.problem import Problem

OPERATIONS: dict[tuple[str, str | None], Callable[[int, int], int]] = {
    ("conv", None): lambda m, i: m - i,
    ("xcorr", "reflected"): lambda m, i: m + i,
    ("xcorr", "sliding"): lambda m, i: i - m,
}


@st.composite
def problems(draw: st.DrawFn, most_axes: int = 3, origin: bool = False, steps: bool = False) -> Problem:
    """Any operation on small images and kernels, with outputs inside, at and beyond the border."""
    axes = draw(st.integers(1, most_axes))
    side = st.integers(1, 6 if axes < 3 else 4)
    name, form = draw(st.sampled_from(list(OPERATIONS)))
    kernel = draw(st.tuples(*[side] * axes))
    origins = draw(st.tuples(*(st.integers(0, size - 1) for size in kernel))) if origin else None
    return pose(
        name,
        form=form,
        at=draw(st.tuples(*[st.integers(-9, 9)] * axes)),
        image=draw(st.tuples(*[side] * axes)),
        kernel=kernel,
        axes=draw(st.sampled_from(["xy", "rc"])),
        kernel_origin=origins,
        stride=draw(st.tuples(*[st.integers(1, 3 if steps else 1)] * axes)),
        dilation=draw(st.tuples(*[st.integers(1, 3 if steps else 1)] * axes)),
    )


def brute_force(problem: Problem) -> dict[tuple[tuple[int, ...], tuple[int, ...]], None]:
    """Every (pixel, kernel index) of the double loop over the whole image, in reading order."""
    index = OPERATIONS[problem.operation.name, problem.operation.form]
    columns_first = problem.order.name == "xy"

    def turn(values: tuple[Any, ...]) -> tuple[Any, ...]:
        return values[::-1] if columns_first else values

    found: dict[tuple[tuple[int, ...], tuple[int, ...]], None] = {}
    for place in product(*turn(problem.image)):
        pixel = tuple(turn(place))
        axes = zip(problem.stride, problem.dilation, problem.numbers, pixel, strict=True)
        wanted = tuple(Fraction(index(s * m, i), d) for s, d, m, i in axes)
        if all(k in side for k, side in zip(wanted, problem.kernel.ranges, strict=True)):
            found[pixel, tuple(map(int, wanted))] = None
    return found
