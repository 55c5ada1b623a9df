"""One axis of a call of a library function, and the sum on one axis that a call is to give."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from convtrace.law.axis import Relation
from convtrace.law.boundary import ZERO, Rule
from convtrace.law.extents import pixel_extent
from convtrace.law.scaling import Offset, Scale
from convtrace.values.complex_number import Number
from convtrace.values.frozen import Frozen


class AxisCall(Frozen):
    """One axis of one call: d·k = α·m + β·i + γ for 0 ≤ m < outputs, all indices from 0.

    Outside the image the boundary's rule speaks, and `fill` where that leaves the constant. Outputs outside `live`
    are 0.
    """

    relation: Relation
    outputs: int
    boundary: Rule = ZERO
    fill: Number = 0
    live: range | None = None

    def pixel_extent(self, kernel_size: int) -> range:
        """The positions from the first to the last that the windows of all outputs use, in the image or not."""
        return pixel_extent(self.relation, self.live or range(self.outputs), range(kernel_size))

    def padding(self, image_size: int, kernel_size: int) -> tuple[int, int]:
        """The padding that all outputs use: how far their windows reach beyond the image, before and after it.

        >>> AxisCall(relation=Relation(1, -2, 1, 1), outputs=3).padding(5, 3)
        (1, 1)
        """
        used = self.pixel_extent(kernel_size)
        return max(0, -used.start), max(0, used.stop - image_size)


AxisLaw: TypeAlias = Callable[..., AxisCall]


class TargetAxis(Frozen):
    """The sum on one axis that a call is to give: its relation, counted from 0, and its rule outside the image.

    `output` is the index asked for, None where that stays a symbol, `outputs` how many are wanted, 0 where one is;
    `scale` and `offset` are those of the whole sum,
    `pads` how far the windows of the target reach beyond its image.
    """

    image_size: int
    kernel_size: int
    relation: Relation
    boundary: Rule
    fill: object
    output: int | None = None
    scale: Scale = 1
    offset: Offset = 0
    pads: tuple[int, int] = (0, 0)
    outputs: int = 0

    def kernel_flipped(self) -> TargetAxis:
        """The target for the flipped kernel: k becomes K−1−k."""
        return self.replace(relation=self.relation.kernel_flipped(self.kernel_size))
