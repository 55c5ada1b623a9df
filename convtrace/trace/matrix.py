"""The sums of all outputs as a matrix: a row and a column of indices, and the products where they meet."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import chain, product
from math import prod

from convtrace.law.axis import Bounds, Triple, Unknown, solve
from convtrace.law.channels import ARRAYS
from convtrace.trace.derivation import Term
from convtrace.trace.given import Ranges
from convtrace.trace.problem import Problem
from convtrace.trace.status import Index
from convtrace.values.frozen import Frozen

# the meetings of one axis by one of their indices
Met = Mapping[int, Sequence[Triple]]
# those by the same index as places: how far the column and what stands in the cell lie from the first ones
Steps = Mapping[int, Sequence[tuple[int, int]]]


class Matrix(Frozen):
    """The products of all outputs, laid out by two of their three indices.

    With the outputs down and the pixels across it is C of y = C·x: a row is a derivation, a column the gradient of a
    pixel, the cells of one letter are those of a kernel element. The axes are independent, so the products are those
    of the meetings of each axis; of groups of channels each has `parts` of its own, with the indices of the whole
    arrays. `output` is the one whose row is asked for, and `asked` its problem, if any; on `shared` axes one index
    stands for all. `said` are the options of names and indices as they are typed.
    """

    problem: Problem
    down: Unknown
    across: Unknown
    parts: tuple[Problem, ...]
    output: Index | None = None
    asked: Problem | None = None
    shared: tuple[int, ...] = ()
    said: tuple[str, ...] = ()

    @property
    def inside(self) -> Unknown:
        """The index that a cell has, which those of its row and its column leave."""
        return next(unknown for unknown in ARRAYS if unknown not in (self.down, self.across))

    def ranges(self, unknown: Unknown) -> Ranges:
        """The indices of a whole array on all axes."""
        return {"m": self.problem.outputs, "i": self.problem.image, "k": self.problem.kernel.ranges}[unknown]

    def count(self, unknown: Unknown) -> int:
        """The number of elements of an array."""
        return prod(map(len, self.ranges(unknown)))

    @property
    def size(self) -> int:
        """The number of products."""
        return sum(prod(sum(map(len, met.values())) for met in part) for part in self._met)

    def reading(self, unknown: Unknown) -> Iterator[Index]:
        """The indices of an array, in the order in which NumPy's ravel gives its elements."""
        sides, axes = self.ranges(unknown), self.problem.slowest_first(unknown)
        first = [side[0] for side in sides]
        for numbers in product(*(sides[axis] for axis in axes)):
            index = first.copy()
            for axis, number in zip(axes, numbers, strict=True):
                index[axis] = number
            yield tuple(index)

    @cached_property
    def rows(self) -> tuple[Index, ...]:
        """The indices of the rows in reading order."""
        return tuple(self.reading(self.down))

    @cached_property
    def columns(self) -> tuple[Index, ...]:
        """The indices of the columns in reading order."""
        return tuple(self.reading(self.across))

    @cached_property
    def cells(self) -> Mapping[tuple[Index, Index], tuple[Term, ...]]:
        """The products where a row and a column meet: several where a pixel is used outside the image, too."""
        return {(row, column): terms for row in self.rows for column, terms in self.row(row).items()}

    def row(self, index: Index) -> Mapping[Index, tuple[Term, ...]]:
        """The products of one row by their columns."""
        found: dict[Index, list[Term]] = defaultdict(list)
        for part in self._met:
            axes = [met.get(number, ()) for met, number in zip(part, index, strict=True)]
            for triples in product(*self.problem.order.array(tuple(axes))):
                m, i, k = zip(*self.problem.order.array(triples), strict=True)
                term = Term(m, i, k, self.problem.kernel.weight(k))
                found[term.along(self.across)].append(term)
        return {column: tuple(terms) for column, terms in found.items()}

    def places(self) -> Iterator[Mapping[int, Sequence[int]]]:
        """The cells of each row: the places of their columns, and those of what stands in them, from 0.

        >>> from convtrace.trace.pose import pose
        >>> [{**row} for row in matrix(pose("conv", image=4, kernel=3)).places()]
        [{0: [2], 1: [1], 2: [0]}, {1: [2], 2: [1], 3: [0]}]
        """
        steps = self._steps
        for index in self.reading(self.down):
            row: dict[int, list[int]] = defaultdict(list)
            for part in steps:
                found = [(0, 0)]
                for axis, number in zip(part, index, strict=True):
                    met = axis.get(number, ())
                    found = [(column + across, place + inside) for column, place in found for across, inside in met]
                for column, place in found:
                    row[column].append(place)
            yield row

    @cached_property
    def _met(self) -> Sequence[Sequence[Met]]:
        return [[_by(self.down, _met_along(part, axis)) for axis in range(len(part.relations))] for part in self.parts]

    @property
    def _steps(self) -> Sequence[Sequence[Steps]]:
        """The meetings as places, the axes in the order of the index."""
        across, inside = (self._strides(unknown) for unknown in (self.across, self.inside))
        return [
            [
                {
                    number: [(across[axis][getattr(met, self.across)], inside[axis][getattr(met, self.inside)])
                             for met in triples]
                    for number, triples in by_number.items()
                }
                for axis, by_number in enumerate(part)
            ]
            for part in self._met
        ]  # fmt: skip

    def _strides(self, unknown: Unknown) -> list[Mapping[int, int]]:
        """How far each index of an axis lies from the first one in reading order."""
        sides, step = self.ranges(unknown), 1
        found: list[Mapping[int, int]] = [dict.fromkeys(side, 0) for side in sides]
        for axis in reversed(self.problem.slowest_first(unknown)):
            found[axis] = {number: place * step for place, number in enumerate(sides[axis])}
            step *= len(sides[axis])
        return found

    def patches(self) -> tuple[Matrix, ...]:
        """P of y = h·P, of each group: its output channels use the same patches, so the first stands for all.

        >>> from convtrace.trace.pose import pose
        >>> [len(patches.cells) for patches in matrix(pose("conv", image=4, kernel=3)).patches()]
        [6]
        """
        lookups = ((axis, self.problem.lookup(axis)) for axis in range(len(self.problem.at)))
        by_kernel = [axis for axis, lookup in lookups if lookup is not None and lookup.lacking == "i"]
        shared = tuple(axis for axis in by_kernel if len(self.problem.outputs[axis]) > 1)
        return tuple(
            matrix(_with_first(part, by_kernel))
            .laid("k", "m")
            .replace(shared=shared, output=self._output_of(part, by_kernel))
            for part in self.parts
        )

    def _output_of(self, part: Problem, axes: Collection[int]) -> Index | None:
        """The output that is asked for as one of a part, in which the first one on some axes stands for all."""
        if self.output is None or not all(map(range.__contains__, part.outputs, self.output)):
            return None
        sides = enumerate(zip(part.outputs, self.output, strict=True))
        return tuple(side[0] if axis in axes else number for axis, (side, number) in sides)

    def laid(self, down: Unknown, across: Unknown) -> Matrix:
        """The same products by two other indices; the transpose where these are exchanged.

        >>> from convtrace.trace.pose import pose
        >>> whole = matrix(pose("conv", image=4, kernel=3)).laid("i", "m")
        >>> len(whole.rows), len(whole.columns), [term.weight for term in whole.cells[(-2,), (-1,)]]
        (4, 2, ['c'])
        """
        return self.replace(down=down, across=across)


