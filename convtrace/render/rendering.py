"""The formats by name, and an answer's text in one of them.

A format is a module with `render(document, target)`, which gives a page's text in pieces, ready to be written, or with
`SUMS`, the spelling of every output's sum, or with both; or with `image(document, target)`, which gives the bytes of a
page's picture, or with `cells(document, target)`, which gives its numbers alone, or code for them. It has `SUFFIXES`,
the endings of files that are written in it unless another is named; `STANDALONE = True` if its custom is a part of a
file, so that a whole one must be asked for; `frame(target)` if sums, too, need something before and behind them; and
`THEMED = True` if it is drawn on a light or a dark ground. Where the format's name has a dash, the module's has an
underscore.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from importlib import import_module
from itertools import chain
from types import ModuleType
from typing import TYPE_CHECKING, TypeVar

from convtrace.document.ascii import in_ascii
from convtrace.errors import ConvtraceError
from convtrace.render import formats as folder
from convtrace.values.limits import MAX_LENGTH_IN_MEMORY, MAX_WIDTH, MIN_WIDTH
from convtrace.values.typed_text import Typed, read_whole, typed

if TYPE_CHECKING:
    from convtrace.document.blocks import Document, Target
    from convtrace.document.streamed_sums import Spelling, Sums

Piece = TypeVar("Piece", str, bytes, str | bytes)

DEFAULT = "terminal"
# grounds of pictures and pages; auto follows the reader's screen
THEMES = ("light", "dark", "auto")
# what a format's module has that writes pages, what it has for every output's sum, what makes a picture in bytes, and
# what writes numbers alone
WRITERS = PAGES, SUMS, IMAGES, CELLS = "render", "SUMS", "image", "cells"
# the format named first, if it is not the first by its letters
FIRST = {SUMS: "text"}


def formats(*writers: str) -> tuple[str, ...]:
    """The names of the formats that write pages, every output's sum, or pictures; of pages unless told.

    >>> "json" in formats(), "jsonl" in formats(), formats(SUMS)[0], formats(IMAGES)
    (True, False, 'text', ('gif', 'png'))
    """
    found = (name for name in _names() if writes(name, *writers))
    first = [FIRST[writer] for writer in writers if writer in FIRST]
    return tuple(sorted(found, key=lambda name: (name not in first, name)))


def writes(name: str, *writers: str) -> bool:
    """Tell whether a format of this name writes what these do; the default one is not loaded for it."""
    wanted = writers or (PAGES,)
    if name == DEFAULT:
        return PAGES in wanted or SUMS in wanted
    return name in _names() and any(hasattr(_module(name), writer) for writer in wanted)


def checked_format(option: str, given: str, *writers: str) -> str:
    """The name of a format as it is typed, or of the one whose files end so; only to look there are others loaded.

    >>> checked_format("--format", " json"), checked_format("--format", "md")
    ('json', 'markdown')
    """
    piece = typed(option, given)
    name = piece.text.strip()
    if writes(name, *writers):
        return name
    return suffixes(*writers).get(f".{name.lower()}") or piece.one_of(formats(*writers))


def checked_theme(given: str, option: str = "--theme") -> str:
    """The name of a theme as it is typed."""
    return typed(option, given).one_of(THEMES)


def checked_width(given: Typed, option: str = "--width") -> int:
    """A number of columns as it is typed, of those that a page can be folded to.

    >>> checked_width("80")
    80
    """
    piece = typed(option, given)
    width = read_whole(piece, f"{piece.before}80")
    if MIN_WIDTH <= width <= MAX_WIDTH:
        return width
    raise piece.refuse(
        f"{option}: {width} is not from {MIN_WIDTH} to {MAX_WIDTH}", f"Type, for example: {piece.before}80"
    )


def suffixes(*writers: str) -> dict[str, str]:
    """The format of each ending of a file's name, the longest that fits; the default format is for no file.

    >>> suffixes()[".json"], suffixes(SUMS)[".jsonl"]
    ('json', 'jsonl')
    """
    named = (name for name in formats(*writers) if name != DEFAULT)
    return {suffix: name for name in named for suffix in suffixes_of(name)}


def suffixes_of(format_name: str) -> tuple[str, ...]:
    """The endings of files in one format, the usual one first."""
    found: tuple[str, ...] = _module(format_name).SUFFIXES
    return found


def takes_standalone(format_name: str) -> bool:
    """Tell whether a whole file must be asked for."""
    return format_name != DEFAULT and getattr(_module(format_name), "STANDALONE", False)


def takes_theme(format_name: str) -> bool:
    """Tell whether it has a ground that may be light or dark."""
    return format_name != DEFAULT and getattr(_module(format_name), "THEMED", False)


def pieces(document: Document | Sums, format_name: str, target: Target) -> Iterator[str]:
    """The document, or every output's sum, in one of the formats, in pieces that end where a line ends."""
    from convtrace.document.blocks import Document  # only here: whoever has a document has loaded it

    module = _module(format_name)
    if not isinstance(document, Document):
        if hasattr(module, SUMS):
            return _sums(document, module, target)
        document = document.page()
    write: Callable[[Document, Target], Iterator[str]] = getattr(module, PAGES, None) or getattr(module, CELLS)
    return write(document, target)


def _sums(sums: Sums, module: ModuleType, target: Target) -> Iterator[str]:
    """Every output's sum, in the frame that the format has for pages, if it has one."""
    spelling: Spelling = module.SUMS
    before, after = module.frame(target) if hasattr(module, "frame") else ("", "")
    lines = sums.lines(spelling if target.unicode else spelling.replace(notation=spelling.ascii or spelling.notation))
    whole = chain([before + next(lines, "")], lines, [after] if after else [])
    return whole if target.unicode else map(in_ascii, whole)


def contents(document: Document | Sums, format_name: str, target: Target) -> Iterable[str | bytes]:
    """The same, or the bytes of the document's picture, in one piece, in a format that is no text."""
    if writes(format_name, IMAGES):
        page = document.page() if hasattr(document, "page") else document
        return [_module(format_name).image(page, target)]
    return pieces(document, format_name, target)


def joined(made: Iterable[Piece], hint: str) -> list[Piece]:
    """All pieces of an answer in memory; ConvtraceError, with the hint, where they are too long for that."""
    kept, length = list[Piece](), 0
    for piece in made:
        kept.append(piece)
        length += len(piece)
        if length > MAX_LENGTH_IN_MEMORY:
            raise ConvtraceError(f"more than {MAX_LENGTH_IN_MEMORY} characters are too long to keep", hint=hint)
    return kept


def _names() -> list[str]:
    names = (name.removesuffix(".py") for name in os.listdir(folder.__path__[0]) if name.endswith(".py"))
    return [name.replace("_", "-") for name in names if not name.startswith("_")]


def _module(format_name: str) -> ModuleType:
    return import_module(f"{folder.__name__}.{format_name.replace('-', '_')}")
