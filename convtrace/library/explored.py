"""explored(name, …) → what a page that one can point at shows: an operation with its kin, or a library's function."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache, cached_property
from itertools import chain
from math import prod
from typing import TYPE_CHECKING, Any, TypeAlias

from convtrace.errors import ConvtraceError
from convtrace.law.axis import Unknown
from convtrace.law.operations import OPERATIONS, Operation
from convtrace.library.posed_matrix import Read, check_function_words, is_function, named
from convtrace.library.posed_options import OptionsGiven
from convtrace.library.problem_sums import real_values
from convtrace.trace.pose import pose
from convtrace.trace.problem import Problem
from convtrace.trace.problem_checks import check_output_there, check_outputs
from convtrace.trace.status import Index
from convtrace.values.frozen import Frozen
from convtrace.values.limits import MAX_CELLS_DRAWN, MAX_LIVE_OUTPUTS, MAX_VALUES_BESIDE

if TYPE_CHECKING:
    from convtrace.library.posed_call import LibraryQuestion
    from convtrace.values.complex_number import AnyNumber

PLANE = 2
Check: TypeAlias = Callable[[Problem], None]


class Explored(Frozen):
    """One operation or one call, all of whose outputs are shown; `problem` is that of the output shown first.

    `question` gives the problem of any output (m) or of any pixel (i); `call` is the question about a library's
    function.
    """

    name: str
    form: str | None
    problem: Problem
    question: Callable[[Unknown, Index], Problem]
    call: LibraryQuestion | None = None

    @cached_property
    def numbers(self) -> Mapping[Index, AnyNumber]:
        """The numbers that the outputs hold; none where there are many outputs, or image and kernel have no numbers."""
        problem = self.problem
        if prod(map(len, problem.outputs)) > MAX_VALUES_BESIDE:
            return {}
        # some functions leave zeros at the end of their output out
        return dict(zip(problem.order.reading(problem.outputs), self._numbers(), strict=False))

    def _numbers(self) -> Iterable[AnyNumber]:
        """The numbers in reading order."""
        if self.call is None:
            return real_values(self.problem) or ()
        from convtrace.library.all_outputs import numbers_of  # only here: most pages are about an operation

        found = numbers_of(self.call.call)
        return () if found is None else chain.from_iterable(found.rows)

    def blank(self, problem: Problem) -> LibraryQuestion | None:
        """The question about an output that the library leaves blank; None for any other problem."""
        asked = None if self.call is None else self.call.replace(problem=problem)
        return asked if asked is not None and asked.blank else None


def explored(
    operation: str, words: Mapping[str, Any], *, options: OptionsGiven = (), read: Read | None = None
) -> tuple[Explored, ...]:
    """What one page can show of all outputs: as `with_kin`, for a few of them on one or two axes.

    >>> [(each.name, each.form, each.problem.at) for each in explored("xcorr", {"image": 7})]
    [('xcorr', 'reflected', (0,)), ('conv', None, (0,)), ('xcorr', 'sliding', (0,))]
    """
    first, *others = with_kin(operation, words, check=_check_size, options=options, read=read)
    # the page has one spelling for all, and a book may write its cross-correlation otherwise
    return (first, *(other for other in others if other.problem.naming == first.problem.naming))


def with_kin(
    operation: str,
    words: Mapping[str, Any],
    *,
    check: Check,
    options: OptionsGiven = (),
    read: Read | None = None,
) -> tuple[Explored, ...]:
    """The operation that is asked for, if it passes the check, then the others with the same arrays; or a function."""
    # standard input can be read but once
    once = None if read is None else cache(read)
    first = alone(operation, words, check=check, options=options, read=once)
    if first.call is not None:
        return (first,)
    first = _of_operation(_placed(first.problem))
    return (first, *map(_of_operation, _kin(first.problem, words, once)))


def alone(
    operation: str,
    words: Mapping[str, Any],
    *,
    check: Check,
    options: OptionsGiven = (),
    read: Read | None = None,
) -> Explored:
    """An operation, maybe in general position, or a function, if it passes the check.

    ConvtraceError where there is no output.
    """
    name = named(operation)
    if is_function(name):
        return _call(name, words, check, options, read)
    if options:
        raise ConvtraceError("--option is for functions of libraries", hint="Type, for example: --stride 2")
    problem = pose(name, **words, read=read)
    check_outputs(problem)
    check_output_there(problem, words)
    check(problem)
    return _of_operation(problem)


def _kin(first: Problem, words: Mapping[str, Any], read: Read | None) -> Iterator[Problem]:
    """Other operations whose stride acts on the same index, with the same arrays; at the same output if it is there."""
    asked = {**{key: value for key, value in words.items() if key not in ("at", "m", "n", "form")}, "mode": first.mode}
    for row in OPERATIONS:
        if row != first.operation and row.stride_on == first.operation.stride_on:
            problem = pose(_typed(row), **asked, read=read)
            if all(problem.outputs):
                near = all(map(_lies_in, first.at, problem.outputs))
                yield _placed(problem.replace(at=first.at) if near else problem)


def _typed(row: Operation) -> str:
    return row.name if row.form is None else f"{row.name}:{row.form}"


def _lies_in(number: int | None, side: range) -> bool:
    return number in side


def _placed(problem: Problem) -> Problem:
    """The problem of the first output: in the middle of each axis of which no index is asked for."""
    axes = zip(problem.at, problem.outputs, strict=True)
    return problem.replace(at=tuple(side[len(side) // 2] if number is None else number for number, side in axes))


def _of_operation(problem: Problem) -> Explored:
    def question(fixed: Unknown, index: Index) -> Problem:
        return problem.replace(fixed=fixed, at=index)

    return Explored(name=problem.operation.name, form=problem.operation.form, problem=problem, question=question)


def _call(function: str, words: Mapping[str, Any], check: Check, options: OptionsGiven, read: Read | None) -> Explored:
    """A library's function, in its own indices."""
    # only here: most pages are about an operation
    from convtrace.library.posed_call import library_question, pose_call, posed_question

    check_function_words(function, words)
    arrays: dict[str, Any] = {"image": words.get("image"), "kernel": words.get("kernel"), "options": options}
    asked = library_question(function, **arrays, at=words.get("at"), read=read)
    check(asked.problem)
    posed = pose_call(function, **arrays, read=read)

    def question(fixed: Unknown, index: Index) -> Problem:
        return posed_question(*posed, index, fixed).problem

    return Explored(name=function, form=None, problem=asked.problem, question=question, call=asked)


