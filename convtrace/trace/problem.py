"""What is asked: one operation, one index that is fixed, an image, a kernel. The single door for user input."""

from __future__ import annotations

from collections.abc import Callable
from math import prod
from typing import TYPE_CHECKING, NamedTuple

from convtrace.errors import ConvtraceError
from convtrace.law.axis import MODES, AxisMap, Unknown, centred, outputs
from convtrace.law.boundary import ALIASES, CONSTANT, RULES, ZERO, Outside
from convtrace.law.index_order import ORDERS, Order
from convtrace.law.kernel import Kernel
from convtrace.law.operations import NAMES, Operation, forms
from convtrace.trace.given import AUTO, MOST_ELEMENTS, Given, Ranges, fixed_index, form_of, operands, origins, window_of
from convtrace.values import typed_text
from convtrace.values.typed_text import Typed

if TYPE_CHECKING:
    from convtrace.values.exact import Exact


class Problem(NamedTuple):
    """A question that has an answer: one index is fixed, the sum runs over another, the third is what meets it.

    `fixed` is m for an output value, i for the gradient of a pixel, k for that of a kernel element; `at` its
    numbers, None on an axis whose index stays a symbol. `image` and `outputs` hold one index range per axis.
    `window` holds the positions to show, one range per axis: pixels, or outputs where the sum runs over them;
    None: those used and one more row and column. `pixels` holds the image's values in reading order, None where it
    has none; `outside` is what x outside the image is; `law` holds relations that no operation has, as those of a
    library's function; `added` is what is added to the sum. All tuples are in index order, the order in which `order`
    names the axes.
    """

    operation: Operation
    order: Order
    fixed: Unknown
    at: tuple[int | None, ...]
    image: Ranges
    kernel: Kernel
    mode: str
    outputs: Ranges
    window: Ranges | None
    stride: tuple[int, ...]
    dilation: tuple[int, ...]
    pixels: tuple[Exact, ...] | None = None
    law: tuple[AxisMap, ...] | None = None
    outside: Outside = Outside(())
    added: Exact = 0

    def pixel(self, index: tuple[int, ...]) -> Exact | None:
        """The value of x[index], inside the image or not; None where it has none, or where index stays a symbol."""
        found = self.stand_in(index)
        if found is None:
            return self.outside.fill
        if self.pixels is None or None in self.at:
            return None
        place = 0
        for side, number in zip(self.order.array(self.image), self.order.array(found), strict=True):
            place = place * len(side) + side.index(number)
        return self.pixels[place]

    def stand_in(self, index: tuple[int, ...]) -> tuple[int, ...] | None:
        """The pixel that x[index] is, be the index inside the image or not; None where it is the constant."""
        found = tuple(self.place(axis, number) for axis, number in enumerate(index))
        return None if None in found else found  # type: ignore[return-value]

    def reaches(self, index: tuple[int, ...]) -> bool:
        """Whether x[index] adds to a sum, inside the image or not."""
        return self.outside.fill != 0 or self.stand_in(index) is not None

    def place(self, axis: int, number: int) -> int | None:
        """The index inside the image that stands in on one axis; where that stays a symbol, no border is near."""
        side = self.image[axis]
        if self.at[axis] is None or number in side:
            return number
        found = self.outside.rules[axis].place(number - side[0], len(side)) if self.outside.rules else None
        return None if found is None else side[found]

    @property
    def is_plain(self) -> bool:
        """Whether all values are letters and nothing outside the image counts."""
        return self.pixels is None and self.kernel.given is None and not self.outside.counts

    @property
    def relations(self) -> tuple[AxisMap, ...]:
        """The law, once per axis: that of the operation with its steps, unless a library's own is given."""
        return self.law or tuple(map(self.operation.relation, self.stride, self.dilation))

    @property
    def over(self) -> Unknown:
        """The index that the sum runs over: the pixels, or for a gradient the outputs."""
        return "i" if self.fixed == "m" else "m"

    @property
    def partner(self) -> Unknown:
        """The index that the two others leave."""
        return "i" if self.fixed == "k" else "k"

    @property
    def numbers(self) -> tuple[int, ...]:
        """The fixed index, 0 for what stays a symbol: everything else is counted from there."""
        return tuple(number or 0 for number in self.at)

    @property
    def domains(self) -> dict[Unknown, tuple[range | None, ...]]:
        """Where each index may lie; None for pixels on an axis in general position, where no border is near."""
        free = tuple(None if number is None else pixels for number, pixels in zip(self.at, self.image, strict=True))
        return {"m": self.outputs, "i": free, "k": self.kernel.ranges}


