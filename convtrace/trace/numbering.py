"""Where the indices of image, kernel and output begin: a problem in which they count from another number."""

from __future__ import annotations

from typing import TYPE_CHECKING

from convtrace.law.axis import Relation, Unknown
from convtrace.values.frozen import Frozen

if TYPE_CHECKING:
    from convtrace.trace.given import Ranges

COUNTS = {"centre": None, "0": 0, "1": 1}


class Numbering(Frozen):
    """How far the indices of each array lie above those in which the centre is 0, on each axis of space.

    `count` is the first index that was asked for, None for the centre.
    """

    count: int | None
    image: tuple[int, ...]
    kernel: tuple[int, ...]
    output: tuple[int, ...]

    def relation(self, relation: Relation, axis: int) -> Relation:
        """The law of an axis in these indices.

        >>> conv = Relation(d=1, alpha=1, beta=-1)
        >>> Numbering(count=1, image=(4,), kernel=(2,), output=(5,)).relation(conv, 0).gamma
        1
        """
        return relation.rebased(image=-self.image[axis], kernel=-self.kernel[axis], output=-self.output[axis])

    def moved(self, unknown: Unknown, ranges: Ranges) -> Ranges:
        """The ranges of an array in these indices."""
        moves = {"m": self.output, "i": self.image, "k": self.kernel}[unknown]
        return tuple(
            range(side.start + move, side.stop + move, side.step) for side, move in zip(ranges, moves, strict=True)
        )


def moves(ranges: Ranges, count: int | None) -> tuple[int, ...]:
    """How far each range lies from one that begins with a number; 0 where it stays as it is.

    >>> moves((range(-3, 4), range(0, 0)), 1)
    (4, 0)
    """
    return tuple(0 if count is None or not side else count - side.start for side in ranges)
