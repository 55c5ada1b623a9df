"""Candidates: values of options by which a call could reach a target, those to be tried first before others."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from convtrace.law.boundary import CONSTANT_RULES, Rule
from convtrace.library.axis_call import TargetAxis
from convtrace.library.functions.formulas import dilated


def rules(
    names: Mapping[str | None, Rule] | Mapping[str, Rule], *, fill: bool = True
) -> Callable[[TargetAxis], list[str | None]]:
    """The names of the target's rule; the constants are one rule, `fill` tells whether it may be any number.

    >>> from convtrace.law.axis import Relation
    >>> from convtrace.law.boundary import CONSTANT, EDGE, ZERO
    >>> target = TargetAxis(image_size=5, kernel_size=3, relation=Relation(1, 1, -1), boundary=ZERO, fill=0)
    >>> rules({"fill": CONSTANT, "near": EDGE})(target)
    ['fill']
    """

    def fitting(target: TargetAxis) -> list[str | None]:
        constant = target.boundary in CONSTANT_RULES
        if constant and target.fill and not fill:
            return []
        wanted = CONSTANT_RULES if constant else (target.boundary,)
        return [name for name, rule in names.items() if rule in wanted]

    return fitting


def fills(target: TargetAxis) -> tuple[object, ...]:
    """The constant outside the image."""
    return (target.fill,)


def offsets(target: TargetAxis) -> tuple[object, ...]:
    """The constant behind the sum."""
    return (target.offset,)


def pad_pairs(target: TargetAxis) -> Iterator[list[list[int]]]:
    """The padding before and after that the target's own windows reach, and none."""
    yield [[max(pad, 0) for pad in target.pads]]
    yield [[0, 0]]


def strides(target: TargetAxis) -> tuple[int, ...]:
    """The distance between outputs, between pixels, or 1."""
    return tuple(dict.fromkeys((abs(target.relation.alpha), abs(target.relation.beta), 1)))


def dilations(target: TargetAxis) -> tuple[int, ...]:
    return (target.relation.d,)


def paddings(target: TargetAxis) -> Iterator[int]:
    """The padding for as many outputs as pixels, for all outputs, or none; each with what a stride leaves over.

    >>> from convtrace.law.axis import Relation
    >>> from convtrace.law.boundary import ZERO
    >>> target = TargetAxis(image_size=9, kernel_size=3, relation=Relation(1, -10**6, 1, 4), boundary=ZERO, fill=0)
    >>> list(paddings(target))
    [4, 4, 4]
    """
    ke = dilated(target.kernel_size, target.relation.d)
    for middle in dict.fromkeys(((ke - 1) // 2, ke - 1, 0)):
        # the outputs lie where the target's do
        yield middle + (target.relation.gamma - middle) % abs(target.relation.alpha)
