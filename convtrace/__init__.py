"""Shows, index by index, how one value of a convolution or cross-correlation comes about.

>>> from convtrace import derive, pose
>>> derivation = derive(pose("conv", m=1, n=1))
>>> [term.weight for term in derivation.terms]
['i', 'h', 'g', 'f', 'e', 'd', 'c', 'b', 'a']
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from convtrace.derivation import Derivation, derive
    from convtrace.errors import ConvtraceError
    from convtrace.evaluation import evaluate
    from convtrace.problem import Problem, pose
    from convtrace.proofs import prove
    from convtrace.render import page as render
    from convtrace.symbolic import to_sympy
    from convtrace.symbolic import worked_out as worked_out

__all__ = ["ConvtraceError", "Derivation", "Problem", "derive", "evaluate", "pose", "prove", "render", "to_sympy"]

_HOMES = {
    "ConvtraceError": "convtrace.errors",
    "Derivation": "convtrace.derivation",
    "Problem": "convtrace.problem",
    "derive": "convtrace.derivation",
    "evaluate": "convtrace.evaluation",
    "pose": "convtrace.problem",
    "prove": "convtrace.proofs",
    "render": "convtrace.render",
    "to_sympy": "convtrace.symbolic",
    "worked_out": "convtrace.symbolic",
}


def __getattr__(name: str) -> object:
    """Public names are imported when they are asked for, so that a command loads only what it needs."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    module = import_module(_HOMES[name])
    # the package `render` is itself the function
    return module if module.__name__ == f"{__name__}.{name}" else getattr(module, name)
