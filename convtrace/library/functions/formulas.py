"""The two shapes that cover every library, and the sizes, paddings, options and requirements that several share.

N pixels n, K kernel elements k, stride s, dilation d, Ke = d(K−1)+1.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from convtrace.law.axis import Relation
from convtrace.law.boundary import CONSTANTS, ZERO, Rule
from convtrace.library.arrays import ExactNumber
from convtrace.library.option_kinds import OptionKind, one_of
from convtrace.library.row import AxisCall, AxisLaw, CallSizes, Option, Requirement, TargetAxis, each_axis
from convtrace.values.limits import MAX_AXES


def correlation(
    outputs: int,
    low: int,
    stride: int = 1,
    dilation: int = 1,
    *,
    boundary: Rule = ZERO,
    fill: ExactNumber = 0,
    input_stride: int = 1,
) -> AxisCall:
    """d·k = −s·m + ℓ·i + low: `low` elements are added before the image, ℓ is the input stride.

    >>> correlation(3, low=1, stride=2).relation
    Relation(d=1, alpha=-2, beta=1, gamma=1)
    """
    relation = Relation(dilation, -stride, input_stride, low)
    return AxisCall(relation=relation, outputs=outputs, boundary=boundary, fill=fill)


def convolution(
    outputs: int, shift: int, stride: int = 1, dilation: int = 1, *, boundary: Rule = ZERO, fill: ExactNumber = 0
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


def only(name: str, value: object, *others: object) -> Option:
    """An option that may be given, but only with the value that convtrace works out."""
    return Option(name=name, default=value, kind=one_of(value, *others))


def _layout(given: object, axes: int) -> tuple[object, ...] | None:
    from convtrace.library.layouts import layout  # only here: most calls name none

    return None if layout(given) is None else (given,) * axes


def rule_names(rules: Mapping[str, Rule], *, fill: bool = True) -> Callable[[TargetAxis], list[str]]:
    """The names of the target's rule; the constants are one rule, `fill` tells whether it may be any number.

    >>> from convtrace.law.boundary import CONSTANT, EDGE
    >>> target = TargetAxis(image_size=5, kernel_size=3, relation=Relation(1, 1, -1), boundary=ZERO, fill=0)
    >>> rule_names({"fill": CONSTANT, "near": EDGE})(target)
    ['fill']
    """

    def names(target: TargetAxis) -> list[str]:
        constant = target.boundary in CONSTANTS
        if constant and target.fill and not fill:
            return []
        return [name for name, rule in rules.items() if rule is target.boundary or (constant and rule in CONSTANTS)]

    return names


def fills(target: TargetAxis) -> tuple[object, ...]:
    """The constant outside the image."""
    return (target.fill,)


def strides(target: TargetAxis) -> tuple[int, ...]:
    """How far the outputs or the pixels are apart, or 1."""
    return tuple(dict.fromkeys((abs(target.relation.alpha), abs(target.relation.beta), 1)))


def dilations(target: TargetAxis) -> tuple[int, ...]:
    return (target.relation.d,)


def paddings(target: TargetAxis) -> Iterator[int]:
    """As many outputs as pixels, or all outputs, or none of the padded ones; each with what a stride leaves over."""
    ke = dilated(target.kernel_size, target.relation.d)
    for middle in dict.fromkeys(((ke - 1) // 2, ke - 1, 0)):
        yield from range(middle, middle + abs(target.relation.alpha))


LAYOUT = Option(
    name="layout",
    default="squeezed",
    kind=OptionKind(
        "'squeezed', without batch and channel axes, or NC+spatial, NHWC or HWC, with these axes of size 1", _layout
    ),
    only_here=True,
)
REAL = only("complex", False).replace(only_here=True)


def nested_sizes(sizes: CallSizes) -> bool:
    """True where one array is at least as large as the other on every axis."""
    return _nest(list(zip(sizes.image, sizes.kernel, strict=True)))


def nested_beyond_one(sizes: CallSizes) -> bool:
    """True where one array is at least as large as the other on every axis on which neither has the size 1."""
    return _nest([pair for pair in zip(sizes.image, sizes.kernel, strict=True) if 1 not in pair])


def _nest(pairs: Sequence[tuple[int, int]]) -> bool:
    return all(n >= k for n, k in pairs) or all(n <= k for n, k in pairs)


def not_both(first: str, second: str) -> Requirement:
    """The requirement that a stride on any axis leaves no dilation on any."""

    def holds(sizes: CallSizes) -> bool:
        return all(value == 1 for value in sizes.options[first]) or all(value == 1 for value in sizes.options[second])

    return Requirement(f"{first} > 1 can't be combined with {second} > 1", holds)


def same_on_every_axis(name: str) -> Requirement:
    """The requirement that an option's value is the same on every axis."""
    return Requirement(f"{name} must be the same on every axis", lambda sizes: len(set(sizes.options[name])) == 1)


def unset(name: str, value: object) -> Requirement:
    """The requirement that an option which the library has and refuses to use has this value."""
    return each_axis(f"{name} must be {value}", lambda **options: options[name] == value)
