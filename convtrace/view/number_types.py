"""Sentences on sums that do not fit the type of the output."""

from __future__ import annotations

from convtrace.document.plain import plain
from convtrace.law.casting import Cast, Overflow
from convtrace.values.complex_number import AnyNumber, Complex
from convtrace.values.exact import number_text


def cast_sentence(function: str, cast: Cast, value: AnyNumber) -> str:
    """The sentence on what a function keeps of a sum.

    >>> from convtrace.values.dtypes import DTYPES
    >>> cast_sentence("numpy.convolve", Cast(dtype=DTYPES["uint8"], how=Overflow.WRAPS), 470)
    "470 doesn't fit uint8 (0 to 255): numpy.convolve keeps 470 − 256 = 214."
    """
    dtype, kept, whole = cast.dtype, cast.kept(value), cast.whole(value)
    if isinstance(whole, Complex) or isinstance(kept, Complex):
        return ""
    said = plain(value)
    if dtype.kind == "b":
        return f"In arrays of bool a sum is True or False: {function} keeps {bool(kept)}, which is {kept}."
    if whole == kept:
        verb = "rounds" if cast.how is Overflow.SATURATES else "cuts"
        return f"{dtype.name} holds whole numbers: {function} {verb} {said} to {number_text(kept)}."
    ends = dtype.range.start, dtype.range.stop - 1
    misfit = f"{said} doesn't fit {dtype.name} ({number_text(ends[0])} to {number_text(ends[1])}): {function} keeps"
    if cast.how is Overflow.SATURATES:
        which = {ends[0]: "the smallest, ", ends[1]: "the largest, "}.get(int(kept), "")
        return f"{misfit} {which}{number_text(kept)}."
    around, rest = divmod(whole - kept, 1 << dtype.bits)
    if rest:
        return f"{misfit} {number_text(kept)}."
    sign, times = "−" if around > 0 else "+", abs(around)
    turns = f"{times}·{1 << dtype.bits}" if times > 1 else str(1 << dtype.bits)
    return f"{misfit} {number_text(whole)} {sign} {turns} = {number_text(kept)}."
