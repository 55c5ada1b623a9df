"""The SVG that moves: every frame is the drawing of its output; whoever does not let it move sees the first."""

from __future__ import annotations

import io
import re
import xml.etree.ElementTree as ET
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from convtrace.cli import run
from convtrace.document.blocks import Document, Target
from convtrace.library.slides import posed_slide
from convtrace.render.drawing.colors import Scheme
from convtrace.render.drawing.composition import CLOSING, opening
from convtrace.render.drawing.elements import element
from convtrace.render.drawing.motion import Moving, moving
from convtrace.render.drawing.shapes import Letters
from convtrace.render.formats import html, svg
from convtrace.view.pages.slide import document
from tests.support.browser import View, looked_at
from tests.support.picture_readers import READERS
from tests.support.pictures import SVG, assert_boxes_and_letters_are_there, picture

resvg_py = pytest.importorskip("resvg_py", reason="pictures are not drawn: resvg-py is not installed")
Image = pytest.importorskip("PIL.Image", reason="pictures are not drawn: Pillow is not installed")
RULE = re.compile(r"\.(\w+)\{animation:\1 ([\d.]+)s step-end infinite\}\s*@keyframes \1\{((?:[\d.]+%\{[^}]*\})+)\}")
STEP = re.compile(r"([\d.]+)%\{opacity:([01]);visibility:(visible|hidden)\}")
HREF = "{http://www.w3.org/1999/xlink}href"
# pixels at the corners of lines; a letter has more
FRINGE = 20
CASES: dict[str, dict[str, Any]] = {
    "letters": {"image": (4, 5)},
    "border": {"image": "1 2; 4 5", "kernel": "1 0; 2 -1", "mode": "full", "pad": "reflect"},
    "outside": {"image": 4, "mode": "full"},
    "many": {"image": "1 2 3 4; 5 6 7 8; 9 1 2 3", "kernel": "1 2; 3 4", "path": "snake"},
}


@cache
def made(case: str) -> tuple[Document, Moving, str]:
    """A page, its frames, and its file."""
    words = {**CASES[case]}
    page = document(posed_slide("conv", words, path=words.pop("path", "rows"), pace="0.5"))
    assert page.motion is not None
    return page, moving(page.motion), "".join(svg.render(page, Target()))


def drawn(text: str) -> Any:
    """A drawing in pixels, as numbers."""
    data = resvg_py.svg_to_bytes(svg_string=text)
    return np.asarray(Image.open(io.BytesIO(bytes(data))).convert("RGBA")).astype(int)


def frame_of(whole: Moving, number: int) -> str:
    """One frame alone."""
    shapes = (element(shape, Scheme.LIGHT) for shape, shown in whole.shapes.items() if number in shown)
    return "".join((opening(whole.drawn, "", file=True), *shapes, CLOSING))


def stopped(text: str, seconds: float) -> str:
    """The drawing as its style sheet has it at one moment: what a browser does, done by hand."""
    rules = {name: (float(length), STEP.findall(steps)) for name, length, steps in RULE.findall(text)}
    root = ET.fromstring(text)
    groups = [group for group in root.iter(f"{SVG}g") if group.get("class") in rules]
    assert {group.get("class") for group in groups} == {*rules}
    for group in groups:
        length, steps = rules[group.get("class") or ""]
        assert steps[0][0] == "0"
        *_, (_, opacity, visibility) = (step for step in steps if float(step[0]) <= 100 * (seconds % length) / length)
        group.set("opacity", opacity)
        group.set("visibility", visibility)
    return ET.tostring(root, encoding="unicode")


def assert_alike(one: Any, other: Any) -> None:
    """The same picture; only a line below a line may blend otherwise."""
    apart = abs(one - other).max(axis=2)
    assert one.shape == other.shape
    assert (apart > 40).sum() <= FRINGE, (apart > 40).sum()
    assert (apart > 0).mean() < 0.01


