"""The grids of a window: the image with its patch, and beside it as many others as there is room for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from math import prod

from convtrace.document.blocks import Cell, Grid, Grids, Line, Tone, line_text
from convtrace.document.plain import plain
from convtrace.trace.derivation import Derivation
from convtrace.trace.problem import Problem
from convtrace.trace.status import Index
from convtrace.values.frozen import Frozen
from convtrace.view.amounts import value_formula
from convtrace.view.index_role import IndexRole
from convtrace.view.roles import Roles
from convtrace.view.sections.drawing import defined_kernel, laid_kernel
from convtrace.view.sections.setup import MARKS, drawn_ranges, marked_grids

SLICED = 2
# columns between two columns of a grid, between two grids, and the lines above the rows of a grid
GAP, BETWEEN, HEADS = 2, 3, 2
# the sign that there is more on a side, and numbers of an axis that are shown at least, beside those of the patch
MORE, FEW, BESIDE = "…", 5, 1


class Side(Frozen):
    """The numbers of one axis that a drawing shows, of all that there are."""

    whole: range
    shown: range

    @property
    def more(self) -> tuple[bool, bool]:
        """True before, and after, where numbers are not shown."""
        return self.whole[0] < self.shown[0], self.shown[-1] < self.whole[-1]

    def narrowed(self, focus: range, most: int) -> Side:
        """So many numbers of those that are shown at most, those around the middle of the focus."""
        if len(self.shown) <= most:
            return self
        side, middle = self.shown, (focus[0] + focus[-1] + 1) // 2 if focus else self.shown[0]
        first = min(max(middle - most // 2, side[0]), side[-1] - most + 1)
        return Side(whole=self.whole, shown=range(first, first + most))


class Pane(Frozen):
    """An array as it is drawn: its sides in the array's order, what has to be seen of them, and its grids.

    `letters` has, for each of its grids, how many the longest cell has.
    """

    role: IndexRole
    sides: tuple[Side, ...]
    focus: tuple[range, ...]
    grids: Callable[[tuple[range, ...]], Iterator[Grid]]
    letters: tuple[int, ...] = (1,)

    @property
    def width(self) -> int:
        """The columns of a window that it fills."""
        names = [len(plain(letter)) for letter in self.role.problem.order.array(self.role.letters)[-SLICED:]]
        ends = [len(str(end)) for side in self.sides[-SLICED:-1] for end in (side.shown[0], side.shown[-1])]
        fixed = max(sum(names) + 2 * len(names), *ends, 0) + (GAP + 1) * sum(self.sides[-1].more) + BETWEEN
        columns = (GAP + max(len(str(number)), most) for most in self.letters for number in self.sides[-1].shown)
        return fixed * len(self.letters) + sum(columns)

    @property
    def height(self) -> int:
        """The lines that it fills."""
        return HEADS + (len(self.sides[-2].shown) + sum(self.sides[-2].more) if len(self.sides) > 1 else 1)

    @property
    def is_cut(self) -> bool:
        """True where there is more in the plane than it shows."""
        return any(any(side.more) for side in self.sides[-SLICED:])

    def shows(self, beside: int = 0) -> bool:
        """True where what has to be seen is seen, and so many numbers beside it, or where nothing is left out."""
        sides = zip(self.sides[-SLICED:], self.focus[-SLICED:], strict=True)
        return all(len(side.shown) >= min(len(side.whole), _extent(focus) + 2 * beside) for side, focus in sides)

    def within(self, columns: int, lines: int) -> Pane:
        """As much of it as there is room for; of slices beside the plane one."""
        narrow = self.narrowed(range(-len(self.sides), -SLICED), 1)
        for axis, measured, room in ((-2, "height", lines), (-1, "width", columns)):
            whole = narrow
            for most in range(min(len(narrow.sides[axis].shown), room), 0, -1) if len(self.sides) >= -axis else ():
                narrow = whole.narrowed([axis], most)
                if getattr(narrow, measured) <= room:
                    break
        return narrow

    def narrowed(self, axes: Iterable[int], most: int) -> Pane:
        """So many numbers of each of these axes at most."""
        sides = list(self.sides)
        for axis in axes:
            sides[axis] = sides[axis].narrowed(self.focus[axis], most)
        return self.replace(sides=tuple(sides))

    def drawn(self) -> Iterator[Grid]:
        """Its grids, in whose rulers a sign says where there is more."""
        box = self.role.problem.order.array(tuple(side.shown for side in self.sides))
        above, below = self.sides[-2].more if len(self.sides) > 1 else (False, False)
        for grid in self.grids(box):
            yield _with_signs(grid, self.sides[-1].more, (above, below))


def _with_signs(grid: Grid, across: tuple[bool, bool], down: tuple[bool, bool]) -> Grid:
    """The grid with a column and a row more on each side where something is left out."""
    left, right = across
    label: Line = (MORE,)
    none = Cell(((),), Tone.BLANK)
    columns = ((label,) * left + grid.columns) + (label,) * right
    rows = tuple((name, (none,) * left + cells + (none,) * right) for name, cells in grid.rows)
    more = ((label, (none,) * len(columns)),)
    return grid.replace(columns=columns, rows=more * down[0] + rows + more * down[1])


class Panes(Frozen, kw_only=False):
    """The panes of a derivation in a window of so many columns."""

    derivation: Derivation
    columns: int

    @property
    def height(self) -> int:
        """The lines of the whole image."""
        return self._image.height

    @cached_property
    def _image(self) -> Pane:
        return _image(self.derivation)

    def beside(self, lines: int) -> Iterator[Grids]:
        """The image beside the laid kernel, the outputs and the kernel itself, then with fewer of them."""
        image, outputs = self._image, _chosen(self.derivation.problem)
        laid, kernel = _kernels(self.derivation, self.columns * lines)
        whole, shown = (image.within(self.columns, lines), outputs.within(self.columns, lines))
        if not whole.is_cut and not shown.is_cut:
            yield Grids((*whole.drawn(), *laid, *shown.drawn(), *kernel))
            yield Grids((*whole.drawn(), *laid, *shown.drawn()))
        room = self.columns + BETWEEN - sum(map(_width, laid))
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


def _extent(focus: range) -> int:
    """How many numbers there are from the first to the last."""
    return abs(focus[-1] - focus[0]) + 1 if focus else 0


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
    values = (max(len(plain(value_formula(each))) for each in problem.pixels or ()),) if valued else ()
    return Pane(
        role=summed,
        sides=tuple(Side(whole=side, shown=side) for side in array(drawn_ranges(derivation, whole=True))),
        focus=array(summed.along(derivation.met)),
        grids=lambda shown: marked_grids(derivation, shown, _caption(summed), valued=valued),
        letters=(1, *values),
    )


def _chosen(problem: Problem) -> Pane:
    """All that can be asked for, with what is asked for marked."""
    fixed, array = Roles(problem).fixed, problem.order.array

    def cell(place: Index) -> Cell:
        tone = Tone.PATCH if place == problem.at else Tone.REST
        return Cell(((MARKS[tone],),), tone)

    return Pane(
        role=fixed,
        sides=tuple(Side(whole=side, shown=side) for side in array(fixed.ranges)),
        focus=array(tuple(range(number, number + 1) for number in problem.numbers)),
        grids=lambda shown: fixed.grids(shown, cell, _caption(fixed), ruled=False),
    )


def _caption(role: IndexRole) -> Line:
    """The array, without what the page says anyway: outputs of mode valid."""
    return (role.words.caption.partition(" of ")[0],)
