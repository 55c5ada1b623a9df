"""derive(problem) → Derivation: which pixel meets which kernel element, and the sum of what meets."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property
from itertools import islice
from typing import Literal

from convtrace.law.axis import Solutions, Triple, Unknown
from convtrace.law.kernel import Nested, Weight
from convtrace.trace.meetings import fixed_positions, met_with_boundary, solved
from convtrace.trace.problem import Problem
from convtrace.trace.problem_checks import check_gradient_real, check_one_sum
from convtrace.trace.status import Index
from convtrace.trace.table_rows import Rows, narrowed, nearby
from convtrace.values.complex_number import is_number
from convtrace.values.exact import Exact, any_number, combined
from convtrace.values.formula import Conjugate, Entry
from convtrace.values.frozen import Frozen
from convtrace.values.limits import MAX_PLACES_NAMED, check_term_count
from convtrace.values.named_tuple import NamedTuple

# of an index
PLACE_IN_TERM: dict[Unknown, Literal[0, 1, 2]] = {"m": 0, "i": 1, "k": 2}


class Term(NamedTuple):
    """One product of the sum: h[kernel_index], whose value is the weight, links the pixel and the output."""

    output: Index
    pixel: Index
    kernel_index: Index
    weight: Weight

    def along(self, unknown: Unknown) -> Index:
        """One of the three indices."""
        return self[PLACE_IN_TERM[unknown]]


class Derivation(Frozen):
    """One value: the solved law, the receptive field, the sum.

    `unclipped` solves the law on each axis as if what the sum runs over had no end, `receptive_field` where it has
    one; `terms` are the products of the whole sum; `rows` the positions shown, with the elements that meet none. All
    in index order, all lists in reading order.
    """

    problem: Problem
    unclipped: tuple[Solutions, ...]
    receptive_field: tuple[Solutions, ...]
    rows: Rows
    terms: tuple[Term, ...]

    @property
    def window(self) -> tuple[range, ...]:
        return self.rows.window

    @cached_property
    def written(self) -> Derivation:
        """The same value by the sum that its naming asks for, over the image or over the whole kernel."""
        problem = as_written(self.problem)
        return self if problem is self.problem else derive(problem.replace(window=problem.kernel.ranges))

    @property
    def written_terms(self) -> tuple[Term, ...]:
        """The products in the order in which that sum has them."""
        if as_written(self.problem) is self.problem:
            return self.terms
        array = self.problem.order.array
        return tuple(sorted(self.terms, key=lambda term: array(term.kernel_index)))

    @property
    def copies(self) -> tuple[Index, ...]:
        """The first few indices outside the image for which the pixel of a gradient stands in."""
        problem = self.problem
        if problem.fixed != "i" or not problem.boundary.counts:
            return ()
        axes = tuple(fixed_positions(problem, axis) for axis in range(len(problem.at)))
        outside = (index for index in problem.order.reading(axes) if index != problem.numbers)
        return tuple(islice(outside, MAX_PLACES_NAMED + 1))

    @property
    def met(self) -> tuple[Solutions, ...]:
        """The meetings that a drawing shows: every kernel element, be there a pixel or not, or every output."""
        return self.unclipped if self.problem.partner == "k" else self.receptive_field

    @property
    def laid(self) -> Nested | None:
        """The weights as they are met, nested as an array; None where the kernel's index is fixed."""
        if self.problem.partner != "k":
            return None
        return self.problem.kernel.nested(tuple(side.along("k") for side in self.unclipped), laid=True)

    @property
    def flipped(self) -> tuple[bool, ...]:
        """One bool per axis of space, True where the index that is met falls as the summed one rises."""
        problem = self.problem
        relations = problem.in_space(problem.relations)
        return tuple(relation.flipped(problem.over, problem.partner) for relation in relations)

    @property
    def value(self) -> Exact | None:
        """The value as the output holds it: that of the sum, unless it does not fit the type of the output."""
        value, cast = self.sum_value, self.problem.cast
        return cast.kept(value) if cast is not None and is_number(value) else value

    @property
    def sum_value(self) -> Exact | None:
        """The value of the sum, where all factors, scale and offset have one: a number, or an exact formula."""
        problem = self.problem
        if isinstance(problem.offset, Entry):
            return None
        if problem.pixels is None or problem.over == "m":
            return None if self.terms else problem.offset
        products: list[tuple[Exact, Exact]] = []
        for term in self.terms:
            pixel = problem.pixel_factor(term.pixel)
            if isinstance(term.weight, str | Conjugate) or pixel is None:
                return None
            products.append((term.weight, pixel))
        return _finished(problem, products)


