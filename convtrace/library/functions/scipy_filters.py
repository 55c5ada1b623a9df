"""SciPy's filters whose window has a size: means, and those that pick a value."""

from __future__ import annotations

from collections.abc import Iterator

from convtrace.law.scaling import KernelSum
from convtrace.library.arrays import ExactNumber
from convtrace.library.axis_call import AxisCall
from convtrace.library.call_template import CallTemplate
from convtrace.library.functions import scipy
from convtrace.library.functions.formulas import any_axes, correlation
from convtrace.library.functions.scipy_conditions import COMPLEX_IMAGE
from convtrace.library.functions.scipy_options import typed_output
from convtrace.library.functions.shared_options import keeps, unchanged
from convtrace.library.functions.windows import size_option
from convtrace.library.number_types import dtypes_of, truncates
from convtrace.library.option import Along, Option, in_python
from convtrace.library.option_kinds import exact_number, whole_numbers
from convtrace.library.requirements import CallSizes, each_axis, whole_call
from convtrace.library.row import LibraryFunction

_ORIGINALS = {row.name.rpartition(".")[2]: row for row in scipy.FUNCTIONS if row.name.startswith("scipy.ndimage.")}
_CORRELATE = _ORIGINALS["correlate"]


def _uniform(n: int, k: int, mode: str, cval: ExactNumber, origin: int) -> AxisCall:
    """The law of correlate; SciPy leaves an axis out along which the window is one pixel, and its origin with it."""
    return _CORRELATE.laws[1](n, k, mode, cval, origin if k > 1 else 0)


@each_axis(lambda k, where, **_: f"origin must be within the window of {k}{where}")
def _origin(k: int, origin: int, **_: object) -> bool:
    return k == 1 or -(k // 2) <= origin <= (k - 1) // 2


@whole_call("SciPy cuts whole numbers after each axis, so that these are no plain means", "Give output=float.")
def _one_cut(sizes: CallSizes) -> bool:
    dtypes = dtypes_of(_CORRELATE.name, sizes.options, *sizes.numbers)
    return sum(side > 1 for side in sizes.kernel) < 2 or truncates(sizes.options, dtypes) is None


_UNIFORM = _CORRELATE.replace(
    name="scipy.ndimage.uniform_filter",
    laws=any_axes(_uniform),
    requirements=(_origin, _one_cut, COMPLEX_IMAGE),
    other_options=(size_option("size", default=3), *_CORRELATE.other_options),
    scale=lambda _: KernelSum(),
    spreads=lambda _: None,
    conjugates=keeps,
    template=CallTemplate(text="{name}({x}, {size}{output}{options})", more=typed_output, common=False),
    window="size",
    along=Along(option="axes", ordered=("size", "origin"), always=True),
)


def _line(row: LibraryFunction, name: str, law_of: LibraryFunction = _ORIGINALS["correlate1d"]) -> LibraryFunction:
    """The row of a filter along one axis."""
    return row.replace(
        name=f"scipy.ndimage.{name}",
        laws=law_of.laws,
        requirements=law_of.requirements,
        along=law_of.along,
        other_options=(size_option("size", in_python=in_python), *law_of.other_options),
    )


def _picking() -> Iterator[LibraryFunction]:
    """The filters that pick a value of their window."""
    footprint = unchanged(footprint=None)
    row = _UNIFORM.replace(other_options=(size_option("size"), *footprint, *_CORRELATE.other_options), notes=())
    which = Option(name="rank", default=0, required=True, kind=whole_numbers())
    for name, picks in (("maximum", "the largest value"), ("minimum", "the smallest value")):
        filtered = row.replace(name=f"scipy.ndimage.{name}_filter", picks=picks)
        yield filtered
        yield _line(filtered, f"{name}_filter1d")
    yield row.replace(name="scipy.ndimage.median_filter", picks="the middle value")
    ranked = row.replace(name="scipy.ndimage.rank_filter", picks="the value of one rank")
    yield ranked.replace(other_options=(*row.other_options, which))
    percent = which.replace(name="percentile", kind=exact_number())
    yield ranked.replace(name="scipy.ndimage.percentile_filter", other_options=(*row.other_options, percent))
    median = row.replace(options=(), other_options=(size_option("kernel_size", default=3),), window="kernel_size")
    median = median.replace(requirements=(), along=None, picks="the middle value")
    yield median.replace(name="scipy.signal.medfilt", laws=any_axes(_centred))
    yield median.replace(name="scipy.signal.medfilt2d", laws={2: _centred})


def _centred(n: int, k: int) -> AxisCall:
    """The law k = i−m+(K−1)//2, with 0 outside."""
    return correlation(n, (k - 1) // 2)


FUNCTIONS = (_UNIFORM, _line(_UNIFORM, "uniform_filter1d"))
PICKING = tuple(_picking())
