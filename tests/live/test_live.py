"""The tool itself, on a suite of two tests."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np

from tests.live.judging import Verdict, judged, table
from tests.live.recording import MOST_CALLS, MOST_ELEMENTS, Recorded, Recorder
from tests.live.suites import SUITES

NAMES = {"numpy.convolve": ("a", "v")}


def test_distinct_calls_are_kept_as_they_were_before() -> None:
    recorder = Recorder()
    line = np.array([1, 2, 3])
    with recorder.watching(NAMES):
        for _ in range(2):
            np.convolve(line, [1, 1], "same")
        np.convolve(np.ones(MOST_ELEMENTS), [1, 1])
    line[:] = 0
    (call,) = recorder.calls.values()
    assert (call.function, [*call.image], call.kernel, call.options) == (
        "numpy.convolve",
        [1, 2, 3],
        [1, 1],
        {"mode": "same"},
    )
    assert [*call.result] == [1, 3, 5]
    assert recorder.left_out == 1


def test_calls_beyond_the_limit_are_counted() -> None:
    recorder = Recorder()
    for number in range(MOST_CALLS + 2):
        recorder.add(Recorded("numpy.convolve", [number], [1], {}, [number]))
    assert (len(recorder.calls), recorder.left_out) == (MOST_CALLS, 2)


def test_verdicts() -> None:
    calls: tuple[tuple[Any, ...], ...] = (
        ([1, 2], [0.1], {}, [0.1, 0.2]),
        ([1, 2], [1], {}, [1, 3]),
        ([1, 2], [1], {}, [1]),
        ([1, 2], [1], {"mode": "none"}, [1, 2]),
        ([Fraction(1, 3)], [3], {}, [1]),
    )
    kept = [judged(Recorded("numpy.convolve", *call)) for call in calls]
    assert [one.verdict for one in kept] == [
        Verdict.EQUAL,
        Verdict.DIFFERENT,
        Verdict.DIFFERENT,
        Verdict.REFUSED,
        Verdict.EQUAL,
    ]
    lines = table(kept).splitlines()
    assert lines[1].split() == ["numpy.convolve", "2", "2", "1", "0", "0", "0"]
    assert "of 5 calls that are one affine law, 40.0% are answered" in lines
    assert lines[-1].split()[:3] == ["1", "refused", "numpy.convolve:"]


def test_every_suite_names_functions_that_are_known() -> None:
    assert all(suite.functions for suite in SUITES.values())
    assert SUITES["scipy.ndimage"].functions["scipy.ndimage.uniform_filter"] == ("input", "size")


def test_rounding_is_that_of_the_shortest_floats_whatever_their_order_and_gaps() -> None:
    short = Recorded("numpy.convolve", np.array([1, 0.1], ">f4"), [1, 3], {}, np.array([1, 3.1, 0.3]) * (1 + 1e-6))
    assert judged(short).verdict is Verdict.EQUAL
    assert judged(short._replace(image=[1, 0.1])).verdict is Verdict.DIFFERENT
    gaps = np.array([1, np.nan, 3, 4, 5], ">f4")
    endless = Recorded("astropy.convolution.convolve_fft", np.array([1, np.inf, 3]), [1], {}, np.array([1, 0, 3.0]))
    assert judged(endless).verdict is Verdict.EQUAL
    assert judged(endless._replace(result=np.array([1, 2, 3.0]))).verdict is Verdict.DIFFERENT
    filled = Recorded("astropy.convolution.convolve", gaps, [1, 1, 1], {}, np.array([0.5, 2, 3.5, 4, 3], ">f4"))
    assert judged(filled).verdict is Verdict.EQUAL
    assert judged(filled._replace(result=np.array([0.5, 2, 3, 4, 3]))).verdict is Verdict.DIFFERENT


def test_a_filter_that_uses_its_outputs_is_no_sum() -> None:
    call = Recorded("scipy.signal.lfilter", [1, 2], [1], {"a": np.array([1, 0.5])}, [1, 1.5])
    assert judged(call).verdict is Verdict.NO_LAW
    assert judged(call._replace(options={"a": 1, "zi": [0]})).verdict is Verdict.NO_LAW
    assert judged(call._replace(options={"a": np.array([1 + 1j])})).verdict is Verdict.REFUSED
