"""Recipes that are found by trying: on a short axis different relations may meet the same pixels."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product

from convtrace.law.boundary import EDGE, REFLECT, SYMMETRIC, WRAP
from convtrace.library.axis_call import AxisCall
from convtrace.library.axis_recipe import AxisRecipe, pixels_given
from convtrace.library.call import Call
from convtrace.library.related_recipe import longer_axis, meeting_outputs, padding_rule
from convtrace.library.sums import pixels_met
from convtrace.values.limits import MAX_TRIED_PADS, MAX_TRIED_SIDE


def tried_recipes(target: Call, source: Call, axis: int) -> Iterator[AxisRecipe]:
    """The recipes that give the target's outputs on one axis, of all small pads, every rule, and both flips.

    None where the axis is long, on which only the relations count.
    """
    wanted, pixels, elements = target.axes[axis], target.image.shape[axis], target.kernel.shape[axis]
    if max(pixels, elements, wanted.outputs) > MAX_TRIED_SIDE:
        return
    met = pixels_met(wanted, pixels, elements)
    span = meeting_outputs(wanted, met, pixels)
    columns = [*zip(*met, strict=True)][span.start : span.stop]
    zeros = span.start, wanted.outputs - span.stop
    counts = range(MAX_TRIED_PADS + 1)
    for pads in sorted(product(counts, counts), key=sum):
        call = longer_axis(source, axis, sum(pads))
        for way in _ways(wanted, call, pads, zeros, flips=elements > 1):
            given = [*zip(*pixels_given(wanted, call, elements, pixels, way), strict=True)]
            yield from (way.replace(kept=kept) for kept in _runs(columns, given))


def _ways(
    wanted: AxisCall, call: AxisCall, pads: tuple[int, int], zeros: tuple[int, int], *, flips: bool
) -> Iterator[AxisRecipe]:
    """The kernel as it is and flipped, with each rule by which an image may be padded; no outputs are chosen."""
    rules = (padding_rule(wanted), EDGE, REFLECT, SYMMETRIC, WRAP) if any(pads) else (padding_rule(wanted),)
    for rule, flip in product(rules, (False, True)[: 1 + flips]):
        yield AxisRecipe(kept=range(0), rule=rule, flips=flip, pads=pads, zeros=zeros, made=max(call.outputs, 0))


def _runs(wanted: Sequence[object], given: Sequence[object]) -> Iterator[range]:
    """The ranges at which the wanted objects stand among those that are given.

    >>> [*_runs("ac", "abcb")], [*_runs("b", "abcb")], [*_runs("ca", "abc")]
    ([range(0, 4, 2)], [range(1, 2), range(3, 4)], [range(2, -2, -2)])
    """
    first, *others = wanted
    for start in (at for at, one in enumerate(given) if one == first):
        steps = [at - start for at, one in enumerate(given) if one == others[0] and at != start] if others else [1]
        for step in steps:
            run = range(start, start + step * len(wanted), step)
            if 0 <= run[-1] < len(given) and all(given[at] == one for at, one in zip(run, wanted, strict=True)):
                yield run
