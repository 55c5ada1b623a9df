"""JAX: https://docs.jax.dev/en/latest/jax.numpy.html, …/jax.scipy.html and …/jax.lax.html"""

from __future__ import annotations

from convtrace.library.functions import numpy, scipy
from convtrace.library.functions.formulas import (
    LAYOUT,
    REAL,
    any_axes,
    convolution,
    correlation,
    extent,
    fitting,
    nested_sizes,
    only,
    same,
)
from convtrace.library.option_kinds import either, none_for, numbers, one_of, pairs
from convtrace.library.row import AxisCall, Demand, LibraryFunction, Option, Required, Sizes, each_axis

LIBRARY, VERSION = "jax", "0.10.2"
PAGE = "https://docs.jax.dev/en/latest/_autosummary/{}.html"
Padding = str | tuple[int, int]


def general(n: int, k: int, window_strides: int, padding: Padding, lhs_dilation: int, rhs_dilation: int) -> AxisCall:
    """d·k = −s·m + ℓ·i + low, no outputs where the window does not fit.

    >>> axis = general(4, 3, window_strides=2, padding=(1, 1), lhs_dilation=2, rhs_dilation=1)
    >>> axis.relation, axis.outputs
    (Relation(d=1, alpha=-2, beta=2, gamma=1), 4)
    """
    ke = extent(k, rhs_dilation)
    if padding in {"SAME", "SAME_LOWER"}:
        return same(n, ke, window_strides, rhs_dilation, lower=padding == "SAME_LOWER")
    low, high = (0, 0) if isinstance(padding, str) else padding
    outputs = fitting((n - 1) * lhs_dilation + 1 + low + high, ke, window_strides)
    return correlation(max(outputs, 0), low, window_strides, rhs_dilation, spread=lhs_dilation)


def transpose_pads(ke: int, stride: int, padding: Padding, consistent: bool) -> tuple[int, int]:
    """What conv_transpose adds before and after.

    >>> transpose_pads(3, 2, "SAME", False), transpose_pads(3, 2, "VALID", False), transpose_pads(3, 2, (0, 0), True)
    ((2, 1), (2, 2), (2, 2))
    """
    if padding == "SAME":
        total = ke + stride - 2
        low = ke - 1 if stride > ke - 1 else total - total // 2
        return low, total - low
    if isinstance(padding, str):
        return ke - 1, stride - 1 + max(ke - stride, 0)
    before, after = padding
    return (ke - 1 - before, ke - 1 - after) if consistent else (before, after)


def transpose(
    n: int,
    k: int,
    strides: int,
    padding: Padding,
    rhs_dilation: int,
    transpose_kernel: bool,
    use_consistent_padding: bool,
) -> AxisCall:
    """d·k = −m + s·i + low; with transpose_kernel d·k = m − s·i + (Ke−1−low): the same taps, flipped."""
    ke = extent(k, rhs_dilation)
    low, high = transpose_pads(ke, strides, padding, use_consistent_padding)
    outputs = max((n - 1) * strides + 2 + low + high - ke, 0)
    if transpose_kernel:
        return convolution(outputs, ke - 1 - low, strides, rhs_dilation)
    return correlation(outputs, low, 1, rhs_dilation, spread=strides)


def _as_scipy(row: LibraryFunction, name: str, *surprises: str) -> LibraryFunction:
    """JAX computes what the SciPy (or NumPy) function of this name computes."""
    return row.replace(
        name=name,
        library=LIBRARY,
        version=VERSION,
        source=PAGE.format(name),
        surprises=(*row.surprises, *surprises),
    )


def _nests(sizes: Sizes) -> bool:
    transformed = sizes.options["method"][0] == "fft" and sizes.options["mode"][0] != "valid"
    return transformed or nested_sizes(sizes)


def leaves_some(n: int, padding: Padding, spread: int) -> bool:
    """Whether negative padding takes away no more than there is."""
    return isinstance(padding, str) or (n - 1) * spread + 1 + sum(padding) >= 0


def _transposed_leaves_some(
    n: int, k: int, strides: int, padding: Padding, rhs_dilation: int, use_consistent_padding: bool, **_: object
) -> bool:
    return leaves_some(n, transpose_pads(extent(k, rhs_dilation), strides, padding, use_consistent_padding), strides)


