"""Python's nested lists and arrays → Values: whole numbers, fractions, decimals by their text, names as strings."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from math import prod
from typing import TypeGuard

from convtrace.errors import ConvtraceError, shortened
from convtrace.values.array_like import exact_complex, unpacked
from convtrace.values.complex_number import Complex
from convtrace.values.exact import Exact, Values, simplified
from convtrace.values.formula import Power, Product, Quotient, Root, Sum, Value
from convtrace.values.limits import MAX_AXES, MAX_DIGITS, MAX_NUMBER
from convtrace.values.typed_text import Piece
from convtrace.values.typed_value import TYPED_KINDS, read_value

EVEN_LISTS = "Make all rows equally long; fill gaps with 0."


def read_lists(option: str, given: Sequence[object], most: int) -> Values:
    """The values of nested lists, at most so many; raises ConvtraceError, which names the place.

    >>> read_lists("--kernel", [[1, 0.1], ["alpha", "sqrt(2)/2"]], 99).entries[0]
    (1, Fraction(1, 10))
    """
    values = _block(option, given, most, MAX_AXES)
    if prod(values.shape) > most:
        raise _too_many(option, most)
    return values


def is_nest(given: object) -> TypeGuard[Sequence[object]]:
    """Test for a list of something, not a text or an exact value.

    >>> is_nest([1, 2]), is_nest("12"), is_nest(Value("alpha"))
    (True, False, False)
    """
    return isinstance(given, Sequence) and not isinstance(given, str | bytes)


def _block(place: str, given: Sequence[object], most: int, deepest: int) -> Values:
    if not deepest:
        raise ConvtraceError(f"{place} is nested deeper than {MAX_AXES} axes", hint=f"Give at most {MAX_AXES} axes.")
    if not given:
        raise ConvtraceError(f"{place} is empty", hint="Give at least one value.")
    if len(given) > most:
        raise _too_many(place, most)
    places = [f"{place}[{number}]" for number in range(len(given))]
    parts = [_part(each, unpacked(part, each, most), most, deepest) for each, part in zip(places, given, strict=True)]
    shapes = [part.shape if isinstance(part, Values) else () for part in parts]
    for number, shape in enumerate(shapes):
        if shape != shapes[0]:
            message = f"{place}[{number}] {_described(shape)}, {place}[0] {_described(shapes[0])}"
            raise ConvtraceError(message, hint=EVEN_LISTS)
    return Values((len(parts), *shapes[0]), tuple(part.entries if isinstance(part, Values) else part for part in parts))


def _part(place: str, given: object, most: int, deepest: int) -> Values | Exact:
    if type(given).__module__.startswith("sympy."):
        given = str(given)  # its numbers, names and formulas are spelled as they are typed
    return _block(place, given, most, deepest - 1) if is_nest(given) else _leaf(place, given)


def _leaf(place: str, given: object) -> Exact:
    match given:
        case bool():
            raise ConvtraceError(f"{place}: {given} is not a value", hint="Give 1 for True and 0 for False.")
        case int() | Fraction():
            if max(abs(given.numerator), given.denominator) > MAX_NUMBER:
                raise ConvtraceError(f"{place} has more than {MAX_DIGITS} digits", hint="Give a smaller number.")
            return simplified(Fraction(given))
        case Complex(real, imag):
            for part in (real, imag):
                _leaf(place, part)
            return given
        case Sum() | Product() | Quotient() | Power() | Root():
            return given
        case Value(name):
            return _read(place, name)
        case str() | float() | Decimal():
            return _read(place, str(given))
        case complex():
            found = exact_complex(given)
            return _read(place, "nan") if found is None else _leaf(place, found)
        case _:
            raise ConvtraceError(
                f"{place}: {shortened(type(given).__name__)} is not a value", hint=f"Give {TYPED_KINDS}."
            )


def _read(place: str, text: str) -> Exact:
    return read_value(Piece(place, text, 0, len(text)))


def _too_many(place: str, most: int) -> ConvtraceError:
    return ConvtraceError(f"{place}: more than {most} values are too many", hint=f"Give at most {most} values.")


def _described(shape: tuple[int, ...]) -> str:
    sides = "×".join(map(str, shape))
    return f"has {sides} {'value' if shape == (1,) else 'values'}" if shape else "is one value"
