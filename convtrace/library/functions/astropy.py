"""Astropy: https://docs.astropy.org/en/stable/convolution/index.html"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import chain

from convtrace.law.boundary import CONSTANT, EDGE, WRAP, ZERO, Rule, wrap_every
from convtrace.law.scaling import KernelSum, Scale
from convtrace.library.arrays import ExactNumber
from convtrace.library.axis_call import AxisCall
from convtrace.library.functions import candidates
from convtrace.library.functions.formulas import any_axes, convolution
from convtrace.library.functions.shared_options import unchanged, unused
from convtrace.library.missing import Treatment
from convtrace.library.notes import count_of, note, without
from convtrace.library.option import Option
from convtrace.library.option_kinds import OptionKind, Options, choice, exact_number
from convtrace.library.requirements import CallSizes, each_axis, whole_call
from convtrace.library.row import LibraryFunction
from convtrace.values.formula import NAN

_SMALLEST_SUM = Fraction(1, 100)
_BOUNDARIES: dict[str | None, Rule] = {"fill": CONSTANT, "wrap": WRAP, "extend": EDGE, None: ZERO}


def _convolve(n: int, k: int, boundary: str | None, fill_value: ExactNumber) -> AxisCall:
    """The law k = m−i+K//2; without a boundary only the outputs whose window lies inside are not 0.

    >>> _convolve(5, 3, None, 0).live
    range(1, 4)
    """
    rule = _BOUNDARIES[boundary]
    call = convolution(n, k // 2, boundary=rule, fill=fill_value if rule is CONSTANT else 0)
    return call.replace(live=range(k // 2, n - k // 2)) if rule is ZERO else call


def _convolve_fft(n: int, k: int, boundary: str | None, fill_value: ExactNumber) -> AxisCall:
    """The law k = m−i+K//2; `wrap` has the period of the longer array.

    >>> _convolve_fft(3, 4, "wrap", 0).boundary.name
    'wrap:4'
    """
    if boundary == "wrap":
        return convolution(n, k // 2, boundary=wrap_every(k) if k > n else WRAP)
    return convolution(n, k // 2, boundary=CONSTANT, fill=fill_value)


def _normalised(options: Options) -> Scale:
    """1/Σh where normalize_kernel asks for it."""
    return KernelSum() if options["normalize_kernel"][0] else 1


def _treats_nan(options: Options) -> Treatment:
    """What NaN is: left out, or fill_value."""
    fills = options["nan_treatment"][0] == "fill"
    return Treatment(
        fill=options["fill_value"][0] if fills else None,  # type: ignore[arg-type]
        normalises=bool(options["normalize_kernel"][0]),
        preserves=bool(options["preserve_nan"][0]),
        empties=False,
    )


@whole_call(
    "a kernel whose elements add up to less than 0.01 can't be divided by their sum", "Give normalize_kernel=False."
)
def _normalises(sizes: CallSizes) -> bool:
    _, kernel = sizes.numbers
    divides = bool(sizes.options["normalize_kernel"][0])
    return not (kernel and divides) or _total(kernel) >= _SMALLEST_SUM


@whole_call("a kernel whose elements add up to less than 0.01 can't leave nan out", "Give nan_treatment=fill.")
def _leaves_out(sizes: CallSizes) -> bool:
    _, kernel = sizes.numbers
    return not (kernel and _has_gaps(sizes)) or _total(kernel) >= _SMALLEST_SUM


def _has_gaps(sizes: CallSizes) -> bool:
    """True where pixels that are nan are left out."""
    return sizes.options["nan_treatment"][0] == "interpolate" and any(NAN in row for row in sizes.numbers[0])


def _total(kernel: Sequence[Sequence[ExactNumber]]) -> ExactNumber:
    return sum(chain.from_iterable(kernel))


@whole_call(
    "a kernel that adds up to 0 is not accepted with nan_treatment='interpolate', the default",
    "Give nan_treatment=fill.",
)
def _sums_to_something(sizes: CallSizes) -> bool:
    _, kernel = sizes.numbers
    fills, divides = sizes.options["nan_treatment"][0] == "fill", sizes.options["normalize_kernel"][0]
    return not kernel or bool(fills) or bool(divides) or _size(kernel) >= _tolerance(sizes)


@whole_call("a kernel whose elements add up to no more than normalization_zero_tol can't be divided by their sum",
            "Give a smaller normalization_zero_tol.")  # fmt: skip
def _beyond_tolerance(sizes: CallSizes) -> bool:
    _, kernel = sizes.numbers
    divides = sizes.options["normalize_kernel"][0] or _has_gaps(sizes)
    return not (kernel and divides) or _size(kernel) > _tolerance(sizes)


def _size(kernel: Sequence[Sequence[ExactNumber]]) -> ExactNumber:
    """The sum of the elements without its sign."""
    return max(_total(kernel), -_total(kernel))


def _tolerance(sizes: CallSizes) -> ExactNumber:
    return sizes.options["normalization_zero_tol"][0]  # type: ignore[return-value]


def _named(*names: object) -> OptionKind:
    """One of the names; None may be typed as text, too."""
    known = choice(*names)
    return known.replace(read=lambda given, axes: known.read(None if given == "None" else given, axes))


_BOUNDARY = Option(
    name="boundary",
    default="fill",
    kind=_named(*_BOUNDARIES),
    candidates=candidates.rules(_BOUNDARIES),
    names_boundary=True,
)
_FILL_VALUE = Option(name="fill_value", default=0, kind=exact_number(), candidates=candidates.fills)
_NORMALIZE = Option(
    name="normalize_kernel",
    default=True,
    kind=choice(False, True),
    scales=True,
    candidates=lambda target: (isinstance(target.scale, KernelSum), False),
)
_NAN = Option(name="nan_treatment", default="interpolate", kind=choice("interpolate", "fill"))
_PRESERVE = Option(name="preserve_nan", default=False, kind=choice(False, True))
_TOLERANCE = Option(name="normalization_zero_tol", default=1e-8, kind=exact_number())
_MASK = Option(name="mask", default=None, kind=choice(None).replace(legal="an array of NumPy, as large as the image"))
_WHOLE = (_PRESERVE, _MASK, _TOLERANCE)
_SWITCH = Option(name="dealias", default=False, kind=choice(False, True))
_PAD = Option(name="psf_pad", default=None, kind=choice(None, True, False))
# more room around the image, which changes nothing while its outside is the constant
_ROOM = (_SWITCH, _PAD, _PAD.replace(name="fft_pad"))
_FOURIER = unused(allow_huge=False, complex_dtype=complex, fftn=None, ifftn=None)
_TRANSFORM = (*_ROOM, *unchanged(crop=True, return_fft=False, min_wt=0.0), *_FOURIER)


@whole_call("boundary='wrap' takes no room around the image", "Leave dealias, psf_pad and fft_pad out.")
def _no_room(sizes: CallSizes) -> bool:
    return sizes.options["boundary"][0] != "wrap" or not any(sizes.options[option.name][0] for option in _ROOM)


@whole_call("psf_pad=False lets the image's other end into windows, as far as its size in the transform has it",
            "Leave psf_pad out, or give boundary=wrap.")  # fmt: skip
def _room_for_windows(sizes: CallSizes) -> bool:
    return sizes.options["psf_pad"][0] is not False or sizes.options["boundary"][0] == "wrap"


_ODD = each_axis(
    "a kernel of size {k}{where} is not accepted: the size must be odd",
    lambda k, **_: f"Choose {k - 1} or {k + 1}, or astropy.convolution.convolve_fft, which takes any size.",
)(lambda k, **_: k % 2 == 1)
_INSIDE = each_axis(
    "with boundary=None the kernel must not be larger than the image{where}: {k} is more than {n}",
    "Choose a smaller kernel, or boundary=fill.",
)(lambda n, k, boundary, **_: _BOUNDARIES[boundary] is not ZERO or k <= n)
_DIVIDES = without("normalize_kernel", "Astropy divides the kernel by its sum, unless normalize_kernel=False is given.")


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


_as_fill = note("With boundary=None convolve_fft does what it does with boundary='fill'.")(
    lambda boundary, **_: boundary is None
)
_EVEN = note("convolve refuses a kernel of even size, such as {k}{where}; convolve_fft takes it.")(
    lambda k, **_: k % 2 == 0
)


_CONVOLVE = LibraryFunction(
    name="astropy.convolution.convolve",
    library="astropy",
    version="8.0.2",
    page="https://docs.astropy.org/en/stable/api/{name}.html",
    laws=dict.fromkeys((1, 2, 3), _convolve),
    options=(_BOUNDARY, _FILL_VALUE),
    other_options=(_NORMALIZE, _NAN, *_WHOLE),
    requirements=(_ODD, _INSIDE, _normalises, _leaves_out, _beyond_tolerance),
    notes=(_DIVIDES, _blank_ends),
    scale=_normalised,
    nan=_treats_nan,
)
FUNCTIONS = (
    _CONVOLVE,
    _CONVOLVE.replace(
        name="astropy.convolution.convolve_fft",
        laws=any_axes(_convolve_fft),
        options=(_BOUNDARY.replace(kind=_named("fill", "wrap", None)), _FILL_VALUE),
        other_options=(_NORMALIZE, _NAN, *_WHOLE, *_TRANSFORM),
        requirements=(_normalises, _sums_to_something, _no_room, _room_for_windows),
        notes=(_DIVIDES, _EVEN, _long_period, _as_fill),
        nan=lambda options: _treats_nan(options).replace(empties=True),
        infinite_is_nan=True,
        empty=lambda sizes: sizes.image if all(sizes.kernel) else None,
    ),
)
