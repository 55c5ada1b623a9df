"""A result with batch and channels some of whose numbers are wrong: how channels were mixed in all the others."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from convtrace.search.channel_probe import Mixed, Mixing
from convtrace.search.given import GivenArray
from convtrace.search.question import Index, Question, index_of
from convtrace.search.unmixing import Axes, largest_places, mixed_as, orders_at, planes_of, possible

# the part of the numbers that may be wrong, and how many places are tried for one where none is
WRONG_PART = 8
PLACES = 4


def nearly_unmixed(given: GivenArray) -> list[tuple[Mixed, Question]]:
    """The way to mix channels that most numbers fit, with the places of the others; none where too few do."""
    shapes = dict.fromkeys((given.shape, tuple(side for side in given.shape if side > 1)))
    ways = [
        way
        for shape in shapes
        for mixing, axes in possible(shape)
        for way in _ways(given._replace(shape=shape), mixing, axes)
    ]
    return sorted(ways, key=lambda way: len(way[0].missed))[:1]


def _ways(given: GivenArray, mixing: Mixing, axes: Axes) -> Iterator[tuple[Mixed, Question]]:
    """The orders of channels that one place shows and most numbers have."""
    planes, space = planes_of(given, axes)
    for place in largest_places(planes)[:PLACES]:
        orders = orders_at(place, planes, mixing.factors, given.tolerance)
        if orders is None:
            continue
        factor = {(r, c): mixing.factors[orders[0][r]][orders[1][c]] for r, c in planes}
        plane: list[Fraction | None] = []
        for values in zip(*planes.values(), strict=True):
            known = sorted(v / by for v, by in zip(values, factor.values(), strict=True) if v is not None)
            plane.append(known[len(known) // 2] if known else None)
        missed = tuple(_missed(given, axes, plane, factor))
        if len(missed) * WRONG_PART <= len(given.values):
            mixed, question = mixed_as(given, mixing, axes, orders, (space, plane))
            yield mixed.replace(missed=missed), question


def _missed(
    given: GivenArray, axes: Axes, plane: list[Fraction | None], factor: dict[tuple[int, int], int]
) -> Iterator[Index]:
    """The indices of the numbers that are not those of the plane times their factors."""
    seen = dict.fromkeys(factor, 0)
    for place, value in enumerate(given.values):
        index = index_of(place, given.shape)
        at = (0 if axes[0] is None else index[axes[0]], index[axes[1]])
        inside = plane[seen[at]]
        seen[at] += 1
        if (
            value is not None
            and inside is not None
            and abs(value - inside * factor[at]) > given.tolerance * (1 + factor[at])
        ):
            yield index
