"""Identities: both sides of each law about the matrix of a sum, which is the one that `convtrace matrix` prints."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from convtrace.proof.signals import Case, Signal, Signals, loss
from convtrace.trace.matrix import Matrix, matrix


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


def times(whole: Matrix, column: Signal, kernel: Signal) -> Signal:
    """A matrix times a signal, cell by cell."""
    ring, rows = column.ring, defaultdict(list)
    letters = {whole.problem.kernel.weight(index): letter for index, letter in kernel.values.items()}
    for (row, place), terms in whole.cells.items():
        rows[row].append(ring.total(letters[term.weight] for term in terms) * column.at(place))
    box = whole.problem.outputs if whole.down == "m" else whole.problem.image
    return Signal(ring, box, {row: ring.total(parts) for row, parts in rows.items()})
