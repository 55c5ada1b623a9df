"""The claims of the laws, as formulas: each relation spelled as a person writes it.

Every claim takes the problem and the relations of a second operation; laws about one operation have no use for it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple, TypeAlias

from convtrace.document.formula import Chain, Entry, Formula, Product, Signed, Sum, SumOver, Symbol
from convtrace.document.indices import argument, linear, symbols
from convtrace.law.axis import Relation, Unknown
from convtrace.law.extents import outputs
from convtrace.trace.given import Ranges
from convtrace.trace.problem import Problem

Relations: TypeAlias = tuple[Relation, ...]
Place: TypeAlias = tuple[Formula, ...]
Claim: TypeAlias = Callable[[Problem, Relations], tuple[Formula, ...]]


class Running(NamedTuple):
    """The index letters of one array, an axis each, with the range of each."""

    names: tuple[Symbol, ...]
    box: Ranges

    def sum(self, *factors: Formula) -> Formula:
        """Σ of a product over these indices, the last axis outermost."""
        return SumOver(self.names[::-1], Product(factors), self.box[::-1])


class Letters(NamedTuple):
    """The letters that a claim is written with."""

    m: Running
    i: Running
    p: Running


def full(relations: Relations, image: Ranges, kernel: Ranges) -> Ranges:
    """Every output where a sum can be anything but 0.

    >>> full((Relation(d=1, alpha=1, beta=-1),), (range(3),), (range(2),))
    (range(0, 4),)
    """
    return tuple(outputs(*axis, "full") for axis in zip(relations, image, kernel, strict=True))


def shift_steps(problem: Problem) -> tuple[int, ...]:
    """The steps by which `shift` moves the image along each axis: 1, 2, …"""
    return tuple(range(1, len(problem.image) + 1))


def slopes(problem: Problem) -> tuple[int, ...]:
    """The distance that an output moves along each axis while a pixel moves by 1."""
    return tuple(int(relation.slope("m", by="i")) for relation in problem.relations)


def impulse_signs(problem: Problem) -> tuple[int, ...]:
    """1 on the axes on which the output of a single pixel is the kernel as it is, −1 where it is flipped."""
    return tuple(int(relation.slope("k", by="m")) for relation in problem.relations)


def flip(problem: Problem, other: Relations) -> tuple[Formula, ...]:
    """Σ x[i]·h[m−i] = Σ x[i]·h[−(i−m)]."""
    m, i, _ = _letters(problem)
    flipped = tuple(map(_minus, _met(other, m.names, i.names)))
    return (_equal(_output(problem), _defined(problem, m.names), i.sum(Entry("x", i.names), Entry("h", flipped))),)


def reflect(problem: Problem, other: Relations) -> tuple[Formula, ...]:
    """Σ x[i]·h[m+i] = Σ x[i]·h[i−(−m)]."""
    m, i, _ = _letters(problem)
    met = _met(other, tuple(map(_minus, m.names)), i.names)
    return (_equal(_output(problem), _defined(problem, m.names), i.sum(Entry("x", i.names), Entry("h", met))),)


def commute(problem: Problem, _: Relations) -> tuple[Formula, ...]:
    """Σ x[i]·h[m−i] = Σ h[p]·x[m−p]."""
    m, _i, p = _letters(problem)
    swapped = p.sum(Entry("h", p.names), Entry("x", _met(problem.relations, m.names, p.names)))
    return (_equal(_output(problem), _defined(problem, m.names), swapped),)


def associate(problem: Problem, _: Relations) -> tuple[Formula, ...]:
    """Σ (Σ x[i]·h[q−i])·g[m−q] = Σ x[i]·(Σ h[p]·g[(m−i)−p]), where q runs over the outputs of x and h."""
    m, i, p = _letters(problem)
    relations = problem.relations
    between = Running(p.names, m.box)
    inner = i.sum(Entry("x", i.names), Entry("h", _met(relations, p.names, i.names)))
    left = between.sum(Entry("g", _met(relations, m.names, p.names)), inner)
    met = _met(relations, _met(relations, m.names, i.names), p.names)
    right = i.sum(Entry("x", i.names), p.sum(Entry("h", p.names), Entry("g", met)))
    return (_equal(_output(problem), left, right),)


def distribute(problem: Problem, _: Relations) -> tuple[Formula, ...]:
    """Σ x[i]·(h[m−i] + g[m−i]) = Σ x[i]·h[m−i] + Σ x[i]·g[m−i]."""
    m, i, _p = _letters(problem)
    met, x = _met(problem.relations, m.names, i.names), Entry("x", i.names)
    left = i.sum(x, _plus(Entry("h", met), Entry("g", met)))
    return (_equal(_output(problem), left, _plus(i.sum(x, Entry("h", met)), i.sum(x, Entry("g", met)))),)


def shift(problem: Problem, _: Relations) -> tuple[Formula, ...]:
    """Σ x[i−1]·h[m−i] = Σ x[i]·h[(m−1)−i]: the output moves where the relation's signs say."""
    m, i, _p = _letters(problem)
    by = shift_steps(problem)
    ways = tuple(slope * step for slope, step in zip(slopes(problem), by, strict=True))
    box = tuple(range(side.start + step, side.stop + step) for side, step in zip(i.box, by, strict=True))
    met = _met(problem.relations, m.names, i.names)
    left = Running(i.names, box).sum(Entry("x", _moved(i.names, by)), Entry("h", met))
    return (_equal(_output(problem), left, _defined(problem, _moved(m.names, ways))),)


