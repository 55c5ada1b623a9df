"""The formats that draw: what must hold of every picture and of every page."""

from __future__ import annotations

import tracemalloc
import xml.etree.ElementTree as ET
from collections import Counter
from functools import cache
from itertools import count, islice
from math import prod

import html5lib
import pytest

from convtrace.cli import run
from convtrace.document.blocks import (
    Block,
    Cell,
    Code,
    Document,
    Equation,
    Grid,
    Grids,
    Heading,
    Paragraph,
    Table,
    TableRow,
    Target,
    Tone,
)
from convtrace.document.plain import plain
from convtrace.document.spans import Role
from convtrace.law.axis import Unknown
from convtrace.render.drawing.colors import INKS
from convtrace.render.drawing.composition import Frame, composed
from convtrace.render.drawing.shapes import Kind, Letters
from convtrace.render.formats import html, svg
from convtrace.render.pastels import fill, hexadecimal
from convtrace.render.rendering import pieces
from convtrace.trace.derivation import derive
from convtrace.trace.pose import pose
from convtrace.values.exact import number_text
from convtrace.values.formula import Entry, Value
from convtrace.view import phrases
from convtrace.view.pages.value import SECTIONS, UNASKED, document
from convtrace.view.roles import Roles
from convtrace.view.sections.result import answer
from tests.support.kept_files import printed
from tests.support.pictures import CONTRAST, contrast, rgb

QUESTIONS = {
    "conv": {"operation": "conv", "m": 1, "n": 1},
    "xcorr": {"operation": "xcorr", "m": -1, "n": -1},
    "border": {"operation": "conv", "at": (3, -3)},
    "far": {"operation": "conv", "at": (100, 1)},
    "one axis": {"operation": "conv", "at": 2, "image": 6, "kernel": 4},
    "slices": {"operation": "xcorr", "at": (0, 0, 1), "image": "3x4x5", "kernel": "2x3x2", "axes": "rc"},
    "large": {"operation": "conv", "at": (0, 0), "kernel": "7x7"},
    "wide": {"operation": "conv", "at": (0, 0), "image": "15x3", "kernel": "15x3"},
    "huge": {"operation": "conv", "at": (5, -7), "image": "1000000001x1000000001"},
    "four axes": {"operation": "conv", "at": "0,0,0,0", "image": "2x2x2x2", "kernel": "1x1x1x2"},
}
HOSTILE = "<script>alert(1)</script>&\"' ]]> --> \x07\x1b[0m\ud800\ufffe"
HARMLESS = "<script>alert(1)</script>&\"' ]]> --> [0m"
SVG = "{http://www.w3.org/2000/svg}"
HTML = "{http://www.w3.org/1999/xhtml}"

each_question = pytest.mark.parametrize("name", QUESTIONS)


# parts of pages are written alike whatever is asked
PARTS = [(), *((section,) for section in SECTIONS), ("setup", "table")]
WHOLE_AND_PARTS = [
    (name, only) for name in QUESTIONS for only in (PARTS if name in ("border", "slices") else PARTS[:1])
]


@cache
def text_of(name: str, format_name: str, only: tuple[str, ...] = (), *, unicode: bool = True) -> str:
    return "".join(pieces(answered(name, only), format_name, Target(unicode=unicode)))


def answered(name: str, only: tuple[str, ...] = ()) -> Document:
    return document(derive(pose(**QUESTIONS[name])), only)  # type: ignore[arg-type]


def drawn(name: str, only: tuple[str, ...] = ()) -> ET.Element:
    return picture_of(text_of(name, "svg", only))


def picture_of(text: str) -> ET.Element:
    return ET.fromstring(text)


@cache
def page_of(text: str) -> ET.Element:
    """The page as a strict parser reads it, which raises at the first error."""
    page: ET.Element = html5lib.HTMLParser(strict=True).parse(text)
    return page


UNKNOWNS: tuple[Unknown, ...] = ("i", "k")


def lines_of(picture: ET.Element) -> list[str]:
    return ["".join(text.itertext()) for text in picture.iter(f"{SVG}text")]


@each_question
def test_every_term_is_in_the_picture(name: str) -> None:
    derivation = derive(pose(**QUESTIONS[name]))  # type: ignore[arg-type]
    picture = drawn(name)
    lines = lines_of(picture)
    for term in derivation.terms:
        places = {plain(Roles(derivation.problem).of[unknown].entry(term.along(unknown))) for unknown in UNKNOWNS}
        assert {*places, term.weight} <= {*lines}
    everything = "".join(lines).replace("\u00a0", "").replace(" ", "")
    assert plain(answer(derivation)).replace(" ", "") in everything