def as_written(problem: Problem) -> Problem:
    """The problem whose output is the sum over what its naming says, the image or the kernel."""
    over_kernel = problem.naming.sum_over == "kernel" and problem.fixed == "m" and problem.summed != "k"
    return problem.replace(summed="k") if over_kernel else problem


def derive(problem: Problem) -> Derivation:
    """Σ of the products at all indices with d·k = α·m + β·i + γ, one of the three fixed; solved, not searched.

    The cost grows with the kernel, or for the gradient of a kernel element with the outputs, and with the places where
    a gradient's pixel stands in; never with the image. ConvtraceError for more products than can be written out.

    >>> from convtrace.trace.pose import pose
    >>> derivation = derive(pose("conv", at=1, image=7))
    >>> [(term.weight, term.pixel) for term in derivation.terms]
    [('c', (0,)), ('b', (1,)), ('a', (2,))]
    >>> [(term.weight, term.output) for term in derive(pose("conv", pixel=1, image=7)).terms]
    [('a', (0,)), ('b', (1,)), ('c', (2,))]
    """
    check_one_sum(problem)
    check_gradient_real(problem)
    unclipped = solved(problem, "k" if problem.fixed == "m" else problem.partner)
    field = solved(problem, problem.partner, problem.over)
    outside = problem.boundary.counts
    meetings = tuple(met_with_boundary(problem, axis) for axis in range(len(field))) if outside else field
    check_term_count(map(len, meetings))
    used = solved(problem, problem.over) if outside and problem.partner == "i" else field
    summed = (tuple(solutions.along(problem.over) for solutions in axes) for axes in (used, unclipped))
    window = problem.window or narrowed(_shown(problem, *summed))
    rows = Rows(problem=problem, window=window, unclipped=unclipped, receptive_field=field, meetings=meetings)
    terms = _terms(problem, meetings)
    return Derivation(problem=problem, unclipped=unclipped, receptive_field=field, rows=rows, terms=terms)


def _shown(problem: Problem, used: Iterable[range], near: Iterable[range]) -> tuple[range, ...]:
    """The positions shown: those used, and in space one more."""
    domains = problem.domains[problem.over]
    return tuple(
        nearby(domain, of_field, of_all) if problem.lookup(axis) is None else of_field
        for axis, (domain, of_field, of_all) in enumerate(zip(domains, used, near, strict=True))
    )


def _finished(problem: Problem, products: Sequence[tuple[Exact, Exact]]) -> Exact | None:
    """The value scale·(sum of the products) + offset, which are known."""
    scaled = [(left if problem.scale == 1 else combined(problem.scale, "·", left), right) for left, right in products]
    scaled.append((problem.offset, 1))
    numbers = [combined(left, "·", right) for left, right in scaled if is_number(left) and is_number(right)]
    if len(numbers) == len(scaled):
        return any_number(sum(numbers))  # type: ignore[arg-type]
    from convtrace.values.algebra import worked_out  # only roots and names load SymPy

    return worked_out(tuple(scaled))


def _terms(problem: Problem, axes: tuple[Sequence[Triple], ...]) -> tuple[Term, ...]:
    """The Cartesian product of the axes' meetings: the axes are independent."""
    meetings = problem.order.reading(axes)
    indices: Iterable[tuple[Index, ...]] = (tuple(zip(*triples, strict=True)) for triples in meetings)
    outside = problem.boundary.counts
    if outside and problem.fixed == "i":
        array = problem.order.array
        indices = sorted(indices, key=lambda each: (array(each[0]), array(each[1])))
    found = []
    for output, pixel, index in indices:
        if not outside or problem.reaches(pixel):
            used = problem.stand_in(pixel) if outside else pixel
            found.append(Term(output, used or pixel, index, problem.kernel.weight(index)))
    return tuple(found)
