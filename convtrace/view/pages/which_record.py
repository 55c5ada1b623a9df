"""What programs read of numbers and the conventions that gave them: indices count from 0, rows first."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from convtrace.search.channel_probe import Mixed
from convtrace.search.explanation import Explanation, Slip
from convtrace.search.outputs import call_of
from convtrace.search.question import Question
from convtrace.search.which import Answer, usual_outputs
from convtrace.values.exact import simplified


def record(answer: Answer) -> Mapping[str, object]:
    """The record for programs: indices count from 0, rows first."""
    question = answer.question
    lists = {}
    if answer.verdict == "too_few":
        for name, flipped in (("conv", True), ("xcorr", False)):
            values, shape, _ = usual_outputs(question, flipped=flipped)
            lists[name] = {"shape": list(shape), "values": [_plain(value) for value in values]}
    return {
        "verdict": answer.verdict,
        "explanations": [_explained(question, each, answer.mixed) for each in answer.explanations],
        "tried": answer.tried,
        "evidence_bits": round(answer.evidence, 1),
        "outputs": len(question.known),
        "lists": lists,
        "channels": None if answer.mixed is None or answer.mixed.mixing is None else _channels(answer.mixed),
        "nearest": None
        if answer.nearest is None
        else {**_explained(question, answer.nearest[0], answer.mixed), "outputs": answer.nearest[1]},
    }


def _channels(mixed: Mixed) -> dict[str, object]:
    """What each axis of the result is, how channels were mixed, and in which order they are."""
    orders = zip(mixed.mixing.kinds, mixed.orders, strict=True)  # type: ignore[union-attr]
    return {
        "axes": [*mixed.axes],
        "mixing": mixed.mixing.name,  # type: ignore[union-attr]
        "orders": {kind: [*order] for kind, order in orders},
        "slice": [*mixed.at],
        "factor": mixed.factor,
        "missed": [[*index] for index in mixed.missed],
    }


def _explained(question: Question, found: Explanation, mixed: Mixed | None) -> dict[str, object]:
    outside = f"constant:{found.fill}" if found.fill else found.outside
    made = call_of(question, found, mixed)
    return {
        "kernel": found.kernel.name,
        "stride": list(found.stride),
        "dilation": list(found.dilation),
        "input_stride": list(found.input_stride),
        "first_window": list(found.first_window),
        "outside": outside,
        "output": found.output.name,
        "scale": str(found.scale),
        "offset": str(found.offset),
        "slip": None if found.slip is None else _slip(found.slip),
        "bits": round(found.bits, 1),
        "call": None if made is None else made.text,
        "same_outside": list(found.same_rules),
    }


def _slip(slip: Slip) -> dict[str, object]:
    """The kind and the place, and what else the kind has."""
    found: dict[str, object] = {"kind": slip.kind, "at": list(slip.at)}
    for name in ("pixel", "weight"):
        if (index := getattr(slip, name)) is not None:
            found[name] = list(index)
    if slip.kind == "term":
        found["times"] = slip.times
    for name in ("instead", "meant"):
        if (value := getattr(slip, name)) is not None:
            found["value" if slip.kind == "term" else name] = _plain(value)
    if slip.others:
        found["others"] = [list(index) for index in slip.others]
    return found


def _plain(value: Fraction) -> int | str:
    plain_value = simplified(value)
    return plain_value if isinstance(plain_value, int) else str(plain_value)
