"""Numbers from public threads, each with what is known about it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from convtrace.cli import run
from convtrace.search.given import read_question
from convtrace.search.which import which
from convtrace.view.pages.which_record import record

CASES = [
    json.loads(line)
    for line in Path(__file__).parents[1].joinpath("data", "which_cases.jsonl").read_text("utf-8").splitlines()
]


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_case_is_decided(case: dict[str, Any]) -> None:
    found: Any = record(which(read_question(case["image"], case["kernel"], case["output"])))
    expected = case["expect"]
    assert found["verdict"] == expected["verdict"]
    if found["verdict"] != "found":
        assert found["explanations"] == []
        assert set(expected.get("lists", ())) == found["lists"].keys()
        return
    best = found["explanations"][0]
    for field in ("stride", "first_window", "outside", "scale", "offset"):
        if field in expected:
            assert best[field] == expected[field]
    assert expected["kernel"] in ("any", best["kernel"])
    assert {*expected.get("among", ())} <= {each["kernel"] for each in found["explanations"]}
    wanted = expected.get("slip", {}).get("any_of", ())
    slip = best["slip"] and {"kind": best["slip"]["kind"], "at": best["slip"]["at"]}
    assert slip in wanted if wanted else slip is None


@pytest.mark.parametrize("case", CASES[:9], ids=[case["id"] for case in CASES[:9]])
def test_page_ends_as_the_answer_says(case: dict[str, Any], capsys: pytest.CaptureFixture[str]) -> None:
    result = json.dumps(case["output"]).replace("null", "?")
    words = ["--image", json.dumps(case["image"]), "--kernel", json.dumps(case["kernel"]), "--result", result]
    assert run(["which", *words]) == (case["expect"]["verdict"] != "found")
    shown = capsys.readouterr()
    assert "1. Answer" in shown.out
    assert shown.err == ""
