"""Pixels that are nan or infinite where a library multiplies them as any number: the outputs that they reach."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from convtrace.errors import ConvtraceError
from convtrace.library.arrays import AnyNumber, ExactArray, Pixel
from convtrace.library.requirements import CallSizes
from convtrace.values.complex_number import is_real
from convtrace.values.formula import INFINITY, MINUS_INFINITY, NAN, Value

if TYPE_CHECKING:
    from convtrace.library.call import Call

_SIGNS: dict[Pixel, int] = {INFINITY: 1, MINUS_INFINITY: -1}


# the products in which a pixel that is nan or infinite counts: all of them, or those with a weight beside 0
Spread: TypeAlias = Literal["products", "weights"]
Spreading: TypeAlias = "Callable[[CallSizes], Spread | None]"


def spread_output(call: Call, spread: Spread, whole_output: Callable[[Call], ExactArray]) -> ExactArray:
    """All outputs of a call on an image with nan or infinite pixels; `whole_output` gives those of one without."""
    if call.cast is not None:
        message = f"{call.row.name}: nan and inf can't be kept in the type {call.cast.dtype.name}"
        raise ConvtraceError(message, hint="Give numbers in their places.")
    found = whole_output(_with_image(call, _finite))
    # 0·inf is nan, as inf−inf is
    zeros = _sums(call, _infinite, lambda h: int(h == 0)) if spread == "products" else None
    lost = _sums(call, lambda x: int(x == NAN), lambda h: int(spread == "products" or h != 0))
    ends = _sums(call, lambda x: _SIGNS.get(x, 0), _sign)
    all_ends = _sums(call, _infinite, lambda h: abs(_sign(h)))
    lines = zip(found.rows, lost.rows, (zeros or lost).rows, ends.rows, all_ends.rows, strict=True)
    return ExactArray(found.shape, [[*map(partial(_reached, _sign(call.scale)), *line)] for line in lines])


def _reached(sign: int, value: AnyNumber, lost: int, zeros: int, ends: int, all_ends: int) -> Pixel:
    """The output: nan where such a pixel or both infinities reach it."""
    if lost or zeros or abs(ends) != all_ends:
        return NAN
    return value if not ends else INFINITY if ends * sign > 0 else MINUS_INFINITY


def _sums(call: Call, pixel: Callable[[Pixel], int], weight: Callable[[AnyNumber], int]) -> ExactArray:
    """The sums of other numbers in the places of pixels and weights, with nothing outside the image."""
    from convtrace.library.sums import sum_outputs  # only here: most images are finite

    axes = [axis.replace(fill=0) for axis in call.axes]
    if call.channels is None:
        return sum_outputs(axes, _mapped(call.image, pixel), _mapped(call.kernel, weight))
    image, kernel = _mapped(call.channels.image, pixel), _mapped(call.channels.kernel, weight)
    return call.channels.replace(image=image, kernel=kernel).output(sum_outputs, axes)


def _with_image(call: Call, pixel: Callable[[Pixel], AnyNumber]) -> Call:
    if call.channels is None:
        return call.replace(image=_mapped(call.image, pixel))
    return call.replace(channels=call.channels.replace(image=_mapped(call.channels.image, pixel)))


def _mapped(array: ExactArray, of: Callable[[Any], AnyNumber]) -> ExactArray:
    return ExactArray(array.shape, [[*map(of, row)] for row in array.rows])


def _finite(pixel: Pixel) -> AnyNumber:
    return 0 if isinstance(pixel, Value) else pixel


def _infinite(pixel: Pixel) -> int:
    return int(pixel in _SIGNS)


def _sign(number: Any) -> int:  # noqa: ANN401 -- a weight, or a scale, of which all but numbers are positive
    return (number > 0) - (number < 0) if is_real(number) else 1


def floats(array: ExactArray) -> ExactArray:
    """The array with a float in the place of each nan and infinity."""
    return ExactArray(array.shape, [[float(x.name) if isinstance(x, Value) else x for x in row] for row in array.rows])