def matrix(problem: Problem, parts: Sequence[Problem] = ()) -> Matrix:
    """The matrix C of y = C·x, a row for each output of a problem and a column for each pixel.

    `parts` are the problems of groups of channels, or of those outputs that are sums, where these are not all.

    >>> from convtrace.trace.pose import pose
    >>> whole = matrix(pose("conv", image=4, kernel=3))
    >>> [[whole.cells[row, i][0].weight if (row, i) in whole.cells else 0 for i in whole.columns] for row in whole.rows]
    [['c', 'b', 'a', 0], [0, 'c', 'b', 'a']]
    """
    problem = problem.replace(kernel=problem.kernel.told_apart)
    return Matrix(problem=problem, down="m", across="i", parts=tuple(parts) or (problem,))


def _with_first(problem: Problem, axes: Collection[int]) -> Problem:
    """The problem with the first output, and the kernel elements that it uses, on some axes."""
    firsts = [
        tuple(side[:1] if axis in axes else side for axis, side in enumerate(sides))
        for sides in (problem.outputs, problem.kernel.ranges)
    ]
    return problem.replace(outputs=firsts[0], kernel=problem.kernel.replace(ranges=firsts[1], given=None))


def _met_along(problem: Problem, axis: int) -> Iterator[Triple]:
    """The meetings of one axis, with the pixel that is used in the place of one outside the image."""
    image, elements = problem.image[axis], problem.kernel.ranges[axis]
    beyond = problem.boundary.counts and problem.lookup(axis) is None
    bounds = Bounds(i=None if beyond else image, k=elements)
    for met in chain.from_iterable(solve(problem.relations[axis], "m", m, "i", bounds) for m in problem.outputs[axis]):
        pixel = problem.boundary.rules[axis].stand_in(met.i - image[0], len(image)) if beyond else met.i - image[0]
        if pixel is not None:
            yield met._replace(i=image[pixel])


def _by(unknown: Unknown, triples: Iterator[Triple]) -> Met:
    found: dict[int, list[Triple]] = defaultdict(list)
    for triple in triples:
        found[getattr(triple, unknown)].append(triple)
    return found
