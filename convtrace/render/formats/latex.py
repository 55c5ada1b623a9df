r"""latex: a part to \input, with booktabs tables and aligned sums; as a whole file where that is asked for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain, groupby

from convtrace.document.blocks import (
    Block,
    Cell,
    Code,
    Document,
    Equation,
    Grid,
    Grids,
    Heading,
    Line,
    Mark,
    Paragraph,
    Table,
    Target,
)
from convtrace.document.streamed_sums import Spelling
from convtrace.document.tex import TEX, tex, tex_lines, tex_words
from convtrace.render.drawing.colors import fill
from convtrace.values.limits import MAX_TABULAR_ROWS

SUFFIXES = (".tex",)
STANDALONE = True
SUMS = Spelling(notation=TEX, line="y[{output}] = {terms}{value} \\\\\n", value=" = {value}")
PACKAGES = (
    r"\usepackage{amsmath,amssymb,booktabs,graphicx,longtable,textcomp}",
    r"\usepackage[table]{xcolor}",
)
HEADINGS = ("section", "subsection")


def render(document: Document, target: Target) -> Iterator[str]:
    if target.standalone:
        yield "\n".join((r"\documentclass{article}", *PACKAGES, r"\allowdisplaybreaks", r"\begin{document}", ""))
    else:
        yield from (f"% {package}\n" for package in PACKAGES)
    for kind, blocks in groupby(document.blocks, key=type):
        yield "\n"
        if kind is Equation:
            yield _equations(blocks)
        else:
            yield from chain.from_iterable(map(_block, blocks))
    if target.standalone:
        yield "\n\\end{document}\n"


def _block(block: Block) -> Iterator[str]:
    match block:
        case Heading(line, level):
            yield f"\\{HEADINGS[level - 1]}*{{{_line(line)}}}\n"
        case Paragraph(line):
            yield f"\\noindent {_line(line)}\\par\n"
        case Equation():  # pragma: no cover -- those that follow one another are gathered before
            yield _equations([block])
        case Code(text):
            yield f"\\noindent\\quad\\texttt{{{_code(text)}}}\\par\n"
        case Table():
            yield from _table(block)
        case Grids(grids):  # pragma: no branch -- mypy proves the match exhaustive
            yield "\\begin{center}\n"
            yield "\\quad\n".join(map(_grid, grids))
            yield "\\end{center}\n"


def _equations(blocks: Iterable[Block]) -> str:
    """Equations that follow one another stand in one display, aligned at their first relation."""
    lines = (line for block in blocks if isinstance(block, Equation) for line in tex_lines(block.formula))
    return "\\begin{align*}\n" + " \\\\\n".join(lines) + "\n\\end{align*}\n"


def _code(text: str) -> str:
    """Words that may be broken between, with straight quotes."""
    return tex_words(text).replace('"', "{\\char34}").replace("'", "\\textquotesingle{}")


def _table(table: Table) -> Iterator[str]:
    """A table that may be long goes over pages, a short one stands in the middle of one."""
    columns, head = "l" * len(table.head), f"\\toprule\n{_row(map(_line, table.head))}\\midrule\n"
    rows = (("\\addlinespace\n" if row.starts_group else "") + _row(map(_line, row.cells)) for row in table.rows)
    if table.height > MAX_TABULAR_ROWS:
        yield f"{{\\footnotesize\n\\begin{{longtable}}{{{columns}}}\n{head}\\endhead\n"
        yield from rows
        yield "\\bottomrule\n\\end{longtable}}\n"
    else:
        drawn = f"\\begin{{tabular}}{{{columns}}}\n{head}{''.join(rows)}\\bottomrule\n\\end{{tabular}}"
        yield f"\\begin{{center}}\n{_shrunk(drawn)}\\end{{center}}\n"


def _grid(grid: Grid) -> str:
    """Rulers at the top and at the left, colours where a cell has a kernel element."""
    rule, line_end = ("|", "\\hline\n") if grid.ruled else ("", "")
    columns = "r|" + "".join(f"c{rule}" for _ in grid.columns)
    head = _row(map(_line, (grid.corner, *grid.columns))) + "\\hline\n"
    rows = "".join(_row((_line(label), *map(_cell, cells))) + line_end for label, cells in grid.rows)
    caption = f"{_line(grid.caption)} \\\\[2pt]\n" if grid.caption else ""
    drawn = f"\\begin{{tabular}}{{{columns}}}\n{head}{rows}\\end{{tabular}}"
    return _shrunk(f"\\begin{{tabular}}[t]{{@{{}}c@{{}}}}\n{caption}{drawn}\n\\end{{tabular}}")


def _shrunk(drawn: str) -> str:
    """What is wider than the page is made as wide as the page."""
    return f"\\resizebox{{\\ifdim\\width>\\linewidth\\linewidth\\else\\width\\fi}}{{!}}{{%\n{drawn}}}\n"


def _cell(cell: Cell) -> str:
    color = "" if cell.shade is None else f"\\cellcolor[RGB]{{{','.join(map(str, fill(cell.shade)))}}}"
    if len(cell.lines) == 1:
        return color + _line(cell.lines[0])
    lines = " \\\\ ".join(map(_line, cell.lines))
    return f"{color}\\begin{{tabular}}{{@{{}}c@{{}}}}{lines}\\end{{tabular}}"


def _row(cells: Iterable[str]) -> str:
    return f"{' & '.join(cells)} \\\\\n"


def _line(line: Line) -> str:
    parts = []
    for inline in line:
        match inline:
            case str():
                parts.append(tex_words(inline))
            case Mark():
                parts.append(tex_words(inline.value))
            case _:
                parts.append(f"${tex(inline)}$")
    return "".join(parts)
