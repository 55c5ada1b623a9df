"""The grids of a window: the image with its patch, and beside it as many others as there is room for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from math import prod
from typing import TYPE_CHECKING, TypeAlias

from convtrace.document.blocks import Cell, Grid, Grids, Line, Tone, line_text
from convtrace.document.plain import plain
from convtrace.law.kernel import Weight
from convtrace.trace.derivation import Derivation
from convtrace.trace.problem import Problem
from convtrace.trace.status import Index
from convtrace.values.frozen import Frozen
from convtrace.view.amounts import value_formula
from convtrace.view.index_role import IndexRole
from convtrace.view.roles import Roles
from convtrace.view.sections.drawing import defined_kernel, laid_kernel
from convtrace.view.sections.pane import BETWEEN, GAP, Pane, Side
from convtrace.view.sections.setup import MARKS, drawn_ranges, marked_grids

if TYPE_CHECKING:
    from convtrace.values.complex_number import AnyNumber

# the numbers that outputs hold
Numbers: TypeAlias = "Mapping[Index, AnyNumber]"
# letters of a number of an output at most, and what stands before that of the one that is shown
SHORT, MARKED = 6, f"{MARKS[Tone.PATCH]} "
# numbers of an axis that are shown at least, and beside those of the patch
FEW, BESIDE = 5, 1


class Panes(Frozen, kw_only=False):
    """The panes of a derivation in a window of so many columns, with the numbers of outputs if these have any."""

    derivation: Derivation
    columns: int
    numbers: Numbers

    @property
    def height(self) -> int:
        """The lines of the whole image."""
        return self._image.height

    @cached_property
    def _image(self) -> Pane:
        return _image(self.derivation)

    @cached_property
    def _outputs(self) -> tuple[Pane, ...]:
        """All that can be asked for: with their numbers where these are short, and without."""
        is_short = self.numbers and _letters(self.numbers.values()) <= SHORT
        return tuple(_chosen(self.derivation.problem, numbers) for numbers in [self.numbers] * bool(is_short) + [{}])

    def beside(self, lines: int) -> Iterator[Grids]:
        """The image beside the laid kernel, the outputs and the kernel itself, then with fewer of them."""
        image, (laid, kernel) = self._image, _kernels(self.derivation, self.columns * lines)
        whole = image.within(self.columns, lines)
        for outputs in () if whole.is_cut else self._outputs:
            shown = outputs.within(self.columns, lines)
            if not shown.is_cut:
                yield Grids((*whole.drawn(), *laid, *shown.drawn(), *kernel))
                yield Grids((*whole.drawn(), *laid, *shown.drawn()))
        room = self.columns + BETWEEN - sum(map(_width, laid))
        for outputs in self._outputs:
            least = outputs.narrowed([-1], FEW).within(room, lines)
            first = image.within(room - least.width, lines)
            if first.shows(BESIDE) and first.width + least.width <= room:
                yield Grids((*first.drawn(), *laid, *outputs.within(room - first.width, lines).drawn()))
        first = image.within(min(room, self.columns), lines)
        if first.shows(BESIDE):
            yield Grids((*first.drawn(), *laid))
        if not whole.is_cut:
            yield Grids((*whole.drawn(), *laid))

    def alone(self, lines: int) -> Grids:
        """As much of the image as there is room for, without its name; without values where these hide the patch."""
        image = self._image.within(self.columns, lines + 1)
        if image.width > self.columns + BETWEEN or not image.shows():
            image = _image(self.derivation, valued=False).within(self.columns, lines + 1)
        return Grids(tuple(grid.replace(caption=()) for grid in image.drawn()))


def _width(grid: Grid) -> int:
    """The columns of a window that a grid fills."""

    def letters(line: Line) -> int:
        return len(line_text(line, str, plain))

    ruler = max(letters(grid.corner), *(letters(label) for label, _ in grid.rows))
    columns = zip(grid.columns, *(cells for _, cells in grid.rows), strict=True)
    widths = (max(letters(head), *(letters(line) for cell in cells for line in cell.lines)) for head, *cells in columns)
    return max(letters(grid.caption), ruler + sum(GAP + width for width in widths)) + BETWEEN


def _kernels(derivation: Derivation, room: int) -> tuple[tuple[Grid, ...], tuple[Grid, ...]]:
    """The laid kernel and the kernel itself, where they are small enough to be drawn."""
    sides = derivation.problem.kernel.ranges
    is_small = prod(map(len, sides)) * (GAP + 2) < room
    if not (is_small and Roles(derivation.problem).kernel_is_met and all(derivation.met)):
        return (), ()
    laid, kernel = laid_kernel(derivation, ("laid kernel",)), defined_kernel(derivation.problem)
    return tuple(grid.replace(ruled=False) for grid in laid), tuple(grid.replace(ruled=False) for grid in kernel)


def _image(derivation: Derivation, *, valued: bool = True) -> Pane:
    """What the sum runs over, all of it, with what lies beyond it and is reached, and its values if it has any."""
    problem, summed = derivation.problem, Roles(derivation.problem).summed
    array, valued = problem.order.array, valued and summed.has_numbers
    known = (*(problem.pixels or ()), *([problem.boundary.fill] if problem.boundary.fill != 0 else ()))
    values = (_letters(known),) if valued else ()
    return Pane(
        role=summed,
        sides=tuple(Side(whole=side, shown=side) for side in array(drawn_ranges(derivation, whole=True))),
        focus=array(summed.along(derivation.met)),
        grids=lambda shown: marked_grids(derivation, shown, _caption(summed), valued=valued),
        letters=(1, *values),
    )


def _letters(values: Iterable[Weight]) -> int:
    """The letters of the longest of these values."""
    return max(len(plain(value_formula(value))) for value in values)


def _chosen(problem: Problem, numbers: Numbers) -> Pane:
    """All that can be asked for, with its numbers if it has any, and with what is asked for marked."""
    fixed, array = Roles(problem).fixed, problem.order.array

    def cell(place: Index) -> Cell:
        tone = Tone.PATCH if place == problem.at else Tone.REST
        if place not in numbers:
            return Cell(((MARKS[tone],),), tone)
        mark = (MARKED,) if tone is Tone.PATCH else ()
        return Cell(((*mark, value_formula(numbers[place])),), tone)

    return Pane(
        role=fixed,
        sides=tuple(Side(whole=side, shown=side) for side in array(fixed.ranges)),
        focus=array(tuple(range(number, number + 1) for number in problem.numbers)),
        grids=lambda shown: fixed.grids(shown, cell, _caption(fixed), ruled=False),
        letters=(_letters(numbers.values()) + len(MARKED) if numbers else 1,),
    )


def _caption(role: IndexRole) -> Line:
    """The array, without what the page says anyway: outputs of mode valid."""
    return (role.words.caption.partition(" of ")[0],)
