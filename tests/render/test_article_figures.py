"""Each figure of the article, drawn by the command that the documents give for it, shows what the article has."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from convtrace.document.blocks import Target
from convtrace.document.plain import plain
from convtrace.render.rendering import pieces
from convtrace.trace.derivation import derive
from convtrace.trace.problem import Problem
from convtrace.values.exact import number_text
from convtrace.view.grids import lies_in
from convtrace.view.pages.value import document
from convtrace.view.roles import Roles
from convtrace.view.sections.setup import drawn_ranges
from tests.support.kept_files import DOCS, ROOT, printed
from tests.support.pictures import SVG, words_of
from tests.support.strategies import gradients, problems

COMMANDS = dict(
    re.findall(r"`(convtrace [^`]+) -o ([\w-]+)\.svg` \|$", (DOCS / "article.md").read_text("utf-8"), re.MULTILINE)
)
FIGURES = {name: command for command, name in COMMANDS.items()}
DATA = ROOT / "tests" / "data"
EXAMPLES = {"conv": "conv_1_1.json", "xcorr": "xcorr_-1_-1.json"}


@cache
def cells(name: str) -> list[list[list[str]]]:
    """The lines of each cell of a figure, row by row; cells of different grids may stand in one row."""
    shown = printed(f"{FIGURES[name]} -f svg")
    assert (shown.errors, shown.code) == ("", 0)
    drawing = ET.fromstring(shown.output)
    said = [(words.left + words.width / 2, words.base, words.text) for words in words_of(drawing)]
    rows: dict[float, list[tuple[float, list[str]]]] = {}
    for box in list(drawing.iter(f"{SVG}rect"))[1:]:
        x, y, width, height = (float(box.get(each, "")) for each in ("x", "y", "width", "height"))
        inside = [text for middle, base, text in said if text and x < middle < x + width and y < base < y + height]
        rows.setdefault(y, []).append((x, inside))
    return [[lines for _, lines in sorted(row)] for _, row in sorted(rows.items())]


def named(array: str, index: Any) -> str:
    return f"{array}[{','.join(map(number_text, index))}]"


def golden(name: str) -> Any:
    return json.loads((DATA / name).read_text(encoding="utf-8"))


def test_every_figure_of_the_article_has_its_command() -> None:
    assert len(FIGURES) == 10
    assert {"kernel", "image", "corner", "compare", *EXAMPLES} <= {*FIGURES}


def test_the_image_has_its_own_indices() -> None:
    side = range(-3, 4)
    assert cells("image") == [[[named("x", (i, j))] for i in side] for j in side]


def test_the_corner_is_the_window_of_the_worked_example() -> None:
    first, last = golden(EXAMPLES["conv"])["window"]
    side = range(first, last + 1)
    assert cells("corner") == [[[named("x", (i, j))] for i in side] for j in side]


def test_the_kernel_has_its_indices_and_its_values() -> None:
    side = range(-1, 2)
    letters = iter("abcdefghi")
    expected = [[*[[named("h", (p, q))] for p in side], *[[next(letters)] for _ in side]] for q in side]
    assert cells("kernel") == expected


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_drawing_has_what_meets_each_pixel_of_the_corner(name: str) -> None:
    example = golden(EXAMPLES[name])
    found = {tuple(lines) for row in cells(name) for lines in row if lines and lines[0].startswith("x")}
    assert found == {
        (named("x", row["pixel"]), *([named("h", row["kernel_index"]), row["weight"]] if row["valid"] else []))
        for row in example["rows"]
    }
    letters = [lines[0] for row in cells(name) for lines in row if len(lines) == 1 and lines[0].isalpha()]
    laid = example["laid"]
    assert letters == [
        letter for kernel, row in zip(("abc", "def", "ghi"), laid, strict=True) for letter in (*kernel, *row)
    ]


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_map_has_the_pixels_of_each_output(name: str) -> None:
    found = {lines[0]: lines[1:] for row in cells(f"map-{name}") for lines in row if len(lines) == 3}
    assert found == {
        named("y", each["output"]): [
            f"{letter} = {number_text(low)}…{number_text(high)}"
            for letter, (low, high) in (("i", each["columns"]), ("j", each["rows"]))
        ]
        for each in golden("patches.json")[name]
    }


def test_both_operations_mark_their_own_pixels() -> None:
    marks = [row[:7] for row in cells("compare")]
    for sign, name in (("A", "conv"), ("B", "xcorr")):
        (patch,) = (each for each in golden("patches.json")[name] if each["output"] == [1, 1])
        (left, right), (top, bottom) = patch["columns"], patch["rows"]
        expected = [[left <= i <= right and top <= j <= bottom for i in range(-3, 4)] for j in range(-3, 4)]
        assert [[sign in lines[0] for lines in row] for row in marks] == expected


@given(problems() | gradients(), st.sampled_from(["terminal", "markdown", "latex", "html", "svg"]))
@settings(max_examples=25)
def test_what_is_zoomed_in_is_the_window(problem: Problem, format_name: str) -> None:
    """Every position of the window is drawn under its name, and none inside the image that is not near it."""
    derivation = derive(problem.replace(zoomed=True))
    summed = Roles(problem).summed
    page = "".join(pieces(document(derivation, ["drawing"]), format_name, Target()))
    assert page
    if not all(derivation.met):
        return
    text = "".join(pieces(document(derivation, ["drawing"]), "text", Target()))
    near = drawn_ranges(derivation)
    for place in problem.order.reading(tuple(summed.ranges)):
        if lies_in(place, derivation.window):
            assert plain(summed.entry(place)) in text
        elif not lies_in(place, near):
            assert plain(summed.entry(place)) not in text.partition("kernel")[0]
