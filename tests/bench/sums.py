"""What `expand` costs beside the algebra systems and the loops that people would write."""

from __future__ import annotations

import importlib
import os
import random
from collections import deque
from collections.abc import Callable, Iterator
from itertools import product
from statistics import median
from typing import Any, NamedTuple, TextIO

from convtrace.trace.pose import pose
from convtrace.trace.problem import Problem
from tests.bench.startup import COMMAND, once
from tests.bench.timing import ROUNDS, ratios, seconds
from tests.support.strategies import pieces_of

KERNEL = (5, 5)
SIDE, LARGE_SIDE, STREAMED_SIDE, NUMBERED_SIDE = 32, 128, 256, 64
MOST_GROWTH = 10


class Rival(NamedTuple):
    """A module that adds up terms as objects, and how many times longer it must take."""

    module: str
    at_least: float


RIVALS = (Rival("sympy", 400), Rival("symengine", 15))


def posed(side: int) -> Problem:
    return pose("conv", image=(side, side), kernel=KERNEL)


def outputs_of(problem: Problem) -> Iterator[tuple[int, int]]:
    columns, rows = problem.outputs
    return ((m, n) for n in rows for m in columns)


def ours(problem: Problem, name: str = "text") -> None:
    """Every sum is made, none is kept."""
    deque(pieces_of(problem, name), maxlen=0)


def algebra(module: Any, problem: Problem) -> Callable[[], None]:
    """The same sums, each an `Add` of products of the module's symbols, which are there before."""
    x = {pixel: module.Symbol("x_{}_{}".format(*pixel)) for pixel in product(*problem.image)}
    h = {index: module.Symbol(problem.kernel.value(index)) for index in product(*problem.kernel.ranges)}

    def work() -> None:
        for m, n in outputs_of(problem):
            module.Add(*[value * x[m - p, n - q] for (p, q), value in h.items()])

    return work


def plain_loop(problem: Problem, out: TextIO) -> None:
    """JSON Lines as one would write them: an f-string for each term."""
    letters = {index: problem.kernel.value(index) for index in product(*problem.kernel.ranges)}
    taps = [(p, q) for q in problem.kernel.ranges[1][::-1] for p in problem.kernel.ranges[0][::-1]]
    for m, n in outputs_of(problem):
        terms = [
            f'{{"pixel": [{m - p}, {n - q}], "kernel_index": [{p}, {q}], "weight": "{letters[p, q]}"}}' for p, q in taps
        ]
        out.write(f'{{"output": [{m}, {n}], "terms": [{", ".join(terms)}]}}\n')


def against_algebra() -> None:
    small, large = posed(SIDE), posed(LARGE_SIDE)
    mapped = median(seconds(lambda: ours(large)) for _ in range(ROUNDS))
    per_output = mapped / len(list(outputs_of(large))) * 1e6
    print(f"all sums of {LARGE_SIDE}x{LARGE_SIDE} with a 5x5 kernel: {mapped * 1000:.1f} ms, {per_output:.2f} µs each")
    count = len(list(outputs_of(small)))
    for rival in RIVALS:
        try:
            module = importlib.import_module(rival.module)
        except ImportError:
            print(f"{rival.module} is not installed: its line is left out")
            continue
        mine, other = ratios(lambda: ours(small), algebra(module, small), ROUNDS)
        print(
            f"all sums of {SIDE}x{SIDE}, each: ours {mine / count * 1e6:.2f} µs, {rival.module} Add "
            f"{other / count * 1e6:.1f} µs: {other / mine:.1f} times (at least {rival.at_least:g})"
        )


def against_a_plain_loop() -> None:
    problem = posed(STREAMED_SIDE)
    terms = len(list(outputs_of(problem))) * KERNEL[0] * KERNEL[1] / 1e6
    with open(os.devnull, "w", encoding="utf-8") as out:
        mine, other = ratios(
            lambda: out.writelines(pieces_of(problem, "jsonl")), lambda: plain_loop(problem, out), ROUNDS
        )
    print(
        f"JSON Lines of {STREAMED_SIDE}x{STREAMED_SIDE}: ours {terms / mine:.1f} million terms/s, an f-string for each "
        f"{terms / other:.2f}: {other / mine:.1f} times (at least 15)"
    )


def with_numbers() -> None:
    chance = random.Random(0)
    image, kernel = (
        ";".join(" ".join(str(chance.randint(-99, 255)) for _ in range(side)) for _ in range(side))
        for side in (NUMBERED_SIDE, KERNEL[0])
    )
    problem = pose("conv", image=image, kernel=kernel)
    took = median(seconds(lambda: ours(problem, "jsonl")) for _ in range(ROUNDS)) / len(list(outputs_of(problem)))
    print(f"JSON Lines with numbers, {NUMBERED_SIDE}x{NUMBERED_SIDE}: {took * 1e6:.1f} µs each (at most 8)")


def memory() -> None:
    peaks = {}
    for side in (64, 512):
        words = ["expand", "conv", "--image", f"{side}x{side}", "--kernel", "5x5", "-f", "jsonl"]
        took, peaks[side] = once([*COMMAND, *words])
        print(f"expand -f jsonl of {side}x{side}: {took:.2f} s, peak {peaks[side]:.1f} MB")
    print(f"peak grows by {peaks[512] - peaks[64]:.1f} MB (less than {MOST_GROWTH})")


def main() -> None:
    memory()  # first, while there is little in memory
    against_algebra()
    against_a_plain_loop()
    with_numbers()
