"""OpenCV: https://docs.opencv.org/5.x/d4/d86/group__imgproc__filter.html"""

from __future__ import annotations

from typing import Any

from convtrace.errors import ConvtraceError
from convtrace.law.boundary import EDGE, REFLECT, SYMMETRIC, ZERO
from convtrace.library.arrays import Array
from convtrace.library.functions.formulas import LAYOUT, correlation, names_for
from convtrace.library.option_kinds import Values, either, number, numbers, one_of, vector
from convtrace.library.row import AxisCall, LibraryFunction, Option, Options, Wanted, Written, each_axis

BORDERS = {
    "BORDER_REFLECT_101": REFLECT,
    "BORDER_DEFAULT": REFLECT,
    "BORDER_REFLECT101": REFLECT,
    "BORDER_REFLECT": SYMMETRIC,
    "BORDER_REPLICATE": EDGE,
    "BORDER_CONSTANT": ZERO,
    "BORDER_ISOLATED": ZERO,
}


def filter2d(n: int, k: int, anchor: int, borderType: str) -> AxisCall:  # noqa: N803 - OpenCV's spelling
    """The law k = i−m+a; the anchor −1 is K//2.

    >>> filter2d(5, 4, -1, "BORDER_DEFAULT").relation.gamma
    2
    """
    return correlation(n, k // 2 if anchor == -1 else anchor, boundary=BORDERS[borderType])


def add_delta(output: Array, options: Options) -> Array:
    """Y + delta.

    >>> add_delta(Array((1, 2), [[1, 2]]), {"delta": (3,)}).rows
    [[4, 5]]
    """
    from convtrace.library.sums import divided, whole  # only here: most calls add nothing

    delta: Any = options["delta"][0]
    rows, below = whole([[value + delta for value in row] for row in output.rows])
    return Array(output.shape, [divided(row, below) for row in rows])


def separated(kernel: Array, options: Options) -> Array:
    """The kernel, which must be outer(kernelY, kernelX) where these are given.

    >>> separated(Array((2, 1), [[2], [4]]), {"kernelY": ((1, 2),), "kernelX": ((2,),)}).shape
    (2, 1)
    """
    down, across = options["kernelY"][0], options["kernelX"][0]
    if down is not None and across is not None and [[p * q for q in across] for p in down] != kernel.rows:  # type: ignore[attr-defined]
        raise ConvtraceError(
            "cv2.sepFilter2D: the kernel must be outer(kernelY, kernelX)",
            hint="Give the products as the kernel, kernelY running down and kernelX across.",
        )
    return kernel


def anchors(wanted: Wanted) -> range:
    """All that an anchor may be, the centre first."""
    return range(-1, wanted.taps)


def backwards(values: Values) -> str:
    """The values in OpenCV's own order, (x, y)."""
    return str(values[::-1])


# in the order of the axes
ANCHOR = Option(name="anchor", default=-1, kind=numbers(-1), tries=anchors, each=True, typed=backwards)
BORDER = Option(
    name="borderType",
    default="BORDER_DEFAULT",
    kind=one_of(*BORDERS),
    tries=names_for(BORDERS, fill=False),
    typed=lambda values: f"cv2.{values[0]}",
    border=True,
)
DELTA = Option(name="delta", default=0, kind=number(), changes=True)
INSIDE = each_axis("the anchor must lie inside the kernel, or be -1", lambda k, anchor, **_: anchor < k)

FILTER2D = LibraryFunction(
    name="cv2.filter2D",
    library="opencv-python-headless",
    version="5.0.0",
    source="https://docs.opencv.org/5.x/d4/d86/group__imgproc__filter.html",
    laws={2: filter2d},
    options=(ANCHOR, BORDER),
    asides=(DELTA, LAYOUT),
    demands=(INSIDE,),
    surprises=(
        "The default border leaves the edge out: NumPy's 'reflect'.",
        "The anchor is (column, row) in the call itself; here it is given in the order of the axes, [row, column].",
        "The output saturates to its dtype.",
    ),
    finish=add_delta,
    # its sums have the image's depth, and whole numbers of 32 bits are refused
    written=Written(text="{name}({x}, -1, {h}{options})", takes="cv2 takes arrays of floats"),
)
VECTOR = either(one_of(None), vector())
SEPARABLE = FILTER2D.replace(
    name="cv2.sepFilter2D",
    asides=(
        DELTA,
        Option(name="kernelX", default=None, kind=VECTOR),
        Option(name="kernelY", default=None, kind=VECTOR),
    ),
    surprises=(*FILTER2D.surprises, "The kernel is outer(kernelY, kernelX)."),
    prepare=separated,
    written=None,
)
FUNCTIONS = (FILTER2D, SEPARABLE)
