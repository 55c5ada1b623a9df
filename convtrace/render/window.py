"""The parts of a window as its lines: as many parts as there is room for, the most important first."""

from __future__ import annotations

from collections.abc import Sequence

from convtrace.document.ascii import in_ascii
from convtrace.document.blocks import Block, Document, Target
from convtrace.render.rendering import DEFAULT, pieces
from convtrace.view.pages.step import AIRY, Part

GAP = "  "
CUT = "…"


def window_lines(parts: Sequence[Part], keys: Sequence[str], target: Target, lines: int) -> list[str]:
    """Exactly so many lines, the last one with the keys, of at most the target's width."""
    shown = list[str]()
    for part in parts:
        gap = [""] * (bool(shown) and lines >= AIRY and len(shown) > 1)
        room = lines - 1 - len(shown) - len(gap)
        fitting = _fitting(part, target, room)
        shown += [*gap, *fitting] if fitting else []
    return [*shown, *[""] * (lines - 1 - len(shown)), _key_line(keys, target)]


def _fitting(part: Part, target: Target, room: int) -> list[str]:
    """The lines of the first choice that fits, the last one cut where it may be; none where none fits."""
    drawn = list[str]()
    for choice in part.choices(room):
        drawn = _drawn(choice.blocks, target)
        if len(drawn) <= (room if choice.most is None else min(choice.most, room)):
            return drawn
    if part.least is not None and room >= part.least:
        return [*drawn[: room - 1], (CUT if target.unicode else in_ascii(CUT))[: target.width]]
    return []


def _drawn(blocks: Sequence[Block], target: Target) -> list[str]:
    page = Document(blocks, tuple, dict)
    return "".join(pieces(page, DEFAULT, target)).splitlines()


def _key_line(keys: Sequence[str], target: Target) -> str:
    """As many keys as there is room for."""
    line = ""
    for key in keys:
        longer = f"{line}{GAP}{key}" if line else key
        if target.width is not None and len(longer) > target.width:
            break
        line = longer
    return line
