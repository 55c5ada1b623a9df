"""Types of the numbers in arrays: the option `dtype`, and what each library keeps of a sum in such a type."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, TypeAlias

from convtrace.errors import ConvtraceError, shortened
from convtrace.library.option import Option
from convtrace.library.option_kinds import OptionKind, Options, OptionValues
from convtrace.values.dtypes import DTYPES, Dtype, dtype_named, dtype_of, promoted

if TYPE_CHECKING:
    from convtrace.law.casting import Cast, Overflow
    from convtrace.values.complex_number import AnyNumber

Rows: TypeAlias = "Sequence[Sequence[AnyNumber]]"
# the types of the image and of the kernel
Dtypes: TypeAlias = tuple[Dtype, Dtype]
Casting: TypeAlias = "Callable[[Options, Dtypes | None], Cast | None]"


def _names(given: object, axes: int) -> OptionValues | None:
    """A name for both arrays, or one for each, None where an array has none."""
    if given is None:
        return (None,) * axes
    if isinstance(given, tuple):
        found = tuple(part and dtype_named(part) for part in given)
        return (tuple(dtype and dtype.name for dtype in found),) * axes
    dtype = dtype_named(given)
    return None if dtype is None else (dtype.name,) * axes


DTYPE = Option(
    name="dtype",
    default=None,
    kind=OptionKind(f"the type of the numbers in both arrays: {', '.join(DTYPES)}", _names),
    only_here=True,
    casts=True,
)


def with_dtypes(
    options: Mapping[str, object], known: Mapping[str, Option], image: object, kernel: object
) -> dict[str, object]:
    """The options, with the types of both arrays where these have any and the function knows the option."""
    if known.get("dtype") is not DTYPE or "dtype" in options:
        return {**options}
    found = dtype_of(image), dtype_of(kernel)
    return {**options, "dtype": tuple(dtype and dtype.name for dtype in found)} if any(found) else {**options}


def dtypes_of(name: str, options: Options, image: Rows, kernel: Rows) -> Dtypes | None:
    """The types of both arrays in a call; None where none is given. ConvtraceError for an image that does not fit.

    A kernel whose numbers do not fit has the type that NumPy gives lists.

    >>> [dtype.name for dtype in dtypes_of("f", {"dtype": ("uint8",)}, [[1]], [[1, -1]])]
    ['uint8', 'int64']
    """
    given = options["dtype"][0] if "dtype" in options else None
    if given is None:
        return None
    if isinstance(given, tuple):
        one, other = (part and DTYPES[part] for part in given)
        return one or _natural(image), other or _natural(kernel)
    dtype = DTYPES[str(given)]
    misfit = next((value for row in image for value in row if not dtype.holds(value)), None)
    if misfit is not None:
        message = f"{name}: {shortened(str(misfit))} in the image is not of the type {dtype.name}"
        raise ConvtraceError(message, hint=f"{dtype.name} holds {dtype.range[0]} to {dtype.range[-1]}, whole numbers.")
    return dtype, dtype if all(map(dtype.holds, (value for row in kernel for value in row))) else _natural(kernel)


def _natural(rows: Rows) -> Dtype:
    """The type that NumPy gives a list of these numbers."""
    whole = all(isinstance(value, int) for row in rows for value in row)
    return DTYPES["int64" if whole else "float64"]


def _whole(dtype: Dtype, how: Overflow) -> Cast | None:
    from convtrace.law.casting import Cast  # only here: most arrays have no type

    return Cast(dtype=dtype, how=how) if dtype.is_whole else None


def wraps(_: Options, dtypes: Dtypes | None) -> Cast | None:
    """Sums in the type that both arrays have together, as in NumPy."""
    if not dtypes:
        return None
    from convtrace.law.casting import Overflow

    return _whole(promoted(*dtypes), Overflow.WRAPS)


def truncates(options: Options, dtypes: Dtypes | None) -> Cast | None:
    """Sums of floats, cut to the type of `output` or of the image, as in scipy.ndimage."""
    named = dtype_named(options["output"][0]) if options["output"][0] is not None else None
    dtype = named or (dtypes and dtypes[0])
    if not dtype:
        return None
    from convtrace.law.casting import Overflow

    return _whole(dtype, Overflow.TRUNCATES)
