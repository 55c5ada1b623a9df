"""Every key leads from a place to one that exists, and to no other than it says."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from convtrace.law.extents import MODES
from convtrace.law.operations import OPERATIONS
from convtrace.trace.pose import pose
from convtrace.trace.problem import Problem
from convtrace.trace.stepping import MOVES, Place, after

KEYS = (*MOVES, "pixel", "other", "help", "x", "")
OPPOSITE = {"left": "right", "up": "down", "back": "forward"}


@st.composite
def steppable(draw: st.DrawFn) -> tuple[Place, list[Problem]]:
    """Some operations on the same arrays, and a place of one of them."""
    axes = draw(st.integers(1, 3))
    kernel = draw(st.tuples(*[st.integers(1, 3)] * axes))
    words: dict[str, Any] = {
        "kernel": kernel,
        "image": tuple(size + draw(st.integers(0, 3)) for size in kernel),
        "kernel_origin": draw(st.tuples(*[st.integers(-2, 4)] * axes)),
        "axes": draw(st.sampled_from(["xy", "rc"])),
        "mode": draw(st.sampled_from(MODES)),
        "stride": draw(st.tuples(*[st.integers(1, 2)] * axes)),
    }
    posed = [pose(row.name, form=row.form, **words) for row in OPERATIONS if row.stride_on == "m"]
    problems = [problem for problem in posed if all(problem.outputs)] or [pose("conv", image=(3,) * axes)]
    number = draw(st.integers(0, len(problems) - 1))
    output = tuple(draw(st.sampled_from(side)) for side in problems[number].outputs)
    pixel = tuple(draw(st.sampled_from(side)) for side in problems[number].image)
    return Place(operation=number, output=output, pixel=draw(st.sampled_from([None, pixel]))), problems


def exists(place: Place, problems: list[Problem]) -> bool:
    problem = problems[place.operation]
    outputs = all(number in side for number, side in zip(place.output, problem.outputs, strict=True))
    return outputs and (
        place.pixel is None or all(number in side for number, side in zip(place.pixel, problem.image, strict=True))
    )


@given(steppable(), st.lists(st.sampled_from(KEYS), max_size=12))
def test_keys_lead_to_what_exists(start: tuple[Place, list[Problem]], keys: list[str]) -> None:
    place, problems = start
    for key in keys:
        place = after(place, key, problems)
        assert exists(place, problems)
        assert not place.ended
    assert after(place, "quit", problems).ended


@given(steppable())
def test_a_move_goes_one_step_along_the_drawing_or_nowhere(start: tuple[Place, list[Problem]]) -> None:
    place, problems = start
    problem = problems[place.operation]
    sides = problem.outputs if place.pixel is None else problem.image
    here = place.output if place.pixel is None else place.pixel
    for key, (axis, step) in MOVES.items():
        moved = after(place, key, problems)
        there = moved.output if place.pixel is None else moved.pixel
        expected = list(problem.order.array(here))
        if len(here) >= -axis and expected[axis] + step in problem.order.array(sides)[axis]:
            expected[axis] += step
        assert there == problem.order.array(tuple(expected))
        assert moved.replace(output=place.output, pixel=place.pixel) == place
    for key, back in OPPOSITE.items():
        if after(place, back, problems) != place:
            assert after(after(place, back, problems), key, problems) == place


@given(steppable())
def test_other_keys_come_back(start: tuple[Place, list[Problem]]) -> None:
    place, problems = start
    asked = after(place, "pixel", problems)
    assert (asked.pixel is None) == (place.pixel is not None)
    assert after(asked, "pixel", problems) == place.replace(pixel=None) or place.pixel is not None
    seen = place
    for _ in problems:
        seen = after(seen, "other", problems)
        assert seen.pixel == place.pixel
    assert seen.operation == place.operation
    helped = after(place, "help", problems)
    assert helped.helped
    assert {after(helped, key, problems) for key in (*KEYS, "help")} == {place}
    assert after(place, "x", problems) == place


def test_the_pixel_is_the_one_below_the_middle_of_the_kernel() -> None:
    problems = [pose("conv", image=9, stride=2), pose("xcorr", image=9, stride=2), pose("conv-transpose", image=9)]
    starts = [Place(operation=number, output=(1,)) for number in range(3)]
    assert [after(start, "pixel", problems).pixel for start in starts] == [(2,), (-2,), (1,)]
