"""The law of one axis, d·k = α·m + β·i + γ, and its one solver. Integers only."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from math import gcd
from typing import TYPE_CHECKING, Literal, overload

from convtrace.values.frozen import Frozen
from convtrace.values.named_tuple import NamedTuple

if TYPE_CHECKING:
    from fractions import Fraction

Unknown = Literal["m", "i", "k"]


class Triple(NamedTuple):
    """One meeting on one axis: output m, image position i, kernel index k."""

    m: int
    i: int
    k: int


class Relation(Frozen, kw_only=False):
    """d·k = α·m + β·i + γ, for an output index m, an image index i and a kernel index k.

    Raises ValueError unless d > 0 and α, β ≠ 0: otherwise an index would be left undetermined.

    >>> conv = Relation(d=1, alpha=1, beta=-1)
    >>> conv.third("k", {"m": 1, "i": 3})
    -2
    """

    d: int
    alpha: int
    beta: int
    gamma: int = 0

    def __init__(self, d: int, alpha: int, beta: int, gamma: int = 0) -> None:
        super().__init__(d, alpha, beta, gamma)
        if d < 1 or not alpha or not beta:
            raise ValueError(f"not a relation between m, i and k: {self}")

    @property
    def coefficients(self) -> dict[Unknown, int]:
        """The law as α·m + β·i − d·k + γ = 0."""
        return {"m": self.alpha, "i": self.beta, "k": -self.d}

    def third(self, wanted: Unknown, known: Mapping[Unknown, int]) -> int | Fraction:
        """The index that the two others leave: a Fraction where it is not whole, so that no element has it.

        >>> Relation(d=2, alpha=1, beta=-1).third("k", {"m": 0, "i": -3})
        Fraction(3, 2)
        """
        coefficients = self.coefficients
        rest = self.gamma + sum(coefficients[name] * number for name, number in known.items())
        divisor = -coefficients[wanted]
        if rest % divisor == 0:
            return rest // divisor
        from fractions import Fraction  # only here: most runs never meet one

        return Fraction(rest, divisor)

    def lag(self, output: int) -> int | None:
        """How far a pixel lies ahead of the kernel element that it meets, i − k; None where this varies.

        >>> Relation(d=1, alpha=-1, beta=1, gamma=4).lag(2), Relation(d=1, alpha=1, beta=-1).lag(2)
        (-2, None)
        """
        return -(self.alpha * output + self.gamma) if self.d == self.beta == 1 else None

    def flipped(self, first: Unknown, second: Unknown) -> bool:
        """Tell whether one index falls while the other rises, the third being fixed.

        >>> Relation(d=1, alpha=1, beta=-1).flipped("i", "k"), Relation(d=1, alpha=1, beta=-1).flipped("m", "i")
        (True, False)
        """
        return self.coefficients[first] * self.coefficients[second] > 0

    def slope(self, moved: Unknown, by: Unknown) -> Fraction | int:
        """The distance that one index moves while the other grows by 1, the third being fixed.

        >>> Relation(d=1, alpha=2, beta=-1).slope("i", by="m")
        2
        """
        coefficients = self.coefficients
        rest, divisor = coefficients[by], -coefficients[moved]
        return rest // divisor if rest % divisor == 0 else self.replace(gamma=0).third(moved, {by: 1})

    def recast(self, fixed: Unknown, over: Unknown) -> Relation:
        """The relation with `fixed` as its output, `over` as its image index and the third as its kernel's.

        Back-propagation is the operation with its indices in other roles. The third must have coefficient ±d.

        >>> Relation(d=1, alpha=1, beta=-1).recast("i", over="m")
        Relation(d=1, alpha=-1, beta=1, gamma=0)
        """
        coefficients = self.coefficients
        (partner,) = coefficients.keys() - {fixed, over}
        divisor = -coefficients[partner]
        sign = 1 if divisor > 0 else -1
        return Relation(abs(divisor), sign * coefficients[fixed], sign * coefficients[over], sign * self.gamma)

    def kernel_flipped(self, size: int = 1) -> Relation:
        """The relation for a kernel of K elements that is flipped: K−1−k in the place of k, −k unless K is given.

        >>> Relation(d=1, alpha=-1, beta=1, gamma=2).kernel_flipped(3)
        Relation(d=1, alpha=1, beta=-1, gamma=0)
        """
        return Relation(self.d, -self.alpha, -self.beta, self.d * (size - 1) - self.gamma)

    def output_reflected(self) -> Relation:
        """The relation with −m in the place of m.

        >>> Relation(d=1, alpha=1, beta=1).output_reflected()
        Relation(d=1, alpha=-1, beta=1, gamma=0)
        """
        return self.replace(alpha=-self.alpha)

    def rebased(self, image: int, kernel: int, output: int = 0) -> Relation:
        """The relation with its indices counted from the given first ones instead of from 0.

        >>> Relation(d=1, alpha=1, beta=-1).rebased(image=-3, kernel=-1)
        Relation(d=1, alpha=1, beta=-1, gamma=4)
        """
        gamma = self.gamma + self.alpha * output + self.beta * image - self.d * kernel
        return Relation(self.d, self.alpha, self.beta, gamma)


class Bounds(NamedTuple):
    """The indices each unknown may take; None where nothing limits it."""

    m: range | None = None
    i: range | None = None
    k: range | None = None


class Solutions(Frozen, Sequence[Triple], kw_only=False):
    """The solutions of one relation with one unknown fixed: first + t·step for t = 0…size−1."""

    first: Triple
    step: Triple
    size: int

    def __len__(self) -> int:
        return self.size

    @overload
    def __getitem__(self, t: int) -> Triple: ...
    @overload
    def __getitem__(self, t: slice) -> tuple[Triple, ...]: ...
    def __getitem__(self, t: int | slice) -> Triple | tuple[Triple, ...]:
        chosen = range(self.size)[t]
        return self._at(chosen) if isinstance(chosen, int) else tuple(map(self._at, chosen))

    def __iter__(self) -> Iterator[Triple]:
        return map(self._at, range(self.size))

    def along(self, unknown: Unknown) -> range:
        """The values of one unknown that is not fixed.

        >>> Solutions(Triple(m=1, i=0, k=1), Triple(0, 1, -1), 3).along("k")
        range(1, -2, -1)
        """
        first, step = getattr(self.first, unknown), getattr(self.step, unknown)
        return range(first, first + self.size * step, step)

    def _at(self, t: int) -> Triple:
        (m, i, k), (dm, di, dk) = self.first, self.step
        return Triple(m + t * dm, i + t * di, k + t * dk)


NO_SOLUTIONS = Solutions(Triple(0, 0, 0), Triple(1, 1, 1), 0)


def solve(relation: Relation, fixed: Unknown, value: int, over: Unknown, bounds: Bounds) -> Solutions:
    """All (m, i, k) with d·k = α·m + β·i + γ, one unknown fixed, in the rising order of `over`.

    Fixing m and summing over i is the operation itself; fixing i and summing over m is the gradient
    for that pixel; fixing k, the gradient for that kernel element. The cost does not depend on the
    bounds' sizes. At least one of the two free unknowns must be bounded.

    >>> conv = Relation(d=1, alpha=1, beta=-1)
    >>> [tuple(t) for t in solve(conv, "m", 1, "i", Bounds(i=range(-3, 4), k=range(-1, 2)))]
    [(1, 0, 1), (1, 1, 0), (1, 2, -1)]
    """
    coefficient = relation.coefficients
    (rest,) = coefficient.keys() - {fixed, over}
    a, b = coefficient[over], coefficient[rest]
    constant = relation.gamma + coefficient[fixed] * value
    divisor = gcd(a, b)
    if constant % divisor:
        return NO_SOLUTIONS
    # a·u + b·v + constant = 0 has the solutions (u, v) + t·(stride, slope)
    stride = abs(b) // divisor
    slope = -a * stride // b
    u = -constant // divisor * pow(a // divisor, -1, stride) % stride
    v = (-constant - a * u) // b
    limits = bounds._asdict()
    spans = [_span(u, stride, limits[over]), _span(v, slope, limits[rest])]
    low, high = (end(side) for end, side in zip((max, min), zip(*filter(None, spans), strict=True), strict=True))
    if low > high:
        return NO_SOLUTIONS
    first = {fixed: value, over: u + low * stride, rest: v + low * slope}
    return Solutions(Triple(**first), Triple(**{fixed: 0, over: stride, rest: slope}), high - low + 1)


def _span(start: int, step: int, within: range | None) -> tuple[int, int] | None:
    """The first and last t with start + t·step inside `within`."""
    if within is None:
        return None
    low, high = within.start - start, within.stop - 1 - start
    if step < 0:
        low, high = high, low
    return -(-low // step), high // step
