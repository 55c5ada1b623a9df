"""The two shapes that cover every library, and the sizes and paddings that several libraries share.

N pixels n, K kernel elements k, stride s, dilation d, Ke = d(K−1)+1.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from convtrace.law.axis import Relation
from convtrace.law.boundary import CONSTANTS, ZERO, Rule
from convtrace.library.arrays import Number
from convtrace.library.option_kinds import Kind, one_of
from convtrace.library.row import AxisCall, Demand, Law, Option, Sizes, Wanted, each_axis
from convtrace.values.limits import MAX_AXES


def correlation(
    outputs: int, low: int, stride: int = 1, dilation: int = 1, boundary: Rule = ZERO, fill: Number = 0, spread: int = 1
) -> AxisCall:
    """d·k = −s·m + ℓ·i + low: `low` elements are added before the image, `spread` is ℓ.

    >>> correlation(3, low=1, stride=2).relation
    Relation(d=1, alpha=-2, beta=1, gamma=1)
    """
    return AxisCall(relation=Relation(dilation, -stride, spread, low), outputs=outputs, boundary=boundary, fill=fill)


def convolution(
    outputs: int, shift: int, stride: int = 1, dilation: int = 1, boundary: Rule = ZERO, fill: Number = 0
) -> AxisCall:
    """d·k = m − s·i + shift.

    >>> convolution(7, shift=0, stride=2).relation
    Relation(d=1, alpha=1, beta=-2, gamma=0)
    """
    return AxisCall(relation=Relation(dilation, 1, -stride, shift), outputs=outputs, boundary=boundary, fill=fill)


def extent(k: int, dilation: int) -> int:
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


def any_axes(law: Law) -> Mapping[int, Law]:
    """The law for every number of axes."""
    return dict.fromkeys(range(1, MAX_AXES + 1), law)


def only(name: str, value: object, *others: object) -> Option:
    """An option that may be given, but only with the value that convtrace works out."""
    return Option(name=name, default=value, kind=one_of(value, *others))


def _layout(given: object, axes: int) -> tuple[object, ...] | None:
    from convtrace.library.layouts import layout  # only here: most calls name none

    return None if layout(given) is None else (given,) * axes


def names_for(rules: Mapping[str, Rule], *, fill: bool = True) -> Callable[[Wanted], list[str]]:
    """The names of the rule that is wanted; the constants are one rule, `fill` tells whether it may be any number.

    >>> from convtrace.law.boundary import CONSTANT, EDGE
    >>> wanted = Wanted(pixels=5, taps=3, relation=Relation(1, 1, -1), boundary=ZERO, fill=0)
    >>> names_for({"fill": CONSTANT, "near": EDGE})(wanted)
    ['fill']
    """

    def names(wanted: Wanted) -> list[str]:
        constant = wanted.boundary in CONSTANTS
        if constant and wanted.fill and not fill:
            return []
        return [name for name, rule in rules.items() if rule is wanted.boundary or (constant and rule in CONSTANTS)]

    return names


def fills(wanted: Wanted) -> tuple[object, ...]:
    """What a constant outside must be."""
    return (wanted.fill,)


def strides(wanted: Wanted) -> tuple[int, ...]:
    """How far the outputs or the pixels are apart, or 1."""
    return tuple(dict.fromkeys((abs(wanted.relation.alpha), abs(wanted.relation.beta), 1)))


def dilations(wanted: Wanted) -> tuple[int, ...]:
    return (wanted.relation.d,)


def paddings(wanted: Wanted) -> Iterator[int]:
    """As many outputs as pixels, or all outputs, or none of the padded ones; each with what a stride leaves over."""
    ke = extent(wanted.taps, wanted.relation.d)
    for middle in dict.fromkeys(((ke - 1) // 2, ke - 1, 0)):
        yield from range(middle, middle + abs(wanted.relation.alpha))


LAYOUT = Option(
    name="layout",
    default="squeezed",
    kind=Kind(
        "'squeezed', without batch and channel axes, or NC+spatial, NHWC or HWC, with these axes of size 1", _layout
    ),
    ours=True,
)
REAL = only("complex", False).replace(ours=True)


def nested_sizes(sizes: Sizes) -> bool:
    """Whether one array is at least as large as the other on every axis."""
    return _nest(list(zip(sizes.pixels, sizes.taps, strict=True)))


def nested_beyond_one(sizes: Sizes) -> bool:
    """The same for the axes on which neither has the size 1."""
    return _nest([pair for pair in zip(sizes.pixels, sizes.taps, strict=True) if 1 not in pair])


def _nest(pairs: Sequence[tuple[int, int]]) -> bool:
    return all(n >= k for n, k in pairs) or all(n <= k for n, k in pairs)


def not_both(first: str, second: str) -> Demand:
    """A stride on any axis leaves no dilation on any."""

    def holds(sizes: Sizes) -> bool:
        return all(value == 1 for value in sizes.options[first]) or all(value == 1 for value in sizes.options[second])

    return Demand(f"{first} > 1 can't be combined with {second} > 1", holds)


def equal(name: str) -> Demand:
    """The option's value must be the same on every axis."""
    return Demand(f"{name} must be the same on every axis", lambda sizes: len(set(sizes.options[name])) == 1)


def unset(name: str, value: object) -> Demand:
    """An option that the library has and refuses to use."""
    return each_axis(f"{name} must be {value}", lambda **options: options[name] == value)
