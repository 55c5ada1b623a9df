"""JAX: https://docs.jax.dev/en/latest/jax.numpy.html, …/jax.scipy.html and …/jax.lax.html"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

from convtrace.library.axis_call import AxisCall
from convtrace.library.call_template import CallTemplate
from convtrace.library.functions import candidates, numpy, scipy, scipy_conditions
from convtrace.library.functions.formulas import any_axes, convolution, correlation, dilated, fitting, same
from convtrace.library.functions.jax_layouts import (
    GROUP_COUNTS,
    NUMBERS,
    UNGROUPED,
    names_all_axes,
    numbered,
    numbered_transpose,
    numbered_where_many,
    one_kind_of_groups,
)
from convtrace.library.functions.layouts import laid
from convtrace.library.functions.shared_options import COMPLEX, LAYOUT, float_type, keeps, unchanged, unused
from convtrace.library.notes import count_of, note
from convtrace.library.number_types import DTYPE, wraps
from convtrace.library.option import Along, Option, as_tuple
from convtrace.library.option_kinds import choice, either, none_for, pairs, whole_numbers
from convtrace.library.requirements import CallSizes, each_axis, nested_sizes, smaller_kernel, whole_call
from convtrace.library.row import LibraryFunction

_Padding = str | tuple[int, int]


def _general(n: int, k: int, window_strides: int, padding: _Padding, lhs_dilation: int, rhs_dilation: int) -> AxisCall:
    """d·k = −s·m + ℓ·i + low, no outputs where the window does not fit.

    >>> axis = _general(4, 3, window_strides=2, padding=(1, 1), lhs_dilation=2, rhs_dilation=1)
    >>> axis.relation, axis.outputs
    (Relation(d=1, alpha=-2, beta=2, gamma=1), 4)
    """
    ke = dilated(k, rhs_dilation)
    if padding in {"SAME", "SAME_LOWER"}:
        return same(n, ke, window_strides, rhs_dilation, lower=padding == "SAME_LOWER")
    low, high = (0, 0) if isinstance(padding, str) else padding
    outputs = fitting((n - 1) * lhs_dilation + 1 + low + high, ke, window_strides)
    return correlation(max(outputs, 0), low, window_strides, rhs_dilation, input_stride=lhs_dilation)


def _transpose_pads(ke: int, stride: int, padding: _Padding, consistent: bool) -> tuple[int, int]:
    """The pads of conv_transpose before and after.

    >>> _transpose_pads(3, 2, "SAME", False), _transpose_pads(3, 2, "VALID", False), _transpose_pads(3, 2, (0, 0), True)
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


def _transpose(
    n: int,
    k: int,
    strides: int,
    padding: _Padding,
    rhs_dilation: int,
    transpose_kernel: bool,
    use_consistent_padding: bool,
) -> AxisCall:
    """d·k = −m + s·i + low; with transpose_kernel d·k = m − s·i + (Ke−1−low): the same kernel, flipped."""
    ke = dilated(k, rhs_dilation)
    low, high = _transpose_pads(ke, strides, padding, use_consistent_padding)
    outputs = max((n - 1) * strides + 2 + low + high - ke, 0)
    if transpose_kernel:
        return convolution(outputs, ke - 1 - low, strides, rhs_dilation)
    return correlation(outputs, low, 1, rhs_dilation, input_stride=strides)


def _nests(sizes: CallSizes) -> bool:
    transformed = sizes.options["method"][0] == "fft" and sizes.options["mode"][0] != "valid"
    return transformed or nested_sizes(sizes)


def _leaves_some(n: int, padding: _Padding, input_stride: int) -> bool:
    """True where negative padding takes away no more than there is."""
    return isinstance(padding, str) or (n - 1) * input_stride + 1 + sum(padding) >= 0


_TOO_MUCH = "padding takes away more than there is{where}"
_LESS = "Give larger numbers: each negative one takes pixels away."
_SPELLED_OUT = each_axis(
    "padding={padding!r} is not accepted with lhs_dilation={lhs_dilation}",
    "Give a pair [before, after] for each axis: on one axis padding=[[1, 1]].",
)(lambda padding, lhs_dilation, **_: lhs_dilation == 1 or not isinstance(padding, str))


@note(lambda padding, where, **_: f"Negative padding takes away {' and '.join(_taken(*padding))}{where}.")
def _takes_away(padding: _Padding, **_: object) -> bool:
    return not isinstance(padding, str) and min(padding) < 0


def _taken(before: int, after: int) -> Iterator[str]:
    """The pixels that negative padding takes away.

    >>> list(_taken(-1, 0)), list(_taken(-2, -1))
    (['1 pixel at the start'], ['2 pixels at the start', '1 pixel at the end'])
    """
    for padding, end in ((before, "start"), (after, "end")):
        if padding < 0:
            yield f"{count_of(-padding, 'pixel')} at the {end}"


@each_axis(_TOO_MUCH, _LESS)
def _transposed_leaves_some(
    n: int, k: int, strides: int, padding: _Padding, rhs_dilation: int, use_consistent_padding: bool, **_: object
) -> bool:
    return _leaves_some(n, _transpose_pads(dilated(k, rhs_dilation), strides, padding, use_consistent_padding), strides)


_UNUSED = (*unused(precision=None), float_type("preferred_element_type"))
_JAX = LibraryFunction(
    name="jax",
    library="jax",
    version="0.10.2",
    page="https://docs.jax.dev/en/latest/_autosummary/{name}.html",
    laws={},
    other_options=(*_UNUSED, LAYOUT),
    conjugates=keeps,
    min_outputs=0,
)
_ORIGINALS = {row.name: row for row in (*numpy.FUNCTIONS, *scipy.FUNCTIONS)}


