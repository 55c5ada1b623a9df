r"""latex: a part to \input, with booktabs tables and aligned sums; as a whole file where that is asked for."""

from __future__ import annotations

import re
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
    Paragraph,
    Table,
    Target,
    line_text,
)
from convtrace.document.streamed_sums import Folds, Spelling
from convtrace.document.tex import TEX, tex, tex_words
from convtrace.document.tex_lines import tex_lines
from convtrace.document.tex_matrix import tex_matrix
from convtrace.render.lines.columns import table_widths
from convtrace.render.pastels import fill
from convtrace.render.row_texts import row_texts
from convtrace.values.limits import MAX_TABULAR_ROWS

SUFFIXES = (".tex",)
STANDALONE = True
# xcolor without options, which would clash with those of Beamer
PACKAGES = (r"\usepackage{adjustbox,amsmath,amssymb,booktabs,colortbl,longtable,textcomp,xcolor}",)
# notebooks that become PDF lack colours in tables: cells are white there
WITHOUT_COLORS = r"\providecommand{\cellcolor}[2][]{}"
# letters of a formula on one line, and so many that they surely fit, also on slides and in columns
MAX_LETTERS = 60
SAFE_LETTERS = 44
# of a sum beside the name of its output
MAX_SUM_LETTERS = 45
SUMS_IN_DISPLAY = 100
# of a line, whose width is 1
LETTER_WIDTH = 0.024
LETTER = re.compile(r"\\[A-Za-z]+|[^\s{}&^_]")
# each has the width of two letters, with the blanks beside it
OPERATOR = re.compile(r"\\cdot| [-+] ")
# letters of a table that goes over pages: so many stand on a line of the smaller sizes
LETTER_SIZES = ((52, "footnotesize"), (60, "scriptsize"), (10_000, "tiny"))
# where a long word of code may be broken
MAX_WORD = 25
PLACES = re.compile(rf"[^\w\s]+(?=\w)|\w{{{MAX_WORD}}}")
# a small matrix has rules that can be seen, and less room between its columns
IN_MATRIX = r"\arrayrulewidth=.8pt\arraycolsep=3pt "
# Beamer shows no section inside a frame; elsewhere a heading, the words below it and the table below these stay on one
# page
ON_SLIDES = r"\ifdefined\frametitle\def\section*{\par\medskip\structure}\def\subsection*{\section*}"
ELSEWHERE = r"\else\csname @beginparpenalty\endcsname=10000\fi"
HEADINGS = ("section", "subsection")


def frame(target: Target) -> tuple[str, str]:
    """What stands before and behind everything: of a whole file, or of a part with the packages that it needs."""
    packages = (f"% {package}" for package in PACKAGES)
    head = (
        [r"\documentclass{article}", *PACKAGES, r"\begin{document}"]
        if target.standalone
        else [*packages, WITHOUT_COLORS]
    )
    lines = "\n".join((*head, "", r"\begingroup\raggedright\allowdisplaybreaks", ON_SLIDES + ELSEWHERE, ""))
    return lines, "\n\\endgroup\n" + "\\end{document}\n" * bool(target.standalone)


def render(document: Document, target: Target) -> Iterator[str]:
    head, end = frame(target)
    yield head
    for kind, blocks in groupby(document.blocks, key=type):
        yield "\n"
        if kind is Equation:
            yield _equations(blocks)
        else:
            yield from chain.from_iterable(map(_block, blocks))
    yield end


def _block(block: Block) -> Iterator[str]:
    match block:
        case Heading(line, level):
            yield f"\\{HEADINGS[level - 1]}*{{{_line(line)}}}\n"
        case Paragraph(line):
            yield f"\\noindent {_line(line)}\\par\n"
        case Equation():  # pragma: no cover -- those that follow one another are gathered before
            yield _equations([block])
        case Code(text):
            for each in text.splitlines():
                yield f"\\noindent\\hangindent=2em\\quad\\texttt{{{_code(each)}}}\\par\n"
        case Table():
            yield from _table(block)
        case Grids(grids):  # pragma: no branch -- mypy proves the match exhaustive
            yield "\\begin{center}\n"
            yield "\\quad\n".join(map(_grid, grids))
            yield "\\end{center}\n"


def _equations(blocks: Iterable[Block]) -> str:
    """Equations that follow one another stand in one display, aligned at their first relation."""
    formulas = (block.formula for block in blocks if isinstance(block, Equation))
    lines = [line for formula in formulas for line in tex_lines(formula, MAX_LETTERS)]
    left = max(_letters(line.partition("&")[0]) for line in lines)
    return "\\begin{align*}\n" + " \\\\\n".join(_fitted(line, left) for line in lines) + "\n\\end{align*}\n"


