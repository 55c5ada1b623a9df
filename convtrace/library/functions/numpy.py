"""NumPy: https://numpy.org/doc/stable/reference/generated/numpy.convolve.html"""

from __future__ import annotations

from convtrace.library.functions.formulas import REAL, convolution, correlation
from convtrace.library.option_kinds import one_of
from convtrace.library.row import AxisCall, LibraryFunction, Option, Written

MODES = one_of("full", "same", "valid")
WRITTEN = Written(text="{name}({x}, {h}, {mode})")


def modes(_: object) -> tuple[str, ...]:
    """Those with the fewest outputs beside the image first."""
    return ("same", "full", "valid")


def convolve(n: int, k: int, mode: str) -> AxisCall:
    """The law k = m−i, shifted so that `same` and `valid` start where the shorter array allows.

    >>> axis = convolve(3, 5, "same")
    >>> axis.relation, axis.outputs
    (Relation(d=1, alpha=1, beta=-1, gamma=1), 5)
    """
    shorter = min(n, k)
    shift = {"full": 0, "same": (shorter - 1) // 2, "valid": shorter - 1}[mode]
    return convolution({"full": n + k - 1, "same": max(n, k), "valid": abs(n - k) + 1}[mode], shift)


def correlate(n: int, k: int, mode: str) -> AxisCall:
    """The law k = i−m+γ.

    >>> axis = correlate(5, 4, "same")
    >>> axis.relation, axis.outputs
    (Relation(d=1, alpha=-1, beta=1, gamma=2), 5)
    """
    centred = k // 2 if n >= k else k - 1 - n // 2
    low = {"full": k - 1, "same": centred, "valid": max(k - n, 0)}[mode]
    return correlation({"full": n + k - 1, "same": max(n, k), "valid": abs(n - k) + 1}[mode], low)


CONVOLVE = LibraryFunction(
    name="numpy.convolve",
    library="numpy",
    version="2.4.6",
    source="https://numpy.org/doc/stable/reference/generated/numpy.convolve.html",
    laws={1: convolve},
    options=(Option(name="mode", default="full", kind=MODES, tries=modes),),
    asides=(REAL,),
    surprises=("'same' has max(N, K) elements, not N.", "The two arrays may change places, whichever is longer."),
    written=WRITTEN,
)
CORRELATE = LibraryFunction(
    name="numpy.correlate",
    library="numpy",
    version="2.4.6",
    source="https://numpy.org/doc/stable/reference/generated/numpy.correlate.html",
    laws={1: correlate},
    options=(Option(name="mode", default="valid", kind=MODES, tries=modes),),
    asides=(REAL,),
    surprises=("The default mode is 'valid', not 'full'.", "'same' has max(N, K) elements, not N."),
    written=WRITTEN,
)
MASKED = CONVOLVE.replace(
    name="numpy.ma.convolve",
    source="https://numpy.org/doc/stable/reference/generated/numpy.ma.convolve.html",
    surprises=("Without masked elements this is numpy.convolve; outputs that use one are masked.",),
    written=None,
)
FUNCTIONS = (CONVOLVE, CORRELATE, MASKED)
