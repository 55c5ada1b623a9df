"""The claims of the laws, as formulas: each relation spelled as a person writes it.

Every claim takes the letters that it is written with.
"""

from __future__ import annotations

from typing import TypeAlias

from convtrace.document.indices import argument, linear, symbols
from convtrace.law.axis import Relation, Unknown
from convtrace.law.extents import outputs
from convtrace.trace.given import Ranges
from convtrace.trace.problem import Problem
from convtrace.trace.status import Index
from convtrace.values.formula import Chain, Entry, Formula, Product, Signed, Sum, SumOver, Symbol
from convtrace.values.named_tuple import NamedTuple

Relations: TypeAlias = tuple[Relation, ...]
Place: TypeAlias = tuple[Formula, ...]
Claimed: TypeAlias = tuple[Formula, ...]


class Running(NamedTuple):
    """The index letters of one array, an axis each, with the range of each."""

    names: tuple[Symbol, ...]
    box: Ranges

    def sum(self, *factors: Formula) -> Formula:
        """Σ of a product over these indices, the last axis outermost."""
        return SumOver(self.names[::-1], Product(factors), self.box[::-1])


class Letters(NamedTuple):
    """The letters that the claims about a problem are written with; `other` are the relations on the right side."""

    problem: Problem
    other: Relations
    m: Running
    i: Running
    p: Running

    @classmethod
    def of(cls, problem: Problem, other: Relations) -> Letters:
        axes, kernel = len(problem.image), problem.kernel.ranges
        box = full(problem.relations, problem.image, kernel)
        m, i, p = (symbols(first, axes) for first in ("m", "i", "k"))
        return cls(problem, other, Running(m, box), Running(i, problem.image), Running(p, kernel))

    @property
    def y(self) -> Formula:
        """The output, y[m,n]."""
        return Entry("y", self.m.names)

    @property
    def x(self) -> Formula:
        """A pixel, x[i,j]."""
        return Entry("x", self.i.names)

    @property
    def c(self) -> Formula:
        """A cell of the matrix, C[m,i]: its row is an output, its column a pixel."""
        return Entry("C", (*self.m.names, *self.i.names))

    @property
    def met(self) -> Place:
        """The kernel index that a pixel meets, m−i."""
        return self.met_at(self.m.names, self.i.names)

    def met_at(self, output: Place, second: Place, wanted: Unknown = "k") -> Place:
        """The index that two others leave, for any spelling of them."""
        return _met(self.problem.relations, output, second, wanted)

    def sum_at(self, output: Place) -> Formula:
        """Σ x[i]·h[m−i], for any spelling of m."""
        return self.i.sum(self.x, Entry("h", self.met_at(output, self.i.names)))


def full(relations: Relations, image: Ranges, kernel: Ranges) -> Ranges:
    """Every output where a sum can be anything but 0.

    >>> full((Relation(d=1, alpha=1, beta=-1),), (range(3),), (range(2),))
    (range(0, 4),)
    """
    return tuple(outputs(*axis, "full") for axis in zip(relations, image, kernel, strict=True))


def shift_steps(problem: Problem) -> tuple[Index, Index]:
    """The steps by which `shift` moves the image along each axis, 1, 2, …, and those by which the output moves."""
    steps = tuple(range(1, len(problem.image) + 1))
    slopes = (relation.slope("m", by="i") for relation in problem.relations)
    return steps, tuple(int(slope) * step for slope, step in zip(slopes, steps, strict=True))


def impulse_signs(problem: Problem) -> tuple[int, ...]:
    """1 on the axes on which the output of a single pixel is the kernel as it is, −1 where it is flipped."""
    return tuple(int(relation.slope("k", by="m")) for relation in problem.relations)


def flip(letters: Letters) -> Claimed:
    """Σ x[i]·h[m−i] = Σ x[i]·h[−(i−m)]."""
    flipped = tuple(map(minus, _met(letters.other, letters.m.names, letters.i.names)))
    return is_sum(letters, letters.i.sum(letters.x, Entry("h", flipped)))


def reflect(letters: Letters) -> Claimed:
    """Σ x[i]·h[m+i] = Σ x[i]·h[i−(−m)]."""
    met = _met(letters.other, tuple(map(minus, letters.m.names)), letters.i.names)
    return is_sum(letters, letters.i.sum(letters.x, Entry("h", met)))


def commute(letters: Letters) -> Claimed:
    """Σ x[i]·h[m−i] = Σ h[p]·x[m−p]."""
    p = letters.p
    return is_sum(letters, p.sum(Entry("h", p.names), Entry("x", letters.met_at(letters.m.names, p.names))))


