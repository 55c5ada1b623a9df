"""A grid as TeX sets a matrix, with rules between blocks: with the vectors on both sides, or with labels around it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from convtrace.document.blocks import Cell, Grid, Line
from convtrace.document.tex import tex_line

# what is empty in a grid is 0 in mathematics, where a point would be a factor
EMPTY: Line = (".",)


def tex_matrix(grid: Grid, line_end: str = r"\\", look: Callable[[Cell], str] = lambda _: "") -> str:
    r"""A grid that has a name, its rulers as vectors where it is multiplied; `look` comes before each cell.

    >>> rows, blocks = ((("y",), (Cell((("a",),)), Cell((EMPTY,)))),), (((), 1), ((), 1))
    >>> heads = (("1",), ("2",))
    >>> grid = Grid(caption=(), corner=(), columns=((), ()), rows=rows, blocks=blocks, name=("C",), heads=heads)
    >>> print(tex_matrix(grid))
    \text{C} = \begin{array}{r|c|c}
    & \text{1} & \text{2} \\
    \hline
    \text{y} & \text{a} & 0
    \end{array}
    """
    spec = "|".join("c" * width for _, width in grid.blocks)
    if grid.heads:
        head = f"& {' & '.join(map(tex_line, grid.heads))}"
        rows = _joined([head, *_labelled(grid, look)], line_end)
        return f"{tex_line(grid.name)} = \\begin{{array}}{{r|{spec}}}\n{rows}\n\\end{{array}}"
    array = f"\\left[\\begin{{array}}{{{spec}}}\n{_joined(_rows(grid, look), line_end)}\n\\end{{array}}\\right]"
    product, factor = (_vector(lines, line_end) for lines in ((label for label, _ in grid.rows), grid.times))
    return f"{product}\n= {array}\n{factor}"


def _rows(grid: Grid, look: Callable[[Cell], str]) -> Iterator[str]:
    for number, (_, cells) in enumerate(grid.rows):
        rule = "\\hline\n" if number in grid.starts else ""
        yield rule + " & ".join(look(cell) + _entry(cell.lines[0]) for cell in cells)


def _labelled(grid: Grid, look: Callable[[Cell], str]) -> Iterator[str]:
    """The rows behind their labels, below the names of the columns."""
    for number, (label, cells) in enumerate(grid.rows):
        rule = "\\hline\n" if number in {0, *grid.starts} else ""
        yield rule + " & ".join((tex_line(label), *(look(cell) + _entry(cell.lines[0]) for cell in cells)))


def _entry(line: Line) -> str:
    return "0" if line == EMPTY else tex_line(line)


def _vector(lines: Iterable[Line], line_end: str) -> str:
    return f"\\begin{{bmatrix}}\n{_joined(map(tex_line, lines), line_end)}\n\\end{{bmatrix}}"


def _joined(rows: Iterable[str], line_end: str) -> str:
    return f" {line_end}\n".join(rows)
