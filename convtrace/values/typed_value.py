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
from convtrace.values.arithmetic import Impossible, combined, root
from convtrace.values.exact import LEVELS, Exact, Named, Sign, expanded_size, is_number, negated, simplified
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
SHORT_WHOLE = re.compile(rf"[+-]?[0-9]{{1,{MAX_DIGITS}}}")
RATIO = re.compile(rf"([+-]?)({UNSIGNED})(?:/([0-9]+))?")
NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
TOKEN = re.compile(rf"{UNSIGNED}(?![\w.])|(?P<name>{NAME.pattern})(?!\w)|\*\*|[-+*/()]|[ \t]+")
UNKNOWN = re.compile(r"[\w.]+|.", re.DOTALL)
# what convtrace itself prints, and what word processors make of it
PASTED_SIGNS = str.maketrans("−–·×⋅∙÷∕⁄", "--****///")
RESERVED = {"nan", "inf", "infinity", "oo", "zoo", "none", "null", "true", "false"}
SIGN_OF_NODE: dict[type[ast.operator], Sign] = {ast.Add: "+", ast.Sub: "−", ast.Mult: "·", ast.Div: "/"}
TYPED_KINDS = "a whole number, a decimal, a ratio 1/16, a name, or a formula such as sqrt(2)/2"
EXPONENT = (
    f"an exponent is a whole number from -{MAX_EXPONENT} to {MAX_EXPONENT}",
    "Type, for example: alpha**2; a square root is sqrt(alpha).",
)
HINTS = {
    "√": "Write a square root as sqrt(2).",
    "π": "Write pi.",
    "[": "Put brackets around all values, for example: [[1, 2], [3, 4]]",
    "]": "Put brackets around all values, for example: [[1, 2], [3, 4]]",
}
SIGNS_ALONE = {"+", "-", "*", "/", "**"}
NO_NAME = "Choose another name: letters, digits and underscores, for example alpha or beta_2"


def read_value(piece: Piece) -> Exact:
    """The exact value of one element; raises ConvtraceError, which marks the place.

    >>> from convtrace.values.typed_text import typed
    >>> [read_value(typed("--kernel", text)) for text in ("0.1", "alpha", "(1+1)*sqrt(9)")]
    [Fraction(1, 10), Named(name='alpha'), 6]
    """
    given = piece.text
    if len(given) > MAX_TEXT_LENGTH:
        message = f"{len(given)} {'digits' if given.isdigit() else 'characters'} are too many for one value"
        raise piece.wrong(message, f"Type at most {MAX_TEXT_LENGTH} characters and {MAX_DIGITS} digits for each.")
    text = given.translate(PASTED_SIGNS).strip()
    if SHORT_WHOLE.fullmatch(text):
        return int(text)
    if not text:
        raise piece.wrong("a value is missing", f"Type {TYPED_KINDS}.")
    start = piece.start + len(given) - len(given.lstrip())
    source = _Source(piece.cut(start, start + len(text)), text)
    if ratio := RATIO.fullmatch(text):
        return _ratio(source, *ratio.groups())
    if NAME.fullmatch(text):
        return _named(source, 0, text)
    _check_tokens(source)
    return _build(source, _parsed(source), 0)


class _Source(NamedTuple):
    """The piece that is read, without blanks around it, and its text with the signs that Python knows."""

    piece: Piece
    text: str

    def refuse(self, start: int, stop: int, message: str, hint: str = f"Type {TYPED_KINDS}.") -> ConvtraceError:
        """The error that marks a part of the text."""
        offset = self.piece.start
        return self.piece.cut(offset + start, offset + stop).wrong(message, hint)

    def refuse_node(self, node: ast.expr, *message: str) -> ConvtraceError:
        """The error that marks a node; tokens are ASCII, so that bytes and characters agree."""
        return self.refuse(node.col_offset, node.end_col_offset or len(self.text), *message)

    def checked(self, value: Exact, start: int, stop: int) -> Exact:
        """The value, unless it is too large to be written out."""
        if is_number(value):
            if max(abs(value.numerator), value.denominator) > MAX_NUMBER:
                raise self.refuse(start, stop, f"this has more than {MAX_DIGITS} digits", "Type a smaller number.")
            return value
        terms, factors = expanded_size(value)
        if terms > MAX_FORMULA_TERMS or factors > MAX_FORMULA_FACTORS:
            raise self.refuse(start, stop, "this is too long when it is multiplied out", "Type a shorter formula.")
        return value


def _ratio(source: _Source, sign: str, over: str, under: str | None) -> Exact:
    value = _number(source, len(sign), over)
    if under is not None:
        start = len(source.text) - len(under)
        divisor = _number(source, start, under)
        if divisor == 0:
            raise source.refuse(start, len(source.text), "this divides by zero", "Type another number after the /.")
        value = simplified(Fraction(value) / divisor)
    return source.checked(-value if sign == "-" else value, 0, len(source.text))


def _number(source: _Source, start: int, text: str) -> int | Fraction:
    """A decimal as it is written, never through a float."""
    mantissa, _, exponent = text.lower().partition("e")
    whole, _, decimals = mantissa.partition(".")
    digits = (whole + decimals).lstrip("0")
    shift = exponent.lstrip("+-").lstrip("0")
    if max(len(digits), len(decimals)) > MAX_DIGITS or len(shift) > 2 or int(shift or 0) > MAX_DIGITS:
        stop = start + len(text)
        raise source.refuse(start, stop, f"this has more than {MAX_DIGITS} digits", "Type fewer digits.")
    tens = int(exponent or 0) - len(decimals)
    return simplified(int(digits or 0) * Fraction(10) ** tens)


