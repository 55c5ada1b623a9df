"""TensorFlow's calls as they are typed, with axes for the batch and the channels around those of the pixels."""

from __future__ import annotations

from convtrace.library.call_template import CallTemplate
from convtrace.library.functions.formulas import same_total
from convtrace.library.notes import count_of
from convtrace.library.option import Option
from convtrace.library.option_kinds import choice


def data_format(axes: int | None = None) -> Option:
    """The option data_format, whose default is the usual order of axes, or None where their number is open."""
    names = [
        (f"N{space}C", f"NC{space}") for space in ("W", "HW", "DHW")[slice(*(axes and (axes - 1, axes)) or (None,))]
    ]
    last, first = zip(*names, strict=True)
    default = None if axes is None else last[0]
    return Option(
        name="data_format", default=default, kind=choice(*dict.fromkeys((default, *last, None, *first))), lays=True
    )


def step(strides: int = 1, stride: int = 1, **_: object) -> int:
    """The distance between windows, which has two names.

    >>> step(strides=2), step(stride=3)
    (2, 3)
    """
    return max(strides, stride)


def same_zeros(n: int, ke: int, strides: int, where: str) -> str:
    """The zeros that SAME adds with a stride, in words.

    >>> same_zeros(6, 3, 2, "")
    "With a stride of 2, 'same' adds 0 zeros before and 1 after 6 pixels; other sizes may get others."
    """
    total = max(same_total(n, ke, strides), 0)
    zeros = f"{count_of(total // 2, 'zero')} before and {total - total // 2} after {n} pixels{where}"
    return f"With a stride of {strides}, 'same' adds {zeros}; other sizes may get others."


CALLS = CallTemplate(whole="{name}({x}, {h}{options})", imports="import tensorflow as tf", common=False)
