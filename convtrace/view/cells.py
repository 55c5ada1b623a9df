"""The numbers of an answer, for shells and spreadsheets: the lines of its array, or one number alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

from convtrace.document.plain import cell_text
from convtrace.errors import ConvtraceError
from convtrace.library.problem_sums import sum_values
from convtrace.trace.problem import Problem
from convtrace.trace.problem_checks import check_outputs
from convtrace.values.exact import Exact

Lines = Iterable[Sequence[str]]


def of_value(value: Exact | None) -> Lines:
    """One number; ConvtraceError where the answer has none.

    >>> of_value(8)
    [['8']]
    """
    if value is None:
        raise no_numbers()
    return [[cell_text(value)]]


def of_outputs(problem: Problem) -> Lines:
    """The values of all outputs, a line for each row of the output, the slices one after the other.

    >>> from convtrace.trace.pose import pose
    >>> list(of_outputs(pose("conv", image="1 2; 3 4; 5 6", kernel="1 1;")))
    [['3'], ['7'], ['11']]
    """
    check_outputs(problem)
    found = sum_values(problem)
    if found is None:
        raise no_numbers()
    return cut(map(cell_text, found), len(problem.order.array(problem.outputs)[-1]))


def nested(values: Sequence[Any]) -> Lines:
    """The values of nested lists, a line for each of the innermost.

    >>> list(nested([[[1, 2], [3, 4]], [[5, 6], [7, 8]]]))
    [['1', '2'], ['3', '4'], ['5', '6'], ['7', '8']]
    """
    if isinstance(values[0], list):
        for part in values:
            yield from nested(part)
    else:
        yield [*map(cell_text, values)]


def cut(texts: Iterator[str], width: int) -> Iterator[list[str]]:
    """The texts in lines of one width."""
    while line := [*islice(texts, width)]:
        yield line


def no_numbers() -> ConvtraceError:
    """The error for an answer of letters."""
    hint = "Give values, for example: --image '1 2; 3 4' --kernel '1 0; 0 1'. --format text and json have the letters."
    return ConvtraceError("the answer has letters, and this format has numbers only", hint=hint)
