"""What pages claim of calls, tried with the libraries themselves: equal outputs, no way, and the call asked about."""

from __future__ import annotations

import math
from fractions import Fraction
from itertools import product
from random import Random
from typing import Any

import numpy as np
import pytest
from hypothesis import given, reject
from hypothesis import strategies as st

from convtrace.document.python import index_code
from convtrace.errors import ConvtraceError
from convtrace.law.scaling import Bias
from convtrace.library.call import Call
from convtrace.library.evaluation import whole_output
from convtrace.library.option_recipe import find_by_options
from convtrace.library.posed_call import LibraryQuestion, library_question, pose_call
from convtrace.library.recipe import Recipe
from convtrace.library.two_calls import TwoCalls
from convtrace.trace.derivation import derive
from convtrace.view.pages.record import plain_value
from convtrace.view.sections.elsewhere import same_calls
from tests.support.pasted import LIVE, TOLERANCE, arrays, live_pairs, pasted
from tests.support.sides import LIBRARY, NAMES, both_ways, output, sides, weights

pytestmark = pytest.mark.no_cover


def run(call: Call, line: str, x: Any, h: Any) -> Any:
    """What a line gives that calls the function, after the lines before it."""
    *before, last = line.splitlines()
    template = call.row.template
    lines = ("import numpy as np", call.row.imports, template.arrays, *before, f"y = {last}")
    return pasted("\n".join(lines), x, h)


@pytest.mark.filterwarnings("ignore")
@given(pair=live_pairs(), seed=st.integers(0, 99))
def test_where_there_is_nothing_to_do_both_calls_give_the_same(pair: TwoCalls, seed: int) -> None:
    x, h = arrays(pair.first, seed)
    h = weights(pair, h)
    calls = pair.first, pair.second
    first, second = (
        run(call, call.row.call(call.options, "x", "h", outputs=[axis.outputs for axis in call.axes]), x, h)
        for call in calls
    )
    if pair.equal and not any(call.trims_zeros for call in calls):
        assert first.shape == second.shape
        assert np.allclose(first, second, rtol=TOLERANCE, atol=TOLERANCE)


@st.composite
def questions(draw: st.DrawFn, names: dict[int, list[str]]) -> LibraryQuestion:
    """Any call with numbers in it, and one of its outputs."""
    axes = draw(st.sampled_from([1, 2]))
    side, random = draw(sides(names[axes])), Random(draw(st.integers(0, 99)))
    shape, size = (tuple(draw(st.integers(*span)) for _ in range(axes)) for span in ((2, 6), (1, 4)))
    image = np.array([random.randint(-9, 9) for _ in range(math.prod(shape))]).reshape(shape).tolist()
    lines = [np.array([random.randint(1, 9) for _ in range(length)]) for length in size]
    kernel = size if LIBRARY[side.name].window else (lines[0] if axes == 1 else np.outer(*lines)).tolist()
    try:
        call, *_ = pose_call(side.name, image=image, kernel=kernel, options=side.options)
        at = ",".join(str(draw(st.integers(0, axis.outputs - 1))) for axis in call.axes)
        return library_question(side.name, image=image, kernel=kernel, options=side.options, at=at)
    except ConvtraceError:
        return reject()


@given(question=questions(NAMES))
def test_terms_scale_and_offset_add_up_to_the_value(question: LibraryQuestion) -> None:
    if isinstance(question.call.offset, Bias) or question.blank or question.call.trims_zeros:
        return
    derivation, problem, call = derive(question.problem), question.problem, question.call
    fill: Any = problem.boundary.fill
    pixels, elements = (np.array(array.rows, object).reshape(array.shape) for array in (call.image, call.kernel))

    def counted(index: tuple[int, ...]) -> tuple[int, ...]:
        return tuple(number - call.row.base for number in index)

    def pixel(index: tuple[int, ...]) -> Any:
        inside = all(0 <= i < n for i, n in zip(index, call.image.shape, strict=True))
        return pixels[index] if inside else fill

    total = sum(elements[counted(term.kernel_index)] * pixel(counted(term.pixel)) for term in derivation.terms)
    whole = np.array(whole_output(call).nested(), object)
    scale: Any = Fraction(1, elements.sum()) if not isinstance(problem.scale, int | Fraction) else problem.scale
    assert total * scale + plain_number(problem.offset) == derivation.value == whole[counted(problem.numbers)]


def plain_number(offset: Any) -> Any:
    found = plain_value(offset)
    return Fraction(found) if isinstance(found, str) else found


@pytest.mark.filterwarnings("ignore")
@given(question=questions(LIVE))
def test_the_call_that_was_asked_about_comes_first_and_gives_the_value(question: LibraryQuestion) -> None:
    call, derivation = question.call, derive(question.problem)
    if isinstance(call.offset, Bias):
        return
    x, h = (np.array(array.rows, object).reshape(array.shape) for array in (call.image, call.kernel))
    first, *_ = same_calls(derivation, call)
    made = run(call, first.call, x, h)
    if not call.trims_zeros:
        value: Any = 0 if question.blank else derivation.value
        index = tuple(int(index_code(each)) for each in first.index)
        assert math.isclose(made[index], value, rel_tol=TOLERANCE, abs_tol=TOLERANCE)


MODES: Any = ("constant", "edge", "reflect", "symmetric", "wrap")


def tried(target: Call, source: Call, seed: int) -> bool:
    """Tell whether some padded and flipped call gives all of the target's outputs, but for factor and constant."""
    random = Random(seed)
    (pixels,), (elements,) = target.image.shape, target.kernel.shape
    one = target.row.window or source.row.window
    h = np.array([1 if one else random.randint(1, 9) for _ in range(elements)], object)
    draws = [np.array([random.randint(-99, 99) for _ in range(pixels)], object) for _ in range(4)]
    wanted = np.array([output(target, x, h) for x in draws]).T
    for mode, before, after, flip in product(MODES, range(elements + 1), range(elements + 1), (1, -1)):
        try:
            given = np.array([output(source, np.pad(x, (before, after), mode), h[::flip]) for x in draws]).T
        except AssertionError:
            continue  # the library refuses it
        for start, step in product(range(len(given)), (1, 2, 3, -1, -2)):
            kept = given[start::step][: len(wanted)]
            if len(kept) == len(wanted) and len({*map(affine, wanted, kept)} - {None}) == 1 and all(
                affine(*rows) is not None for rows in zip(wanted, kept, strict=True)
            ):  # fmt: skip
                return True
    return False


def affine(wanted: Any, given: Any) -> tuple[Fraction, Fraction] | None:
    """Factor and constant by which the given numbers are the wanted ones."""
    other = next((at for at in range(len(given)) if given[at] != given[0]), None)
    if other is None:
        return None
    factor = Fraction(wanted[other] - wanted[0]) / Fraction(given[other] - given[0])
    constant = wanted[0] - factor * given[0]
    return (factor, constant) if all(factor * b + constant == a for a, b in zip(wanted, given, strict=True)) else None


@given(pair=live_pairs(), seed=st.integers(0, 99))
def test_where_there_is_no_recipe_trying_finds_none(pair: TwoCalls, seed: int) -> None:
    if len(pair.first.axes) > 1:
        return
    for target, source, found in both_ways(pair):
        if not isinstance(found, Recipe) and not find_by_options(target, source, found):
            assert not tried(target, source, seed)
