"""Astropy: https://docs.astropy.org/en/stable/convolution/index.html"""

from __future__ import annotations

from fractions import Fraction

from convtrace.errors import ConvtraceError
from convtrace.law.boundary import CONSTANT, EDGE, WRAP, ZERO, wrap_every
from convtrace.library.arrays import ExactArray, ExactNumber
from convtrace.library.functions.formulas import any_axes, convolution
from convtrace.library.option_kinds import Options, choice, exact_number
from convtrace.library.requirements import Requirement, each_axis
from convtrace.library.row import AxisCall, LibraryFunction, Option

_SMALLEST_SUM = Fraction(1, 100)
_BOUNDARIES = {"fill": CONSTANT, "wrap": WRAP, "extend": EDGE, "None": ZERO, None: ZERO}


def _convolve(n: int, k: int, boundary: str | None, fill_value: ExactNumber) -> AxisCall:
    """The law k = m−i+K//2; without a boundary only the outputs whose window lies inside are not 0.

    >>> _convolve(5, 3, None, 0).live
    range(1, 4)
    """
    rule = _BOUNDARIES[boundary]
    call = convolution(n, k // 2, boundary=rule, fill=fill_value if rule is CONSTANT else 0)
    return call.replace(live=range(k // 2, n - k // 2)) if rule is ZERO else call


def _convolve_fft(n: int, k: int, boundary: str, fill_value: ExactNumber) -> AxisCall:
    """The law k = m−i+K//2; `wrap` has the period of the longer array.

    >>> _convolve_fft(3, 4, "wrap", 0).boundary.name
    'wrap:4'
    """
    if boundary == "wrap":
        return convolution(n, k // 2, boundary=wrap_every(k) if k > n else WRAP)
    return convolution(n, k // 2, boundary=CONSTANT, fill=fill_value)


def _normalised(kernel: ExactArray, options: Options) -> ExactArray:
    """H / Σh where normalize_kernel asks for it; ConvtraceError where Σh < 1/100.

    >>> _normalised(ExactArray((2,), [[1, 3]]), {"normalize_kernel": (True,)}).rows
    [[Fraction(1, 4), Fraction(3, 4)]]
    """
    if not options["normalize_kernel"][0]:
        return kernel
    total = sum(map(sum, kernel.rows))
    if total < _SMALLEST_SUM:
        raise ConvtraceError(
            "the kernel's elements add up to less than 0.01, so that it can't be normalised",
            "normalize_kernel=True",
            hint="Give normalize_kernel=False.",
        )
    return ExactArray(kernel.shape, [[Fraction(value) / total for value in row] for row in kernel.rows])


_FILL_VALUE = Option(name="fill_value", default=0, kind=exact_number())
# the library's own default is True
_NORMALIZE = Option(name="normalize_kernel", default=False, kind=choice(False, True), changes="kernel")
_ODD = each_axis("the kernel's size must be odd on every axis")(lambda k, **_: k % 2 == 1)
_INSIDE = each_axis("with boundary=None the kernel must not be larger than the image on any axis")(
    lambda n, k, boundary, **_: _BOUNDARIES[boundary] is not ZERO or k <= n
)
# as library_errors.jsonl recorded it of 8.0.2 on one axis (error/14); run again, 8.0.2 gives the one output
_SMALLER = Requirement(
    "with boundary=None all kernel axes must be smaller than the image's",
    lambda sizes: (
        _BOUNDARIES[sizes.options["boundary"][0]] is not ZERO  # type: ignore[index]
        or len(sizes.image) > 1
        or sizes.kernel != sizes.image
    ),
)
_NORMALISES = "Astropy divides the kernel by its sum unless normalize_kernel=False, which is the default here."

_CONVOLVE = LibraryFunction(
    name="astropy.convolution.convolve",
    library="astropy",
    version="8.0.2",
    page="https://docs.astropy.org/en/stable/api/{name}.html",
    laws=dict.fromkeys((1, 2, 3), _convolve),
    options=(Option(name="boundary", default="fill", kind=choice(*_BOUNDARIES), names_boundary=True), _FILL_VALUE),
    other_options=(_NORMALIZE,),
    requirements=(_ODD, _INSIDE, _SMALLER),
    surprises=(_NORMALISES, "With boundary=None, outputs whose window leaves the image are 0.", "NaN is interpolated."),
    used_kernel=_normalised,
)
FUNCTIONS = (
    _CONVOLVE,
    _CONVOLVE.replace(
        name="astropy.convolution.convolve_fft",
        laws=any_axes(_convolve_fft),
        options=(_CONVOLVE.options[0].replace(kind=choice("fill", "wrap")), _FILL_VALUE),
        requirements=(),
        surprises=(
            _NORMALISES,
            "Even kernels will do.",
            "wrap has period max(N, K): zeros stand between N and K.",
            "A kernel that adds up to 0 needs nan_treatment='fill'; that is how it is worked out here.",
        ),
    ),
)
