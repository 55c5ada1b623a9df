"""Slots in formulas and in words: what is the same in many lines is written once, and filled in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from convtrace.values.formula import Filled, Formula, Slot

if TYPE_CHECKING:
    from convtrace.document.blocks import Inline, Line

# what every format writes as it is, and no index is: more digits than any has, before the number of a slot
SLOT = "908070605040302010"
SLOT_DIGITS = 2


def slot_text(number: int) -> str:
    """The text that stands for a slot until it is filled: a number."""
    return f"{SLOT}{number:0{SLOT_DIGITS}}"


def with_slots(text: str) -> str:
    """A text in which numbers stand for slots, as a format of what fills them.

    >>> with_slots(f"{{h[{slot_text(1)}, {slot_text(0)}]}}")
    '{{h[{1}, {0}]}}'
    """
    first, *others = text.replace("{", "{{").replace("}", "}}").split(SLOT)
    return first + "".join(f"{{{int(other[:SLOT_DIGITS])}}}{other[SLOT_DIGITS:]}" for other in others)


def filled_in(inline: Inline, filling: tuple[Formula | str | Line, ...]) -> Line:
    """Words, a mark or a formula with its slots filled; words that are one slot become the line that fills it."""
    match inline:
        case str():
            whole = next((part for number, part in enumerate(filling) if inline == slot_text(number)), None)
            if isinstance(whole, tuple) and not isinstance(whole, Filled):
                return whole
            return (with_slots(inline).format(*filling),)
        case Filled(pattern, indices):
            filled = (filling[index.number] if isinstance(index, Slot) else index for index in indices)
            return (Filled(pattern, tuple(filled)),)  # type: ignore[arg-type]
        case _:
            return (inline,)
