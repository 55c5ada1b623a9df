"""Colours of a terminal: with many of them cells have the shades of the picture, so that the flip is seen."""

from __future__ import annotations

import io
import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from rich.color import Color

from convtrace.cli.stream import target
from convtrace.document.blocks import Document, Line, Mark, Table, TableRow, Target
from convtrace.render.formats import terminal
from convtrace.render.pastels import RGB, fill
from convtrace.trace.derivation import derive
from convtrace.trace.pose import pose
from convtrace.values.formula import Entry, Root
from convtrace.view.pages.compare import document as comparison_page
from convtrace.view.pages.value import document
from tests.support.pictures import CONTRAST, contrast, distance

ALL, MANY, FEW = 2**24, 256, 16
ESCAPE = re.compile(r"\x1b\[([\d;]*)m")


def drawn(colors: int) -> str:
    page = document(derive(pose("conv", m=1, n=1)), ("drawing",))
    return "".join(terminal.render(page, Target(colors=colors)))


def letters(page: str) -> list[tuple[str, RGB | None, RGB | None]]:
    """Each kernel value of the two grids of the kernel, with its ink and its ground."""
    found = []
    kernels = page[page.index("kernel h") : page.index("The kernel lies")]
    for codes, text in re.findall(r"\x1b\[(1;[\d;]+)m([a-i])\x1b", kernels):
        found.append((text, _color(codes, 38), _color(codes, 48)))
    return found


def _color(codes: str, which: int) -> RGB | None:
    match = re.search(rf"(?:^|;){which};(?:2;(\d+);(\d+);(\d+)|5;(\d+))", codes)
    if match is None:
        return None
    if match[4]:
        red, green, blue = Color.from_ansi(int(match[4])).get_truecolor()
    else:
        red, green, blue = map(int, match.groups()[:3])
    return red, green, blue


@pytest.mark.parametrize("colors", [ALL, MANY])
def test_the_flip_is_seen(colors: int) -> None:
    """Each element has one ground, all differ, and the laid kernel has them the other way round."""
    seen = letters(drawn(colors))
    assert sorted(text for text, _, _ in seen) == sorted("abcdefghi" * 2)
    ground = {text: found for text, _, found in seen}
    assert len(set(ground.values())) == 9
    assert all(ground[text] == found for text, _, found in seen)
    most = 32 if colors == MANY else 0
    for place, letter in enumerate("abcdefghi"):
        found = ground[letter]
        assert found is not None
        assert distance(found, fill(place / 8)) <= most


@pytest.mark.parametrize("colors", [ALL, MANY])
def test_letters_can_be_read_on_their_ground(colors: int) -> None:
    for _, ink, ground in letters(drawn(colors)):
        assert ink is not None
        assert ground is not None
        assert contrast(ink, ground) >= CONTRAST


def test_few_colours_have_no_grounds() -> None:
    assert all(ground is None for _, _, ground in letters(drawn(FEW)))
    assert not re.search(r"\x1b\[[\d;]*48;", drawn(FEW))


CELLS = st.one_of(
    st.text("abc −·✗xh[]", max_size=9).map(lambda text: (text,)),
    st.sampled_from(Mark).map(lambda mark: (mark, " why")),
    st.integers(-99, 99).map(lambda number: (Entry("x", (number, 0)), " = ", Root(abs(number)))),
)


@example([], True)
@given(st.lists(st.tuples(CELLS, CELLS, st.booleans()), max_size=6), st.booleans())
def test_a_table_without_colours_is_the_lines_that_rich_draws(
    cells: list[tuple[Line, Line, bool]], is_unicode: bool
) -> None:
    rows = tuple(TableRow((first, second), starts_group) for first, second, starts_group in cells)
    table = Table(head=(("plugged in",), ("solved",)), rows=rows, height=len(rows), widest=rows)
    page = Document((table,), tuple, dict)
    plain, colored = ("".join(terminal.render(page, Target(colors=each, unicode=is_unicode))) for each in (0, FEW))
    assert "\x1b" in colored
    assert ESCAPE.sub("", colored) == plain


