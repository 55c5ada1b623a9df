"""html: one page that needs nothing else; the answer and its picture first, then every step as text and tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain

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
    Tone,
)
from convtrace.document.spelling import Break, Span
from convtrace.render.drawing.cells import shade_fill
from convtrace.render.drawing.composition import svg_picture
from convtrace.render.drawing.lettering import style_sheet
from convtrace.render.drawing.page_style import page_style
from convtrace.render.lines.layout import line_tokens, spans, width_of
from convtrace.render.xml_text import escaped, marked, name, prose_spans, spelled, spoken
from convtrace.values.formula import Formula

SUFFIXES = (".html", ".htm")
ONE_LINE = 60
GROUP = '<tr class="group">'


def render(document: Document, target: Target) -> Iterator[str]:
    draw = _part if target.standalone is False else _page
    return spelled(draw(document), target.unicode)


def _page(document: Document) -> Iterator[str]:
    lead, rest = _lead(iter(document.blocks))
    yield '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
    yield f"<title>{escaped(name(lead))}</title>\n<style>\n{page_style()}</style>\n</head>\n<body>\n<main>\n"
    yield from _content(document, lead, rest)
    yield "</main>\n</body>\n</html>\n"


def _part(document: Document) -> Iterator[str]:
    """The content for another page, which keeps its own looks."""
    yield f"<article>\n<style>\n{style_sheet()}</style>\n"
    yield from _content(document, *_lead(iter(document.blocks)))
    yield "</article>\n"


def _content(document: Document, lead: list[Block], rest: Iterator[Block]) -> Iterator[str]:
    for block in lead:
        yield from _block(block)
    if lead:
        yield from _figure(list(document.picture()), lead)
    for block in rest:
        yield from _block(block)


def _lead(blocks: Iterator[Block]) -> tuple[list[Block], Iterator[Block]]:
    """The blocks above the first section of a page that has a title, and the rest."""
    lead: list[Block] = []
    for block in blocks:
        title = isinstance(block, Heading) and block.level == 1
        if not (isinstance(block, Equation | Paragraph) if lead else title):
            return lead, chain((block,), blocks)
        lead.append(block)
    return lead, blocks


def _figure(picture: list[Block], lead: list[Block]) -> Iterator[str]:
    """The picture's grids as a drawing; its sentences below, and all its words for those who don't see it."""
    grids = [block for block in picture if isinstance(block, Grids)]
    if grids:
        yield '<figure>\n<div class="wide" tabindex="0">\n'
        yield from svg_picture(grids, spoken(picture))
        yield "</div>\n"
        said = [_words(block.line) for block in picture if isinstance(block, Paragraph) and block not in lead]
        yield f"<figcaption>{'<br>'.join(said)}</figcaption>\n</figure>\n"


def _block(block: Block) -> Iterator[str]:
    match block:
        case Heading(line, level):
            yield f"<h{level}>{_words(line)}</h{level}>\n"
        case Paragraph(line):
            yield f"<p>{_words(line)}</p>\n"
        case Equation(formula, strong):
            yield f'<p class="equation{" answer" * strong}">{_equation(formula)}</p>\n'
        case Code(text):
            yield f'<pre tabindex="0"><code>{escaped(text)}</code></pre>\n'
        case Table():
            yield from _table(block)
        case Grids(grids):  # pragma: no branch -- mypy proves the match exhaustive
            yield from ('<div class="grids">\n', *map(_grid, grids), "</div>\n")


def _words(line: Line) -> str:
    return marked(prose_spans(line), "span")


def _equation(formula: Formula) -> str:
    """An equation, broken where it reads well, and elsewhere only where there is no room."""
    parts = list(line_tokens((formula,)))
    long = width_of(parts) > ONE_LINE
    pieces: list[list[Span]] = [[]]
    written = ""
    for token in parts:
        if isinstance(token, Span):
            pieces[-1].append(token)
        else:
            written += _whole(pieces[-1]) + ("<br>" if long and token is Break.LINE else "<wbr>")
            pieces.append([])
    return written + _whole(pieces[-1])


def _whole(piece: Iterable[Span]) -> str:
    return f'<span class="whole">{marked(piece, "span")}</span>'


def _table(table: Table) -> Iterator[str]:
    head = "".join(f'<th scope="col">{_words(cell)}</th>' for cell in table.head)
    yield f'<div class="wide" tabindex="0">\n<table>\n<thead><tr>{head}</tr></thead>\n<tbody>\n'
    for row in table.rows:
        cells = "".join(f"<td>{_words(cell)}</td>" for cell in row.cells)
        yield f"{GROUP if row.starts_group else '<tr>'}{cells}</tr>\n"
    yield "</tbody>\n</table>\n</div>\n"


def _grid(grid: Grid) -> str:
    caption = f"<caption>{_words(grid.caption)}</caption>\n" if grid.caption else ""
    columns = "".join(f'<th scope="col">{_words(head)}</th>' for head in grid.columns)
    rows = "".join(_grid_row(label, cells) for label, cells in grid.rows)
    head = f"<thead><tr><td>{_words(grid.corner)}</td>{columns}</tr></thead>"
    look = "grid ruled" if grid.ruled else "grid"
    body = f"<tbody>\n{rows}</tbody>"
    return f'<div class="wide" tabindex="0">\n<table class="{look}">\n{caption}{head}\n{body}\n</table>\n</div>\n'


def _grid_row(label: Line, cells: tuple[Cell, ...]) -> str:
    ruler = f'<th scope="row">{_words(label)}</th>' if label else "<td></td>"
    return f"<tr>{ruler}{''.join(map(_cell, cells))}</tr>\n"


def _cell(cell: Cell) -> str:
    color = shade_fill(cell)
    filled = f' style="background:{color}"' if color else ""
    look = f"ct-{cell.tone.value}" if cell.tone is not Tone.REST else "ct-cell"
    lines = "<br>".join(marked(spans(line), "span") for line in cell.lines if line)
    return f'<td class="{look}{" ct-on" * bool(color)}"{filled}>{lines}</td>'
