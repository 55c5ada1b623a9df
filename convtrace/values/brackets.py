"""Rows in brackets → Values: [[1, 2], [3, 4]] as in Python, [[1. 2.] [3. 4.]] as in NumPy, [1 2; 3 4] as in MATLAB."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from convtrace.errors import ConvtraceError
from convtrace.values.exact import Values
from convtrace.values.limits import MAX_AXES
from convtrace.values.named_tuple import NamedTuple
from convtrace.values.rows import RowOfText, folded_rows, missing_value, read_rows
from convtrace.values.typed_text import Piece

BRACKET = re.compile(r"[\[\](),]")
CLOSING = {"[": "]", "(": ")"}
# what repr() puts around an array: array([1, 2], dtype=int8), tensor([1, 2])
PRINTED_ARRAY = re.compile(r"(?is)\s*[\w.]*(?:array|matrix|tensor)\(\s*(\[.*\])\s*(?:,\s*\w+=[^\[\]]*)?\)\s*")
LEFT_OUT = "..."
EXAMPLE = "for example: [[1, 2], [3, 4]]"


class _Bracket(NamedTuple):
    """One bracket of a list or a tuple, at its place in the option's text."""

    place: int
    opens: bool


def is_bracketed(text: str) -> bool:
    """Test for a text that begins with a list, a tuple or a printed array; without a comma, (1 - 2) is a formula.

    >>> [is_bracketed(text) for text in ("[1 2]", "array([1, 2])", "(1, 2)", "((1,), (2,))", "(1 - 2), (a + b)", "1 2")]
    [True, True, True, True, False, False]
    """
    if text.lstrip().startswith("[") or PRINTED_ARRAY.fullmatch(text):
        return True
    depth = 0
    for sign in BRACKET.finditer(text) if text.lstrip().startswith("(") else ():
        depth += (sign[0] in CLOSING) - (sign[0] in CLOSING.values())
        if depth == 0 or (depth == 1 and sign[0] == ","):
            return depth == 1
    return False


def read_bracketed(piece: Piece, most: int) -> Values:
    """The values in nested brackets, at most so many; raises ConvtraceError, which marks the place.

    >>> from convtrace.values.typed_text import typed
    >>> [read_bracketed(typed("--kernel", text), 9).entries for text in ("[[1, 2], [3, 4]]", "[1 2; 3 4]", "(1, 2)")]
    [((1, 2), (3, 4)), ((1, 2), (3, 4)), (1, 2)]
    """
    if printed := PRINTED_ARRAY.fullmatch(piece.text):
        piece = piece.cut(piece.start + printed.start(1), piece.start + printed.end(1))
    if (place := piece.text.find(LEFT_OUT)) >= 0:
        hint = "Write all values into a file with numpy.savetxt, and type its name."
        raise _marked(piece, piece.start + place, len(LEFT_OUT)).wrong("values are left out at ...", hint)
    brackets = _brackets(piece)
    if len(brackets) == len("[]") and ";" in piece.text:
        _check_end(piece, brackets[1].place)
        return read_rows([piece.cut(brackets[0].place + 1, brackets[1].place)], most)
    (_, depth), *others = found = list(_rows(piece, brackets))
    for row, other in others:
        if other != depth:
            message = f"this row is in {other} brackets, the first row in {depth}"
            raise row.piece.wrong(message, f"Put all rows into equally many brackets, {EXAMPLE}")
    return folded_rows((row for row, _ in found), depth - 1, most)


def _marked(piece: Piece, place: int, length: int = 1) -> Piece:
    return piece.cut(place, place + length)


def _brackets(piece: Piece) -> list[_Bracket]:
    """The brackets of all lists and tuples in the order of the text; those of formulas are left out."""
    open_places, commas, found = list[int](), set[int](), list[_Bracket]()
    for sign in BRACKET.finditer(piece.whole, piece.start, piece.stop):
        place = sign.start()
        if sign[0] in CLOSING:
            open_places.append(place)
        elif sign[0] == ",":
            commas.update(open_places[-1:])
        elif not open_places:
            raise _unpaired(piece, place, f"this {sign[0]} closes nothing")
        elif (expected := CLOSING[piece.whole[open_places[-1]]]) != sign[0]:
            raise _unpaired(piece, place, f"{expected} is expected here, not {sign[0]}")
        else:
            start = open_places.pop()
            if piece.whole[start] == "[" or (start in commas and _begins_tuple(piece, start)):
                found += [_Bracket(start, True), _Bracket(place, False)]
    if open_places:
        raise _unpaired(piece, open_places[-1], f"this {piece.whole[open_places[-1]]} is never closed")
    return sorted(found)


def _begins_tuple(piece: Piece, place: int) -> bool:
    """Tell a tuple from what is behind a name or a sign, as in sqrt(2)."""
    before = piece.whole[place - 1]
    return place == piece.start or before in "[(," or before.isspace()


def _unpaired(piece: Piece, place: int, message: str) -> ConvtraceError:
    return _marked(piece, place).wrong(message, f"Close every [ with ] and every ( with ), {EXAMPLE}")


def _rows(piece: Piece, brackets: list[_Bracket]) -> Iterator[tuple[RowOfText, int]]:
    """The innermost brackets, each with the number of brackets around its values."""
    depth = gap = 0
    for (place, opens), (following, opens_again) in pairwise(brackets):
        between = piece.cut(place + 1, following)
        depth += 1 if opens else -1
        if depth > MAX_AXES:
            raise _marked(piece, place).wrong(f"{depth} brackets are too many", f"Nest at most {MAX_AXES} brackets.")
        if opens and not opens_again:
            yield RowOfText(_values(between), gap), depth
            gap = 0
            continue
        gap += not opens
        if depth == 0:
            _check_end(piece, place)
        if between.text.strip() not in ({""} if opens else {"", ",", ";"}):
            raise _mixed(between)
    _check_end(piece, brackets[-1].place)


def _values(row: Piece) -> Piece:
    """The row without a comma that ends it."""
    text = row.text.rstrip()
    row = row.cut(row.start, row.start + len(text) - text.endswith(","))
    if not row.text.strip():
        raise row.cut(row.start - 1, row.stop + 1).wrong("this row is empty", "Type its values, or delete it.")
    return row


def _mixed(between: Piece) -> ConvtraceError:
    if between.text.replace(",", "").replace(";", "").strip():
        return between.wrong("values and rows are mixed here", f"Put brackets around each row, {EXAMPLE}")
    return missing_value(between)


def _check_end(piece: Piece, place: int) -> None:
    rest = piece.cut(place + 1, piece.stop)
    if rest.text.strip():
        raise rest.wrong("this is outside the brackets", f"Put one pair of brackets around everything, {EXAMPLE}")
