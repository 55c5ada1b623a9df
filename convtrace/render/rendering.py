"""The formats by name, and a document's text in one of them.

A format is a module with `render(document, target)`, which gives its text in pieces, ready to be written; with
`SUFFIXES`, the endings of files that are written in it unless another is named; and with `STANDALONE = True` if its
custom is a part of a file, so that a whole one must be asked for.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING

from convtrace.render import formats as folder
from convtrace.render.lines.layout import ASCII

if TYPE_CHECKING:
    from convtrace.document.blocks import Document, Target
    from convtrace.document.streamed_sums import Sums
    from convtrace.trace.derivation import Derivation

DEFAULT = "terminal"


def formats() -> tuple[str, ...]:
    """The names of all formats.

    >>> "json" in formats()
    True
    """
    names = (name.removesuffix(".py") for name in os.listdir(folder.__path__[0]) if name.endswith(".py"))
    return tuple(sorted(name for name in names if not name.startswith("_")))


def suffixes() -> dict[str, str]:
    """The format of each ending of a file's name, the longest that fits; the default format is for no file.

    >>> suffixes()[".json"]
    'json'
    """
    named = (name for name in formats() if name != DEFAULT)
    return {suffix: name for name in named for suffix in _module(name).SUFFIXES}


def takes_standalone(format_name: str) -> bool:
    """Whether a whole file must be asked for."""
    return format_name != DEFAULT and getattr(_module(format_name), "STANDALONE", False)


def pieces(document: Document, format_name: str, target: Target) -> Iterator[str]:
    """The document in one of the formats, in pieces that end where a line ends."""
    made: Iterator[str] = _module(format_name).render(document, target)
    return made


def streamed(sums: Sums, format_name: str, target: Target) -> Iterator[str]:
    """Every output's sum in one of the formats, in pieces that end where a line ends."""
    made = sums.lines(format_name)
    return made if target.unicode else (piece.translate(ASCII) for piece in made)


def _module(format_name: str) -> ModuleType:
    return import_module(f"{folder.__name__}.{format_name}")


def page(derivation: Derivation, format_name: str = "text", *, standalone: bool | None = None) -> str:
    """The page of a derivation: what `convtrace.render` gives."""
    from convtrace.document.blocks import Target
    from convtrace.values.typed_text import typed
    from convtrace.view.pages.value import document

    name = typed("format", format_name).one_of(formats())
    return "".join(pieces(document(derivation), name, Target(standalone=standalone)))
