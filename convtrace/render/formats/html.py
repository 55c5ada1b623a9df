"""html: one page that needs nothing else; the answer and its picture first, then every step as text and tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain

from convtrace.document.blocks import (
    Block,
    Document,
    Drawable,
    Equation,
    Grids,
    Heading,
    Motion,
    Paragraph,
    Target,
)
from convtrace.document.sparse_matrix import SparseMatrix
from convtrace.render.drawing.colors import Scheme
from convtrace.render.drawing.composition import Frame, svg_picture
from convtrace.render.drawing.cropping import cropped
from convtrace.render.drawing.page_style import page_style, part_style
from convtrace.render.html_blocks import box, html_block, html_line
from convtrace.render.lines.layout import text_of
from convtrace.render.xml_text import escaped, name, prose_spans, spelled, spoken
from convtrace.values.named_tuple import NamedTuple


class View(NamedTuple):
    """A drawing of the picture for windows of one width: its class, its frame, and whether it has only what is used."""

    look: str
    frame: Frame
    is_cropped: bool = False


SUFFIXES = (".html", ".htm")
THEMED = True
NARROW = View("narrow", Frame(margin=4, room=320, caption=160), is_cropped=True)
ON_PAGE = (NARROW, View("broad", Frame()))
# the column of a notebook
IN_COLUMN = (NARROW, View("broad", Frame(margin=16, room=700)))
# below views that have the image whole
BELOW = (View("", Frame(margin=16), is_cropped=True),)
PAUSED = (
    "figure:has(.ct-pause:checked) g{animation-play-state:paused!important}"
    "figure:has(.ct-pause)>figcaption{margin:0 0 .6rem}"
    "@media (hover:none){.ct-key{display:none}}"
    "@media (prefers-reduced-motion:reduce){label:has(.ct-pause){display:none}}"
    "@media print{label:has(.ct-pause){display:none}}"
)


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
        yield from html_block(block)
    if document.motion is not None:
        yield from _moving(document.motion, lead, scheme)
        yield f"<details>\n<summary>{escaped(document.motion.below)}</summary>\n"
    elif lead:
        yield from _figure(list(document.picture()), lead, scheme, views)
    for block in rest:
        yield from html_block(block)
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
            yield box(name(lead), view.look)
            drawn = small if view.is_cropped else grids
            yield from svg_picture(drawn, words, scheme, frame=view.frame)
            yield "</div>\n"
        said = [html_line(block.line) for block in picture if isinstance(block, Paragraph) and block not in lead]
        yield f"<figcaption>{'<br>'.join(said)}</figcaption>\n</figure>\n"


def _moving(motion: Motion, lead: list[Block], scheme: Scheme | None) -> Iterator[str]:
    """The picture that moves, without what is above it, below a switch that stops it, where anything moves.

    On a page of its own the space bar turns the switch at once: there nothing else waits for keys.
    """
    from convtrace.render.drawing.moving_svg import svg_motion  # only here: most pages stand still

    focus, key = (" autofocus", f' <span class="ct-key">({escaped(motion.key)})</span>') if scheme is None else ("", "")
    switch = f'<label><input class="ct-pause" type="checkbox"{focus}> {escaped(motion.pause)}{key}</label>'
    yield f"<figure>\n<style>{PAUSED}</style>\n<figcaption>{switch}</figcaption>\n"
    yield box(name(lead))
    untitled = motion.replace(
        frames=lambda: ([each for each in frame if each not in lead] for frame in motion.frames())
    )
    yield from svg_motion(untitled, text_of(prose_spans(motion.words)), scheme)
    yield "</div>\n</figure>\n"
