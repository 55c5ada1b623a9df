"""Shows, index by index, how one value of a convolution or cross-correlation comes about.

>>> from convtrace import derive, pose
>>> derivation = derive(pose("conv", m=1, n=1))
>>> [term.weight for term in derivation.terms]
['i', 'h', 'g', 'f', 'e', 'd', 'c', 'b', 'a']
"""

from __future__ import annotations

from typing import TYPE_CHECKING

# the folder comes first, so that the name stays with the function below
from convtrace import render as _folder  # noqa: F401

if TYPE_CHECKING:
    from collections.abc import Sequence

    from convtrace.errors import ConvtraceError
    from convtrace.library.evaluation import evaluate
    from convtrace.proof.proving import prove
    from convtrace.proof.symbolic import to_sympy
    from convtrace.trace.derivation import Derivation, derive
    from convtrace.trace.pose import pose
    from convtrace.trace.problem import Problem

__all__ = ["ConvtraceError", "Derivation", "Problem", "derive", "evaluate", "pose", "prove", "render", "to_sympy"]

_HOMES = {
    "ConvtraceError": "convtrace.errors",
    "Derivation": "convtrace.trace.derivation",
    "Problem": "convtrace.trace.problem",
    "derive": "convtrace.trace.derivation",
    "evaluate": "convtrace.library.evaluation",
    "pose": "convtrace.trace.pose",
    "prove": "convtrace.proof.proving",
    "to_sympy": "convtrace.proof.symbolic",
}


def render(
    derivation: Derivation,
    format_name: str = "text",
    *,
    only: str | Sequence[str] | None = None,
    standalone: bool | None = None,
) -> str:
    r"""The page of a derivation as text; raises ConvtraceError for a format or a section that is not there.

    `format_name` is one of: anki, github, html, json, latex, markdown, notion, svg, sympy, terminal, text.
    `only` names sections, as "table,result" or as a list: equation, setup, table, drawing, result, elsewhere; without
    it the page has all of them. `standalone` asks for a whole file (True) or a part of one (False) where the format's
    custom is the other: html is a whole file unless told, latex a part.

    >>> import convtrace
    >>> derivation = convtrace.derive(convtrace.pose("conv", at=1, image=5))
    >>> convtrace.render(derivation, "github").splitlines()[0]
    '## Convolution: image 5, kernel 3'
    >>> convtrace.render(derivation, only="result")
    '  y[1] = c·x[0] + b·x[1] + a·x[2]\n'
    """
    from convtrace.render.rendering import page

    return page(derivation, format_name, only=only, standalone=standalone)


def __getattr__(name: str) -> object:
    """Public names are imported when they are asked for, so that a command loads only what it needs."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted(__all__)
