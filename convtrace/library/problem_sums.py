"""All outputs of a question with values: numbers a whole line at a time, anything else output by output."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from convtrace.library.arrays import ExactArray, ExactNumber
from convtrace.library.axis_call import AxisCall
from convtrace.library.sums import sum_lines
from convtrace.trace.derivation import derive
from convtrace.trace.given import Ranges
from convtrace.trace.problem import Problem
from convtrace.values.complex_number import is_real
from convtrace.values.exact import Exact


def sum_values(problem: Problem) -> Iterator[Exact] | None:
    """The values of all sums in reading order, made as they are read; None where image or kernel have no values.

    >>> from convtrace.trace.pose import pose
    >>> list(sum_values(pose("conv", image="1 2 3", kernel="1 1/2", mode="same")))
    [Fraction(5, 2), 4, Fraction(3, 2)]
    """
    if problem.pixels is None or problem.kernel.given is None:
        return None
    numbers = real_values(problem)
    if numbers is not None:
        return numbers
    outputs = problem.order.reading(problem.outputs)
    return (derive(problem.replace(at=output)).value or 0 for output in outputs)


def real_values(problem: Problem) -> Iterator[ExactNumber] | None:
    """The same where all values are real numbers, which takes no time; None elsewhere."""
    given = (problem.pixels or (), problem.kernel.given or (), (problem.boundary.fill,))
    pixels, weights, fill = ([value for value in part if is_real(value)] for part in given)
    if [*map(len, (pixels, weights, fill))] != [*map(len, given)] or not (pixels and weights and all(problem.outputs)):
        return None
    return chain.from_iterable(_numbers(problem, pixels, weights, *fill))


def _numbers(
    problem: Problem, pixels: list[ExactNumber], weights: list[ExactNumber], fill: ExactNumber
) -> Iterator[list[ExactNumber]]:
    """The sums, a line of outputs at a time."""
    array, taps = problem.order.array, problem.kernel.ranges
    sides = zip(problem.relations, problem.image, taps, problem.outputs, problem.boundary.rules, strict=True)
    axes = tuple(
        AxisCall(
            relation=relation.rebased(side[0], elements[0], outputs[0]),
            outputs=len(outputs),
            boundary=rule,
            fill=fill,
        )
        for relation, side, elements, outputs, rule in sides
    )
    return sum_lines(array(axes), _array(array(problem.image), pixels), _array(array(taps), weights))


def _array(sides: Ranges, values: list[ExactNumber]) -> ExactArray:
    """Numbers in reading order, as lines along the last axis."""
    width = len(sides[-1])
    return ExactArray(tuple(map(len, sides)), [values[start : start + width] for start in range(0, len(values), width)])
