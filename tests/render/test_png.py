"""The picture in pixels: the same drawing as svg, twice its size; and what is said where nothing can draw it."""

from __future__ import annotations

import io
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from convtrace.cli import run
from convtrace.document.blocks import Target
from convtrace.render.formats import png
from convtrace.trace.derivation import derive
from convtrace.trace.pose import pose
from convtrace.view.pages.value import document
from tests.support.pictures import assert_boxes_and_letters_are_there, picture
from tests.support.processes import CONV, TIMEOUT, command, counted

resvg_py = pytest.importorskip("resvg_py", reason="pictures are not drawn: resvg-py is not installed")
Capture = pytest.CaptureFixture[str]
Patch = pytest.MonkeyPatch


QUESTIONS = (CONV, ("map", "xcorr"), ("compare", "--at", "1,1", "--only", "same-output"))


@pytest.mark.no_cover
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("question", QUESTIONS)
def test_the_same_drawing_twice_as_large(tmp_path: Path, question: tuple[str, ...], theme: str) -> None:
    for name in ("page.png", "page.svg"):
        assert run([*question, "-o", str(tmp_path / name), "--theme", theme]) == 0
    drawing = ET.parse(tmp_path / "page.svg").getroot()
    pixels = picture((tmp_path / "page.png").read_bytes())
    assert pixels.size == (2 * int(drawing.get("width", "")), 2 * int(drawing.get("height", "")))
    assert_boxes_and_letters_are_there(drawing, pixels)


@pytest.mark.no_cover
def test_pixels_follow_no_screen() -> None:
    """Auto is light, whatever a style sheet would say."""
    page = partial(document, derive(pose("conv", m=1, n=1)))
    light, dark, auto = (png.image(page(), Target(theme=theme)) for theme in ("light", "dark", "auto"))
    assert light == auto != dark


def test_into_a_pipe() -> None:
    done = subprocess.run(command(*CONV, "-f", "png"), capture_output=True, env=counted(), timeout=TIMEOUT, check=False)
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout == png.image(document(derive(pose("conv", m=1, n=1))), Target())


class Screen(io.StringIO):
    """A terminal, as far as a stream can tell."""

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize("words", [(), ("-o", "-")])
def test_never_onto_a_terminal(capsys: Capture, monkeypatch: Patch, words: tuple[str, ...]) -> None:
    screen = Screen()
    monkeypatch.setattr(sys, "stdout", screen)
    assert run([*CONV, "-f", "png", *words]) == 2
    assert screen.getvalue() == ""
    assert capsys.readouterr().err == "Error: a terminal can't show the format png\nName a file: --output page.png\n"


def test_the_extra_is_named(capsys: Capture, monkeypatch: Patch) -> None:
    monkeypatch.setitem(sys.modules, "resvg_py", None)
    assert run([*CONV, "-f", "png"]) == 2
    assert capsys.readouterr() == (
        "",
        "Error: the format png needs the package resvg-py\n"
        "Type: pip install 'convtrace[png]', or choose -f svg, which needs neither.\n",
    )


def test_words_that_could_not_be_drawn_are_not_left_out(capsys: Capture, monkeypatch: Patch) -> None:
    """A machine without fonts would make a picture without words."""
    draw: Callable[..., bytes] = resvg_py.svg_to_bytes
    monkeypatch.setattr(resvg_py, "svg_to_bytes", partial(draw, skip_system_fonts=True))
    assert run([*CONV, "-f", "png"]) == 2
    assert capsys.readouterr().err.startswith("Error: the format png needs a font, but there is none on this machine\n")


def test_no_file_is_left_where_nothing_can_draw(tmp_path: Path, monkeypatch: Patch) -> None:
    monkeypatch.setitem(sys.modules, "resvg_py", None)
    assert run([*CONV, "-o", str(tmp_path / "page.png")]) == 2
    assert [*tmp_path.iterdir()] == []