def _fitted(line: str, left: int) -> str:
    """A line of a display; a long one is shrunk where it is wider than the room beside the `left` letters."""
    before, _, after = line.partition("&")
    if left + _letters(after) <= SAFE_LETTERS:
        return line
    room = f"{1 - left * LETTER_WIDTH:.2f}\\linewidth"
    return before + "& " + _shrunk(f"$\\displaystyle{after}$", room).rstrip()


def _letters(formula: str) -> int:
    """The width of a formula, counted in letters."""
    return len(LETTER.findall(formula)) + len(OPERATOR.findall(formula))


SUMS = Spelling(
    notation=TEX,
    line="{output} ={{}}& {terms}{value}\n",
    value=" = {value}",
    folds=Folds(line_break="\n\\\\ & {}", room=MAX_SUM_LETTERS, letters=_letters),
    # TeX keeps all of a display in memory
    parts=(SUMS_IN_DISPLAY, "\n\\begin{align*}\n", "\\\\ ", "\\end{align*}\n"),
)


def _code(text: str) -> str:
    """Code in straight quotes."""
    return _words(text).replace('"', "{\\char34}").replace("'", "\\textquotesingle{}")


def _words(text: str) -> str:
    """Words, and in long ones places to break a line behind signs: in names, calls and addresses."""
    words = (PLACES.sub(r"\g<0>\0", word) if len(word) > MAX_WORD else word for word in text.split(" "))
    return tex_words(" ".join(words)).replace("\0", "\\allowbreak{}")


def _table(table: Table) -> Iterator[str]:
    """A table that may be long goes over pages, a short one stands in the middle of one."""
    columns, head = "l" * len(table.head), f"\\toprule\n{_row(map(_line, table.head))}\\midrule\n"
    rows = ("\\addlinespace\n" * starts + _row(cells) for starts, cells in row_texts(table.rows, _line, tex))
    if table.height > MAX_TABULAR_ROWS:
        letters = sum(table_widths(table, unicode=True))
        size = next(size for most, size in LETTER_SIZES if letters <= most)
        yield f"{{\\{size}\\tabcolsep=2pt\n\\begin{{longtable}}{{{columns}}}\n{head}\\endhead\n"
        yield from rows
        yield "\\bottomrule\n\\end{longtable}}\n"
    else:
        drawn = f"\\begin{{tabular}}{{{columns}}}\n{head}{''.join(rows)}\\bottomrule\n\\end{{tabular}}"
        yield f"\\begin{{center}}\n{_shrunk(drawn)}\\end{{center}}\n"


def _grid(grid: Grid) -> str:
    """Rulers at the top and at the left, colours where a cell has a kernel element; a matrix in brackets."""
    if grid.name:
        return _shrunk(f"{IN_MATRIX}$\\displaystyle {tex_matrix(grid, look=_color)}$")
    rule, line_end = ("|", "\\hline\n") if grid.ruled else ("", "")
    columns = f"r|{f'c{rule}' * len(grid.columns)}"
    head = _row(map(_line, (grid.corner, *grid.columns))) + "\\hline\n"
    rows = "".join(_row((_line(label), *map(_cell, cells))) + line_end for label, cells in grid.rows)
    caption = f"{_line(grid.caption)} \\\\[2pt]\n" if grid.caption else ""
    drawn = f"\\begin{{tabular}}{{{columns}}}\n{head}{rows}\\end{{tabular}}"
    return _shrunk(f"\\begin{{tabular}}[b]{{@{{}}c@{{}}}}\n{caption}{drawn}\n\\end{{tabular}}")


def _shrunk(drawn: str, room: str = "\\linewidth") -> str:
    """A box that is made as wide as its room where it is wider, and no higher than a page."""
    return f"\\adjustbox{{max width={room},max totalheight=.5\\textheight}}{{%\n{drawn}}}\n"


def _color(cell: Cell) -> str:
    return "" if cell.shade is None else f"\\cellcolor[RGB]{{{','.join(map(str, fill(cell.shade)))}}}"


def _cell(cell: Cell) -> str:
    color = _color(cell)
    if len(cell.lines) == 1:
        return color + _line(cell.lines[0])
    lines = " \\\\ ".join(map(_line, cell.lines))
    return f"{color}\\begin{{tabular}}{{@{{}}c@{{}}}}{lines}\\end{{tabular}}"


def _row(cells: Iterable[str]) -> str:
    return f"{' & '.join(cells)} \\\\\n"


def _line(line: Line) -> str:
    return line_text(line, _words, lambda formula: f"${tex(formula)}$")
