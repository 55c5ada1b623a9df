"""stepped(name, …) → what can be stepped through: an operation and its kin, or one call of a library's function."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

from convtrace.law.axis import Unknown
from convtrace.library.explored import check_space, posed_kin
from convtrace.library.posed_matrix import Read, check_function_words, is_function, named
from convtrace.library.posed_options import OptionsGiven
from convtrace.trace.problem import Problem
from convtrace.trace.status import Index
from convtrace.values.frozen import Frozen

if TYPE_CHECKING:
    from convtrace.library.call import Call


class Stepped(Frozen):
    """One operation, or a `call` of a library's function; `problem` is that of the first output to be shown.

    `question` gives the problem of any output (m) or of any pixel (i).
    """

    problem: Problem
    question: Callable[[Unknown, Index], Problem]
    call: Call | None = None


def stepped(
    operation: str, words: Mapping[str, Any], *, options: OptionsGiven = (), read: Read | None = None
) -> tuple[Stepped, ...]:
    """The operation that is asked for, then the others whose stride acts on the same index; or the function alone.

    >>> [(each.problem.operation.name, each.problem.at) for each in stepped("conv", {"image": 7, "at": 1})]
    [('conv', (1,)), ('xcorr', (1,)), ('xcorr', (1,))]
    """
    name = named(operation)
    # standard input can be read but once
    read = None if read is None else cache(read)
    if is_function(name):
        return (_call(name, words, options, read),)
    problems = tuple(posed_kin(name, words, options=options, read=read))
    check_space(problems[0], "step")
    return tuple(map(_of, problems))


def _of(problem: Problem) -> Stepped:
    middle = tuple(side[len(side) // 2] for side in problem.outputs)
    first = problem.replace(at=middle if None in problem.at else problem.at)
    return Stepped(problem=first, question=lambda fixed, index: first.replace(fixed=fixed, at=index))


def _call(function: str, words: Mapping[str, Any], options: OptionsGiven, read: Read | None) -> Stepped:
    """A library's function, in its own indices."""
    # only here: most are operations
    from convtrace.library.posed_call import library_question

    check_function_words(function, words)
    arrays: dict[str, Any] = {"image": words.get("image"), "kernel": words.get("kernel"), "options": options}
    first = library_question(function, **arrays, at=words.get("at"), read=read)
    check_space(first.problem, "step")

    def question(fixed: Unknown, index: Index) -> Problem:
        return library_question(function, **arrays, at=index, grad=fixed == "i", read=read).problem

    return Stepped(problem=first.problem, question=question, call=first.call)
