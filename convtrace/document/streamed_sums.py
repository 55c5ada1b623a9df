"""Every output's sum, one on each line: what a format says about writing them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from convtrace.document.notation import Notation, Signs
from convtrace.values.formula import Formula, Naming
from convtrace.values.frozen import Frozen

BETWEEN_RECORDS = Signs("", ", ", ", ")


class Spelling(Frozen):
    """A format's way to write the sums: a `line` with {output}, {terms} and, where it can be told, {value} in it.

    `nothing` is the sum of no terms, and its value; `record` a term that is no formula, with {pixel}, {kernel_index}
    and {weight} in it; `start` what comes before the first line, given all values, whether these are letters only, and
    the names of the arrays; `letters` the notation of these, where it differs, and `ascii` the one for streams that
    take nothing else.
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

    def signs(self, terms: int) -> Signs:
        """The signs between so many terms."""
        if self.record:
            return BETWEEN_RECORDS
        vast = self.notation.vast if terms > self.notation.longest else None
        return vast or self.notation.loose


class Sums(Frozen):
    """The sums of all outputs, so many lines of them; `lines` gives them in one spelling, in pieces."""

    count: int
    lines: Callable[[Spelling], Iterator[str]]
