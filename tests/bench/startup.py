"""What commands cost beside `import sympy`, measured in turn in one run."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from statistics import median
from typing import NamedTuple

from tests.bench.timing import ROUNDS

COMMAND = [sys.executable, "-m", "convtrace"]
REFERENCE = [sys.executable, "-c", "import sympy"]
MAIN = "conv --m 1 --n 1"
MOST_FIRST, MOST_MEGABYTES = 0.15, 19
MEASURED = {
    "import sympy": (REFERENCE, None),
    MAIN: ([*COMMAND, "conv", "--m", "1", "--n", "1"], 0.24),
    f"{MAIN} --color always": ([*COMMAND, "conv", "--m", "1", "--n", "1", "--color", "always"], None),
    "xcorr --m -1 --n -1": ([*COMMAND, "xcorr", "--m", "-1", "--n", "-1"], 0.24),
    "--help": ([*COMMAND, "--help"], 0.16),
    "prove flip": ([*COMMAND, "prove", "flip"], 1.2),
    "prove": ([*COMMAND, "prove"], 1.6),
    "image 1000000001x1000000001": ([*COMMAND, "conv", "--at", "1,1", "--image", "1000000001x1000000001"], None),
    **{
        f"-f {name}": ([*COMMAND, "conv", "--m", "1", "--n", "1", "-f", name], 0.16)
        for name in ("text", "markdown", "github", "json")
    },
}
STREAM = [*COMMAND, "conv", "--at", "1,1", "--image", "200x100", "--window", "all", "-f"]


class Run(NamedTuple):
    """Wall seconds and peak resident megabytes of one process."""

    seconds: float
    megabytes: float


def once(command: list[str]) -> Run:
    """One run, accounted for by the operating system."""
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, env=environment())
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{command} ended with {process.returncode}")
    return Run(seconds, usage.ru_maxrss / 1024)


def environment() -> dict[str, str]:
    """As installed software runs: with compiled modules kept, and without coverage."""
    left_out = ("PYTHONDONTWRITEBYTECODE", "PYTHONUNBUFFERED", "COVERAGE_PROCESS_START", "COVERAGE_PROCESS_CONFIG")
    return {name: value for name, value in os.environ.items() if name not in left_out}


def first_byte(command: list[str]) -> float:
    """Seconds until there is something to read."""
    start = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=environment(), bufsize=0) as process:
        assert process.stdout is not None
        process.stdout.read(1)
        begun = time.perf_counter() - start
        process.stdout.read()
    return begun


def stream(command: list[str]) -> tuple[float, float, float]:
    """Seconds until the first text and until the end, and megabytes."""
    start = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=environment()) as process:
        assert process.stdout is not None
        process.stdout.readline()
        begun = time.perf_counter() - start
        while process.stdout.read(1 << 16):
            pass
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    return begun, time.perf_counter() - start, usage.ru_maxrss / 1024


def main() -> None:
    for command, _ in MEASURED.values():
        once(command)
    runs: dict[str, list[Run]] = {name: [] for name in MEASURED}
    firsts = []
    for _ in range(ROUNDS):
        for name, (command, _limit) in MEASURED.items():
            runs[name].append(once(command))
        firsts.append(first_byte(MEASURED[MAIN][0]))
    reference = median(run.seconds for run in runs["import sympy"])
    print(f"median of {ROUNDS}, in turn; ratio to the wall time of: python -c 'import sympy'")
    print(f"{'command':32} {'ms':>6} {'ratio':>6} {'at most':>8} {'peak MB':>8}")
    for name, (_, limit) in MEASURED.items():
        seconds = median(run.seconds for run in runs[name])
        peak = max(run.megabytes for run in runs[name])
        allowed = f"{limit:.2f}" if limit else ""
        print(f"{name:32} {seconds * 1000:6.0f} {seconds / reference:6.3f} {allowed:>8} {peak:8.1f}")
    first = median(firsts)
    print(f"{'first byte of ' + MAIN:30} {first * 1000:6.0f} {first / reference:6.3f} {MOST_FIRST:>8.2f}")
    print(f"the peak of {MAIN} is to be at most {MOST_MEGABYTES} MB")
    for name in ("terminal", "text", "markdown"):
        begun, ended, peak = stream([*STREAM, name])
        print(f"20000 rows as {name}: first line after {begun:.2f} s, done after {ended:.2f} s, peak {peak:.1f} MB")
