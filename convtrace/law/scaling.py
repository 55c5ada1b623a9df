"""Scale and offset, y = scale·(sum) + offset, of a library function."""

from __future__ import annotations

from typing import TypeAlias

from convtrace.values.formula import Number
from convtrace.values.frozen import Frozen


class KernelSum(Frozen):
    """The scale 1/Σh of a kernel that is divided by its sum, where that is not known."""


class Bias(Frozen):
    """The offset b[channel] of an output channel, where its value is not known."""

    channel: int = 0


Scale: TypeAlias = Number | KernelSum
Offset: TypeAlias = Number | Bias
