"""One value as people type it → Exact. Nothing of it is ever run: what is not a number, a name or a sign is refused.

A length cap comes first; numbers and names are told by patterns; anything else is cut into known tokens before Python
parses it, and built from the few kinds of nodes that are known.
"""

from __future__ import annotations

import ast
import re
from fractions import Fraction
from keyword import iskeyword
from typing import NamedTuple

from convtrace.errors import ConvtraceError, shortened
from convtrace.values.arithmetic import Impossible, combined, negated, root, settled, written_out
from convtrace.values.exact import LEVELS, PI, Exact, Named, Sign, is_number
from convtrace.values.limits import (
    MAX_DIGITS,
    MAX_EXPONENT,
    MAX_FORMULA_FACTORS,
    MAX_FORMULA_TERMS,
    MAX_NESTING,
    MAX_NUMBER,
    MAX_TEXT_LENGTH,
)
from convtrace.values.typed_text import Piece

UNSIGNED = r"(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?"
WHOLE = re.compile(rf"[+-]?[0-9]{{1,{MAX_DIGITS}}}")
RATIO = re.compile(rf"([+-]?)({UNSIGNED})(?:/([0-9]+))?")
NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
TOKEN = re.compile(rf"(?P<number>{UNSIGNED})(?![\w.])|(?P<name>{NAME.pattern})(?!\w)|\*\*|(?P<sign>[-+*/()])|[ \t]+")
UNKNOWN = re.compile(r"[\w.]+|.", re.DOTALL)
# what convtrace itself prints, and what word processors make of it
PASTED = str.maketrans("−–·×⋅∙÷∕⁄", "--****///")
RESERVED = {"nan", "inf", "infinity", "oo", "zoo", "none", "null", "true", "false"}
SIGNS: dict[type[ast.operator], Sign] = {ast.Add: "+", ast.Sub: "−", ast.Mult: "·", ast.Div: "/"}
KINDS = "a whole number, a decimal, a ratio 1/16, a name, or a formula such as sqrt(2)/2"
EXPONENT = (
    f"an exponent is a whole number from -{MAX_EXPONENT} to {MAX_EXPONENT}",
    "Type, for example: alpha**2; a square root is sqrt(alpha).",
)
SPELLED = {
    "√": "Write a square root as sqrt(2).",
    "π": "Write pi.",
    "[": 'Write rows without brackets, with ; between them: "1 2; 3 4"',
}
NO_NAME = "Choose another name: letters, digits and underscores, for example alpha or beta_2"


def entry(piece: Piece) -> Exact:
    """The exact value of one entry; raises ConvtraceError, which marks the place.

    >>> from convtrace.values.typed_text import typed
    >>> entry(typed("--kernel", "0.1")), entry(typed("--kernel", "alpha")), entry(typed("--kernel", "(1+1)*sqrt(9)"))
    (Fraction(1, 10), Named(name='alpha'), 6)
    """
    given = piece.text
    if len(given) > MAX_TEXT_LENGTH:
        message = f"{piece.option}: {_count_digits(given)} are too many for one entry"
        raise piece.refuse(message, f"Type at most {MAX_TEXT_LENGTH} characters and {MAX_DIGITS} digits for each.")
    text = given.translate(PASTED).strip()
    if WHOLE.fullmatch(text):
        return int(text)
    source = _Source(piece, text, piece.start + len(given) - len(given.lstrip()))
    ratio = RATIO.fullmatch(text)
    if ratio:
        return _ratio(source, *ratio.groups())
    if NAME.fullmatch(text):
        return _named(source, 0, text)
    _check(source)
    return source.within(_build(source, _parsed(source), 0), 0, len(text))


class _Source(NamedTuple):
    """An entry with plain signs, of as many characters as the text that was typed."""

    piece: Piece
    text: str
    start: int

    def refuse(self, start: int, stop: int, message: str, hint: str = f"Type {KINDS}.") -> ConvtraceError:
        """The error that marks a part of the entry."""
        part = self.piece._replace(start=self.start + start, stop=self.start + stop)
        return part.refuse(f"{self.piece.option}: {message}", hint)

    def refuse_node(self, node: ast.expr, message: str, hint: str = f"Type {KINDS}.") -> ConvtraceError:
        """The error that marks a node; tokens are ASCII, so that bytes and characters agree."""
        return self.refuse(node.col_offset, node.end_col_offset or len(self.text), message, hint)

    def within(self, value: Exact, start: int, stop: int) -> Exact:
        """The value, unless it is too large to be written out."""
        if is_number(value) and max(abs(value.numerator), value.denominator) > MAX_NUMBER:
            raise self.refuse(start, stop, f"this has more than {MAX_DIGITS} digits", "Type a smaller number.")
        terms, factors = written_out(value)
        if terms > MAX_FORMULA_TERMS or factors > MAX_FORMULA_FACTORS:
            raise self.refuse(start, stop, "this is too long when it is multiplied out", "Type a shorter formula.")
        return value


def _count_digits(given: str) -> str:
    return f"{len(given)} {'digits' if given.isdigit() else 'characters'}"


def _ratio(source: _Source, sign: str, over: str, under: str | None) -> Exact:
    value = _number(source, len(sign), over)
    if under is not None:
        start = len(source.text) - len(under)
        divisor = _number(source, start, under)
        if divisor == 0:
            raise source.refuse(start, len(source.text), "this divides by zero", "Type another number below the line.")
        value = settled(Fraction(value) / divisor)
    return source.within(-value if sign == "-" else value, 0, len(source.text))