def pose(
    operation: str,
    *,
    at: Typed | None = None,
    m: Typed | None = None,
    n: Typed | None = None,
    pixel: Typed | None = None,
    weight: Typed | None = None,
    image: Given | None = None,
    kernel: Given | None = None,
    form: str | None = None,
    axes: str = "xy",
    mode: str = MODES[0],
    window: str = AUTO,
    kernel_origin: Typed | None = None,
    stride: Typed = 1,
    dilation: Typed = 1,
    pad: str = ZERO.name,
    read: Callable[[str], bytes] | None = None,
) -> Problem:
    """The problem that the command line's words name; numbers and tuples do as well as text.

    `at` (or `m` and `n`) fixes the output, `pixel` or `weight` what a gradient is for; without any of them the
    output stays m, n. `image` and `kernel` are sizes or values: rows of text, nested lists, the name of a kernel,
    or of a file where `read` gives its bytes. Sizes and indices are in index order (under `axes="xy"` columns
    first), 7 pixels and 3 kernel elements on each axis unless given; `stride` and `dilation` are one number or one
    for each axis. Raises ConvtraceError, which marks the word that can't be used.

    >>> pose("conv", m=1, n=1).image
    (range(-3, 4), range(-3, 4))
    >>> pose("xcorr", at=(0, 0, 0), image="9x7x5", axes="rc").kernel.ranges
    (range(-1, 2), range(-1, 2), range(-1, 2))
    >>> pose("conv", pixel=(1, 1)).outputs
    (range(-2, 3), range(-2, 3))
    """
    rows = forms(typed_text.typed("operation", operation).one_of(NAMES))
    row = rows[None if form is None and None in rows else form_of(form, rows)]
    order = ORDERS[typed_text.typed("--axes", axes).one_of(ORDERS)]
    typed_text.typed("--mode", mode).one_of(MODES)
    pixels, weights, image_size, kernel_size = operands(image, kernel, order, read)
    ranges = tuple(map(centred, image_size))
    taps = tuple(map(centred, kernel_size, origins(kernel_origin, kernel_size)))
    steps = typed_text.steps("--stride", stride, len(ranges)), typed_text.steps("--dilation", dilation, len(ranges))
    relations = map(row.relation, *steps)
    existing = tuple(outputs(*axis, mode) for axis in zip(relations, ranges, taps, strict=True))
    sized = "image" if image is not None else "kernel" if kernel is not None else None
    fixed, index = fixed_index(at, m, n, pixel, weight, ranges, taps, sized=sized)
    elements = Kernel(taps, order, weights and weights.flat)
    problem = Problem(row, order, fixed, index, ranges, elements, mode, existing, None, *steps, pixels and pixels.flat)
    problem = problem._replace(outside=_outside(pad, len(ranges)))
    require_other_names(problem)
    return problem._replace(window=window_of(window, _shown(problem)))


def _outside(pad: str, axes: int) -> Outside:
    """The rule for what is outside; a constant has its value behind a colon."""
    piece = typed_text.typed("--pad", pad)
    name, *value = piece.split(":", most=1)
    if name.text.strip() != CONSTANT.name or not value:
        if pad.strip() in ALIASES:
            hint = f"Type: --pad {ALIASES[pad.strip()]}; convtrace borders lists what libraries call the rules."
            raise piece.refuse(f"--pad: {pad.strip()} has another name here", hint)
        rule = RULES[piece.one_of(RULES)]
        if rule is CONSTANT:
            raise piece.refuse("--pad: which constant?", "Type its value behind a colon, for example: --pad constant:5")
        return Outside((rule,) * axes)
    from convtrace.values.entry import entry  # only here: most runs have 0 outside

    fill = entry(value[0])
    return Outside((CONSTANT if fill != 0 else ZERO,) * axes, fill)


def require_other_names(problem: Problem) -> None:
    """Refuses values that are called as the letters which stand for the kernel's."""
    given = (*(problem.pixels or ()), *([problem.outside.fill] if problem.outside.fill != 0 else []))
    if problem.kernel.given is None and any(not isinstance(value, int) for value in given):
        from convtrace.values.exact import names  # only here: most runs have letters or whole numbers

        letters = set(problem.kernel.values)
        taken = next((name for value in given for name in names(value) if name in letters), None)
        if taken is not None:
            message = f"{taken} is a value of the kernel already, whose values are letters"
            raise ConvtraceError(message, hint="Choose another name, or give the kernel its values with --kernel.")


def require_outputs(problem: Problem) -> None:
    """Refuses a question about all outputs where there is none."""
    if not all(problem.outputs):
        relations = (problem.operation.relation(1, dilation) for dilation in problem.dilation)
        axes = zip(relations, problem.image, problem.kernel.ranges, strict=True)
        whole = all(outputs(*axis, problem.mode) for axis in axes)
        why = "the stride steps over all of them" if whole else "as the kernel is larger than the image"
        message = f"--mode {problem.mode}: no output exists, {why}"
        raise ConvtraceError(message, hint="Choose a larger image, or type: --mode full")


def require_letters(problem: Problem, command: str) -> None:
    """Refuses values where only letters are written."""
    for option, given in (("--image", problem.pixels), ("--kernel", problem.kernel.given)):
        if given is not None:
            message = f"{option}: {command} is about letters and takes no values"
            raise ConvtraceError(message, hint=f"Give a size, for example: {option} 3x3")


def _shown(problem: Problem) -> Ranges:
    """The positions that the sum may run over; refuses a sum over none or over too many to write out."""
    if problem.over == "i":
        return problem.image
    require_outputs(problem)
    afford(problem)
    return problem.outputs


def afford(problem: Problem) -> None:
    """Refuses the gradient of a kernel element that too many outputs use."""
    if problem.fixed == "k" and prod(map(len, problem.outputs)) > MOST_ELEMENTS:
        message = f"--weight: {prod(map(len, problem.outputs))} outputs use this element, too many to write out"
        raise ConvtraceError(message, hint="Choose a smaller image, for example: --image 9x9")
