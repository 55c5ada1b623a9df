"""Pixels that are nan: what a library does with them, and the outputs of a call that leaves them out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import chain, product
from typing import TYPE_CHECKING, TypeAlias

from convtrace.errors import ConvtraceError
from convtrace.library.arrays import AnyNumber, ExactArray, ExactNumber, Pixel, exact
from convtrace.library.option_kinds import Options
from convtrace.library.sums import sum_outputs
from convtrace.values.array_like import is_masked, unpacked
from convtrace.values.formula import INFINITY, MINUS_INFINITY, NAN
from convtrace.values.frozen import Frozen

if TYPE_CHECKING:
    from convtrace.library.call import Call


class Treatment(Frozen):
    """What a function does with pixels that are nan: a number in their place, or None where they are left out.

    A sum that leaves some out is divided by the weights that are left, and multiplied by the kernel's sum unless the
    function `normalises`. Where these weights add up to 0, or to no more than 0 where `least` is such, the output is
    the pixel in the middle, or 0 where it `empties`. Outputs at nan stay nan where it `preserves` them.
    """

    fill: ExactNumber | None
    normalises: bool
    preserves: bool
    empties: bool

    def divides(self, below: ExactNumber, total: ExactNumber) -> bool:
        """True where a sum can be divided by its weights, of a kernel with this sum."""
        return below * total > 0 if self.empties else below != 0


Treating: TypeAlias = Callable[[Options], Treatment]


def with_gaps(image: object, options: Mapping[str, object]) -> tuple[object, dict[str, object]]:
    """The image with nan in the place of each masked pixel, and the options without `mask` where that is an array."""
    left = {**options}
    if is_masked(image):
        image = _blanked(image.data.tolist(), image.mask.tolist())  # type: ignore[attr-defined]
    if hasattr(left.get("mask"), "tolist"):  # of a list, Astropy makes one truth for all pixels
        image = _blanked(unpacked(image), unpacked(left.pop("mask")))
    return image, left


def _blanked(values: object, mask: object) -> object:
    """The values with nan where the mask is not 0."""
    lists = [isinstance(each, list | tuple) for each in (values, mask)]
    if all(lists) and len(values) == len(mask):  # type: ignore[arg-type]
        return [_blanked(*pair) for pair in zip(values, mask, strict=True)]  # type: ignore[call-overload]
    if any(lists):
        raise ConvtraceError("the mask is not of the image's size", hint="Give one truth value for each pixel.")
    return float("nan") if mask else values


def weights_left(call: Call) -> ExactArray:
    """For each output the sum of the weights that meet something that is not nan, the image's outside included."""
    good = [[int(value != NAN) for value in row] for row in call.image.rows]
    axes = [axis.replace(fill=1) if axis.live is None else axis for axis in call.axes]
    return sum_outputs(axes, ExactArray(call.image.shape, good), call.kernel)


def replaced(image: ExactArray, number: ExactNumber | float) -> ExactArray:
    """The image with a number in the place of each nan.

    >>> replaced(ExactArray((2,), [[1, NAN]]), 5).rows
    [[1, 5]]
    """
    return ExactArray(image.shape, [[number if value == NAN else value for value in row] for row in image.rows])


def without_infinity(image: ExactArray) -> ExactArray:
    """The image with nan in the place of what is infinite.

    >>> without_infinity(ExactArray((2,), [[1, INFINITY]])).rows
    [[1, Value(name='nan')]]
    """
    ends = INFINITY, MINUS_INFINITY
    return ExactArray(image.shape, [[NAN if value in ends else value for value in row] for row in image.rows])


def treated_output(call: Call, treatment: Treatment, whole_output: Callable[[Call], ExactArray]) -> ExactArray:
    """All outputs of a call on an image with nan; `whole_output` gives those of one without."""
    if treatment.fill is not None:
        found = whole_output(call.replace(image=replaced(call.image, treatment.fill)))
    else:
        sums = sum_outputs(call.axes, replaced(call.image, 0), call.kernel)
        found = ExactArray(sums.shape, [*_divided(call, treatment, sums)])
    if treatment.preserves:
        lines = zip(found.rows, call.image.rows, strict=True)
        rows = [[NAN if pixel == NAN else value for value, pixel in zip(*line, strict=True)] for line in lines]
        found = ExactArray(found.shape, rows)
    return found


def _divided(call: Call, treatment: Treatment, sums: ExactArray) -> Iterator[list[Pixel]]:
    weights: Iterator[ExactNumber] = chain.from_iterable(call.kernel.rows)
    total, shape = sum(weights), sums.shape
    left = weights_left(call)
    places = product(*map(range, shape[:-1]))
    for at, line, below, pixels in zip(places, sums.rows, left.rows, call.image.rows, strict=True):
        cells = enumerate(zip(line, below, pixels, strict=True))
        yield [_finished(treatment, value, under, pixel, total) if _is_live(call, (*at, m)) else 0
               for m, (value, under, pixel) in cells]  # fmt: skip


def _is_live(call: Call, output: Sequence[int]) -> bool:
    return all(axis.live is None or m in axis.live for axis, m in zip(call.axes, output, strict=True))


def _finished(treatment: Treatment, value: ExactNumber, below: ExactNumber, pixel: Pixel, total: ExactNumber) -> Pixel:
    """The sum over its weights; where these are none, what the function puts there."""
    factor = 1 if treatment.normalises else total
    if treatment.divides(below, total):
        return _share(value, below, factor)
    if treatment.empties:
        return 0
    return NAN if pixel == NAN else _share(pixel, 1, factor)  # type: ignore[arg-type]


def _share(value: ExactNumber, below: ExactNumber, factor: ExactNumber) -> AnyNumber:
    return exact(Fraction(value) * factor / below) or 0
