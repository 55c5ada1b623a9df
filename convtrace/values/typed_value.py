"""One value as people type it → Exact. Nothing of it is ever run: what is not a number, a name or a sign is refused.

A length cap comes first; numbers are told by a pattern; anything else is cut into known tokens before Python parses
it, and built from the few kinds of nodes that are known.
"""

from __future__ import annotations

import ast
import re
from fractions import Fraction
from keyword import iskeyword

from convtrace.errors import ConvtraceError, shortened
from convtrace.values.complex_number import Complex, is_real
from convtrace.values.exact import Exact, Sign, combined, expanded_size, negated, power, root, simplified
from convtrace.values.formula import Value, nodes
from convtrace.values.limits import (
    MAX_DIGITS,
    MAX_EXPONENT,
    MAX_FORMULA_FACTORS,
    MAX_FORMULA_TERMS,
    MAX_NUMBER,
    MAX_TEXT_LENGTH,
)
from convtrace.values.named_tuple import NamedTuple
from convtrace.values.typed_text import Piece

UNSIGNED = r"(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?"
DECIMAL = re.compile(rf"[+-]?{UNSIGNED}")
NAME = r"[A-Za-z][A-Za-z0-9_]*"
TOKEN = re.compile(rf"{UNSIGNED}[ijIJ]?(?![\w.])|sqrt(?=[ \t]*\()|(?P<name>{NAME})(?!\w)|\*\*|/(?!/)|[-+*()]|[ \t]+")
UNKNOWN = re.compile(r"//|[\w.]+|.", re.DOTALL)
IMAGINARY = re.compile(rf"(?<![\w.])({UNSIGNED})[iIJ](?!\w)")
WITHOUT_SIGN = re.compile(UNSIGNED + NAME)
# what convtrace itself prints, and what word processors make of it
PASTED_SIGNS = str.maketrans("−–·×⋅∙÷∕⁄", "--****///")
SUBSCRIPTED = re.compile(r"(?<=[A-Za-z0-9])[₀-₉]+")
PLAIN_DIGITS = str.maketrans("₀₁₂₃₄₅₆₇₈₉", "0123456789")
RESERVED = {"nan", "inf", "infinity", "oo", "zoo", "none", "null", "true", "false"}
# what people write for the imaginary unit; i is also a letter of the kernel
UNITS = {"j", "I", "J"}
SIGNS: dict[type[ast.operator], Sign] = {ast.Add: "+", ast.Sub: "−", ast.Mult: "·"}
TYPED_KINDS = "a whole number, a decimal, a ratio 1/16, a name, or a formula such as sqrt(2)/2"
TYPE_KIND = f"Type {TYPED_KINDS}."
COMPLEX_KINDS = "Type both parts as whole numbers, decimals or ratios: 2-3j"
NOT_FINITE = "Give a number. For whole outputs with nan and inf, ask convtrace.evaluate in Python."
NO_NAME = "Choose another name: letters, digits and underscores, for example alpha or beta_2"
NO_FUNCTION = "Write a product with a star: 2*(alpha+1); the only function is sqrt, of one value: sqrt(2)"
IN_BRACKETS = "Put brackets around all values, for example: [[1, 2], [3, 4]]"
HINTS = {"√": "Write a square root as sqrt(2).", "π": "Write pi.", "[": IN_BRACKETS, "]": IN_BRACKETS}
NOT_READ = {
    "^": ("^ is not read", "Write a power with two stars: alpha**2"),
    "//": ("// is not read", "Write a division with one /: alpha/2"),
}
SIGNS_ALONE = {"+", "-", "*", "/", "**"}


