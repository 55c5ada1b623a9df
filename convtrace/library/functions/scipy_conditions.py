"""What SciPy insists on, and what may surprise in its calls."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import prod
from operator import ge
from typing import Literal

from convtrace.library.functions.scipy_options import EXTENSIONS
from convtrace.library.notes import Note, note
from convtrace.library.requirements import (
    CallSizes,
    Requirement,
    each_axis,
    must_be,
    nested_beyond_one,
    nested_sizes,
    smaller_kernel,
    whole_call,
)
from convtrace.values.complex_number import Complex

# products for which method='auto' takes no transform, however fast SciPy finds it
_SURELY_DIRECT = 100_000


def in_valid(text: str, holds: Callable[[CallSizes], bool]) -> Requirement:
    """A requirement in mode='valid' only."""
    return whole_call(f"for mode='valid', {text}", smaller_kernel)(
        lambda sizes: sizes.options["mode"][0] != "valid" or holds(sizes)
    )


ORIGIN = each_axis(
    lambda k, where, **_: must_be("origin", range(-(k // 2), (k - 1) // 2 + 1)) + f" for a kernel of {k}{where}"
)(lambda k, origin, **_: -(k // 2) <= origin <= (k - 1) // 2)
VALID_NESTS = in_valid("one array must be at least as large as the other on every axis", nested_sizes)
VALID_NESTS_BEYOND_ONE = in_valid(
    "one array must be at least as large as the other on every axis where neither has size 1", nested_beyond_one
)
# SciPy itself divides by 0 here, and ends Python
REFLECTS_SOMETHING = each_axis("mode='reflect' needs an image of at least 2 pixels", "Give mode=symmetric.")(
    lambda n, mode, **_: n > 1 or mode != "reflect"
)
ONE_PIXEL = each_axis(
    "mode={mode!r} continues the image by sums of several pixels, so that no pixel stands for one outside",
    f"Give mode={' or '.join(EXTENSIONS)}.",
)(lambda mode, **_: mode in EXTENSIONS)
NOT_RECURSIVE = whole_call(
    "with more numbers in a the filter uses its own outputs, and is no sum over a window of the image",
    "Give a as one number.",
)(lambda sizes: not isinstance(sizes.options["a"][0], tuple))
NO_BOOL = whole_call("two arrays of bool are not accepted", "Give whole numbers, 1 for True.")(
    lambda sizes: sizes.options["dtype"][0] not in {"bool", ("bool", "bool")}
)


def _complex_fill(name: str, arrays: int, message: str) -> Requirement:
    """The requirement that one of the first arrays is complex where the number outside the image is."""

    def holds(sizes: CallSizes) -> bool:
        if not isinstance(sizes.options[name][0], Complex):
            return True
        known = [rows for rows in sizes.numbers[:arrays] if rows]
        has_any = any(isinstance(value, Complex) for rows in known for row in rows for value in row)
        dtype = sizes.options["dtype"][0]
        told = "complex" in str(dtype[:arrays] if isinstance(dtype, tuple) else dtype)
        return told or has_any or len(known) < arrays

    return whole_call(message, f"Give a real {name}.")(holds)


NO_ROUNDED_BOOL = whole_call(
    "two arrays of bool by method='fft' may give True where the sum is 0: it is rounded", "Give method=direct."
)(lambda sizes: sizes.options["method"][0] != "fft" or NO_BOOL(sizes) is None)
COMPLEX_IMAGE = _complex_fill("cval", 1, "a complex cval is accepted only with a complex image")
COMPLEX_ARRAY = _complex_fill("fillvalue", 2, "a complex fillvalue is accepted only with a complex array")
SAME_IS_N = note("mode='same' gives {n} outputs{where}, though the kernel has {k} elements; NumPy gives {k}.")(
    lambda n, k, mode, **_: mode == "same" and k > n
)
IGNORES = note("mode='valid' ignores boundary and fillvalue.")(
    lambda mode, boundary, fillvalue, **_: mode == "valid" and (boundary != "fill" or fillvalue != 0)
)
INCLUDES_EDGE = note(
    "mode='reflect' repeats the edge pixel, as NumPy's 'symmetric' does; NumPy's 'reflect' is 'mirror' here."
)(lambda k, mode, **_: k > 1 and mode == "reflect")


def cuts(sizes: CallSizes) -> tuple[str, ...]:
    """The note on a kernel with fractions and an image without."""
    image, kernel = ([value for line in rows for value in line] for rows in sizes.numbers)
    untold = all(sizes.options.get(name, (None,))[0] is None for name in ("dtype", "output"))
    cuts = (
        untold
        and image
        and all(isinstance(value, int) for value in image)
        and not all(isinstance(value, int) for value in kernel)
    )
    return ("SciPy cuts the outputs to whole numbers where the image is an array of whole numbers.",) if cuts else ()


def as_image(sizes: CallSizes) -> tuple[int, ...] | None:
    """The size of an empty image."""
    return sizes.image if all(sizes.kernel) else None


def as_image_by_mode(sizes: CallSizes) -> tuple[int, ...] | None:
    """The size of an empty image in mode='same', or with a kernel of one element on several axes in mode='full'.

    >>> [as_image_by_mode(CallSizes((0, 2), (1, 1), {"mode": (mode, mode)})) for mode in ("same", "full", "valid")]
    [(0, 2), (0, 2), None]
    """
    mode, kernel = sizes.options["mode"][0], sizes.kernel
    kept = mode == "same" or (mode == "full" and set(kernel) == {1} and len(kernel) > 1)
    return as_image(sizes) if kept and len(sizes.image) == len(kernel) else None


def nothing(sizes: CallSizes) -> tuple[int, ...] | None:
    """An array of one axis without elements."""
    return (0,) if len(sizes.image) == len(sizes.kernel) else None


def spreads_directly(sizes: CallSizes) -> Literal["products"] | None:
    """All products where they are added up without a transform, as method='auto' does for small arrays.

    On several axes SciPy puts zeros around an image that is smaller than the kernel, and these meet the kernel, too.
    """
    small = prod(sizes.image) * prod(sizes.kernel) <= _SURELY_DIRECT
    direct = sizes.options["method"][0] in {"direct", "auto" if small else None}
    bare = len(sizes.image) == 1 or all(map(ge, sizes.image, sizes.kernel))
    return "products" if direct and bare else None


def spreads_without_up(sizes: CallSizes) -> Literal["products"] | None:
    """All products where upfirdn needs no zeros between the kernel's elements, which meet pixels, too."""
    return "products" if sizes.options["up"][0] == 1 else None


def even(sentence: str) -> Note:
    """A note on kernels of even size in mode='same'."""
    return note(sentence)(lambda k, mode, **_: mode == "same" and k % 2 == 0)


def one_later(sizes: CallSizes) -> Sequence[str]:
    """The note on correlate2d, which takes planes only."""
    later = even("With a kernel of even size {k}, y[m+1] here is y[m] of scipy.signal.correlate2d{where}.")
    return later(sizes) if sizes.image[1:] and not sizes.image[2:] else ()


def origin_moves(way: str, other: str, function: str) -> Note:
    """A note on an origin, which moves windows one way, and the other way in another function."""

    def sentence(origin: int, where: str, **_: object) -> str:
        to, from_ = (way, other) if origin > 0 else (other, way)
        moves = f"origin={origin} moves the windows by {abs(origin)} to {to} indices{where}"
        return f"{moves}; in {function}, to {from_} ones."

    return note(sentence)(lambda origin, **_: origin != 0)


EVEN_ND = note("With a kernel of even size {k}, y[m] here is y[m+1] of scipy.signal.convolve in mode='same'{where}.")(
    lambda k, origin, **_: k % 2 == 0 and origin == 0
)
