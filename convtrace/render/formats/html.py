"""html: one page that needs nothing else; the answer and its picture first, then every step as text and tables."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import chain

from convtrace.document.blocks import (
    Block,
    Cell,
    Code,
    Document,
    Drawable,
    Equation,
    Grid,
    Grids,
    Heading,
    Line,
    Motion,
    Paragraph,
    Table,
    Target,
    Tone,
)
from convtrace.document.spans import Break, Role, Span
from convtrace.document.sparse_matrix import SparseMatrix
from convtrace.render.drawing.colors import Scheme
from convtrace.render.drawing.composition import Frame, svg_picture
from convtrace.render.drawing.cropping import cropped
from convtrace.render.drawing.page_style import page_style, part_style
from convtrace.render.lines.layout import index_text, line_tokens, spans, text_of, width_of
from convtrace.render.pastels import shade_fill
from convtrace.render.row_texts import row_texts
from convtrace.render.xml_text import escaped, marked, name, prose_spans, spelled, spoken
from convtrace.values.formula import Formula
from convtrace.values.named_tuple import NamedTuple


class View(NamedTuple):
    """A drawing of the picture for windows of one width: its class, its frame, and whether it has only what is used."""

    look: str
    frame: Frame
    is_cropped: bool = False


SUFFIXES = (".html", ".htm")
THEMED = True
EDGE = "ct-edge"
NARROW = View("narrow", Frame(margin=4, room=320, caption=160), is_cropped=True)
ON_PAGE = (NARROW, View("broad", Frame()))
# the column of a notebook
IN_COLUMN = (NARROW, View("broad", Frame(margin=16, room=700)))
# below views that have the image whole
BELOW = (View("", Frame(margin=16), is_cropped=True),)
# in text that is escaped already, without the point at the end of a sentence
ADDRESS = re.compile(r"https?://(?:&amp;|[^\s<>&])*(?:&amp;|[^\s<>&.,;:!?)])")
ONE_LINE = 60
PAUSED = (
    "figure:has(.ct-pause:checked) g{animation-play-state:paused!important}"
    "@media (prefers-reduced-motion:reduce){label:has(.ct-pause){display:none}}"
    "@media print{label:has(.ct-pause){display:none}}"
)
GROUP = '<tr class="group">'


def render(document: Document, target: Target) -> Iterator[str]:
    if target.standalone is False:
        made = _part(document)
    elif document.live is None:
        made = _page(document, target.theme or "auto")
    else:
        from convtrace.render.drawing.live_page import live_page  # only here: most pages have no script

        made = live_page(_page(document, target.theme or "auto"), document.live(), ascii_only=not target.unicode)
    return spelled(made, target.unicode)


def _page(document: Document, theme: str) -> Iterator[str]:
    lead, rest = _lead(iter(document.blocks))
    yield '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
    yield f"<title>{escaped(name(lead))}</title>\n<style>\n{page_style(theme)}</style>\n</head>\n<body>\n"
    yield '<main class="convtrace">\n'
    yield from _content(document, lead, rest, None, ON_PAGE if document.live is None else BELOW)
    yield "</main>\n</body>\n</html>\n"


def _part(document: Document) -> Iterator[str]:
    """The content for another page, which keeps its own looks and gives the part its ink."""
    yield f'<article class="convtrace">\n<style>\n{part_style()}</style>\n'
    yield from _content(document, *_lead(iter(document.blocks)), Scheme.LIGHT, IN_COLUMN)
    yield "</article>\n"


def _content(
    document: Document, lead: list[Block], rest: Iterator[Block], scheme: Scheme | None, views: Sequence[View]
) -> Iterator[str]:
    for block in lead:
        yield from _block(block)
    if document.motion is not None:
        yield from _moving(document.motion, lead, scheme)
        yield f"<details>\n<summary>{escaped(document.motion.below)}</summary>\n"
    elif lead:
        yield from _figure(list(document.picture()), lead, scheme, views)
    for block in rest:
        yield from _block(block)
    if document.motion is not None:
        yield "</details>\n"


def _lead(blocks: Iterator[Block]) -> tuple[list[Block], Iterator[Block]]:
    """The blocks above the first section of a page that has a title, and the rest."""
    lead: list[Block] = []
    for block in blocks:
        title = isinstance(block, Heading) and block.level == 1
        if not (isinstance(block, Equation | Paragraph) if lead else title):
            return lead, chain((block,), blocks)
        lead.append(block)
    return lead, blocks


def _figure(picture: list[Drawable], lead: list[Block], scheme: Scheme | None, views: Sequence[View]) -> Iterator[str]:
    """The picture's grids as a drawing; its sentences below, and all its words for those who don't see it.

    A phone shows the part of each grid that is used, one grid below the other.
    """
    grids = [block for block in picture if isinstance(block, Grids | SparseMatrix)]
    if grids:
        small = [Grids(tuple(map(cropped, block.grids))) if isinstance(block, Grids) else block for block in grids]
        words = spoken(picture)
        yield "<figure>\n"
        for view in views:
            yield _box(name(lead), view.look)
            drawn = small if view.is_cropped else grids
            yield from svg_picture(drawn, words, scheme, frame=view.frame)
            yield "</div>\n"
        said = [_words(block.line) for block in picture if isinstance(block, Paragraph) and block not in lead]
        yield f"<figcaption>{'<br>'.join(said)}</figcaption>\n</figure>\n"


def _moving(motion: Motion, lead: list[Block], scheme: Scheme | None) -> Iterator[str]:
    """The picture that moves, without what is above it, and a switch that stops it, where anything moves."""
    from convtrace.render.drawing.moving_svg import svg_motion  # only here: most pages stand still

    yield f"<figure>\n<style>{PAUSED}</style>\n{_box(name(lead))}"
    untitled = motion.replace(
        frames=lambda: ([each for each in frame if each not in lead] for frame in motion.frames())
    )
    yield from svg_motion(untitled, text_of(prose_spans(motion.words)), scheme)
    switch = '<input class="ct-pause" type="checkbox">'
    yield f"</div>\n<figcaption><label>{switch} {escaped(motion.pause)}</label></figcaption>\n</figure>\n"


def _box(label: str, look: str = "") -> str:
    """The start of a box that scrolls where there is no room for it, also by the keyboard."""
    return f'<div class="{f"wide {look}".rstrip()}" tabindex="0" role="group" aria-label="{escaped(label)}">\n'


def _block(block: Block) -> Iterator[str]:
    match block:
        case Heading(line, level):
            yield f"<h{level}>{_words(line)}</h{level}>\n"
        case Paragraph(line):
            yield f"<p>{_words(line)}</p>\n"
        case Equation(formula, strong):
            yield f'<p class="equation{" answer" * strong}">{_equation(formula)}</p>\n'
        case Code(text):
            yield f"<pre><code>{_linked(escaped(text))}</code></pre>\n"
        case Table():
            yield from _table(block)
        case Grids(grids):  # pragma: no branch -- mypy proves the match exhaustive
            yield from ('<div class="grids">\n', *map(_grid, grids), "</div>\n")


def _words(line: Line) -> str:
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
    yield _box(label) + f"<table>\n<thead><tr>{''.join(map(_head, table.head))}</tr></thead>\n<tbody>\n"
    for starts, cells in row_texts(table.rows, _words, _index):
        yield f"{GROUP if starts else '<tr>'}<td>{'</td><td>'.join(cells)}</td></tr>\n"
    yield "</tbody>\n</table>\n</div>\n"


def _head(line: Line, edge: bool = False) -> str:
    """A header, or a plain cell where there is nothing that it could say; with a line on its left at an edge."""
    words, look = _words(line), f' class="{EDGE}"' * edge
    return f'<th scope="col"{look}>{words}</th>' if words.strip() else "<td></td>"


def _grid(grid: Grid) -> str:
    caption = f"<caption>{_words(grid.caption)}</caption>\n" if grid.caption else ""
    edges = {*grid.block_starts}
    rows = "".join(
        _grid_row(label, cells, edges, number in grid.starts) for number, (label, cells) in enumerate(grid.rows)
    )
    heads = "".join(_head(head, number in edges) for number, head in enumerate(grid.columns))
    blocks = "".join(
        f'<th scope="colgroup" class="{EDGE}" colspan="{width}">{_words(shared)}</th>' for shared, width in grid.blocks
    )
    above = f"<tr><td></td>{blocks}</tr>\n" if grid.blocks else ""
    head = f"<thead>{above}<tr><td>{_words(grid.corner)}</td>{heads}</tr></thead>"
    ruled = "grid ruled" if grid.ruled else "grid"
    label = text_of(spans(grid.caption or grid.corner))
    return _box(label) + f'<table class="{ruled}">\n{caption}{head}\n<tbody>\n{rows}</tbody>\n</table>\n</div>\n'


def _grid_row(label: Line, cells: tuple[Cell, ...], edges: Collection[int], begins_block: bool) -> str:
    ruler = f'<th scope="row">{_words(label)}</th>' if label else "<td></td>"
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
