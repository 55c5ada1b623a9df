"""SciPy: https://docs.scipy.org/doc/scipy/reference/signal.html and …/ndimage.html"""

from __future__ import annotations

from convtrace.law.axis import Relation
from convtrace.law.boundary import CONSTANT, ZERO
from convtrace.library.axis_call import AxisCall, TargetAxis
from convtrace.library.call_template import CallTemplate
from convtrace.library.functions import candidates, numpy
from convtrace.library.functions import scipy_conditions as conditions
from convtrace.library.functions.formulas import any_axes, ceiling, convolution, correlation
from convtrace.library.functions.scipy_options import (
    AXES,
    AXIS,
    BOUNDARIES,
    CONTINUATIONS,
    EXTENSIONS,
    NDIMAGE_RULES,
    OUTPUT,
    A,
    typed_output,
)
from convtrace.library.functions.shared_options import (
    COMPLEX,
    by_products,
    by_weights,
    conjugates_kernel,
    conjugates_smaller,
    divided_by,
    keeps,
    unchanged,
)
from convtrace.library.notes import always
from convtrace.library.number_types import DTYPE, truncates, wraps
from convtrace.library.option import Along, Option
from convtrace.library.option_kinds import any_number, choice, exact_number, whole_numbers
from convtrace.library.row import LibraryFunction
from convtrace.values.complex_number import Number
from convtrace.values.limits import MAX_ELEMENTS


