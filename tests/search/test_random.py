"""Random conventions are found again, slips are named with their place, and noise is nothing."""

from __future__ import annotations

from itertools import product
from random import Random

import pytest

from convtrace.search.question import index_of
from convtrace.search.which import which
from tests.support.conventions import Trial, agrees, output, outputs, question, trial
from tests.support.effort import CI

pytestmark = pytest.mark.no_cover

COUNT = {1: 60, 2: 24, 3: 3} if CI else {1: 20, 2: 8, 3: 2}
CHANGES = (-3, -2, -1, 1, 2, 3, 5)
KINDS = ("pixel", "weight", "term", "off_by")
# slips of each kind, and noises: where nothing fits exactly, all is tried, which takes seconds
SLIPS = {1: 6, 2: 2} if CI else {1: 3, 2: 1}
NOISE = {1: 12, 2: 2} if CI else {1: 6, 2: 1}


@pytest.mark.parametrize("axes", COUNT)
def test_random_conventions_are_among_the_explanations(axes: int) -> None:
    random = Random(axes)
    trials = [trial(random, axes) for _ in range(COUNT[axes])]
    # of a kernel of zeros no number decides
    decided = [(each, which(question(each))) for each in trials if len({*outputs(each)}) > 2]
    missed = [each for each, answer in decided if not any(agrees(found, each) for found in answer.explanations)]
    assert len(missed) <= len(trials) // 200, missed[:1]


def slipped(random: Random, kind: str, right: Trial) -> tuple[list[int], tuple[int, ...]]:
    """The outputs with one slip, and its place."""
    values = outputs(right)
    if kind in ("pixel", "weight"):
        array = right.image if kind == "pixel" else right.kernel
        index = random.choice(list(array))
        changed = {**array, index: array[index] + random.choice(CHANGES)}
        wrong = right._replace(image=changed) if kind == "pixel" else right._replace(kernel=changed)
        return outputs(wrong), index
    place = random.randrange(len(values))
    index = list(product(*map(range, right.convention.outputs)))[place]
    if kind == "off_by":
        values[place] += random.choice((-10, -1, 1, 10))
    else:
        values[place] += random.choice((-2, -1, 1)) * output(right, index, only=random.choice(list(right.kernel)))
    return values, index


@pytest.mark.parametrize("axes", SLIPS)
def test_single_slips_are_named_with_their_place(axes: int) -> None:
    random = Random(axes)
    named = tried = 0
    while tried < SLIPS[axes] * len(KINDS):
        right, kind = trial(random, axes), KINDS[tried % len(KINDS)]
        values, place = slipped(random, kind, right)
        if values == outputs(right):
            continue
        tried += 1
        found = which(question(right, values)).explanations
        named += any(each.slip is not None and (each.slip.kind, each.slip.at) == (kind, place) for each in found)
    assert named >= 0.9 * tried - 1


@pytest.mark.parametrize("axes", NOISE)
@pytest.mark.parametrize("kind", ["noise", "largest", "median"])
def test_no_convention_is_claimed_where_there_is_none(kind: str, axes: int) -> None:
    random = Random(axes)
    for _ in range(NOISE[axes]):
        each = trial(random, axes)
        values = outputs(each)
        c = each.convention
        for place in range(len(values)):
            if kind == "noise":
                values[place] = random.randint(min(values), max(values))
                continue
            m = index_of(place, c.outputs)
            window = sorted(
                each.image[
                    tuple(
                        min(max(f + s * number + d * lying, 0), n - 1)
                        for f, s, number, d, lying, n in zip(
                            c.first, c.stride, m, c.dilation, k, each.image_shape, strict=True
                        )
                    )
                ]
                for k in product(*map(range, each.kernel_shape))
            )
            values[place] = window[-1] if kind == "largest" else window[len(window) // 2]
        # the image itself is an output of a convolution
        if values != [*each.image.values()]:
            assert which(question(each, values)).verdict != "found"
