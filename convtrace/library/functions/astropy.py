"""Astropy: https://docs.astropy.org/en/stable/convolution/index.html"""

from __future__ import annotations

from fractions import Fraction

from convtrace.errors import ConvtraceError
from convtrace.law.boundary import CONSTANT, EDGE, WRAP, ZERO, wrap_every
from convtrace.library.arrays import Array, Number
from convtrace.library.functions.formulas import any_axes, convolution
from convtrace.library.option_kinds import number, one_of
from convtrace.library.row import AxisCall, Demand, LibraryFunction, Option, Options, each_axis

PAGE = "https://docs.astropy.org/en/stable/api/astropy.convolution.{}.html"
SMALLEST_SUM = Fraction(1, 100)
OUTSIDE = {"fill": CONSTANT, "wrap": WRAP, "extend": EDGE, "None": ZERO, None: ZERO}


def convolve(n: int, k: int, boundary: str | None, fill_value: Number) -> AxisCall:
    """The law k = m−i+K//2; without a boundary only the outputs whose window lies inside are not 0.

    >>> convolve(5, 3, None, 0).live
    range(1, 4)
    """
    rule = OUTSIDE[boundary]
    call = convolution(n, k // 2, boundary=rule, fill=fill_value if rule is CONSTANT else 0)
    return call.replace(live=range(k // 2, n - k // 2)) if rule is ZERO else call


def convolve_fft(n: int, k: int, boundary: str, fill_value: Number) -> AxisCall:
    """The law k = m−i+K//2; `wrap` has the period of the longer array.

    >>> convolve_fft(3, 4, "wrap", 0).boundary.name
    'wrap:4'
    """
    if boundary == "wrap":
        return convolution(n, k // 2, boundary=wrap_every(k) if k > n else WRAP)
    return convolution(n, k // 2, boundary=CONSTANT, fill=fill_value)


def normalised(kernel: Array, options: Options) -> Array:
    """H / Σh where normalize_kernel asks for it; ConvtraceError where Σh < 1/100.

    >>> normalised(Array((2,), [[1, 3]]), {"normalize_kernel": (True,)}).rows
    [[Fraction(1, 4), Fraction(3, 4)]]
    """
    if not options["normalize_kernel"][0]:
        return kernel
    total = sum(map(sum, kernel.rows))
    if total < SMALLEST_SUM:
        raise ConvtraceError(
            "the kernel's elements add up to less than 0.01, so that it can't be normalised",
            "normalize_kernel=True",
            hint="Give normalize_kernel=False.",
        )
    return Array(kernel.shape, [[Fraction(value) / total for value in row] for row in kernel.rows])


FILL_VALUE = Option(name="fill_value", default=0, kind=number())
# the library's own default is True
NORMALIZE = Option(name="normalize_kernel", default=False, kind=one_of(False, True), changes=True)
ODD = each_axis("the kernel's size must be odd on every axis", lambda k, **_: k % 2 == 1)
INSIDE = each_axis(
    "with boundary=None the kernel must not be larger than the image on any axis",
    lambda n, k, boundary, **_: OUTSIDE[boundary] is not ZERO or k <= n,
)
# as library_errors.jsonl recorded it of 8.0.2 on one axis (error/14); run again, 8.0.2 gives the one output
SMALLER = Demand(
    "with boundary=None all kernel axes must be smaller than the image's",
    lambda sizes: (
        OUTSIDE[sizes.options["boundary"][0]] is not ZERO  # type: ignore[index]
        or len(sizes.pixels) > 1
        or sizes.taps != sizes.pixels
    ),
)
NORMALISES = "Astropy divides the kernel by its sum unless normalize_kernel=False, which is the default here."

CONVOLVE = LibraryFunction(
    name="astropy.convolution.convolve",
    library="astropy",
    version="8.0.2",
    source=PAGE.format("convolve"),
    laws=dict.fromkeys((1, 2, 3), convolve),
    options=(Option(name="boundary", default="fill", kind=one_of(*OUTSIDE), border=True), FILL_VALUE),
    asides=(NORMALIZE,),
    demands=(ODD, INSIDE, SMALLER),
    surprises=(NORMALISES, "With boundary=None, outputs whose window leaves the image are 0.", "NaN is interpolated."),
    prepare=normalised,
)
CONVOLVE_FFT = CONVOLVE.replace(
    name="astropy.convolution.convolve_fft",
    source=PAGE.format("convolve_fft"),
    laws=any_axes(convolve_fft),
    options=(Option(name="boundary", default="fill", kind=one_of("fill", "wrap"), border=True), FILL_VALUE),
    demands=(),
    surprises=(
        NORMALISES,
        "Even kernels will do.",
        "wrap has period max(N, K): zeros stand between N and K.",
        "A kernel that adds up to 0 needs nan_treatment='fill'; that is how it is worked out here.",
    ),
)
FUNCTIONS = (CONVOLVE, CONVOLVE_FFT)
