"""derive(problem) → Derivation: which pixel meets which kernel element, and the sum of what meets."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from heapq import merge
from itertools import chain
from math import floor, prod
from typing import TYPE_CHECKING, NamedTuple

from convtrace.axis import Bounds, Solutions, Triple, Unknown, solve, spread
from convtrace.boundary import CONSTANTS
from convtrace.errors import ConvtraceError
from convtrace.kernel import Nested, Weight
from convtrace.problem import Problem
from convtrace.steps import MISSING, Index, Row, Status, Step, row_of, step_at

if TYPE_CHECKING:
    from fractions import Fraction

    from sympy import Eq, Expr

    from convtrace.exact import Exact

FEW = 64
MOST_PLACES = 10**6
DIGITS = 10


class Term(NamedTuple):
    """One product of the sum: h[kernel_index], whose value is the weight, links the pixel and the output."""

    output: Index
    pixel: Index
    kernel_index: Index
    weight: Weight

    def along(self, unknown: Unknown) -> Index:
        """One of the three indices."""
        return {"m": self.output, "i": self.pixel, "k": self.kernel_index}[unknown]


@dataclass(frozen=True)
class Rows:
    """Every position of the window and every element that meets none, in reading order, made when read."""

    problem: Problem
    window: tuple[range, ...]
    overhang: tuple[Row, ...]

    def __len__(self) -> int:
        return prod(map(len, self.window)) + len(self.overhang)

    def __iter__(self) -> Iterator[Row]:
        steps = tuple(map(self._steps, range(len(self.window)), self.window))
        shown = map(self.row, self.problem.order.reading(steps))
        return merge(shown, self.overhang, key=self._place) if self.overhang else shown

    def samples(self, axis: int) -> tuple[Step, ...]:
        """Positions of one axis among which its indices are spelled at their longest: all, or where digits change."""
        side = self.window[axis]
        if len(side) > FEW:
            turns = {
                turn for power in range(DIGITS) for turn in (10**power, -(10**power), 10**power - 1, 1 - 10**power)
            }
            near = {place for turn in turns for place in self._near(axis, turn) if place in side}
            return tuple(self._steps(axis, tuple(sorted({side[0], side[-1], *near}))))
        return tuple(self._steps(axis, side))

    def row(self, steps: tuple[Step, ...]) -> Row:
        """One row, of the steps of its axes."""
        return row_of(self.problem, steps)

    def _near(self, axis: int, turn: int) -> tuple[int, ...]:
        """Where what the sum runs over, or what it meets, has about this number."""
        problem = self.problem
        known: dict[Unknown, int] = {problem.fixed: problem.numbers[axis], problem.partner: turn}
        met = floor(problem.relations[axis].third(problem.over, known))
        return (turn, met - 1, met, met + 1)

    def _steps(self, axis: int, positions: range | tuple[int, ...]) -> Iterator[Step]:
        return (step_at(self.problem, axis, position) for position in positions)

    def _place(self, row: Row) -> tuple[int | Fraction, ...]:
        return self.problem.order.array(row.along(self.problem.over))


class Derivation(NamedTuple):
    """One value: what it reaches, what it uses, and the sum.

    `reach` solves the law on each axis as if what the sum runs over had no end, `patch` where it has one; `terms`
    are the products of the whole sum; `rows` the positions shown, with the elements that meet none; `laid` the
    weights in the order in which they are met, nested as an array, None where the kernel's index is fixed;
    `flipped` one bool per axis: whether what is met lies mirrored. All in index order, all lists in reading order.
    """

    problem: Problem
    reach: tuple[Solutions, ...]
    patch: tuple[Solutions, ...]
    rows: Rows
    terms: tuple[Term, ...]
    laid: Nested | None

    @property
    def window(self) -> tuple[range, ...]:
        return self.rows.window

    @property
    def copies(self) -> tuple[Index, ...]:
        """Where else the pixel of a gradient stands in, outside the image, so that outputs use it there."""
        problem = self.problem
        if problem.fixed != "i" or not problem.outside.counts:
            return ()
        sides = tuple(places(problem, axis) for axis in range(len(problem.at)))
        return tuple(place for place in problem.order.reading(sides) if place != problem.numbers)

    @property
    def met(self) -> tuple[Solutions, ...]:
        """What a drawing shows: every kernel element, be there a pixel or not, or every output."""
        return self.reach if self.problem.partner == "k" else self.patch

    @property
    def flipped(self) -> tuple[bool, ...]:
        problem = self.problem
        return tuple(relation.opposed(problem.over, problem.partner) for relation in problem.relations)

    @property
    def value(self) -> Exact | None:
        """What the sum comes to, where every factor of every term has a value: a number, or an exact formula."""
        problem = self.problem
        if problem.pixels is None or problem.over == "m":
            return None if self.terms else problem.added
        products: list[tuple[Exact, Exact]] = [(problem.added, 1)]
        for term in self.terms:
            pixel = problem.pixel(term.pixel)
            if isinstance(term.weight, str) or pixel is None:
                return None
            products.append((term.weight, pixel))
        from convtrace.arithmetic import added_up  # only here: most runs have letters

        number = added_up(products)
        if number is not None:
            return number
        import convtrace  # the public face, so that only roots and names load SymPy

        return convtrace.worked_out(tuple(products))

    def _repr_markdown_(self) -> str:
        """The page as a notebook shows it."""
        return self._page("markdown")

    def _repr_html_(self) -> str:
        """The page for notebooks that prefer HTML."""
        return self._page("html")

    def to_sympy(self) -> tuple[Eq, Expr]:
        """The sum as SymPy's objects: the equation, in which nothing is evaluated, and the sum of the terms."""
        import convtrace  # the public face, so that only who asks for it loads SymPy

        return convtrace.to_sympy(self)

    def _page(self, format_name: str) -> str:
        import convtrace  # the public face, which knows how values are shown

        return convtrace.render(self, format_name, standalone=False)