def _named(source: _Source, start: int, name: str) -> Exact:
    stop = start + len(name)
    if name == "sqrt":
        raise source.refuse(start, stop, "sqrt needs a value in parentheses", "Type, for example: sqrt(2)/2")
    if name.lower() in RESERVED:
        raise source.refuse(start, stop, f"convtrace can't calculate with {shortened(name)}", NO_NAME)
    if iskeyword(name):
        raise source.refuse(start, stop, f"{name} is a word of the Python language", NO_NAME)
    return Named(name)


def _check_tokens(source: _Source) -> None:
    """Every token is known, and the parentheses go no deeper than a formula needs."""
    place, depth, text = 0, 0, source.text
    while place < len(text):
        token = TOKEN.match(text, place)
        if token is None:
            raise _unknown_token(source, place)
        depth += {"(": 1, ")": -1}.get(token[0], 0)
        if depth > MAX_NESTING:
            message = f"more than {MAX_NESTING} parentheses are nested"
            raise source.refuse(place, place + 1, message, "Type a simpler formula.")
        if token["name"] and token["name"] != "sqrt":
            _named(source, place, token["name"])
        place = token.end()


def _unknown_token(source: _Source, place: int) -> ConvtraceError:
    match = UNKNOWN.match(source.text, place)
    wrong = match[0] if match else ""
    stop = place + len(wrong)
    if wrong == "^":
        return source.refuse(place, stop, "^ is not read", "Write a power with two stars: alpha**2")
    if re.fullmatch(f"{UNSIGNED}{NAME.pattern}", wrong):
        message = f"a sign is missing in {shortened(wrong)}"
        return source.refuse(place, stop, message, "Write a product with a star: 2*alpha")
    message = f"a value can't contain {shortened(wrong)}"
    return source.refuse(place, stop, message, HINTS.get(wrong[:1], f"Type {TYPED_KINDS}."))


def _parsed(source: _Source) -> ast.expr:
    try:
        return ast.parse(source.text, mode="eval").body
    except (SyntaxError, ValueError, MemoryError, RecursionError):
        message, alone = f"{shortened(source.text)} is not a value", source.text in SIGNS_ALONE
        hint = "Put a formula with blanks into parentheses: (1 - 2)" if alone else f"Type {TYPED_KINDS}."
        raise source.refuse(0, len(source.text), message, hint) from None


def _build(source: _Source, node: ast.expr, depth: int) -> Exact:
    """The value of a node, from the values of its parts."""
    if depth > MAX_NESTING:
        raise source.refuse_node(node, f"this goes deeper than {MAX_NESTING} levels", "Type a simpler formula.")
    try:
        value = _built(source, node, depth)
    except Impossible as error:
        raise source.refuse_node(node, str(error), "Type another value.") from None
    return source.checked(value, node.col_offset, node.end_col_offset or len(source.text))


def _built(source: _Source, node: ast.expr, depth: int) -> Exact:
    match node:
        case ast.Constant():
            return _number(source, node.col_offset, source.text[node.col_offset : node.end_col_offset])
        case ast.Name(name):
            return _named(source, node.col_offset, name)
        case ast.UnaryOp(sign, operand):
            value = _build(source, operand, depth + 1)
            return negated(value) if isinstance(sign, ast.USub) else value
        case ast.BinOp(left, ast.Pow(), right):
            return combined(_build(source, left, depth + 1), "^", _exponent(source, right))
        case ast.BinOp(left, operator, right) if type(operator) in SIGN_OF_NODE:
            first = _build(source, left, depth + (not _goes_on(left, operator)))
            return combined(first, SIGN_OF_NODE[type(operator)], _build(source, right, depth + 1))
        case ast.BinOp():
            raise source.refuse_node(node, "// is not read", "Write a division with one /: alpha/2")
        case ast.Call(ast.Name("sqrt"), [of], []):
            return root(_build(source, of, depth + 1))
        case ast.Call(func):
            hint = "Write a product with a star: 2*(alpha+1); the only function is sqrt, of one value: sqrt(2)"
            raise source.refuse_node(func, "this can't be applied to the parentheses after it", hint)
        case _:
            raise source.refuse_node(node, "this is not a value")


def _goes_on(left: ast.expr, operator: ast.operator) -> bool:
    """Tell whether a sum or a product goes on: a + b + c is one level, however long."""
    before = SIGN_OF_NODE.get(type(left.op)) if isinstance(left, ast.BinOp) else None
    return before is not None and LEVELS[before] == LEVELS[SIGN_OF_NODE[type(operator)]]


def _exponent(source: _Source, node: ast.expr) -> int:
    """A small whole number, with a sign or without."""
    negative = isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub)
    digits = node.operand if isinstance(node, ast.UnaryOp) and negative else node
    if not isinstance(digits, ast.Constant):
        raise source.refuse_node(node, *EXPONENT)
    exponent = _number(source, digits.col_offset, source.text[digits.col_offset : digits.end_col_offset])
    if not isinstance(exponent, int) or exponent > MAX_EXPONENT:
        raise source.refuse_node(node, *EXPONENT)
    return -exponent if negative else exponent
