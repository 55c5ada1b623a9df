"""A claimed value: a right one is right; of a wrong one the slip that made it, by an evaluator apart, is named."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from itertools import product
from typing import Any, NamedTuple

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.signal import convolve2d

from convtrace import derive, evaluate, judge, library, render
from convtrace.api.claims import Judged
from convtrace.search.claimed import read_claim
from tests.support.conventions import stand_in
from tests.support.effort import EXAMPLES

Index = tuple[int, ...]
OPERATIONS = ("conv", "xcorr:sliding", "xcorr:reflected")
RULES = ("zero", "edge", "reflect", "symmetric", "wrap")


class Sum(NamedTuple):
    """A question, by hand: arrays by their indices from 0, and the indices that are called 0."""

    operation: str
    at: Index
    image: dict[Index, int]
    kernel: dict[Index, int]
    image_origin: Index
    kernel_origin: Index
    stride: int
    dilation: int
    pad: str

    @property
    def products(self) -> list[tuple[int, int]]:
        """Weight and pixel of each product, from the definition: h at k meets x at what the operation says."""
        shape = [max(axis) + 1 for axis in zip(*self.image, strict=True)]
        found = []
        for k, weight in self.kernel.items():
            pixel: list[int | None] = []
            axes = zip(self.at, k, self.kernel_origin, self.image_origin, shape, strict=True)
            for m, number, kernel_origin, image_origin, side in axes:
                step, moved = self.dilation * (number - kernel_origin), self.stride * m
                i = {"conv": moved - step, "xcorr:sliding": moved + step, "xcorr:reflected": step - moved}
                # mirrored about its only pixel, an axis of one is that pixel everywhere
                rule = "edge" if side == 1 and self.pad == "reflect" else self.pad
                pixel.append(stand_in(rule, i[self.operation] + image_origin, side))
            if None not in pixel:
                found.append((weight, self.image[tuple(pixel)]))  # type: ignore[arg-type]
        return found

    @property
    def value(self) -> int:
        return sum(weight * pixel for weight, pixel in self.products)

    def judged(self, claim: object) -> Judged:
        """What convtrace says of a claim."""
        derivation = derive(
            self.operation,
            at=self.at,
            image=nested(self.image),
            kernel=nested(self.kernel),
            kernel_origin=self.kernel_origin,
            stride=self.stride,
            dilation=self.dilation,
            pad=self.pad,
            axes="rc",
        )
        return judge(derivation, claim)


def nested(array: dict[Index, int]) -> Any:
    """The array as lists."""
    if len(next(iter(array))) == 1:
        return [*array.values()]
    rows: dict[int, list[int]] = {}
    for (row, _), value in array.items():
        rows.setdefault(row, []).append(value)
    return [*rows.values()]


@st.composite
def sums(draw: st.DrawFn) -> Sum:
    """A question in one or two axes, the output anywhere near the image."""
    axes = draw(st.integers(1, 2))
    image, kernel = (draw(st.tuples(*[st.integers(1, most)] * axes)) for most in (6, 4))
    value = st.integers(-9, 30)
    return Sum(
        operation=draw(st.sampled_from(OPERATIONS)),
        at=draw(st.tuples(*[st.integers(-3, 3)] * axes)),
        image={index: draw(value) for index in product(*map(range, image))},
        kernel={index: draw(value) for index in product(*map(range, kernel))},
        image_origin=tuple(side // 2 for side in image),
        kernel_origin=draw(st.tuples(*(st.integers(0, side - 1) for side in kernel))),
        stride=draw(st.integers(1, 2)),
        dilation=draw(st.integers(1, 2)),
        pad=draw(st.sampled_from(RULES)),
    )


def flipped(kernel: dict[Index, int], along: Index) -> dict[Index, int]:
    shape = [max(axis) + 1 for axis in zip(*kernel, strict=True)]
    return {
        k: kernel[tuple(shape[axis] - 1 - number if axis in along else number for axis, number in enumerate(k))]
        for k in kernel
    }


@st.composite
def questions_read_otherwise(draw: st.DrawFn) -> tuple[Sum, Sum, str]:  # noqa: PLR0911 -- one for each kind
    """A question, the same with one thing changed, and the kind of what is changed."""
    right = draw(sums())
    axes = len(right.at)
    kind = draw(st.sampled_from(["operation", "kernel", "counted", "outside", "origin", "forgotten", "swapped"]))
    if kind == "operation":
        return right, right._replace(operation=draw(st.sampled_from(OPERATIONS))), kind
    if kind == "kernel":
        along = draw(st.sampled_from([(0,), (axes - 1,), tuple(range(axes))]))
        return right, right._replace(kernel=flipped(right.kernel, along)), kind
    if kind == "counted":
        # from the first output of mode same
        first = draw(st.integers(0, 1))
        starts = [-(origin // right.stride) for origin in right.image_origin]
        if right.operation == "xcorr:reflected":
            shape = [max(axis) + 1 for axis in zip(*right.image, strict=True)]
            ends = [side - 1 - origin for side, origin in zip(shape, right.image_origin, strict=True)]
            starts = [-(end // right.stride) for end in ends]
        at = tuple(m + start - first for m, start in zip(right.at, starts, strict=True))
        return right, right._replace(at=at), kind
    if kind == "outside":
        return right, right._replace(pad=draw(st.sampled_from(RULES))), kind
    if kind == "origin":
        shape = [max(axis) + 1 for axis in zip(*right.kernel, strict=True)]
        corner = draw(st.tuples(*(st.sampled_from([0, side - 1, side // 2]) for side in shape)))
        return right, right._replace(kernel_origin=corner), kind
    if kind == "swapped":
        return right, right._replace(at=right.at[::-1]), kind
    return right, draw(st.sampled_from([right._replace(stride=1), right._replace(dilation=1)])), kind


def numbers_of(found: Any) -> Counter[Any]:
    """Weights and pixels of a reading's sum."""
    problem = found.derivation.problem
    return Counter((term.weight, problem.pixel(term.pixel)) for term in found.derivation.terms)


