"""Where the outputs lie in a field: the start of the first window and the strides at which the sums are theirs."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from functools import cached_property, lru_cache
from itertools import product
from math import prod
from operator import mul

from convtrace.search.fields import Field, flat_strides
from convtrace.search.question import Index, Interval, Shape, index_of
from convtrace.values.frozen import Frozen

# of outputs that may be missed so many are taken for right in turn
MAX_ANCHORS = 3


class Wanted(Frozen):
    """What a field must hold: for each output that is known its place, and the whole sums that give it.

    The most distinctive output stands first.
    """

    shape: Shape
    places: tuple[int, ...]
    intervals: tuple[Interval, ...]

    @cached_property
    def exact(self) -> bool:
        """True where each output leaves one sum."""
        return all(low == high for low, high in self.intervals)


class Fit(Frozen):
    """A start and strides in a field, in positions from the first pixel; `missed` are the places that differ."""

    field: Field
    start: Index
    stride: Shape
    missed: tuple[int, ...] = ()


@lru_cache(maxsize=4096)
def window_offsets(stride: Shape, shape: Shape, outputs: Shape, places: tuple[int, ...]) -> list[int]:
    """How far in reading order each output's window lies behind that of the first output."""
    flat = [*map(mul, stride, flat_strides(shape))]
    return [sum(map(mul, index_of(place, outputs), flat)) for place in places]


@lru_cache(maxsize=4096)
def _begins(windows: int, outputs: int, at: int, most: int) -> dict[int, list[tuple[int, int]]]:
    """On one axis: the window of output `at` → where the first one begins, with each stride by which all find one."""
    found: dict[int, list[tuple[int, int]]] = {}
    for step in range(1, most + 1 if outputs > 1 else 2):
        for start in range(windows - step * (outputs - 1)):
            found.setdefault(start + step * at, []).append((start, step))
    return found


def _is_uniform(stride: Shape, outputs: Shape) -> bool:
    """True where all axes of more than one output have the same stride."""
    return len({step for step, side in zip(stride, outputs, strict=True) if side > 1}) <= 1


@lru_cache(maxsize=64)
def strides(windows: Shape, outputs: Shape, most: int, mixed: bool) -> list[tuple[Shape, Shape]]:
    """The strides by which all outputs find a window, each with the number of starts on each axis."""
    sides = [range(1, most + 1) if side > 1 else (1,) for side in outputs]
    found = []
    for stride in product(*sides):
        room = tuple(w - s * (m - 1) for w, s, m in zip(windows, stride, outputs, strict=True))
        if min(room) > 0 and (mixed or _is_uniform(stride, outputs)):
            found.append((stride, room))
    return found


@lru_cache(maxsize=64)
def start_count(windows: Shape, outputs: Shape, most: int, mixed: bool) -> int:
    """The number of starts and strides that `fits` decides."""
    return sum(prod(room) for _, room in strides(windows, outputs, most, mixed))


def fits(field: Field, wanted: Wanted, most: int, *, mixed: bool = True, misses: int = 0) -> Iterator[Fit]:
    """The starts and strides at which all outputs but so many are as wanted, each once.

    A start is found from an output whose sum is somewhere in the field; so many outputs are tried as may be missed,
    and one more.
    """
    lanes, bias = field.lanes, field.bias
    anchors = _anchors(field, wanted, misses)
    if not anchors:
        return
    targets = [(low + bias, high + bias) for low, high in wanted.intervals]
    seen = set()
    for anchor in anchors:
        index = index_of(wanted.places[anchor], wanted.shape)
        axes = [_begins(*axis, most) for axis in zip(field.windows, wanted.shape, index, strict=True)]
        for place in _found(lanes, *targets[anchor]):
            at = map(sum, zip(index_of(place, field.shape), field.skipped, strict=True))
            for pairs in product(*(begins.get(a, ()) for begins, a in zip(axes, at, strict=True))):
                start, stride = zip(*pairs, strict=True)
                if (start, stride) in seen or not (mixed or _is_uniform(stride, wanted.shape)):
                    continue
                offsets = window_offsets(stride, field.shape, wanted.shape, wanted.places)
                missed = _missed(lanes, place - offsets[anchor], offsets, targets, misses)
                if missed is not None:
                    seen.add((start, stride))
                    positions = tuple(map(sum, zip(start, field.first, strict=True)))
                    yield Fit(
                        field=field, start=positions, stride=stride, missed=tuple(wanted.places[k] for k in missed)
                    )


def _anchors(field: Field, wanted: Wanted, misses: int) -> list[int]:
    """The outputs whose sums are rarest in the field, one more than may be missed; none where too many have no sum."""
    often, bias, absent = [], field.bias, 0
    for low, high in wanted.intervals:
        if wanted.exact:
            times = field.counts.get(low + bias, 0)
        else:
            times = bisect_right(field.rising, high + bias) - bisect_left(field.rising, low + bias)
        often.append(times)
        absent += not times
        if absent > misses:
            return []
    order = sorted((number for number, times in enumerate(often) if times), key=often.__getitem__)
    return order[: min(misses - absent + 1, MAX_ANCHORS)]


def _found(lanes: Sequence[int], low: int, high: int) -> Iterator[int]:
    """The places whose number lies in an interval."""
    if low != high:
        yield from [place for place, number in enumerate(lanes) if low <= number <= high]
        return
    place = -1
    try:
        while True:
            place = lanes.index(low, place + 1)
            yield place
    except ValueError:
        return


def _missed(
    lanes: Sequence[int], base: int, offsets: Sequence[int], targets: Sequence[Interval], misses: int
) -> list[int] | None:
    """The outputs that are not as wanted; None where these are more than may be missed."""
    missed: list[int] = []
    for number, (offset, (low, high)) in enumerate(zip(offsets, targets, strict=True)):
        if not low <= lanes[base + offset] <= high:
            if len(missed) == misses:
                return None
            missed.append(number)
    return missed
