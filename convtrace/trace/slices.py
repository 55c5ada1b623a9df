"""The parts of a sum over channels or images: one for each of them, with everything that belongs to it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product

from convtrace.law.axis import Solutions, Triple, Unknown
from convtrace.trace.derivation import Derivation
from convtrace.trace.problem import Problem
from convtrace.trace.status import Index


def sliced_axes(problem: Problem) -> tuple[int, ...]:
    """The axes that are not of space and on which the sum runs: those whose index the fixed one lacks.

    >>> from convtrace.library.posed_call import library_question
    >>> question = library_question("torch.conv1d", image="1x3x9", kernel="8x3x3", at="0,4,2")
    >>> [question.problem.lookup(axis).letter for axis in sliced_axes(question.problem)]
    ['c']
    """
    kinds = enumerate(map(problem.lookup, range(len(problem.at) if problem.has_channels else 0)))
    return tuple(axis for axis, kind in kinds if kind is not None and kind.lacking == problem.fixed)


def slice_places(derivation: Derivation) -> tuple[Index, ...]:
    """The numbers of all slices on the sliced axes, in reading order."""
    problem = derivation.problem
    return tuple(product(*(derivation.unclipped[axis].along(problem.over) for axis in sliced_axes(problem))))


def slice_of(derivation: Derivation, place: Index) -> Derivation:
    """The part of a derivation in which the sum runs over one slice: its terms, its rows, its receptive field."""
    over, rows = derivation.problem.over, derivation.rows
    numbers = dict(zip(sliced_axes(derivation.problem), place, strict=True))

    def kept(axes: Sequence[Solutions]) -> tuple[Solutions, ...]:
        return tuple(_only(side, over, numbers[axis]) if axis in numbers else side for axis, side in enumerate(axes))

    unclipped, field = kept(derivation.unclipped), kept(derivation.receptive_field)
    meetings = tuple(unclipped[axis] if axis in numbers else side for axis, side in enumerate(rows.meetings))
    sides = enumerate(rows.window)
    window = tuple(range(numbers[axis], numbers[axis] + 1) if axis in numbers else side for axis, side in sides)
    return derivation.replace(
        unclipped=unclipped,
        receptive_field=field,
        rows=rows.replace(window=window, unclipped=unclipped, receptive_field=field, meetings=meetings),
        terms=tuple(
            term
            for term in derivation.terms
            if all(term.along(over)[axis] == number for axis, number in numbers.items())
        ),
    )


def _only(side: Solutions, over: Unknown, number: int) -> Solutions:
    """The solution whose summed index is this number."""
    return Solutions(first=side[side.along(over).index(number)], step=Triple(1, 1, 1), size=1)
