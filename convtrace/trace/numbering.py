"""Where the indices of image, kernel and output begin: a problem in which they count from another number."""

from __future__ import annotations

from typing import TYPE_CHECKING

from convtrace.law.axis import Relation
from convtrace.values.frozen import Frozen

if TYPE_CHECKING:
    from convtrace.trace.given import Ranges
    from convtrace.trace.problem import Problem

COUNTS = {"centre": None, "0": 0, "1": 1}


class Numbering(Frozen):
    """How the indices of each axis of space differ from those in which the centre is 0.

    `count` is the first index that was asked for, None for the centre. `image` and `kernel` are how far their indices
    lie above the usual ones; `place` is where the first output lies there, and the others follow by the stride.
    """

    count: int | None
    image: tuple[int, ...]
    kernel: tuple[int, ...]
    place: tuple[int, ...]

    def relation(self, plain: Relation, stride: int, axis: int) -> Relation:
        """The law of an axis, whose outputs lie `stride` apart, in these indices.

        >>> conv = Relation(d=1, alpha=2, beta=-1)
        >>> Numbering(count=1, image=(4,), kernel=(2,), place=(-3,)).relation(conv, stride=2, axis=0).gamma
        1
        """
        moved = plain.rebased(image=-self.image[axis], kernel=-self.kernel[axis])
        if self.count is None:
            return moved
        first = plain.alpha // stride * self.place[axis] - plain.alpha * self.count
        return moved.replace(gamma=moved.gamma + first)

    def usual(self, output: tuple[int, ...], strides: tuple[int, ...]) -> tuple[int, ...] | None:
        """The index of an output where the centre is 0; None where such an index would not be whole.

        >>> Numbering(count=0, image=(3,), kernel=(1,), place=(-2,)).usual((3,), (1,))
        (1,)
        """
        if self.count is None:
            return output
        places = [at + (m - self.count) * stride for at, m, stride in zip(self.place, output, strides, strict=True)]
        if any(place % stride for place, stride in zip(places, strides, strict=True)):
            return None
        return tuple(place // stride for place, stride in zip(places, strides, strict=True))


def output_strides(problem: Problem) -> tuple[int, ...]:
    """How many places apart the outputs lie on each axis of space.

    >>> from convtrace.trace.pose import pose
    >>> output_strides(pose("xcorr", stride=2)), output_strides(pose("conv-transpose", stride=2))
    ((2, 2), (1, 1))
    """
    return tuple(relation.alpha // problem.operation.alpha for relation in problem.in_space(problem.relations))


def moves(ranges: Ranges, count: int | None) -> tuple[int, ...]:
    """How far each range lies from one that begins with a number; 0 where it stays as it is.

    >>> moves((range(-3, 4), range(0, 3)), 1), moves((range(-3, 4),), None)
    ((4, 1), (0,))
    """
    return tuple(0 if count is None else count - side.start for side in ranges)


def moved(ranges: Ranges, by: tuple[int, ...]) -> Ranges:
    """The ranges, each so much higher.

    >>> moved((range(-1, 2),), (1,))
    (range(0, 3),)
    """
    return tuple(range(side.start + move, side.stop + move) for side, move in zip(ranges, by, strict=True))
