"""Markdown, read by the programs that read it, and its formulas, set by KaTeX."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import cmarkgfm
import html5lib
import pytest
from markdown_it import MarkdownIt
from mdit_py_plugins.dollarmath import dollarmath_plugin

from convtrace.document.blocks import (
    Block,
    Document,
    Equation,
    Grids,
    Heading,
    Mark,
    Paragraph,
    Table,
    TableRow,
    Target,
)
from convtrace.document.tex import tex
from convtrace.render.markdown_dialects import DIALECTS
from convtrace.render.rendering import pieces
from convtrace.values.formula import Value
from tests.support.shapes import PAGES

PIPED = [name for name in DIALECTS if name != "anki"]
HOSTILE = "<script>alert(1)</script> [a](javascript:b) *c* _d_ `e` $f$ | g ~h~ & \\ i"
NAME = "beta_2"
EVERY_SHAPE = pytest.mark.parametrize("shape", PAGES)
EVERY_PIPED = pytest.mark.parametrize("dialect", PIPED)


class Set(NamedTuple):
    """A formula as a note program hands it to its typesetter."""

    formula: str
    display: bool


@cache
def page(dialect: str, shape: str) -> str:
    """One page of one dialect."""
    return "".join(pieces(PAGES[shape](), dialect, Target()))


@cache
def tree(html: str) -> html5lib.treebuilders.etree.Element:
    """The elements of a page."""
    return html5lib.parse(html, namespaceHTMLElements=False)


def read(dialect: str, text: str) -> str:
    """What a program makes of the text: HTML."""
    return text if dialect == "anki" else cmarkgfm.github_flavored_markdown_to_html(text)


@pytest.mark.no_cover
@pytest.mark.parametrize("dialect", DIALECTS)
@EVERY_SHAPE
def test_mathematics_is_never_taken_for_markup(dialect: str, shape: str) -> None:
    elements = {element.tag for element in tree(read(dialect, page(dialect, shape))).iter()}
    assert elements <= {
        "html", "head", "body", "h2", "h3", "p", "strong", "b", "pre", "code",
        "table", "thead", "tbody", "tr", "th", "td",
    }  # fmt: skip


@pytest.mark.no_cover
@EVERY_PIPED
@EVERY_SHAPE
def test_mathematics_is_never_taken_for_markup_by_the_other_reader(dialect: str, shape: str) -> None:
    tokens = MarkdownIt("commonmark").enable("table").parse(page(dialect, shape))
    kinds = {each.type for token in tokens for each in (token, *(token.children or ()))}
    assert not {kind for kind in kinds if kind.startswith(("em_", "link_", "list_", "bullet_", "ordered_", "html_"))}


@pytest.mark.no_cover
@pytest.mark.parametrize("dialect", DIALECTS)
@EVERY_SHAPE
def test_every_row_of_a_table_keeps_its_columns(dialect: str, shape: str) -> None:
    tables = [*tree(read(dialect, page(dialect, shape))).iter("table")]
    blocks = list(PAGES[shape]().blocks)
    grids = sum(len(block.grids) for block in blocks if isinstance(block, Grids))
    assert len(tables) == grids + sum(isinstance(block, Table) for block in blocks)
    for table in tables:
        assert len({len(row) for row in table.iter("tr")}) == 1


@pytest.mark.parametrize("dialect", DIALECTS)
def test_hostile_words_stay_words(dialect: str) -> None:
    row = TableRow(((HOSTILE,), (Value(NAME),)))
    blocks: list[Block] = [
        Heading((HOSTILE,)),
        Paragraph((HOSTILE,)),
        Table(head=((HOSTILE,), ("b",)), rows=[row], height=1, widest=(row,)),
    ]
    text = "".join(pieces(Document(blocks, tuple, dict), dialect, Target()))
    read_back = tree(read(dialect, text))
    words = ["".join(element.itertext()) for element in read_back.iter() if element.tag in ("h3", "p", "th", "td")]
    assert words.count(HOSTILE) == 4
    assert not {"script", "a", "em", "del"} & {element.tag for element in read_back.iter()}
    assert {len(line) for line in read_back.iter("tr")} == {2}


def formulas(dialect: str, text: str) -> Iterator[Set]:
    """The formulas of a page, found by a reader that knows the dialect's marks."""
    if dialect == "anki":
        for left, right, display in ((r"\(", r"\)", False), (r"\[", r"\]", True)):
            pattern = f"{re.escape(left)}(.*?){re.escape(right)}"
            found = re.findall(pattern, "".join(tree(text).itertext()), re.DOTALL)
            yield from (Set(formula, display) for formula in found)
        return
    reader = MarkdownIt("commonmark").enable("table")
    if dialect != "github":
        reader.use(dollarmath_plugin, double_inline=True)
    for token in reader.parse(text):
        children = token.children or ()
        if token.type == "math_block" or (token.type, token.info) == ("fence", "math"):
            yield Set(token.content, display=True)
        for before, child in zip((None, *children), children, strict=False):
            in_dollars = child.type == "code_inline" and before is not None and before.content.endswith("$")
            if child.type.startswith("math_inline") or in_dollars:
                yield Set(child.content, display=False)


