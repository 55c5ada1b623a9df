"""Casts: what a library keeps of a sum in an array of whole numbers."""

from __future__ import annotations

from enum import Enum
from math import trunc

from convtrace.values.complex_number import AnyNumber, Complex
from convtrace.values.dtypes import DTYPES, Dtype
from convtrace.values.frozen import Frozen

# C turns floats into whole numbers in registers of so many bits; beyond them it gives the smallest
_SHORT, _LONG = 32, 64
_BYTE = DTYPES["uint8"]


class Overflow(Enum):
    """What happens to a sum that does not fit."""

    WRAPS = "wraps"
    TRUNCATES = "truncates"
    SATURATES = "saturates"


class Cast(Frozen):
    """The type of the output, and what happens to a sum that does not fit.

    It wraps around, in arrays of whole numbers or where the fraction of a float is cut off; or it is rounded, half to
    even, and becomes the nearest that fits.
    """

    dtype: Dtype
    how: Overflow

    def whole(self, value: AnyNumber) -> AnyNumber:
        """The whole number of a sum, whether it fits or not.

        >>> from fractions import Fraction
        >>> from convtrace.values.dtypes import DTYPES
        >>> cast = Cast(dtype=DTYPES["uint8"], how=Overflow.SATURATES)
        >>> cast.whole(Fraction(5, 2)), cast.replace(how=Overflow.TRUNCATES).whole(Fraction(-5, 2))
        (2, -2)
        """
        if isinstance(value, Complex) or self.how is Overflow.WRAPS:
            return value
        return round(value) if self.how is Overflow.SATURATES else trunc(value)

    def kept(self, value: AnyNumber) -> AnyNumber:
        """The number in the output in the place of a sum.

        >>> from convtrace.values.dtypes import DTYPES
        >>> [Cast(dtype=DTYPES["uint8"], how=how).kept(470) for how in Overflow]
        [214, 214, 255]
        """
        whole = self.whole(value)
        if not isinstance(whole, int):
            return value
        is_bool = self.dtype.kind == "b"
        if self.how is Overflow.WRAPS:
            return int(whole != 0) if is_bool else self.dtype.wrapped(whole)
        whole = _in_register(whole, self._register)
        if self.how is Overflow.TRUNCATES:
            # C cuts what becomes bool to a byte
            return int(_BYTE.wrapped(whole) != 0) if is_bool else self.dtype.wrapped(whole)
        return min(max(whole, self.dtype.range.start), self.dtype.range.stop - 1)

    @property
    def _register(self) -> range:
        if self.dtype.name == "uint64":
            return range(-(1 << _LONG - 1), 1 << _LONG)
        bits = _LONG if self.how is Overflow.TRUNCATES and self.dtype.name in {"uint32", "int64"} else _SHORT
        return range(-(1 << bits - 1), 1 << bits - 1)


def _in_register(number: int, register: range) -> int:
    """The number, or the smallest one where it is beyond.

    >>> _in_register(5, range(-8, 8)), _in_register(9, range(-8, 8))
    (5, -8)
    """
    return number if number in register else register.start