@pytest.mark.parametrize("case", CASES)
def test_each_moment_shows_its_frame(case: str) -> None:
    _, whole, text = made(case)
    for number in {0, 1, whole.frames // 2, whole.frames - 1}:
        assert_alike(drawn(stopped(text, (number + 0.4) / 2)), drawn(frame_of(whole, number)))
    assert_alike(drawn(stopped(text, (whole.frames + 0.4) / 2)), drawn(frame_of(whole, 0)))


@pytest.mark.parametrize("case", CASES)
def test_whoever_knows_no_style_sheet_sees_the_first_frame(case: str) -> None:
    _, whole, text = made(case)
    assert_alike(drawn(text), drawn(frame_of(whole, 0)))
    assert_alike(drawn(re.sub(r"<style>.*?</style>", "", text, flags=re.DOTALL)), drawn(frame_of(whole, 0)))


@pytest.mark.no_cover
@pytest.mark.parametrize("reader", READERS, ids=lambda reader: reader.__name__)
def test_readers_show_the_first_frame(tmp_path: Path, reader: Any) -> None:
    _, whole, text = made("border")
    file = tmp_path / "slide.svg"
    file.write_text(text, encoding="utf-8")
    reader([file])
    assert_boxes_and_letters_are_there(
        ET.fromstring(frame_of(whole, 0)), picture(file.with_suffix(".png").read_bytes())
    )


# the letters that are seen and differ from frame to frame, with their places
LETTERS = """() => [...document.querySelectorAll("svg > g")].slice(1)
  .flatMap(group => [...group.querySelectorAll("text, use")])
  .filter(each => getComputedStyle(each).visibility === "visible" && getComputedStyle(each.parentNode).opacity === "1")
  .map(each => [(each.href ? document.querySelector(each.href.baseVal) : each).textContent,
    +each.getAttribute("x"), +each.getAttribute("y")]).filter(([text]) => text)"""
MOMENTS = (0.2, 0.7, 1.3, 1.9, 3.4)
STOPPED = "seconds => document.getAnimations().forEach(each => { each.pause(); each.currentTime = 1000 * seconds; })"
STATES = "() => [...new Set(document.getAnimations().map(each => each.playState))]"
WATCHED = f"""async page => {{
  const found = [];
  for (const seconds of {list(MOMENTS)}) {{
    await page.evaluate({STOPPED}, seconds);
    found.push(await page.evaluate({LETTERS}));
  }}
  return found;
}}"""
AT_REST = f"""async page => {{
  await page.emulateMediaFeatures([{{name: "prefers-reduced-motion", value: "reduce"}}]);
  return [await page.evaluate({STATES}), await page.evaluate({LETTERS})];
}}"""
SWITCHED = f"""async page => {{
  const found = [await page.evaluate({STATES})];
  for (const _ of [0, 1]) {{
    await page.click("label");
    found.push(await page.evaluate({STATES}));
  }}
  await page.emulateMediaFeatures([{{name: "prefers-reduced-motion", value: "reduce"}}]);
  const style = await page.evaluate(() => getComputedStyle(document.querySelector("label")).display);
  return [...found, style];
}}"""


PRESSED = f"""async page => {{
  const found = [await page.evaluate({STATES})];
  await page.waitForFunction(() => document.activeElement.className === "ct-pause");
  await page.keyboard.press("Space");
  return [...found, await page.evaluate({STATES})];
}}"""
PLACES = """() => ["svg", "label"].map(name => {
  const {top, bottom, width} = document.querySelector(`figure ${name}`).getBoundingClientRect();
  return [top, bottom, width];
})"""
# a phone, and what people show slides on
WINDOWS = ((360, 640), (640, 360), (1200, 800), (1280, 720))
FITS = f"""async page => {{
  const found = [];
  for (const [width, height] of {[*map(list, WINDOWS)]}) {{
    await page.setViewport({{width, height}});
    found.push(await page.evaluate({PLACES}));
  }}
  return found;
}}"""


def letters_of(whole: Moving, number: int, ground: set[tuple[Any, ...]]) -> set[tuple[Any, ...]]:
    """The letters of a frame that are not always there."""
    shapes = [shape for shape, shown in whole.shapes.items() if isinstance(shape, Letters) and number in shown]
    return {("".join(part.text for part in shape.parts), shape.x, shape.y) for shape in shapes} - ground


@pytest.mark.no_cover
def test_a_browser_shows_each_frame_in_its_time(pytestconfig: pytest.Config, tmp_path: Path) -> None:
    page, whole, text = made("many")
    (tmp_path / "slide.svg").write_text(text, encoding="utf-8")
    (tmp_path / "slide.html").write_text("".join(html.render(page, Target())), encoding="utf-8")
    views = [View(tmp_path / "slide.svg", played=played, pictured=False) for played in (WATCHED, AT_REST)]
    views.append(View(tmp_path / "slide.html", played=SWITCHED, pictured=False, accessible=True))
    watched, at_rest, switched = looked_at(pytestconfig, tmp_path, views)
    root = ET.fromstring(text)
    first, *_ = root.findall(f"{SVG}g")
    ground = {
        ("".join(each.itertext()), float(each.get("x", "")), float(each.get("y", "")))
        for each in first.iter(f"{SVG}text")
    }
    defined = {f"#{each.get('id')}": "".join(each.itertext()) for each in root.iter() if each.get("id")}
    used = (each for each in first.iter(f"{SVG}use"))
    ground |= {(defined[each.get(HREF, "")], float(each.get("x", "")), float(each.get("y", ""))) for each in used}
    for seconds, found in zip(MOMENTS, watched.played, strict=True):
        number = int(2 * seconds) % whole.frames
        assert {tuple(each) for each in found} == letters_of(whole, number, ground), seconds
    states, found = at_rest.played
    assert (states, {tuple(each) for each in found}) == ([], letters_of(whole, 0, ground))
    assert switched.played == [["running"], ["paused"], ["running"], "none"]
    for seen in (watched, at_rest, switched):
        assert (seen.console, seen.requests, seen.violations) == ([], [], [])


@pytest.mark.no_cover
def test_a_page_fits_its_window_with_its_switch(pytestconfig: pytest.Config, tmp_path: Path) -> None:
    """The space bar turns the switch as soon as the page is there."""
    pages = {case: made(case)[0] for case in CASES}
    pages["high"] = document(posed_slide("conv", {"image": (2, 12), "kernel": (2, 3)}))
    views = []
    for case, page in pages.items():
        file = tmp_path / f"{case}.html"
        file.write_text("".join(html.render(page, Target())), encoding="utf-8")
        views.append(View(file, played=PRESSED, pictured=False))
        views.append(View(file, played=FITS, pictured=False))
    found = looked_at(pytestconfig, tmp_path, views)
    for pressed, seen in zip(found[::2], found[1::2], strict=True):
        assert pressed.played == [["running"], ["paused"]]
        for (width, height), ((top, bottom, across), (above, below, _)) in zip(WINDOWS, seen.played, strict=True):
            assert 0 <= above < below <= top < bottom
            assert across <= width
            assert bottom - above <= height
            assert height < 700 or bottom <= height


def test_what_does_not_change_is_written_once() -> None:
    page, whole, text = made("letters")
    assert page.motion is not None
    alone = [frame_of(whole, number) for number in range(whole.frames)]
    assert len(text) < sum(map(len, alone)) / 2
    root = ET.fromstring(text)
    assert len({each.get("id") for each in root.iter() if each.get("id")}) == len(
        [each for each in root.iter() if each.get("id")]
    )
    used = {each.get(HREF) for each in root.iter(f"{SVG}use")}
    assert used == {f"#{each.get('id')}" for each in root.iter() if each.get("id")}


def test_names_differ_from_picture_to_picture() -> None:
    names = [{*re.findall(r'id="([^"]+)"', made(case)[2])} for case in CASES]
    assert sum(map(len, names)) == len(set[str]().union(*names))


def test_all_of_it_moves_only_for_whom_it_may() -> None:
    _, _, text = made("letters")
    (style,) = re.findall(r"<style>(.*?)</style>", text, flags=re.DOTALL)
    assert style.startswith("@media (prefers-reduced-motion:no-preference){")
    assert style.count("{") == style.count("}")
    assert len(RULE.findall(style)) == style.count("@keyframes") > 0


def test_one_output_moves_nowhere() -> None:
    text = "".join(svg.render(document(posed_slide("conv", {"image": 3})), Target(theme="auto")))
    assert "@keyframes" not in text
    assert "hidden" not in text


def test_a_page_has_a_switch_that_stops_it() -> None:
    page = document(posed_slide("conv", {"image": 4}))
    text = "".join(html.render(page, Target()))
    switch = r'<label><input [^>]*type="checkbox"( autofocus)?> ([^<]*)(?: <span [^>]*>([^<]*)</span>)?</label>'
    assert re.findall(switch, text) == [(" autofocus", "Pause", "(space bar)")]
    part = "".join(html.render(page, Target(standalone=False)))
    assert re.findall(switch, part) == [("", "Pause", "")]
    assert "autofocus" not in part
    assert "prefers-reduced-motion:reduce" in text
    still = "".join(html.render(document(posed_slide("conv", {"image": 4}), still=True), Target()))
    assert "checkbox" not in still
    assert "<details>" not in still
    assert "@keyframes" not in still


def test_a_page_says_its_title_once_and_folds_what_is_below_the_picture() -> None:
    text = "".join(html.render(document(posed_slide("conv", {"image": 4})), Target()))
    body = text.partition("<body")[2]
    shown = re.sub("<[^>]*>", "", body.partition("<details>")[0])
    assert shown.count("Convolution: image 4") == 1
    folded = re.findall("<details>.*?</details>", body, flags=re.DOTALL)
    assert [part.count("<h2>") for part in folded] == [body.count("<h2>")] == [2]


def test_a_file_that_is_opened_alone_fits_its_window() -> None:
    text = made("letters")[2]
    (width,) = re.findall(r' width="(\d+)" height="\d+" font', text)
    assert f"@media (max-width:{width}px){{.ct-svg{{width:100%;height:auto}}}}" in text


def test_ascii_has_no_other_sign(tmp_path: Path) -> None:
    assert run(["slide", "conv", "--image", "4", "--ascii", "-o", str(tmp_path / "a.svg")]) == 0
    assert (tmp_path / "a.svg").read_bytes().isascii()
