"""All outputs on one page that one can point at; without its script it is the page of one value."""

from __future__ import annotations

from functools import cache

from convtrace.document.blocks import Document
from convtrace.library.explored import explored
from convtrace.trace.derivation import derive
from convtrace.view.live_sets import Menus, menus
from convtrace.view.page import PageResult, Question, Read
from convtrace.view.pages import library_pages, value


def page_result(question: Question, _only: str | None, read: Read) -> PageResult:
    """The page; ConvtraceError for what it can't show."""
    asked = {**question}
    operation, options, names = (asked.pop(name) for name in ("operation", "options", "menus"))
    once = cache(read)
    found = explored(operation, asked, options=options, read=once)
    return PageResult(document(menus(found, {**asked, "options": options}, names, once)))


def document(found: Menus) -> Document:
    """The page of the first output, with the data of all of them, and of what working menus choose."""
    (first, *_), _ = found.first
    whole = value.document(derive(first.problem)) if first.call is None else library_pages.one_value(first.call, ())
    return whole.replace(live=found.record)
