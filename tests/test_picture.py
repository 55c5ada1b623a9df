"""The README's picture is what the program prints, and fetches nothing from elsewhere."""

from __future__ import annotations

import importlib.util
import re
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types import ModuleType

ROOT = Path(__file__).resolve().parent.parent
SVG = (ROOT / "docs" / "conv_1_1.svg").read_text(encoding="utf-8")


def script() -> ModuleType:
    """scripts/picture.py as a module."""
    spec = importlib.util.spec_from_file_location("picture", ROOT / "scripts" / "picture.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_picture_shows_what_the_program_prints_now() -> None:
    assert script().picture() == SVG, "draw it again: python scripts/picture.py"


def test_picture_is_self_contained() -> None:
    assert "http" not in re.sub(r'xmlns(:\w+)?="[^"]*"', "", SVG)
    assert "<script" not in SVG
    assert "@font-face" not in SVG


def test_picture_is_well_formed() -> None:
    assert ET.fromstring(SVG).tag == "{http://www.w3.org/2000/svg}svg"
