"""Lists of what has a name: boundary rules and kernels."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import TYPE_CHECKING

from convtrace.api.page import Only, Page, with_only
from convtrace.api.public import public
from convtrace.document.blocks import Document
from convtrace.values.named_kernels import KERNELS

if TYPE_CHECKING:
    from fractions import Fraction


class Borders(Page):
    """What x outside the image is under each rule, and what libraries call it; `rules` has the rules' names."""

    rules: tuple[str, ...]

    @property
    def sections(self) -> Collection[str]:
        from convtrace.view.pages.borders import SECTIONS

        return SECTIONS

    def _document(self, only: Collection[str]) -> Document:
        from convtrace.view.pages.borders import document

        return document(only)


class Kernels(Page, Mapping[str, "list[list[int | Fraction]]"]):
    """The kernels that have names: a mapping from each name to its rows."""

    @property
    def sections(self) -> Collection[str]:
        from convtrace.view.pages.kernels import SECTIONS

        return SECTIONS

    def __getitem__(self, name: str) -> list[list[int | Fraction]]:
        return KERNELS[name].values

    def __iter__(self) -> Iterator[str]:
        return iter(KERNELS)

    def __len__(self) -> int:
        return len(KERNELS)

    def _document(self, only: Collection[str]) -> Document:
        from convtrace.view.pages.kernels import document

        return document(only)


@public()
def borders(*, only: Only = None) -> Borders:
    """What x outside the image is, and what libraries call it.

    >>> borders().rules
    ('zero', 'constant', 'edge', 'reflect', 'symmetric', 'wrap')
    """
    from convtrace.law.boundary import RULES

    return with_only(Borders(rules=tuple(RULES)), only)


@public()
def kernels(*, only: Only = None) -> Kernels:
    """The kernels that have names, such as sobel-x.

    >>> kernels()["sobel-x"]
    [[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]]
    """
    return with_only(Kernels(), only)
