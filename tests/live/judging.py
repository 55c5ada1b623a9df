"""What `evaluate` says to a recorded call: equal, different, refused with a reason, or crashed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable
from enum import StrEnum
from typing import Any, NamedTuple

import numpy as np

from convtrace import ConvtraceError, evaluate
from tests.live.recording import Recorded, size

MOST_PRODUCTS = 400_000
_ROUNDING = {"float16": 2e-2, "float32": 1e-4, "complex64": 1e-4}


class Verdict(StrEnum):
    """How an answer compares with the library's."""

    EQUAL = "equal"
    DIFFERENT = "different"
    REFUSED = "refused"
    NO_LAW = "no law"
    CRASHED = "crashed"
    LARGE = "too large"


class Judged(NamedTuple):
    """A call's verdict, and why."""

    call: Recorded
    verdict: Verdict
    reason: str = ""


def _uses_outputs(call: Recorded) -> bool:
    """True for a filter that uses its own outputs, or begins with those of an earlier call."""
    divisors = np.trim_zeros(np.atleast_1d(call.options.get("a", 1)), "b")
    return len(divisors) > 1 or call.options.get("zi") is not None


def _continues(call: Recorded) -> bool:
    """True for an image that is continued by sums and differences of pixels."""
    return call.options.get("mode") in {"smooth", "line", "antisymmetric", "antireflect"}


def _pairs_bits(call: Recorded) -> bool:
    """True for sums over bits of the indices, and for a cycle in which an element meets several pixels."""
    cycle = call.options.get("cycle", 0)
    return bool(call.options.get("dyadic") or call.options.get("subset") or 0 < cycle < len(call.image))


def _cuts_often(call: Recorded) -> bool:
    """True for whole numbers that are cut after each axis."""
    return np.asarray(call.result).dtype.kind in "biu" and np.ndim(call.image) > 1


# calls that are no sum over one window, by the end of the function's name
NO_LAW: dict[str, Callable[[Recorded], bool]] = {
    ".lfilter": _uses_outputs,
    ".upfirdn": _continues,
    "sympy.convolution": _pairs_bits,
    ".uniform_filter": _cuts_often,
}


def has_no_law(call: Recorded) -> bool:
    """True for a call that is no sum over one window."""
    return any(found(call) for name, found in NO_LAW.items() if call.function.endswith(name))


def judged(call: Recorded) -> Judged:
    """The verdict on a call."""
    if size(call.result) * size(call.kernel) > MOST_PRODUCTS:
        return Judged(call, Verdict.LARGE)
    try:
        found = evaluate(call.function, call.image, call.kernel, **call.options)
    except ConvtraceError as error:
        reason = _kind(error.message)
        return Judged(call, Verdict.NO_LAW if has_no_law(call) else Verdict.REFUSED, reason)
    except Exception as error:  # noqa: BLE001 -- a crash is what is looked for
        return Judged(call, Verdict.CRASHED, f"{type(error).__name__}: {error}")
    return Judged(call, Verdict.EQUAL if _agree(call, found) else Verdict.DIFFERENT)


def _kind(message: str) -> str:
    """The message without the function's name, and without numbers and lists.

    >>> _kind("numpy.convolve takes an image of 1 axis, not of 2")
    'takes an image of # axis, not of #'
    """
    text = re.sub(r"[\[(].*[\])]", "(…)", message)
    text = re.sub(r"^[\w.]+[.:]\w+:? |(?<=accepted by )\S+", "", text)
    return re.sub(r"-?\d[\w./]*", "#", text)


def _numbers(given: Any) -> np.ndarray[Any, Any]:
    """The array of plain numbers; exact ones as floats."""
    array = np.asarray(given)
    if array.dtype != object:
        return array
    try:
        return array.astype(float)
    except TypeError:
        return array.astype(complex)


def _agree(call: Recorded, found: object) -> bool:
    """Tell whether two results are the same, but for rounding in the type of the library's."""
    result, answer = np.asarray(call.result), _numbers(found)
    if result.shape != answer.shape:
        return not result.size and not answer.size
    result = _numbers(result)
    sizes = [np.abs(_numbers(array)).astype(float) for array in (call.image, call.kernel) if array is not None]
    finite = [one[np.isfinite(one)] for one in sizes]
    largest = float(np.prod([np.max(one, initial=1) for one in finite])) * max(np.size(call.kernel), 1)
    rounding = max(
        _ROUNDING.get(str(getattr(getattr(array, "dtype", ""), "name", "")), 1e-9)
        for array in (call.result, *call[1:3])
    )
    return bool(np.allclose(result, answer, rtol=rounding, atol=rounding * largest, equal_nan=True))


def table(judgements: Iterable[Judged]) -> str:
    """The counts by function and verdict, then by reason, most frequent first."""
    judgements = list(judgements)
    functions, reasons = Counter[str](), Counter[tuple[str, str, str]]()
    by_verdict = Counter((one.call.function, one.verdict) for one in judgements)
    for one in judgements:
        functions[one.call.function] += 1
        if one.reason:
            reasons[one.verdict, one.call.function, one.reason] += 1
    head = f"{'function':32}" + "".join(f"{verdict:>11}" for verdict in Verdict)
    lines = [head, *(
        f"{name:32}" + "".join(f"{by_verdict[name, verdict]:11}" for verdict in Verdict) for name in functions
    )]  # fmt: skip
    total = Counter(one.verdict for one in judgements)
    lines.append(f"{'all':32}" + "".join(f"{total[verdict]:11}" for verdict in Verdict))
    law = sum(total[verdict] for verdict in (Verdict.EQUAL, Verdict.DIFFERENT, Verdict.REFUSED, Verdict.CRASHED))
    lines.append(f"of {law} calls that are one affine law, {total[Verdict.EQUAL] / max(law, 1):.1%} are answered")
    lines += (f"{count:6}  {verdict:8}  {name}: {reason}" for (verdict, name, reason), count in reasons.most_common())
    return "\n".join(lines)
