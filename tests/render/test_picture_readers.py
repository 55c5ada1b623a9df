"""Pictures in the programs into which people put them: each shows what the elements say, light and dark."""

from __future__ import annotations

import shlex
import shutil
import subprocess
import xml.etree.ElementTree as ET
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from convtrace.cli import run
from tests.support.effort import some
from tests.support.pictures import assert_boxes_and_letters_are_there, picture
from tests.support.processes import TIMEOUT
from tests.support.questions import PICTURES

pytestmark = pytest.mark.no_cover


def _called(*words: str) -> None:
    if shutil.which(words[0]) is None:
        pytest.skip(f"pictures are not drawn: {words[0]} is not installed")
    done = subprocess.run(words, capture_output=True, text=True, timeout=TIMEOUT, check=False)
    assert done.returncode == 0, done.stderr


def rsvg_convert(files: Sequence[Path]) -> None:
    for file in files:
        _called("rsvg-convert", str(file), "-o", str(file.with_suffix(".png")))


def inkscape(files: Sequence[Path]) -> None:
    _called("inkscape", "--export-type=png", *map(str, files))


def libreoffice(files: Sequence[Path]) -> None:
    folder = files[0].parent
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    _called("soffice", profile, "--headless", "--convert-to", "png", "--outdir", str(folder), *map(str, files))


def cairosvg(files: Sequence[Path]) -> None:
    reader = pytest.importorskip("cairosvg", reason="pictures are not drawn: CairoSVG is not installed")
    for file in files:
        reader.svg2png(url=str(file), write_to=str(file.with_suffix(".png")))


@pytest.mark.parametrize("reader", [rsvg_convert, inkscape, libreoffice, cairosvg], ids=lambda reader: reader.__name__)
def test_every_reader_shows_what_is_drawn(tmp_path: Path, reader: Callable[[Sequence[Path]], None]) -> None:
    """Each box in its colour, each word in its ink and readable, each formula monospaced and at its place."""
    files = []
    # a theme is another table of colours for the same drawing
    asked = [(question, "light") for question in some(PICTURES, 5)] + [(PICTURES[1], "dark")]
    for number, (question, theme) in enumerate(asked):
        files.append(tmp_path / f"{number}.svg")
        assert run([*shlex.split(question), "-o", str(files[-1]), "--theme", theme]) == 0
    reader(files)
    for file in files:
        assert_boxes_and_letters_are_there(ET.parse(file).getroot(), picture(file.with_suffix(".png").read_bytes()))
