"""Large arrays: a part of their outputs is searched first, and what is found holds for all of them."""

from __future__ import annotations

from random import Random

import pytest

from convtrace.search.given import read_question
from convtrace.search.scope import MAX_OUTPUTS, Scope
from convtrace.search.which import Answer, which

SIDE = 24
Plane = list[list[int]]
H = [[2, 7, 3], [5, 1, -4], [0, 6, 4]]


def plane(seed: int) -> Plane:
    random = Random(seed)
    return [[random.randint(0, 9) for _ in range(SIDE)] for _ in range(SIDE)]


def summed(image: Plane, first: int = -1, kernel: Plane = H, size: int = SIDE) -> Plane:
    """A cross-correlation with 0 outside whose first window begins there on both axes."""
    return [
        [
            sum(
                weight * image[first + r + p][first + c + q]
                for p, line in enumerate(kernel)
                for q, weight in enumerate(line)
                if 0 <= first + r + p < len(image) and 0 <= first + c + q < len(image)
            )
            for c in range(size)
        ]
        for r in range(size)
    ]


def changed(array: Plane, row: int, column: int, by: int) -> Plane:
    return [[v + by * ((r, c) == (row, column)) for c, v in enumerate(line)] for r, line in enumerate(array)]


def found(image: Plane, result: object) -> Answer:
    return which(read_question(image, H, result))


X = plane(1)
Y = summed(X)
# what slipped, far from the part that is searched first and in it
SLIPS: dict[tuple[str, tuple[int, ...]], Plane] = {
    ("pixel", (19, 20)): summed(changed(X, 19, 20, 4)),
    ("pixel", (2, 3)): summed(changed(X, 2, 3, 4)),
    ("row", (20,)): summed([*X[:20], [v + 2 for v in X[20]], *X[21:]]),
    ("weight", (1, 2)): summed(X, kernel=changed(H, 1, 2, 3)),
    ("term", (18, 5)): changed(Y, 18, 5, -4 * X[19][6]),
    ("outputs", (21, 21)): changed(Y, 21, 21, 917),
}


FIRST, *OTHERS = SLIPS


@pytest.mark.parametrize("slip", [FIRST, *(pytest.param(each, marks=pytest.mark.no_cover) for each in OTHERS)], ids=str)
def test_slips_are_named_wherever_they_are(slip: tuple[str, tuple[int, ...]]) -> None:
    explanations = found(X, SLIPS[slip]).explanations
    assert slip in [(each.slip.kind, each.slip.at) for each in explanations if each.slip]
    assert {each.kernel.name for each in explanations} == {"as_is"}


def test_border_far_from_the_part_decides() -> None:
    assert len(read_question(X, H, Y).known) > MAX_OUTPUTS
    assert found(X, Y).explanations[0].outside == "zero"
    high = [[*row[:-1], 0] for row in Y[:-1]] + [[0] * SIDE]
    assert found(X, high).verdict == "found"
    noise = [row[::-1] if r > 15 else row for r, row in enumerate(Y)]
    answer = found(X, noise)
    assert answer.verdict == "none"
    assert answer.nearest is not None
    assert answer.nearest[1] == sum(
        a == b for one, two in zip(Y, noise, strict=True) for a, b in zip(one, two, strict=True)
    )


def test_outputs_that_lie_otherwise_or_are_a_part() -> None:
    assert found(X, [row[::-1] for row in Y[::-1]]).explanations[0].output.name == "rotated_180"
    part = found(X, [row[5:17] for row in Y[6:18]]).explanations[0]
    assert part.first_window == (5, 4)


def test_part_is_where_numbers_tell_most() -> None:
    impulse = [[int((r, c) == (17, 18)) for c in range(SIDE)] for r in range(SIDE)]
    whole = Scope(read_question(impulse, H, summed(impulse)))
    known = {(place // SIDE, place % SIDE) for place in whole.part().question.known}
    assert (17, 18) in known or whole.part() is whole
    assert found(impulse, summed(impulse)).explanations[0].first_window == (-1, -1)
    empty = [[0] * SIDE for _ in range(SIDE)]
    assert found(empty, empty).verdict in ("too_few", "none")
