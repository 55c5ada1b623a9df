"""Text with its meaning: spans, each of one role, and the places where a line may be broken."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, NamedTuple, TypeAlias  # typing's makes the many spans faster than ours

if TYPE_CHECKING:
    from convtrace.document.blocks import Cell


class Role(Enum):
    """Meanings of a piece of text; a format gives each role one look, everywhere the same."""

    PLAIN = "plain"
    IMAGE = "image"
    KERNEL = "kernel"
    OUTPUT = "output"
    GRADIENT = "gradient"
    VALUE = "value"
    INDEX = "index"
    YES = "yes"
    NO = "no"
    FAINT = "faint"
    STRONG = "strong"
    CODE = "code"


class Break(Enum):
    """Places to break a line, the best first."""

    LINE = 1
    WORD = 2
    TERM = 3


class Span(NamedTuple):
    """Text of one role, and the cell on whose colour it stands, where that is not the page's ground."""

    text: str
    role: Role
    ground: Cell | None = None


Token: TypeAlias = Span | Break
