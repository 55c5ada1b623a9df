"""Programs into which people put pictures: each draws files of SVG as PNG beside them."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.support.processes import TIMEOUT


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


READERS = (rsvg_convert, inkscape, libreoffice, cairosvg)