def _spelled_out(padding: Padding, lhs_dilation: int, **_: object) -> bool:
    return lhs_dilation == 1 or not isinstance(padding, str)


DILATION = either(numbers(1), none_for(1))
LEAVES_SOME = "negative padding can't take away more than there is"
NESTS = "one array must be at least as large as the other on every axis"
NESTS_UNLESS_FFT = Demand(f"{NESTS}, in every mode unless method='fft'", _nests)
NESTS_ALWAYS = Demand(f"{NESTS}, in every mode", nested_sizes)
MIXED = "Arrays of mixed sizes are refused in every mode, unless method='fft'."
PLANE = (scipy.MODE,)
PLANE_ASIDES = (only("boundary", "fill"), only("fillvalue", 0), REAL)

NUMPY_CONVOLVE = _as_scipy(numpy.CONVOLVE, "jax.numpy.convolve")
NUMPY_CORRELATE = _as_scipy(numpy.CORRELATE, "jax.numpy.correlate")
CONVOLVE = _as_scipy(scipy.CONVOLVE, "jax.scipy.signal.convolve", MIXED).replace(demands=(NESTS_UNLESS_FFT,))
CORRELATE = _as_scipy(scipy.CORRELATE, "jax.scipy.signal.correlate", MIXED).replace(demands=(NESTS_UNLESS_FFT,))
FFTCONVOLVE = _as_scipy(scipy.FFTCONVOLVE, "jax.scipy.signal.fftconvolve").replace(demands=(scipy.VALID_NESTS,))
CONVOLVE2D = _as_scipy(scipy.CONVOLVE2D, "jax.scipy.signal.convolve2d").replace(
    laws={2: scipy.convolve}, options=PLANE, asides=PLANE_ASIDES, demands=(NESTS_ALWAYS,)
)
CORRELATE2D = _as_scipy(scipy.CORRELATE2D, "jax.scipy.signal.correlate2d").replace(
    laws={2: scipy.correlate_plane}, options=PLANE, asides=PLANE_ASIDES, demands=(NESTS_ALWAYS,)
)
GENERAL = LibraryFunction(
    name="jax.lax.conv_general_dilated",
    library=LIBRARY,
    version=VERSION,
    source=PAGE.format("jax.lax.conv_general_dilated"),
    laws=any_axes(general),
    options=(
        Option(name="window_strides", default=Required(1), kind=numbers(1)),
        Option(name="padding", default=Required("VALID"), kind=either(one_of("SAME", "SAME_LOWER", "VALID"), pairs())),
        Option(name="lhs_dilation", default=None, kind=DILATION),
        Option(name="rhs_dilation", default=None, kind=DILATION),
    ),
    asides=(only("feature_group_count", 1), only("batch_group_count", 1), LAYOUT),
    demands=(
        each_axis("padding must be given as pairs where lhs_dilation > 1", _spelled_out),
        each_axis(
            LEAVES_SOME,
            lambda n, padding, lhs_dilation, **_: leaves_some(n, padding, lhs_dilation),
        ),
    ),
    surprises=("Padding may be negative: it takes pixels away.",),
    fewest=0,
)
TRANSPOSE = LibraryFunction(
    name="jax.lax.conv_transpose",
    library=LIBRARY,
    version=VERSION,
    source=PAGE.format("jax.lax.conv_transpose"),
    laws=any_axes(transpose),
    options=(
        Option(name="strides", default=Required(1), kind=numbers(1)),
        Option(name="padding", default=Required("VALID"), kind=either(one_of("SAME", "VALID"), pairs())),
        Option(name="rhs_dilation", default=None, kind=DILATION),
        Option(name="transpose_kernel", default=False, kind=one_of(False, True)),
        Option(name="use_consistent_padding", default=False, kind=one_of(False, True)),
    ),
    asides=(LAYOUT,),
    demands=(each_axis(LEAVES_SOME, _transposed_leaves_some),),
    surprises=(
        "The kernel is not flipped unless transpose_kernel=True: by default it is the transpose of no other library.",
    ),
    fewest=0,
)
FUNCTIONS = (
    NUMPY_CONVOLVE,
    NUMPY_CORRELATE,
    CONVOLVE,
    CORRELATE,
    FFTCONVOLVE,
    CONVOLVE2D,
    CORRELATE2D,
    GENERAL,
    TRANSPOSE,
)
