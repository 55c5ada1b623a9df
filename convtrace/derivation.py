"""derive(problem) → Derivation: which pixel meets which kernel element, and the sum of what meets."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from heapq import merge
from itertools import product
from math import prod
from typing import TYPE_CHECKING, NamedTuple

from convtrace.axis import AxisMap, Bounds, Solutions, solve
from convtrace.kernel import Nested
from convtrace.problem import Problem

if TYPE_CHECKING:
    from fractions import Fraction

Index = tuple[int, ...]


class Status(Enum):
    """What became of one pixel, the gravest last: the gravest of its axes decides."""

    VALID = "valid"
    NO_PIXEL = "no_pixel"
    NO_KERNEL = "no_kernel"
    BETWEEN_TAPS = "between_taps"


GRAVITY = {status: grade for grade, status in enumerate(Status)}


class Step(NamedTuple):
    """One axis of one row: image position i, solved kernel index k, and what that means."""

    i: int
    k: int | Fraction
    status: Status


class Row(NamedTuple):
    """One position of the image with what the law makes of it; a weight where a kernel element meets a pixel."""

    steps: tuple[Step, ...]
    weight: str | None

    @property
    def pixel(self) -> Index:
        return tuple(step.i for step in self.steps)

    @property
    def kernel_index(self) -> tuple[int | Fraction, ...]:
        return tuple(step.k for step in self.steps)

    @property
    def status(self) -> Status:
        return max((step.status for step in self.steps), key=GRAVITY.__getitem__)


class Term(NamedTuple):
    """One product of the sum: weight · x[pixel], where the weight is h[kernel_index]."""

    output: Index
    pixel: Index
    kernel_index: Index
    weight: str


@dataclass(frozen=True)
class Rows:
    """Every pixel of the window and every kernel element that meets no pixel, in reading order, made when read."""

    problem: Problem
    window: tuple[range, ...]
    overhang: tuple[Row, ...]

    def __len__(self) -> int:
        return prod(map(len, self.window)) + len(self.overhang)

    def __iter__(self) -> Iterator[Row]:
        shown = map(
            self._row, self.problem.order.reading(tuple(map(self._steps, range(len(self.window)), self.window)))
        )
        return merge(shown, self.overhang, key=self._place) if self.overhang else shown

    def widest(self) -> tuple[Row, ...]:
        """Rows among which each index is spelled at its longest: the window's corners and the overhang."""
        ends = [(side[0], side[-1]) for side in self.window]
        corners = product(*(tuple(self._steps(axis, pair)) for axis, pair in enumerate(ends)))
        return (*map(self._row, corners), *self.overhang)

    def _steps(self, axis: int, positions: range | tuple[int, ...]) -> Iterator[Step]:
        problem = self.problem
        relation, pixels, taps = problem.relations[axis], problem.image[axis], problem.kernel.ranges[axis]
        return (_step(relation, problem.output[axis], i, pixels, taps) for i in positions)

    def _row(self, steps: tuple[Step, ...]) -> Row:
        return _row(self.problem, steps)

    def _place(self, row: Row) -> Index:
        return self.problem.order.array(row.pixel)


class Derivation(NamedTuple):
    """One output value: what it reaches, what it uses, and the sum.

    `reach` solves the law for i on each axis as if the image had no end, `patch` inside the image; `terms` are
    the products of the whole sum; `rows` the pixels shown, with the kernel elements that meet no pixel; `laid`
    the weights in the order in which they meet the image, nested as an array; `flipped` one bool per axis.
    All in index order, all lists in reading order.
    """

    problem: Problem
    reach: tuple[Solutions, ...]
    patch: tuple[Solutions, ...]
    rows: Rows
    terms: tuple[Term, ...]
    laid: Nested

    @property
    def window(self) -> tuple[range, ...]:
        return self.rows.window

    @property
    def flipped(self) -> tuple[bool, ...]:
        return tuple(relation.flips() for relation in self.problem.relations)

    @property
    def value(self) -> int | None:
        """The number, where every term has one: so far only the sum of no terms."""
        return None if self.terms else 0

    def _repr_markdown_(self) -> str:
        """The page as a notebook shows it."""
        return self._page("markdown")

    def _repr_html_(self) -> str:
        """The page for notebooks that prefer HTML."""
        return self._page("html")

    def _page(self, format_name: str) -> str:
        import convtrace  # the public face, which knows how values are shown

        return convtrace.render(self, format_name, standalone=False)


