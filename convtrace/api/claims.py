"""A claimed value beside the right one."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from convtrace.api.libraries import LibraryCall
from convtrace.api.one_value import Derivation
from convtrace.api.page import DrawnPage, Only, with_only
from convtrace.api.public import public
from convtrace.document.blocks import Document
from convtrace.errors import ConvtraceError, shortened
from convtrace.search import judging
from convtrace.view.pages.claim import judgement, judgement_of_call


class Judged(DrawnPage, judging.Judgement):
    """A claimed value beside the right one: `right`, `value`, and what gives it if it is wrong (`found`)."""

    asked: Derivation | LibraryCall

    @property
    def sections(self) -> Collection[str]:
        return (*self.asked.sections, "claim")

    def _document(self, only: Collection[str]) -> Document:
        if isinstance(self.asked, Derivation):
            from convtrace.view.pages.value import document

            return document(self.asked, only, claim=self)
        from convtrace.view.pages.library_function import document as document_of_call

        return document_of_call(self.asked, only, self)

    @property
    def title(self) -> str:
        return f"{self.claimed.text} is {'right' if self.right else 'wrong'}. {self.asked.title}"


@public()
def judge(page: Derivation | LibraryCall, claim: object, *, only: Only = None) -> Judged:
    """Is a claimed value that of a page? If not: which reading of the question, or which slip, gives it.

    `page` is what derive, gradient or library returns; `claim` a number, or one as text: "1/3", "0.33", "2-1j". A
    decimal counts as rounded to its digits.

    >>> from convtrace import derive
    >>> judge(derive("conv", at=1, image=[1, 2, 3, 4, 5], kernel=[1, 5, 2]), 31)
    <Judged: 31 is right. y[1]. Convolution: image 5, kernel 3>
    >>> answer = judge(derive("conv", at=1, image=[1, 2, 3, 4, 5], kernel=[1, 5, 2]), 33)
    >>> [dict(each) for each in answer.found[0].changes]
    [{'kind': 'operation', 'operation': 'xcorr', 'form': 'sliding'}]
    """
    asked: Any = page
    if not isinstance(asked, Derivation | LibraryCall):
        message = f"page: {shortened(repr(asked))} has no value"
        raise ConvtraceError(message, hint="Give what derive, gradient or library returns.")
    found: Any = judgement(claim, asked) if isinstance(asked, Derivation) else judgement_of_call(claim, asked)
    return with_only(Judged(**found.fields(), asked=asked), only or asked.only)