def derive(problem: Problem) -> Derivation:
    """Σ of the products at all indices with d·k = α·m + β·i + γ, one of the three fixed; solved, not searched.

    The cost grows with the kernel, or for the gradient of a kernel element with the outputs, never with the image.

    >>> from convtrace.problem import pose
    >>> derivation = derive(pose("conv", at=1, image=7))
    >>> [(term.weight, term.pixel) for term in derivation.terms]
    [('c', (0,)), ('b', (1,)), ('a', (2,))]
    >>> [(term.weight, term.output) for term in derive(pose("conv", pixel=1, image=7)).terms]
    [('a', (0,)), ('b', (1,)), ('c', (2,))]
    """
    reach = _solved(problem, problem.partner)
    patch = _solved(problem, problem.partner, problem.over)
    outside = problem.outside.counts
    meetings = tuple(_meetings(problem, axis) for axis in range(len(reach))) if outside else patch
    everywhere = _solved(problem, problem.over) if outside and problem.partner == "i" else patch
    used, near = (tuple(side.along(problem.over) for side in sides) for sides in (everywhere, reach))
    window = problem.window or tuple(map(_window, problem.domains[problem.over], used, near))
    by_kernel = problem.partner == "k"
    return Derivation(
        problem,
        reach,
        patch,
        Rows(problem, window, _overhang(problem, reach, patch, meetings)),
        _terms(problem, meetings),
        problem.kernel.nested(tuple(side.along("k") for side in reach)) if by_kernel else None,
    )


def _solved(problem: Problem, *bounded: Unknown) -> tuple[Solutions, ...]:
    """The law solved on each axis, with the domains of some unknowns kept."""
    domains = zip(*(problem.domains[unknown] for unknown in bounded), strict=True)
    limits = (Bounds(**dict(zip(bounded, sides, strict=True))) for sides in domains)
    axes = zip(problem.relations, problem.numbers, limits, strict=True)
    return tuple(solve(relation, problem.fixed, number, problem.over, bounds) for relation, number, bounds in axes)


