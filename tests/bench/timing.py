"""How long Python code takes on the processor, whatever else runs there."""

from __future__ import annotations

import time
from collections.abc import Callable
from statistics import median

from tests.support.effort import CI

# that figures are printed is seen in three; a median worth quoting takes more
ROUNDS = 3 if CI else 15


def seconds(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def ratios(ours: Callable[[], object], theirs: Callable[[], object], rounds: int) -> tuple[float, float]:
    """Median seconds of both, in turn; the modules are loaded and warm."""
    ours(), theirs()
    times = [(seconds(ours), seconds(theirs)) for _ in range(rounds)]
    mine, other = zip(*times, strict=True)
    return median(mine), median(other)
