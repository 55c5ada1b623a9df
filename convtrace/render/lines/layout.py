"""Lines of monospaced text: spelling and folding. Every character is one column wide."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from typing import TypeAlias

from convtrace.document.ascii import in_ascii
from convtrace.document.blocks import Inline, Line, Mark, line_text
from convtrace.document.plain import PLAIN_ASCII, PRINTED
from convtrace.document.spans import Break, Role, Span, Token
from convtrace.document.spelling import tokens, written
from convtrace.values.formula import Formula

Spans: TypeAlias = list[Span]

ROLE_OF_MARK = {Mark.YES: Role.YES, Mark.NO: Role.NO}
WORDS = re.compile(r"\S+\s*|\s+")
RELATIONS = ("=", "≤", "<=")
LONG = 120
FREE = (Break.WORD, Break.TERM)


def line_tokens(line: Line, unicode: bool = True) -> Iterator[Token]:
    """A line as spans, spelled for its target, with the places where it may be broken."""
    for inline in line:
        found = _words(inline) if isinstance(inline, str) else _whole(inline, unicode)
        yield from found if unicode else map(_in_ascii, found)


def _words(text: str) -> Iterator[Token]:
    for word in WORDS.findall(text):
        yield Span(word, Role.PLAIN)
        if word[-1].isspace():
            yield Break.WORD


def _in_ascii(token: Token) -> Token:
    return token if isinstance(token, Break) else Span(in_ascii(token.text), token.role)


def _whole(inline: Inline, unicode: bool) -> list[Token]:
    match inline:
        case str():
            return [Span(inline, Role.PLAIN)]
        case Mark():
            return [Span(inline.value, ROLE_OF_MARK[inline])]
        case _:
            return tokens(inline, PRINTED if unicode else PLAIN_ASCII)


def spans(line: Line, unicode: bool = True) -> Spans:
    """The line unbroken."""
    parts = [token for inline in line for token in _whole(inline, unicode) if isinstance(token, Span)]
    return parts if unicode else [Span(in_ascii(part.text), part.role) for part in parts]


def index_text(formula: Formula, unicode: bool) -> str:
    """An index as it stands in such a line."""
    return written(formula, PRINTED) if unicode else in_ascii(written(formula, PLAIN_ASCII))


def cell_text(line: Line, unicode: bool) -> str:
    """The text of the line, unbroken."""
    # in ASCII a sign is spelled by what stands beside it in its span
    if not unicode:
        return text_of(spans(line, unicode))
    return line_text(line, str, partial(written, notation=PRINTED))


def hang_of(parts: Sequence[Token]) -> int:
    """The indent of the further lines of an equation: under its sign of relation."""
    texts = [token.text if isinstance(token, Span) else "" for token in parts]
    sign = next((place for place, text in enumerate(texts) if text.strip() in RELATIONS), 0)
    return len("".join(texts[:sign])) + 1


def text_of(parts: Iterable[Span]) -> str:
    return "".join(span.text for span in parts)


def width_of(parts: Iterable[Token]) -> int:
    return sum([len(token.text) for token in parts if isinstance(token, Span)])


def fold(parts: Iterable[Token], width: int | None, hang: int = 0) -> list[Spans]:
    """Lines of at most `width` columns, broken at the best places; all but the first stand `hang` further in.

    Without a width only what is longer than 120 columns is broken, and only between lines that belong apart.
    """
    all_parts = list(parts)
    if width_of(all_parts) <= (LONG if width is None else width):
        return [[token for token in all_parts if isinstance(token, Span)]]
    filler = _Filler(width, hang)
    segments = list(_split(all_parts, Break.LINE))
    roomy = width is None or all(width_of(segment) + hang <= width for segment in segments)
    run_on = [Break.TERM if token is Break.LINE else token for token in all_parts]
    for segment in segments if roomy else [run_on]:
        filler.start_line()
        filler.place(segment, FREE)
    return [_trimmed(line) for line in filler.lines]


def packed(cells: Iterable[Sequence[Token]], width: int | None, hang: int) -> list[Spans]:
    """Cells one after the other, each whole where it fits, the first at the margin."""
    filler = _Filler(width, hang)
    filler.start_line()
    for position, cell in enumerate(cells):
        gap = [Span("  ", Role.PLAIN)] if position else []
        filler.place_whole([*gap, *cell])
    return [_trimmed(line) for line in filler.lines]


class _Filler:
    """Fills one line after the other; knows how far the last one reaches and whether it is still blank."""

    def __init__(self, width: int | None, hang: int) -> None:
        self.width = width
        self.hang = hang
        self.lines: list[Spans] = []
        self.used = 0
        self.blank = True

    def start_line(self) -> None:
        self.used = self.hang if self.lines else 0
        self.lines.append([Span(" " * self.used, Role.PLAIN)])
        self.blank = True

    def place(self, atom: Sequence[Token], levels: tuple[Break, ...]) -> None:
        """Puts an atom on the current line, or on lines of its own, broken at `levels` where it is too long."""
        if self._fits(atom):
            self._add(atom)
        elif not levels:
            self._cut(atom)
        else:
            for piece in _split(atom, levels[0]):
                self.place_whole(piece, levels[1:])

    def place_whole(self, atom: Sequence[Token], levels: tuple[Break, ...] = FREE) -> None:
        """Puts an atom on a new line rather than breaking it."""
        if not self._fits(atom) and not self.blank:
            self.start_line()
        self.place(atom, levels)

    def _fits(self, atom: Sequence[Token]) -> bool:
        if self.width is None:
            return True
        return self.used + len(text_of(t for t in atom if isinstance(t, Span)).rstrip()) <= self.width

    def _add(self, atom: Sequence[Token]) -> None:
        for token in atom:
            if isinstance(token, Span):
                text = token.text.lstrip() if self.blank else token.text
                self.lines[-1].append(Span(text, token.role))
                self.used += len(text)
                self.blank = self.blank and not text

    def _cut(self, atom: Sequence[Token]) -> None:
        for token in atom:
            for character in token.text if isinstance(token, Span) else "":
                piece = [Span(character, token.role)] if isinstance(token, Span) else []
                if not self._fits(piece):
                    self.start_line()
                self._add(piece)


def _split(parts: Sequence[Token], level: Break) -> Iterator[list[Token]]:
    """The pieces between breaks that are at least as good as `level`."""
    piece: list[Token] = []
    for token in parts:
        if isinstance(token, Break) and token.value <= level.value:
            yield piece
            piece = []
        else:
            piece.append(token)
    yield piece


def _trimmed(line: Spans) -> Spans:
    trimmed = list(line)
    while trimmed and not trimmed[-1].text.strip():
        trimmed.pop()
    return [*trimmed[:-1], *(part._replace(text=part.text.rstrip()) for part in trimmed[-1:])]