@each_question
def test_a_kernel_element_has_one_fill_in_all_grids(name: str) -> None:
    fills: dict[str, set[str | None]] = {}
    box: ET.Element | None = None
    for element in drawn(name):
        box = element if element.tag == f"{SVG}rect" else box
        if element.get("class") == "ct-letter ct-on":
            assert box is not None
            if box.get("class") != "ct-outside":
                fills.setdefault("".join(element.itertext()), set()).add(box.get("fill"))
    kernel = pose(**QUESTIONS[name]).kernel  # type: ignore[arg-type]
    assert len(fills) == prod(map(len, kernel.ranges))
    assert all(len(found) == 1 for found in fills.values())
    assert len(set.union(*fills.values())) == len(fills)


def test_the_flip_is_seen_as_the_rainbow_reversed() -> None:
    pastels = {hexadecimal(fill(place / 8)) for place in range(9)}
    cells = [rect for rect in drawn("conv").iter(f"{SVG}rect") if rect.get("fill") in pastels]
    assert len(cells) == 27
    defined, laid = cells[9:18], cells[18:]
    assert [cell.get("fill") for cell in laid] == [cell.get("fill") for cell in reversed(defined)]


def test_the_border_s_elements_are_dashed_and_say_so() -> None:
    picture = drawn("border")
    assert len([rect for rect in picture.iter(f"{SVG}rect") if rect.get("class") == "ct-outside"]) == 5
    assert lines_of(picture).count("no pixel") == 5


@each_question
def test_nothing_is_drawn_outside_the_card(name: str) -> None:
    picture = drawn(name)
    _, _, width, height = map(float, picture.get("viewBox", "").split())
    for element in picture.iter():
        assert 0 <= float(element.get("x", 0)) < width
        assert 0 <= float(element.get("y", 0)) < height


@pytest.mark.no_cover
@pytest.mark.parametrize(("name", "only"), WHOLE_AND_PARTS)
@pytest.mark.parametrize("format_name", ["svg", "html"])
def test_a_file_needs_nothing_else(name: str, format_name: str, only: tuple[str, ...]) -> None:
    text = text_of(name, format_name, only)
    (picture_of if format_name == "svg" else page_of)(text)
    without_namespace = text.replace('xmlns="http://www.w3.org/2000/svg"', "")
    for forbidden in ("http", "<script", "@font-face", "@import", "url(", "src=", "href="):
        assert forbidden not in without_namespace


@pytest.mark.no_cover
@each_question
@pytest.mark.parametrize("format_name", ["svg", "html"])
def test_ascii_is_the_same_text_in_numbers(name: str, format_name: str) -> None:
    text = text_of(name, format_name, unicode=False)
    assert text.isascii()
    read = picture_of if format_name == "svg" else page_of
    full = read(text_of(name, format_name))
    assert "".join(read(text).itertext()) == "".join(full.itertext())


@each_question
def test_pictures_say_in_words_what_they_show(name: str) -> None:
    derivation = derive(pose(**QUESTIONS[name]))  # type: ignore[arg-type]
    page = page_of(text_of(name, "html"))
    inline = page.find(f".//{SVG}svg")
    assert inline is not None
    for picture in (drawn(name), inline):
        assert picture.get("role") == "img"
        said = picture.get("aria-label", "")
        for part in (
            "image",
            plain(answer(derivation)),
            f"The kernel lies {phrases.orientation(derivation.problem, derivation.flipped)}: ",
        ):
            assert part in said


@each_question
def test_a_page_starts_with_the_answer(name: str) -> None:
    page = page_of(text_of(name, "html"))
    main = page.find(f".//{HTML}main")
    assert main is not None
    assert [main[0].tag, main[1].get("class")] == [f"{HTML}h1", "equation answer"]
    assert main.find(f"{HTML}figure") is not None
    assert page.findtext(f".//{HTML}title") == "".join(main[0].itertext())
    assert len(main.findall(f"{HTML}h2")) == len({*SECTIONS} - {*UNASKED})


