"""Any question of any command in any format: a page that fits, or one message."""

from __future__ import annotations

import contextlib
import io
import shlex
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from convtrace.cli import run
from convtrace.law.operations import names
from convtrace.library.catalogue import all_functions
from convtrace.library.option import Option
from convtrace.library.row import LibraryFunction
from convtrace.render.rendering import formats

LIBRARY = all_functions()

PADS = ["zero", "constant:1/2", "constant:q", "edge", "reflect", "symmetric", "wrap"]
ENTRIES = st.sampled_from(["0", "1", "-2", "1/2", "alpha", "sqrt(2)"])
# what options of libraries are given; what does not fit is refused
VALUES = ["0", "1", "2", "same", "valid", "full", "SAME", "VALID", "wrap", "reflect", "nearest", "None", "True"]
# how many operations are named behind each command
OPERANDS = {**dict.fromkeys(names(), 0), "compare": 2, "map": 1, "grad": 1}


@st.composite
def arrays(draw: st.DrawFn, axes: int) -> str:
    """A size, or rows of values."""
    sides = draw(st.tuples(*[st.integers(1, 5)] * axes))
    if axes > 2 or draw(st.booleans()):
        return "x".join(map(str, sides))
    rows, columns = sides if axes == 2 else (1, max(2, sides[0]))
    lines = (" ".join(draw(st.lists(ENTRIES, min_size=columns, max_size=columns))) for _ in range(rows))
    return "; ".join(lines) + ";" * (axes == 2)


def index(draw: Any, axes: int, low: int, high: int) -> str:
    return ",".join(str(draw(st.integers(low, high))) for _ in range(axes))


@st.composite
def questions(draw: st.DrawFn) -> list[str]:
    axes, name = draw(st.integers(1, 3)), draw(st.sampled_from(list(OPERANDS)))
    words = [name, *(draw(st.sampled_from(names())) for _ in range(OPERANDS[name]))]
    channels = draw(st.sampled_from([None, None, 1, 2, 3]))
    if channels is not None:
        words += ["--channels", str(channels)]
    if name == "grad":
        first = "" if channels is None else f"{draw(st.integers(0, channels))},"
        words.append(f"--{draw(st.sampled_from(['pixel', 'weight']))}={first}{index(draw, axes, -2, 2)}")
    elif name != "map" and (name == "compare" or draw(st.booleans())):
        words.append(f"--at={index(draw, axes, -4, 4)}")
    if name in ("map", "grad"):
        words += ["--mode", draw(st.sampled_from(["valid", "same", "full"]))]
    steps = [f"--{step}={draw(st.integers(1, 3))}" for step in ("stride", "dilation")]
    pad, order = draw(st.sampled_from(PADS)), draw(st.sampled_from(["xy", "rc"]))
    return [
        *words,
        "--image",
        draw(arrays(axes)),
        "--kernel",
        draw(arrays(axes)),
        "--pad",
        pad,
        "--axes",
        order,
        *steps,
    ]


def given_some(draw: Any, row: LibraryFunction, option_name: str) -> list[str]:
    chosen: list[Option] = draw(st.lists(st.sampled_from(row.all_options), max_size=3, unique=True))
    return [f"--{option_name}={option.name}={draw(st.sampled_from(VALUES))}" for option in chosen]


@st.composite
def library_questions(draw: st.DrawFn) -> list[str]:
    row = draw(st.sampled_from([row for row in LIBRARY.values() if row.options]))
    axes = min(row.laws)
    words = ["library", row.name, *given_some(draw, row, "option"), "--image", draw(arrays(axes))]
    words += ["--kernel", draw(arrays(axes))]
    others = [other for other in LIBRARY.values() if axes in other.laws and other.options]
    about = draw(st.sampled_from(["value", "pixel", "weight", "versus"]))
    if about == "versus":
        other = draw(st.sampled_from(others))
        return [*words, "--versus", other.name, *given_some(draw, other, "versus-option")]
    place = index(draw, axes, 0, 3)
    return [*words, f"--{'weight' if about == 'weight' else 'at'}={place}", *(["--grad"] if about == "pixel" else [])]


@pytest.mark.no_cover
@settings(max_examples=3 * settings().max_examples // 2)
@given(st.one_of(questions(), library_questions()), st.sampled_from([*formats()]), st.sampled_from([40, 57, 80]))
def test_a_page_that_fits_or_one_message(words: list[str], format_name: str, width: int) -> None:
    shown, said = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(shown), contextlib.redirect_stderr(said):
        code = run([*words, "-f", format_name, "--width", str(width)])
    if code == 2:
        assert shown.getvalue() == ""
        assert said.getvalue().startswith("Error: ")
        assert 2 <= said.getvalue().count("\n") <= 4
        return
    assert (code, said.getvalue()) == (0, "")
    if format_name in ("terminal", "text"):
        longer = [line for line in shown.getvalue().splitlines() if len(line) > width]
        # of a command only a word is as long
        assert all(len(shlex.split(line.removesuffix("\\"))) == 1 for line in longer), longer
