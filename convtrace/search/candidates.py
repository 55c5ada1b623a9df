"""Conventions that nearly give the outputs: with the usual starts, or found by most of the outputs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import product
from math import floor

from convtrace.search.explanation import Explanation, geometry_bits, named_starts
from convtrace.search.family import Steps
from convtrace.search.fields import Field
from convtrace.search.finding import ONE, Family, Variant, explanation, geometry, lower_bound
from convtrace.search.matching import Fit, window_offsets
from convtrace.search.question import Index, Shape
from convtrace.values.frozen import Frozen

MAX_STEP_BITS = 8.6
MAX_STRIDE_TRIED = 3
# kernels that lie as in a correlation or a convolution: without steps every start is tried
OPERATION_TURNS = ("as_is", "rotated_180")


class Candidate(Frozen, kw_only=False):
    """A convention and what is left of each known output when its sum is taken away.

    `rest` holds that by the output's place, times the question's unit and times `factor`, as whole numbers;
    `room` is how far from 0 a rest may be that counts as none.
    """

    found: Explanation
    variant: Variant
    rest: dict[int, int]
    factor: int
    room: int


def usual_candidates(
    family: Family, variant: Variant, wanted: Callable[[float], bool], *, every: bool = True
) -> Iterator[Candidate]:
    """The conventions with usual steps and starts for outputs of this shape, of a cost that is `wanted`.

    Of plain ones, without steps, `every` start is usual.
    """
    known: dict[tuple[Steps, Shape, bool], list[tuple[Shape, Index]]] = {}
    kernel = family.whole.question.kernel_shape
    for field in family.fields(most=MAX_STEP_BITS):
        least = lower_bound(field, kernel)
        if not wanted(least):
            continue
        shape = field.turn.shape(kernel)
        plain = every and field.turn.name in OPERATION_TURNS and max(*field.steps.dilation, *field.steps.spread) == 1
        key = (field.steps, shape, plain)
        if key not in known:
            known[key] = [
                (stride, start)
                for stride in product(*(range(1, MAX_STRIDE_TRIED + 1) if m > 1 else (1,) for m in variant.shape))
                for start in _starts(family, field, variant, stride, every=plain and max(stride) == 1)
            ]
        for stride, start in known[key]:
            fit = Fit(field=field, start=start, stride=stride)
            if wanted(least + geometry_bits(geometry(fit, variant)) - field.steps.bits):
                found = explanation(fit, variant, ONE)
                if found is not None and wanted(found.bits):
                    yield candidate(found, field, variant)


def _starts(family: Family, field: Field, variant: Variant, stride: Shape, *, every: bool) -> Iterator[Index]:
    """The starts by which there are so many outputs: of any kind on each axis, or cut from all of them; or `every`."""
    if every:
        ends = zip(field.first, field.windows, variant.shape, strict=True)
        yield from product(*(range(first, first + windows - m + 1) for first, windows, m in ends))
        return
    question = family.whole.question
    kernel = field.turn.shape(question.kernel_shape)
    by_axis = []
    axes = zip(
        question.image_shape, kernel, stride, field.steps.dilation, field.steps.spread, variant.shape, strict=True
    )
    for axis, (n, k, s, d, u, m) in enumerate(axes):
        kinds: dict[str, set[int]] = {}
        low, high = field.first[axis], field.first[axis] + field.windows[axis] - s * (m - 1)
        for name, first, made in named_starts(n, k, s, d, u, m):
            if made == m and low <= first < high:
                kinds.setdefault(name, set()).add(first)
        by_axis.append(kinds)
    cuts = [kinds.pop("cut", set()) for kinds in by_axis]
    sized = [set().union(*kinds.values()) for kinds in by_axis]
    likely = [one or other for one, other in zip(sized, cuts, strict=True)]
    yield from sorted({*product(*likely), *product(*cuts)}, reverse=True)


def candidate(found: Explanation, field: Field, variant: Variant) -> Candidate:
    """What the convention leaves of each output before factor and constant."""
    whole = variant.whole
    base = field.base(found.first_window)
    offsets = window_offsets(found.stride, field.shape, variant.shape, variant.places)
    totals = [field.lanes[base + offset] - field.bias for offset in offsets]
    values, factor = variant.sums(found.scale, found.offset)
    room = floor(whole.question.tolerance * whole.unit * factor / abs(found.scale))
    rest = {place: value - total * factor for place, value, total in zip(variant.places, values, totals, strict=True)}
    return Candidate(
        found, variant, {place: left if abs(left) > room else 0 for place, left in rest.items()}, factor, room
    )
