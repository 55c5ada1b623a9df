r"""The Markdown that note programs read: one writer, and a row for each way of marking mathematics.

Formulas are spelled so that nothing in them is Markdown: see `tex`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from convtrace.document.ascii import GLYPHS, in_ascii
from convtrace.document.blocks import (
    Block,
    Cell,
    Code,
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
from convtrace.document.streamed_sums import Spelling
from convtrace.document.tex import MATHS, TEX, rooted, tex, tex_line
from convtrace.document.tex_lines import tex_lines
from convtrace.document.tex_matrix import tex_matrix
from convtrace.render.row_texts import row_texts
from convtrace.values.formula import Formula
from convtrace.values.frozen import Frozen
from convtrace.values.named_tuple import NamedTuple

# signs that TeX's usual fonts lack: maths says them, or ASCII
TYPESET = str.maketrans(
    {sign: f"${MATHS[sign]}$" if sign in MATHS else in_ascii(sign) for sign in GLYPHS if sign not in "·×÷°…–→↓"}
    | {"−": "-"}
)
SPECIAL = str.maketrans({sign: f"\\{sign}" for sign in "\\`*_[<|$~"})
RowWriter = Callable[[Iterable[str]], str]


class Dialect(Frozen):
    """Marks of mathematics, words and tables; a pair stands around what it marks, `line_end` ends formulas' lines."""

    formula: tuple[str, str]
    display: tuple[str, str]
    line_end: str
    words: Callable[[str], str]
    verbatim: Callable[[str], str]
    heading: Callable[[int, str], str]
    paragraph: tuple[str, str]
    item: tuple[str, str]
    caption: tuple[str, str]
    code: tuple[str, str]
    table: tuple[str, str]
    head: RowWriter
    row: RowWriter


def _escaped(text: str) -> str:
    """Words as HTML that shows them as they are."""
    from html import escape  # only here: the names of all signs of HTML come with it

    return escape(text)


def _marked(text: str) -> str:
    """Words as Markdown that shows them as they are."""
    return text.translate(SPECIAL)


def _typeset(text: str) -> str:
    """Words as Markdown that TeX may set: Pandoc makes PDF of it."""
    return rooted(_marked(text).translate(TYPESET))


def _pipes(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |\n"


def _piped_head(cells: Iterable[str]) -> str:
    names = tuple(cells)
    return _pipes(names) + _pipes("---" for _ in names)


def _tags(name: str) -> RowWriter:
    return lambda cells: f"<tr>{''.join(f'<{name}>{cell}</{name}>' for cell in cells)}</tr>\n"


MARKDOWN = Dialect(
    formula=("$", "$"),
    display=("$$\n", "\n$$\n"),
    # Pandoc knows no other
    line_end=r"\\",
    words=_typeset,
    verbatim=str,
    heading=lambda level, text: f"{'#' * (level + 1)} {text}\n",
    paragraph=("", "\n"),
    item=("- ", ""),
    caption=("**", "**\n\n"),
    code=("```{language}\n", "\n```\n"),
    table=("", ""),
    head=_piped_head,
    row=_pipes,
)
DIALECTS = {
    "markdown": MARKDOWN,
    "github": MARKDOWN.replace(words=_marked, formula=("$`", "`$"), display=("```math\n", "\n```\n")),
    # of two backslashes it may keep one
    "notion": MARKDOWN.replace(words=_marked, formula=("$$", "$$"), line_end=r"\cr"),
    "anki": Dialect(
        formula=(r"\(", r"\)"),
        display=("<p>\\[\n", "\n\\]</p>\n"),
        line_end=r"\cr",
        words=_escaped,
        verbatim=_escaped,
        heading=lambda level, text: f"<h{level + 1}>{text}</h{level + 1}>\n",
        paragraph=("<p>", "</p>\n"),
        item=("<p>", "</p>"),
        caption=("<p><b>", "</b></p>\n"),
        code=("<pre><code>", "</code></pre>\n"),
        # cards have no lines around cells unless told
        table=('<table border="1" cellpadding="4" style="border-collapse: collapse">\n', "</table>\n"),
        head=_tags("th"),
        row=_tags("td"),
    ),
}


def sums_spelling(dialect: Dialect) -> Spelling:
    """Every output's sum as an item of a list."""
    before, after = (mark.replace("{", "{{").replace("}", "}}") for mark in dialect.formula)
    first, last = dialect.item
    return Spelling(
        notation=TEX, line=f"{first}{before}{{output}} = {{terms}}{{value}}{after}{last}\n", value=" = {value}"
    )


def markdown_pieces(blocks: Iterable[Block], target: Target, dialect: Dialect) -> Iterator[str]:
    """The blocks with a blank line between each two; rows come as they are made."""
    writer = _Writer(dialect, target.unicode)
    for number, block in enumerate(blocks):
        yield "\n" if number else ""
        yield from writer.block(block)


class _Writer(NamedTuple):
    dialect: Dialect
    unicode: bool

    def block(self, block: Block) -> Iterator[str]:
        dialect = self.dialect
        match block:
            case Heading(line, level):
                yield dialect.heading(level, self.line(line))
            case Paragraph(line):
                yield _between(dialect.paragraph, self.line(line))
            case Equation(formula):
                yield _between(dialect.display, dialect.verbatim(_aligned(formula, dialect.line_end)))
            case Code(text, language):
                before, after = dialect.code
                yield before.format(language=language) + dialect.verbatim(in_ascii(text)) + after
            case Table(head=head, rows=rows):
                texts = row_texts(rows, self.line, lambda formula: self.dialect.verbatim(tex(formula)))
                yield from self.table(map(self.line, head), (cells for _, cells in texts))
            case Grids(grids):  # pragma: no branch -- mypy proves the match exhaustive
                for number, grid in enumerate(grids):
                    yield "\n" if number else ""
                    yield from self.grid(grid)

    def grid(self, grid: Grid) -> Iterator[str]:
        if grid.name:
            yield _between(self.dialect.display, self.dialect.verbatim(tex_matrix(grid, self.dialect.line_end)))
            return
        if grid.caption:
            yield _between(self.dialect.caption, self.line(grid.caption))
        rows = ((self.line(label), *map(self.cell, cells)) for label, cells in grid.rows)
        yield from self.table(map(self.line, (grid.corner, *grid.columns)), rows)

    def table(self, head: Iterable[str], rows: Iterable[Iterable[str]]) -> Iterator[str]:
        before, after = self.dialect.table
        yield before + self.dialect.head(head)
        yield from map(self.dialect.row, rows)
        yield after

    def cell(self, cell: Cell) -> str:
        """One line as it is, several as a column of mathematics: a line break would end the row."""
        if len(cell.lines) == 1:
            return self.line(cell.lines[0])
        column = f" {self.dialect.line_end} ".join(map(tex_line, cell.lines))
        return self.formula(rf"\begin{{matrix}} {column} \end{{matrix}}")

    def line(self, line: Line) -> str:
        return line_text(line, self.words, lambda formula: self.formula(tex(formula)))

    def words(self, text: str) -> str:
        return self.dialect.words(text if self.unicode else in_ascii(text))

    def formula(self, text: str) -> str:
        return _between(self.dialect.formula, self.dialect.verbatim(text))


def _between(pair: tuple[str, str], text: str) -> str:
    before, after = pair
    return f"{before}{text}{after}"


def _aligned(formula: Formula, line_end: str) -> str:
    lines = tex_lines(formula)
    if len(lines) == 1:
        return tex(formula)
    joined = f" {line_end}\n".join(lines)
    return f"\\begin{{aligned}}\n{joined}\n\\end{{aligned}}"
