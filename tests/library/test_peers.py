"""Calls of libraries' own tests, with what the libraries gave; what is refused is refused by the option's name."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import sympy

from convtrace import ConvtraceError, evaluate
from convtrace.library.arrays import any_exact

KEPT = Path(__file__).parents[1] / "data" / "peers.jsonl"
CASES = [json.loads(line) for line in KEPT.read_text("utf-8").splitlines()]
ELEMENTS = {"longdouble": np.longdouble, "Rational": sympy.Rational, None: lambda value: value}


def flat(values: list[Any]) -> list[Any]:
    """The elements of nested lists."""
    return [part for value in values for part in (flat(value) if isinstance(value, list) else [value])]


def plain(value: Any) -> complex:
    """The number, be it exact, in JSON or a fraction in text, as Python's."""
    number: Any = any_exact(sympy.Rational(value) if isinstance(value, str) else value)
    return complex(float(number.real), float(number.imag))


@pytest.mark.parametrize("case", CASES, ids=map(str, range(len(CASES))))
def test_a_call_of_a_library_s_own_tests(case: dict[str, Any]) -> None:
    image = [*map(ELEMENTS[case["elements"]], case["image"])]
    if case["verdict"] == "refused":
        with pytest.raises(ConvtraceError, match="cycle"):
            evaluate(case["function"], image, case["kernel"], **case["options"])
        return
    found = evaluate(case["function"], image, case["kernel"], **case["options"])
    assert [*map(plain, flat(found))] == pytest.approx([*map(plain, flat(case["output"]))])
