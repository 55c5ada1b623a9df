"""Every output's sum, one on each line, made as it is read."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from math import prod

from convtrace.document.streamed_sums import Sums
from convtrace.trace.pose import pose
from convtrace.trace.problem import Problem, check_outputs
from convtrace.view.page import PageResult, Question, Read


def page_result(question: Question, _: str | None, read: Read) -> PageResult:
    """The sums of all outputs; ConvtraceError where there is none."""
    problem = pose(**question, read=read)
    check_outputs(problem)
    return PageResult(Sums(count=prod(map(len, problem.outputs)), lines=partial(_lines, problem)))


def _lines(problem: Problem, format_name: str) -> Iterator[str]:
    if problem.is_plain:
        from convtrace.trace.expansion import SPELLINGS, expansion

        return expansion(problem, SPELLINGS[format_name])
    from convtrace.view.pages.worked_sums import sums

    return sums(problem, format_name)
