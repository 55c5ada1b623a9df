"""Arrays of polynomials that are 0 outside, and the sum of two of them.

Each output is summed by trying every pixel, with nothing but the relation to tell the kernel's index: the solver and
the derivation have no part in it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import product

from convtrace.law.axis import Relation
from convtrace.proof.claims import Relations, full
from convtrace.proof.ring import Polynomial, Ring
from convtrace.trace.given import Ranges
from convtrace.trace.problem import Problem
from convtrace.trace.status import Index
from convtrace.values.formula import Array, Entry, Formula, Value
from convtrace.values.named_tuple import NamedTuple


class Case(NamedTuple):
    """One element at which the sides of a law are compared, both multiplied out; no index for a single number.

    Both sides are `times` as large as the element. `unreduced` gives the right side as it is before the division by
    polynomials of roots of 1.
    """

    array: Array
    element: Index
    left: Polynomial
    right: Polynomial
    times: int = 1
    unreduced: Callable[[], Polynomial] | None = None


class Signal(NamedTuple):
    """Values in a box, 0 outside."""

    ring: Ring
    box: Ranges
    values: Mapping[Index, Polynomial]

    def at(self, index: Index) -> Polynomial:
        return self.values.get(index, self.ring.zero)

    def moved(self, new_index: Callable[[Index], Index]) -> Signal:
        """The values at other indices."""
        corners = (new_index(tuple(side[end] for side in self.box)) for end in (0, -1))
        box = tuple(range(min(ends), max(ends) + 1) for ends in zip(*corners, strict=True))
        return Signal(self.ring, box, {new_index(index): value for index, value in self.values.items()})

    def plus(self, other: Signal) -> Signal:
        """The sum with another signal in the same box."""
        return Signal(self.ring, self.box, {index: value + other.at(index) for index, value in self.values.items()})


class Signals(NamedTuple):
    """A problem with letters for all values of x and h, and the relations of the operation on the other side."""

    problem: Problem
    other: Relations
    ring: Ring
    x: Signal
    h: Signal

    @classmethod
    def of(cls, problem: Problem, other: Relations) -> Signals:
        ring, kernel = Ring(tuple(map(len, problem.image))), problem.kernel
        letters: dict[Index, Formula] = {index: Value(str(kernel.value(index))) for index in product(*kernel.ranges)}
        h = Signal(ring, kernel.ranges, ring.elements("h", letters))
        return cls(problem, other, ring, any_signal(ring, "x", problem.image), h)

    def any(self, array: Array, box: Ranges) -> Signal:
        """Another signal of which nothing is known but its indices."""
        return any_signal(self.ring, array, box)

    def y(self, image: Signal | None = None, kernel: Signal | None = None) -> Signal:
        """The operation's output, for x and h unless others are given."""
        return output(self.problem.relations, image or self.x, kernel or self.h)

    def backward(self, g: Signal) -> Signal:
        """The gradient of every pixel: the way back is the relation with its indices in other roles."""
        return output(tuple(relation.recast("i", over="m") for relation in self.problem.relations), g, self.h)

    def compared(self, left: Signal, right: Signal) -> Iterator[Case]:
        """Both sides at every index at which either may be anything but 0."""
        either = zip(left.box, right.box, strict=True)
        box = tuple(range(min(a.start, b.start), max(a.stop, b.stop)) for a, b in either)
        for index in self.problem.order.reading(box):
            yield Case("y", index, left.at(index), right.at(index))


def output(relations: Relations, image: Signal, kernel: Signal) -> Signal:
    """y[m] = Σ x[i]·h[k] over every pixel, at every output where that can be anything but 0.

    >>> ring = Ring()
    >>> x, h = (any_signal(ring, array, (range(2),)) for array in ("x", "h"))
    >>> output((Relation(d=1, alpha=1, beta=-1),), x, h).at((1,))
    h**2*x + h*x**2
    """
    ring = image.ring
    box = full(relations, image.box, kernel.box)
    axes = tuple(_pairs(*axis) for axis in zip(relations, box, image.box, kernel.box, strict=True))
    values = {}
    for index in product(*box):
        meetings = product(*(pairs[m] for pairs, m in zip(axes, index, strict=True)))
        met = (tuple(zip(*chosen, strict=True)) for chosen in meetings)
        values[index] = ring.total(image.at(pixel) * kernel.at(element) for pixel, element in met)
    return Signal(ring, box, values)


def _pairs(relation: Relation, outputs: range, pixels: range, kernel: range) -> dict[int, list[tuple[int, int]]]:
    """Each output of one axis with the pixels and kernel indices that meet there, d·k = α·m + β·i + γ.

    Every pixel is tried.
    """
    alpha, beta, gamma = relation.alpha, relation.beta, relation.gamma
    multiples = {relation.d * k: k for k in kernel}
    return {
        m: [(i, multiples[right]) for i in pixels if (right := alpha * m + beta * i + gamma) in multiples]
        for m in outputs
    }


def any_signal(ring: Ring, array: Array, box: Ranges) -> Signal:
    """A signal of which nothing is known but its indices."""
    return Signal(ring, box, ring.elements(array, {index: Entry(array, index) for index in product(*box)}))


def loss(weights: Signal, signal: Signal) -> Polynomial:
    """L = Σ g[m]·y[m]."""
    return signal.ring.total(weights.at(index) * value for index, value in signal.values.items())
