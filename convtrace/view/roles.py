"""Roles: the index asked for, the one summed over and the one met; their arrays, letters, elements and spelling.

Sections ask a role for its noun, its array, its letters and where its elements are, and never which index it is.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from convtrace.document.indices import UNKNOWNS, argument, linear
from convtrace.document.spelling import REMEMBERED
from convtrace.law.axis import Relation, Unknown
from convtrace.trace.problem import Problem
from convtrace.trace.status import Row, Step
from convtrace.values.formula import Chain, Entry, Filled, Formula, Product, Slot
from convtrace.values.frozen import Frozen
from convtrace.view.index_role import Formulas, IndexRole

if TYPE_CHECKING:
    pass


class Roles(Frozen, kw_only=False):
    """The roles that a problem gives the three indices."""

    problem: Problem

    @cached_property
    def of(self) -> dict[Unknown, IndexRole]:
        """The role of each index."""
        return {unknown: IndexRole(self.problem, unknown) for unknown in UNKNOWNS}

    @cached_property
    def fixed(self) -> IndexRole:
        """The index that is asked for."""
        return self.of[self.problem.fixed]

    @cached_property
    def summed(self) -> IndexRole:
        """The index that the sum runs over."""
        return self.of[self.problem.over]

    @cached_property
    def met(self) -> IndexRole:
        """The index that the two others leave."""
        return self.of[self.problem.partner]

    @property
    def is_gradient(self) -> bool:
        """True where a gradient is asked for and not an output."""
        return self.problem.fixed != "m"

    @property
    def kernel_is_met(self) -> bool:
        """True where the kernel lies on what the sum runs over, so that each product has a weight of its own."""
        return self.problem.partner == "k"

    @property
    def asked(self) -> Entry:
        """Element that the problem asks for: y[1,1]."""
        return self.fixed.entry(self.problem.numbers)

    @property
    def chosen(self) -> Formulas:
        """The fixed index: numbers, and symbols where it has none."""
        return self.fixed.indices(self.problem.numbers)

    def equation(self, *sums: Formula) -> Formula:
        """y[1,1] = … = …: the element asked for, and what it equals."""
        return Chain(self.asked, tuple(("=", each) for each in sums))

    def met_index(self, fixed: Formulas, summed: Formulas) -> Formulas:
        """The index that the two others leave, not worked out: 1−0, 1−2."""
        axes = zip(self.problem.relations, fixed, summed, strict=True)
        return tuple(self._index(axis, self.met, *each) for axis, each in enumerate(axes))

    def _index(self, axis: int, wanted: IndexRole, relation: Relation, fixed: Formula, other: Formula) -> Formula:
        """The index that the fixed one and another leave on one axis; beside space it follows one of the two."""
        kind = self.problem.lookup(axis)
        if kind is not None and kind.lacking is None:
            return fixed
        if kind is None:
            return argument(relation, wanted.unknown, *((fixed, other) if self._fixed_first else (other, fixed)))
        apart = relation.third(wanted.unknown, {u: 0 for u in UNKNOWNS if u != wanted.unknown})
        return linear([(1, other if kind.lacking == self.fixed.unknown else fixed)], int(apart))

    @cached_property
    def _patterns(self) -> tuple[Formula, Formula]:
        """The product of a pixel and a weight whose indices are slots: that of the one met plugged in, and solved."""
        count = len(self.problem.at)
        slots = tuple(map(Slot, range(2 * count)))
        summed, met = self.summed.element(slots[:count]), self.met.element(slots[count:])
        return Product((summed, met.replace(plugged=True))), Product((summed, met))

    def products(self, row: Row) -> tuple[Filled, Filled]:
        """The product of a row, the index of what is met plugged in, and solved: x[0,0]·h[1−0, 1−2] and h[1,−1]."""
        return self.filled([self.parts(axis, step) for axis, step in enumerate(row.steps)])

    def filled(self, parts: Sequence[tuple[Formula, ...]]) -> tuple[Filled, Filled]:
        """The same of what stands in the slots of each axis."""
        summed, plugged, solved = zip(*parts, strict=True)
        return Filled(self._patterns[0], summed + plugged), Filled(self._patterns[1], summed + solved)

    @cached_property
    def parts(self) -> Callable[[int, Step], tuple[Formula, ...]]:
        """The summed index of a step of an axis, and the one met, plugged in and solved."""
        return lru_cache(REMEMBERED)(self._parts)

    def _parts(self, axis: int, step: Step) -> tuple[Formula, ...]:
        summed, fixed, met = (
            role.position(axis, getattr(step, role.unknown)) for role in (self.summed, self.fixed, self.met)
        )
        return summed, self._index(axis, self.met, self.problem.relations[axis], fixed, summed), met

    def running(self, fixed: Formulas) -> Formulas:
        """The summed index: its letters, and on a batch axis, which no kernel has, what the fixed index leaves."""
        axes = zip(self.problem.relations, fixed, self.summed.letters, strict=True)
        return tuple(
            self._index(axis, self.summed, *each) if self._is_left(axis) else each[-1] for axis, each in enumerate(axes)
        )

    def _is_left(self, axis: int) -> bool:
        kind = self.problem.lookup(axis)
        return kind is not None and kind.lacking in (self.met.unknown, None)

    @property
    def summed_axes(self) -> tuple[int, ...]:
        """The axes on which the sum runs: those that the fixed index lacks, and those of space, the last one first."""
        kinds = enumerate(map(self.problem.lookup, range(len(self.problem.at))))
        beside = (axis for axis, kind in kinds if kind is not None and kind.lacking == self.fixed.unknown)
        return *beside, *reversed(self.problem.space)

    @cached_property
    def _fixed_first(self) -> bool:
        """True where the law names the fixed index before the summed one."""
        return UNKNOWNS.index(self.fixed.unknown) < UNKNOWNS.index(self.summed.unknown)
