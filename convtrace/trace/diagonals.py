"""diagonals(problem, axis) → which diagonals of a matrix are the same all along: Toeplitz, Hankel, circulant."""

from __future__ import annotations

from enum import Enum, auto

from convtrace.law.boundary import RULES, ZERO
from convtrace.trace.problem import Problem


class Diagonals(Enum):
    """The diagonals of one axis on which all cells are the same."""

    TOEPLITZ = auto()
    HANKEL = auto()
    CIRCULANT = auto()
    NONE = auto()


def diagonals(problem: Problem, axis: int) -> Diagonals:
    """The diagonals of one axis on which all cells are the same, as the law says.

    >>> from convtrace.trace.pose import pose
    >>> [diagonals(pose(name, image=4), 0).name for name in ("conv", "xcorr:reflected", "xcorr:sliding")]
    ['TOEPLITZ', 'HANKEL', 'TOEPLITZ']
    >>> diagonals(pose("conv", image=4, stride=2), 0).name, diagonals(pose("conv", pad="wrap", mode="same"), 0).name
    ('NONE', 'CIRCULANT')
    """
    relation, outputs, image = problem.relations[axis], problem.outputs[axis], problem.image[axis]
    kinds = {-relation.beta: Diagonals.TOEPLITZ, relation.beta: Diagonals.HANKEL}
    kind = kinds.get(relation.alpha, Diagonals.NONE)
    rule = problem.boundary.rules[axis] if problem.boundary.rules else ZERO
    if rule is ZERO or _uses_only(problem, axis):
        return kind
    wraps = rule is RULES["wrap"] and len(outputs) == len(image) and kind is Diagonals.TOEPLITZ
    return Diagonals.CIRCULANT if wraps else Diagonals.NONE


def _uses_only(problem: Problem, axis: int) -> bool:
    """True where no output uses anything outside the image on one axis."""
    image, ends = problem.image[axis], (problem.outputs[axis][0], problem.outputs[axis][-1])
    elements = problem.kernel.ranges[axis]
    used = [problem.relations[axis].third("i", {"m": m, "k": k}) for m in ends for k in (elements[0], elements[-1])]
    return image[0] <= min(used) and max(used) <= image[-1]