def check_space(problem: Problem, command: str) -> None:
    """Refuse axes that are not of space: a plane has no room for channels."""
    if problem.arrangement is not None:
        message = f"{command} shows sums over space alone, not over channels or along one axis of several"
        raise ConvtraceError(message, hint="Leave the channels out, or choose a function of all axes.")


def _check_size(problem: Problem) -> None:
    """Refuse what no such page can show: channels, more than two axes, too many cells."""
    check_space(problem, "explore")
    if len(problem.image) > PLANE:
        message = f"explore shows lines and planes, and this image has {len(problem.image)} axes"
        raise ConvtraceError(message, hint="Choose an image of one or two axes, for example: --image 7x7")
    outputs = prod(map(len, problem.outputs))
    if outputs > MAX_LIVE_OUTPUTS:
        message = f"{outputs} outputs are too many to explore (at most {MAX_LIVE_OUTPUTS})"
        raise ConvtraceError(message, hint="Choose a smaller image, for example: --image 20x20")
    for what, sides in (("image", problem.image), ("kernel", problem.kernel.ranges)):
        if prod(map(len, sides)) > MAX_CELLS_DRAWN:
            count = prod(map(len, sides))
            message = f"the {what} has {count} cells, too many to explore (at most {MAX_CELLS_DRAWN})"
            raise ConvtraceError(message, hint=f"Choose a smaller {what}.")
