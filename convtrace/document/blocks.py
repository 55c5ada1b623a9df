"""What a page consists of, whatever the format: headings, paragraphs, equations, tables, grids."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from enum import Enum
from itertools import accumulate
from typing import TYPE_CHECKING, Literal, TypeAlias

from convtrace.document.slots import filled_in
from convtrace.document.sparse_matrix import SparseMatrix
from convtrace.values.formula import Formula
from convtrace.values.frozen import Frozen

if TYPE_CHECKING:
    from fractions import Fraction

    from convtrace.values.same import Same


class Mark(Enum):
    """A sign that words go with, never alone."""

    YES = "✓"
    NO = "✗"


Inline: TypeAlias = "str | Mark | Formula"
Line: TypeAlias = "tuple[Inline, ...]"


def line_text(line: Line, words: Callable[[str], str], formula: Callable[[Formula], str]) -> str:
    """A line as a format writes it: its words and marks by one function, its formulas by the other."""
    parts = []
    for inline in line:
        match inline:
            case str():
                parts.append(words(inline))
            case Mark():
                parts.append(words(inline.value))
            case _:
                parts.append(formula(inline))
    return "".join(parts)


class Heading(Frozen, kw_only=False):
    """The title of the page (level 1) or of one section (level 2)."""

    line: Line
    level: int = 2


class Paragraph(Frozen, kw_only=False):
    """Sentences, with formulas among them."""

    line: Line


class Equation(Frozen, kw_only=False):
    """A formula on a line of its own; `strong` where it is the answer."""

    formula: Formula
    strong: bool = False


class Code(Frozen, kw_only=False):
    """Lines to be typed or pasted as they are: Python, a command of a shell, or an address.

    Of `whole` ones no line is folded, however long: it would be another one.
    """

    text: str
    language: Literal["python", "sh", "text"] = "python"
    whole: bool = False


class TableRow(Frozen, kw_only=False):
    """One line of a table; `starts_group` where a rule may stand above it."""

    cells: tuple[Line, ...]
    starts_group: bool = False


class TableRun(Frozen):
    """Lines of a table that are the same but for what fills their slots: in each line one item of every column.

    Formulas have indices as slots, words have `slot_text`; a slot that is all of the words may be filled by a line.
    """

    cells: tuple[Line, ...]
    columns: tuple[Same[Formula] | Same[str] | Same[Line], ...]
    starts_group: bool = False

    def each(self) -> Iterator[TableRow]:
        """The lines one by one."""
        for number, filling in enumerate(zip(*self.columns, strict=True)):
            cells = tuple(tuple(part for inline in cell for part in filled_in(inline, filling)) for cell in self.cells)
            yield TableRow(cells, self.starts_group and not number)


class Table(Frozen):
    """Rows under a head. `rows` may be long and is read once; the widest of each column are among `widest`.

    `ruled` tables have lines around their cells, where a format draws any.
    """

    head: tuple[Line, ...]
    rows: Iterable[TableRow | TableRun]
    height: int
    widest: tuple[TableRow, ...]
    ruled: bool = True

    def each(self) -> Iterator[TableRow]:
        """The rows one by one."""
        for row in self.rows:
            yield from (row,) if isinstance(row, TableRow) else row.each()


class Tone(Enum):
    """Kinds of cells in a grid."""

    PATCH = "patch"
    WINDOW = "window"
    REST = "rest"
    OUTSIDE = "outside"
    BLANK = "blank"


class Cell(Frozen, kw_only=False):
    """One place of a grid: its lines, one below the other.

    `shade`, from 0 to 1, is the same for what is the same in every grid of a page (a kernel element, an output),
    where a format has colours to give.
    """

    lines: tuple[Line, ...]
    tone: Tone = Tone.REST
    shade: float | None = None


class Grid(Frozen):
    """Cells as they lie in the picture, with an index above each column and beside each row.

    `corner` names what the two rulers count; `ruled` grids have lines around their cells. `blocks` has, for columns
    that belong together, what they have in common and their number; `starts` the rows with which others begin.
    Where mathematics can be set, a grid with a `name` is a matrix: in brackets, and with `times`, the elements of what
    it is multiplied by, as an equation whose left side is the rows' labels; with `heads`, the names of its columns, it
    has these and its rows' labels around it. `named_part` gives, where there is no room
    for all columns, a line above some of them: for the first and the last of these, counted from 1, and for all.
    """

    caption: Line
    corner: Line
    columns: tuple[Line, ...]
    rows: tuple[tuple[Line, tuple[Cell, ...]], ...]
    ruled: bool = True
    blocks: tuple[tuple[Line, int], ...] = ()
    starts: frozenset[int] = frozenset()
    name: Line = ()
    times: tuple[Line, ...] = ()
    heads: tuple[Line, ...] = ()
    named_part: Callable[[int, int, int], str] | None = None

    def part(self, start: int, stop: int) -> Grid:
        """The columns from one to before another, with what is left of their blocks."""
        blocks, first = [], 0
        for shared, width in self.blocks:
            kept = min(stop, first + width) - max(start, first)
            blocks += [(shared, kept)] if kept > 0 else []
            first += width
        rows = tuple((label, cells[start:stop]) for label, cells in self.rows)
        return self.replace(columns=self.columns[start:stop], rows=rows, blocks=tuple(blocks))

    @property
    def block_starts(self) -> tuple[int, ...]:
        """The columns with which a block begins."""
        return tuple(accumulate((width for _, width in self.blocks[:-1]), initial=0)) if self.blocks else ()


class Grids(Frozen, kw_only=False):
    """Grids that stand side by side where there is room.

    A picture has `across` of them beside each other, however wide, where that is told; where they are `alike`, with
    columns of the same widths.
    """

    grids: tuple[Grid, ...]
    across: int | None = None
    alike: bool = False


Block: TypeAlias = Heading | Paragraph | Equation | Code | Table | Grids
# a picture may have a matrix as dots, too
Drawable: TypeAlias = Block | SparseMatrix


class Note(Frozen):
    """A question to be learnt, in front, and its answer; the same question has the same `name` in every version."""

    name: str
    front: Iterable[Block]
    back: Iterable[Block]


class Motion(Frozen):
    """A picture that moves: the blocks of each frame, all of which have the same blocks, and the seconds for each.

    A frame may lack the last blocks of others; `words` says what is seen, `pause` names the switch that stops it and
    `key` what turns it, `below` what a page has folded below the picture.
    """

    frames: Callable[[], Iterable[Iterable[Drawable]]]
    pace: Fraction
    words: Line
    pause: str
    key: str
    below: str


class Document(Frozen, kw_only=False):
    """One answer: the blocks that people read, the blocks that make its picture, the record that programs read.

    `notes` has the questions that the page answers; a page without any is the answer to its title. `cells` gives the
    answer as lines of texts for shells and spreadsheets; None where it is no number and no array of them.
    `matrices` are those that the page shows, whole. `live` gives what the script of a page reads that one can point at.
    Where a picture can move, `motion` is shown instead of `picture`.
    """

    blocks: Iterable[Block]
    picture: Callable[[], Iterable[Drawable]]
    record: Callable[[], Mapping[str, object]]
    notes: Callable[[], Iterable[Note]] = tuple
    cells: Callable[[], Iterable[Sequence[str]]] | None = None
    matrices: Sequence[SparseMatrix] = ()
    live: Callable[[], Mapping[str, object]] | None = None
    motion: Motion | None = None


class Target(Frozen):
    """The place where the text goes: at most `width` columns (None: as wide as it is), so many colours, Unicode or not.

    `colors` is 0, 16, 256 or 2**24. `standalone` asks for a whole file (True) or a part of one (False) where the
    format's custom is the other; `theme` is light, dark or auto, for the ground of pictures and pages.
    """

    width: int | None = None
    colors: int = 0
    unicode: bool = True
    standalone: bool | None = None
    theme: str | None = None