def derive(problem: Problem) -> Derivation:
    """y[m] = Σ x[i]·h[k] over all i with d·k = α·m + β·i + γ; the cost grows with the kernel, not with the image.

    >>> from convtrace.problem import pose
    >>> derivation = derive(pose("conv", at=1, image=7))
    >>> [(term.weight, term.pixel) for term in derivation.terms]
    [('c', (0,)), ('b', (1,)), ('a', (2,))]
    """
    output, image, taps = problem.output, problem.image, problem.kernel.ranges
    axes = tuple(zip(problem.relations, output, image, taps, strict=True))
    reach = tuple(solve(relation, "m", m, "i", Bounds(k=ks)) for relation, m, _, ks in axes)
    patch = tuple(solve(relation, "m", m, "i", Bounds(i=pixels, k=ks)) for relation, m, pixels, ks in axes)
    window = problem.window or tuple(map(_window, image, patch, reach))
    return Derivation(
        problem,
        reach,
        patch,
        Rows(problem, window, _overhang(problem, reach, patch)),
        _terms(problem, patch),
        problem.kernel.nested(tuple(side.along("k") for side in reach)),
    )


def _terms(problem: Problem, patch: tuple[Solutions, ...]) -> tuple[Term, ...]:
    """The Cartesian product of the axes' solutions: the axes are independent."""
    meetings = problem.order.reading(patch)
    pairs = ((tuple(t.i for t in triples), tuple(t.k for t in triples)) for triples in meetings)
    return tuple(Term(problem.output, pixel, index, problem.kernel.value(index)) for pixel, index in pairs)


def _overhang(problem: Problem, reach: tuple[Solutions, ...], patch: tuple[Solutions, ...]) -> tuple[Row, ...]:
    if prod(map(len, reach)) == prod(map(len, patch)):
        return ()
    sides = zip(problem.image, reach, strict=True)
    steps = tuple(
        tuple(Step(t.i, t.k, Status.VALID if t.i in pixels else Status.NO_PIXEL) for t in side)
        for pixels, side in sides
    )
    rows = (_row(problem, chosen) for chosen in problem.order.reading(steps))
    return tuple(row for row in rows if row.status is Status.NO_PIXEL)


def _window(pixels: range, patch: Solutions, reach: Solutions) -> range:
    """The patch and one more pixel after it, or before it where the image ends; where it is empty, the nearest."""
    used = patch.along("i")
    if not used:
        beyond = any(i > pixels[-1] for i in reach.along("i")[:1])
        used = pixels[-1:] if beyond else pixels[:1]
    first, last = used[0], used[-1]
    if last < pixels[-1]:
        return range(first, last + 2)
    return range(max(first - 1, pixels[0]), last + 1)


def _step(relation: AxisMap, m: int, i: int, pixels: range, taps: range) -> Step:
    k = relation.kernel_index(m, i)
    if not isinstance(k, int):
        return Step(i, k, Status.BETWEEN_TAPS)
    if k not in taps:
        return Step(i, k, Status.NO_KERNEL)
    return Step(i, k, Status.VALID if i in pixels else Status.NO_PIXEL)


def _row(problem: Problem, steps: tuple[Step, ...]) -> Row:
    row = Row(steps, None)
    if row.status is not Status.VALID:
        return row
    return Row(steps, problem.kernel.value(tuple(int(step.k) for step in steps)))