def _like(original: str, **changes: Any) -> LibraryFunction:  # noqa: ANN401 -- fields of the row
    """The row of a function that computes what NumPy's or SciPy's function of the same name computes."""
    row = _ORIGINALS[original]
    return row.replace(
        name=f"jax.{original}",
        library=_JAX.library,
        version=_JAX.version,
        page=_JAX.page,
        # its sums are floats
        cast=_JAX.cast,
        spreads=row.spreads if original.startswith("numpy.") else _JAX.spreads,
        **{"other_options": (*row.other_options, *(_UNUSED if original.startswith("numpy.") else ())), **changes},
    )


_DIRECT = (*_ORIGINALS["scipy.signal.convolve"].other_options, *unused(precision=None))
_DILATION = Option(
    name="lhs_dilation",
    default=None,
    kind=either(whole_numbers(1), none_for(1)),
    in_python=str,
    candidates=candidates.input_strides,
    per_axis=True,
)
_STRIDES = Option(
    name="strides",
    default=1,
    required=True,
    kind=whole_numbers(1),
    in_python=str,
    candidates=candidates.strides,
    per_axis=True,
)
_PADDING = Option(
    name="padding",
    default="VALID",
    required=True,
    kind=either(choice("SAME", "VALID"), pairs()),
    in_python=as_tuple,
    candidates=candidates.pad_pairs,
    per_axis=True,
)
_FLAG = Option(name="transpose_kernel", default=False, kind=choice(False, True))
_CALL = CallTemplate(whole="{name}({x}, {h}{options})", imports="import jax", common=False)
_NESTS = "one array must be at least as large as the other on every axis"
_UNLESS_FFT = whole_call(f"{_NESTS}, in every mode unless method='fft'", smaller_kernel)(_nests)
_PLANE = {
    "options": (numpy.FULL_SAME_VALID,),
    "other_options": (*unchanged(boundary="fill", fillvalue=0), *unused(precision=None), COMPLEX),
    "requirements": (whole_call(f"{_NESTS}, in every mode", smaller_kernel)(nested_sizes),),
}
_UNFLIPPED = note("The kernel is not flipped; transpose_kernel=True flips it, as other libraries do.")(
    lambda k, transpose_kernel, **_: k > 1 and not transpose_kernel
)

_GENERAL = _JAX.replace(
    name="jax.lax.conv_general_dilated",
    laws=any_axes(_general),
    options=(
        _STRIDES.replace(name="window_strides"),
        _PADDING.replace(kind=either(choice("SAME", "SAME_LOWER", "VALID"), pairs())),
        _DILATION,
        _DILATION.replace(name="rhs_dilation", candidates=candidates.dilations),
    ),
    other_options=(NUMBERS, *GROUP_COUNTS, *unchanged(out_sharding=None), *_UNUSED, LAYOUT, DTYPE),
    cast=wraps,
    layouts=numbered,
    template=_CALL,
    requirements=(
        names_all_axes,
        one_kind_of_groups,
        _SPELLED_OUT,
        each_axis(_TOO_MUCH, _LESS)(lambda n, padding, lhs_dilation, **_: _leaves_some(n, padding, lhs_dilation)),
    ),
    notes=(_takes_away,),
)
FUNCTIONS = (
    _like("numpy.convolve"),
    _like("numpy.correlate"),
    _like("scipy.signal.convolve", requirements=(_UNLESS_FFT,), other_options=_DIRECT),
    _like("scipy.signal.correlate", requirements=(_UNLESS_FFT,), other_options=_DIRECT),
    _like(
        "scipy.signal.fftconvolve",
        requirements=(scipy_conditions.VALID_NESTS,),
        along=Along(option="axes", whole_kernel=True, broadcasts=False),
    ),
    _like("scipy.signal.convolve2d", laws={2: _ORIGINALS["scipy.signal.convolve"].laws[2]}, **_PLANE),
    _like("scipy.signal.correlate2d", laws={2: scipy.correlate_plane}, **_PLANE),
    _GENERAL,
    _GENERAL.replace(
        name="jax.lax.conv_with_general_padding",
        options=(*_GENERAL.options[:2], *(option.replace(required=True) for option in _GENERAL.options[2:])),
        other_options=(*_UNUSED, LAYOUT, DTYPE),
        layouts=laid(UNGROUPED),
        requirements=_GENERAL.requirements[2:],
    ),
    _GENERAL.replace(
        name="jax.lax.conv",
        laws=any_axes(partial(_general, lhs_dilation=1, rhs_dilation=1)),
        options=(_GENERAL.options[0], _PADDING.replace(kind=choice("SAME", "SAME_LOWER", "VALID"))),
        other_options=(*_UNUSED, LAYOUT, DTYPE),
        layouts=laid(UNGROUPED),
        requirements=(),
        notes=(),
    ),
    _JAX.replace(
        name="jax.lax.conv_transpose",
        laws=any_axes(_transpose),
        options=(
            _STRIDES,
            _PADDING,
            _DILATION.replace(name="rhs_dilation", candidates=candidates.dilations),
            _FLAG.replace(lays=True),
            _FLAG.replace(name="use_consistent_padding"),
        ),
        other_options=(NUMBERS, *_UNUSED, LAYOUT, DTYPE),
        cast=wraps,
        layouts=numbered_transpose,
        requirements=(names_all_axes, numbered_where_many, _transposed_leaves_some),
        template=_CALL,
        notes=(_UNFLIPPED,),
    ),
)
