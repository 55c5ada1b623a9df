"""What convtrace must find, found by loops that share no code with what they judge."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from itertools import product
from typing import Any

from convtrace.trace.problem import Problem

# d·k for an output m, a pixel i and a stride s
OPERATIONS: dict[tuple[str, str | None], Callable[[int, int | Fraction, int], int | Fraction]] = {
    ("conv", None): lambda m, i, s: s * m - i,
    ("xcorr", "reflected"): lambda m, i, s: s * m + i,
    ("xcorr", "sliding"): lambda m, i, s: i - s * m,
    ("conv-transpose", None): lambda m, i, s: m - s * i,
}


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
        wanted = tuple(Fraction(index(m, i, s), d) for s, d, m, i in axes)
        if all(k in side for k, side in zip(wanted, problem.kernel.ranges, strict=True)):
            found[pixel, tuple(map(int, wanted))] = None
    return found
