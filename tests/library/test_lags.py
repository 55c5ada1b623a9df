"""Lags of correlations: those that the installed functions have, and where SciPy's own list has others."""

from __future__ import annotations

import json
import shlex
from collections.abc import Iterator
from itertools import product
from typing import Any

import numpy as np
import pytest
import scipy
from hypothesis import given

from convtrace.cli import run
from convtrace.law.axis import Relation
from convtrace.law.extents import MODES
from convtrace.library.catalogue import all_functions, find
from convtrace.library.equivalents import counterparts
from convtrace.library.lags import correlation_lags, first_lags
from convtrace.library.posed_call import pose_call
from convtrace.trace.derivation import derive
from tests.support.strategies import problems

SIGNAL = {
    "numpy.correlate": np.correlate,
    "scipy.signal.correlate": lambda x, h, mode: scipy.signal.correlate(x, h, mode, method="direct"),
}
SIDES = range(1, 7)


def shown(capsys: pytest.CaptureFixture[str], words: str) -> str:
    assert run(shlex.split(words)) == 0
    return capsys.readouterr().out


def measured(function: Any, n: int, k: int, mode: str) -> Iterator[tuple[int, int]]:
    """Each output that uses a pixel, and how far this lies ahead of the weight that it meets."""
    for i in range(n):
        impulse = np.zeros(n)
        impulse[i] = 1
        for m, weight in enumerate(function(impulse, np.arange(1.0, k + 1), mode).tolist()):
            if round(weight):
                yield m, i - (round(weight) - 1)


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("name", SIGNAL)
def test_lags_are_those_of_the_function(name: str, mode: str) -> None:
    for n, k in product(SIDES, SIDES):
        call = pose_call(name, image=f"{n}", kernel=f"{k}", options=[f"mode={mode}"])[0]
        relations = [*call.own_relations]
        found = [*measured(SIGNAL[name], n, k, mode)]
        assert found
        assert [(m, *call.row.lags(relations, [m])) for m, _ in found] == found


@pytest.mark.parametrize("mode", MODES)
def test_scipy_s_own_lags(mode: str, capsys: pytest.CaptureFixture[str]) -> None:
    for n, k in product(SIDES, SIDES):
        counted = scipy.signal.correlation_lags(n, k, mode).tolist()
        assert [*correlation_lags(n, k, mode)] == counted
        words = f"library scipy.signal.correlate --option mode={mode} --image {n} --kernel {k} --only convention"
        differs = f'scipy.signal.correlation_lags({n}, {k}, mode="{mode}") begins with'
        lags = {lag for m, lag in measured(SIGNAL["scipy.signal.correlate"], n, k, mode) if m == 0}
        assert (differs in shown(capsys, words)) == (lags != {counted[0]} and bool(lags))


@given(problems(most_axes=2, origin=True))
def test_lags_elsewhere_are_those_of_all_terms(problem: Any) -> None:
    terms = derive(problem).terms
    firsts = [side[0] for side in problem.image], [side[0] for side in problem.kernel.ranges]
    for found in counterparts(problem):
        for term in terms if found.lags else ():
            ahead = np.subtract(np.subtract(term.pixel, firsts[0]), np.subtract(term.kernel_index, firsts[1]))
            assert problem.order.array(tuple(ahead.tolist())) == found.lags


def test_correlations_have_lags_and_nothing_else() -> None:
    relation = Relation(d=1, alpha=-1, beta=1, gamma=2)
    names = {name for name, row in all_functions().items() if row.lags([relation], [3]) == (1,)}
    assert {"numpy.correlate", "scipy.signal.correlate2d", "scipy.ndimage.correlate1d", "jax.numpy.correlate"} < names
    assert all("correlate" in name and all_functions()[name].kind == "corr" for name in names)
    assert first_lags(pose_call("numpy.convolve")[0]) == () == first_lags(pose_call("torch.conv1d")[0])
    assert find("numpy.correlate").lags(pose_call("numpy.convolve")[0].own_relations, [0]) == ()


def test_pages_say_the_lag(capsys: pytest.CaptureFixture[str]) -> None:
    call = "library scipy.signal.correlate --option mode=same --image 3 --kernel 2 --at 0"
    page = shown(capsys, call)
    count = 'y[m] has the lag m−1. scipy.signal.correlation_lags(3, 2, mode="same") begins with 0 instead of −1.\n'
    assert count in page
    assert "y[0] has the lag −1: x[i] meets h[i+1].\n" in page
    assert '  scipy.signal.correlate(x, h, "same")[0]  # lag -1\n' in page
    found = json.loads(shown(capsys, f"{call} -f json"))
    assert (found["lag"], [each.get("lag") for each in found["elsewhere"]]) == ([-1], [[-1], [-1], [-1], None])
    plane = shown(capsys, "library scipy.signal.correlate2d --option mode=same --image 5x4 --kernel 3x2 --at 0,1")
    assert (
        "y[m,n] has the lag m−1 on the row axis and n on the column axis. scipy.signal.correlation_lags(4, 2" in plane
    )
    assert 'mode="same") begins with −1 instead of 0 on the column axis.\n' in plane
    assert "y[0,1] has the lag −1 on the row axis and 1 on the column axis: x[i,j] meets h[i+1,j−1].\n" in plane
    assert "lag" not in shown(capsys, "library numpy.correlate --grad --only result,elsewhere")
    assert "lag" not in json.loads(shown(capsys, "library numpy.convolve -f json"))


def test_operations_name_the_lag_in_array_order(capsys: pytest.CaptureFixture[str]) -> None:
    page = shown(capsys, "xcorr --form sliding --m 1 --n -2 --only elsewhere")
    assert '  scipy.signal.correlate2d(x, h, "same")[1, 4]  # lag 0,3\n' in page
    assert page.count("# lag") == 2
    assert "# lag" not in shown(capsys, "xcorr --only elsewhere")
    assert "# lag" not in shown(capsys, "conv --m 1 --n -2 --only elsewhere")
    assert "# lag" not in shown(capsys, "grad xcorr --pixel 1,1 --only elsewhere")
    narrow = shown(capsys, "xcorr --m 1 --n -1 --only elsewhere --width 40").splitlines()
    assert "    # lag 3,1" in narrow


def test_the_whole_output_has_its_lags(capsys: pytest.CaptureFixture[str]) -> None:
    call = "library scipy.signal.correlate --image '1 2 3' --kernel '4 5' --at all"
    assert " m→   0   1   2   3\n      5  14  23  12\nlag  −1   0   1   2\n" in shown(capsys, call)
    assert json.loads(shown(capsys, f"{call} -f json"))["lag"] == {"lo": [-1], "hi": [2]}
    plane = "library scipy.signal.correlate2d --at all"
    assert json.loads(shown(capsys, f"{plane} -f json"))["lag"] == {"lo": [-2, -2], "hi": [6, 6]}
    assert "lag" not in shown(capsys, f"{plane} --only outputs")
