"""Probes tell conventions apart; every row of the library table is found again from its own output."""

from __future__ import annotations

from itertools import product
from random import Random

import pytest

from convtrace.errors import ConvtraceError
from convtrace.library.catalogue import all_functions
from convtrace.library.evaluation import whole_output
from convtrace.search.given import read_question
from convtrace.search.probes import PROBES, colliding
from convtrace.search.which import which
from convtrace.view.pages.probe import PREFERRED, USUAL, names, probe_line
from convtrace.view.probe_lines import ENVIRONMENTS, probe_call
from tests.support.effort import CI, some

ROWS = {name: row for name, row in all_functions().items() if not row.window}
SHAPES: dict[int, list[tuple[int, ...]]] = {
    1: [(m,) for m in range(5, 30)],
    2: list(product(range(3, 15), range(3, 17))),
    3: [(5, 6, 7), (3, 4, 5), (1, 2, 3)],
}


@pytest.mark.no_cover
@pytest.mark.parametrize("axes", SHAPES)
def test_no_two_conventions_give_the_same_output(axes: int) -> None:
    """All of them in CI, some elsewhere; outputs of two or three numbers decide nothing."""
    shapes = SHAPES[axes] if CI else Random(1).sample(SHAPES[axes], min(8, 2 ** (4 - axes)))
    count, pairs = colliding(PROBES[axes], shapes)
    assert count > 0
    assert pairs == []


@pytest.mark.no_cover
@pytest.mark.parametrize("name", some(list(ROWS), 3))
def test_every_library_function_is_found_from_its_own_output(name: str) -> None:
    row = ROWS[name]
    probe = PROBES[next(axes for axes in PREFERRED if axes in row.laws)]
    call = probe_call(row, probe)
    found = which(read_question(probe.image, probe.kernel, whole_output(call).nested())).explanations
    best, *others = found
    assert not others
    for axis, (expected, size) in enumerate(zip(call.axes, probe.kernel_shape, strict=True)):
        assert best.relation(axis, size) == expected.relation


@pytest.mark.parametrize("name", names())
def test_every_name_has_a_line(name: str) -> None:
    assert probe_line(name).line.count("\n") == 0


def test_names_are_unique() -> None:
    assert len({*names()}) == len(USUAL) + sum(len(each.names) for each in ENVIRONMENTS)


@pytest.mark.parametrize(
    ("name", "words"),
    [("nowhere", "no probe for nowhere"), ("scipy.ndimage.uniform_filter", "has no kernel"), ("", "no probe for")],
)
def test_what_has_no_probe_is_refused(name: str, words: str) -> None:
    with pytest.raises(ConvtraceError, match=words):
        probe_line(name)


def test_line_of_scipy_runs(capsys: pytest.CaptureFixture[str]) -> None:
    exec(probe_line("scipy.ndimage.convolve").line, {})
    printed = capsys.readouterr().out
    found = which(read_question(PROBES[2].image, PROBES[2].kernel, printed)).explanations[0]
    # a window of 3 reaches one pixel beyond the image, where both rules have the same pixel
    assert (found.kernel.name, found.outside, found.same_rules) == ("rotated_180", "edge", ("symmetric",))


def test_functions_of_several_axes_have_a_probe_of_each() -> None:
    assert probe_line("scipy.signal.convolve", 3).line.count("[[[") == 2
    assert probe_line("octave.convn", 3).line.startswith("x = cat(3, [")
    assert probe_line("octave.conv").line.startswith("x = [3, 1, 0")
    assert probe_line("numpy", 1) == probe_line("numpy")
    for name in ("numpy", "pillow"):
        with pytest.raises(ConvtraceError, match="has no probe of 3 axes"):
            probe_line(name, 3)