def without_nothing(products: Any) -> Counter[Any]:
    """What counts in a sum."""
    counted: Counter[Any] = Counter()
    for pair, times in Counter(products).items():
        counted[pair] += times if pair[0] * pair[1] else 0
    return +counted


@given(questions_read_otherwise())
@settings(max_examples=EXAMPLES)
def test_reading_that_gives_the_claim_is_named(asked: tuple[Sum, Sum, str]) -> None:
    right, other, kind = asked
    answer = right.judged(other.value)
    assert answer.value == right.value
    assert answer.right == (other.value == right.value)
    assert all(each.value == other.value for each in answer.found)
    if answer.right or (kind == "counted" and not inside(right, other)):
        return
    kinds = [each.changes[0]["kind"] for each in answer.found if len(each.changes) == 1]
    same = [each for each in answer.found if each.derivation is not None]
    wanted = without_nothing(other.products)
    assert kind in kinds or any(without_nothing(numbers_of(each)) == wanted for each in same)
    # a number is told with its sum
    assert all(numbers_of(each).total() == len(each.derivation.terms) for each in same if each.derivation is not None)


def inside(right: Sum, other: Sum) -> bool:
    """True where the index, counted from the first output of mode same, is one of these outputs."""
    shape = [max(axis) + 1 for axis in zip(*right.image, strict=True)]
    sign = -1 if right.operation == "xcorr:reflected" else 1
    places = zip(other.at, right.image_origin, shape, strict=True)
    return all(0 <= sign * right.stride * m + origin < side for m, origin, side in places)


class Slip(NamedTuple):
    """A slip in the sum: its kind, how it is told, and how far it moves the value."""

    kind: str
    told: dict[str, object]
    by: int


@st.composite
def slipped(draw: st.DrawFn) -> tuple[Sum, Slip]:
    """A question and a slip in its sum."""
    right = draw(sums().filter(lambda each: any(weight * pixel for weight, pixel in each.products)))
    kind = draw(st.sampled_from(["term", "pixel", "weight", "total"]))
    if kind == "term":
        times = draw(st.sampled_from([0, 2, -1]))
        weight, pixel = draw(st.sampled_from([pair for pair in right.products if pair[0] * pair[1]]))
        return right, Slip(kind, {"times": times, "product": weight * pixel}, (times - 1) * weight * pixel)
    if kind == "total":
        by = draw(st.sampled_from([1, -1, 10, -10, -2 * right.value]))
        return right, Slip(kind, {}, by)
    # of the whole array, one element is another number
    array = right.image if kind == "pixel" else right.kernel
    index = draw(st.sampled_from([*array]))
    meant = array[index]
    instead = draw(st.sampled_from([meant + 1, meant - 1, meant + 10, meant - 10, int(str(abs(meant))[::-1])]))
    changed = {**array, index: instead}
    other = right._replace(image=changed) if kind == "pixel" else right._replace(kernel=changed)
    told: dict[str, object] = {"meant": meant, "instead": instead}
    return right, Slip(
        kind, told if meant > 0 or instead != int(str(abs(meant))[::-1]) else {}, other.value - right.value
    )


@given(slipped())
@settings(max_examples=EXAMPLES)
def test_slip_in_a_sum_is_named(asked: tuple[Sum, Slip]) -> None:
    right, slip = asked
    answer = right.judged(right.value + slip.by)
    assert answer.right == (not slip.by)
    if answer.right or (not slip.told and slip.kind != "total"):
        return
    told = [dict(each.changes[0]) for each in answer.found]
    assert any({"kind": slip.kind, **slip.told}.items() <= each.items() for each in told)
    ranks = [each.rank for each in answer.found]
    assert ranks == sorted(ranks)


@given(sums(), st.integers(1, 9))
@settings(max_examples=EXAMPLES)
def test_right_value_is_right_in_every_spelling(asked: Sum, below: int) -> None:
    assert asked.judged(asked.value).right
    assert asked.judged(f"{asked.value * below}/{below}").right
    assert asked.judged(Fraction(asked.value)).right
    assert not asked.judged(Fraction(asked.value) + Fraction(1, below + 1)).right


