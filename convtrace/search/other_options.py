"""The same question put to a library call with one option changed: another mode, padding, origin or boundary rule."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from convtrace.errors import ConvtraceError
from convtrace.law.boundary import Boundary
from convtrace.library.call import Call, bind
from convtrace.library.option import Option, in_python
from convtrace.library.option_kinds import OptionValues
from convtrace.library.posed_call import LibraryQuestion, boundary_of
from convtrace.search.changed_problems import inside
from convtrace.search.readings import Asked
from convtrace.trace.problem import Problem

# as simple as another lie of the kernel
RANK = 1
# numbers that are tried for an option beside its names
NUMBERS = (0, 1, 2, 3, -1, -2)


def with_other_options(question: LibraryQuestion) -> Iterator[Asked]:
    """The question with another value of one option, where the library takes it and has the element asked for.

    None where each output has a factor of its own, which is that of its window.

    >>> from convtrace.library.posed_call import library_question
    >>> asked = library_question("numpy.convolve", image="1 2 3 4", kernel="1 5", at=1, options=["mode=valid"])
    >>> [dict(each.changes[0])["value"] for each in with_other_options(asked)]
    ['"full"', '"same"']
    """
    call, problem = question.call, question.problem
    if problem.scales_differ:
        return
    own = (name for name in call.given if name != call.row.window)
    given = {name: _typed(call.row.spellings[name], call.options[name]) for name in own}
    for option in call.row.options:
        for value in _values(call, option):
            try:
                options = {**given, option.name: value}
                other = bind(
                    call.row, call.image, call.kernel, options, has_complex=call.has_complex, channels=call.channels
                )
            except ConvtraceError:
                continue
            changed = _changed(problem, other)
            if changed.fixed != "m" or inside(changed.numbers, changed.outputs):
                told = {"kind": "option", "option": option.name, "value": in_python(other.options[option.name])}
                yield Asked(RANK, changed, (told,))


def _values(call: Call, option: Option) -> Iterator[object]:
    """The values of an option beside the one that it has."""
    seen = [call.options[option.name]]
    usable = not (option.fixed or option.only_here or option.name == call.row.window)
    for value in (option.default, *option.kind.names, *NUMBERS) if usable else ():
        values = option.kind.read(value, len(call.axes))
        if values is not None and values not in seen:
            seen.append(values)
            yield value


def _typed(option: Option, values: OptionValues) -> object:
    """The values of all axes as they are given."""
    same = option.kind.read(values[0], len(values)) == values
    return values[0] if same else list(values)


def _changed(problem: Problem, call: Call) -> Problem:
    """The problem with the relations, the outputs and the boundary of another call."""
    base = call.row.base
    boundary = boundary_of(call)
    made = [axis.live or range(base, base + axis.outputs) for axis in call.axes]
    return problem.replace(
        law=_in_space(problem, problem.relations, call.own_relations),
        outputs=_in_space(problem, problem.outputs, made),
        boundary=Boundary(_in_space(problem, problem.boundary.rules, boundary.rules), boundary.fill),
        window=None,
    )


def _in_space(problem: Problem, old: Sequence[object], new: Iterable[object]) -> tuple:  # type: ignore[type-arg]
    """What the axes have, those of space the new."""
    each = iter(new)
    return tuple(next(each) if axis in problem.space else kept for axis, kept in enumerate(old))