def _convolve(n: int, k: int, mode: str) -> AxisCall:
    """The law k = m−i, `same` always with N outputs.

    >>> axis = _convolve(3, 5, "same")
    >>> axis.relation, axis.outputs
    (Relation(d=1, alpha=1, beta=-1, gamma=2), 3)
    """
    return convolution(n, (k - 1) // 2) if mode == "same" else numpy.convolve(n, k, mode)


def _correlate(n: int, k: int, mode: str) -> AxisCall:
    """The law k = i−m+γ, `same` always with N outputs.

    >>> _correlate(5, 4, "same").relation.gamma
    2
    """
    return correlation(n, k // 2) if mode == "same" else numpy.correlate(n, k, mode)


def correlate_plane(n: int, k: int, mode: str) -> AxisCall:
    """The law k = i−m+γ, `same` beginning at (K−1)//2.

    >>> correlate_plane(5, 4, "same").relation.gamma
    1
    """
    return correlation(n, (k - 1) // 2) if mode == "same" else _correlate(n, k, mode)


def _bounded(call: AxisCall, mode: str, boundary: str, fillvalue: Number) -> AxisCall:
    """The call with its boundary; `valid` ignores what is outside."""
    rule = ZERO if mode == "valid" else BOUNDARIES[boundary]
    return call.replace(boundary=rule, fill=fillvalue if rule is CONSTANT else 0)


def _convolve2d(n: int, k: int, mode: str, boundary: str, fillvalue: Number) -> AxisCall:
    return _bounded(_convolve(n, k, mode), mode, boundary, fillvalue)


def _correlate2d(n: int, k: int, mode: str, boundary: str, fillvalue: Number) -> AxisCall:
    return _bounded(correlate_plane(n, k, mode), mode, boundary, fillvalue)


def _upfirdn(n: int, k: int, up: int, down: int, mode: str, cval: Number) -> AxisCall:
    """The law k = down·m − up·i.

    >>> axis = _upfirdn(4, 3, 2, 3, "constant", 0)
    >>> axis.relation, axis.outputs
    (Relation(d=1, alpha=3, beta=-2, gamma=0), 3)
    """
    rule, outputs = EXTENSIONS[mode], ceiling((n - 1) * up + k, down)
    fill = cval if rule is CONSTANT else 0
    return AxisCall(relation=Relation(1, down, -up), outputs=outputs, boundary=rule, fill=fill)


def _ndimage_convolve(n: int, k: int, mode: str, cval: Number, origin: int) -> AxisCall:
    """The law k = m−i+K//2+o.

    >>> _ndimage_convolve(5, 4, "reflect", 0, 0).relation.gamma
    2
    """
    return convolution(n, k // 2 + origin, boundary=NDIMAGE_RULES[mode], fill=cval)


def _ndimage_correlate(n: int, k: int, mode: str, cval: Number, origin: int) -> AxisCall:
    """The law k = i−m+K//2+o."""
    return correlation(n, k // 2 + origin, boundary=NDIMAGE_RULES[mode], fill=cval)


def _origins(target: TargetAxis) -> list[int]:
    """All legal origins of a kernel, 0 first; for a gradient the outputs are the kernel, and there may be many."""
    size = min(target.kernel_size, MAX_ELEMENTS)
    return sorted(range(-(size // 2), (size - 1) // 2 + 1), key=abs)


_MODE_2D = (
    numpy.FULL_SAME_VALID,
    Option(
        name="boundary",
        default="fill",
        kind=choice(*BOUNDARIES),
        candidates=candidates.rules(BOUNDARIES),
        names_boundary=True,
    ),
    Option(name="fillvalue", default=0, kind=any_number(), candidates=candidates.fills),
)
_MODE_ND = (
    Option(
        name="mode",
        default="reflect",
        kind=choice(*NDIMAGE_RULES),
        candidates=candidates.rules(NDIMAGE_RULES),
        names_boundary=True,
    ),
    Option(name="cval", default=0, kind=any_number(), candidates=candidates.fills),
    Option(name="origin", default=0, kind=whole_numbers(), candidates=_origins, per_axis=True),
)
_LINE = {
    "other_options": (OUTPUT, AXIS, COMPLEX, DTYPE),
    "along": Along(option="axis", default=-1),
    "spreads": by_products,
}
_EXTENDED = {
    "default": "constant",
    "kind": choice(*EXTENSIONS, *CONTINUATIONS),
    "candidates": candidates.rules(EXTENSIONS),
}
_REAL_CVAL = _MODE_ND[1].replace(kind=exact_number())
_UP = Option(name="up", default=1, kind=whole_numbers(1), candidates=candidates.strides, per_axis=True)
_CONVOLVE = LibraryFunction(
    name="scipy.signal.convolve",
    library="scipy",
    version="1.17.1",
    page="https://docs.scipy.org/doc/scipy/reference/generated/{name}.html",
    laws=any_axes(_convolve),
    options=(numpy.FULL_SAME_VALID,),
    other_options=(Option(name="method", default="auto", kind=choice("auto", "direct", "fft")), COMPLEX, DTYPE),
    requirements=(conditions.VALID_NESTS, conditions.NO_ROUNDED_BOOL),
    empty=conditions.as_image_by_mode,
    spreads=conditions.spreads_directly,
    conjugates=keeps,
    cast=wraps,
    notes=(conditions.SAME_IS_N,),
    template=numpy.WITH_MODE,
)
_FFTCONVOLVE = _CONVOLVE.replace(
    name="scipy.signal.fftconvolve",
    other_options=(AXES, COMPLEX),
    along=Along(option="axes", whole_kernel=True),
    empty=conditions.nothing,
    spreads=lambda _: None,
    cast=lambda *_: None,
    requirements=(conditions.VALID_NESTS_BEYOND_ONE,),
    notes=(conditions.SAME_IS_N, always("It works by Fourier transforms, so SciPy's numbers are rounded.")),
    template=CallTemplate(text="{name}({x}, {h}, {mode}{options})", common=False),
)
_CONVOLVE2D = _CONVOLVE.replace(
    name="scipy.signal.convolve2d",
    spreads=by_products,
    laws={2: _convolve2d},
    options=_MODE_2D,
    requirements=(conditions.VALID_NESTS, conditions.NO_BOOL, conditions.COMPLEX_ARRAY),
    other_options=(COMPLEX, DTYPE),
    notes=(conditions.SAME_IS_N, conditions.IGNORES),
    template=CallTemplate(text="{name}({x}, {h}, {mode}{options})"),
)
# what has but its law, its options and its surprise
_ONE_AXIS = _CONVOLVE.replace(
    options=(),
    other_options=(),
    requirements=(),
    empty=lambda _: None,
    spreads=by_products,
    cast=lambda *_: None,
)
_ND_CONVOLVE = _CONVOLVE.replace(
    name="scipy.ndimage.convolve",
    laws=any_axes(_ndimage_convolve),
    options=_MODE_ND,
    other_options=(OUTPUT, AXES, COMPLEX, DTYPE),
    along=Along(option="axes", ordered=("origin",), bare=False),
    empty=conditions.as_image,
    spreads=by_weights,
    requirements=(conditions.ORIGIN, conditions.COMPLEX_IMAGE),
    cast=truncates,
    notes=(
        conditions.INCLUDES_EDGE,
        conditions.cuts,
        conditions.origin_moves("higher", "lower", "correlate"),
        conditions.EVEN_ND,
    ),
    template=CallTemplate(text="{name}({x}, {h}{output}{options})", more=typed_output),
)
_ND_CORRELATE = _ND_CONVOLVE.replace(
    name="scipy.ndimage.correlate",
    laws=any_axes(_ndimage_correlate),
    conjugates=conjugates_kernel,
    notes=(conditions.INCLUDES_EDGE, conditions.cuts, conditions.origin_moves("lower", "higher", "convolve")),
)
FUNCTIONS = (
    _CONVOLVE2D,
    _CONVOLVE2D.replace(
        name="scipy.signal.correlate2d",
        laws={2: _correlate2d},
        conjugates=conjugates_smaller,
        notes=(
            conditions.SAME_IS_N,
            conditions.IGNORES,
            conditions.even("With a kernel of even size {k}, y[m] here is y[m+1] of scipy.signal.correlate{where}."),
        ),
    ),
    _CONVOLVE,
    _CONVOLVE.replace(
        name="scipy.signal.correlate",
        laws=any_axes(_correlate),
        conjugates=conjugates_kernel,
        notes=(conditions.SAME_IS_N, conditions.one_later),
    ),
    _FFTCONVOLVE,
    _FFTCONVOLVE.replace(name="scipy.signal.oaconvolve"),
    _ONE_AXIS.replace(
        name="scipy.signal.upfirdn",
        spreads=conditions.spreads_without_up,
        laws={1: _upfirdn},
        options=(_UP, _UP.replace(name="down"), _MODE_ND[0].replace(**_EXTENDED), _REAL_CVAL),
        other_options=(AXIS,),
        along=_LINE["along"],
        requirements=(
            conditions.ONE_PIXEL,
            conditions.REFLECTS_SOMETHING,
        ),
        notes=(always("The kernel is the first argument: upfirdn(h, x)."),),
        template=CallTemplate(text="{name}({h}, {x}{options})", last_choice=True),
    ),
    _ONE_AXIS.replace(
        name="scipy.signal.lfilter",
        # k = m−i: causal, as long as the input
        laws={1: lambda n, **_: convolution(n, 0)},
        other_options=(A, AXIS, *unchanged(zi=None)),
        along=_LINE["along"],
        requirements=(conditions.NOT_RECURSIVE,),
        notes=(always("The kernel is the first argument, and a divides the sums: lfilter(h, a, x)."),),
        scale=lambda options: divided_by(options["a"][0]),
        template=CallTemplate(text="{name}({h}, {a}, {x}{options})", common=False),
    ),
    _ONE_AXIS.replace(
        name="scipy.linalg.convolution_matrix",
        spreads=lambda _: None,
        laws={1: numpy.convolve},
        options=(numpy.FULL_SAME_VALID,),
        other_options=(DTYPE,),
        cast=wraps,
        notes=(always("The output is the matrix times the image, as numpy.convolve gives it."),),
        template=CallTemplate(text="({name}({h}, len({x}), {mode}) @ {x})", common=False),
    ),
    _ND_CONVOLVE,
    _ND_CONVOLVE.replace(name="scipy.ndimage.convolve1d", laws={1: _ndimage_convolve}, **_LINE),
    _ND_CORRELATE,
    _ND_CORRELATE.replace(name="scipy.ndimage.correlate1d", laws={1: _ndimage_correlate}, **_LINE),
)
