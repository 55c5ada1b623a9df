"""Exact numbers with an imaginary part, and what numbers a formula may hold."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from convtrace.values.frozen import Frozen

if TYPE_CHECKING:
    from fractions import Fraction

    from typing_extensions import TypeIs

# quoted: where no number is a fraction, none is loaded
Number: TypeAlias = "int | Fraction"
AnyNumber: TypeAlias = "Number | Complex"


class Complex(Frozen, kw_only=False):
    """An exact number whose imaginary part is not 0; any other result of its arithmetic is an int or a Fraction.

    >>> z = Complex(2, -3)
    >>> print(z, z * z, z * z.conjugate(), 1 / z, z / 2)
    2-3i -5-12i 13 2/13+3i/13 1-3i/2
    >>> complex(z), z == 2 - 3j, z.real, z.imag
    ((2-3j), True, 2, -3)
    """

    real: Number
    imag: Number

    def conjugate(self) -> Complex:
        return Complex(self.real, -self.imag)

    def __neg__(self) -> Complex:
        return Complex(-self.real, -self.imag)

    def __add__(self, other: AnyNumber) -> AnyNumber:
        return complex_number(self.real + other.real, self.imag + other.imag)

    __radd__ = __add__

    def __sub__(self, other: AnyNumber) -> AnyNumber:
        return self + -other

    def __rsub__(self, other: AnyNumber) -> AnyNumber:
        return -self + other

    def __mul__(self, other: AnyNumber) -> AnyNumber:
        real = self.real * other.real - self.imag * other.imag
        return complex_number(real, self.real * other.imag + self.imag * other.real)

    __rmul__ = __mul__

    def __truediv__(self, other: AnyNumber) -> AnyNumber:
        return self * other.conjugate() * (1 / divisible(other.real**2 + other.imag**2))

    def __rtruediv__(self, other: AnyNumber) -> AnyNumber:
        return self.conjugate() * other * (1 / divisible(self.real**2 + self.imag**2))

    def __pow__(self, exponent: int) -> AnyNumber:
        found: AnyNumber = 1
        for _ in range(abs(exponent)):
            found = self * found
        return found if exponent >= 0 else 1 / divisible(found)

    def __complex__(self) -> complex:
        return complex(self.real, self.imag)

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Complex | complex):
            return (self.real, self.imag) == (other.real, other.imag)
        return NotImplemented

    def __hash__(self) -> int:
        return hash(complex(self))

    def __str__(self) -> str:
        real = str(self.real or "")
        return f"{real}{'+' if real and self.imag > 0 else ''}{imaginary_text(str(self.imag), 'i')}"


def divisible(value: AnyNumber) -> Fraction | Complex:
    """The number as one whose quotients and powers are exact: a whole one as a fraction."""
    from fractions import Fraction  # only here: most pages have none

    return Fraction(value) if isinstance(value, int) else value


def is_real(value: object) -> TypeIs[Number]:
    """True for a whole number or a fraction among the parts of a formula, where nothing else has a numerator.

    >>> from fractions import Fraction
    >>> is_real(-1), is_real(Fraction(1, 2)), is_real(Complex(1, 2))
    (True, True, False)
    """
    return hasattr(value, "numerator")


def is_number(value: object) -> TypeIs[AnyNumber]:
    """True for a number among the parts of a formula, be it complex or not."""
    return hasattr(value, "numerator") or isinstance(value, Complex)


def complex_number(real: Number, imag: Number) -> AnyNumber:
    """The number of these parts: an int or a Fraction where nothing is imaginary.

    >>> from fractions import Fraction
    >>> complex_number(Fraction(4, 2), 0), complex_number(1, Fraction(6, 2))
    (2, Complex(real=1, imag=3))
    """
    real, imag = (part.numerator if part.denominator == 1 else part for part in (real, imag))
    return Complex(real, imag) if imag else real


def imaginary_text(number: str, unit: str) -> str:
    """An imaginary part: the unit before the fraction line, so that it is read as it is meant.

    >>> imaginary_text("-3", "i"), imaginary_text("3/4", "i")
    ('-3i', '3i/4')
    """
    over, slash, under = number.partition("/")
    return f"{over}{unit}{slash}{under}"
