"""GIF: as many frames as there are outputs, each the drawing of svg and png, in one palette, at the pace asked for."""

from __future__ import annotations

import io
import struct
import sys
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from convtrace.cli import run
from convtrace.document.blocks import Target
from convtrace.library.slides import posed_slide
from convtrace.render.drawing.colors import Scheme
from convtrace.render.drawing.composition import CLOSING, opening
from convtrace.render.drawing.elements import element
from convtrace.render.drawing.motion import moving
from convtrace.render.drawing.pixels import pixels
from convtrace.render.formats import gif
from convtrace.view.pages.slide import document
from tests.support.pictures import TOLERANCE, assert_boxes_and_letters_are_there, picture
from tests.support.processes import CONV

pytest.importorskip("resvg_py", reason="pictures are not drawn: resvg-py is not installed")
Image = pytest.importorskip("PIL.Image", reason="pictures are not drawn: Pillow is not installed")
Capture = pytest.CaptureFixture[str]
CASES: dict[str, dict[str, Any]] = {
    "letters": {"image": (4, 4)},
    "border": {"image": "1 2; 4 5", "kernel": "1 0; 2 -1", "mode": "same", "pad": "edge"},
    "one axis": {"image": 3, "kernel": 2, "mode": "full"},
}


def frames_of(data: bytes) -> list[Any]:
    """All frames of a file, as people see them."""
    read = Image.open(io.BytesIO(data))
    found = []
    for number in range(read.n_frames):
        read.seek(number)
        found.append(read.convert("RGB"))
    return found


@pytest.mark.no_cover
@pytest.mark.parametrize(("case", "theme"), [*((case, Scheme.LIGHT) for case in CASES), ("border", Scheme.DARK)])
def test_every_frame_is_the_drawing_of_its_output(case: str, theme: Scheme) -> None:
    page = document(posed_slide("conv", CASES[case], pace=0.5))
    assert page.motion is not None
    whole = moving(page.motion)
    found = frames_of(gif.image(page, Target(theme=theme.value)))
    assert len(found) == whole.frames > 1
    for number, frame in enumerate(found):
        shapes = (element(shape, theme) for shape, shown in whole.shapes.items() if number in shown)
        drawing = "".join((opening(whole.drawn, "", file=True), *shapes, CLOSING))
        if number in (0, whole.frames - 1):
            assert_boxes_and_letters_are_there(ET.fromstring(drawing), frame)
        drawn = Image.open(io.BytesIO(pixels(drawing, "#ffffff" if theme is Scheme.LIGHT else "#15191f")))
        apart = abs(np.asarray(frame).astype(int) - np.asarray(drawn.convert("RGB"))).max(axis=2)
        # shades at the edges of letters are those of the palette that are nearest
        assert (apart > 4 * TOLERANCE).mean() < 0.001
        assert np.quantile(apart, 0.9) == 0


def blocks_of(data: bytes) -> tuple[list[int], list[int], int]:
    """The time of each frame in hundredths of a second, their flags, and how often it begins again, read by hand."""
    assert data[:6] == b"GIF89a"
    place, times, flags, repeats = 13 + 3 * 2 ** ((data[10] & 7) + 1), [], [], -1
    while data[place] != 0x3B:
        if data[place : place + 2] == b"!\xf9":
            times.append(struct.unpack("<H", data[place + 4 : place + 6])[0])
        if data[place : place + 2] == b"!\xff":
            (repeats,) = struct.unpack("<H", data[place + 16 : place + 18])
        if data[place] == 0x2C:
            flags.append(data[place + 9])
        place += {0x2C: 11, 0x21: 2}[data[place]]
        while data[place]:
            place += data[place] + 1
        place += 1
    assert place == len(data) - 1
    return times, flags, repeats


@pytest.mark.parametrize(("pace", "ticks"), [(1, 100), ("0.25", 25), (0.333, 33), (60, 6000)])
def test_time_repetition_and_palette(pace: Any, ticks: int) -> None:
    page = document(posed_slide("conv", {"image": 5}, pace=pace))
    times, flags, repeats = blocks_of(gif.image(page, Target()))
    assert times == [ticks] * 3
    # for ever, and no frame has colours of its own
    assert (repeats, flags) == (0, [0] * 3)


@pytest.mark.parametrize(
    "words", [CONV, ("slide", "conv", "--image", "4", "--strip"), ("slide", "conv", "--image", "3")]
)
def test_what_does_not_move_is_one_picture(tmp_path: Path, words: tuple[str, ...]) -> None:
    assert run([*words, "-o", str(tmp_path / "a.gif")]) == 0
    (found,) = frames_of((tmp_path / "a.gif").read_bytes())
    if words[-1] != "3":
        assert run([*words, "-o", str(tmp_path / "a.png")]) == 0
        drawn = picture((tmp_path / "a.png").read_bytes())
        apart = abs(np.asarray(found).astype(int) - np.asarray(drawn)).max(axis=2)
        assert found.size == drawn.size
        assert (apart > 4 * TOLERANCE).mean() < 0.001


@pytest.mark.parametrize(("module", "package"), [("resvg_py", "resvg-py"), ("PIL", "pillow")])
def test_the_extra_is_named(
    capsys: Capture, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, module: str, package: str
) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    assert run(["slide", "conv", "-o", str(tmp_path / "slide.gif")]) == 2
    assert capsys.readouterr() == (
        "",
        f"Error: the format gif needs the package {package}\n"
        "Type: pip install 'convtrace[gif]', or choose -f svg, which needs neither.\n",
    )
    assert [*tmp_path.iterdir()] == []
