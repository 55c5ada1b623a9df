"""A page as lines of monospaced text; a look says how lines, tables and grids are drawn."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import chain

from convtrace.document.ascii import in_ascii
from convtrace.document.blocks import (
    Block,
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
)
from convtrace.document.spans import Break, Role, Span
from convtrace.render.lines.columns import GAP, bands, beside, grid_widths, table_texts, table_widths, width_of_rows
from convtrace.render.lines.layout import LONG, Spans, fold, hang_of, line_tokens, packed
from convtrace.values.limits import MAX_MEASURED_ROWS
from convtrace.values.named_tuple import NamedTuple

INDENT = 2
COMMENT = "# "
GOES_ON = " \\"
# a word with the blank behind it; what is quoted is never broken
SHELL_WORDS = r"""(?:'[^']*'|"[^"]*"|\S)+ ?"""
INDENTATION = Span(" " * INDENT, Role.PLAIN)


class Look(NamedTuple):
    """Drawing by one format: `padding` columns go with each column of a table, `padding_of` with each of a grid."""

    line: Callable[[Spans, Target], str]
    table: Callable[[Table, list[int], Target], Iterator[str]]
    padding: int
    grid: Callable[[Grid, Sequence[int], bool], Iterator[Spans]]
    padding_of: Callable[[Grid], int]


def page_lines(document: Document, target: Target, look: Look) -> Iterator[str]:
    previous: Block | None = None
    for block in document.blocks:
        if previous is not None and _apart(previous, block):
            yield "\n"
        yield from _block(block, target, look)
        previous = block


def _apart(above: Block, below: Block) -> bool:
    """True where a blank line stands between two blocks: above a heading, and between two of a kind."""
    return isinstance(below, Heading) or (type(above) is type(below) and isinstance(below, Paragraph | Grids))


def _block(block: Block, target: Target, look: Look) -> Iterator[str]:
    match block:
        case Heading(line):
            strong = (
                token if isinstance(token, Break) else token._replace(role=Role.STRONG)
                for token in line_tokens(line, target.unicode)
            )
            yield from (look.line(part, target) for part in fold(strong, target.width))
        case Paragraph(line):
            yield from (look.line(part, target) for part in fold(line_tokens(line, target.unicode), target.width))
        case Equation(formula):
            parts = list(line_tokens((formula,), target.unicode))
            lines = fold(parts, _room(target), hang=hang_of(parts))
            yield from (look.line([INDENTATION, *line], target) for line in lines)
        case Code(text, language, whole):
            spell = _unbroken if whole else _shell_line if language == "sh" else _code
            for each in text.splitlines():
                yield from (look.line([INDENTATION, *line], target) for line in spell(each, target))
        case Table():
            yield from _table(block, target, look)
        case Grids(grids):  # pragma: no branch -- mypy proves the match exhaustive
            yield from (look.line(line, target) for line in _side_by_side(grids, target, look))


def _code(text: str, target: Target) -> list[Spans]:
    """A line of code, folded where its language goes on; each line of a comment is one."""
    spelled = text if target.unicode else in_ascii(text)
    room = _room(target)
    if spelled.startswith(COMMENT) and room is not None:
        from textwrap import wrap  # only here: most pages have no long comments

        return [[Span(line, Role.CODE)] for line in wrap(spelled, room, subsequent_indent=COMMENT)]
    code, sign, comment = spelled.partition(f"  {COMMENT}")
    *first, last = code.split(" ")
    words = (*(f"{word} " for word in first), last, *([sign + comment] if sign else []))
    return fold([token for word in words for token in (Span(word, Role.CODE), Break.WORD)], room, hang=INDENT)


def _unbroken(text: str, target: Target) -> list[Spans]:
    """A line as it is, however long."""
    return [[Span(text if target.unicode else in_ascii(text), Role.CODE)]]


def _shell_line(text: str, target: Target) -> list[Spans]:
    """A command, folded between its words where a backslash says that it goes on; each word stays whole."""
    spelled, room = text if target.unicode else in_ascii(text), _room(target)
    lines = [""]
    for word in re.findall(SHELL_WORDS, spelled):
        is_full = room is not None and len(spelled) > room and len(lines[-1] + word.rstrip()) > room - len(GOES_ON)
        lines += [" " * INDENT] if is_full and lines[-1].strip() else []
        lines[-1] += word
    signs = [GOES_ON] * (len(lines) - 1) + [""]
    return [[Span(line.rstrip() + sign, Role.CODE)] for line, sign in zip(lines, signs, strict=True)]


def _room(target: Target) -> int | None:
    return None if target.width is None else target.width - INDENT


def _table(table: Table, target: Target, look: Look) -> Iterator[str]:
    """With its lines where there is room for them, else without; else each row by itself, under the names of all."""
    if table.height <= MAX_MEASURED_ROWS:
        rows = tuple(table.each())
        table = table.replace(rows=rows, widest=rows)
    widths = table_widths(table, target.unicode)
    room = LONG if target.width is None else target.width
    if table.ruled and sum(width + look.padding for width in widths) < room:
        yield from look.table(table, widths, target)
    elif sum(width + GAP for width in widths) - GAP <= room:
        yield from table_texts(table, widths, look.line, target)
    else:
        for line in chain([table.head], (row.cells for row in table.each())):
            cells = (list(line_tokens(cell, target.unicode)) for cell in line)
            yield from (look.line(part, target) for part in packed(cells, target.width, hang=INDENT))


def _side_by_side(grids: tuple[Grid, ...], target: Target, look: Look) -> Iterator[Spans]:
    """Grids beside each other, as many as there is room for; one that is too wide is cut between its columns."""
    room = LONG if target.width is None else target.width
    line: list[list[Spans]] = []
    for grid in grids:
        widths = grid_widths(grid, target.unicode)
        pieces = [*bands(grid, widths, look.padding_of(grid), target.width and target.width - 1)]
        for (piece, chosen), words in zip(pieces, _captions(grid, [piece for piece, _ in pieces]), strict=True):
            caption = fold(line_tokens(words, target.unicode), target.width) if words else []
            drawn = [*caption, *look.grid(piece, chosen, target.unicode)]
            if line and width_of_rows([*line, drawn]) > room:
                yield from beside(line)
                yield from [[]] if grid.name else []
                line = []
            line.append(drawn)
    yield from beside(line)


def _captions(grid: Grid, pieces: Sequence[Grid]) -> Iterator[Line]:
    """What stands above each piece of a grid: its caption, or which of its columns these are."""
    last, count = 0, len(grid.columns)
    for piece in pieces:
        first, last = last + 1, last + len(piece.columns)
        yield grid.caption if len(pieces) == 1 or grid.named_part is None else (grid.named_part(first, last, count),)
