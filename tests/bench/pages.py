"""What long pages and moving pictures cost: seconds of the processor, the start of Python included, and bytes.

The number behind each figure is its goal. Pages of a kernel of 99x99 other than svg may miss theirs: they have a table
of 10,000 rows and a sum of 9,801 terms, each of which is a formula of its own; html has the sum twice.
"""

from __future__ import annotations

import os
import subprocess
from statistics import median
from tempfile import TemporaryFile

from tests.bench.startup import COMMAND, REFERENCE, environment
from tests.bench.timing import ROUNDS

WINDOW = ["conv", "--at", "1,1", "--image", "200x200", "--window", "all"]
LARGE = ["--image", "199x199", "--kernel", "99x99"]
SLIDES = {"gif": 6, "svg": 1.5, "html": 1.5}
MEASURED = {
    **{f"window 200x200 as {name}": ([*WINDOW, "-f", name], 0.8) for name in ("text", "terminal")},
    **{
        f"kernel 99x99 as {name}": (["conv", "--at", "1,1", *LARGE, "-f", name], 1)
        for name in ("text", "terminal", "markdown", "latex", "html", "json", "svg")
    },
    "kernel 99x99 of a library": (["library", "scipy.signal.convolve2d", *LARGE, "--at", "1,1"], 1),
    "explore": (["explore", "conv"], 1),
    "explore 400 outputs": (["explore", "conv", "--image", "22x22"], 4),
    "explore with two menus": (["explore", "conv", "--menus", "stride,mode"], 4),
    "map of a kernel 99x99": (["map", "conv", *LARGE], 1),
    "one output as gif": (["conv", "--m", "1", "--n", "1", "-f", "gif"], 2),
    **{f"slide of 25 outputs as {name}": (["slide", "conv", "-f", name], limit) for name, limit in SLIDES.items()},
    "slide of 144 outputs as gif": (["slide", "conv", "--image", "14x14", "-f", "gif"], 25),
}


def cost(command: list[str]) -> tuple[float, int]:
    """User and system seconds of one run, and the bytes that it wrote."""
    with TemporaryFile() as written:
        process = subprocess.Popen(command, stdout=written, env=environment())
        _, status, usage = os.wait4(process.pid, 0)
        size = os.fstat(written.fileno()).st_size
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{command} ended with {process.returncode}")
    return usage.ru_utime + usage.ru_stime, size


def main() -> None:
    runs: dict[str, list[tuple[float, int]]] = {name: [] for name in ("import sympy", *MEASURED)}
    for _ in range(ROUNDS):
        runs["import sympy"].append(cost(REFERENCE))
        for name, (words, _) in MEASURED.items():
            runs[name].append(cost([*COMMAND, *words]))
    reference = median(took for took, _ in runs["import sympy"])
    print(f"import sympy: {reference:.2f} s of the processor")
    for name, (_, limit) in MEASURED.items():
        took, size = median(took for took, _ in runs[name]), runs[name][0][1]
        print(f"{name}: {took:.2f} s, {took / reference:.1f} of that (goal: {limit:g} s), {size / 1000:.0f} kB")


if __name__ == "__main__":
    main()
