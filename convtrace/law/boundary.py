"""Boundary rules: which pixel stands in for an index outside the image. Their names are those of NumPy's `np.pad`.

https://numpy.org/doc/stable/reference/generated/numpy.pad.html
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from convtrace.values.named_tuple import NamedTuple

if TYPE_CHECKING:
    from convtrace.values.exact import Exact


class Rule(NamedTuple):
    """`stand_in(i, n)` is the pixel that stands in for index i on an axis of n pixels; None: the constant.

    >>> [SYMMETRIC.stand_in(i, 3) for i in range(-4, 7)]
    [2, 2, 1, 0, 0, 1, 2, 2, 1, 0, 0]
    """

    name: str
    stand_in: Callable[[int, int], int | None]


def _nothing(i: int, n: int) -> int | None:
    return i if 0 <= i < n else None


def _edge(i: int, n: int) -> int:
    return min(max(i, 0), n - 1)


def _reflect(i: int, n: int) -> int:
    if n == 1:
        return 0
    folded = i % (2 * n - 2)
    return min(folded, 2 * n - 2 - folded)


def _symmetric(i: int, n: int) -> int:
    folded = i % (2 * n)
    return min(folded, 2 * n - 1 - folded)


def _wrap(i: int, n: int) -> int:
    return i % n


ZERO = Rule("zero", _nothing)
CONSTANT = Rule("constant", _nothing)
EDGE = Rule("edge", _edge)
REFLECT = Rule("reflect", _reflect)
SYMMETRIC = Rule("symmetric", _symmetric)
WRAP = Rule("wrap", _wrap)

# both leave the constant, which is 0 for the first
CONSTANT_RULES = (ZERO, CONSTANT)
RULES = {rule.name: rule for rule in (ZERO, CONSTANT, EDGE, REFLECT, SYMMETRIC, WRAP)}


# what other libraries call the rules
ALIASES = {
    "fill": "constant:0",
    "zeros": "zero",
    "nearest": "edge",
    "replicate": "edge",
    "extend": "edge",
    "mirror": "reflect",
    "symm": "symmetric",
    "circular": "wrap",
}


def wrap_every(period: int) -> Rule:
    """Indices `period` apart share a pixel; those that the image does not reach are the constant.

    >>> [wrap_every(4).stand_in(i, 3) for i in range(-2, 6)], wrap_every(4).name
    ([2, None, 0, 1, 2, None, 0, 1], 'wrap:4')
    """

    def stand_in(i: int, n: int) -> int | None:
        return _nothing(i % period, n)

    return Rule(f"wrap:{period}", stand_in)


class Boundary(NamedTuple):
    """The rule for what x outside the image is, on each axis, and the value where a rule names no pixel.

    >>> Boundary((ZERO, ZERO)).counts, Boundary((WRAP, WRAP)).counts, Boundary((CONSTANT,), 5).counts
    (False, True, True)
    """

    rules: tuple[Rule, ...]
    fill: Exact = 0

    @property
    def constant(self) -> bool:
        """Tell whether no pixel ever stands in."""
        return all(rule in CONSTANT_RULES for rule in self.rules)

    @property
    def counts(self) -> bool:
        """Tell whether anything outside can add to a sum."""
        return not self.constant or self.fill != 0