def impulse(problem: Problem, _: Relations) -> tuple[Formula, ...]:
    """Σ x[i]·h[m−i] = h[m] where x is 1 at 0 and 0 elsewhere; h[−m] where the relation's signs say so."""
    m, i, _p = _letters(problem)
    single = Running(i.names, (range(1),) * len(i.names))
    met = _met(problem.relations, m.names, i.names)
    kernel = tuple(linear([(sign, name)], 0) for sign, name in zip(impulse_signs(problem), m.names, strict=True))
    return (_equal(_output(problem), single.sum(Entry("x", i.names), Entry("h", met)), Entry("h", kernel)),)


def adjoint(problem: Problem, _: Relations) -> tuple[Formula, ...]:
    """Σ g[m]·y[m] = Σ ∂L/∂x[i]·x[i]."""
    m, i, _p = _letters(problem)
    backward = i.sum(Entry("∂L/∂x", i.names), Entry("x", i.names))
    return (_equal(m.sum(Entry("g", m.names), _output(problem)), backward), _by_pixel(problem))


def gradient(problem: Problem, _: Relations) -> tuple[Formula, ...]:
    """∂L/∂x[i] = Σ g[m]·h[m−i] and ∂L/∂h[p] = Σ g[m]·x[m−p], where L = Σ g[m]·y[m]."""
    return (_by_pixel(problem), _by_element(problem))


def _by_pixel(problem: Problem) -> Formula:
    """∂L/∂x[i] = Σ g[m]·h[m−i]."""
    m, i, _ = _letters(problem)
    met = Entry("h", _met(problem.relations, m.names, i.names))
    return _equal(Entry("∂L/∂x", i.names), m.sum(Entry("g", m.names), met))


def _by_element(problem: Problem) -> Formula:
    """∂L/∂h[p] = Σ g[m]·x[m−p]."""
    m, _, p = _letters(problem)
    met = Entry("x", _met(problem.relations, m.names, p.names, wanted="i"))
    return _equal(Entry("∂L/∂h", p.names), m.sum(Entry("g", m.names), met))


def _letters(problem: Problem) -> Letters:
    axes = len(problem.image)
    box = full(problem.relations, problem.image, problem.kernel.ranges)
    return Letters(
        Running(symbols("m", axes), box),
        Running(symbols("i", axes), problem.image),
        Running(symbols("k", axes), problem.kernel.ranges),
    )


def _output(problem: Problem) -> Formula:
    return Entry("y", _letters(problem).m.names)


def _defined(problem: Problem, output: Place) -> Formula:
    """Σ x[i]·h[m−i] for any spelling of m."""
    i = _letters(problem).i
    return i.sum(Entry("x", i.names), Entry("h", _met(problem.relations, output, i.names)))


def _met(relations: Relations, output: Place, second: Place, wanted: Unknown = "k") -> Place:
    """The index that two others leave, an axis at a time."""
    axes = zip(relations, output, second, strict=True)
    return tuple(argument(relation, wanted, first, other) for relation, first, other in axes)


def _equal(first: Formula, *others: Formula) -> Formula:
    return Chain(first, tuple(("=", other) for other in others))


def _plus(first: Formula, second: Formula) -> Formula:
    return Sum((Signed(False, first), Signed(False, second)))


def _minus(formula: Formula) -> Formula:
    return Sum((Signed(True, formula),))


def _moved(names: Place, by: tuple[int, ...]) -> Place:
    """i−1: the index at which something stood before it moved."""
    return tuple(linear([(1, name)], -step) for name, step in zip(names, by, strict=True))
