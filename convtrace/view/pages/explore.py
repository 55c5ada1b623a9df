"""All outputs on one page that one can point at; without its script it is the page of one value."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from convtrace.document.blocks import Document
from convtrace.library.explored import Explored, explored
from convtrace.trace.derivation import derive
from convtrace.view.page import PageResult, Question, Read
from convtrace.view.pages import library_pages, value


def page_result(question: Question, _only: str | None, read: Read) -> PageResult:
    """The page; ConvtraceError for what it can't show."""
    asked = {**question}
    operation, options, names = (asked.pop(name) for name in ("operation", "options", "menus"))
    once = cache(read)
    found = explored(operation, asked, options=options, read=once)
    return PageResult(document(found, {**asked, "options": options}, names, once))


def document(
    found: Sequence[Explored], asked: Question, names: str | Sequence[str] | None = None, read: Read | None = None
) -> Document:
    """The page of the first output, with the data of all of them, and of what the menus of these names choose."""
    from convtrace.view.live_sets import menus  # only here: formats that show no more than the page need none

    first = found[0]
    whole = value.document(derive(first.problem)) if first.call is None else library_pages.one_value(first.call, ())
    return whole.replace(live=menus(found, asked, names, read).record)
