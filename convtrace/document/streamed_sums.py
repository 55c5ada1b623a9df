"""Every output's sum, one on each line: how a format spells them."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from convtrace.values.frozen import Frozen


class Sums(Frozen):
    """The sums of all outputs, so many of them, in the spelling of a format."""

    count: int
    lines: Callable[[str], Iterator[str]]
