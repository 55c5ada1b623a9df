"""Formulas as values; numbers stand for themselves.

SymPy reorders and evaluates what it prints; here a formula stays as it was put together, so that
`h[1−(−2), 1−0]` can stand beside `h[3,1]`. A further kind of formula is its class, a part of `Formula`, and the case
that mypy then demands in `spelling`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import Literal, TypeAlias

from convtrace.values.frozen import Frozen
from convtrace.values.named_tuple import NamedTuple

Number: TypeAlias = int | Fraction
Array: TypeAlias = Literal["x", "h", "b", "N", "y", "g", "C", "X", "H", "Y", "∂L/∂x", "∂L/∂h", "∂L/∂b"]


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
        return self * other.conjugate() * (1 / Fraction(other.real**2 + other.imag**2))

    def __rtruediv__(self, other: AnyNumber) -> AnyNumber:
        return self.conjugate() * other * (1 / Fraction(self.real**2 + self.imag**2))

    def __pow__(self, exponent: int) -> AnyNumber:
        found: AnyNumber = 1
        for _ in range(abs(exponent)):
            found = self * found
        return found if exponent >= 0 else 1 / (Fraction(found) if isinstance(found, int) else found)

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


AnyNumber: TypeAlias = int | Fraction | Complex


def complex_number(real: Number, imag: Number) -> AnyNumber:
    """The number of these parts: an int or a Fraction where nothing is imaginary.

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


class Symbol(Frozen, kw_only=False):
    """An index that has no number yet: m, n, i, j, p, q."""

    name: str


class Value(Frozen, kw_only=False):
    """A value that stays a name: a letter of the kernel, alpha, pi."""

    name: str


# the root of 1 in a Fourier transform
ROOT = "ω"
# a pixel that has no number
NAN = Value("nan")
INFINITY, MINUS_INFINITY = Value("inf"), Value("-inf")


class Naming(Frozen):
    """Names of the arrays and of their indices, the brackets around these, and what a sum is written over.

    All is as in the article unless given.
    """

    image: str = "x"
    kernel: str = "h"
    output: str = "y"
    gradient: str = "g"
    output_index: tuple[str, ...] = ("m", "n", "o")
    image_index: tuple[str, ...] = ("i", "j", "k")
    kernel_index: tuple[str, ...] = ("p", "q", "r")
    brackets: tuple[str, str] = ("[", "]")
    sum_over: Literal["image", "kernel"] = "image"

    def name(self, array: Array) -> str:
        """The name of an array, or of the gradient of one.

        >>> naming = Naming(image="I")
        >>> [naming.name(array) for array in ("x", "∂L/∂x", "h", "b")]
        ['I', '∂L/∂I', 'h', 'b']
        """
        names = {"x": self.image, "h": self.kernel, "y": self.output, "g": self.gradient}
        before, own = array[:-1], array[-1]
        return before + names.get(own, own)


ARTICLE = Naming()


class Entry(Frozen, kw_only=False):
    """One element of an array: x[i,j], h[p,q], y[m,n]; `plugged` indices are not worked out yet.

    `array` tells what it is, whatever its name is in the `naming`.
    """

    array: Array
    indices: tuple[Formula, ...]
    plugged: bool = False
    naming: Naming = ARTICLE

    @property
    def name(self) -> str:
        """The name of the array."""
        return self.array if self.naming is ARTICLE else self.naming.name(self.array)


class Signed(Frozen, kw_only=False):
    """A term of a sum with the sign that stands before it."""

    negative: bool
    term: Formula


class Sum(Frozen, kw_only=False):
    """Terms joined by their signs; where `per_line` is given, a break after so many reads well."""

    terms: tuple[Signed, ...]
    per_line: int = 0


class Product(Frozen, kw_only=False):
    factors: tuple[Formula, ...]


class Quotient(Frozen, kw_only=False):
    over: Formula
    under: Formula


class Root(Frozen, kw_only=False):
    """The square root."""

    of: Formula


class Conjugate(Frozen, kw_only=False):
    """The conjugate of what may be complex."""

    of: Formula


class Power(Frozen, kw_only=False):
    base: Formula
    exponent: Formula


class Modulo(Frozen, kw_only=False):
    """What is left of an index after division."""

    of: Formula
    by: int


class SumOver(Frozen, kw_only=False):
    """Σ over the symbols, the first one outermost, each from the first to the last number of its limits."""

    symbols: tuple[Symbol, ...]
    term: Formula
    limits: tuple[range, ...] = ()


class Slot(Frozen, kw_only=False):
    """The place of an index in a pattern."""

    number: int


class Filled(NamedTuple):
    """A pattern with these indices in its slots: spelled once, however often it is filled in."""

    pattern: Formula
    indices: tuple[Formula, ...]


class Elided(Frozen, kw_only=False):
    """Terms left out."""


class Chain(Frozen, kw_only=False):
    """Formulas with a relation sign between each two."""

    first: Formula
    rest: tuple[tuple[Literal["=", "≤", "⇒"], Formula], ...]


Formula: TypeAlias = (
    AnyNumber
    | Symbol
    | Value
    | Entry
    | Sum
    | Product
    | Quotient
    | Root
    | Conjugate
    | Power
    | Modulo
    | SumOver
    | Slot
    | Filled
    | Elided
    | Chain
)


def nodes(parts: Iterable[object]) -> Iterator[object]:
    """The formulas among the parts and everything inside them, whatever kinds of formula there are.

    >>> [*nodes([Product((2, Symbol("i")))])]
    [Product(factors=(2, Symbol(name='i'))), Symbol(name='i')]
    """
    for part in parts:
        if isinstance(part, tuple):
            yield from nodes(part)
        elif isinstance(part, Frozen):
            yield part
            yield from nodes(part.fields().values())
