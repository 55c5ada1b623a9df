"""Every row is found again from what its library prints for the line of its probe: the table checks itself."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Mapping
from typing import NamedTuple

import pytest

from convtrace.library.catalogue import all_functions
from convtrace.library.row import LibraryFunction
from convtrace.search.given import read_array, read_question
from convtrace.search.probes import PROBES
from convtrace.search.unmixing import unmixed
from convtrace.search.which import which, which_of_channels
from convtrace.view.pages.probe import PREFERRED
from convtrace.view.probe_lines import probe_call, row_line
from tests.support.arrays import installed
from tests.support.channel_layouts import check_layout
from tests.support.effort import CI

pytestmark = pytest.mark.no_cover

ROWS = {name: row for name, row in all_functions().items() if not row.window}
PYTHON = {name: row for name, row in ROWS.items() if row.template.language == "Python"}
OCTAVE = [name for name, row in ROWS.items() if row.template.language == "Octave"]
BETWEEN = "-- the next line --"
LIBRARIES = sorted({row.library for row in PYTHON.values()})
# backends that Keras has beside the usual one need a process each
BACKENDS = ("jax", "torch")


class Line(NamedTuple):
    """A function, how many axes of space its arrays have, and whether they have channels."""

    name: str
    axes: int
    channels: bool


def lines(rows: Mapping[str, LibraryFunction]) -> dict[Line, str]:
    """The lines of functions: of all numbers of axes that they take in CI, else of one of them."""
    usable = {name: [axes for axes in PREFERRED if axes in row.laws] for name, row in rows.items()}
    kept = [(name, axes) for name, each in usable.items() for axes in (each if CI else each[:1])]
    typed = [Line(*each, channels) for each in kept for channels in (False, *[True] * bool(rows[each[0]].layouts))]
    return {each: row_line(rows[each.name], PROBES[each.axes], channels=each.channels) for each in typed}


def check(row: LibraryFunction, line: Line, printed: str) -> None:
    """The relation that is found is that of the row, as are batch and channels, and there is no other explanation."""
    probe = PROBES[line.axes]
    layout = row.usual_layout({}) if line.channels else None
    if layout is None:
        answer = which(read_question(probe.image, probe.kernel, printed))
    else:
        answer = which_of_channels(unmixed(read_array("result", printed)))
        check_layout(answer, layout, line.axes)
    found = answer.explanations
    assert len(found) == 1, (line, printed)
    for axis, (call, size) in enumerate(zip(probe_call(row, probe).axes, probe.kernel_shape, strict=True)):
        assert found[0].relation(axis, size) == call.relation, line


def run(library: str, backend: str = "") -> int:
    """Run all lines of a library in one process; the number of calls that were checked."""
    rows = {name: row for name, row in PYTHON.items() if row.library == library and backend in name.partition(".")[0]}
    if not all(installed(row.imports) for row in rows.values()):
        pytest.skip(f"{library.replace('-', '_')} is not installed: its rows are held by the measured calls")
    typed = lines(rows)
    script = "".join(f"{text}\nprint({BETWEEN!r})\n" for text in typed.values())
    command = [sys.executable, "-c", script]
    printed = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split(BETWEEN)
    for line, text in zip(typed, printed[:-1], strict=True):
        check(rows[line.name], line, text)
    return len(typed)


@pytest.mark.parametrize("library", LIBRARIES)
def test_rows_are_found_from_what_the_library_prints(library: str) -> None:
    assert run(library, "tensorflow" if library == "keras" else "") > 0


@pytest.mark.parametrize("backend", BACKENDS)
def test_layers_are_found_on_other_backends(backend: str) -> None:
    assert run("keras", backend) > 0


def test_rows_of_octave_are_found_from_what_it_prints() -> None:
    if shutil.which("octave") is None:
        pytest.skip("octave is not installed: its rows are held by the measured calls")
    typed = lines({name: ROWS[name] for name in OCTAVE})
    script = "\n".join(f'{text}\ndisp("{BETWEEN}")' for text in typed.values())
    command = ["octave", "-q", "--no-gui", "--no-init-file", "--eval", script]
    printed = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split(BETWEEN)
    for line, text in zip(typed, printed[:-1], strict=True):
        check(ROWS[line.name], line, text)
