"""Astropy: https://docs.astropy.org/en/stable/convolution/index.html"""

from __future__ import annotations

from fractions import Fraction

from convtrace.errors import ConvtraceError
from convtrace.law.boundary import CONSTANT, EDGE, WRAP, ZERO, wrap_every
from convtrace.library.arrays import ExactArray, ExactNumber
from convtrace.library.functions.formulas import any_axes, convolution
from convtrace.library.notes import count_of, note, without
from convtrace.library.option_kinds import Options, choice, exact_number
from convtrace.library.requirements import CallSizes, each_axis, whole_call
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
            "a kernel whose elements add up to less than 0.01 can't be divided by their sum",
            "normalize_kernel=True",
            hint="Give normalize_kernel=False, or leave it out.",
        )
    return ExactArray(kernel.shape, [[Fraction(value) / total for value in row] for row in kernel.rows])


_FILL_VALUE = Option(name="fill_value", default=0, kind=exact_number())
# the library's own default is True
_NORMALIZE = Option(name="normalize_kernel", default=False, kind=choice(False, True), changes="kernel")
_ODD = each_axis(
    "a kernel of size {k}{where} is not accepted: the size must be odd",
    lambda k, **_: f"Choose {k - 1} or {k + 1}, or astropy.convolution.convolve_fft, which takes any size.",
)(lambda k, **_: k % 2 == 1)
_INSIDE = each_axis(
    "with boundary=None the kernel must not be larger than the image{where}: {k} is more than {n}",
    "Choose a smaller kernel, or boundary=fill.",
)(lambda n, k, boundary, **_: _BOUNDARIES[boundary] is not ZERO or k <= n)
# as library_errors.jsonl recorded it of 8.0.2 on one axis (error/14); run again, 8.0.2 gives the one output
_SMALLER = whole_call(
    "with boundary=None the kernel must be smaller than the image", "Choose a smaller kernel, or boundary=fill."
)(
    lambda sizes: (
        _BOUNDARIES[sizes.options["boundary"][0]] is not ZERO  # type: ignore[index]
        or len(sizes.image) > 1
        or sizes.kernel != sizes.image
    )
)
_NORMALISES = without(
    "normalize_kernel",
    "Astropy divides the kernel by its sum. That is done here only with normalize_kernel=True.",
)


@note(lambda k, where, **_: f"boundary=None puts 0 into {count_of(k // 2, 'output')} at each end{where}.")
def _blank_ends(k: int, boundary: str | None, **_: object) -> bool:
    return _BOUNDARIES[boundary] is ZERO and k > 1


@note(
    lambda n, k, **_: (
        f"boundary=wrap repeats the image after {k} pixels, with {count_of(k - n, 'zero')} between: "
        "the period is that of the longer array."
    )
)
def _long_period(n: int, k: int, boundary: str, **_: object) -> bool:
    return boundary == "wrap" and k > n


_EVEN = note("convolve refuses a kernel of even size, such as {k}{where}; convolve_fft takes it.")(
    lambda k, **_: k % 2 == 0
)


def _zero_sum(sizes: CallSizes) -> tuple[str, ...]:
    """The note on a kernel of numbers that add up to 0."""
    _, kernel = sizes.numbers
    adds_up = kernel and sum(map(sum, kernel)) == 0
    return ("The kernel adds up to 0: Astropy takes it only with nan_treatment='fill'.",) if adds_up else ()


_CONVOLVE = LibraryFunction(
    name="astropy.convolution.convolve",
    library="astropy",
    version="8.0.2",
    page="https://docs.astropy.org/en/stable/api/{name}.html",
    laws=dict.fromkeys((1, 2, 3), _convolve),
    options=(Option(name="boundary", default="fill", kind=choice(*_BOUNDARIES), names_boundary=True), _FILL_VALUE),
    other_options=(_NORMALIZE,),
    requirements=(_ODD, _INSIDE, _SMALLER),
    notes=(_NORMALISES, _blank_ends),
    used_kernel=_normalised,
)
FUNCTIONS = (
    _CONVOLVE,
    _CONVOLVE.replace(
        name="astropy.convolution.convolve_fft",
        laws=any_axes(_convolve_fft),
        options=(_CONVOLVE.options[0].replace(kind=choice("fill", "wrap")), _FILL_VALUE),
        requirements=(),
        notes=(_NORMALISES, _EVEN, _long_period, _zero_sum),
    ),
)