def associate(letters: Letters) -> Claimed:
    """Σ (Σ x[i]·h[q−i])·g[m−q] = Σ x[i]·(Σ h[p]·g[(m−i)−p]), where q runs over the outputs of x and h."""
    m, p = letters.m, letters.p
    between = Running(p.names, m.box)
    left = between.sum(Entry("g", letters.met_at(m.names, p.names)), letters.sum_at(p.names))
    inner = p.sum(Entry("h", p.names), Entry("g", letters.met_at(letters.met, p.names)))
    return (equal(letters.y, left, letters.i.sum(letters.x, inner)),)


def distribute(letters: Letters) -> Claimed:
    """Σ x[i]·(h[m−i] + g[m−i]) = Σ x[i]·h[m−i] + Σ x[i]·g[m−i]."""
    h, g = Entry("h", letters.met), Entry("g", letters.met)
    apart = _plus(letters.i.sum(letters.x, h), letters.i.sum(letters.x, g))
    return (equal(letters.y, letters.i.sum(letters.x, _plus(h, g)), apart),)


def shift(letters: Letters) -> Claimed:
    """Σ x[i−1]·h[m−i] = Σ x[i]·h[(m−1)−i]: the output moves where the relation's signs say."""
    m, i, (steps, moves) = letters.m, letters.i, shift_steps(letters.problem)
    box = tuple(range(side.start + step, side.stop + step) for side, step in zip(i.box, steps, strict=True))
    left = Running(i.names, box).sum(Entry("x", _moved(i.names, steps)), Entry("h", letters.met))
    return (equal(letters.y, left, letters.sum_at(_moved(m.names, moves))),)


def impulse(letters: Letters) -> Claimed:
    """Σ x[i]·h[m−i] = h[m] where x is 1 at 0 and 0 elsewhere; h[−m] where the relation's signs say so."""
    single = Running(letters.i.names, (range(1),) * len(letters.i.names))
    kernel = with_signs(impulse_signs(letters.problem), letters.m.names)
    return (equal(letters.y, single.sum(letters.x, Entry("h", letters.met)), Entry("h", kernel)),)


def adjoint(letters: Letters) -> Claimed:
    """Σ g[m]·y[m] = Σ ∂L/∂x[i]·x[i]."""
    backward = letters.i.sum(Entry("∂L/∂x", letters.i.names), letters.x)
    return (equal(letters.m.sum(Entry("g", letters.m.names), letters.y), backward), _by_pixel(letters))


def gradient(letters: Letters) -> Claimed:
    """∂L/∂x[i] = Σ g[m]·h[m−i] and ∂L/∂h[p] = Σ g[m]·x[m−p], where L = Σ g[m]·y[m]."""
    m, p = letters.m, letters.p
    met = Entry("x", letters.met_at(m.names, p.names, wanted="i"))
    return _by_pixel(letters), equal(Entry("∂L/∂h", p.names), m.sum(Entry("g", m.names), met))


def _by_pixel(letters: Letters) -> Formula:
    """∂L/∂x[i] = Σ g[m]·h[m−i]."""
    m, i = letters.m, letters.i
    return equal(Entry("∂L/∂x", i.names), m.sum(Entry("g", m.names), Entry("h", letters.met)))


def is_sum(letters: Letters, right: Formula) -> Claimed:
    """y[m] = Σ x[i]·h[m−i] = the right side."""
    return (equal(letters.y, letters.sum_at(letters.m.names), right),)


def _met(relations: Relations, output: Place, second: Place, wanted: Unknown = "k") -> Place:
    """The index that two others leave, an axis at a time."""
    axes = zip(relations, output, second, strict=True)
    return tuple(argument(relation, wanted, first, other) for relation, first, other in axes)


def equal(first: Formula, *others: Formula) -> Formula:
    return Chain(first, tuple(("=", other) for other in others))


def _plus(first: Formula, second: Formula) -> Formula:
    return Sum((Signed(False, first), Signed(False, second)))


def minus(formula: Formula) -> Formula:
    return Sum((Signed(True, formula),))


def with_signs(signs: tuple[int, ...], names: Place) -> Place:
    return tuple(linear([(sign, name)], 0) for sign, name in zip(signs, names, strict=True))


def _moved(names: Place, by: tuple[int, ...]) -> Place:
    """i−1: the index at which something stood before it moved."""
    return tuple(linear([(1, name)], -step) for name, step in zip(names, by, strict=True))
