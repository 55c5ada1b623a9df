"""The pages about libraries: the list of functions, one function and a value of it, or two functions."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Any

from convtrace.errors import ConvtraceError
from convtrace.trace.given import ALL
from convtrace.view.page import PageResult, Question, Read, chosen

if TYPE_CHECKING:
    from convtrace.document.blocks import Document
    from convtrace.library.posed_call import LibraryQuestion
    from convtrace.library.row import LibraryFunction
    from convtrace.search.judging import Judgement
    from convtrace.trace.derivation import Derivation

# options that are typed under another name
SPELLED = {"options": "option", "others": "versus-option"}
ONE_VALUE = ("at", "grad", "weight", "claim", "check")


def page_result(question: Question, only: str | None, read: Read) -> PageResult:
    """The page that the options name; ConvtraceError where they are about different pages."""
    function, asked = question["function"], {**question}
    del asked["function"]
    listed = _listed(function)
    if listed:
        return _list(listed, asked, only)
    versus, others = asked.pop("versus"), asked.pop("others")
    if versus is not None:
        return _both(function, versus, {**asked, "others": others}, only, read)
    if others:
        message = "--versus-option needs a second function"
        raise ConvtraceError(message, hint="Type, for example: --versus torch.nn.functional.conv2d")
    return (_all if asked["at"] == ALL else _one)(function, asked, only, read)


def _listed(function: str | None) -> tuple[LibraryFunction, ...]:
    """All functions, or those of the library that is named; none where it is a function, or nothing that is known."""
    from convtrace.library import catalogue

    if function is None:
        return tuple(catalogue.all_functions().values())
    return () if catalogue.known(function) else catalogue.functions_of(function)


def _list(listed: tuple[LibraryFunction, ...], asked: Question, only: str | None) -> PageResult:
    for name, value in asked.items():
        if value:
            message = f"--{SPELLED.get(name, name)} needs the name of a function"
            raise ConvtraceError(message, hint="Type, for example: convtrace library numpy.convolve --at 3")
    from convtrace.view.pages import library_list

    return PageResult(library_list.document(listed, chosen(only, library_list.library_names())))


def _both(function: str, versus: str, asked: Question, only: str | None, read: Read) -> PageResult:
    for name in ONE_VALUE:
        if asked[name]:
            what = "all outputs of one function" if asked[name] == ALL else "one value"
            message = f"--{name} asks for {what}, but --versus compares all outputs of two functions"
            raise ConvtraceError(message, hint=f"Leave out --{name} or --versus.")
    from convtrace.library import two_calls
    from convtrace.view.pages.versus import SECTIONS, document

    sizes = _without(asked, *ONE_VALUE)
    return PageResult(document(two_calls.compare_calls(function, versus, **sizes, read=read), chosen(only, SECTIONS)))


def _one(function: str, asked: dict[str, Any], only: str | None, read: Read) -> PageResult:
    from convtrace.library.posed_call import library_question
    from convtrace.view.pages.claim import chosen_beside, judgement_of_call
    from convtrace.view.pages.library_function import SECTIONS

    claimed, checked = asked.pop("claim"), asked.pop("check")
    question = library_question(function, **asked, read=read)
    claim = judgement_of_call(claimed, question)
    page = one_value(question, chosen_beside(claim, only, SECTIONS), claim)
    holds = claim is None or claim.right
    if not checked:
        return PageResult(page, holds)
    from convtrace.proof.symbolic import check
    from convtrace.view.pages.value import with_check

    result = check(checked_derivation(question))
    return PageResult(with_check(page, question.problem, result), result.equal and holds)


def checked_derivation(question: LibraryQuestion) -> Derivation:
    """The derivation that SymPy can check; ConvtraceError where the value is no sum of products."""
    from convtrace.trace.derivation import derive

    if question.bias is not None or question.blank:
        raise ConvtraceError("--check: this value is no sum of products", hint="Leave --check out.")
    return derive(question.problem)


def one_value(question: LibraryQuestion, only: Collection[str], claim: Judgement | None = None) -> Document:
    """The page of one value of a function: an output, or a gradient."""
    if question.bias is not None:
        from convtrace.view.pages import bias

        return bias.document(question, only)
    from convtrace.view.pages.library_function import document

    return document(question, only, claim)


def _all(function: str, asked: dict[str, Any], only: str | None, read: Read) -> PageResult:
    if asked.pop("check"):
        raise ConvtraceError(
            "--check expands one sum, but --at all asks for all outputs", hint="Choose an output: --at 0"
        )
    from convtrace.library.all_outputs import all_outputs
    from convtrace.view.pages.library_outputs import SECTIONS, document

    if asked["claim"] is not None:
        raise ConvtraceError("--claim is about one value", hint="Name the output with --at, for example: --at 1,1")
    found = all_outputs(function, **_without(asked, "at", "claim"), read=read)
    return PageResult(document(found, chosen(only, SECTIONS)))


def _without(asked: Question, *names: str) -> dict[str, Any]:
    return {name: value for name, value in asked.items() if name not in names}
