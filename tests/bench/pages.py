"""What long pages cost: seconds of the processor, the start of Python included."""

from __future__ import annotations

import os
import subprocess
from statistics import median

from tests.bench.startup import COMMAND, REFERENCE, environment
from tests.bench.timing import ROUNDS

WINDOW = ["conv", "--at", "1,1", "--image", "200x200", "--window", "all"]
LARGE = ["--image", "199x199", "--kernel", "99x99"]
MEASURED = {
    **{f"window 200x200 as {name}": ([*WINDOW, "-f", name], 0.8) for name in ("text", "terminal")},
    **{
        f"kernel 99x99 as {name}": (["conv", "--at", "1,1", *LARGE, "-f", name], 1)
        for name in ("text", "terminal", "markdown", "latex", "html", "json", "svg")
    },
    "kernel 99x99 of a library": (["library", "scipy.signal.convolve2d", *LARGE, "--at", "1,1"], 1),
    "map of a kernel 99x99": (["map", "conv", *LARGE], 1),
}


def cost(command: list[str]) -> float:
    """User and system seconds of one run."""
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, env=environment())
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{command} ended with {process.returncode}")
    return usage.ru_utime + usage.ru_stime


def main() -> None:
    runs: dict[str, list[float]] = {name: [] for name in ("import sympy", *MEASURED)}
    for _ in range(ROUNDS):
        runs["import sympy"].append(cost(REFERENCE))
        for name, (words, _) in MEASURED.items():
            runs[name].append(cost([*COMMAND, *words]))
    reference = median(runs["import sympy"])
    print(f"import sympy: {reference:.2f} s of the processor")
    for name, (_, limit) in MEASURED.items():
        took = median(runs[name])
        print(f"{name}: {took:.2f} s, {took / reference:.1f} of that (at most {limit:g} s)")


if __name__ == "__main__":
    main()
