"""How one library call gives another's output: flip the kernel, pad the image, keep some of the outputs.

The axes are independent. What a recipe says was compared output by output with what it is to give.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum
from functools import lru_cache
from itertools import islice, product
from typing import NamedTuple, TypeAlias

from convtrace.law.axis import Relation
from convtrace.law.boundary import RULES, ZERO, Rule
from convtrace.law.extents import pixel_extent
from convtrace.library.arrays import Number
from convtrace.library.evaluation import Call
from convtrace.library.option_kinds import Values
from convtrace.library.row import AxisCall, Sizes, kind
from convtrace.library.sums import places
from convtrace.values.frozen import Frozen
from convtrace.values.limits import MAX_PADS_TRIED, MAX_WAYS_TRIED

OTHER_FILL = -1


class Way(Frozen):
    """One axis of a recipe: `kept` are outputs on the padded image, `zeros` how many stand before and after them.

    `made` is how many outputs there are on the padded image.

    >>> UNCHANGED.replace(pads=(1, 0)).pads
    (1, 0)
    """

    flips: bool
    pads: tuple[int, int]
    kept: range
    zeros: tuple[int, int] = (0, 0)
    made: int = 0


# the target stays the same while ways to its outputs are tried
_meets = lru_cache(maxsize=1)(places)
UNCHANGED = Way(flips=False, pads=(0, 0), kept=range(0))


class Recipe(Frozen, kw_only=False):
    """The way on every axis, the rule by which the image is padded on each, and the constant if that is one."""

    ways: tuple[Way, ...]
    rules: tuple[Rule, ...]
    fill: Number


class Why(Enum):
    """Why there is no recipe."""

    SPACING = "spacing"
    SPREAD = "spread"
    PACE = "pace"
    CHANGED = "changed"
    RULE = "rule"
    MISSING = "missing"
    REFUSED = "refused"


class Reason(NamedTuple):
    """Why, on which axis if it is one, and what the library demands if it is that."""

    why: Why
    axis: int | None = None
    demand: str = ""


Answer: TypeAlias = Recipe | Reason


def recipe(target: Call, source: Call) -> Answer:
    """How the source's function, with its options as they are, gives the target's output.

    >>> from convtrace.library.posed_call import pose_call
    >>> full, valid = (pose_call(f"numpy.{name}", image="5", kernel="3")[0] for name in ("convolve", "correlate"))
    >>> [way.fields() for way in recipe(valid, full).ways]
    [{'flips': True, 'pads': (0, 0), 'kept': range(2, 5), 'zeros': (0, 0), 'made': 7}]
    """
    if extras(target) != extras(source):
        return Reason(Why.CHANGED)
    choices = [tuple(islice(_ways(target, source, axis), MAX_WAYS_TRIED)) for axis in range(len(target.axes))]
    for axis, ways in enumerate(choices):
        if not ways:
            return Reason(_why(target, source, axis), axis)
    chosen = [*islice(product(*choices), MAX_WAYS_TRIED)]
    refusals = (source.row.refusal(_padded(source, ways)) for ways in chosen)
    found = next((ways for ways, refusal in zip(chosen, refusals, strict=True) if refusal is None), None)
    if found is None:
        return Reason(Why.REFUSED, demand=source.row.refusal(_padded(source, chosen[0])) or "")
    return Recipe(found, tuple(map(padding, target.axes)), target.axes[0].fill)


def extras(call: Call) -> tuple[tuple[str, Values], ...]:
    """The options by which a call changes numbers beside its sums.

    >>> from convtrace.library.posed_call import pose_call
    >>> extras(pose_call("cv2.filter2D", options=["delta=2"])[0])
    (('delta', (2, 2)),)
    """
    changing = (option for option in call.row.chosen(call.options) if option.changes)
    return tuple((option.name, call.options[option.name]) for option in changing)


def padding(target: AxisCall) -> Rule:
    """The rule by which the image is padded: the target's own if NumPy has it, else that of zeros.

    >>> padding(AxisCall(relation=Relation(1, 1, -1), outputs=3)).name
    'zero'
    """
    return target.boundary if target.boundary.name in RULES else ZERO


def equal(target: AxisCall, source: AxisCall, pixels: int, taps: int, way: Way) -> list[bool]:
    """Which of the kept outputs meet, at every kernel index, what the target's outputs after the zeros meet.

    `source` is the call on the padded image.
    """
    before, after = way.pads
    known = _translated(target, source, pixels, way)
    ours, theirs = _meets(target, pixels, taps), places(source, pixels + before + after, taps)
    same = [True] * len(way.kept)
    for row, other in zip(ours, reversed(theirs) if way.flips else theirs, strict=True):
        wanted = row[way.zeros[0] :]
        same = [fits and known[other[m]] == place for fits, m, place in zip(same, way.kept, wanted, strict=False)]
    return same


def _translated(target: AxisCall, source: AxisCall, pixels: int, way: Way) -> list[int]:
    """What each place of the padded image is in the target's own terms, then the source's fill, then nothing."""
    before, after = way.pads
    rule, outside = padding(target), pixels if target.fill else pixels + 1
    stands = (rule.place(i, pixels) for i in range(-before, pixels + after))
    same_fill = pixels if source.fill == target.fill else OTHER_FILL
    return [*(outside if place is None else place for place in stands), same_fill, pixels + 1]


def _padded(source: Call, ways: tuple[Way, ...]) -> Sizes:
    shape = (size + sum(way.pads) for size, way in zip(source.image.shape, ways, strict=True))
    return Sizes(tuple(shape), source.kernel.shape, source.options)


def _longer(source: Call, axis: int, more: int) -> AxisCall:
    """One axis of the call on an image that is longer along it."""
    shape = list(source.image.shape)
    shape[axis] += more
    return source.row.axis_calls(Sizes(tuple(shape), source.kernel.shape, source.options))[axis]


def _ways(target: Call, source: Call, axis: int) -> Iterator[Way]:
    """All that give the target's outputs, those with the fewest pads first."""
    pixels, taps = target.image.shape[axis], target.kernel.shape[axis]
    wanted = target.axes[axis]
    for way in _aligned(target, source, axis):
        call = _longer(source, axis, sum(way.pads))
        if all(equal(wanted, call, pixels, taps, way)):
            yield way


