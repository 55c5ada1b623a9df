"""Every output's sum, one on each line: what a format says about writing them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING

from convtrace.document.notation import Notation, Signs
from convtrace.document.plain import PLAIN_ASCII, PRINTED
from convtrace.values.formula import Formula, Naming
from convtrace.values.frozen import Frozen

if TYPE_CHECKING:
    from convtrace.document.blocks import Document

BETWEEN_RECORDS = Signs("", ", ", ", ")


class Folds(Frozen):
    """The break of a line between two terms of a long sum, the room for what stands on one, and how that is counted."""

    line_break: str
    room: int
    letters: Callable[[str], int]


class Spelling(Frozen):
    """A format's way to write the sums: a `line` with {output}, {terms} and, where it can be told, {value} in it.

    `nothing` is the sum of no terms, and its value; `record` a term that is no formula, with {pixel}, {kernel_index}
    and {weight} in it; `start` what comes before the first line, given all values, whether these are letters only, and
    the names of the arrays; `letters` the notation of these, where it differs, and `ascii` the one for streams that
    take nothing else. Long sums are broken as `folds` says. Where lines stand in `parts` of so many, each has
    something before it, between its lines and behind it.
    """

    notation: Notation
    letters: Notation | None = None
    ascii: Notation | None = None
    line: str
    value: str = ""
    nothing: str = "0"
    record: str = ""
    start: Callable[[Iterable[Formula], bool, Naming], str] = lambda _values, _letters, _naming: ""
    end: str = ""
    folds: Folds | None = None
    parts: tuple[int, str, str, str] | None = None

    def signs(self, terms: int) -> Signs:
        """The signs between so many terms."""
        if self.record:
            return BETWEEN_RECORDS
        vast = self.notation.vast if terms > self.notation.longest else None
        return vast or self.notation.loose


class Sums(Frozen):
    """The sums of all outputs, so many lines of them; `lines` gives them in one spelling, in pieces.

    `page` is the same for formats that have no spelling of sums.
    """

    count: int
    lines: Callable[[Spelling], Iterator[str]]
    page: Callable[[], Document]


# for screens and mails
PRINTED_SUMS = Spelling(notation=PRINTED, ascii=PLAIN_ASCII, line="{output} = {terms}{value}\n", value=" = {value}")