MODES = ("full", "same", "valid")
BOUNDARIES = {"fill": "zero", "wrap": "wrap", "symm": "symmetric"}


@given(st.data())
@settings(max_examples=EXAMPLES)
def test_what_scipy_gives_otherwise_is_named(data: st.DataObject) -> None:
    """A number that SciPy gives for another kernel, index or boundary is told as that."""
    sides = data.draw(st.tuples(*[st.integers(3, 6)] * 2)), data.draw(st.tuples(*[st.integers(2, 3)] * 2))
    numbers = st.integers(-9, 99)
    x, h = (np.array(data.draw(st.lists(numbers, min_size=r * c, max_size=r * c))).reshape(r, c) for r, c in sides)
    options: dict[str, Any] = {
        "mode": data.draw(st.sampled_from(MODES)),
        "boundary": data.draw(st.sampled_from([*BOUNDARIES])),
    }
    right = convolve2d(x, h, **options)
    at = tuple(data.draw(st.integers(0, side - 1)) for side in right.shape)
    call = library("scipy.signal.convolve2d", image=x, kernel=h, at=at, **options)
    assert judge(call, right[at]).right
    other = data.draw(st.sampled_from([*BOUNDARIES]))
    ways: dict[str, tuple[Any, dict[str, object]]] = {
        "operation": (convolve2d(x, h[::-1, ::-1], **options)[at], {"operation": "xcorr"}),
        "rows": (convolve2d(x, h[::-1], **options)[at], {"kernel": "up_down"}),
        "columns": (convolve2d(x, h[:, ::-1], **options)[at], {"kernel": "left_right"}),
        "outside": (convolve2d(x, h, **options | {"boundary": other})[at], {"outside": BOUNDARIES[other]}),
    }
    if h.shape[0] == h.shape[1]:
        ways["transposed"] = (convolve2d(x, h.T, **options)[at], {"kernel": "transposed"})
        ways["turned"] = (convolve2d(x, np.rot90(h), **options)[at], {"kernel": "rotated_90"})
    if max(at) < min(right.shape):
        ways["swapped"] = (right[at[::-1]], {"axes": [0, 1]})
    if min(at) > 0:
        ways["from one"] = (right[at[0] - 1, at[1] - 1], {"counted_from": 1})
    claim, told = ways[data.draw(st.sampled_from([*ways]))]
    answer = judge(call, claim)
    assert answer.right == (claim == right[at])
    # another reading may come first that has the same sum
    known = [change for each in answer.found for change in each.changes]
    same = any(each.derivation is not None and each.derivation.value == claim for each in answer.found)
    assert answer.right or any(told.items() <= change.items() for change in known) or same


@pytest.mark.parametrize(
    ("text", "tolerance"),
    [
        ("35", 0),
        ("1/3", 0),
        ("1e-3", 0),
        ("0.33", Fraction(1, 200)),
        ("35.0", Fraction(1, 20)),
        ("−1.5e-3", Fraction(1, 20000)),
        ("1.25+0.5j", Fraction(1, 20)),
        ("0.3333333", Fraction("0.3333333") / 10**6),
        ("0.30000000000000004", Fraction("0.30000000000000004") / 10**10),
        ("sqrt(2)", Fraction(1, 10**40)),
    ],
)
def test_decimal_is_as_exact_as_its_digits(text: str, tolerance: Fraction) -> None:
    assert read_claim(text).tolerance == max(tolerance, 0)


@pytest.mark.parametrize(
    ("function", "options", "claim", "said"),
    [
        ("scipy.signal.convolve2d", {"mode": "valid"}, 23, 'with mode="full"'),
        ("torch.nn.functional.conv2d", {}, 37, "with padding=1"),
        ("torch.nn.functional.conv2d", {"padding": 1}, 77, "with padding=0"),
        ("scipy.ndimage.correlate", {"origin": [0, 0]}, 77, "with origin=-1"),
        ("scipy.ndimage.correlate", {"mode": "constant"}, 37, None),
    ],
)
def test_option_of_the_same_call_is_named(function: str, options: dict[str, Any], claim: int, said: str | None) -> None:
    """The number is that of the call with the option, worked out for all outputs."""
    x, h = [[1, 2, 3], [4, 5, 6], [7, 8, 9]], [[1, 2], [3, 4]]
    asked = library(function, image=x, kernel=h, at=(1, 1), **options)
    answer = judge(asked, claim)
    if said is None:
        assert answer.right
        return
    named = [dict(each.changes[0]) for each in answer.found if each.changes[0]["kind"] == "option"]
    assert named, answer.found
    typed = str(named[0]["value"]).strip('"')
    value = int(typed) if typed.lstrip("-").isdecimal() else typed
    whole: Any = evaluate(function, x, h, **{**options, str(named[0]["option"]): value})
    assert whole[1][1] == claim
    assert said in render(answer, only="claim")
