"""A grid as TeX sets a matrix: in brackets, with rules between blocks, and with the vectors on both sides."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from convtrace.document.blocks import Cell, Grid, Line
from convtrace.document.tex import tex_line

# what is empty in a grid is 0 in mathematics, where a point would be a factor
EMPTY: Line = (".",)


def tex_matrix(grid: Grid, line_end: str = r"\\", look: Callable[[Cell], str] = lambda _: "") -> str:
    r"""A grid that has a name, its rulers as vectors where it is multiplied; `look` comes before each cell.

    >>> rows, blocks = ((("y",), (Cell((("a",),)), Cell((EMPTY,)))),), (((), 1), ((), 1))
    >>> print(tex_matrix(Grid(caption=(), corner=(), columns=((), ()), rows=rows, blocks=blocks, name=("C",))))
    \text{C} = \left[\begin{array}{c|c}
    \text{a} & 0
    \end{array}\right]
    """
    spec = "|".join("c" * width for _, width in grid.blocks)
    array = f"\\left[\\begin{{array}}{{{spec}}}\n{_joined(_rows(grid, look), line_end)}\n\\end{{array}}\\right]"
    if not grid.times:
        return f"{tex_line(grid.name)} = {array}"
    product, factor = (_vector(lines, line_end) for lines in ((label for label, _ in grid.rows), grid.times))
    return f"{product}\n= {array}\n{factor}"


def _rows(grid: Grid, look: Callable[[Cell], str]) -> Iterator[str]:
    for number, (_, cells) in enumerate(grid.rows):
        rule = "\\hline\n" if number in grid.starts else ""
        yield rule + " & ".join(look(cell) + _entry(cell.lines[0]) for cell in cells)


def _entry(line: Line) -> str:
    return "0" if line == EMPTY else tex_line(line)


def _vector(lines: Iterable[Line], line_end: str) -> str:
    return f"\\begin{{bmatrix}}\n{_joined(map(tex_line, lines), line_end)}\n\\end{{bmatrix}}"


def _joined(rows: Iterable[str], line_end: str) -> str:
    return f" {line_end}\n".join(rows)
