"""Sums of products of array elements and of roots of 1, as SymPy's polynomials in few variables."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from math import prod
from typing import TypeAlias

from sympy import ZZ, cyclotomic_poly
from sympy.polys.rings import PolyElement, PolyRing

from convtrace.document.indices import named
from convtrace.law.index_order import Order
from convtrace.proof.polynomial import in_reading_order
from convtrace.trace.status import Index
from convtrace.values.formula import ROOT, Array, Formula, Power, Product, Signed, Sum

Polynomial: TypeAlias = PolyElement
# as the factors of a product are written
ARRAYS: tuple[Array, ...] = ("h", "g", "x")


class Ring:
    """Polynomials in one variable for each array, whose powers are the array's elements: the second pixel is x².

    No product has two elements of one array, so that different products have different powers. SymPy multiplies powers
    of three variables many times faster than symbols for all elements. For each period there is one more variable, a
    root of 1: the number ω whose powers repeat after so many, and not before.

    >>> from convtrace.values.formula import Value
    >>> ring = Ring()
    >>> h = ring.elements("h", {(0,): Value("a"), (1,): Value("b")})
    >>> ring.total([h[1,], h[0,], h[1,]])
    2*h**2 + h
    """

    def __init__(self, periods: Sequence[int] = ()) -> None:
        self.periods = tuple(periods)
        self.roots = named(ROOT, len(self.periods))
        self._ring = PolyRing((*ARRAYS, *(f"w{axis}" for axis in range(len(self.periods)))), ZZ)
        self._variables = dict(zip(ARRAYS, self._ring.gens, strict=False))
        self._names: dict[Array, list[Formula]] = {array: [] for array in ARRAYS}
        self.zero: Polynomial = self._ring.zero
        self.one: Polynomial = self._ring.one

    @cached_property
    def _powers(self) -> list[list[Polynomial]]:
        """All powers of the root of each axis; only laws about transforms need them."""
        roots = zip(self._ring.gens[len(ARRAYS) :], self.periods, strict=True)
        return [[variable**power for power in range(period)] for variable, period in roots]

    @cached_property
    def _cyclotomic(self) -> list[Polynomial]:
        """The polynomials of lowest degree with whole coefficients that are 0 at the root of each axis."""
        found = []
        for variable, period in zip(self._ring.gens[len(ARRAYS) :], self.periods, strict=True):
            coefficients = reversed(cyclotomic_poly(period, polys=True).all_coeffs())
            found.append(self.total(int(factor) * variable**power for power, factor in enumerate(coefficients)))
        return found

    def elements(self, array: Array, names: Mapping[Index, Formula]) -> dict[Index, Polynomial]:
        """The next powers of an array's variable, one for each element that is named."""
        variable, known = self._variables[array], self._names[array]
        first = len(known) + 1
        known.extend(names.values())
        return {index: variable**power for power, index in enumerate(names, start=first)}

    def root(self, axis: int, power: int) -> Polynomial:
        """A power of the root of one axis; a negative one goes round.

        >>> Ring((4, 3)).root(0, -1)
        w0**3
        """
        return self._powers[axis][power % self.periods[axis]]

    def total(self, parts: Iterable[Polynomial]) -> Polynomial:
        """The sum; added in pairs, as each addition copies what it adds to."""
        kept = list(parts) or [self.zero]
        while len(kept) > 1:
            odd = kept[-1:] if len(kept) % 2 else []
            kept = [first + second for first, second in zip(kept[::2], kept[1::2], strict=False)] + odd
        return kept[0]

    def around(self, polynomial: Polynomial) -> Polynomial:
        """The polynomial with each power of a root below its period, where it begins again at 1.

        >>> ring = Ring((3,))
        >>> ring.around(ring.root(0, 2) * ring.root(0, 2))
        w0
        """
        found: dict[tuple[int, ...], int] = defaultdict(int)
        for powers, factor in polynomial.iterterms():
            roots = zip(powers[len(ARRAYS) :], self.periods, strict=True)
            found[(*powers[: len(ARRAYS)], *(power % period for power, period in roots))] += factor
        return self._ring.from_dict(found)

    def remainder(self, polynomial: Polynomial) -> Polynomial:
        """The remainder after division by the cyclotomic polynomials, which are 0: no other polynomial has its value.

        >>> ring = Ring((3,))
        >>> ring.remainder(ring.total(ring.root(0, power) for power in range(3)))
        0
        """
        return self.around(polynomial).rem(self._cyclotomic)

    def beside(self, array: Array, polynomial: Polynomial) -> dict[Polynomial, Polynomial]:
        """The sum of what stands beside each element of an array."""
        place, variable = ARRAYS.index(array), self._variables[array]
        found: dict[int, dict[tuple[int, ...], int]] = defaultdict(dict)
        for powers, factor in polynomial.iterterms():
            found[powers[place]][(*powers[:place], 0, *powers[place + 1 :])] = factor
        return {variable**power: self._ring.from_dict(terms) for power, terms in found.items()}

    def formula(self, polynomial: Polynomial, order: Order) -> Formula:
        """A sum of products as we write it: by pixels and outputs in reading order, letters first."""
        found: dict[tuple[int, ...], dict[tuple[int, ...], int]] = defaultdict(dict)
        for powers, factor in polynomial.iterterms():
            found[powers[: len(ARRAYS)]][powers[len(ARRAYS) :]] = factor
        terms = (_term(self._factor(factors), self._elements(powers)) for powers, factors in found.items())
        return in_reading_order(terms, order)

    def elements_of_a_term(self, polynomial: Polynomial) -> tuple[Formula, ...]:
        """The elements that are multiplied in one of the terms of a polynomial that is not 0."""
        return self._elements(next(polynomial.itermonoms()))

    def valued(self, polynomial: Polynomial, numbers: Mapping[Formula, int]) -> Formula:
        """The value of a polynomial where all elements without a number are 0."""
        found: dict[tuple[int, ...], int] = defaultdict(int)
        for powers, factor in polynomial.iterterms():
            found[powers[len(ARRAYS) :]] += factor * prod(numbers.get(name, 0) for name in self._elements(powers))
        return self._factor({powers: factor for powers, factor in found.items() if factor})

    def _elements(self, powers: tuple[int, ...]) -> tuple[Formula, ...]:
        names = zip(ARRAYS, powers, strict=False)
        return tuple(self._names[array][power - 1] for array, power in names if power)

    def _factor(self, factors: Mapping[tuple[int, ...], int]) -> Formula:
        """A whole number, or the sum of roots of which each has such a factor."""
        if not any(map(any, factors)):
            return sum(factors.values())
        return Sum(tuple(_term(factor, self._written(powers)) for powers, factor in sorted(factors.items())))

    def _written(self, powers: tuple[int, ...]) -> tuple[Formula, ...]:
        """Powers of roots as factors."""
        found = zip(self.roots, powers, strict=True)
        return tuple(root if power == 1 else Power(root, power) for root, power in found if power)

    def equations(self) -> tuple[tuple[Formula, Formula], ...]:
        """Each root's power that is 1, and its polynomial that is 0, the highest power first."""
        found = []
        for root, period, polynomial in zip(self.roots, self.periods, self._cyclotomic, strict=True):
            terms = [_term(factor, self._written(powers[len(ARRAYS) :])) for powers, factor in polynomial.terms()]
            found.append((Power(root, period) if period > 1 else root, Sum(tuple(terms))))
        return tuple(found)


def _term(factor: Formula, elements: tuple[Formula, ...]) -> Signed:
    """A product with its sign; a factor of 1 is not written."""
    if not isinstance(factor, int):
        return Signed(False, Product((*elements, factor)))
    factors = (*[abs(factor)] * (abs(factor) != 1 or not elements), *elements)
    return Signed(factor < 0, factors[0] if len(factors) == 1 else Product(factors))
