"""What the program prints on streams that lack its signs."""

from __future__ import annotations

import ast
import io
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import convtrace
from convtrace.cli import clipboard
from convtrace.cli.stream import target
from convtrace.document.ascii import GLYPHS, in_ascii
from convtrace.document.blocks import (
    Block,
    Cell,
    Code,
    Document,
    Equation,
    Grid,
    Grids,
    Heading,
    Mark,
    Paragraph,
    Table,
    TableRow,
    Target,
)
from convtrace.render.rendering import SUMS, formats, pieces
from convtrace.values.formula import Root, Value
from tests.support.kept_files import printed
from tests.support.processes import PLAIN_LOCALE, TIMEOUT, environment
from tests.support.questions import EVERY_PAGE, EVERY_SUM

NARROW = ("ascii", "cp1252", "latin-1", "cp932", "cp437", "koi8-r", "gb2312", "big5")
WIDE = ("utf-8", "utf-16", "gb18030")
# also lone surrogates, which names of files may have
ANYTHING = st.text(st.characters(exclude_categories=()))
# what is typed loses its control characters before it stands on a page
WORDS = st.text(st.characters(exclude_categories=["Cc"]))


def literals() -> Iterator[str]:
    """The texts in the package's code, without those that explain it and what is said to clipboards."""
    for path in {*Path(convtrace.__path__[0]).rglob("*.py")} - {Path(clipboard.__file__)}:
        parts = [*ast.walk(ast.parse(path.read_text(encoding="utf-8")))]
        explained = {id(part.value) for part in parts if isinstance(part, ast.Expr)}
        constants = (part for part in parts if isinstance(part, ast.Constant) and id(part) not in explained)
        yield from (part.value for part in constants if isinstance(part.value, str))


def test_every_sign_of_the_program_has_a_spelling() -> None:
    signs = {sign for text in literals() for sign in text if sign > "\x7f" and (sign.isprintable() or sign.isspace())}
    assert "−" in signs
    assert signs <= set(GLYPHS)
    assert all(in_ascii(sign).isprintable() and "\\x" not in in_ascii(sign) for sign in GLYPHS)


@given(ANYTHING)
def test_every_text_can_be_spelled(text: str) -> None:
    spelled = in_ascii(text)
    assert spelled.isascii()
    assert [sign for sign in spelled if sign < " "] == [sign for sign in text if sign < " "]


def test_a_root_is_spelled_as_it_is_typed() -> None:
    assert in_ascii("constant:√2/2") == "constant:sqrt(2)/2"
    assert "".join(pieces(Document([Equation(Root(Value("alpha")))], tuple, dict), "text", Target(unicode=False))) == (
        "  sqrt(alpha)\n"
    )


@pytest.mark.no_cover
@pytest.mark.parametrize("format_name", formats())
@given(words=WORDS)
@example(words="\ud800")
def test_every_format_can_spell_every_text(format_name: str, words: str) -> None:
    line, row = (words, Mark.YES, Value("a")), TableRow(((words,), (words,)))
    grid = Grid(caption=line, corner=line, columns=(line,), rows=((line, (Cell((line, line)),)),))
    blocks: list[Block] = [
        Heading(line),
        Paragraph(line),
        Code(f"call({words})"),
        Table(head=((words,), ("b",)), rows=[row], height=1, widest=(row,)),
        Grids((grid,)),
    ]
    page = Document(blocks, lambda: blocks, lambda: {"words": words})
    assert "".join(pieces(page, format_name, Target(unicode=False))).isascii()
    assert format_name != "latex" or "".join(pieces(page, format_name, Target())).isascii()


@pytest.mark.no_cover
@pytest.mark.parametrize("words", EVERY_PAGE)
def test_every_page_can_be_spelled(words: str) -> None:
    """In columns, between marks, as XML and as a record; other formats spell as one of these."""
    for format_name in ("text", "github", "html", "json"):
        shown = printed(f"{words} --ascii -f {format_name}")
        assert (shown.errors, shown.output.isascii()) == ("", True)


@pytest.mark.parametrize("words", EVERY_SUM)
def test_every_sum_can_be_spelled(words: str) -> None:
    for format_name in formats(SUMS):
        shown = printed(f"{words} --ascii -f {format_name}")
        assert (shown.errors, shown.output.isascii()) == ("", True)


@pytest.mark.parametrize("encoding", [*NARROW, *WIDE])
def test_a_stream_that_lacks_a_sign_gets_none(encoding: str) -> None:
    stream = io.TextIOWrapper(io.BytesIO(), encoding)
    assert target(stream, "never", None, {}).unicode == (encoding in WIDE)


CODE = """
import sys
from convtrace.cli import run
sys.exit(max([run(words.split(" ")) for words in sys.argv[1:]]))
"""


@pytest.mark.parametrize(
    "settings",
    [*({"PYTHONIOENCODING": encoding} for encoding in NARROW[:6]), PLAIN_LOCALE],
    ids=lambda settings: settings.get("PYTHONIOENCODING", "C"),
)
def test_streams_that_lack_signs_break_off_no_page(settings: dict[str, str]) -> None:
    """Many pages by one process, with roots, dashes and numbered indices."""
    asked = [
        "conv --at 0 --image 3 --kernel sqrt(2),1,alpha --only result,table",
        "conv --image 2x1x1x2 --kernel 1x1x1x2 --only elsewhere,equation",
        "conv --image 3x3 --pad constant:sqrt(2) -f github --only setup",
        "borders",
        "kernels",
        "library",
        "expand xcorr --image 3 --kernel sqrt(2),1,2",
        "conv -h",
        "conv --at 1 --image 3 -f json",
    ]
    done = subprocess.run(
        [sys.executable, "-c", CODE, *asked],
        capture_output=True,
        env=environment(**settings),
        timeout=TIMEOUT,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.isascii()
    assert b"sqrt(2)*x[-1] + 1*x[0]" in done.stdout


def test_messages_repeat_what_the_stream_lacks() -> None:
    words = [sys.executable, "-c", CODE, "conv --kernel \N{SQUARE ROOT}\N{SNOWMAN}.csv"]
    done = subprocess.run(
        words, capture_output=True, env=environment(PYTHONIOENCODING="ascii:strict"), timeout=TIMEOUT, check=False
    )
    assert done.returncode == 2
    assert b"sqrt\\u2603.csv" in done.stderr
