"""Texts that people type for an option of a library function → the value that it takes. Nothing is ever run."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from fractions import Fraction
from typing import TYPE_CHECKING

from convtrace.library.arrays import exact
from convtrace.library.option import Option
from convtrace.library.option_kinds import NAMED_VALUES
from convtrace.values.limits import MAX_TEXT_LENGTH

if TYPE_CHECKING:
    from convtrace.law.channels import Layout

_NUMBER = re.compile(r"[+-]?(?:[0-9]+(?:/0*[1-9][0-9]*|\.[0-9]*)?|\.[0-9]+)")
_COMPLEX = re.compile(r"(?:[+-]?[0-9]+(?:\.[0-9]+)?(?=[+-]))?[+-]?[0-9]+(?:\.[0-9]+)?j")
# JSON has none: in a list each becomes an object on the way
_RATIO = re.compile(r"[+-]?[0-9]+/0*[1-9][0-9]*")
_BRACKETS = str.maketrans({"(": "[", ")": "]", "−": "-"})
_COMMA_AT_END = re.compile(r",\s*\]")


def read_option(option: Option, text: str, axes: int, layout: Layout | None = None) -> object:
    """The value of an option's text: a name, a number, numbers with commas; the text itself where nothing fits.

    >>> from convtrace.library.option_kinds import pairs, whole_numbers
    >>> read_option(Option(name="stride", default=1, kind=whole_numbers(1)), "2,1", 2)
    [2, 1]
    >>> read_option(Option(name="pads", default=0, kind=pairs()), "1,0; 2,2", 2)
    [[1, 0], [2, 2]]
    >>> from convtrace.library.option_kinds import exact_numbers
    >>> read_option(Option(name="kernelX", default=None, kind=exact_numbers()), "1/2", 2)
    [Fraction(1, 2)]
    """
    fitting = (found for found in _readings(text) if option.read(found, axes, layout) is not None)
    return next(fitting, text)


def _readings(text: str) -> Iterator[object]:
    """All that the text may mean, the plainest first."""
    yield text
    text = text.strip().translate(_BRACKETS)
    if text in NAMED_VALUES:
        yield NAMED_VALUES[text]
    elif len(text) > MAX_TEXT_LENGTH:
        return
    elif _NUMBER.fullmatch(text):
        yield exact(Fraction(text))
    elif _COMPLEX.fullmatch(text):
        yield complex(text)
    listed = _COMMA_AT_END.sub("]", text)
    for written in (listed, f"[{listed}]", f"[[{listed.replace(';', '],[')}]]"):
        try:
            yield json.loads(_RATIO.sub(r'{"ratio": "\g<0>"}', written), object_hook=_ratio)
        except ValueError:
            continue


def _ratio(found: dict[str, object]) -> Fraction:
    """The fraction of an object that stands for one; ValueError for any other."""
    return Fraction(str(found.get("ratio")))
