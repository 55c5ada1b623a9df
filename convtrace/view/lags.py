"""Sentences on the lags of correlations, and on what SciPy counts otherwise."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from convtrace.document.blocks import Block, Paragraph
from convtrace.document.indices import linear
from convtrace.document.plain import plain
from convtrace.library.call import Call
from convtrace.library.lags import first_lags, scipy_lags
from convtrace.library.posed_call import LibraryQuestion
from convtrace.trace.problem import Problem
from convtrace.values.exact import number_text
from convtrace.view import phrases
from convtrace.view.roles import Roles


def lag_convention(problem: Problem, call: Call) -> Iterator[str]:
    """What to know of the lag of any output, and of SciPy's count where that is another."""
    role, first = Roles(problem).of["m"], first_lags(call)
    if not first:
        return
    letters, axes = problem.in_space(role.letters), problem.in_space(phrases.axis_names(problem))
    lags = [plain(linear([(1, letter)], lag - call.row.base)) for letter, lag in zip(letters, first, strict=True)]
    sentences = [f"{plain(role.element(role.letters))} has the {_lags(axes, lags)}."]
    for number, (lag, counted) in enumerate(zip(first, scipy_lags(call), strict=False)):
        if lag != counted[0]:
            sizes = f"{call.image.shape[number]}, {call.kernel.shape[number]}"
            named = f'scipy.signal.correlation_lags({sizes}, mode="{call.options["mode"][number]}")'
            where = f" on {phrases.axis(axes[number])}" if len(axes) > 1 else ""
            sentences.append(f"{named} begins with {number_text(counted[0])} instead of {number_text(lag)}{where}.")
    yield " ".join(sentences)


def lags_of(question: LibraryQuestion) -> tuple[int, ...]:
    """The lag of the output that is asked for on each axis of space; none where it has none."""
    problem, call = question.problem, question.call
    return call.row.lags(call.own_relations, problem.in_space(problem.numbers)) if problem.fixed == "m" else ()


def lag_of_output(question: LibraryQuestion) -> Iterator[Block]:
    """The sentence on the lag of the output that is asked for: which pixel meets which kernel element."""
    problem, roles, lags = question.problem, Roles(question.problem), lags_of(question)
    if lags:
        pixel, element = roles.of["i"], roles.of["k"]
        ahead = iter(lags)
        met = tuple(
            linear([(1, letter)], -next(ahead)) if problem.lookup(axis) is None else letter
            for axis, letter in enumerate(pixel.letters)
        )
        said = f" has the {_lags(problem.in_space(phrases.axis_names(problem)), [*map(number_text, lags)])}: "
        yield Paragraph((roles.asked, said, pixel.element(pixel.letters), " meets ", element.element(met), "."))


def _lags(axes: Sequence[str], lags: Sequence[str]) -> str:
    """The lags of all axes as a sentence names them.

    >>> _lags(["row", "column"], ["−1", "0"]), _lags(["column"], ["−1"])
    ('lag −1 on the row axis and 0 on the column axis', 'lag −1')
    """
    if len(lags) == 1:
        return f"lag {lags[0]}"
    return f"lag {phrases.listed([f'{lag} on {phrases.axis(axis)}' for axis, lag in zip(axes, lags, strict=True)])}"
