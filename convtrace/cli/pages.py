"""The commands that print one page: for each its words, its options, and how its document is made."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from importlib import import_module
from typing import TYPE_CHECKING, Any, NamedTuple

from convtrace.cli.options import (
    CHECK,
    FORM,
    GRADIENT,
    MODE,
    OPERANDS,
    OPERATION,
    OUTPUT,
    PAIR,
    WINDOW,
    Decorator,
    form_options,
)
from convtrace.errors import ConvtraceError
from convtrace.law.operations import names, rows_named

if TYPE_CHECKING:
    from convtrace.document.blocks import Document

Given = Mapping[str, Any]


def _read(name: str) -> bytes:
    from convtrace.cli.files import read

    return read(name)


class Made(NamedTuple):
    """A document, and whether what it was asked to check holds."""

    document: Document
    holds: bool = True


class Page(NamedTuple):
    """One command; `view` names the module with its sections. What a page needs is imported when it is asked for."""

    name: str
    help_text: str
    options: tuple[Decorator[Any], ...]
    view: str
    document: Callable[[Given, Collection[str]], Made]

    def sections(self) -> Collection[str]:
        """The names that --only takes."""
        names: Collection[str] = import_module(f"convtrace.view.pages.{self.view}").SECTIONS
        return names


def _value(given: Given, only: Collection[str]) -> Made:
    from convtrace.trace.derivation import derive
    from convtrace.trace.pose import pose
    from convtrace.view.pages.value import document

    question = dict(given)
    checked = question.pop("check")
    derivation = derive(pose(**question, read=_read))
    if not checked:
        return Made(document(derivation, only))
    from convtrace.proof.symbolic import check

    result = check(derivation)
    return Made(document(derivation, only, result), result.equal)


def _gradient(given: Given, only: Collection[str]) -> Made:
    if given["pixel"] is None and given["weight"] is None:
        hint = "Name a pixel or a kernel element, for example: --pixel 1,1"
        raise ConvtraceError("which gradient? none is named", hint=hint)
    return _value(given, only)


def _map(given: Given, only: Collection[str]) -> Made:
    from convtrace.trace.pose import pose
    from convtrace.trace.problem import check_outputs
    from convtrace.view.pages.map import document

    problem = pose(**given, read=_read)
    check_outputs(problem)
    return Made(document(problem, only))


def _compare(given: Given, only: Collection[str]) -> Made:
    from convtrace.trace.comparison import COMPARED, compare, with_form
    from convtrace.trace.pose import pose
    from convtrace.view.pages.compare import document

    question = dict(given)
    operations = question.pop("operations") or COMPARED
    chosen = with_form(operations, question.pop("form"))
    first, second = (pose(name, **question, read=_read) for name in chosen)
    return Made(document(compare(first, second), only))


def _borders(_: Given, only: Collection[str]) -> Made:
    from convtrace.view.pages.borders import document

    return Made(document(only))


def _kernels(_: Given, only: Collection[str]) -> Made:
    from convtrace.view.pages.kernels import document

    return Made(document(only))


def _operation(name: str) -> Page:
    """The command of one operation."""
    title = rows_named(name)[0].title.partition(" (")[0]

    def document(given: Given, only: Collection[str]) -> Made:
        return _value({**given, "operation": name}, only)

    help_text = f"{title}: one output value, step by step; with letters where --m and --n are left out."
    options = (*OUTPUT, *OPERANDS, WINDOW, *form_options(name), CHECK)
    return Page(
        name,
        help_text,
        options,
        "value",
        document,
    )


PAGES = (
    *map(_operation, names()),
    Page(
        "compare",
        "Two operations: the same output, and the same pixels.",
        (PAIR, *OUTPUT, *OPERANDS, *FORM),
        "compare",
        _compare,
    ),
    Page(
        "map",
        "All outputs, and the pixels that make each.",
        (OPERATION, *OPERANDS, MODE, *FORM),
        "map",
        _map,
    ),
    Page(
        "grad",
        "Backwards: the gradient of a pixel or a kernel element.",
        (OPERATION, *GRADIENT, *OPERANDS, MODE, WINDOW, *FORM, CHECK),
        "value",
        _gradient,
    ),
    Page("borders", "What stands outside the image, and what libraries call it.", (), "borders", _borders),
    Page("kernels", "The kernels that have names, such as sobel-x.", (), "kernels", _kernels),
)
