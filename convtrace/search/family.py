"""The family of conventions that are searched, as data, and what each choice costs in bits: the usual costs least."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import permutations, product
from math import log2

from convtrace.search.question import Shape
from convtrace.values.frozen import Frozen
from convtrace.values.named_tuple import NamedTuple


class Turn(Frozen, kw_only=False):
    """One way to lay an array: its axes in another order, then some of them flipped.

    Axis a of the array as it lies is axis `order[a]` of the array as given, backwards where `flips[a]`.
    """

    order: tuple[int, ...]
    flips: tuple[bool, ...]

    @property
    def name(self) -> str:
        """The name of the turn: as_is, rotated_180, up_down, left_right, transposed, …

        >>> Turn((0, 1), (True, False)).name, Turn((1, 0), (False, False)).name, Turn((0,), (True,)).name
        ('up_down', 'transposed', 'rotated_180')
        """
        flipped = [axis for axis, flips in enumerate(self.flips) if flips]
        if self.order == tuple(range(len(self.order))):
            if len(flipped) in (0, len(self.flips)):
                return "rotated_180" if flipped else "as_is"
            if len(self.flips) == 2:
                return "left_right" if flipped == [1] else "up_down"
            return f"flipped_{'_'.join(map(str, flipped))}"
        return {(): "transposed", (0,): "rotated_90", (1,): "rotated_270"}.get(tuple(flipped), "antitransposed")

    def source(self, index: tuple[int, ...], shape: Shape) -> tuple[int, ...]:
        """The index in the array as given, of this shape, of what lies at an index."""
        given = [0] * len(shape)
        for number, axis, flips in zip(index, self.order, self.flips, strict=True):
            given[axis] = shape[axis] - 1 - number if flips else number
        return tuple(given)

    def shape(self, given: Shape) -> Shape:
        """The shape as it lies."""
        return tuple(given[axis] for axis in self.order)


class Steps(NamedTuple):
    """Dilation and input stride of each axis, and their cost."""

    dilation: Shape
    spread: Shape
    bits: float


# bits of a turn by its name; others have the last
TURN_BITS = {"as_is": 1.0, "rotated_180": 1.0, "up_down": 4.0, "left_right": 4.0, "transposed": 4.0}
RARE_TURN_BITS = 5.0
# what an output that lies turned costs beside one as it is
TURNED_OUTPUT_BITS = 5.0
# rules outside the image, each with its bits where a window reaches there
RULE_BITS = {"zero": 0.5, "edge": 3.0, "reflect": 3.0, "symmetric": 3.0, "wrap": 3.0}
# the largest steps that are tried, by the number of axes
MAX_STRIDE = {1: 6, 2: 4, 3: 3}
MAX_DILATION = {1: 6, 2: 3, 3: 2}
MAX_SPREAD = {1: 5, 2: 3, 3: 2}
# windows may begin so far beyond where they last touch the image
SLACK = {1: 3, 2: 2, 3: 1}
FEWEST_AXES_LIMIT = 3


def of_axes(table: dict[int, int], axes: int) -> int:
    """The entry for so many axes, that of the most where there are more."""
    return table[min(axes, FEWEST_AXES_LIMIT)]


def turns(shape: Shape) -> list[Turn]:
    """All ways to lay an array; those that no array of this shape can tell apart stand once.

    >>> [turn.name for turn in turns((2, 1))]
    ['as_is', 'up_down', 'transposed', 'rotated_270']
    """
    axes = len(shape)
    orders = list(permutations(range(axes))) if axes == 2 and max(shape) > 1 else [tuple(range(axes))]
    found = []
    for order in orders:
        sides = [(False, True) if shape[axis] > 1 else (False,) for axis in order]
        found += [Turn(order, flips) for flips in product(*sides)]
    return found


@cache
def turn_bits(turn: Turn, shape: Shape) -> float:
    """The cost of a kernel that lies so; a flip of an axis of one element is none."""
    flips = tuple(flip or shape[axis] == 1 for axis, flip in zip(turn.order, turn.flips, strict=True))
    if any(turn.flips) and all(flips) and turn.order == tuple(range(len(shape))):
        return TURN_BITS["rotated_180"]
    return TURN_BITS.get(turn.name, RARE_TURN_BITS)


def step_bits(steps: Shape) -> float:
    """The cost of a stride, a dilation or an input stride.

    >>> step_bits((1, 1)), step_bits((2, 2)), step_bits((1, 2))
    (0.25, 3.0, 8.0)
    """
    largest = max(steps)
    if largest == 1:
        return 0.25
    return 2 + log2(largest) + 5 * (len(set(steps)) > 1)


def all_steps(image: Shape, kernel: Shape) -> Iterator[Steps]:
    """Dilations and input strides, the usual first; an axis of one element has none."""
    axes = len(image)
    dilations = [*_each(kernel, of_axes(MAX_DILATION, axes))]
    spreads = [*_each(image, of_axes(MAX_SPREAD, axes))]
    found = [
        Steps(dilation, spread, step_bits(dilation) + step_bits(spread))
        for dilation in dilations
        for spread in spreads
        if not (_mixed(dilation) and max(spread) > 1) and not (_mixed(spread) and max(dilation) > 1)
    ]
    return iter(sorted(found, key=lambda steps: steps.bits))


def _mixed(steps: Shape) -> bool:
    return len({step for step in steps if step > 1} | ({1} if 1 in steps else set())) > 1


def _each(shape: Shape, most: int) -> Iterator[Shape]:
    return product(*(range(1, most + 1) if side > 1 else (1,) for side in shape))
