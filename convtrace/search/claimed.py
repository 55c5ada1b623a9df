"""A number that somebody claims: what is typed → its value, and how far the right one may lie from it."""

from __future__ import annotations

import re
from fractions import Fraction
from functools import lru_cache

from convtrace.errors import ConvtraceError
from convtrace.values.complex_number import AnyNumber, Complex, Number, is_number
from convtrace.values.exact import Exact
from convtrace.values.formula import Value, nodes
from convtrace.values.frozen import Frozen
from convtrace.values.typed_text import typed
from convtrace.values.typed_value import read_value

OPTION = "--claim"
DECIMAL = re.compile(r"\d*\.(?P<digits>\d*)(?:[eE](?P<power>[+-]?\d{1,3}))?")
# so many digits behind the point are those of a float, whose last ones are noise
FLOAT_DIGITS, DOUBLE_DIGITS = 6, 12
FLOAT_NOISE, DOUBLE_NOISE = Fraction(1, 10**6), Fraction(1, 10**10)
# digits to which roots and pi are worked out, and what may be left of two that are equal
DIGITS, EQUAL = 60, Fraction(1, 10**40)


class Claimed(Frozen):
    """A number, as it was typed and as a value; the right one may lie `tolerance` from it in either part."""

    text: str
    typed: Exact
    number: AnyNumber
    tolerance: Fraction

    def fits(self, value: AnyNumber) -> bool:
        """Tell whether the claim is this value, as far as its digits go."""
        return _size(value - self.number) <= self.tolerance


def read_claim(given: object) -> Claimed:
    """The number that is claimed; a decimal counts as rounded to the digits that it has.

    >>> read_claim("0.33").fits(Fraction(1, 3)), read_claim("1/3").fits(Fraction(33, 100)), read_claim("2-1j").number
    (True, False, Complex(real=2, imag=-1))
    """
    text = str(given)
    piece = typed(OPTION, text)
    value = read_value(piece)
    number = number_of(value)
    if number is None:
        hint = "Type a number, for example: --claim 35, --claim 1/3 or --claim 0.25"
        raise piece.refuse(f"{OPTION}: {_name_in(value)} is not a number", hint)
    rounded = EQUAL if value != number else Fraction(0)
    return Claimed(
        text=text.strip().replace("-", "−"),
        typed=value,
        number=number,
        tolerance=max(rounded, _tolerance(text, number)),
    )


def number_of(value: Exact) -> AnyNumber | None:
    """A value as a number: roots and pi to many digits, None where it has names."""
    return value if is_number(value) else _worked_out(value)


def known_number(value: Exact) -> AnyNumber:
    """A value as a number; ConvtraceError where it has names.

    >>> known_number(Fraction(1, 3))
    Fraction(1, 3)
    """
    found = number_of(value)
    if found is None:
        raise unclear(f"{_name_in(value)} is not a number", "Give numbers in --image and --kernel.")
    return found


def _name_in(value: Exact) -> str:
    return next(part.name for part in nodes([value]) if isinstance(part, Value) and part.name != "pi")


@lru_cache
def _worked_out(value: Exact) -> AnyNumber | None:
    from convtrace.values.algebra import approximated, worked_out  # only here: most values are numbers

    found = worked_out(((value, 1),))
    return found if is_number(found) else approximated(value, DIGITS)


def _tolerance(text: str, number: AnyNumber) -> Fraction:
    """Half a unit of the last digit, that of the shortest decimal, or what floats are off; 0 for whole numbers."""
    units, longest = [], 0
    for found in DECIMAL.finditer(text):
        longest = max(longest, len(found["digits"]))
        units.append(Fraction(10) ** (int(found["power"] or 0) - len(found["digits"])))
    noise = DOUBLE_NOISE if longest > DOUBLE_DIGITS else FLOAT_NOISE if longest >= FLOAT_DIGITS else Fraction(0)
    return max([unit / 2 for unit in units] + [noise * _size(number)])


def _size(number: AnyNumber) -> Number:
    """The larger one of both parts, without its sign."""
    if isinstance(number, Complex):
        return max(_size(number.real), _size(number.imag))
    return -number if number < 0 else number


def unclear(message: str, hint: str) -> ConvtraceError:
    """The error about a question that no number answers."""
    return ConvtraceError(f"{OPTION} needs a value to compare with: {message}", hint=hint)
