"""All outputs on one page that one can point at."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Unpack

from convtrace.api.page import DrawnPage, Only, with_only
from convtrace.api.public import public
from convtrace.api.words import MatrixWords
from convtrace.document.blocks import Document, Target
from convtrace.library.explored import Explored, explored

if TYPE_CHECKING:
    from convtrace.view.live_sets import Menus


class Explorer(DrawnPage):
    """A page that one can point at: `render` writes it as html for a browser, and notebooks show it in a frame.

    In other formats it is the page of the output that is shown first, the problem of `shown[0]`.
    """

    shown: tuple[Explored, ...]
    pages: Menus

    @property
    def sections(self) -> Collection[str]:
        return ()

    def _document(self, only: Collection[str]) -> Document:  # noqa: ARG002 -- it has no sections
        from convtrace.view.pages.explore import document

        return document(self.pages)

    def _repr_html_(self) -> str:
        from convtrace.render.drawing.live_page import framed

        whole = self._part("html", Target())
        return framed(whole, self._part("svg"), self.title)


@public(MatrixWords)
def explore(
    operation: str,
    *,
    options: Mapping[str, object] | None = None,
    menus: str | Sequence[str] | None = None,
    only: Only = None,
    **given: Unpack[MatrixWords],
) -> Explorer:
    """All outputs on one page to point at, of an operation or of a library's function with `options`.

    `at` is the output that is shown first, the middle one unless given; the `menus` of these names (stride, dilation,
    pad, mode; or all) work in the page itself.

    >>> explore("conv", image=(5, 5))
    <Explorer: Convolution: image 5×5, kernel 3×3>
    >>> [each.form or each.name for each in explore("xcorr", image=[1, 2, 3], kernel=[1, 2]).shown]
    ['reflected', 'conv', 'sliding']
    """
    from convtrace.view import live_sets  # only here: whoever imports convtrace may not explore

    words = {**given}
    found = explored(operation, words, options=options or {})
    pages = live_sets.menus(found, {**words, "options": options or {}}, menus)
    return with_only(Explorer(shown=found, pages=pages), only)
