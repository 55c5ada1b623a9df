"""The two shapes that cover every library, and the sizes and paddings that several libraries share.

N pixels n, K kernel elements k, stride s, dilation d, Ke = d(K−1)+1.
"""

from __future__ import annotations

from collections.abc import Mapping

from convtrace.law.axis import Relation
from convtrace.law.boundary import ZERO, Rule
from convtrace.library.axis_call import AxisCall, AxisLaw
from convtrace.values.complex_number import Number
from convtrace.values.limits import MAX_AXES


def correlation(
    outputs: int,
    low: int,
    stride: int = 1,
    dilation: int = 1,
    *,
    boundary: Rule = ZERO,
    fill: Number = 0,
    input_stride: int = 1,
) -> AxisCall:
    """d·k = −s·m + ℓ·i + low: `low` elements are added before the image, ℓ is the input stride.

    >>> correlation(3, low=1, stride=2).relation
    Relation(d=1, alpha=-2, beta=1, gamma=1)
    """
    relation = Relation(dilation, -stride, input_stride, low)
    return AxisCall(relation=relation, outputs=outputs, boundary=boundary, fill=fill)


def convolution(
    outputs: int, shift: int, stride: int = 1, dilation: int = 1, *, boundary: Rule = ZERO, fill: Number = 0
) -> AxisCall:
    """d·k = m − s·i + shift.

    >>> convolution(7, shift=0, stride=2).relation
    Relation(d=1, alpha=1, beta=-2, gamma=0)
    """
    return AxisCall(relation=Relation(dilation, 1, -stride, shift), outputs=outputs, boundary=boundary, fill=fill)


def dilated(k: int, dilation: int) -> int:
    """Ke = d(K−1)+1."""
    return dilation * (k - 1) + 1


def ceiling(a: int, b: int) -> int:
    """⌈a/b⌉."""
    return -(-a // b)


def fitting(n: int, ke: int, stride: int) -> int:
    """(N−Ke)//s+1: the windows that fit.

    >>> fitting(7, 3, 2)
    3
    """
    return (n - ke) // stride + 1


def same_total(n: int, ke: int, stride: int) -> int:
    """(⌈N/s⌉−1)s+Ke−N: what SAME adds to both ends together; negative where the kernel is shorter than a stride.

    >>> same_total(5, 3, 2), same_total(6, 3, 2), same_total(3, 1, 3)
    (2, 1, -2)
    """
    return (ceiling(n, stride) - 1) * stride + ke - n


def same(n: int, ke: int, stride: int, dilation: int, lower: bool = False) -> AxisCall:
    """⌈N/s⌉ outputs, T=max(same_total, 0) elements added: T//2 before, or the larger half if `lower`.

    >>> same(6, 4, 1, 1).relation.gamma, same(6, 4, 1, 1, lower=True).relation.gamma
    (1, 2)
    """
    total = max(same_total(n, ke, stride), 0)
    return correlation(ceiling(n, stride), total - total // 2 if lower else total // 2, stride, dilation)


def any_axes(law: AxisLaw) -> Mapping[int, AxisLaw]:
    """The law for every number of axes."""
    return dict.fromkeys(range(1, MAX_AXES + 1), law)
