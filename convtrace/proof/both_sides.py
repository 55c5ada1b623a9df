"""The two sides of each law, element by element: arrays of SymPy expressions, 0 outside.

Each output is summed by trying every pixel, with nothing but the relation to tell the kernel's index: the solver and
the derivation have no part in it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import product
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from convtrace.document.formula import Array
from convtrace.law.axis import Relation
from convtrace.law.extents import centred
from convtrace.proof.claims import Relations, full, slopes, steps, turns
from convtrace.proof.symbolic import derivatives, entries, terms, total
from convtrace.trace.derivation import derive
from convtrace.trace.given import Ranges
from convtrace.trace.problem import Problem
from convtrace.trace.status import Index
from convtrace.values.algebra import sympy_value

if TYPE_CHECKING:
    from sympy import Expr

SECOND_SIDE = 2


class Case(NamedTuple):
    """One element at which the sides of a law are compared, both multiplied out; no index for a single number."""

    array: Array
    place: Index
    left: Expr
    right: Expr


class Signal(NamedTuple):
    """Values in a box, 0 outside."""

    box: Ranges
    values: Mapping[Index, Expr]

    def at(self, index: Index) -> Expr:
        return self.values.get(index, total(()))


Cases: TypeAlias = Callable[[Problem, Relations], Iterator[Case]]


def meet(relations: Relations, image: Signal, kernel: Signal) -> Signal:
    """y[m] = Σ x[i]·h[k] over every pixel, at every output where that can be anything but 0.

    >>> x, h = Signal((range(2),), entries("x", (range(2),))), Signal((range(2),), entries("h", (range(2),)))
    >>> meet((Relation(d=1, alpha=1, beta=-1),), x, h).at((1,))
    h[0]*x[1] + h[1]*x[0]
    """
    box = full(relations, image.box, kernel.box)
    axes = tuple(_pairs(*axis) for axis in zip(relations, box, image.box, kernel.box, strict=True))
    values = {}
    for output in product(*box):
        meetings = product(*(pairs[m] for pairs, m in zip(axes, output, strict=True)))
        indices = (tuple(zip(*chosen, strict=True)) for chosen in meetings)
        values[output] = total(image.at(pixel) * kernel.at(met) for pixel, met in indices)
    return Signal(box, values)


def _pairs(relation: Relation, outputs: range, pixels: range, taps: range) -> dict[int, list[tuple[int, int]]]:
    """Each output of one axis with the pixels and kernel indices that meet there: every pixel is tried."""
    tried = {m: [(i, relation.kernel_index(m, i)) for i in pixels] for m in outputs}
    return {m: [(i, int(k)) for i, k in pairs if k in taps] for m, pairs in tried.items()}


def flip(problem: Problem, other: Relations) -> Iterator[Case]:
    image, kernel = _image(problem), _kernel(problem)
    turned = _moved(kernel, lambda index: tuple(-k for k in index))
    return _compared(problem, meet(problem.relations, image, kernel), meet(other, image, turned))


def reflect(problem: Problem, other: Relations) -> Iterator[Case]:
    image, kernel = _image(problem), _kernel(problem)
    reflected = _moved(meet(other, image, kernel), lambda index: tuple(-m for m in index))
    return _compared(problem, meet(problem.relations, image, kernel), reflected)


def commute(problem: Problem, _: Relations) -> Iterator[Case]:
    image, kernel = _image(problem), _kernel(problem)
    return _compared(problem, meet(problem.relations, image, kernel), meet(problem.relations, kernel, image))


def associate(problem: Problem, _: Relations) -> Iterator[Case]:
    relations, image, kernel, second = (
        problem.relations,
        _image(problem),
        _kernel(problem),
        _entries("g", small(problem)),
    )
    left = meet(relations, meet(relations, image, kernel), second)
    return _compared(problem, left, meet(relations, image, meet(relations, kernel, second)))


def distribute(problem: Problem, _: Relations) -> Iterator[Case]:
    image, kernel, second = _image(problem), _kernel(problem), _entries("g", problem.kernel.ranges)
    both = Signal(kernel.box, {index: value + second.at(index) for index, value in kernel.values.items()})
    first, last = (meet(problem.relations, image, one) for one in (kernel, second))
    right = Signal(first.box, {index: value + last.at(index) for index, value in first.values.items()})
    return _compared(problem, meet(problem.relations, image, both), right)


def shift(problem: Problem, _: Relations) -> Iterator[Case]:
    image, kernel, by = _image(problem), _kernel(problem), steps(problem)
    ways = tuple(slope * step for slope, step in zip(slopes(problem), by, strict=True))
    moved = _moved(image, lambda index: _added(index, by))
    right = _moved(meet(problem.relations, image, kernel), lambda index: _added(index, ways))
    return _compared(problem, meet(problem.relations, moved, kernel), right)


def impulse(problem: Problem, _: Relations) -> Iterator[Case]:
    kernel, origin = _kernel(problem), (0,) * len(problem.image)
    single = Signal((range(1),) * len(origin), {origin: total((1,))})
    left = meet(problem.relations, single, kernel)
    painted = {m: kernel.at(tuple(turn * n for turn, n in zip(turns(problem), m, strict=True))) for m in left.values}
    return _compared(problem, left, Signal(left.box, painted))


def adjoint(problem: Problem, _: Relations) -> Iterator[Case]:
    """One number, summed by outputs and by pixels: the way back is the relation with its indices in other roles."""
    image, kernel = _image(problem), _kernel(problem)
    output = meet(problem.relations, image, kernel)
    arriving = _entries("g", output.box)
    backward = meet(tuple(relation.recast("i", over="m") for relation in problem.relations), arriving, kernel)
    right = total(value * backward.at(pixel) for pixel, value in image.values.items())
    yield Case("y", (), _arrived(output, arriving), right)


def gradient(problem: Problem, _: Relations) -> Iterator[Case]:
    """Every derivative of L, as SymPy finds it and as a derivation does."""
    image, kernel = _image(problem), _kernel(problem)
    output = meet(problem.relations, image, kernel)
    found = derivatives(_arrived(output, _entries("g", output.box)))
    asked = problem.replace(outputs=output.box)
    for pixel in problem.order.reading(problem.image):
        derived = terms(derive(asked.replace(fixed="i", at=pixel)))
        yield Case("∂L/∂x", pixel, found.get(image.at(pixel), total(())), derived)
    for index in problem.order.reading(problem.kernel.ranges):
        derived = terms(derive(asked.replace(fixed="k", at=index)))
        yield Case("∂L/∂h", index, found.get(kernel.at(index), total(())), derived)


def small(problem: Problem) -> Ranges:
    """A second kernel that keeps sums of sums readable."""
    return (centred(SECOND_SIDE),) * len(problem.image)


def _compared(problem: Problem, left: Signal, right: Signal) -> Iterator[Case]:
    """Both sides at every index at which either may be anything but 0."""
    either = zip(left.box, right.box, strict=True)
    box = tuple(range(min(a.start, b.start), max(a.stop, b.stop)) for a, b in either)
    for index in problem.order.reading(box):
        yield Case("y", index, left.at(index), right.at(index))


def _arrived(output: Signal, arriving: Signal) -> Expr:
    """L = Σ g[m]·y[m]."""
    return total(arriving.at(index) * value for index, value in output.values.items())


def _image(problem: Problem) -> Signal:
    return _entries("x", problem.image)


def _kernel(problem: Problem) -> Signal:
    kernel = problem.kernel
    return Signal(kernel.ranges, {index: sympy_value(kernel.value(index)) for index in product(*kernel.ranges)})


def _entries(array: Array, box: Ranges) -> Signal:
    return Signal(box, entries(array, box))


def _moved(signal: Signal, where: Callable[[Index], Index]) -> Signal:
    """The same values at other indices."""
    values = {where(index): value for index, value in signal.values.items()}
    corners = zip(
        where(tuple(side[0] for side in signal.box)), where(tuple(side[-1] for side in signal.box)), strict=True
    )
    return Signal(tuple(range(min(ends), max(ends) + 1) for ends in corners), values)


def _added(index: Index, by: Index) -> Index:
    return tuple(map(sum, zip(index, by, strict=True)))
