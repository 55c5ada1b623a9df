"""One file for each format; the name of the file is the name of the format. Called, the package renders.

A format is a module with `render(document, target)`, which gives its text in pieces, ready to be written; with
`SUFFIXES`, the endings of files that are written in it unless another is named; and with `STANDALONE = True` if its
custom is a part of a file, so that a whole one must be asked for.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from convtrace.blocks import Document, Target
    from convtrace.derivation import Derivation

DEFAULT = "terminal"


def formats() -> tuple[str, ...]:
    """The names of all formats.

    >>> "json" in formats()
    True
    """
    names = (name.removesuffix(".py") for name in os.listdir(os.path.dirname(__file__)) if name.endswith(".py"))
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


def render(document: Document, format_name: str, target: Target) -> Iterator[str]:
    """The document in one of the formats, in pieces that end where a line ends."""
    pieces: Iterator[str] = _module(format_name).render(document, target)
    return pieces


def _module(format_name: str) -> ModuleType:
    return import_module(f"{__name__}.{format_name}")


def page(derivation: Derivation, format_name: str = "text", *, standalone: bool | None = None) -> str:
    """The page of a derivation in one of the formats; raises ConvtraceError for one that is not there.

    `standalone` asks for a whole file (True) or a part of one (False) where the format's custom is the other.

    >>> import convtrace
    >>> convtrace.render(convtrace.derive(convtrace.pose("conv", m=1, n=1)), "github").splitlines()[0]
    '## Convolution: image 7×7, kernel 3×3'
    """
    from convtrace.blocks import Target
    from convtrace.reading import typed
    from convtrace.view import document

    name = typed("format", format_name).one_of(formats())
    return "".join(render(document(derivation), name, Target(standalone=standalone)))


class _Callable(ModuleType):
    """The package as the function of its name, as importing it puts it where the function would be."""

    __call__ = staticmethod(page)


sys.modules[__name__].__class__ = _Callable
