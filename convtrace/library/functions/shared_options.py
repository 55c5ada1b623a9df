"""Options that several libraries share, and options of which only one value is worked out."""

from __future__ import annotations

from convtrace.library.option_kinds import OptionKind, choice
from convtrace.library.row import Option


def only(name: str, value: object, *others: object) -> Option:
    """An option that may be given, but only with the value that convtrace works out."""
    return Option(name=name, default=value, kind=choice(value, *others), fixed=True)


def _layout(given: object, axes: int) -> tuple[object, ...] | None:
    from convtrace.library.layouts import layout  # only here: most calls name none

    return None if layout(given) is None else (given,) * axes


LAYOUT = Option(
    name="layout",
    default="squeezed",
    kind=OptionKind(
        "'squeezed', without batch and channel axes, or NC+spatial, NHWC or HWC, with these axes of size 1", _layout
    ),
    only_here=True,
)
REAL = only("complex", False).replace(only_here=True)
