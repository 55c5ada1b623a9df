"""Blocks of a page as HTML: text, equations that break where there is no room, tables and grids."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from itertools import chain

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
    Tone,
)
from convtrace.document.spans import Break, Role, Span
from convtrace.render.lines.layout import index_text, line_tokens, spans, text_of, width_of
from convtrace.render.pastels import shade_fill
from convtrace.render.row_texts import row_texts
from convtrace.render.xml_text import escaped, marked, prose_spans
from convtrace.values.formula import Formula

# in text that is escaped already, without the point at the end of a sentence
ADDRESS = re.compile(r"https?://(?:&amp;|[^\s<>&])*(?:&amp;|[^\s<>&.,;:!?)])")
ONE_LINE = 60
EDGE = "ct-edge"
GROUP = '<tr class="group">'


def box(label: str, look: str = "") -> str:
    """The start of a box that scrolls where there is no room for it, also by the keyboard."""
    return f'<div class="{f"wide {look}".rstrip()}" tabindex="0" role="group" aria-label="{escaped(label)}">\n'


def html_block(block: Block) -> Iterator[str]:
    """A block of a page, in pieces."""
    match block:
        case Heading(line, level):
            yield f"<h{level}>{html_line(line)}</h{level}>\n"
        case Paragraph(line):
            yield f"<p>{html_line(line)}</p>\n"
        case Equation(formula, strong):
            yield f'<p class="equation{" answer" * strong}">{_equation(formula)}</p>\n'
        case Code(text):
            yield f"<pre><code>{_linked(escaped(text))}</code></pre>\n"
        case Table():
            yield from _table(block)
        case Grids(grids):  # pragma: no branch -- mypy proves the match exhaustive
            yield from ('<div class="grids">\n', *map(_grid, grids), "</div>\n")


def html_line(line: Line) -> str:
    """A line of text, in which addresses can be followed."""
    return _linked(marked(prose_spans(line)))


def _index(formula: Formula) -> str:
    return escaped(index_text(formula, unicode=True))


def _linked(text: str) -> str:
    """Text in which addresses can be followed."""
    return ADDRESS.sub(r'<a href="\g<0>">\g<0></a>', text)


def _equation(formula: Formula) -> str:
    """An equation, broken where it reads well, and elsewhere only where there is no room."""
    parts = list(line_tokens((formula,)))
    long = width_of(parts) > ONE_LINE
    pieces: list[list[Span]] = [[]]
    breaks = []
    for token in parts:
        if isinstance(token, Span):
            pieces[-1].append(token)
        else:
            breaks.append("<br>" if long and token is Break.LINE else "<wbr>")
            pieces.append([])
    return "".join(chain.from_iterable(zip(map(_whole, pieces), [*breaks, ""], strict=True)))


def _whole(piece: Iterable[Span]) -> str:
    return f'<span class="whole">{marked(piece)}</span>'


def _table(table: Table) -> Iterator[str]:
    label = ", ".join(filter(None, (text_of(spans(cell)).strip() for cell in table.head)))
    yield box(label) + f"<table>\n<thead><tr>{''.join(map(_head, table.head))}</tr></thead>\n<tbody>\n"
    for starts, cells in row_texts(table.rows, html_line, _index):
        yield f"{GROUP if starts else '<tr>'}<td>{'</td><td>'.join(cells)}</td></tr>\n"
    yield "</tbody>\n</table>\n</div>\n"


def _head(line: Line, edge: bool = False) -> str:
    """A header, or a plain cell where there is nothing that it could say; with a line on its left at an edge."""
    words, look = html_line(line), f' class="{EDGE}"' * edge
    return f'<th scope="col"{look}>{words}</th>' if words.strip() else "<td></td>"


def _grid(grid: Grid) -> str:
    caption = f"<caption>{html_line(grid.caption)}</caption>\n" if grid.caption else ""
    edges = {*grid.block_starts}
    rows = "".join(
        _grid_row(label, cells, edges, number in grid.starts) for number, (label, cells) in enumerate(grid.rows)
    )
    heads = "".join(_head(head, number in edges) for number, head in enumerate(grid.columns))
    blocks = "".join(
        f'<th scope="colgroup" class="{EDGE}" colspan="{width}">{html_line(shared)}</th>'
        for shared, width in grid.blocks
    )
    above = f"<tr><td></td>{blocks}</tr>\n" if grid.blocks else ""
    head = f"<thead>{above}<tr><td>{html_line(grid.corner)}</td>{heads}</tr></thead>"
    ruled = "grid ruled" if grid.ruled else "grid"
    label = text_of(spans(grid.caption or grid.corner))
    return box(label) + f'<table class="{ruled}">\n{caption}{head}\n<tbody>\n{rows}</tbody>\n</table>\n</div>\n'


def _grid_row(label: Line, cells: tuple[Cell, ...], edges: Collection[int], begins_block: bool) -> str:
    ruler = f'<th scope="row">{html_line(label)}</th>' if label else "<td></td>"
    drawn = "".join(_cell(cell, number in edges) for number, cell in enumerate(cells))
    look = ' class="ct-below"' * begins_block
    return f"<tr{look}>{ruler}{drawn}</tr>\n"


def _cell(cell: Cell, edge: bool = False) -> str:
    color = shade_fill(cell)
    filled = f' style="background:{color}"' if color else ""
    look = f"ct-{cell.tone.value}" if cell.tone is not Tone.REST else "ct-cell"
    lines = [spans(line) for line in cell.lines if line]
    if [*map(len, lines)] == [1] and lines[0][0].role is not Role.PLAIN:
        look, text = f"{look} ct-{lines[0][0].role.value}", escaped(lines[0][0].text)
    else:
        text = "<br>".join(map(marked, lines))
    return f'<td class="{look}{" ct-on" * bool(color)}{f" {EDGE}" * edge}"{filled}>{text}</td>'