def read_value(piece: Piece) -> Exact:
    """The exact value of one element; raises ConvtraceError, which marks the place.

    >>> from convtrace.values.typed_text import typed
    >>> [read_value(typed("--kernel", text)) for text in ("0.1", "alpha", "(1+1)*sqrt(9)")]
    [Fraction(1, 10), Value(name='alpha'), 6]
    """
    given = piece.text
    if len(given) > MAX_TEXT_LENGTH:
        message = f"{len(given)} {'digits' if given.isdigit() else 'characters'} are too many for one value"
        raise piece.wrong(message, f"Type at most {MAX_TEXT_LENGTH} characters and {MAX_DIGITS} digits for each.")
    text = SUBSCRIPTED.sub(_number_below, given.translate(PASTED_SIGNS).strip())
    if not text:
        raise piece.wrong("a value is missing", TYPE_KIND)
    start = piece.start + len(given) - len(given.lstrip())
    entry = _Entry(piece.cut(start, start + len(text)), text)
    if DECIMAL.fullmatch(text):
        return entry.number(0, len(text))
    entry.check_tokens()
    return entry.value(entry.parsed())


def _number_below(found: re.Match[str]) -> str:
    """The number of a name as it is typed: a_0 for what is printed as a₀."""
    return f"_{found[0].translate(PLAIN_DIGITS)}"


