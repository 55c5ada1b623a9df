"""Scale and offset, y = scale·(sum) + offset, of a library function."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from convtrace.values.frozen import Frozen

if TYPE_CHECKING:
    from convtrace.values.complex_number import Number


class KernelSum(Frozen):
    """The scale 1/Σh of a kernel that is divided by its sum, where that is not known."""


class MetSum(Frozen):
    """The scale 1/Σ of the weights that meet something that counts: one number for each output.

    What counts are the pixels and, on each axis, so many elements before and after them.
    """

    beside: tuple[tuple[int, int], ...]


class Bias(Frozen):
    """The offset b[channel] of an output channel, where its value is not known."""

    channel: int = 0


class Biases(Frozen):
    """The offsets of the output channels, one number for each."""

    values: tuple[Number, ...]


Scale: TypeAlias = "Number | KernelSum | MetSum"
Offset: TypeAlias = "Number | Bias"
