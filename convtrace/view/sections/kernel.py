"""The kernel alone, its indices beside its values: asked for by its name, as a picture for slides and papers."""

from __future__ import annotations

from collections.abc import Iterator

from convtrace.document.blocks import Block
from convtrace.trace.derivation import Derivation
from convtrace.view.sections.setup import kernel_setup


def kernel(derivation: Derivation) -> Iterator[Block]:
    """The kernel with its indices and values."""
    return kernel_setup(derivation.problem)
