"""The golden files, and what must hold of every page."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from convtrace.document.ascii import GLYPHS
from convtrace.document.blocks import Target
from convtrace.document.plain import PLAIN, plain
from convtrace.document.spans import Span
from convtrace.document.spelling import tokens
from convtrace.render.lines.layout import fold
from convtrace.render.rendering import formats, pieces
from convtrace.trace.derivation import derive
from convtrace.trace.pose import pose
from convtrace.trace.problem import Problem
from convtrace.view.pages.value import SECTIONS, UNASKED, document
from convtrace.view.roles import Roles
from convtrace.view.sections.result import answer
from convtrace.view.sections.table import row_reason
from tests.support.kept_files import GOLDEN, PRINTED, printed
from tests.support.products import plugged_product, solved_product
from tests.support.shapes import PAGES
from tests.support.strategies import problems


@pytest.mark.parametrize("path", PRINTED, ids=lambda path: path.name)
def test_kept_file(path: Path) -> None:
    shown = printed(PRINTED[path])
    assert (shown.output, shown.errors) == (path.read_text(encoding="utf-8"), "")


def test_no_golden_file_is_forgotten() -> None:
    assert set(GOLDEN.iterdir()) <= set(PRINTED)


@cache
def page(name: str, format_name: str = "terminal", **target: Any) -> str:
    return "".join(pieces(PAGES[name](), format_name, Target(**target)))


@pytest.mark.no_cover
@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("width", [40, 57, 80])
def test_no_line_is_wider_than_the_terminal(name: str, width: int) -> None:
    lines = page(name, width=width).splitlines()
    assert max(map(len, lines)) <= width
    assert not [line for line in lines if line != line.rstrip()]


@pytest.mark.parametrize("command", [("conv", 1, 1), ("xcorr", -1, -1)])
def test_only_the_sum_is_broken_at_80_columns(command: tuple[str, int, int]) -> None:
    name, m, n = command
    derivation = derive(pose(name, m=m, n=n))
    wide, natural = (
        "".join(pieces(document(derivation), "terminal", Target(width=width))).splitlines() for width in (80, 10_000)
    )
    broken = [line for line in natural if line not in wide]
    assert len(broken) == 1
    assert broken[0].startswith(f"  y[{m},{n}] = ".replace("-", "−"))
    assert len(wide) == len(natural) + 2


@pytest.mark.no_cover
@pytest.mark.parametrize("format_name", formats())
def test_ascii_pages_are_ascii(format_name: str) -> None:
    for name in PAGES:
        page(name, format_name, width=80, unicode=False).encode("ascii")


def test_every_sign_that_pages_use_has_an_ascii_spelling() -> None:
    signs = {sign for name in PAGES for sign in page(name, width=80) if ord(sign) > 127}
    assert signs <= set(GLYPHS)


def test_sections_come_in_the_article_s_order_whatever_the_order_asked_for() -> None:
    derivation = derive(pose("conv", m=1, n=1))
    text = "".join(pieces(document(derivation, ["result", "equation"]), "terminal", Target()))
    assert [line[3:] for line in text.splitlines() if line[1:3] == ". "] == ["Equation", "Result"]
    usual = ["equation", "setup", "table", "drawing", "result", "elsewhere"]
    assert [name for name in SECTIONS if name not in UNASKED] == usual


def test_long_tables_leave_rich_and_keep_their_columns() -> None:
    derivation = derive(pose("conv", m=1, n=1, image="31x31", window="all"))
    lines = "".join(pieces(document(derivation, ["table"]), "terminal", Target())).splitlines()
    assert len(lines) == 1 + 2 + 31 * 31 + 1
    assert {line.index("x", 1) for line in lines[3:-1]} == {lines[1].index("solved")}
    marks = {line.index("✓") if "✓" in line else line.index("✗") for line in lines[3:-1]}
    assert marks == {lines[1].index("weight")}


def test_json_keeps_its_promise() -> None:
    record = json.loads(page("border", "json"))
    assert list(record) == [
        "schema", "operation", "form", "axes", "boundary", "stride", "dilation", "relation", "equation", "gradient",
        "output",
        "image", "kernel", "window", "rows", "terms", "laid", "flipped", "scale", "offset",
        "result", "value", "elsewhere",
    ]  # fmt: skip
    assert record["schema"] == "convtrace/1"
    assert {tuple(row) for row in record["rows"]} == {
        ("output", "pixel", "plugged", "kernel_index", "status", "weight", "reason")
    }
    assert {tuple(term) for term in record["terms"]} == {("output", "pixel", "kernel_index", "weight")}
    assert record["relation"] == [{"d": 1, "alpha": 1, "beta": -1, "gamma": 0}] * 2
    assert {row["status"] for row in record["rows"]} == {"valid", "no_kernel", "no_pixel"}


def test_a_fraction_is_written_as_text_and_named_as_a_reason() -> None:
    problem = pose("conv", at=0, image=7, window="all").replace(dilation=(2,))
    record = json.loads("".join(pieces(document(derive(problem)), "json", Target())))
    between = [row for row in record["rows"] if row["status"] == "between_taps"]
    assert between[0]["kernel_index"] == ["3/2"]
    assert between[0]["reason"] == "3/2 is between two elements"
    assert between[0]["plugged"] == "x[−3]·h[(0−(−3))/2]"
    assert record["dilation"] == [2]


@pytest.mark.no_cover
@given(problems(origin=True), st.sampled_from([None, 80, 40]))
def test_no_cell_of_a_table_is_cut(problem: Problem, width: int | None) -> None:
    derivation = derive(problem)
    text = "".join(pieces(document(derivation, ["table"]), "terminal", Target(width=width)))
    letters, roles = "".join(text.split()), Roles(problem)
    for row in derivation.rows:
        why = row_reason(roles, row) or f"✓ {row.weight}"
        for words in (plain(plugged_product(roles, row)), plain(solved_product(roles, row)), why):
            assert "".join(words.split()) in letters


@pytest.mark.no_cover
def test_a_sum_of_thousands_of_terms_is_written_whole() -> None:
    answer_line = list(tokens(answer(derive(pose("conv", at=0, kernel=9801, image=20001))), PLAIN))
    filled = fold(answer_line, None)
    assert len(filled) == 1
    assert sum(len(span.text) for span in filled[0]) == sum(
        len(token.text) for token in answer_line if isinstance(token, Span)
    )
