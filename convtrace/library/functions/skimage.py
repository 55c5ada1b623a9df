"""scikit-image: https://scikit-image.org/docs/stable/api/skimage.filters.html"""

from __future__ import annotations

from convtrace.library.functions import scipy
from convtrace.library.functions.formulas import any_axes, correlation
from convtrace.library.option_kinds import one_of
from convtrace.library.row import AxisCall, LibraryFunction, Option, each_axis

MODES = ("reflect", "constant", "nearest", "mirror", "wrap")


def correlate_sparse(n: int, k: int, mode: str) -> AxisCall:
    """The law k = i−m+K//2, or k = i−m for the windows that fit.

    >>> axis = correlate_sparse(5, 3, "valid")
    >>> axis.relation, axis.outputs
    (Relation(d=1, alpha=-1, beta=1, gamma=0), 3)
    """
    if mode == "valid":
        return correlation(n - k + 1, 0)
    return correlation(n, k // 2, boundary=scipy.NDIMAGE[mode])


CORRELATE_SPARSE = LibraryFunction(
    name="skimage.filters.correlate_sparse",
    library="scikit-image",
    version="0.26.0",
    source="https://scikit-image.org/docs/stable/api/skimage.filters.html#skimage.filters.correlate_sparse",
    laws=any_axes(correlate_sparse),
    options=(Option(name="mode", default="reflect", kind=one_of(*MODES, "valid"), border=True),),
    demands=(
        each_axis(
            "the kernel's size must be odd on every axis unless mode='valid'",
            lambda k, mode, **_: mode == "valid" or k % 2 == 1,
        ),
    ),
    fewest=0,
    surprises=("The modes' names are those of scipy.ndimage.",),
)
FUNCTIONS = (CORRELATE_SPARSE,)
