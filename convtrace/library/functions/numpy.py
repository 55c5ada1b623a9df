"""NumPy: https://numpy.org/doc/stable/reference/generated/numpy.convolve.html"""

from __future__ import annotations

from convtrace.library.axis_call import AxisCall
from convtrace.library.call_template import CallTemplate
from convtrace.library.functions.formulas import convolution, correlation
from convtrace.library.functions.shared_options import COMPLEX, by_products, conjugates_kernel, keeps, unchanged
from convtrace.library.notes import always, note, without
from convtrace.library.number_types import DTYPE, wraps
from convtrace.library.option import Option
from convtrace.library.option_kinds import choice
from convtrace.library.row import LibraryFunction

FULL_SAME_VALID = Option(
    name="mode",
    default="full",
    kind=choice("full", "same", "valid"),
    # those with the fewest outputs beside the image first
    candidates=lambda _: ("same", "full", "valid"),
)
WITH_MODE = CallTemplate(text="{name}({x}, {h}, {mode})")


def _outputs(n: int, k: int, mode: str) -> int:
    return {"full": n + k - 1, "same": max(n, k), "valid": abs(n - k) + 1}[mode]


def convolve(n: int, k: int, mode: str) -> AxisCall:
    """The law k = m−i, shifted so that `same` and `valid` start where the shorter array allows.

    >>> axis = convolve(3, 5, "same")
    >>> axis.relation, axis.outputs
    (Relation(d=1, alpha=1, beta=-1, gamma=1), 5)
    """
    shorter = min(n, k)
    return convolution(_outputs(n, k, mode), {"full": 0, "same": (shorter - 1) // 2, "valid": shorter - 1}[mode])


def correlate(n: int, k: int, mode: str) -> AxisCall:
    """The law k = i−m+γ.

    >>> axis = correlate(5, 4, "same")
    >>> axis.relation, axis.outputs
    (Relation(d=1, alpha=-1, beta=1, gamma=2), 5)
    """
    centred = k // 2 if n >= k else k - 1 - n // 2
    return correlation(_outputs(n, k, mode), {"full": k - 1, "same": centred, "valid": max(k - n, 0)}[mode])


_LONG_SAME = note("mode='same' gives {k} outputs, as many as the kernel has elements; SciPy's gives {n}.")(
    lambda n, k, mode, **_: mode == "same" and k > n
)
_SWAPPED = note("mode='valid' moves the image of {n} over the longer kernel of {k}.")(
    lambda n, k, mode, **_: mode == "valid" and k > n
)
_CONVOLVE = LibraryFunction(
    name="numpy.convolve",
    library="numpy",
    version="2.4.6",
    page="https://numpy.org/doc/stable/reference/generated/{name}.html",
    laws={1: convolve},
    options=(FULL_SAME_VALID,),
    other_options=(COMPLEX, DTYPE),
    conjugates=keeps,
    spreads=by_products,
    cast=wraps,
    notes=(_LONG_SAME, _SWAPPED),
    template=WITH_MODE,
)
FUNCTIONS = (
    _CONVOLVE,
    _CONVOLVE.replace(
        name="numpy.correlate",
        laws={1: correlate},
        conjugates=conjugates_kernel,
        options=(FULL_SAME_VALID.replace(default="valid"),),
        notes=(without("mode", "The default mode is 'valid', not 'full'."), _LONG_SAME, _SWAPPED),
    ),
    _CONVOLVE.replace(
        name="numpy.ma.convolve",
        other_options=(*unchanged(propagate_mask=True), COMPLEX, DTYPE),
        notes=(_LONG_SAME, _SWAPPED, always("No element is masked here, so this is numpy.convolve.")),
        template=WITH_MODE.replace(imports="import numpy", common=False),
    ),
)
