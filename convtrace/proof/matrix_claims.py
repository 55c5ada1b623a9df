"""The claims of the laws about the matrix of a sum, its transpose, and its transform where the image wraps around."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from math import prod

from convtrace.document.indices import FREQUENCIES, linear, named
from convtrace.proof.claims import Claimed, Letters, Running, equal, is_sum, minus, with_signs
from convtrace.trace.problem import Problem
from convtrace.values.formula import ROOT, Entry, Formula, Modulo, Power, Product, Symbol


def matrix(letters: Letters) -> Claimed:
    """Σ C[m,i]·x[i] = Σ x[i]·h[m−i]."""
    return (equal(letters.y, letters.i.sum(letters.c, letters.x), letters.sum_at(letters.m.names)),)


def transpose(letters: Letters) -> Claimed:
    """∂L/∂x[i] = Σ C[m,i]·g[m] = Σ g[m]·h[m−i], and Σ g[m]·(Σ C[m,i]·x[i]) = Σ (Σ C[m,i]·g[m])·x[i]."""
    m, i = letters.m, letters.i
    g = Entry("g", m.names)
    back = m.sum(letters.c, g)
    return (
        equal(Entry("∂L/∂x", i.names), back, m.sum(g, Entry("h", letters.met))),
        equal(Symbol("L"), m.sum(g, i.sum(letters.c, letters.x)), i.sum(back, letters.x)),
    )


def dft(letters: Letters) -> Claimed:
    """H[u] = Σ h[p]·ω^(−u·p), Y[u] = H[u]·X[u], and C[m,i] = 1/N·Σ H[u]·ω^(u·(m−i)).

    The relation tells the signs of u and i.
    """
    m, i, p = letters.m.names, letters.i.names, letters.p
    u = Running(named(FREQUENCIES, len(i)), tuple(range(len(side)) for side in letters.i.box))
    kernel, image = frequency_signs(letters.problem)
    spectrum = Entry("H", with_signs(kernel, u.names))
    moved = [linear([(1, a), (-sign, b)], 0) for a, b, sign in zip(m, i, image, strict=True)]
    back, size = u.sum(spectrum, *_roots(map(_times, u.names, moved))), prod(map(len, u.box))
    return (
        equal(Entry("H", u.names), p.sum(Entry("h", p.names), *_roots(map(minus, map(_times, u.names, p.names))))),
        equal(Entry("Y", u.names), Product((spectrum, Entry("X", with_signs(image, u.names))))),
        equal(letters.c, back if size == 1 else Product((Fraction(1, size), back))),
    )


def padding(letters: Letters, fewer: int = 0) -> Claimed:
    """Σ x[i]·h[m−i] = Σ x[i]·h[(m−i) mod (N+K−1)], or with so many fewer on the first axis where K is not 1."""
    periods = padded_sizes(letters.problem, fewer)
    around = tuple(Modulo(index, period) for index, period in zip(letters.met, periods, strict=True))
    return is_sum(letters, letters.i.sum(letters.x, Entry("h", around)))


def frequency_signs(problem: Problem) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """The signs with which u stands in H and in X, one for each axis."""
    kernel, image = (
        tuple(int(relation.slope(moved, by="m")) for relation in problem.relations) for moved in ("k", "i")
    )
    return kernel, image


def padded_sizes(problem: Problem, fewer: int = 0) -> tuple[int, ...]:
    """The number of outputs on each axis, N+K−1; so many fewer on the first one where that is more than N.

    >>> from convtrace.trace.pose import pose
    >>> padded_sizes(pose("conv", image="5x4", kernel="1x3", mode="full"), 1)
    (5, 5)
    """
    sizes = [len(side) for side in problem.outputs]
    padded = [axis for axis, size in enumerate(sizes) if size > len(problem.image[axis])]
    return tuple(size - fewer * (axis in padded[:1]) for axis, size in enumerate(sizes))


def _times(first: Formula, second: Formula) -> Formula:
    return Product((first, second))


def _roots(exponents: Iterable[Formula]) -> list[Formula]:
    """ω^…, a power of the root of each axis."""
    powers = list(exponents)
    return list(map(Power, named(ROOT, len(powers)), powers))
