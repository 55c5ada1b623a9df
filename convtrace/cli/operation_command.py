"""The commands of the operations: a row for each, made when it is asked for, without the other commands."""

from __future__ import annotations

from convtrace.cli.command import Command
from convtrace.cli.notation_options import NOTATION
from convtrace.cli.options import (
    ARRAY_OPTIONS,
    AXES,
    CHECK,
    CLAIM,
    OUTPUT,
    STRIDE,
    WINDOW,
    form_options,
    mode_option,
    stride_option,
)
from convtrace.cli.picture_options import ZOOM
from convtrace.law.operations import rows_named

CLAIMED = {"claim": "claim"}


def operation_command(name: str) -> Command:
    """The command of one operation."""
    row = rows_named(name)[0]
    title = row.title.partition(" (")[0]
    stride = stride_option(row.stride_on)
    m = 1 if row.alpha > 0 > row.beta else -1
    return Command(
        name=name,
        sentence=f"{title}: one output value, step by step.",
        examples=(
            f"{name} --m {m} --n {m}",
            f"{name} --at 1 --image 1,2,3 --kernel 4,5,6 --only result",
        ),
        question=(*OUTPUT, mode_option(row), *form_options(name), CLAIM, CHECK),
        arrays=tuple(stride if option is STRIDE else option for option in ARRAY_OPTIONS),
        drawing=(AXES, WINDOW, ZOOM),
        notation=NOTATION,
        page="value",
        sections="value",
        further_sections=CLAIMED,
        fixed={"operation": name},
    )
