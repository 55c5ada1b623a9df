"""Colours by their names, on a light and on a dark ground."""

from __future__ import annotations

from enum import Enum

from convtrace.document.spans import Role
from convtrace.values.named_tuple import NamedTuple

# a real family first: some readers take no other
MONO = "DejaVu Sans Mono,Menlo,Consolas,Liberation Mono,monospace"
SANS = "Arial,Helvetica,DejaVu Sans,sans-serif"


class Scheme(Enum):
    """Grounds to draw on."""

    LIGHT = "light"
    DARK = "dark"


class Ink(NamedTuple):
    """A colour on a light and on a dark ground."""

    light: str
    dark: str

    def on(self, scheme: Scheme) -> str:
        """The colour on one of the grounds."""
        return self.light if scheme is Scheme.LIGHT else self.dark


BLACK = Ink("#1b1f24", "#e6e9ef")
BOLD = {"font-weight": "bold"}
INKS = {
    "ink": BLACK,
    "faint": Ink("#485160", "#a3adba"),
    Role.IMAGE.value: Ink("#0a4a86", "#8cc8ff"),
    Role.KERNEL.value: Ink("#841a70", "#f3a6e4"),
    Role.OUTPUT.value: BLACK,
    Role.GRADIENT.value: Ink("#6d4700", "#e8b95a"),
    Role.VALUE.value: Ink("#841a70", "#f3a6e4"),
    Role.INDEX.value: Ink("#3f4650", "#d3d9e2"),
    Role.YES.value: Ink("#115b27", "#6fdc8c"),
    Role.NO.value: Ink("#9c1d16", "#ff9b91"),
    Role.STRONG.value: BLACK,
    Role.CODE.value: BLACK,
    "card": Ink("#ffffff", "#15191f"),
    "edge": Ink("#d5dae1", "#343b45"),
    "cell": Ink("#c3c9d2", "#4a535f"),
    "window": Ink("#e9ecf0", "#2b323b"),
    "patch": Ink("#2b3340", "#ffffff"),
    "outside": Ink("#4b5563", "#a3adba"),
    "ground": Ink("#ffffff", "#0e1116"),
    "soft": Ink("#f3f5f8", "#1a1f26"),
}
# the colours of what stands around text, and under it
GROUNDS = ("card", "edge", "cell", "window", "patch", "outside", "ground", "soft")
# what makes a role differ beside its colour
FACES: dict[Role, dict[str, str]] = {
    Role.OUTPUT: BOLD,
    Role.VALUE: {**BOLD, "font-style": "normal"},
    Role.INDEX: {"font-style": "italic"},
    Role.YES: BOLD,
    Role.NO: BOLD,
    Role.STRONG: BOLD,
}
# roles whose text is formulas or code
MONOSPACED = (Role.IMAGE, Role.KERNEL, Role.OUTPUT, Role.GRADIENT, Role.VALUE, Role.INDEX, Role.CODE)
