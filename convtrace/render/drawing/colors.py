"""Colours: one pastel for each kernel element, one look for each role, light and dark."""

from __future__ import annotations

from colorsys import hls_to_rgb
from typing import NamedTuple, TypeAlias

from convtrace.document.spelling import Role

RGB: TypeAlias = tuple[int, int, int]

HUES = 300 / 360
LIGHTNESS, SATURATION = 0.84, 0.78
MONO = 'ui-monospace,Menlo,Consolas,"DejaVu Sans Mono",monospace'
SANS = "system-ui,sans-serif"
DARK = "@media screen and (prefers-color-scheme:dark)"
INK = "#1b1f24"


class RoleColors(NamedTuple):
    """The colours of a role on a light and on a dark ground, and what else makes it differ."""

    light: str
    dark: str
    more: str = ""


FORMULA = f"font-family:{MONO};"
ROLE_COLORS = {
    Role.IMAGE: RoleColors("#0b5394", "#8cc8ff", FORMULA),
    Role.KERNEL: RoleColors("#94217f", "#f3a6e4", FORMULA),
    Role.OUTPUT: RoleColors(INK, "#f2f4f8", FORMULA + "font-weight:700"),
    Role.GRADIENT: RoleColors("#8a5a00", "#e8b95a", FORMULA),
    Role.VALUE: RoleColors("#94217f", "#f3a6e4", FORMULA + "font-weight:700;font-style:normal"),
    Role.INDEX: RoleColors("#3f4650", "#d3d9e2", FORMULA + "font-style:italic"),
    Role.YES: RoleColors("#166f30", "#6fdc8c", "font-weight:700"),
    Role.NO: RoleColors("#b3261e", "#ff9b91", "font-weight:700"),
    Role.FAINT: RoleColors("#5d6673", "#a3adba"),
    Role.STRONG: RoleColors(INK, "#f2f4f8", "font-weight:700"),
    Role.CODE: RoleColors(INK, "#e6e9ef", FORMULA),
}


def fill(shade: float) -> RGB:
    """The pastel of a kernel element, red for the first one, through the rainbow to magenta for the last.

    >>> fill(0), fill(0.4)
    ((246, 182, 182), (182, 246, 182))
    """
    red, green, blue = hls_to_rgb(shade * HUES, LIGHTNESS, SATURATION)
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


def role_rules() -> str:
    """The style sheet of the roles: for HTML and for SVG, for both grounds; what is on a pastel stays dark."""
    light = "\n".join(f".ct-{role.value}{{{_ink(look.light)}{look.more}}}" for role, look in ROLE_COLORS.items())
    dark = "\n".join(f".ct-{role.value}{{{_ink(look.dark)}}}" for role, look in ROLE_COLORS.items())
    filled = "\n".join(f".ct-on .ct-{role.value}{{{_ink(look.light)}}}" for role, look in ROLE_COLORS.items())
    return f"{light}\n{DARK}{{\n{dark}\n.ct-on{{{_ink(INK)}}}\n{filled}\n}}"


def _ink(color: str) -> str:
    return f"color:{color};fill:{color};"
