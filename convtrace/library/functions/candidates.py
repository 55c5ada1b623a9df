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
    """The padding before and after that the target's own windows reach, none, and what gives all of its outputs."""
    yield [[max(pad, 0) for pad in target.pads]]
    yield [[0, 0]]
    yield from ([list(pads)] for pads in _exact_pads(target))


def _exact_pads(target: TargetAxis) -> Iterator[tuple[int, int]]:
    """The pads for as many outputs where they lie in an image with its input stride, and where they cut outputs.

    >>> from convtrace.law.axis import Relation
    >>> from convtrace.law.boundary import ZERO
    >>> target = TargetAxis(image_size=3, kernel_size=3, relation=Relation(1, 1, -2, 0), boundary=ZERO, fill=0)
    >>> [*_exact_pads(target.replace(outputs=7))]
    [(2, 2), (0, 0)]
    """
    relation, last = target.relation, target.relation.d * (target.kernel_size - 1)
    risen = relation if relation.beta > 0 else relation.kernel_flipped(target.kernel_size)
    between = risen.beta * (target.image_size - 1)
    yield risen.gamma, last + abs(risen.alpha) * (target.outputs - 1) - risen.gamma - between
    fallen = risen.kernel_flipped(target.kernel_size)
    yield fallen.gamma, between + last + 1 - fallen.gamma - target.outputs


def strides(target: TargetAxis) -> tuple[int, ...]:
    """The distance between outputs, between pixels, or 1."""
    return tuple(dict.fromkeys((abs(target.relation.alpha), abs(target.relation.beta), 1)))


def input_strides(target: TargetAxis) -> tuple[int, ...]:
    """The distance between pixels."""
    return (abs(target.relation.beta),)


def dilations(target: TargetAxis) -> tuple[int, ...]:
    return (target.relation.d,)


def paddings(target: TargetAxis) -> Iterator[int]:
    """The padding for as many outputs as pixels, for all outputs, or none; each with what a stride leaves over.

    >>> from convtrace.law.axis import Relation
    >>> from convtrace.law.boundary import ZERO
    >>> target = TargetAxis(image_size=9, kernel_size=3, relation=Relation(1, -10**6, 1, 4), boundary=ZERO, fill=0)
    >>> list(paddings(target))
    [4, 4, 4, 4, -2]
    """
    ke = dilated(target.kernel_size, target.relation.d)
    for middle in dict.fromkeys(((ke - 1) // 2, ke - 1, 0)):
        # the outputs lie where the target's do
        yield middle + (target.relation.gamma - middle) % abs(target.relation.alpha)
    # and begin there
    yield target.relation.gamma
    yield target.relation.kernel_flipped(target.kernel_size).gamma
