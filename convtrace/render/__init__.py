"""One file for each format; the name of the file is the name of the format.

A format is a module with `render(document, target)`, which gives its text in pieces, ready to be written.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from convtrace.blocks import Document, Target

DEFAULT = "terminal"


def formats() -> tuple[str, ...]:
    """The names of all formats.

    >>> "json" in formats()
    True
    """
    names = (name.removesuffix(".py") for name in os.listdir(os.path.dirname(__file__)) if name.endswith(".py"))
    return tuple(sorted(name for name in names if not name.startswith("_")))


def render(document: Document, format_name: str, target: Target) -> Iterator[str]:
    """The document in one of the formats, in pieces that end where a line ends."""
    pieces: Iterator[str] = import_module(f"{__name__}.{format_name}").render(document, target)
    return pieces
