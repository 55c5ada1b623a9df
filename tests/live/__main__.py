"""Run suites: python -m tests.live SUITE … [-k NAME]; all that are installed without any."""

from __future__ import annotations

import sys
from hashlib import sha256
from importlib.util import find_spec
from time import monotonic

from tests.live.judging import Judged, Verdict, judged, table
from tests.live.recording import Recorded, recorded_calls
from tests.live.samples import SAMPLES
from tests.live.suites import SUITES

# for the judgements on one suite; what is left is counted, not judged
MOST_SECONDS = 40


def main(words: list[str]) -> int:
    """The exit status: 1 where an answer differs or a call crashes."""
    names = [word for word in words if word in {*SUITES, *SAMPLES}]
    more = [word for word in words if word not in names]
    judgements: list[Judged] = []
    left_out = 0
    for name in names or [name for name in (*SUITES, *SAMPLES) if find_spec(name.partition(".")[0])]:
        if name in SUITES:
            recorder = recorded_calls(SUITES[name], more)
            left_out += recorder.left_out
            until = monotonic() + MOST_SECONDS
            kept = [judged(call) for _, call in sorted(recorder.calls.items(), key=_mixed) if monotonic() < until]
            left_out += len(recorder.calls) - len(kept)
            judgements += kept
        else:
            judgements += map(judged, _samples(name))
    wrong = [one for one in judgements if one.verdict in {Verdict.DIFFERENT, Verdict.CRASHED}]
    lines = [table(judgements), f"{left_out} calls were left out as too large or too many", *map(_call, wrong[:40])]
    sys.stdout.write("\n".join(lines) + "\n")
    return 1 if wrong else 0


def _samples(name: str) -> list[Recorded]:
    """The samples of a library; none, with a word about it, where what makes them is not installed."""
    try:
        return [*SAMPLES[name]()]
    except ModuleNotFoundError as error:
        sys.stdout.write(f"{name}: {error.name} is not installed\n")
        return []


def _mixed(item: tuple[bytes, Recorded]) -> str:
    """An order in which calls of all functions stand mixed, the same in each run."""
    return sha256(item[0]).hexdigest()


def _call(one: Judged) -> str:
    """A call and its verdict in one line."""
    text = f"{one.verdict}: {one.call} {one.reason}"
    return " ".join(text.split())[:400]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
