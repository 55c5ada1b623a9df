"""Section 4, zoomed in: the pixels of the window, of which the patch has the h[#,#] that meets each."""

from __future__ import annotations

from collections.abc import Iterator

from convtrace.document.blocks import Block
from convtrace.trace.derivation import Derivation
from convtrace.view.sections.drawing import drawing
from convtrace.view.sections.figure import image_cell
from convtrace.view.sections.setup import drawn_ranges


def corner(derivation: Derivation) -> Iterator[Block]:
    """The window with what meets the pixels of the patch, and both kernels."""
    return drawing(derivation, (drawn_ranges(derivation), image_cell(derivation)))
