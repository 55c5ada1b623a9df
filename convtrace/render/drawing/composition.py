"""Blocks as one SVG drawing on a card of its own, one block below the other, grids beside each other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, groupby, zip_longest
from math import ceil

from convtrace.document.blocks import Code, Drawable, Equation, Grid, Grids, Heading, Line, Paragraph, Table
from convtrace.document.spans import Role, Span
from convtrace.document.sparse_matrix import SparseMatrix
from convtrace.render.drawing.cells import grids_drawn
from convtrace.render.drawing.colors import MONO, Scheme
from convtrace.render.drawing.dots import dots_drawn
from convtrace.render.drawing.elements import element
from convtrace.render.drawing.shapes import (
    FONTS,
    Box,
    Drawn,
    Kind,
    Letters,
    Rule,
    Shape,
    lettered,
    placed,
    together,
    wide,
)
from convtrace.render.lines.layout import Spans, fold, hang_of, line_tokens, width_of
from convtrace.render.xml_text import escaped, prose, prose_spans
from convtrace.values.formula import Formula
from convtrace.values.named_tuple import NamedTuple

BLOCK_GAP = 22
APART, CLOSE = 44, 22
SENTENCE = 110
# bold letters are wider, and the font is the reader's
HEADLINE = 84
EQUATION = 104
LEADING = 1.5
COLUMN_GAP = 24
ATTRIBUTES = f'font-family="{MONO}" xml:space="preserve" role="img"'
NAMESPACE = 'xmlns="http://www.w3.org/2000/svg"'
CLOSING = "</svg>\n"
NOTHING = Drawn(0, 0, ())


class Frame(NamedTuple):
    """Widths that a drawing keeps to: its margin, the room for what stands side by side, that of a caption at least."""

    margin: int = 28
    room: int = 1216
    caption: int = 270


class Group(NamedTuple):
    """The grids of one block, each in all frames, and how they are to stand."""

    grids: tuple[tuple[Grid, ...], ...]
    across: int | None
    alike: bool


def svg_picture(
    blocks: Iterable[Drawable],
    alt: str,
    scheme: Scheme | None = Scheme.LIGHT,
    head: str = "",
    frame: Frame | None = None,
) -> Iterator[str]:
    """The whole element; with a head, which has its title, it is a file of its own."""
    picture = composed([list(blocks)], frame or Frame())
    yield opening(picture, alt, file=bool(head))
    yield head
    yield from (element(shape, scheme) for shape in picture.shapes)
    yield CLOSING


def composed(frames: Sequence[Sequence[Drawable]], frame: Frame) -> Drawn:
    """The blocks of a picture on a card, or those of each frame of one that moves: a block has the same room in all."""
    parts = list(_parts(frames, frame))
    width = max((part.width for part in parts), default=0) + 2 * frame.margin
    height = sum(part.height + BLOCK_GAP for part in parts) - BLOCK_GAP + 2 * frame.margin
    card = Box("card", 0.5, 0.5, round(width) - 1, round(height) - 1, radius=14)
    stacked = Drawn(width, height, _column_of(parts))
    return Drawn(width, height, chain([card], placed(stacked, frame.margin, frame.margin)))


def opening(picture: Drawn, alt: str, *, file: bool, more: str = "") -> str:
    """The start of the element, of a file of its own or of a part of a page."""
    width, height = f"{picture.width:.0f}", f"{picture.height:.0f}"
    size = f'viewBox="0 0 {width} {height}" width="{width}" height="{height}"'
    return (
        f'<svg {NAMESPACE + " " if file else ""}class="ct-svg" {size} {ATTRIBUTES}{more} aria-label="{escaped(alt)}">\n'
    )


def _parts(frames: Sequence[Sequence[Drawable]], frame: Frame) -> Iterator[Drawn]:
    groups: list[Group] = []
    for blocks in zip_longest(*frames):
        grids = [block for block in blocks if isinstance(block, Grids)]
        others = [block for block in blocks if not isinstance(block, Grids)]
        if grids:
            groups.append(
                Group(tuple(zip(*(each.grids for each in grids), strict=True)), grids[0].across, grids[0].alike)
            )
        else:
            yield from _side_by_side(groups, frame)
            groups = []
            yield together([_part(block, frame.room) if block else NOTHING for block in others])
    yield from _side_by_side(groups, frame)


def _side_by_side(groups: list[Group], frame: Frame) -> Iterator[Drawn]:
    """A lone image beside its kernels; many slices of the image above the slices of the kernel."""
    kinds = [groups] if len(groups) == 2 else [list(run) for _, run in groupby(groups, lambda group: len(group.grids))]
    for kind in kinds:
        yield from _shelves([_group(group, frame) for group in kind], APART, frame.room)


def _part(block: Heading | Paragraph | Equation | Code | Table | SparseMatrix, room: int) -> Drawn:
    match block:
        case SparseMatrix():
            return dots_drawn(block, room)
        case Heading(line, level):
            return _text(fold(prose(line), HEADLINE), Kind.TITLE if level == 1 else Kind.SECTION)
        case Paragraph(line):
            return _text(fold(prose(line), SENTENCE), Kind.WORDS)
        case Equation(formula, strong):
            return _equation(formula, Kind.ANSWER if strong else Kind.FORMULA)
        case Code(text):
            return _text([[Span(line, Role.CODE)] for line in text.splitlines()], Kind.FORMULA)
        case Table():  # pragma: no branch -- mypy proves the match exhaustive
            return _table(block)


def _text(lines: list[Spans], kind: Kind) -> Drawn:
    leading = FONTS[kind].size * LEADING
    shapes = chain.from_iterable(
        lettered(line, kind, 0, round(leading * number - 0.35 * leading, 1)) for number, line in enumerate(lines, 1)
    )
    return Drawn(max(wide(kind, width_of(line)) for line in lines), leading * len(lines), shapes)


def _equation(formula: Formula, kind: Kind) -> Drawn:
    parts = list(line_tokens((formula,)))
    return _text(fold(parts, EQUATION, hang=hang_of(parts)), kind)


def _table(table: Table) -> Drawn:
    """Drawn as its rows come: height and width are known before."""
    lines = [table.head, *(row.cells for row in table.widest)]
    widths = [
        max(wide(Kind.FORMULA, width_of(prose_spans(cell))) for cell in column) for column in zip(*lines, strict=True)
    ]
    lefts = [sum(widths[:number]) + COLUMN_GAP * number for number in range(len(widths))]
    leading = FONTS[Kind.FORMULA].size * LEADING
    width = lefts[-1] + widths[-1]
    return Drawn(width, leading * (table.height + 1), _table_shapes(table, lefts, width, leading))


def _table_shapes(table: Table, lefts: list[float], width: float, leading: float) -> Iterator[Shape]:
    yield from _row(table.head, lefts, leading, Kind.CAPTION)
    for number, row in enumerate(table.each(), start=1):
        if number == 1 or row.starts_group:
            yield Rule(0, leading * number, width)
        yield from _row(row.cells, lefts, leading * (number + 1), Kind.WORDS)


def _row(cells: tuple[Line, ...], lefts: list[float], bottom: float, kind: Kind) -> Iterator[Letters]:
    base = round(bottom - 6.5, 1)
    for cell, left in zip(cells, lefts, strict=True):
        yield from lettered(prose_spans(cell), kind, left, base)


def _shelves(groups: list[Drawn], gap: int, room: int) -> Iterator[Drawn]:
    """Groups beside each other, as many as there is room for."""
    shelf: list[Drawn] = []
    for group in groups:
        if shelf and _beside([*shelf, group], gap).width > room:
            yield _beside(shelf, gap)
            shelf = []
        shelf.append(group)
    yield _beside(shelf, gap)


def _group(group: Group, frame: Frame) -> Drawn:
    """The grids of one block, with an arrow between two that hold the same kernel elements."""
    if group.alike:
        drawn = grids_drawn([grid for grid, *_ in group.grids], frame.caption)
    else:
        drawn = [together(grids_drawn(grids, frame.caption)) for grids in group.grids]
    if group.across is not None:
        return _rows(drawn, group.across)
    if len(drawn) == 2 and _elements(group.grids[0][0]) == _elements(group.grids[1][0]) != set():
        drawn.insert(1, _arrow(drawn[1].height))
    shelves = list(_shelves(drawn, CLOSE, frame.room))
    if len({each.width for each in drawn}) == 1:
        return _rows(drawn, ceil(len(drawn) / len(shelves)))
    return _stack(shelves)


def _rows(drawn: list[Drawn], across: int) -> Drawn:
    return _stack([_beside(drawn[start : start + across], CLOSE) for start in range(0, len(drawn), across)])


def _elements(grid: Grid) -> set[float]:
    return {cell.shade for _, cells in grid.rows for cell in cells if cell.shade is not None}


def _arrow(height: float) -> Drawn:
    return Drawn(FONTS[Kind.SIGN].size, height, lettered([Span("→", Role.PLAIN)], Kind.SIGN, 0, height / 2 + 30))


def _beside(drawn: list[Drawn], gap: int) -> Drawn:
    width = sum(one.width + gap for one in drawn) - gap
    height = max(one.height for one in drawn)
    return Drawn(width, height, _row_of(drawn, gap, height))


def _row_of(drawn: list[Drawn], gap: int, height: float) -> Iterator[Shape]:
    """Groups stand with their first lines level, the grids of one group with their last."""
    left: float = 0
    for one in drawn:
        yield from placed(one, left, height - one.height if gap == CLOSE else 0)
        left += one.width + gap


def _stack(drawn: list[Drawn]) -> Drawn:
    height = sum(one.height + BLOCK_GAP for one in drawn) - BLOCK_GAP
    return Drawn(max(one.width for one in drawn), height, _column_of(drawn))


def _column_of(drawn: list[Drawn]) -> Iterator[Shape]:
    top: float = 0
    for one in drawn:
        yield from placed(one, 0, top)
        top += one.height + BLOCK_GAP
