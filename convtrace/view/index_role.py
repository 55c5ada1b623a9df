"""One of the three indices of a problem: its words, its letters, its elements, and how pages spell them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property, partial
from math import lcm
from typing import TYPE_CHECKING

from convtrace.document.blocks import Cell, Grid, Line
from convtrace.document.indices import ASKED, GIVEN, UNKNOWNS, linear, symbols, symbols_beside
from convtrace.document.plain import plain
from convtrace.law.axis import Solutions, Unknown
from convtrace.trace.problem import Problem
from convtrace.values.complex_number import is_real
from convtrace.values.exact import conjugated
from convtrace.values.formula import Array, Entry, Formula, Quotient, Symbol
from convtrace.values.frozen import Frozen
from convtrace.view import phrases
from convtrace.view.amounts import value_formula
from convtrace.view.grids import slices
from convtrace.view.index_words import INDEX_WORDS, Words

if TYPE_CHECKING:
    from fractions import Fraction

    from convtrace.values.exact import Exact

Numbers = Iterable["int | Fraction"]
Formulas = tuple[Formula, ...]


class IndexRole(Frozen, kw_only=False):
    """One of the three indices of a problem: its words, its letters, its elements, and how pages spell them."""

    problem: Problem
    unknown: Unknown

    @property
    def noun(self) -> str:
        """Noun for what the index counts."""
        return INDEX_WORDS[self.unknown].noun

    @property
    def words(self) -> Words:
        """All words for the index."""
        naming = self.problem.naming
        arrays = {"x": naming.image, "h": naming.kernel, "y": naming.output, "g": naming.gradient}
        filled = {"mode": phrases.mode_name(self.problem), "outside": phrases.outside_clause(self.problem), **arrays}
        return Words(*(text.format(**filled) for text in INDEX_WORDS[self.unknown]))

    @cached_property
    def letters(self) -> tuple[Symbol, ...]:
        """The letters of the index, one for each axis: m, n or i, j or p, q; s, o, c on axes that are not of space.

        An axis that is not of space and that the output has in the same place has the output's letter.
        """
        problem = self.problem
        if problem.arrangement is None:
            return symbols(self.unknown, len(problem.at), problem.naming)
        if problem.arrangement.in_place:
            own, output = (symbols(unknown, len(problem.at), problem.naming) for unknown in (self.unknown, "m"))
            placed = enumerate(map(problem.arrangement.m.index, range(len(problem.at))))
            return tuple((own if problem.lookup(axis) is None else output)[place] for axis, place in placed)
        beside = [lookup and lookup.letter for lookup in problem.arrangement.lookups]
        letters = iter(symbols_beside(self.unknown, len(problem.space), [*filter(None, beside)], problem.naming))
        return tuple(Symbol(letter) if letter else next(letters) for letter in beside)

    @cached_property
    def array(self) -> Array:
        """The array that the index belongs to: y or x or h, or a gradient where that is asked for."""
        return (ASKED if self.unknown == self.problem.fixed else GIVEN)[self.unknown]

    @property
    def name(self) -> str:
        """The name of the array."""
        return self.problem.naming.name(self.array)

    @property
    def ranges(self) -> tuple[range, ...]:
        """Ranges in which elements exist, one for each axis."""
        return {"m": self.problem.outputs, "i": self.problem.image, "k": self.problem.kernel.ranges}[self.unknown]

    @cached_property
    def domain(self) -> tuple[range | None, ...]:
        """The ranges, None for pixels on an axis in general position, where no border is near."""
        return self.problem.domains[self.unknown]

    @cached_property
    def drawn(self) -> tuple[range, ...]:
        """The ranges, and on axes that are not of space only what the fixed index leaves."""
        return tuple(self._drawn(axis, side) for axis, side in enumerate(self.ranges))

    def _drawn(self, axis: int, side: range) -> range:
        problem, kind = self.problem, self.problem.lookup(axis)
        if kind is None or kind.lacking in (self.unknown, problem.fixed):
            return side
        if kind.lacking is None:
            return range(problem.numbers[axis], problem.numbers[axis] + 1)
        known: dict[Unknown, int] = {unknown: 0 for unknown in UNKNOWNS if unknown != self.unknown}
        known |= {problem.fixed: problem.numbers[axis]}
        place = (
            problem.numbers[axis]
            if self.unknown == problem.fixed
            else int(problem.relations[axis].third(self.unknown, known))
        )
        return range(place, place + 1)

    @cached_property
    def continues(self) -> bool:
        """True where something counts beyond the elements: only the image has a boundary rule."""
        return self.unknown == "i" and self.problem.boundary.counts

    @property
    def has_numbers(self) -> bool:
        """True where sums have values in place of these elements: pixels with values, where no index is a symbol."""
        problem = self.problem
        return self.unknown == "i" and problem.pixels is not None and None not in problem.at

    @property
    def gaps(self) -> tuple[int, ...]:
        """The distance on each axis between elements that are next to each other in a sum: the stride or dilation."""
        return tuple(abs(relation.coefficients[self.unknown]) for relation in self.problem.relations)

    @property
    def spacing(self) -> str:
        """The gaps as a sentence names them: 2, or 2×1 where the axes differ."""
        gaps = self.problem.in_space(self.gaps)
        return "×".join(map(str, gaps if len(set(gaps)) > 1 else gaps[:1]))

    def value(self, index: tuple[int, ...]) -> Exact | None:
        """The value of one pixel, inside the image or not; None where only its name is known."""
        return self.problem.pixel_factor(index) if self.unknown == "i" else None

    def contains(self, index: Numbers) -> bool:
        """True where the element exists."""
        return all(side is None or number in side for number, side in zip(index, self.domain, strict=True))

    def along(self, solutions: Sequence[Solutions]) -> tuple[range, ...]:
        """The values of this index among the solutions, one range for each axis."""
        return tuple(side.along(self.unknown) for side in solutions)

    def position(self, axis: int, number: int | Fraction) -> Formula:
        """A number; in general position, where m is 0 for counting, what moves with m is spelled with it: m+1.

        Where m must grow by 2 before a pixel follows, it is (m+1)/2.
        """
        problem = self.problem
        if problem.at[axis] is not None or self.unknown == "k":
            return number
        symbol = IndexRole(problem, problem.fixed).letters[axis]
        relation = problem.relations[axis]
        slope = 1 if self.unknown == problem.fixed else relation.slope(self.unknown, by=problem.fixed)
        if number == 0 and slope == 1:
            return symbol
        below = lcm(slope.denominator, number.denominator)
        moving = linear([(int(slope * below), symbol)], int(number * below))
        return moving if below == 1 else Quotient(moving, below)

    def indices(self, index: Numbers) -> Formulas:
        """One index, an axis at a time."""
        if self._is_numbers:
            return tuple(index)
        return tuple(self.position(axis, number) for axis, number in enumerate(index))

    @cached_property
    def _is_numbers(self) -> bool:
        """True where no part of an index moves with a symbol."""
        return self.unknown == "k" or None not in self.problem.at

    def entry(self, index: Numbers) -> Entry:
        """One element: x[0,0], or x[m+1,n+1] in general position."""
        return self.element(self.indices(index))

    def element(self, index: Formulas) -> Entry:
        """One element by an index for every axis, of which the array has some."""
        return self.problem.named(self.array, self.problem.shown(self.unknown, index))

    def given(self, index: Numbers) -> Entry:
        """One element of what was given: x[0,0], even where its gradient is asked for."""
        return self.problem.named(GIVEN[self.unknown], self.problem.shown(self.unknown, self.indices(index)))

    def factor(self, index: tuple[int, ...]) -> Formula:
        """One factor of a product: the element, the pixel used in its place, or the value that x has outside."""
        found = self.problem.stand_in(index) if self.continues else index
        factor = value_formula(self.problem.boundary.fill) if found is None else self.entry(found)
        return self.multiplied(factor)

    def multiplied(self, element: Formula) -> Formula:
        """The element as it is multiplied: its conjugate where the array is conjugated."""
        return conjugated(element) if self._conjugates else element

    @cached_property
    def _conjugates(self) -> bool:
        problem = self.problem
        return {"m": False, "i": problem.conjugates_image, "k": problem.kernel.conjugated}[self.unknown]

    def grids(
        self,
        positions: tuple[Sequence[int], ...],
        cell: Callable[[tuple[int, ...]], Cell],
        caption: Line = (),
        *,
        ruled: bool = True,
    ) -> Iterator[Grid]:
        """One grid for each slice of the positions, with their indices as rulers."""
        axes = self.axes

        def whole(place: tuple[int, ...]) -> Cell:
            found = dict(zip(axes, place, strict=True))
            return cell(tuple(found.get(axis, side[0]) for axis, side in enumerate(positions)))

        letters, sides = [self.letters[axis] for axis in axes], [positions[axis] for axis in axes]
        rulers = tuple(partial(self._label, axis) for axis in axes)
        asked = cell if axes == tuple(range(len(positions))) else whole
        return slices(self.problem.order, tuple(letters), tuple(sides), asked, caption, ruled, rulers)

    @property
    def axes(self) -> tuple[int, ...]:
        """The numbers of the axes that the array has, those of space last; in the array's order where rows are rows."""
        problem = self.problem
        if problem.arrangement is not None and problem.arrangement.in_place:
            return problem.arrangement.axes(self.unknown)
        kinds = map(problem.lookup, range(len(problem.at)))
        return tuple(axis for axis, kind in enumerate(kinds) if kind is None or kind.lacking != self.unknown)

    def _label(self, axis: int, number: int) -> Line:
        formula = self.position(axis, number)
        return (plain(formula) if is_real(formula) else formula,)