def _aligned(target: Call, source: Call, axis: int) -> Iterator[Way]:
    """Those that exist by the relations alone, whatever is outside the image."""
    wanted, pixels, taps = target.axes[axis], target.image.shape[axis], target.kernel.shape[axis]
    flips = kind(wanted.relation) != kind(source.axes[axis].relation)
    spans = dict.fromkeys((range(wanted.outputs), _meeting(wanted, pixels, taps)))
    for pads in _pads(wanted, source.axes[axis], pixels, taps):
        call = _longer(source, axis, sum(pads))
        relation = call.relation.kernel_flipped(taps) if flips else call.relation
        for span in spans:
            kept = _kept(wanted.relation, relation.rebased(image=pads[0], kernel=0), span)
            if kept is not None and min(kept) >= 0 and max(kept) < call.outputs:
                yield Way(
                    flips=flips and taps > 1,
                    pads=pads,
                    kept=kept,
                    zeros=(span.start, wanted.outputs - span.stop),
                    made=call.outputs,
                )


def _meeting(call: AxisCall, pixels: int, taps: int) -> range:
    """The outputs from the first to the last that meets anything; all of them where none does."""
    table = places(call, pixels, taps)
    met = [m for m, column in enumerate(zip(*table, strict=True)) if min(column) <= pixels]
    return range(met[0], met[-1] + 1) if met else range(call.outputs)


def _kept(ours: Relation, theirs: Relation, wanted: range) -> range | None:
    """The outputs of `theirs` whose first kernel element meets what it meets for the wanted ones; None if any is
    between two.
    """
    below = ours.beta * theirs.alpha
    first = theirs.beta * (ours.alpha * wanted[0] + ours.gamma) - ours.beta * theirs.gamma
    step = theirs.beta * ours.alpha if wanted[1:] else below
    if first % below or step % below:
        return None
    first, step = first // below, step // below
    return range(first, first + step * len(wanted), step)


def _pads(target: AxisCall, source: AxisCall, pixels: int, taps: int) -> list[tuple[int, int]]:
    """Pads before and after that may help, the fewest first: what windows reach, and what makes strides line up."""
    ours, theirs = (
        pixel_extent(call.relation, call.live or range(call.outputs), range(taps)) for call in (target, source)
    )
    stride = abs(source.relation.alpha)
    befores = _worth(-ours.start, theirs.start - ours.start, stride)
    afters = _worth(ours.stop - pixels, ours.stop - theirs.stop, stride)
    return sorted(product(befores, afters), key=lambda pads: (sum(pads), abs(pads[0] - pads[1])))


def _worth(beyond: int, further: int, stride: int) -> list[int]:
    """No pads, those for what is beyond the image or further than the other's windows, and up to a stride more."""
    most = max(beyond, further, 0) + stride
    if most <= MAX_PADS_TRIED:
        return [*range(most + 1)]
    needed = (max(pads, 0) for pads in (0, beyond, further))
    return sorted({pads + more for pads in needed for more in range(stride + 1)})


def _why(target: Call, source: Call, axis: int) -> Why:
    """Why no way gives the target's outputs on this axis."""
    ours, theirs = target.axes[axis].relation, source.axes[axis].relation
    if target.kernel.shape[axis] > 1 and ours.d * abs(theirs.beta) != theirs.d * abs(ours.beta):
        return Why.SPACING if abs(ours.beta) == abs(theirs.beta) else Why.SPREAD
    if target.axes[axis].outputs > 1 and theirs.beta * ours.alpha % (ours.beta * theirs.alpha):
        return Why.PACE
    return Why.MISSING if target.axes[axis].boundary.name in RULES else Why.RULE
