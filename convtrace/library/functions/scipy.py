"""SciPy: https://docs.scipy.org/doc/scipy/reference/signal.html and …/ndimage.html"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from convtrace.law.axis import Relation
from convtrace.law.boundary import CONSTANT, EDGE, REFLECT, SYMMETRIC, WRAP, ZERO
from convtrace.library.arrays import Number
from convtrace.library.functions import numpy
from convtrace.library.functions.formulas import (
    REAL,
    any_axes,
    ceiling,
    convolution,
    correlation,
    fills,
    names_for,
    nested_beyond_one,
    nested_sizes,
    only,
    strides,
)
from convtrace.library.option_kinds import number, numbers, one_of
from convtrace.library.row import AxisCall, Demand, LibraryFunction, Option, Sizes, Wanted, Written, each_axis

LIBRARY, VERSION = "scipy", "1.17.1"
PAGE = "https://docs.scipy.org/doc/scipy/reference/generated/{}.html"
MODE = Option(name="mode", default="full", kind=numpy.MODES, tries=numpy.modes)
METHOD = Option(name="method", default="auto", kind=one_of("auto", "direct", "fft"))
OUTSIDE = {"fill": CONSTANT, "wrap": WRAP, "symm": SYMMETRIC}
# SciPy's names are not NumPy's: its 'reflect' includes the edge
NDIMAGE = {
    "reflect": SYMMETRIC,
    "grid-mirror": SYMMETRIC,
    "mirror": REFLECT,
    "nearest": EDGE,
    "wrap": WRAP,
    "grid-wrap": WRAP,
    "constant": CONSTANT,
    "grid-constant": CONSTANT,
}


def convolve(n: int, k: int, mode: str) -> AxisCall:
    """The law k = m−i, `same` always with N outputs.

    >>> axis = convolve(3, 5, "same")
    >>> axis.relation, axis.outputs
    (Relation(d=1, alpha=1, beta=-1, gamma=2), 3)
    """
    return convolution(n, (k - 1) // 2) if mode == "same" else numpy.convolve(n, k, mode)


def correlate(n: int, k: int, mode: str) -> AxisCall:
    """The law k = i−m+γ, `same` always with N outputs.

    >>> correlate(5, 4, "same").relation.gamma
    2
    """
    return correlation(n, k // 2) if mode == "same" else numpy.correlate(n, k, mode)


def correlate_plane(n: int, k: int, mode: str) -> AxisCall:
    """As `correlate`, but `same` begins at (K−1)//2.

    >>> correlate_plane(5, 4, "same").relation.gamma
    1
    """
    return correlation(n, (k - 1) // 2) if mode == "same" else correlate(n, k, mode)


def _bounded(call: AxisCall, mode: str, boundary: str, fillvalue: Number) -> AxisCall:
    """`valid` ignores what is outside."""
    rule = ZERO if mode == "valid" else OUTSIDE[boundary]
    return call.replace(boundary=rule, fill=fillvalue if rule is CONSTANT else 0)


def convolve2d(n: int, k: int, mode: str, boundary: str, fillvalue: Number) -> AxisCall:
    return _bounded(convolve(n, k, mode), mode, boundary, fillvalue)


def correlate2d(n: int, k: int, mode: str, boundary: str, fillvalue: Number) -> AxisCall:
    return _bounded(correlate_plane(n, k, mode), mode, boundary, fillvalue)


def upfirdn(n: int, k: int, up: int, down: int) -> AxisCall:
    """The law k = down·m − up·i.

    >>> axis = upfirdn(4, 3, up=2, down=3)
    >>> axis.relation, axis.outputs
    (Relation(d=1, alpha=3, beta=-2, gamma=0), 3)
    """
    return AxisCall(relation=Relation(1, down, -up), outputs=ceiling((n - 1) * up + k, down))


def lfilter(n: int, k: int) -> AxisCall:
    """The law k = m−i: causal, as long as the input."""
    return convolution(n, 0)


def ndimage_convolve(n: int, k: int, mode: str, cval: Number, origin: int) -> AxisCall:
    """The law k = m−i+K//2+o.

    >>> ndimage_convolve(5, 4, "reflect", 0, 0).relation.gamma
    2
    """
    return convolution(n, k // 2 + origin, boundary=NDIMAGE[mode], fill=cval)


def ndimage_correlate(n: int, k: int, mode: str, cval: Number, origin: int) -> AxisCall:
    """The law k = i−m+K//2+o."""
    return correlation(n, k // 2 + origin, boundary=NDIMAGE[mode], fill=cval)


def origins(wanted: Wanted) -> Iterator[int]:
    """All that an origin may be, 0 first."""
    return iter(sorted(range(-(wanted.taps // 2), (wanted.taps - 1) // 2 + 1), key=abs))


def in_valid(text: str, holds: Callable[[Sizes], bool]) -> Demand:
    """A demand of mode='valid' only."""
    return Demand(f"for mode='valid', {text}", lambda sizes: sizes.options["mode"][0] != "valid" or holds(sizes))


VALID_NESTS = in_valid("one array must be at least as large as the other on every axis", nested_sizes)
VALID_NESTS_BEYOND_ONE = in_valid(
    "one array must be at least as large as the other on every axis where neither has size 1", nested_beyond_one
)
ORIGIN = each_axis(
    "origin must satisfy -(K//2) <= origin <= (K-1)//2", lambda k, origin, **_: -(k // 2) <= origin <= (k - 1) // 2
)
MODE_2D = (
    MODE,
    Option(name="boundary", default="fill", kind=one_of(*OUTSIDE), tries=names_for(OUTSIDE), border=True),
    Option(name="fillvalue", default=0, kind=number(), tries=fills),
)
MODE_ND = (
    Option(name="mode", default="reflect", kind=one_of(*NDIMAGE), tries=names_for(NDIMAGE), border=True),
    Option(name="cval", default=0, kind=number(), tries=fills),
    Option(name="origin", default=0, kind=numbers(), tries=origins, each=True),
)
# without `output` the sums would have the image's dtype
ND_WRITTEN = Written(text="{name}({x}, {h}, output=float{options})")
SAME_IS_N = "'same' has N elements also where the kernel is longer; NumPy's has max(N, K)."
IGNORES = "'valid' ignores boundary and fillvalue."
INCLUDES_EDGE = "'reflect' includes the edge: NumPy calls it 'symmetric'; NumPy's 'reflect' is 'mirror' here."
TRUNCATES = "The output has the input's dtype: integers truncate and wrap."

CONVOLVE = LibraryFunction(
    name="scipy.signal.convolve",
    library=LIBRARY,
    version=VERSION,
    source=PAGE.format("scipy.signal.convolve"),
    laws=any_axes(convolve),
    options=(MODE,),
    asides=(METHOD, REAL),
    demands=(VALID_NESTS,),
    surprises=(SAME_IS_N,),
    written=numpy.WRITTEN,
)
CORRELATE = CONVOLVE.replace(
    name="scipy.signal.correlate",
    source=PAGE.format("scipy.signal.correlate"),
    laws=any_axes(correlate),
    surprises=(SAME_IS_N, "For an even K, 'same' is one element off from correlate2d."),
)
FFTCONVOLVE = CONVOLVE.replace(
    name="scipy.signal.fftconvolve",
    source=PAGE.format("scipy.signal.fftconvolve"),
    asides=(only("axes", None), REAL),
    demands=(VALID_NESTS_BEYOND_ONE,),
    surprises=(SAME_IS_N, "Whole numbers come back as rounded floats."),
    written=None,
)
OACONVOLVE = FFTCONVOLVE.replace(name="scipy.signal.oaconvolve", source=PAGE.format("scipy.signal.oaconvolve"))
CONVOLVE2D = LibraryFunction(
    name="scipy.signal.convolve2d",
    library=LIBRARY,
    version=VERSION,
    source=PAGE.format("scipy.signal.convolve2d"),
    laws={2: convolve2d},
    options=MODE_2D,
    asides=(REAL,),
    demands=(VALID_NESTS,),
    surprises=(SAME_IS_N, IGNORES),
    written=Written(text="{name}({x}, {h}, {mode}{options})"),
)
CORRELATE2D = CONVOLVE2D.replace(
    name="scipy.signal.correlate2d",
    source=PAGE.format("scipy.signal.correlate2d"),
    laws={2: correlate2d},
    surprises=(SAME_IS_N, IGNORES, "For an even K, 'same' is one element off from scipy.signal.correlate."),
)
UPFIRDN = LibraryFunction(
    name="scipy.signal.upfirdn",
    library=LIBRARY,
    version=VERSION,
    source=PAGE.format("scipy.signal.upfirdn"),
    laws={1: upfirdn},
    options=(
        Option(name="up", default=1, kind=numbers(1), tries=strides, each=True),
        Option(name="down", default=1, kind=numbers(1), tries=strides, each=True),
    ),
    asides=(only("mode", "constant"), only("cval", 0)),
    surprises=("The kernel is the first argument: upfirdn(h, x).",),
    written=Written(text="{name}({h}, {x}{options})", roundabout=True),
)
LFILTER = LibraryFunction(
    name="scipy.signal.lfilter",
    library=LIBRARY,
    version=VERSION,
    source=PAGE.format("scipy.signal.lfilter"),
    laws={1: lfilter},
    asides=(only("a", 1),),
    surprises=("The kernel is the first argument, and a = 1: lfilter(b, 1, x).",),
)
CONVOLUTION_MATRIX = LibraryFunction(
    name="scipy.linalg.convolution_matrix",
    library=LIBRARY,
    version=VERSION,
    source=PAGE.format("scipy.linalg.convolution_matrix"),
    laws={1: numpy.convolve},
    options=numpy.CONVOLVE.options,
    surprises=("The output is the matrix of one array times the other: numpy.convolve.",),
)
ND_CONVOLVE = LibraryFunction(
    name="scipy.ndimage.convolve",
    library=LIBRARY,
    version=VERSION,
    source=PAGE.format("scipy.ndimage.convolve"),
    laws=any_axes(ndimage_convolve),
    options=MODE_ND,
    asides=(REAL,),
    demands=(ORIGIN,),
    surprises=(INCLUDES_EDGE, TRUNCATES, "For an even K, one element off from scipy.signal.convolve."),
    written=ND_WRITTEN,
)
ND_CONVOLVE1D = ND_CONVOLVE.replace(
    name="scipy.ndimage.convolve1d", source=PAGE.format("scipy.ndimage.convolve1d"), laws={1: ndimage_convolve}
)
ND_CORRELATE = ND_CONVOLVE.replace(
    name="scipy.ndimage.correlate",
    source=PAGE.format("scipy.ndimage.correlate"),
    laws=any_axes(ndimage_correlate),
    surprises=(INCLUDES_EDGE, TRUNCATES, "A positive origin reaches for lower i, in convolve for higher i."),
)
ND_CORRELATE1D = ND_CORRELATE.replace(
    name="scipy.ndimage.correlate1d", source=PAGE.format("scipy.ndimage.correlate1d"), laws={1: ndimage_correlate}
)
FUNCTIONS = (
    CONVOLVE2D,
    CORRELATE2D,
    CONVOLVE,
    CORRELATE,
    FFTCONVOLVE,
    OACONVOLVE,
    UPFIRDN,
    LFILTER,
    CONVOLUTION_MATRIX,
    ND_CONVOLVE,
    ND_CONVOLVE1D,
    ND_CORRELATE,
    ND_CORRELATE1D,
)
