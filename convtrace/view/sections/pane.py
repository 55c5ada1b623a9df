"""An array as it is drawn in a window: as much of it as there is room for, and a sign where there is more."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from convtrace.document.blocks import Cell, Grid, Line, Tone
from convtrace.document.plain import plain
from convtrace.values.frozen import Frozen
from convtrace.view.index_role import IndexRole

SLICED = 2
# columns between two columns of a grid, between two grids, and the lines above the rows of a grid
GAP, BETWEEN, HEADS = 2, 3, 2
# the sign that there is more on a side
MORE = "…"


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


def _extent(focus: range) -> int:
    """How many numbers there are from the first to the last."""
    return abs(focus[-1] - focus[0]) + 1 if focus else 0
