"""What `evaluate` costs beside the double loop that people would write, and beside SciPy: user time, in turn."""

from __future__ import annotations

import random
from collections.abc import Callable
from fractions import Fraction
from typing import Any, NamedTuple

from convtrace.library.evaluation import evaluate
from tests.bench.timing import ROUNDS, ratios

Rows = list[list[Any]]
Chance = random.Random(0)


class Case(NamedTuple):
    """Numbers of one kind, and how many times faster than its rival `evaluate` is to be."""

    what: str
    side: int
    kernel: int
    pixel: Callable[[], Any]
    weight: Callable[[], Any]
    at_least: float
    scipy: bool = False


def whole(most: int) -> Callable[[], int]:
    return lambda: Chance.randint(-most, most)


def fraction() -> Fraction:
    return Fraction(Chance.randint(-99, 99), Chance.randint(1, 9))


CASES = (
    Case("whole numbers", 256, 5, whole(255), whole(9), 12),
    Case("whole numbers", 256, 31, whole(255), whole(9), 0.8, scipy=True),
    Case("fractions", 64, 5, fraction, fraction, 4),
    Case("fractions", 64, 3, fraction, fraction, 4),
    Case("decimals", 64, 5, Chance.random, Chance.random, 4),
    Case("decimals", 64, 3, lambda: Chance.randint(-999, 999) / 100, Chance.random, 4),
    # a loop spends most of its time beside small numbers, and little beside long ones: products of 30 digits by 30
    # take a third of it alone, as half of each digit must be zeros, where its product has room
    Case("30 digits by small ones", 64, 5, whole(10**30), whole(9), 3.5),
    Case("30 digits by 30 digits", 64, 5, whole(10**30), whole(10**30), 2),
)


def plain_loop(image: Rows, kernel: Rows) -> Rows:
    """y[m, n] = Σ x[m+p, n+q]·h[p, q], one pixel and one weight at a time."""
    rows, columns = len(image) - len(kernel) + 1, len(image[0]) - len(kernel[0]) + 1
    output: Rows = [[0] * columns for _ in range(rows)]
    for m in range(rows):
        for n in range(columns):
            total = 0
            for p, line in enumerate(kernel):
                for q, weight in enumerate(line):
                    total += weight * image[m + p][n + q]
            output[m][n] = total
    return output


def exact(rows: Rows) -> Rows:
    return [[Fraction(str(value)) if isinstance(value, float) else value for value in row] for row in rows]


def rival_of(case: Case, image: Rows, kernel: Rows) -> tuple[str, Callable[[], Any]]:
    """What else people would take, and its name."""
    if not case.scipy:
        return "a double loop", lambda: plain_loop(exact(image), exact(kernel))
    import numpy as np
    from scipy.signal import correlate2d

    arrays: Any = np.array(image), np.array(kernel)
    return "SciPy", lambda: correlate2d(*arrays, mode="valid")


def measure(case: Case) -> None:
    image, kernel = (
        [[make() for _ in range(side)] for _ in range(side)]
        for make, side in ((case.pixel, case.side), (case.weight, case.kernel))
    )
    name, rival = rival_of(case, image, kernel)

    def ours() -> Any:
        return evaluate("scipy.signal.correlate2d", image, kernel, mode="valid")

    if [*map(list, ours())] != [*map(list, rival())]:
        raise SystemExit(f"evaluate and {name} disagree")
    mine, other = ratios(ours, rival, ROUNDS)
    print(
        f"evaluate {case.side}x{case.side} with {case.kernel}x{case.kernel}, {case.what}: {mine * 1000:.1f} ms, "
        f"{name} {other * 1000:.1f} ms: {other / mine:.2f} times (at least {case.at_least:g})"
    )


def main() -> None:
    for case in CASES:
        measure(case)


if __name__ == "__main__":
    main()