def _number(source: _Source, start: int, text: str) -> int | Fraction:
    """A decimal as it is written, never through a float."""
    mantissa, _, exponent = text.lower().partition("e")
    whole, _, decimals = mantissa.partition(".")
    digits = (whole + decimals).lstrip("0")
    shift = exponent.lstrip("+-").lstrip("0")
    if len(digits) > MAX_DIGITS or len(shift) > 2 or int(shift or 0) > MAX_DIGITS or len(decimals) > MAX_DIGITS:
        stop = start + len(text)
        raise source.refuse(start, stop, f"this has more than {MAX_DIGITS} digits", "Type fewer digits.")
    tens = int(exponent or 0) - len(decimals)
    return settled(int(digits or 0) * Fraction(10) ** tens)


def _named(source: _Source, start: int, name: str) -> Exact:
    stop = start + len(name)
    if name == "pi":
        return PI
    if name == "sqrt":
        raise source.refuse(start, stop, "sqrt needs a value in parentheses", "Type, for example: sqrt(2)/2")
    if name.lower() in RESERVED:
        raise source.refuse(start, stop, f"{shortened(name)} is not a value to calculate with", NO_NAME)
    if iskeyword(name):
        raise source.refuse(start, stop, f"{name} is a word of Python's own", NO_NAME)
    return Named(name)


def _check(source: _Source) -> None:
    """Every token is known, and the parentheses go no deeper than a formula needs."""
    place, depth, text = 0, 0, source.text
    if not text:
        raise source.piece.refuse(f"{source.piece.option}: an entry is missing", f"Type {KINDS}.")
    while place < len(text):
        token = TOKEN.match(text, place)
        if token is None:
            raise _unknown(source, place)
        depth += {"(": 1, ")": -1}.get(token[0], 0)
        if depth > MAX_NESTING:
            message = f"parentheses go deeper than {MAX_NESTING}"
            raise source.refuse(place, place + 1, message, "Type a simpler formula.")
        if token["name"] and token["name"] != "sqrt":
            _named(source, place, token["name"])
        place = token.end()


def _unknown(source: _Source, place: int) -> ConvtraceError:
    match = UNKNOWN.match(source.text, place)
    wrong = match[0] if match else ""
    if wrong == "^":
        return source.refuse(place, place + 1, "^ is no sign here", "Write a power with two stars: alpha**2")
    if re.fullmatch(f"{UNSIGNED}{NAME.pattern}", wrong):
        message = f"a sign is missing in {shortened(wrong)}"
        return source.refuse(place, place + len(wrong), message, "Write a product with a star: 2*alpha")
    message = f"there is no place for {shortened(wrong)} in a value"
    return source.refuse(place, place + len(wrong), message, SPELLED.get(wrong[:1], f"Type {KINDS}."))


def _parsed(source: _Source) -> ast.expr:
    try:
        return ast.parse(source.text, mode="eval").body
    except (SyntaxError, ValueError, MemoryError, RecursionError):
        message = f"{shortened(source.text)} is not a formula"
        raise source.refuse(0, len(source.text), message) from None


def _build(source: _Source, node: ast.expr, depth: int) -> Exact:
    """The value of a node, from the values of its parts."""
    if depth > MAX_NESTING:
        raise source.refuse_node(node, f"this goes deeper than {MAX_NESTING} levels", "Type a simpler formula.")
    try:
        value = _node(source, node, depth)
    except Impossible as error:
        raise source.refuse_node(node, str(error), "Type another value.") from None
    return source.within(value, node.col_offset, node.end_col_offset or len(source.text))


def _node(source: _Source, node: ast.expr, depth: int) -> Exact:
    match node:
        case ast.Constant():
            return _number(source, node.col_offset, source.text[node.col_offset : node.end_col_offset])
        case ast.Name(name):
            return _named(source, node.col_offset, name)
        case ast.UnaryOp(ast.USub(), operand):
            return negated(_build(source, operand, depth + 1))
        case ast.UnaryOp(ast.UAdd(), operand):
            return _build(source, operand, depth + 1)
        case ast.BinOp(left, sign, right):
            return _two(source, node, left, sign, right, depth)
        case ast.Call(ast.Name("sqrt"), [of], []):
            return root(_build(source, of, depth + 1))
        case ast.Call(func):
            hint = "Write a product with a star: 2*(alpha+1); of functions there is only sqrt, of one value."
            raise source.refuse_node(func, "this can't stand before parentheses", hint)
        case _:
            raise source.refuse_node(node, "this is not a value")


def _two(source: _Source, node: ast.expr, left: ast.expr, sign: ast.operator, right: ast.expr, depth: int) -> Exact:
    if isinstance(sign, ast.Pow):
        return combined("^", _build(source, left, depth + 1), _exponent(source, right))
    if type(sign) not in SIGNS:
        raise source.refuse_node(node, "// is no sign here", "Write a division with one stroke: alpha/2")
    first = _build(source, left, depth + (not _chained(left, sign)))
    return combined(SIGNS[type(sign)], first, _build(source, right, depth + 1))


def _chained(left: ast.expr, sign: ast.operator) -> bool:
    """Whether a sum goes on, or a product: a + b + c is one level, however long."""
    before = SIGNS.get(type(left.op)) if isinstance(left, ast.BinOp) else None
    return before is not None and LEVELS[before] == LEVELS[SIGNS[type(sign)]]


def _exponent(source: _Source, node: ast.expr) -> int:
    """A small whole number, with a sign or without."""
    match node:
        case ast.UnaryOp(ast.USub(), ast.Constant() as digits):
            sign = -1
        case ast.Constant() as digits:
            sign = 1
        case _:
            raise source.refuse_node(node, *EXPONENT)
    exponent = _number(source, digits.col_offset, source.text[digits.col_offset : digits.end_col_offset])
    if not isinstance(exponent, int) or exponent > MAX_EXPONENT:
        raise source.refuse_node(node, *EXPONENT)
    return sign * exponent
