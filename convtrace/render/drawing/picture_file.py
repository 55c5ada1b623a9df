"""The picture of a document as a file of its own, which needs no style sheet."""

from __future__ import annotations

from collections.abc import Iterator

from convtrace.document.blocks import Document
from convtrace.render.drawing.colors import Scheme
from convtrace.render.drawing.composition import svg_picture
from convtrace.render.drawing.elements import on, rules
from convtrace.render.lines.layout import text_of
from convtrace.render.xml_text import escaped, name, prose_spans, spelled, spoken

# for readers whose screen may be dark, asked for by name: some readers apply half of it
DARK_SCREEN = "@media screen and (prefers-color-scheme:dark)"
AUTO = f"<style>{DARK_SCREEN}{{\n.ct-svg{{{on(Scheme.DARK)}}}\n{rules()}}}</style>\n"


def svg_file(document: Document, theme: str, unicode: bool) -> Iterator[str]:
    """The picture on a light or a dark card, or on one that follows the reader's screen (`auto`)."""
    scheme = Scheme.DARK if theme == "dark" else Scheme.LIGHT
    if document.motion is not None:
        from convtrace.render.drawing.moving_svg import svg_motion  # only here: most pictures stand still

        words = text_of(prose_spans(document.motion.words))
        head = f"<title>{escaped(words)}</title>\n{AUTO if theme == 'auto' else ''}"
        return spelled(svg_motion(document.motion, words, scheme, head), unicode)
    blocks = list(document.picture())
    head = f"<title>{escaped(name(blocks))}</title>\n{AUTO if theme == 'auto' else ''}"
    return spelled(svg_picture(blocks, spoken(blocks), scheme, head), unicode)
