"""The page of a gradient: that of one value, once a pixel or a kernel element is named."""

from __future__ import annotations

from convtrace.errors import ConvtraceError
from convtrace.view.page import PageResult, Question, Read
from convtrace.view.pages import value


def page_result(question: Question, only: str | None, read: Read) -> PageResult:
    """The page of the gradient that is named; ConvtraceError where none is."""
    check_named(question)
    return value.page_result(question, only, read)


def check_named(question: Question) -> None:
    """Refuse a gradient of nothing."""
    if question.get("pixel") is None and question.get("weight") is None:
        hint = "Add a pixel or a kernel element, for example: --pixel 1,1 or --weight 0,0"
        raise ConvtraceError("which gradient?", hint=hint)