@each_question
def test_headers_of_tables_say_what_they_head(name: str) -> None:
    page = page_of(text_of(name, "html"))
    heads = list(page.iter(f"{HTML}th"))
    assert {head.get("scope") for head in heads} <= {"row", "col"}
    for table in page.iter(f"{HTML}table"):
        assert all(head.get("scope") == "col" for head in table.findall(f"{HTML}thead/{HTML}tr/{HTML}th"))
        assert all(head.get("scope") == "row" for head in table.findall(f"{HTML}tbody/{HTML}tr/{HTML}th"))


def test_a_part_of_a_page_has_no_title() -> None:
    page = page_of(text_of("conv", "html", ("table",)))
    assert page.find(f".//{HTML}h1") is None
    assert page.find(f".//{HTML}figure") is None
    assert page.find(f".//{HTML}table") is not None


def hostile() -> list[Block]:
    line = (HOSTILE,)
    cells = (Cell((line,), Tone.PATCH, shade=0.5), Cell((line, line)))
    row = TableRow((line, line), starts_group=True)
    grid = Grid(caption=line, corner=line, columns=(line, line), rows=((line, cells),))
    return [
        Heading(line, level=1),
        Equation(Value(HOSTILE), strong=True),
        Heading(line),
        Paragraph(line),
        Code(HOSTILE),
        Table(head=(line, line), rows=[row, row], height=2, widest=(row,)),
        Grids((grid, grid.replace(ruled=False))),
    ]


@pytest.mark.parametrize("format_name", ["svg", "html"])
def test_hostile_text_is_only_text(format_name: str) -> None:
    text = "".join(pieces(Document(hostile(), hostile, dict), format_name, Target()))
    root = (picture_of if format_name == "svg" else page_of)(text)
    assert "<script" not in text
    assert not [element for element in root.iter() if "script" in str(element.tag)]
    everything = "".join(root.itertext())
    assert "\x07" not in everything
    assert everything.count("</script>") >= 15
    if format_name == "html":
        assert HARMLESS in everything


def test_a_title_alone_is_a_page() -> None:
    blocks: list[Block] = [Heading(("A title",), level=1)]
    page = page_of("".join(html.render(Document(blocks, lambda: blocks, dict), Target())))
    assert page.findtext(f".//{HTML}h1") == "A title"
    assert page.find(f".//{SVG}svg") is None


def test_nothing_is_an_empty_picture() -> None:
    assert lines_of(picture_of("".join(svg.render(Document([], list, dict), Target())))) == []


@pytest.mark.parametrize("format_name", ["svg", "html"])
def test_a_long_table_is_written_as_its_rows_come(format_name: str) -> None:
    row = TableRow((("x",), (Entry("x", (-1,)),)))
    table = Table(head=((number_text(1),), ("b",)), rows=(row for _ in count()), height=10**6, widest=(row,))
    parts = pieces(Document([table], lambda: [table], dict), format_name, Target())
    tracemalloc.start()
    text = sum(map(len, islice(parts, 5_000)))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert text > 2 * 10**5
    assert peak < 10**6


def test_shades_are_pastels_that_differ() -> None:
    shades = [fill(place / 48) for place in range(49)]
    assert len(set(shades)) == 49
    assert min(map(min, shades)) > 170
    inks = [rgb(INKS[role.value].light) for role in Role if role.value in INKS]
    assert min(contrast(ink, shade) for ink in inks for shade in shades) >= CONTRAST
    assert hexadecimal(fill(0)) == "#f7bfbf"


@pytest.mark.parametrize(("theme", "card"), [("light", "#ffffff"), ("dark", "#15191f"), ("auto", "#ffffff")])
def test_a_picture_is_whole_without_a_style_sheet(theme: str, card: str) -> None:
    """Light unless told; only one that is to follow its reader's screen has a style sheet beside its attributes."""
    text = "".join(svg.render(answered("conv"), Target(theme=theme)))
    picture = picture_of(text)
    box = picture.find(f"{SVG}rect")
    assert box is not None
    assert box.get("fill") == card
    assert ("<style>" in text) == (theme == "auto")
    assert all(element.get("fill") for element in picture.iter() if element.tag in (f"{SVG}rect", f"{SVG}text"))
    assert (theme == "light") == (text == "".join(svg.render(answered("conv"), Target())))


def test_lines_stand_where_they_are_placed() -> None:
    """No blank begins or ends a line, as some readers drop it; a real family comes first, as some take no other."""
    for picture in map(drawn, QUESTIONS):
        assert all(line == line.strip() and "\u00a0" not in line for line in lines_of(picture))
        assert picture.get("font-family", "").startswith("DejaVu Sans Mono,")


