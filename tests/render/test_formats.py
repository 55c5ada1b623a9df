"""What holds of every format, also of those that come later."""

from __future__ import annotations

import html
import json
import re
import subprocess
import sys
from functools import cache

import pytest

import convtrace
from convtrace import ConvtraceError, derive, pose
from convtrace.document.blocks import Target
from convtrace.document.plain import plain
from convtrace.render.rendering import DEFAULT, SUMS, checked_format, formats, pieces, suffixes, takes_standalone
from convtrace.view.pages.value import document
from convtrace.view.roles import Roles
from tests.support.kept_files import printed
from tests.support.products import plugged_product, solved_product
from tests.support.shapes import SHAPES

EVERY_FORMAT = pytest.mark.parametrize("format_name", formats())
# they have equations alone
TABLELESS = ("sympy",)
EVERY_FORMAT_WITH_TABLES = pytest.mark.parametrize("format_name", [name for name in formats() if name not in TABLELESS])
EVERY_SHAPE = pytest.mark.parametrize("shape", SHAPES)


@cache
def page(format_name: str, shape: str, *only: str) -> str:
    """One page in one format."""
    return "".join(pieces(document(derive(pose(**SHAPES[shape])), only), format_name, Target()))


def plain_text(text: str) -> str:
    """The page without its markup and blanks, its mathematics spelled as on a terminal."""
    if "<" in text:
        text = html.unescape(re.sub(r"<(style|title|desc).*?</\1>|<[^>]*>", "", text, flags=re.DOTALL))
    text = re.sub(r"\\adjustbox\{[^{}]*\}\{%\n\$\\displaystyle (.*)\$\}", r"\1", text)
    text = re.sub(r"\\mathrm\{(\w+)\}", r"\1", text)
    for mark in (r"\cdot", "·"), (r"\partial", "∂"), (r"\cr", ""), ("-", "−"), ("{}", ""):
        text = text.replace(*mark)
    return re.sub(r"[\s&\\]", "", _spoken(text) if "from sympy" in text else text)


def _spoken(code: str) -> str:
    """What the code of equations says."""
    for pattern, said in (r"Eq\((\w+\[[^]]*\]),", r"\1 ="), (r"\bh_([a-z]+)\*", r"\1*"), (r"(\d)\*(\w)", r"\1\2"):
        code = re.sub(pattern, said, code)
    return re.sub(r"dL_d([xh])", r"∂L/∂\1", code).replace("*", "·")


@pytest.mark.no_cover
@EVERY_FORMAT
@EVERY_SHAPE
def test_every_format_has_the_same_sum(format_name: str, shape: str) -> None:
    found = page(format_name, shape, "result")
    record = json.loads(page("json", shape))
    assert plain_text(record["result"]) in plain_text(json.loads(found)["result"] if format_name == "json" else found)


@EVERY_SHAPE
def test_the_sum_of_the_record_has_the_terms_of_the_record(shape: str) -> None:
    problem, record = pose(**SHAPES[shape]), json.loads(page("json", shape))
    x, g = problem.naming.image, problem.naming.gradient
    over, other = ("pixel", x) if problem.over == "i" else ("output", g), ("pixel", x)
    expected = []
    for term in record["terms"]:
        first, second = (f"{array}[{','.join(map(str, term[name]))}]" for name, array in (over, other))
        expected.append(f"{term['weight']}·{first}" if problem.partner == "k" else f"{first}·{second}")
    assert " + ".join(expected).replace("-", "−") == record["result"].partition(" = ")[2].replace(
        "0", "0" if expected else ""
    )


@pytest.mark.no_cover
@EVERY_FORMAT_WITH_TABLES
@EVERY_SHAPE
def test_every_format_has_every_row(format_name: str, shape: str) -> None:
    text, problem = plain_text(page(format_name, shape, "table")), pose(**SHAPES[shape])
    roles = Roles(problem)
    for row in derive(problem).rows:
        words = plain(solved_product(roles, row))
        if format_name == "json":
            words = f'"plugged":"{plain(plugged_product(roles, row))}"'
        assert plain_text(words) in text


@EVERY_FORMAT_WITH_TABLES
def test_a_long_table_comes_in_pieces(format_name: str) -> None:
    derivation = derive(pose("conv", m=1, n=1, image="999x999", window="all"))
    parts = pieces(document(derivation, ["table"]), format_name, Target())
    assert len([next(parts) for _ in range(10)]) == 10


@EVERY_FORMAT
def test_lines_end_alike(format_name: str) -> None:
    text = page(format_name, "conv")
    assert "\r" not in text
    assert text.endswith("\n")
    assert not text.endswith("\n\n")


def test_only_the_terminal_needs_rich_and_none_needs_algebra() -> None:
    code = """
import sys
from convtrace.cli import run
for name in sys.argv[1:]:
    assert run(["conv", "--m", "1", "--n", "1", "-f", name]) == 0
sys.exit(bool({"rich", "sympy", "numpy"} & sys.modules.keys()))
"""
    names = [name for name in formats() if name != DEFAULT]
    subprocess.run([sys.executable, "-c", code, *names], check=True, stdout=subprocess.DEVNULL)


def test_a_format_is_named_by_the_ending_of_its_files_too() -> None:
    named = {"md": "markdown", "tex": "latex", "txt": "text", "py": "sympy", " HTML": "html", "anki.txt": "anki-notes"}
    assert {given: checked_format("--format", given) for given in named} == named
    assert checked_format("--format", "tex", SUMS) == "latex"
    with pytest.raises(ConvtraceError, match="png is not known"):
        checked_format("--format", "png", SUMS)
    for given, name in ("md", "markdown"), ("py", "sympy"):
        assert printed(f"conv --at 1 --image 3 -f {given}") == printed(f"conv --at 1 --image 3 -f {name}")


def test_each_format_has_an_ending_of_its_own() -> None:
    assert {DEFAULT, *suffixes().values()} == set(formats())
    assert all(suffix.startswith(".") and suffix == suffix.lower() for suffix in suffixes())


def test_python_gets_the_page_of_the_command_line() -> None:
    derivation = derive(pose("conv", m=1, n=1))
    for format_name in formats():
        assert convtrace.render(derivation, format_name) == page(format_name, "conv")
    assert convtrace.render(derivation) == page("text", "conv")


def test_whole_files_and_parts_of_them() -> None:
    derivation = derive(pose("conv", m=1, n=1))
    assert [name for name in formats() if takes_standalone(name)] == ["latex"]
    assert convtrace.render(derivation, "latex", standalone=True).startswith("\\documentclass")
    assert "<html" in convtrace.render(derivation, "html")
    assert "<html" not in convtrace.render(derivation, "html", standalone=False)


def test_notebooks_get_their_pages() -> None:
    derivation = derive(pose("conv", m=1, n=1))
    assert derivation._repr_markdown_() == page("markdown", "conv")
    assert derivation._repr_html_() == convtrace.render(derivation, "html", standalone=False)


def test_an_unknown_format_is_refused() -> None:
    with pytest.raises(ConvtraceError, match="word is not known"):
        convtrace.render(derive(pose("conv", m=1, n=1)), "word")


def test_an_unknown_name_is_refused() -> None:
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = convtrace.nothing