def test_shades_change_no_text() -> None:
    plain = drawn(0)
    assert "\x1b" not in plain
    assert {ESCAPE.sub("", drawn(colors)) for colors in (ALL, MANY, FEW)} == {plain}


def test_a_whole_cell_has_its_shade() -> None:
    """Also the blanks around its lines: a cell is a block of one colour."""
    lines = drawn(ALL).splitlines()
    row = next(line for line in lines if "x[0,0]" in line)
    cell = row[row.index("48;2") - 20 :].split("│")[0]
    assert len(ESCAPE.sub("", cell.split("m", 1)[1])) >= len(" x[0,0] ")


def test_pixels_of_both_operations_keep_their_colours() -> None:
    """Also in a grid without lines around its cells."""
    from convtrace.trace.comparison import compare

    page = comparison_page(compare(pose("conv", m=1, n=1), pose("xcorr", m=1, n=1)), ("same-output",))
    text = "".join(terminal.render(page, Target(colors=ALL)))
    for letter, shade in ("A", 0.0), ("B", 0.4), ("AB", 0.2):
        red, green, blue = fill(shade)
        assert re.search(rf"48;2;{red};{green};{blue}m{letter}\x1b", text), letter


class Stream(io.StringIO):
    """A stream that is a terminal, or not."""

    def __init__(self, terminal: bool) -> None:
        super().__init__()
        self.terminal = terminal

    def isatty(self) -> bool:
        return self.terminal


@pytest.mark.parametrize(
    ("terminal", "settings", "color", "expected"),
    [
        (True, "", "auto", FEW),
        (False, "", "auto", 0),
        (False, "", "always", FEW),
        (True, "", "never", 0),
        (True, "TERM=dumb", "auto", 0),
        (True, "TERM=xterm-256color", "auto", MANY),
        (True, "TERM=xterm-kitty", "auto", MANY),
        (True, "TERM=xterm COLORTERM=truecolor", "auto", ALL),
        (True, "TERM=xterm COLORTERM=24bit", "auto", ALL),
        (True, "TERM=xterm-256color NO_COLOR=1", "auto", 0),
        (True, "CLICOLOR=0", "auto", 0),
        (True, "CLICOLOR=1", "auto", FEW),
        (False, "CLICOLOR=1", "auto", 0),
        (False, "CLICOLOR_FORCE=1", "auto", FEW),
        (False, "CLICOLOR_FORCE=0", "auto", 0),
        (False, "CLICOLOR_FORCE=", "auto", 0),
        (False, "CLICOLOR_FORCE=1 CLICOLOR=0", "auto", FEW),
        (False, "CLICOLOR_FORCE=1 NO_COLOR=1", "auto", 0),
        (True, "CLICOLOR=0", "always", FEW),
        (False, "FORCE_COLOR=1 TERM=xterm-256color", "auto", FEW),
        (False, "FORCE_COLOR=2", "auto", MANY),
        (False, "FORCE_COLOR=3", "auto", ALL),
        (False, "FORCE_COLOR=yes COLORTERM=truecolor", "auto", ALL),
    ],
)
def test_how_many_colours(terminal: bool, settings: str, color: str, expected: int) -> None:
    environ = dict(setting.split("=") for setting in settings.split())
    assert target(Stream(terminal), color, 80, environ).colors == expected


def test_a_long_table_has_the_same_text_with_colours_and_without() -> None:
    derivation = derive(pose("conv", m=1, n=1, image=(16, 16), window="all"))
    pages = (terminal.render(document(derivation, ("table",)), Target(colors=colors)) for colors in (0, FEW))
    plain, painted = map("".join, pages)
    assert ESCAPE.search(painted)
    assert ESCAPE.sub("", painted) == plain
