"""One pastel for each kernel element, the same in every format that has colours."""

from __future__ import annotations

from colorsys import hls_to_rgb
from typing import TypeAlias

from convtrace.document.blocks import Cell, Tone

RGB: TypeAlias = tuple[int, int, int]

HUES = 300 / 360
LIGHTNESS, SATURATION = 0.86, 0.78


def fill(shade: float) -> RGB:
    """The pastel of a kernel element, red for the first one, through the rainbow to magenta for the last.

    >>> fill(0), fill(0.4)
    ((247, 191, 191), (191, 247, 191))
    """
    red, green, blue = hls_to_rgb(shade * HUES, LIGHTNESS, SATURATION)
    return round(red * 255), round(green * 255), round(blue * 255)


def deep(shade: float) -> RGB:
    """The colour of a kernel element where it is a dot: as its pastel, but dark enough to be seen.

    >>> deep(0), deep(0.4)
    ((217, 38, 38), (38, 217, 38))
    """
    red, green, blue = hls_to_rgb(shade * HUES, 0.5, 0.7)
    return round(red * 255), round(green * 255), round(blue * 255)


def paler(color: RGB) -> RGB:
    """Half the way to white: a kernel element that meets no pixel.

    >>> paler((245, 183, 183))
    (250, 219, 219)
    """
    red, green, blue = ((part + 255) // 2 for part in color)
    return red, green, blue


def hexadecimal(color: RGB) -> str:
    """The colour as style sheets write it.

    >>> hexadecimal((245, 183, 0))
    '#f5b700'
    """
    return "#" + bytes(color).hex()


def cube_color(color: str) -> int:
    """The number of a pastel among the 256 colours of terminals: its parts spread over the three upper levels there.

    The nearest colours would be the same for some neighbours.

    >>> cube_color("#f7bfbf"), cube_color("#bff7bf")
    (217, 157)
    """
    low, high = min(fill(0)), max(fill(0))
    red, green, blue = (min(5, 3 + round(2 * (part - low) / (high - low))) for part in bytes.fromhex(color[1:]))
    return 16 + 36 * red + 6 * green + blue


def shade_fill(cell: Cell) -> str | None:
    """The colour of a cell's kernel element, pale where it meets no pixel."""
    if cell.shade is None:
        return None
    color = fill(cell.shade)
    return hexadecimal(paler(color) if cell.tone is Tone.OUTSIDE else color)
