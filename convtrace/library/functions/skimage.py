"""scikit-image: https://scikit-image.org/docs/stable/api/skimage.filters.html"""

from __future__ import annotations

from convtrace.library.axis_call import AxisCall
from convtrace.library.functions.formulas import any_axes, correlation
from convtrace.library.functions.scipy_conditions import INCLUDES_EDGE
from convtrace.library.functions.scipy_options import NDIMAGE_RULES
from convtrace.library.option import Option
from convtrace.library.option_kinds import choice
from convtrace.library.requirements import each_axis
from convtrace.library.row import LibraryFunction

_MODES = choice("reflect", "constant", "nearest", "mirror", "wrap", "valid")


def _correlate_sparse(n: int, k: int, mode: str) -> AxisCall:
    """The law k = i−m+K//2, or k = i−m for the windows that fit.

    >>> axis = _correlate_sparse(5, 3, "valid")
    >>> axis.relation, axis.outputs
    (Relation(d=1, alpha=-1, beta=1, gamma=0), 3)
    """
    if mode == "valid":
        return correlation(n - k + 1, 0)
    return correlation(n, k // 2, boundary=NDIMAGE_RULES[mode])


_ODD = each_axis(
    "a kernel of size {k}{where} is not accepted: the size must be odd unless mode='valid'",
    lambda k, **_: f"Choose {k - 1} or {k + 1}, or mode=valid.",
)(lambda k, mode, **_: mode == "valid" or k % 2 == 1)
FUNCTIONS = (
    LibraryFunction(
        name="skimage.filters.correlate_sparse",
        library="scikit-image",
        version="0.26.0",
        page="https://scikit-image.org/docs/stable/api/skimage.filters.html#{name}",
        laws=any_axes(_correlate_sparse),
        options=(Option(name="mode", default="reflect", kind=_MODES, names_boundary=True),),
        requirements=(_ODD,),
        min_outputs=0,
        notes=(INCLUDES_EDGE,),
    ),
)
