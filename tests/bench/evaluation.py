"""What `evaluate` costs beside the double loop that people would write."""

from __future__ import annotations

import random
from statistics import median

from convtrace.library.evaluation import evaluate
from tests.bench.timing import seconds

SIDE, KERNEL, ROUNDS = 256, 5, 5
AT_LEAST = 1


def plain_loop(image: list[list[int]], kernel: list[list[int]]) -> list[list[int]]:
    """y[m, n] = Σ x[m+p, n+q]·h[p, q], one pixel and one weight at a time."""
    rows, columns = len(image) - len(kernel) + 1, len(image[0]) - len(kernel[0]) + 1
    output = [[0] * columns for _ in range(rows)]
    for m in range(rows):
        for n in range(columns):
            total = 0
            for p, line in enumerate(kernel):
                for q, weight in enumerate(line):
                    total += weight * image[m + p][n + q]
            output[m][n] = total
    return output


def main() -> None:
    chance = random.Random(0)
    image = [[chance.randint(-255, 255) for _ in range(SIDE)] for _ in range(SIDE)]
    kernel = [[chance.randint(-9, 9) for _ in range(KERNEL)] for _ in range(KERNEL)]

    def ours() -> object:
        return evaluate("scipy.signal.correlate2d", image, kernel, mode="valid")

    if ours() != plain_loop(image, kernel):
        raise SystemExit("evaluate and the double loop disagree")
    times = [(seconds(ours), seconds(lambda: plain_loop(image, kernel))) for _ in range(ROUNDS)]
    mine, other = map(median, zip(*times, strict=True))
    print(
        f"evaluate {SIDE}x{SIDE} with {KERNEL}x{KERNEL}: {mine * 1000:.0f} ms, a double loop {other * 1000:.0f} ms: "
        f"{other / mine:.1f} times (at least {AT_LEAST})"
    )