def expected(blocks: Iterator[Block] | list[Block]) -> Iterator[str]:
    """Every formula of a document on a line of its own or in a sentence."""
    for block in blocks:
        match block:
            case Equation(formula):
                yield tex(formula)
            case Paragraph(line) | Heading(line):
                yield from (tex(part) for part in line if not isinstance(part, str | Mark))
            case Table(head=head, rows=rows):
                cells = [*head, *(cell for row in rows for cell in row.cells)]
                yield from (tex(part) for cell in cells for part in cell if not isinstance(part, str | Mark))
            case _:
                pass


@pytest.mark.no_cover
@pytest.mark.parametrize("dialect", DIALECTS)
@EVERY_SHAPE
def test_every_formula_is_found_by_a_reader_of_mathematics(dialect: str, shape: str) -> None:
    found = {re.sub(r"\s", "", each.formula) for each in formulas(dialect, page(dialect, shape))}
    lines = {re.sub(r"\\(begin|end)\{aligned\}|\\cr|\\\\|&|\{\}", "", each) for each in found}
    for formula in expected(list(PAGES[shape]().blocks)):
        assert formula.replace(" ", "") in lines


def katex(folder: Path) -> Path:
    """KaTeX from npm, where node is."""
    npm = shutil.which("npm")
    if npm is None or shutil.which("node") is None:
        pytest.skip("formulas are not set: node and npm are not installed")
    if not (folder / "node_modules" / "katex" / "dist" / "katex.js").exists():
        words = [npm, "install", "--prefix", str(folder), "--no-audit", "--no-fund", "katex@0.16"]
        if subprocess.run(words, capture_output=True, check=False).returncode:
            pytest.skip("formulas are not set: npm can't install katex")
    return folder


TYPESET = """
const katex = require("katex");
const formulas = JSON.parse(require("fs").readFileSync(0, "utf8"));
const refused = formulas.filter(([formula, display]) => {
  try { katex.renderToString(formula, {displayMode: display, strict: "error", throwOnError: true}); }
  catch { return true; }
});
console.log(JSON.stringify(refused));
"""


@pytest.mark.no_cover
def test_katex_at_its_strictest_sets_every_formula(pytestconfig: pytest.Config, tmp_path: Path) -> None:
    """What it would refuse stands last."""
    cache = getattr(pytestconfig, "cache", None)
    folder = katex(cache.mkdir("katex") if cache else tmp_path)
    found = [each for dialect in DIALECTS for shape in PAGES for each in formulas(dialect, page(dialect, shape))]
    assert len(found) > 400
    beside = [Set(tex(Value(NAME)), display=False), Set(tex(-1), display=False)]
    wrong = [Set("é", display=False), Set(r"\undefined", display=False)]
    asked = json.dumps([*found, *beside, *wrong])
    done = subprocess.run(["node", "-e", TYPESET], cwd=folder, input=asked, capture_output=True, text=True, check=True)
    assert [Set(*each) for each in json.loads(done.stdout)] == wrong
