"""posed_matrix(name, …) → Matrix: that of an operation, or of a call of a library's function."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from inspect import signature
from typing import Any, TypeAlias

from convtrace.errors import ConvtraceError
from convtrace.law.operations import names
from convtrace.library.catalogue import known
from convtrace.library.posed_options import OptionsGiven
from convtrace.trace.matrix import Matrix, matrix
from convtrace.trace.pose import pose
from convtrace.trace.problem import Problem
from convtrace.trace.problem_checks import check_output_there, check_outputs
from convtrace.trace.status import Index
from convtrace.values.typed_text import typed

Read: TypeAlias = Callable[[str], bytes]
# an image of 7x7 has 49 pixels, and no page is wide enough for so many columns
USUAL_IMAGE = "4x4"
ARRAY_NAMES = ("at", "image", "kernel")
# what a function's own options say, and why the other choices are none of its
OF_FUNCTION = ("mode", "stride", "dilation", "pad")
WRITING = ("notation", "names", "letters", "indices", "count", "sum_over")
NOT_CHOSEN = {
    "channels": "Leave it out: where a function has channels, they are in the sizes of image and kernel.",
    **dict.fromkeys(("m", "n"), "Name the output with --at."),
}


def posed_matrix(
    operation: str, words: Mapping[str, object], *, options: OptionsGiven = (), read: Read | None = None
) -> Matrix:
    """The matrix of all outputs of an operation, or of a library's function, whose `options` are its own.

    The `words` are those of `pose`; without image and kernel these are small. ConvtraceError where there is no
    output, or where a constant outside the image is added to the sums.

    >>> whole = posed_matrix("numpy.convolve", {"image": 3, "kernel": 2})
    >>> [[len(whole.cells.get((row, column), ())) for column in whole.columns] for row in whole.rows]
    [[1, 0, 0], [1, 1, 0], [0, 1, 1], [0, 0, 1]]
    """
    name = named(operation)
    given: dict[str, Any] = {**words}
    if given.get("image") is None and given.get("kernel") is None:
        given["image"] = USUAL_IMAGE
    if is_function(name):
        return _of_library(name, {**given, "options": options}, read)
    if options:
        raise ConvtraceError("--option is for functions of libraries", hint="Type, for example: --stride 2")
    return _of_operation(name, given, read)


def is_function(name: str) -> bool:
    """Tell whether this names a library's function rather than an operation."""
    return name.partition(":")[0] not in names() and ("." in name or known(name) is not None)


def named(operation: str) -> str:
    """The name of an operation or of a library's function; ConvtraceError for what is neither."""
    piece = typed("operation", operation)
    if not is_function(piece.text):
        try:
            next(piece.split(":", most=1)).one_of(names())
        except ConvtraceError as error:
            hint = f"{error.hint}. Functions of libraries are listed by: convtrace library"
            raise ConvtraceError(error.message, error.source, error.span, hint) from None
    return piece.text


def _of_operation(operation: str, given: Mapping[str, Any], read: Read | None) -> Matrix:
    problem = pose(operation, **given, read=read)
    check_outputs(problem)
    _check_no_constant(problem)
    check_output_there(problem, given)
    return _marked(matrix(problem), None if None in problem.at else problem).replace(said=tuple(_said(given)))


def _said(given: Mapping[str, Any]) -> Iterator[str]:
    """What is said of names and indices, as it is typed."""
    for name in WRITING:
        said = given.get(name)
        if said is not None:
            yield f"--{name.replace('_', '-')}"
            yield ",".join(said) if isinstance(said, list | tuple) else str(said)


def _of_library(function: str, asked: Mapping[str, Any], read: Read | None) -> Matrix:
    """The matrix of a call of a library's function, in its own indices."""
    # only here: most matrices are those of operations
    from convtrace.library.posed_call import library_question, offset_formula, pose_call, posed_question

    check_function_words(function, asked)
    given: dict[str, Any] = {name: asked.get(name) for name in ("image", "kernel", "options")}
    call, pixels, weights = pose_call(function, **given, read=read)

    def question(output: Index | None) -> Problem:
        return posed_question(call, pixels, weights, output).problem

    channels = range(call.channels.outputs if call.channels else 1)
    offsets = (offset_formula(call.offset_of(channel), channel) for channel in channels)
    problem = question(None).replace(offset=next(filter(None, offsets), 0))
    _check_no_constant(problem)
    if call.channels is None:
        sums = (axis.live or side for axis, side in zip(call.axes, problem.outputs, strict=True))
        whole = matrix(problem, [problem.replace(outputs=tuple(sums))])
    else:
        from convtrace.library.posed_channels import first_outputs, whole_arrays

        firsts = first_outputs(call.channels, problem.in_space(problem.outputs))
        whole = matrix(whole_arrays(problem, call.channels, (pixels, weights)), [question(first) for first in firsts])
    if asked.get("at") is None:
        return whole
    return _marked(whole, library_question(function, **given, at=asked["at"], read=read).problem)


def check_function_words(function: str, asked: Mapping[str, Any]) -> None:
    """Refuse choices that are those of an operation: a function has its own options."""
    usual = signature(pose).parameters
    for name, value in asked.items():
        if name in usual and name not in ARRAY_NAMES and str(value) != str(usual[name].default):
            option = f"--{name.replace('_', '-')}"
            hint = NOT_CHOSEN.get(name, "Leave it out: a function has the names and indices of its library.")
            if name in OF_FUNCTION:
                hint = f"The options of the function are listed by: convtrace library {function}"
                if str(value).isalnum() and _is_option(function, name):
                    hint = f"Type: --option {name}={value} (all options are listed by: convtrace library {function})"
            raise ConvtraceError(f"{option} is for {' and '.join(names())}, not for a library's function", hint=hint)


def _is_option(function: str, name: str) -> bool:
    row = known(function)
    return row is not None and name in row.choices


def _marked(whole: Matrix, asked: Problem | None) -> Matrix:
    """The matrix with the output that is asked for."""
    return whole if asked is None else whole.replace(asked=asked, output=asked.numbers)


def _check_no_constant(problem: Problem) -> None:
    """Refuse a constant outside the image, which no product of a matrix adds."""
    if problem.boundary.fill != 0:
        message = "outside the image there is a constant, which is added to the sums and is no part of a matrix"
        raise ConvtraceError(message, hint="Choose 0 outside the image, or a rule that copies pixels.")
