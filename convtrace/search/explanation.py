"""An explanation: a convention of the family in whole, its cost in bits, and the slip beside it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fractions import Fraction
from functools import lru_cache
from itertools import product
from math import gcd, log2
from typing import Literal, NamedTuple

from convtrace.law.axis import Relation
from convtrace.law.boundary import RULES, ZERO
from convtrace.search.family import RULE_BITS, TURNED_OUTPUT_BITS, Turn, step_bits, turn_bits
from convtrace.search.question import Index, Shape
from convtrace.values.frozen import Frozen

SlipKind = Literal["pixel", "row", "weight", "weights", "term", "off_by", "digits", "outputs"]


class Slip(Frozen):
    """What went wrong beside a convention: `at` is the index of a pixel, a row, a weight or an output.

    `instead` is the number that was used or written, `meant` the right one. A term has its pixel and its weight, and
    how often it counts: 0 missing, 2 twice, −1 with the wrong sign.
    """

    kind: SlipKind
    at: Index
    instead: Fraction | None = None
    meant: Fraction | None = None
    pixel: Index | None = None
    weight: Index | None = None
    times: int = 1
    others: tuple[Index, ...] = ()
    bits: float = 0.0


class Explanation(Frozen):
    """One convention: y = scale·(sum over a window) + offset, in indices from 0, rows first.

    `kernel` is how the kernel lies in the window, which begins at `first_window` and moves by `stride`, both counted
    in pixels of the image spread by `input_stride`. `outside` is the rule of what is beyond the image, None where no
    window reaches there; `same_rules` are others that give the same there. `bits` is the cost of all of it.
    """

    kernel: Turn
    stride: Shape
    dilation: Shape
    input_stride: Shape
    first_window: Index
    outside: str | None
    fill: Fraction = Fraction(0)
    output: Turn
    scale: Fraction = Fraction(1)
    offset: Fraction = Fraction(0)
    slip: Slip | None = None
    missed: tuple[int, ...] = ()
    bits: float = 0.0
    same_rules: tuple[str, ...] = ()

    def relation(self, axis: int, kernel: int) -> Relation:
        """The law on one axis of the image, for a kernel of so many elements that lies as it is or flipped.

        >>> as_is = Turn((0,), (False,))
        >>> Explanation(kernel=as_is, stride=(2,), dilation=(1,), input_stride=(1,), first_window=(-1,),
        ...     outside="zero", output=as_is).relation(0, 3)
        Relation(d=1, alpha=-2, beta=1, gamma=1)
        """
        found = Relation(self.dilation[axis], -self.stride[axis], self.input_stride[axis], -self.first_window[axis])
        return found.kernel_flipped(kernel) if self.kernel.flips[axis] else found


class Geometry(NamedTuple):
    """Where windows lie: the sizes of all axes, the kernel's as it lies, then what a convention says of them."""

    image: Shape
    kernel: Shape
    outputs: Shape
    first: Index
    stride: Shape
    dilation: Shape
    spread: Shape

    @property
    def axes(self) -> Iterable[tuple[int, ...]]:
        """All of it for each axis."""
        return zip(*self, strict=True)


@lru_cache(maxsize=4096)
def reaches(geometry: Geometry) -> bool:
    """True where a window reaches beyond the image."""
    return any(f < 0 or f + s * (m - 1) + d * (k - 1) > (n - 1) * u for n, k, m, f, s, d, u in geometry.axes)


def operator(explanation: Explanation, image: Shape, kernel: Shape, outputs: Shape) -> object:
    """What two explanations share that are the same for all numbers in arrays of these shapes.

    `outputs` is the shape before the output is turned.
    """
    rule = RULES[explanation.outside or ZERO.name]
    axes = []
    for axis, (n, m) in enumerate(zip(image, outputs, strict=True)):
        size = kernel[explanation.kernel.order[axis]]
        u, d, s, f = (
            explanation.input_stride[axis], explanation.dilation[axis], explanation.stride[axis],
            explanation.first_window[axis],
        )  # fmt: skip
        elements = range(size - 1, -1, -1) if explanation.kernel.flips[axis] else range(size)
        axes.append(
            tuple(
                tuple(pixel_at(f + s * out + d * lying, n, u, rule.stand_in) for lying in elements) for out in range(m)
            )
        )
    output = explanation.output
    flips = tuple(flip and outputs[axis] > 1 for axis, flip in zip(output.order, output.flips, strict=True))
    order = explanation.kernel.order if max(kernel) > 1 else ()
    return tuple(axes), order, output.order, flips, explanation.scale, explanation.offset, explanation.fill


def pixel_at(position: int, size: int, spread: int, stand_in: Callable[[int, int], int | None]) -> int | None:
    """The pixel at a position of an axis whose pixels lie `spread` apart; None where there is 0."""
    place, rest = divmod(position, spread)
    if rest:
        return None
    if spread > 1:
        return place if 0 <= place < size else None
    return stand_in(place, size)


