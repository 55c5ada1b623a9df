"""Library functions: all of them, one in its own indices, two side by side."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Literal, TypeAlias, overload

from convtrace.api.page import DrawnPage, Only, Page, heading, page_of, with_only
from convtrace.api.public import public
from convtrace.document.blocks import Document
from convtrace.errors import ConvtraceError
from convtrace.library import catalogue, two_calls
from convtrace.library.all_outputs import AllOutputs, all_outputs
from convtrace.library.posed_call import LibraryQuestion, library_question
from convtrace.trace.given import ALL

if TYPE_CHECKING:
    from convtrace.library.arrays import NestedNumbers
    from convtrace.trace.given_arrays import Given
    from convtrace.values.typed_text import Typed

Options: TypeAlias = Mapping[str, object]


class LibraryList(Page):
    """The library functions whose conventions are known; the sections are the libraries."""

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the functions, or of those of the libraries that are shown."""
        rows = catalogue.all_functions().items()
        return tuple(name for name, row in rows if not self.only or row.library in self.only)

    @property
    def sections(self) -> Collection[str]:
        from convtrace.view.pages.library_list import library_names

        return library_names()

    @property
    def title(self) -> str:
        return heading(self._document(self.only))

    def _document(self, only: Collection[str]) -> Document:
        from convtrace.view.pages.library_list import document

        return document(tuple(catalogue.all_functions().values()), only)


class LibraryCall(DrawnPage, LibraryQuestion):
    """A library function's own convention, and one value of it, in the library's indices."""

    @property
    def sections(self) -> Collection[str]:
        from convtrace.view.pages.library_function import SECTIONS

        return SECTIONS

    def _document(self, only: Collection[str]) -> Document:
        from convtrace.view.pages.library_pages import one_value

        return one_value(self, only)


class LibraryOutputs(DrawnPage, AllOutputs):
    """All outputs of a library function: their `values`, and the `counts` of their products."""

    @property
    def values(self) -> NestedNumbers | None:
        """The numbers of all outputs as `evaluate` gives them; None where an array or the bias has letters."""
        return None if self.numbers is None else self.laid(self.numbers)

    @property
    def counts(self) -> NestedNumbers:
        """The number of products of each output, nested as the library's array."""
        return self.laid(self.products)

    @property
    def sections(self) -> Collection[str]:
        from convtrace.view.pages.library_outputs import SECTIONS

        return SECTIONS

    def _document(self, only: Collection[str]) -> Document:
        from convtrace.view.pages.library_outputs import document

        return document(self, only)


class Versus(DrawnPage, two_calls.TwoCalls):
    """Two library functions: where their outputs agree, and how each gives the other's."""

    @property
    def sections(self) -> Collection[str]:
        from convtrace.view.pages.versus import SECTIONS

        return SECTIONS

    def _document(self, only: Collection[str]) -> Document:
        from convtrace.view.pages.versus import document

        return document(self, only)


@overload
def library(function: None = None, *, only: Only = None) -> LibraryList: ...
@overload
def library(  # type: ignore[overload-overlap]  # one text is no index
    function: str,
    *,
    at: Literal["all"],
    image: Given | None = None,
    kernel: Given | None = None,
    grad: Literal[False] = False,
    weight: None = None,
    only: Only = None,
    **options: object,
) -> LibraryOutputs: ...
@overload
def library(
    function: str,
    *,
    image: Given | None = None,
    kernel: Given | None = None,
    at: Typed | None = None,
    grad: bool = False,
    weight: Typed | None = None,
    only: Only = None,
    **options: object,
) -> LibraryCall: ...
@public()
def library(
    function: str | None = None,
    *,
    image: Given | None = None,
    kernel: Given | None = None,
    at: Typed | None = None,
    grad: bool = False,
    weight: Typed | None = None,
    only: Only = None,
    **options: object,
) -> LibraryCall | LibraryList | LibraryOutputs:
    """A library function in its own indices, or the list of all: what it computes, and one value of it.

    Sizes are rows first, indices count from 0. `options` are the function's own. `at` is the output, the middle one
    unless given, or with `grad` the pixel whose gradient is asked for; `weight` is the kernel element of a gradient.
    With `at="all"` it is the whole output: its `values`, and the `counts` of the products of each output.

    >>> library("numpy.correlate", mode="same", image=7, at=3)
    <LibraryCall: numpy.correlate: image 7, kernel 3>
    >>> library("numpy.convolve", image=[1, 2], kernel=[3, 4], at="all").values
    [3, 10, 8]
    >>> library(only="sympy").names
    ('sympy.convolution',)
    """
    if function is None:
        return with_only(LibraryList(), only)
    if not catalogue.known(function) and catalogue.functions_of(function):
        message = f"{function} is a library, not a function"
        raise ConvtraceError(message, hint=f'For its list, type: convtrace.library(only="{function}")')
    if at == ALL:
        found = all_outputs(function, image=image, kernel=kernel, options=options, grad=grad, weight=weight)
        return page_of(LibraryOutputs, found, only)
    question = library_question(function, image=image, kernel=kernel, options=options, at=at, grad=grad, weight=weight)
    return page_of(LibraryCall, question, only)


@public()
def versus(
    first: str,
    second: str,
    *,
    image: Given | None = None,
    kernel: Given | None = None,
    options: Options | None = None,
    other_options: Options | None = None,
    only: Only = None,
) -> Versus:
    """Two library functions side by side: where they agree, and how each gives the other's output.

    `options` are those of the first function, `other_options` those of the second.

    >>> versus("numpy.convolve", "numpy.correlate", options={"mode": "same"}, other_options={"mode": "same"}).equal
    False
    """
    calls = two_calls.compare_calls(
        first, second, image=image, kernel=kernel, options=options or {}, others=other_options or {}
    )
    return page_of(Versus, calls, only)
