"""Text inside HTML and SVG: escaped, its roles as classes; what XML can't hold is left out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from html import escape
from itertools import groupby
from operator import attrgetter

from convtrace.document.blocks import Drawable, Equation, Heading, Line, Paragraph
from convtrace.document.spans import Role, Span, Token
from convtrace.document.spelling import REMEMBERED
from convtrace.render.lines.layout import line_tokens, spans, text_of

TIMES = "·"
ENDS_OF_PLANES = "".join(chr(plane + last) for plane in range(0, 0x110000, 0x10000) for last in (0xFFFE, 0xFFFF))
ILLEGAL = re.compile(f"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef{ENDS_OF_PLANES}]")


def escaped(text: str) -> str:
    r"""Text that is nothing but text, also between quotes.

    >>> escaped("<i>\x07 & 'q'")
    '&lt;i&gt; &amp; &#x27;q&#x27;'
    """
    return escape(ILLEGAL.sub("", text))


def marked(parts: Iterable[Span]) -> str:
    """Spans as elements with the class of their role, neighbours of one role as one."""
    runs = groupby(parts, attrgetter("role"))
    return "".join([_element("".join([part.text for part in run]), role) for role, run in runs])


@lru_cache(maxsize=REMEMBERED)
def _element(text: str, role: Role) -> str:
    return escaped(text) if role is Role.PLAIN else f'<span class="ct-{role.value}">{escaped(text)}</span>'


def prose(line: Line) -> Iterator[Token]:
    """A line in which all of a formula has a role of its own, so that it differs from the words around it.

    A lone sign between two elements looks the same among words.
    """
    for inline in line:
        formula = not isinstance(inline, str)
        for token in line_tokens((inline,)):
            if formula and isinstance(token, Span) and token.role is Role.PLAIN and token.text != TIMES:
                yield Span(token.text, Role.CODE)
            else:
                yield token


def prose_spans(line: Line) -> list[Span]:
    """The spans of such a line, without places to break it."""
    return [token for token in prose(line) if isinstance(token, Span)]


def spoken(blocks: Iterable[Drawable]) -> str:
    """Words of the blocks outside their grids and tables, for people who don't see the picture."""
    said = []
    for block in blocks:
        match block:
            case Heading(line) | Paragraph(line):
                said.append(text_of(spans(line)).rstrip("."))
            case Equation(formula):
                said.append(text_of(spans((formula,))))
            case _:
                pass
    return "".join(f"{part}. " for part in said).rstrip()


def name(blocks: Iterable[Drawable]) -> str:
    """The first heading, or the program's name where there is none."""
    lines = (block.line for block in blocks if isinstance(block, Heading))
    return text_of(spans(next(lines, ("convtrace",))))


def spelled(pieces: Iterable[str], unicode: bool) -> Iterator[str]:
    """The pieces as they are, or in ASCII with numbers for all other characters."""
    for piece in pieces:
        yield piece if unicode else piece.encode("ascii", "xmlcharrefreplace").decode("ascii")
