"""Identities: both sides of each law about the matrix of a sum, which is the one that `convtrace matrix` prints."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import partial
from itertools import product
from math import prod

from convtrace.law.boundary import WRAP, Boundary, wrap_every
from convtrace.law.extents import outputs
from convtrace.proof.matrix_claims import frequency_signs, padded_sizes
from convtrace.proof.ring import Polynomial, Ring
from convtrace.proof.signals import Case, Signal, Signals, loss
from convtrace.trace.matrix import Matrix, matrix
from convtrace.trace.problem import Problem
from convtrace.trace.status import Index


def matrix_cases(signals: Signals) -> Iterator[Case]:
    """Each row of C, times x, and the sum itself."""
    return signals.compared(times(matrix(signals.problem), signals.x, signals.h), signals.y())


def transpose_cases(signals: Signals) -> Iterator[Case]:
    """Each row of the transpose of C, times g, and the gradient; then L, summed by rows and by columns of C."""
    whole, g = matrix(signals.problem), signals.any("g", signals.problem.outputs)
    back, gradient = times(whole.laid("i", "m"), g, signals.h), signals.backward(g)
    for index in signals.problem.order.reading(signals.x.box):
        yield Case("∂L/∂x", index, back.at(index), gradient.at(index))
    yield Case("y", (), loss(g, times(whole, signals.x, signals.h)), loss(back, signals.x))


def dft_cases(signals: Signals) -> Iterator[Case]:
    """Each cell of C where the image wraps around, and each frequency of the output, by their transforms."""
    ring, whole = signals.ring, matrix(wrapped(signals.problem))
    kernel_signs, image_signs = frequency_signs(signals.problem)
    forwards = (1,) * len(image_signs)
    backwards = tuple(-sign for sign in forwards)
    spectrum = transformed(signals.h, kernel_signs)
    # back again: a cell depends on the distance of its output from its pixel, as powers of roots do
    back = transformed(Signal(ring, signals.x.box, spectrum), backwards, reduced=True)
    cells, size = cells_of(whole, signals.h), len(spectrum)
    for row, column in product(whole.rows, whole.columns):
        apart = zip(row, _products(image_signs, column), ring.periods, strict=True)
        distance = tuple((m - i) % period for m, i, period in apart)
        worked_out = partial(_summed, ring, spectrum, distance)
        yield Case("C", (*row, *column), size * cells.get((row, column), ring.zero), back[distance], size, worked_out)
    pixels = transformed(signals.x, image_signs)
    for u, value in transformed(times(whole, signals.x, signals.h), forwards).items():
        yield Case("Y", u, value, ring.around(spectrum[u] * pixels[u]))


def padding_cases(signals: Signals, fewer: int = 0) -> Iterator[Case]:
    """Each output with 0 outside, and with an image that repeats after so many pixels."""
    problem = signals.problem
    rules = tuple(map(wrap_every, padded_sizes(problem, fewer)))
    around = matrix(problem.replace(boundary=Boundary(rules)))
    return signals.compared(signals.y(), times(around, signals.x, signals.h))


def wrapped(problem: Problem) -> Problem:
    """The problem with as many outputs as pixels, where the image goes on at its other side."""
    axes = zip(problem.relations, problem.image, problem.kernel.ranges, strict=True)
    rules = Boundary((WRAP,) * len(problem.image))
    return problem.replace(mode="same", outputs=tuple(outputs(*axis, "same") for axis in axes), boundary=rules)


def transformed(signal: Signal, signs: Index, *, reduced: bool = False) -> dict[Index, Polynomial]:
    """The discrete Fourier transform at each frequency u, Σ x[i]·ω^(−u·i), where u has these signs; axis by axis."""
    ring, values = signal.ring, signal.values
    for axis, (sign, period) in enumerate(zip(signs, ring.periods, strict=True)):
        lines = defaultdict(list)
        for index, value in values.items():
            lines[index[:axis], index[axis + 1 :]].append((index[axis], value))
        sums = {
            (*before, u, *after): ring.total(value * ring.root(axis, -sign * u * number) for number, value in line)
            for (before, after), line in lines.items()
            for u in range(period)
        }
        values = {index: ring.remainder(value) for index, value in sums.items()} if reduced else sums
    return dict(values)


def _summed(ring: Ring, spectrum: Mapping[Index, Polynomial], distance: Index) -> Polynomial:
    """The inverse transform at one index, of which no more is known than when powers of roots repeat."""
    parts = []
    for u, value in spectrum.items():
        roots = (ring.root(axis, power) for axis, power in enumerate(_products(u, distance)))
        parts.append(value * prod(roots, start=ring.one))
    return ring.around(ring.total(parts))


def times(whole: Matrix, column: Signal, kernel: Signal) -> Signal:
    """A matrix times a signal, cell by cell."""
    ring, rows = column.ring, defaultdict(list)
    for (row, place), cell in cells_of(whole, kernel).items():
        rows[row].append(cell * column.at(place))
    box = whole.problem.outputs if whole.down == "m" else whole.problem.image
    return Signal(ring, box, {row: ring.total(parts) for row, parts in rows.items()})


def cells_of(whole: Matrix, kernel: Signal) -> dict[tuple[Index, Index], Polynomial]:
    """The cells of a matrix, made of the letters that it is printed with."""
    ring = kernel.ring
    letters = {whole.problem.kernel.weight(index): letter for index, letter in kernel.values.items()}
    return {where: ring.total(letters[term.weight] for term in terms) for where, terms in whole.cells.items()}


def _products(first: Index, second: Index) -> Index:
    """The products of two indices, axis by axis."""
    return tuple(a * b for a, b in zip(first, second, strict=True))
