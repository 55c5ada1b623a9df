"""The file of a library that convtrace does not have: one function, which mirrors the output of a convolution."""

from __future__ import annotations

from convtrace.law.axis import Relation
from convtrace.library.axis_call import AxisCall
from convtrace.library.call_template import CallTemplate
from convtrace.library.functions.formulas import any_axes
from convtrace.library.option import Option
from convtrace.library.option_kinds import whole_numbers
from convtrace.library.row import LibraryFunction


def _law(n: int, k: int, gap: int) -> AxisCall:
    """d·k = −m − i + N + K − 2, as the last output comes first."""
    outputs = n + gap * (k - 1)
    return AxisCall(relation=Relation(gap, -1, -1, outputs - 1), outputs=outputs)


FUNCTIONS = (
    LibraryFunction(
        name="further.mirror",
        library="further",
        version="1.0",
        page="https://example.org/{last}",
        laws=any_axes(_law),
        options=(Option(name="gap", default=1, kind=whole_numbers(1)),),
        template=CallTemplate(text="{name}({x}, {h}{options})"),
    ),
)
