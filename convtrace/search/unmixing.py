"""A result of the probe with batch and channels → how these lie and are mixed, and its output without them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import permutations

from convtrace.search.channel_probe import MIXINGS, SPACE, Matrix, Mixed, Mixing
from convtrace.search.given import GivenArray
from convtrace.search.probes import PROBES
from convtrace.search.question import Question, Shape, count, index_of

# ratios of rounded numbers may differ by so much
NEAR = Fraction(1, 1000)


def unmixed(given: GivenArray) -> Iterator[tuple[Mixed, Question]]:
    """The ways in which a result of this probe may have batch and channels, and the question of each output without.

    Axes of one element may be none. Where no mixing gives the result, the question is that of its first slice.
    """
    found = False
    for shape in dict.fromkeys((given.shape, tuple(side for side in given.shape if side > 1))):
        for mixing, axes in possible(shape):
            way = _fit(given._replace(shape=shape), mixing, axes)
            if way is not None:
                found = True
                yield way
    if found:
        return
    space = min(max(len(given.shape) - 2, 1), max(PROBES))
    shape = given.shape[-space:]
    yield Mixed(shape=given.shape), _question(shape, given.values[: count(shape)], given.tolerance)


# which rows and which columns of the factors the places on both axes have
Orders = tuple[tuple[int, ...], tuple[int, ...]]
# the axis of a result that has the rows of the factors, None for one image, and that which has the columns
Axes = tuple[int | None, int]


def possible(shape: Shape) -> Iterator[tuple[Mixing, Axes]]:
    """The mixings whose factors have the sizes of two axes of a result, or of one, and these axes."""
    for mixing in MIXINGS:
        sides = len(mixing.factors), len(mixing.factors[0])
        for row, column in permutations((None, *range(len(shape))), 2):
            if column is None or shape[column] != sides[1] or len(shape) - (1 if row is None else 2) not in PROBES:
                continue
            if mixing.usual if row is None else shape[row] == sides[0]:
                yield mixing, (row, column)


def _fit(given: GivenArray, mixing: Mixing, axes: Axes) -> tuple[Mixed, Question] | None:
    """The result as the output of a probe without channels, times the factors of a mixing."""
    planes, space = planes_of(given, axes)
    places = largest_places(planes)
    orders = orders_at(places[0], planes, mixing.factors, given.tolerance) if places else None
    if orders is None:
        return None
    (rows, columns), table = orders, mixing.factors
    factor = {(r, c): table[rows[r]][columns[c]] for r, c in planes}
    falling = sorted(planes, key=lambda each: -factor[each])
    outputs = []
    for values in zip(*(planes[each] for each in falling), strict=True):
        known = [(value, factor[each]) for value, each in zip(values, falling, strict=True) if value is not None]
        outputs.append(known[0][0] / known[0][1] if known else None)
        for value, by in known:
            largest, most = known[0]
            if abs(value - largest * by / most) > given.tolerance * (1 + by / most):
                return None
    return mixed_as(given, mixing, axes, orders, (space, outputs))


def mixed_as(
    given: GivenArray, mixing: Mixing, axes: Axes, orders: Orders, plane: tuple[Shape, list[Fraction | None]]
) -> tuple[Mixed, Question]:
    """A result that is a plane times the factors of a mixing in these orders, and the question of this plane."""
    (rows, columns), table = orders, mixing.factors
    factor, *at = max((table[row][column], -r, -c) for r, row in enumerate(rows) for c, column in enumerate(columns))
    kinds = {axes[0]: mixing.kinds[0], axes[1]: mixing.kinds[1]}
    places = {axes[0]: -at[0], axes[1]: -at[1]}
    mixed = Mixed(
        shape=given.shape,
        mixing=mixing,
        axes=tuple(kinds.get(axis, SPACE) for axis in range(len(given.shape))),
        orders=orders,
        at=tuple(places.get(axis) for axis in range(len(given.shape))),
        factor=factor,
    )
    return mixed, _question(*plane, given.tolerance / factor)


_Planes = dict[tuple[int, int], list[Fraction | None]]


def planes_of(given: GivenArray, axes: Axes) -> tuple[_Planes, Shape]:
    """The slices of a result by their places on both axes, and their shape."""
    planes: _Planes = {}
    for place, value in enumerate(given.values):
        index = index_of(place, given.shape)
        row, column = (0 if axis is None else index[axis] for axis in axes)
        planes.setdefault((row, column), []).append(value)
    return planes, tuple(side for axis, side in enumerate(given.shape) if axis not in axes)


def largest_places(planes: _Planes) -> list[int]:
    """The places whose numbers are known in all slices and not 0, the largest first."""
    sums = [0 if None in each else sum(map(abs, each)) for each in zip(*planes.values(), strict=True)]
    return sorted((place for place, total in enumerate(sums) if total), key=lambda place: -sums[place])


def orders_at(place: int, planes: _Planes, table: Matrix, tolerance: Fraction) -> Orders | None:
    """The row and the column of the factors in whose proportion the slices are at a place; None where in none."""
    sides = [len({*numbers}) for numbers in zip(*planes, strict=True)]
    used = table[: sides[0]]
    scale = sum((planes[each][place] or 0 for each in planes), Fraction(0)) / sum(map(sum, used))
    room = NEAR * max(map(max, used)) if tolerance else 0
    for rows in permutations(range(sides[0])):
        columns = tuple(
            next((at for at, wanted in enumerate(zip(*used, strict=True))
                  if scale and all(abs((planes[r, c][place] or 0) / scale - wanted[rows[r]]) <= room
                                   for r in range(sides[0]))), -1)
            for c in range(sides[1])
        )  # fmt: skip
        if sorted(columns) == [*range(sides[1])]:
            return rows, columns
    return None


def _question(shape: Shape, outputs: Sequence[Fraction | None], tolerance: Fraction) -> Question:
    known = PROBES[len(shape)].question(shape)
    return known.replace(outputs=tuple(outputs), tolerance=tolerance)