@pytest.mark.parametrize(("count", "rows"), [(1, [1]), (3, [3]), (4, [2, 2]), (5, [3, 2]), (7, [3, 3, 1])])
def test_slices_that_need_several_rows_fill_them_evenly(count: int, rows: list[int]) -> None:
    wide = ((("0",), (Cell((("x" * 40,),)),)),)
    grids = tuple(
        Grid(caption=(f"slice {number}",), corner=(), columns=(("0",),), rows=wide) for number in range(count)
    )
    drawn = composed([[Grids(grids)]], Frame())
    captions = [shape for shape in drawn.shapes if isinstance(shape, Letters) and shape.kind is Kind.CAPTION]
    assert [*Counter(each.y for each in captions).values()] == rows


def test_a_picture_with_numbers_has_the_result_and_every_pixel() -> None:
    numbers = "1 2 3; 4 5 6; 7 8 90"
    page = document(derive(pose("conv", m=0, n=0, image=numbers, kernel="1 0 -1;")))
    lines = lines_of(picture_of("".join(svg.render(page, Target()))))
    assert any(line.endswith(" = 2") for line in lines)
    assert {"1", "2", "3", "7", "8", "90"} <= {*lines}
    assert {"−1·4", "0·5", "1·6"} <= {*lines}


def test_a_phone_shows_the_pixels_that_are_used() -> None:
    page = page_of("".join(html.render(answered("conv"), Target())))
    narrow, broad = page.findall(f".//{HTML}figure/{HTML}div/{SVG}svg")
    assert float(narrow.get("width", "")) <= 328
    assert sum(line.startswith("x[") for line in lines_of(narrow)) == 9
    assert sum(line.startswith("x[") for line in lines_of(broad)) == 16


def test_a_part_follows_the_page_around_it() -> None:
    text = "".join(html.render(answered("conv"), Target(standalone=False)))
    assert "prefers-color-scheme" not in text
    assert "currentColor" in text
    drawing = html5lib.HTMLParser(strict=False).parseFragment(text).findall(f".//{SVG}svg")[1]
    assert float(drawing.get("width")) <= 900


def test_addresses_can_be_followed() -> None:
    """Without the point that ends a sentence; hostile ones stay text."""
    lines = ("See https://example.org/a?b=1&c=<2>.", "https://example.org/\"onclick='x'")
    blocks: list[Block] = [*(Paragraph((line,)) for line in lines), Code("https://example.org/d", "text")]
    page = page_of("".join(html.render(Document(blocks, lambda: blocks, dict), Target())))
    links = [link.get("href") for link in page.iter(f"{HTML}a")]
    assert links == ["https://example.org/a?b=1&c=", "https://example.org/", "https://example.org/d"]
    assert all([*link.attrib] == ["href"] for link in page.iter(f"{HTML}a"))


def test_a_recipe_is_one_block() -> None:
    code = Code("h2 = h[::-1]\ny = f(x, h2)")
    page = page_of("".join(html.render(Document([code], lambda: [code], dict), Target())))
    assert [pre.findtext(f"{HTML}code") for pre in page.iter(f"{HTML}pre")] == [code.text]


def test_a_header_that_says_nothing_is_a_plain_cell() -> None:
    row = TableRow((("A",), ("b",)))
    table = Table(head=((), ("c",)), rows=[row], height=1, widest=(row,))
    page = page_of("".join(html.render(Document([table], lambda: [table], dict), Target())))
    assert [head.text for head in page.iter(f"{HTML}th")] == ["c"]


@pytest.mark.parametrize("name", ["markdown", "terminal", "json"])
def test_a_theme_is_for_what_has_a_ground(capsys: pytest.CaptureFixture[str], name: str) -> None:
    assert run(["conv", "--m", "1", "--n", "1", "-f", name, "--theme", "dark"]) == 2
    said = f"Error: --theme changes nothing in the format {name}\n"
    hint = "Leave it out, or choose a format that it changes: gif, html, png, svg\n"
    assert capsys.readouterr() == ("", said + hint)


def test_themes_are_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["conv", "--m", "1", "--n", "1", "-f", "svg", "--theme", "blue"]) == 2
    assert "Choose from: light, dark, auto" in capsys.readouterr().err


def test_a_map_has_the_outputs_the_image_and_how_the_kernel_moves() -> None:
    said = "".join(picture_of(printed("map conv --image 5 --kernel 3 -f svg").output).itertext())
    assert "outputs, with their pixels" in said
    assert "image, with the outputs over it" in said
