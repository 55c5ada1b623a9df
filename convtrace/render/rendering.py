"""The formats by name, and an answer's text in one of them.

A format is a module with `render(document, target)`, which gives a page's text in pieces, ready to be written, or with
`SUMS`, the spelling of every output's sum, or with both; with `SUFFIXES`, the endings of files that are written in it
unless another is named; with `STANDALONE = True` if its custom is a part of a file, so that a whole one must be asked
for; and with `THEMED = True` if it is drawn on a light or a dark ground.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING

from convtrace.document.ascii import in_ascii
from convtrace.document.streamed_sums import Sums
from convtrace.render import formats as folder
from convtrace.values.limits import MAX_WIDTH, MIN_WIDTH
from convtrace.values.typed_text import Typed, read_whole, typed

if TYPE_CHECKING:
    from convtrace.document.blocks import Document, Target

DEFAULT = "terminal"
# grounds of pictures and pages; auto follows the reader's screen
THEMES = ("light", "dark", "auto")
# what a format's module has that writes pages, and what it has for every output's sum
PAGES, SUMS = "render", "SUMS"
# the format named first, if it is not the first by its letters
FIRST = {SUMS: "text"}


def formats(writer: str = PAGES) -> tuple[str, ...]:
    """The names of the formats that write pages, or every output's sum.

    >>> "json" in formats(), "jsonl" in formats(), formats(SUMS)
    (True, False, ('text', 'jsonl', 'latex', 'sympy'))
    """
    found = (name for name in _names() if writes(name, writer))
    return tuple(sorted(found, key=lambda name: (name != FIRST.get(writer), name)))


def writes(name: str, writer: str = PAGES) -> bool:
    """Tell whether a format of this name writes pages, or every output's sum; the default one is not loaded for it."""
    return writer == PAGES if name == DEFAULT else name in _names() and hasattr(_module(name), writer)


def checked_format(option: str, given: str, writer: str = PAGES) -> str:
    """The name of a format as it is typed; no other format's module is loaded, unless it is not there.

    >>> checked_format("--format", " json")
    'json'
    """
    piece = typed(option, given)
    name = piece.text.strip()
    return name if writes(name, writer) else piece.one_of(formats(writer))


def checked_theme(given: str) -> str:
    """The name of a theme as it is typed."""
    return typed("--theme", given).one_of(THEMES)


def checked_width(given: Typed) -> int:
    """A number of columns as it is typed, of those that a page can be folded to.

    >>> checked_width("80")
    80
    """
    piece = typed("--width", given)
    width = read_whole(piece, "--width 80")
    if MIN_WIDTH <= width <= MAX_WIDTH:
        return width
    raise piece.refuse(f"--width: {width} is not from {MIN_WIDTH} to {MAX_WIDTH}", "Type, for example: --width 80")


def suffixes(writer: str = PAGES) -> dict[str, str]:
    """The format of each ending of a file's name, the longest that fits; the default format is for no file.

    >>> suffixes()[".json"], suffixes(SUMS)[".jsonl"]
    ('json', 'jsonl')
    """
    named = (name for name in formats(writer) if name != DEFAULT)
    return {suffix: name for name in named for suffix in _module(name).SUFFIXES}


def takes_standalone(format_name: str) -> bool:
    """Tell whether a whole file must be asked for."""
    return format_name != DEFAULT and getattr(_module(format_name), "STANDALONE", False)


def takes_theme(format_name: str) -> bool:
    """Tell whether it has a ground that may be light or dark."""
    return format_name != DEFAULT and getattr(_module(format_name), "THEMED", False)


def pieces(document: Document | Sums, format_name: str, target: Target) -> Iterator[str]:
    """The document, or every output's sum, in one of the formats, in pieces that end where a line ends."""
    module = _module(format_name)
    if isinstance(document, Sums):
        made = document.lines(module.SUMS)
        return made if target.unicode else map(in_ascii, made)
    rendered: Iterator[str] = module.render(document, target)
    return rendered


def _names() -> list[str]:
    names = (name.removesuffix(".py") for name in os.listdir(folder.__path__[0]) if name.endswith(".py"))
    return [name for name in names if not name.startswith("_")]


def _module(format_name: str) -> ModuleType:
    return import_module(f"{folder.__name__}.{format_name}")
