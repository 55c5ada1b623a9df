"""The sums of all outputs as a matrix: a row and a column of indices, and the products where they meet."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from enum import Enum, auto
from functools import cached_property

from convtrace.law.axis import Unknown
from convtrace.law.boundary import RULES, ZERO
from convtrace.law.channels import ARRAYS
from convtrace.trace.derivation import Term, derive
from convtrace.trace.given import Ranges
from convtrace.trace.problem import Problem
from convtrace.trace.status import Index
from convtrace.values.frozen import Frozen


class Diagonals(Enum):
    """The diagonals of one axis on which all cells are the same."""

    TOEPLITZ = auto()
    HANKEL = auto()
    CIRCULANT = auto()
    NONE = auto()


class Matrix(Frozen):
    """The products of all outputs, laid out by two of their three indices.

    With the outputs down and the pixels across it is C of y = C·x: a row is a derivation, a column the gradient of a
    pixel, the cells of one letter are those of a kernel element. `cells` has the products where a row and a column
    meet: several where a pixel is used outside the image, too. `output` is the one whose row is asked for, if any.
    """

    problem: Problem
    down: Unknown
    across: Unknown
    cells: Mapping[tuple[Index, Index], tuple[Term, ...]]
    output: Index | None = None

    @property
    def inside(self) -> Unknown:
        """The index that a cell has, which those of its row and its column leave."""
        return next(unknown for unknown in ARRAYS if unknown not in (self.down, self.across))

    @cached_property
    def rows(self) -> tuple[Index, ...]:
        """The indices of the rows in reading order."""
        return tuple(self.problem.order.reading(self._ranges(self.down)))

    @cached_property
    def columns(self) -> tuple[Index, ...]:
        """The indices of the columns in reading order."""
        return tuple(self.problem.order.reading(self._ranges(self.across)))

    def _ranges(self, unknown: Unknown) -> Ranges:
        return {"m": self.problem.outputs, "i": self.problem.image, "k": self.problem.kernel.ranges}[unknown]

    def laid(self, down: Unknown, across: Unknown) -> Matrix:
        """The same products by two other indices; the transpose where these are exchanged.

        >>> from convtrace.trace.pose import pose
        >>> whole = matrix(pose("conv", image=4, kernel=3)).laid("i", "m")
        >>> len(whole.rows), len(whole.columns), [term.weight for term in whole.cells[(-2,), (-1,)]]
        (4, 2, ['c'])
        """
        cells: dict[tuple[Index, Index], list[Term]] = defaultdict(list)
        for terms in self.cells.values():
            for term in terms:
                cells[term.along(down), term.along(across)].append(term)
        return self.replace(down=down, across=across, cells={where: tuple(terms) for where, terms in cells.items()})


def matrix(problem: Problem, each: Iterable[Problem] | None = None) -> Matrix:
    """The matrix C of y = C·x, a row for each output of a problem and a column for each pixel.

    `each` has the problem of each output, where they differ in more than that.

    >>> from convtrace.trace.pose import pose
    >>> whole = matrix(pose("conv", image=4, kernel=3))
    >>> [[whole.cells[row, i][0].weight if (row, i) in whole.cells else 0 for i in whole.columns] for row in whole.rows]
    [['c', 'b', 'a', 0], [0, 'c', 'b', 'a']]
    """
    kernel = problem.kernel.told_apart
    if each is None:
        each = (problem.replace(at=output) for output in problem.order.reading(problem.outputs))
    terms = tuple(term for one in each for term in derive(one.replace(kernel=kernel)).terms)
    problem = problem.replace(kernel=kernel)
    return Matrix(problem=problem, down="m", across="i", cells={((), ()): terms}).laid("m", "i")


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
