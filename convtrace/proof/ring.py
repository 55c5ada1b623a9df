"""Sums of products of array elements, as SymPy's polynomials in few variables."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import TypeAlias

from sympy import ZZ
from sympy.polys.rings import PolyElement, PolyRing

from convtrace.law.index_order import Order
from convtrace.proof.polynomial import in_reading_order
from convtrace.trace.status import Index
from convtrace.values.formula import Array, Formula, Product, Signed

Polynomial: TypeAlias = PolyElement
# as the factors of a product are written
ARRAYS: tuple[Array, ...] = ("h", "g", "x")


class Ring:
    """Polynomials in one variable for each array, whose powers are the array's elements: the second pixel is x².

    No product has two elements of one array, so that different products have different powers. SymPy multiplies powers
    of three variables many times faster than symbols for all elements.

    >>> from convtrace.values.formula import Value
    >>> ring = Ring()
    >>> h = ring.elements("h", {(0,): Value("a"), (1,): Value("b")})
    >>> ring.total([h[1,], h[0,], h[1,]])
    2*h**2 + h
    """

    def __init__(self) -> None:
        self._ring = PolyRing(ARRAYS, ZZ)
        self._variables = dict(zip(ARRAYS, self._ring.gens, strict=True))
        self._names: dict[Array, list[Formula]] = {array: [] for array in ARRAYS}
        self.zero: Polynomial = self._ring.zero
        self.one: Polynomial = self._ring.one

    def elements(self, array: Array, names: Mapping[Index, Formula]) -> dict[Index, Polynomial]:
        """The next powers of an array's variable, one for each element that is named."""
        variable, known = self._variables[array], self._names[array]
        first = len(known) + 1
        known.extend(names.values())
        return {index: variable**power for power, index in enumerate(names, start=first)}

    def total(self, parts: Iterable[Polynomial]) -> Polynomial:
        """The sum; added in pairs, as each addition copies what it adds to."""
        kept = list(parts) or [self.zero]
        while len(kept) > 1:
            odd = kept[-1:] if len(kept) % 2 else []
            kept = [first + second for first, second in zip(kept[::2], kept[1::2], strict=False)] + odd
        return kept[0]

    def beside(self, array: Array, polynomial: Polynomial) -> dict[Polynomial, Polynomial]:
        """The sum of what stands beside each element of an array."""
        place, variable = ARRAYS.index(array), self._variables[array]
        found: dict[int, dict[tuple[int, ...], int]] = defaultdict(dict)
        for powers, factor in polynomial.iterterms():
            found[powers[place]][(*powers[:place], 0, *powers[place + 1 :])] = factor
        return {variable**power: self._ring.from_dict(terms) for power, terms in found.items()}

    def products(self, polynomial: Polynomial) -> Iterator[tuple[int, tuple[Formula, ...]]]:
        """The terms of a polynomial: the coefficient and the elements of each."""
        for powers, factor in polynomial.iterterms():
            names = zip(ARRAYS, powers, strict=True)
            yield int(factor), tuple(self._names[array][power - 1] for array, power in names if power)

    def formula(self, polynomial: Polynomial, order: Order) -> Formula:
        """A sum of products as we write it: by pixels and outputs in reading order, letters first."""
        return in_reading_order((_term(*each) for each in self.products(polynomial)), order)


def _term(factor: int, elements: tuple[Formula, ...]) -> Signed:
    """A product with its sign; a factor of 1 is not written."""
    factors = (*[abs(factor)] * (abs(factor) != 1 or not elements), *elements)
    return Signed(factor < 0, factors[0] if len(factors) == 1 else Product(factors))