def _meetings(problem: Problem, axis: int) -> Sequence[Triple]:
    """All that meets on one axis where something outside the image counts, in the order of what the sum runs over.

    The pixel is bounded by nothing then; a gradient's pixel is met wherever it stands in.
    """
    domains = {unknown: problem.domains[unknown][axis] for unknown in (problem.over, problem.partner) if unknown != "i"}
    bounds, relation = Bounds(**domains), problem.relations[axis]
    found = [solve(relation, problem.fixed, place, problem.over, bounds) for place in places(problem, axis)]
    return found[0] if len(found) == 1 else sorted(chain.from_iterable(found))


def places(problem: Problem, axis: int) -> tuple[int, ...]:
    """The fixed index on one axis, and for a gradient's pixel every place outside where it stands in for an output.

    >>> from convtrace.problem import pose
    >>> places(pose("conv", pixel=3, image=7, pad="symmetric", mode="same"), 0)
    (3, 4)
    """
    number = problem.numbers[axis]
    if problem.fixed != "i" or problem.outside.rules[axis] in CONSTANTS:
        return (number,)
    side = problem.image[axis]
    used = spread(problem.relations[axis], problem.outputs[axis], problem.kernel.ranges[axis])
    if len(used) - len(side) > MOST_PLACES:
        message = f"{len(used) - len(side)} places outside the image are too many to look at"
        raise ConvtraceError(message, hint="Choose a smaller dilation or kernel.")
    before, after = range(used.start, min(used.stop, side.start)), range(max(used.start, side.stop), used.stop)
    beyond = [place for place in chain(before, after) if problem.place(axis, place) == number]
    return tuple(sorted((number, *beyond)))


def _terms(problem: Problem, axes: tuple[Sequence[Triple], ...]) -> tuple[Term, ...]:
    """The Cartesian product of the axes' meetings: the axes are independent."""
    meetings = problem.order.reading(axes)
    indices = (tuple(zip(*triples, strict=True)) for triples in meetings)
    outside = problem.outside.counts
    return tuple(
        Term(output, (outside and problem.stand_in(pixel)) or pixel, index, problem.kernel.value(index))
        for output, pixel, index in indices
        if not outside or problem.reaches(pixel)
    )


def _overhang(
    problem: Problem,
    reach: tuple[Solutions, ...],
    patch: tuple[Solutions, ...],
    meetings: tuple[Sequence[Triple], ...],
) -> tuple[Row, ...]:
    """The rows beside the window: of elements that meet nothing inside, and of places where a pixel stands in."""
    rows = [*_unmet(problem, reach, patch), *_copied(problem, meetings)]
    return tuple(sorted(rows, key=lambda row: problem.order.array(row.along(problem.over))))


def _copied(problem: Problem, meetings: tuple[Sequence[Triple], ...]) -> Iterator[Row]:
    """What the pixel of a gradient meets where it stands in outside the image."""
    if problem.fixed == "i" and problem.outside.counts:
        steps = tuple(tuple(Step(*triple, Status.VALID) for triple in side) for side in meetings)
        rows = (row_of(problem, chosen) for chosen in problem.order.reading(steps))
        yield from (row for row in rows if row.pixel != problem.numbers)


def _unmet(problem: Problem, reach: tuple[Solutions, ...], patch: tuple[Solutions, ...]) -> tuple[Row, ...]:
    # that the outer pixels meet no output is no news
    if problem.partner == "i" or prod(map(len, reach)) == prod(map(len, patch)):
        return ()
    over, missing = problem.over, MISSING[problem.over]
    sides = zip(problem.domains[over], reach, strict=True)
    steps = tuple(
        tuple(Step(*t, Status.VALID if domain is None or getattr(t, over) in domain else missing) for t in side)
        for domain, side in sides
    )
    rows = (row_of(problem, chosen) for chosen in problem.order.reading(steps))
    return tuple(row for row in rows if row.status is missing)


def _window(domain: range | None, used: range, near: range) -> range:
    """What is used and one more position after it, or before it at the end; the nearest where nothing is used."""
    if domain is None:
        return range(used[0], used[-1] + 2)
    if not used:
        beyond = any(position > domain[-1] for position in near[:1])
        used = domain[-1:] if beyond else domain[:1]
    first, last = used[0], used[-1]
    if last < domain[-1]:
        return range(first, last + 2)
    return range(max(first - 1, domain[0]), last + 1)
