"""Pictures as readers draw them: what must be seen at which place."""

from __future__ import annotations

import io
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from typing import NamedTuple, TypeAlias, cast

import numpy as np
from PIL import Image

from convtrace.render.drawing.shapes import ADVANCE

RGB: TypeAlias = tuple[int, int, int]
SVG = "{http://www.w3.org/2000/svg}"
# what people with weak eyes need: https://www.w3.org/TR/WCAG22/#contrast-minimum
CONTRAST = 4.5
# readers round and blend
TOLERANCE = 12


def picture(data: bytes) -> Image.Image:
    """A picture as on white paper."""
    read = Image.open(io.BytesIO(data)).convert("RGBA")
    paper = Image.new("RGBA", read.size, "white")
    return Image.alpha_composite(paper, read).convert("RGB")


def rgb(color: str) -> RGB:
    """The parts of #rrggbb."""
    red, green, blue = bytes.fromhex(color.removeprefix("#"))
    return red, green, blue


def distance(one: RGB, other: RGB) -> int:
    return max(abs(a - b) for a, b in zip(one, other, strict=True))


def luminance(color: RGB) -> float:
    parts = [part / 255 for part in color]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: RGB, other: RGB) -> float:
    """How well one colour is read on another, from 1 to 21."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


class Words(NamedTuple):
    """A line of text of a drawing, where it should be and in which colour."""

    text: str
    left: float
    width: float
    base: float
    size: int
    ink: RGB
    strict: bool


def words_of(drawing: ET.Element) -> Iterator[Words]:
    """The lines of text of a drawing."""
    for text in drawing.iter(f"{SVG}text"):
        said, size = "".join(text.itertext()), int(text.get("font-size", ""))
        width, x = ADVANCE * size * len(said), float(text.get("x", ""))
        left = x - width * {"start": 0, "middle": 0.5, "end": 1}[text.get("text-anchor", "start")]
        monospaced = not any("font-family" in part.attrib for part in text.iter())
        part = text if text.text else text[0]
        ink = rgb(part.get("fill", ""))
        yield Words(said, left, width, float(text.get("y", "")), size, ink, monospaced and size > 17 and len(said) > 1)


def assert_boxes_and_letters_are_there(drawing: ET.Element, pixels: Image.Image) -> None:
    """Every box has its fill, every word its ink on a ground that lets it be read, every formula its place."""
    scale = pixels.width / float(drawing.get("width", ""))
    for box in drawing.iter(f"{SVG}rect"):
        if box.get("fill") != "none":
            x, y, height = (float(box.get(name, "")) for name in ("x", "y", "height"))
            found = _at(pixels, (x + 5) * scale, (y + height / 2) * scale)
            assert distance(found, rgb(box.get("fill", ""))) <= TOLERANCE, (box.attrib, found)
    for words in words_of(drawing):
        _assert_readable(words, pixels, scale)


def _at(pixels: Image.Image, x: float, y: float) -> RGB:
    return cast("RGB", pixels.getpixel((int(x), int(y))))


def _assert_readable(words: Words, pixels: Image.Image, scale: float) -> None:
    left, top = max(words.left - words.size, 0), words.base - words.size
    right, bottom = words.left + words.width + 1.5 * words.size, words.base + words.size * 0.35
    part = np.asarray(pixels.crop((left * scale, top * scale, right * scale, bottom * scale))).astype(int)
    # one number for each colour: rows are sorted ten times as slowly
    found, counts = np.unique(part @ np.array([1 << 16, 1 << 8, 1]), return_counts=True)
    colors = found[:, None] >> np.array([16, 8, 0]) & 255
    ground: RGB = tuple(colors[counts.argmax()].tolist())
    assert contrast(words.ink, ground) >= CONTRAST, words
    nearest = abs(colors - words.ink).max(axis=1).min()
    assert nearest < 0.5 * distance(words.ink, ground), words
    if words.strict:
        (inked,) = (abs(part - ground).max(axis=2) > 2 * TOLERANCE).any(axis=0).nonzero()
        first, last = left + inked[0] / scale, left + inked[-1] / scale
        assert abs(first - words.left) < words.size * 0.5, (words, first)
        assert abs(last - words.left - words.width) < words.size * 0.7, (words, last)
