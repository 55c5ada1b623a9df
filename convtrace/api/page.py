"""Page: an answer that shows itself, in notebooks and consoles, and the text of it in any format."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, Any, Literal, TypeAlias, TypeVar, overload

from convtrace.api.public import public
from convtrace.document.blocks import Document, Heading, Target, line_text
from convtrace.document.plain import plain
from convtrace.errors import ConvtraceError, shortened
from convtrace.values.frozen import Frozen

if TYPE_CHECKING:
    from convtrace.document.streamed_sums import Sums
    from convtrace.values.typed_text import Typed

Only: TypeAlias = "str | Sequence[str] | None"
Kind = TypeVar("Kind", bound="Page")

PART = Target(standalone=False)
LONG = "Choose a smaller image, or iterate over the answer if it has many outputs."


class Page(Frozen, ABC):
    """An answer with a page: notebooks and consoles show it, `print` prints its text, `render` gives any format.

    `only` names the sections that are shown; none: all of them.
    """

    only: tuple[str, ...] = ()

    @property
    @abstractmethod
    def sections(self) -> Collection[str]:
        """The names of the sections of the page."""

    @abstractmethod
    def _document(self, only: Collection[str]) -> Document:
        """The page, or the sections named in `only`."""

    def _sums(self) -> Sums | None:
        """Every output's sum, where that is what was asked."""
        return None

    @property
    def title(self) -> str:
        """The title of the page."""
        return heading(self._document(()))

    def _part(self, format_name: str, target: Target = PART) -> str:
        """The page as a part of somebody else's, who takes pages only."""
        from convtrace.render import rendering  # only here: most answers are not shown

        return "".join(rendering.joined(rendering.pieces(self._document(self.only), format_name, target), LONG))

    def _contents(self, format_name: str, target: Target, only: Only = None) -> str | bytes:
        """The page in a format, or every output's sum, where that is what was asked and the format writes sums."""
        from convtrace.render import rendering

        chosen, sums = selected(only, self.sections) or self.only, self._sums()
        writers = (rendering.PAGES, rendering.IMAGES, rendering.CELLS, *(() if sums is None else (rendering.SUMS,)))
        name = rendering.checked_format("--format", format_name, *writers)
        found = self._document(chosen) if sums is None else sums
        made: Any = rendering.joined(rendering.contents(found, name, target), LONG)
        joined: str | bytes = type(made[0])().join(made)
        return joined

    def __str__(self) -> str:
        return str(self._contents("text", PART)).removesuffix("\n")

    def __repr__(self) -> str:
        return f"<{type(self).__name__}: {self.title}>"

    def _repr_html_(self) -> str:
        return self._part("html")

    def _repr_markdown_(self) -> str:
        return self._part("markdown")

    def _repr_latex_(self) -> str:
        return self._part("latex")

    def __rich__(self) -> object:
        from convtrace.render.formats.terminal import Printed  # only here: whoever asks has rich

        return Printed(lambda target: self._part("terminal", target))


class DrawnPage(Page):
    """A page with a picture."""

    def _repr_svg_(self) -> str:
        return self._part("svg")


def heading(document: Document) -> str:
    """The first heading of a page, as plain text."""
    first = next(block for block in document.blocks if isinstance(block, Heading))
    return line_text(first.line, str, plain)


def selected(only: Only, sections: Collection[str]) -> tuple[str, ...]:
    """The sections that `only` names, none for all; ConvtraceError for one that is not there.

    >>> selected("result, table", ["table", "drawing", "result"])
    ('result', 'table')
    """
    from convtrace.view.page import chosen

    if only and not sections:
        raise ConvtraceError("this page has no sections", hint="Leave --only out.")
    return tuple(chosen(only or None, sections))


def page_of(kind: type[Kind], found: Frozen, only: Only) -> Kind:
    """An answer as a value that shows itself."""
    page: Kind = kind(**found.fields())
    return with_only(page, only)


def with_only(page: Kind, only: Only) -> Kind:
    """The same answer, of whose page only some sections are shown."""
    return page.replace(only=selected(only, page.sections)) if only else page


@overload
def render(  # type: ignore[overload-overlap]  # pictures in pixels are no text
    page: Page, format_name: Literal["png", "gif"], *, only: Only = None, theme: str | None = None
) -> bytes: ...
@overload
def render(
    page: Page,
    format_name: str = "text",
    *,
    only: Only = None,
    standalone: bool | None = None,
    width: Typed | None = None,
    theme: str | None = None,
    unicode: bool = True,
) -> str: ...
@public()
def render(
    page: Page,
    format_name: str = "text",
    *,
    only: Only = None,
    standalone: bool | None = None,
    width: Typed | None = None,
    theme: str | None = None,
    unicode: bool = True,
) -> str | bytes:
    r"""The page of an answer as text; raises ConvtraceError for a format or a section that is not there.

    `format_name` is one of: anki, anki-notes, github, html, json, latex, markdown, notion, svg, sympy, terminal, text;
    or gif, png, whose bytes are to be written to a file; or csv and tsv, which have the numbers of an answer alone,
    or numpy and scipy, code that makes a matrix. What `expand` gives is written in jsonl, too; pictures have the first
    of its sums. `only` names sections, as "table,result" or as a list: values, equation, setup, kernel, image, table,
    drawing, result, elsewhere; without it the page has all that concern it; `page.sections` has those of other pages.
    `standalone` asks for a whole file (True) or a part of one (False) where the format's custom is the other: html is a
    whole file unless told, latex a part. `width` is the number of columns that text and terminal are folded to; `theme`
    is light, dark or auto, for pictures and html; with `unicode=False` the page has plain ASCII.

    >>> from convtrace import derive
    >>> derivation = derive("conv", at=1, image=5)
    >>> render(derivation, "github").splitlines()[0]
    '## Convolution: image 5, kernel 3'
    >>> render(derivation, only="result")
    '  y[1] = c·x[0] + b·x[1] + a·x[2]\n'
    """
    from convtrace.render.rendering import checked_theme, checked_width

    answer: Any = page
    if not isinstance(answer, Page):
        message = f"{shortened(type(answer).__name__)} has no page"
        raise ConvtraceError(message, hint="Give what derive, compare, expand, prove and the like return.")
    target = Target(
        width=None if width is None else checked_width(width),
        theme=None if theme is None else checked_theme(theme),
        standalone=standalone,
        unicode=unicode,
    )
    return answer._contents(format_name, target, only)  # noqa: SLF001 -- a page's own