def geometry_of(found: Explanation, image: Shape, kernel: Shape, outputs: Shape) -> Geometry:
    """Where the windows of an explanation lie, for a kernel as given and outputs before they are turned."""
    lying = found.kernel.shape(kernel)
    return Geometry(image, lying, outputs, found.first_window, found.stride, found.dilation, found.input_stride)


def convention_bits(found: Explanation, image: Shape, kernel: Shape, outputs: Shape) -> float:
    """The cost of a convention; `kernel` is the shape as given, `outputs` that before the output is turned."""
    bits = turn_bits(found.kernel, kernel) + geometry_bits(geometry_of(found, image, kernel, outputs))
    if found.outside is not None:
        bits += RULE_BITS.get(found.outside, 5.0) + (fraction_bits(found.fill) if found.fill else 0)
    if any(found.output.flips) or found.output.order != tuple(range(len(image))):
        bits += TURNED_OUTPUT_BITS
    return bits + scale_bits(found) + (2 + fraction_bits(found.offset) if found.offset else 0)


def fraction_bits(number: Fraction) -> float:
    """The bits of a number that is chosen freely: fewer where it is short."""
    digits = str(abs(number.numerator)).rstrip("0") or "0"
    return 1.5 + 2 * log2(1 + min(abs(number.numerator), 4 * int(digits))) + 2 * log2(number.denominator)


def scale_bits(found: Explanation) -> float:
    return 0.0 if found.scale == 1 else 3.0 if found.scale == -1 else 2 + fraction_bits(found.scale)


# what a stride beside an input stride costs more; twice that where they share a factor: some weights meet nothing then
RESAMPLED_BITS = 4.0


@lru_cache(maxsize=4096)
def geometry_bits(geometry: Geometry) -> float:
    """The cost of steps and starts."""
    steps = step_bits(geometry.stride) + step_bits(geometry.dilation) + step_bits(geometry.spread)
    shared = max(map(gcd, geometry.stride, geometry.spread))
    both = max(geometry.stride) > 1 and max(geometry.spread) > 1
    return steps + start_bits(geometry) + RESAMPLED_BITS * (2 if shared > 1 else both)


def start_bits(geometry: Geometry) -> float:
    """The cost of where the first window begins and how many outputs there are, together for all axes."""
    kinds: list[set[str]] = []
    free = 0.0
    for n, k, m, f, s, d, u in geometry.axes:
        named = {name for name, first, count in named_starts(n, k, s, d, u, m) if (first, count) == (f, m)}
        kinds.append(named)
        if not named:
            free += 3 + log2((n - 1) * u + 1 + d * (k - 1)) + 1
    shared = set.intersection(*kinds)
    if shared:
        return min(START_BITS[name.partition(":")[0]] for name in shared)
    return free + sum(1 + min(START_BITS[name.partition(":")[0]] for name in named) for named in kinds if named)


# bits of a start by its kind; every other start costs its logarithm
START_BITS = {"valid": 0.5, "same": 0.5, "full": 1.0, "SAME": 1.0, "causal": 2.0, "pad": 2.0, "cut": 3.0}


@lru_cache(maxsize=4096)
def named_starts(n: int, k: int, s: int, d: int, u: int, m: int) -> tuple[tuple[str, int, int], ...]:
    """The usual starts of windows on one axis: their kinds, where the first begins, and how many outputs there are.

    >>> [name for name, first, count in named_starts(5, 3, 1, 1, 1, 5) if (first, count) == (-1, 5)]
    ['same', 'same', 'SAME', 'pad:1']
    """
    return tuple(_named_starts(n, k, s, d, u, m))


def _named_starts(n: int, k: int, s: int, d: int, u: int, m: int) -> Iterable[tuple[str, int, int]]:
    size, reach = (n - 1) * u + 1, d * (k - 1)
    yield "valid", 0, (size - reach - 1) // s + 1
    yield "same", -(reach // 2), -(-size // s)
    yield "same", -((reach + 1) // 2), -(-size // s)
    yield "full", -reach, -(-(size + reach) // s)
    if u == 1:
        made = -(-n // s)
        total = max((made - 1) * s + reach + 1 - n, 0)
        yield "SAME", -(total // 2), made
        yield "causal", -reach, made
    else:
        total = max(reach + 1 - u, 0)
        yield "SAME", total // 2 - reach, n * u
        yield "full", -reach, (n - 1) * u + 1 + reach + max(u - reach - 1, 0)
    for pad in range(1, reach + 1):
        yield f"pad:{pad}", -pad, (size + 2 * pad - reach - 1) // s + 1
    yield "cut", 0, m


def turned_shapes(outputs: Shape, turn: Turn) -> Shape:
    """The shape of an output before it is turned into one of this shape."""
    before = [0] * len(outputs)
    for side, axis in zip(outputs, turn.order, strict=True):
        before[axis] = side
    return tuple(before)


def indices(shape: Shape) -> Iterable[Index]:
    """All indices of an array in reading order."""
    return product(*map(range, shape))