class _Entry(NamedTuple):
    """The piece that is read, without blanks around it, and its text with the signs that Python knows."""

    piece: Piece
    text: str

    @property
    def has_units(self) -> bool:
        """True where names of a formula are the imaginary unit; i beside other names, and by itself, is a letter."""
        names = {token["name"] for token in TOKEN.finditer(self.text)} - {None}
        return self.text not in names and (names <= {"i", *UNITS} or not names.isdisjoint(UNITS))

    def wrong(self, start: int, stop: int | None, message: str, hint: str = TYPE_KIND) -> ConvtraceError:
        """The error that marks a part of the text."""
        offset = self.piece.start
        return self.piece.cut(offset + start, offset + (stop or len(self.text))).wrong(message, hint)

    def wrong_node(self, node: ast.expr, *message: str) -> ConvtraceError:
        """The error that marks a node; tokens are ASCII, so that bytes and characters agree."""
        return self.wrong(node.col_offset, node.end_col_offset, *message)

    def check_tokens(self) -> None:
        """Refuse what is no number, name or sign that values have."""
        place = 0
        while place < len(self.text):
            token = TOKEN.match(self.text, place)
            if token is None:
                raise self._unknown(place)
            if token["name"]:
                self._check_name(place, token["name"])
            place = token.end()

    def _unknown(self, place: int) -> ConvtraceError:
        found = UNKNOWN.match(self.text, place)
        wrong = found[0] if found else ""
        if WITHOUT_SIGN.fullmatch(wrong):
            words = (f"a sign is missing in {shortened(wrong)}", "Write a product with a star: 2*alpha")
        else:
            message = f"a value can't contain {shortened(wrong)}"
            words = NOT_READ.get(wrong, (message, HINTS.get(wrong[:1], TYPE_KIND)))
        return self.wrong(place, place + len(wrong), *words)

    def _check_name(self, start: int, name: str) -> None:
        stop = start + len(name)
        if name == "sqrt":
            raise self.wrong(start, stop, "sqrt needs a value in parentheses", "Type, for example: sqrt(2)/2")
        if name.lower() in RESERVED:
            hint = NOT_FINITE if name.lower() in {"nan", "inf", "infinity"} else NO_NAME
            raise self.wrong(start, stop, f"convtrace can't calculate with {shortened(name)}", hint)
        if iskeyword(name):
            raise self.wrong(start, stop, f"{name} is a word of the Python language", NO_NAME)

    def parsed(self) -> ast.expr:
        """The formula as Python parses it."""
        try:
            return ast.parse(IMAGINARY.sub(r"\1j", self.text), mode="eval").body
        except (SyntaxError, ValueError, MemoryError, RecursionError):
            alone = self.text in SIGNS_ALONE
            hint = "Put a formula with blanks into parentheses: (1 - 2)" if alone else TYPE_KIND
            raise self.wrong(0, None, f"{shortened(self.text)} is not a value", hint) from None

    def number(self, start: int, stop: int | None) -> Exact:
        """A decimal as it is written, never through a float."""
        text = self.text[start:stop]
        if text[-1] in {"i", *UNITS}:
            return combined(Complex(0, 1), "·", self.number(start, start + len(text) - 1))
        exponent = text.lower().partition("e")[2].lstrip("+-0")
        return self._checked(simplified(Fraction(text)) if len(exponent) <= 2 else MAX_NUMBER + 1, start, stop)

    def value(self, node: ast.expr) -> Exact:
        """The value of a node, from the values of its parts."""
        return self._checked(self._value(node), node.col_offset, node.end_col_offset)

    def _checked(self, value: Exact, start: int, stop: int | None) -> Exact:
        """The value, unless it is too long to be written out."""
        if is_real(value):
            if max(abs(value.numerator), value.denominator) > MAX_NUMBER:
                raise self.wrong(start, stop, f"this has more than {MAX_DIGITS} digits", "Type fewer digits.")
            return value
        if isinstance(value, Complex):
            for part in (value.real, value.imag):
                self._checked(part, start, stop)
            return value
        if any(isinstance(part, Complex) for part in nodes([value])):
            raise self.wrong(start, stop, "a complex number has no names or roots in it here", COMPLEX_KINDS)
        terms, factors = expanded_size(value)
        if terms > MAX_FORMULA_TERMS or factors > MAX_FORMULA_FACTORS:
            raise self.wrong(start, stop, "this is too long when it is multiplied out", "Type a shorter formula.")
        return value

    def _value(self, node: ast.expr) -> Exact:  # noqa: C901, PLR0911 -- one case for each kind of node
        match node:
            case ast.Constant():
                return self.number(node.col_offset, node.end_col_offset)
            case ast.Name(name):
                return Complex(0, 1) if self.has_units and name in {"i", *UNITS} else Value(name)
            case ast.UnaryOp(sign, operand):
                value = self.value(operand)
                return negated(value) if isinstance(sign, ast.USub) else value
            case ast.BinOp(left, ast.Pow(), right):
                return self._power(node, self.value(left), right)
            case ast.BinOp(left, ast.Div(), right):
                return combined(self.value(left), "/", self._divisor(node, self.value(right)))
            case ast.BinOp(left, operator, right):
                return combined(self.value(left), SIGNS[type(operator)], self.value(right))
            case ast.Call(ast.Name("sqrt"), [of], []):
                value = self.value(of)
                if isinstance(value, Complex):
                    raise self.wrong_node(node, "roots of complex numbers are not worked out here", COMPLEX_KINDS)
                if _sign(value) < 0:
                    raise self.wrong_node(
                        node, "a negative number has no real square root", "Type the root of 0 or more."
                    )
                return root(value)
            case ast.Call(func):
                raise self.wrong_node(func, "this can't be applied to the parentheses after it", NO_FUNCTION)
            case _:
                raise self.wrong_node(node, "this is not a value")

    def _power(self, node: ast.expr, base: Exact, right: ast.expr) -> Exact:
        exponent = self.value(right)
        if not isinstance(exponent, int) or abs(exponent) > MAX_EXPONENT:
            message = f"an exponent is a whole number from -{MAX_EXPONENT} to {MAX_EXPONENT}"
            raise self.wrong_node(right, message, "Type, for example: alpha**2; a square root is sqrt(alpha).")
        return power(self._divisor(node, base) if exponent < 0 else base, exponent)

    def _divisor(self, node: ast.expr, value: Exact) -> Exact:
        if _sign(value) == 0:
            raise self.wrong_node(node, "this divides by zero", "Divide by anything but 0.")
        return value


def _sign(value: Exact) -> int:
    """The sign of a number, however it is written; 1 for what is complex or depends on names."""
    if is_real(value):
        return (value > 0) - (value < 0)
    if isinstance(value, Value | Complex):
        return 1
    from convtrace.values.algebra import sign_of  # only here: numbers and names need no SymPy

    return sign_of(value)
