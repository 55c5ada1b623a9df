"""A place among all outputs or pixels of an operation, and the place to which a key leads from there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import floor

from convtrace.trace.problem import Problem
from convtrace.trace.receptive_fields import central_element
from convtrace.trace.status import Index
from convtrace.values.frozen import Frozen

# the array axis along which a key moves, counted from the last one, and how far
MOVES: Mapping[str, tuple[int, int]] = {
    "left": (-1, -1),
    "right": (-1, 1),
    "up": (-2, -1),
    "down": (-2, 1),
    "back": (-3, -1),
    "forward": (-3, 1),
}


class Place(Frozen):
    """A place: which of the operations, at which output, and at which pixel where its gradient is shown."""

    operation: int
    output: Index
    pixel: Index | None = None
    helped: bool = False
    ended: bool = False


def after(place: Place, key: str, problems: Sequence[Problem]) -> Place:
    """The place after a key: a move, `pixel`, `other` operation, `help` or `quit`; the same one for any other key.

    >>> from convtrace.trace.pose import pose
    >>> start, problems = Place(operation=0, output=(1, 1)), [pose("conv"), pose("xcorr")]
    >>> after(start, "left", problems).output, after(start, "pixel", problems).pixel
    ((0, 1), (1, 1))
    """
    if key == "quit":
        return place.replace(ended=True)
    if key == "help" or place.helped:
        return place.replace(helped=not place.helped)
    if key == "other":
        return _there(place.replace(operation=(place.operation + 1) % len(problems)), problems)
    problem = problems[place.operation]
    if key == "pixel":
        return place.replace(pixel=_pixel_below(problem, place.output) if place.pixel is None else None)
    return _moved(place, problem, *MOVES[key]) if key in MOVES else place


def _there(place: Place, problems: Sequence[Problem]) -> Place:
    """The place, at the nearest output that the operation has; all have the same pixels."""
    return place.replace(output=tuple(map(_nearest, place.output, problems[place.operation].outputs)))


def _moved(place: Place, problem: Problem, axis: int, step: int) -> Place:
    """The place one further along an axis of the array, if there is such a place."""
    if place.pixel is None:
        return place.replace(output=_further(problem, place.output, problem.outputs, axis, step))
    return place.replace(pixel=_further(problem, place.pixel, problem.image, axis, step))


def _further(problem: Problem, index: Index, sides: tuple[range, ...], axis: int, step: int) -> Index:
    array = problem.order.array
    places = list(array(index))
    if len(places) >= -axis:
        places[axis] = _nearest(places[axis] + step, array(sides)[axis])
    return array(tuple(places))


def _nearest(number: int, side: range) -> int:
    return min(max(number, side[0]), side[-1])


def _pixel_below(problem: Problem, output: Index) -> Index:
    """The pixel on which an output lays the kernel's central element, or the nearest one."""
    axes = zip(problem.relations, output, central_element(problem), problem.image, strict=True)
    return tuple(_nearest(floor(relation.third("i", {"m": m, "k": k})), side) for relation, m, k, side in axes)
