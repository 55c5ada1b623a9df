"""Calls that were measured with the libraries themselves: `evaluate` gives the same numbers in the same shape."""

from __future__ import annotations

import json
from itertools import chain
from pathlib import Path
from typing import Any

import pytest

from convtrace import evaluate
from convtrace.library.catalogue import find

pytestmark = pytest.mark.no_cover

DATA = Path(__file__).parents[1] / "data" / "measured_calls.jsonl"
CALLS = [json.loads(line) for line in DATA.read_text("utf-8").splitlines()]
FUNCTIONS = sorted({call["function"] for call in CALLS})


@pytest.mark.parametrize("function", FUNCTIONS)
def test_a_measured_call_has_the_measured_output(function: str) -> None:
    calls = [call for call in CALLS if call["function"] == function]
    assert find(function).version == calls[0]["version"].partition("+")[0]
    for call in calls:
        found = evaluate(function, call["input"], call["kernel"], **call["options"])
        sizes, level = [], found
        while isinstance(level, list):
            sizes.append(len(level))
            level = level[0]
        assert sizes == call["shape"], call
        assert flat_numbers(found) == pytest.approx(call["output"], abs=1e-5), call


def flat_numbers(nested: Any) -> list[float]:
    if isinstance(nested, list):
        return [*chain.from_iterable(map(flat_numbers, nested))]
    return [float(nested)]
