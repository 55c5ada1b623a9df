"""Filters along some axes of arrays, against SciPy: whole outputs, single values, gradients, and what is refused."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import scipy.ndimage
import scipy.signal
from hypothesis import assume, given
from hypothesis import strategies as st

from convtrace import ConvtraceError, evaluate
from convtrace.cli import run
from convtrace.library.posed_call import library_question
from convtrace.trace.derivation import derive
from convtrace.view.pages.library_function import document
from convtrace.view.roles import Roles

IMAGE = np.arange(1.0, 25).reshape(2, 3, 4) % 7
CALLS: dict[str, Any] = {
    "scipy.signal.upfirdn": lambda x, h, axis: scipy.signal.upfirdn(h, x, 2, 3, axis=axis),
    "scipy.signal.lfilter": lambda x, h, axis: scipy.signal.lfilter(h, 2, x, axis=axis),
    "scipy.ndimage.convolve1d": scipy.ndimage.convolve1d,
    "scipy.ndimage.correlate1d": scipy.ndimage.correlate1d,
    "scipy.ndimage.convolve": scipy.ndimage.convolve,
    "scipy.ndimage.correlate": scipy.ndimage.correlate,
    "scipy.signal.fftconvolve": scipy.signal.fftconvolve,
    "scipy.signal.oaconvolve": scipy.signal.oaconvolve,
}
OPTIONS: dict[str, dict[str, Any]] = {
    "scipy.signal.upfirdn": {"up": 2, "down": 3},
    "scipy.signal.lfilter": {"a": [2]},
}
LINES, PLANES, TRANSFORMS = [*CALLS][:4], [*CALLS][4:6], [*CALLS][6:]
NUMBERS = st.integers(-4, 4)


def arrays(draw: st.DrawFn, shape: tuple[int, ...]) -> Any:
    """An array of small numbers."""
    count = int(np.prod(shape))
    return np.array(draw(st.lists(NUMBERS, min_size=count, max_size=count)), float).reshape(shape)


@st.composite
def some_axes(draw: st.DrawFn) -> tuple[Any, Any, tuple[int, ...], tuple[int, ...]]:
    """An image, a kernel for some of its axes, these in any order, and an origin for each."""
    shape = draw(st.lists(st.integers(1, 3), min_size=1, max_size=3).map(tuple))
    axes = tuple(draw(st.permutations(range(len(shape))))[: draw(st.integers(1, len(shape)))])
    sides = tuple(draw(st.integers(1, 3)) for _ in axes)
    origins = tuple(draw(st.sampled_from([0, -1])) if side > 1 else 0 for side in sides)
    signs = tuple(axis - draw(st.sampled_from([0, len(shape)])) for axis in axes)
    return arrays(draw, shape), arrays(draw, sides), signs, origins


@st.composite
def broadcasting(draw: st.DrawFn) -> tuple[Any, Any, tuple[int, ...], str]:
    """Two arrays that are equal or have 1 element on the axes that are left out, the others, and a mode."""
    shape = draw(st.lists(st.integers(1, 3), min_size=1, max_size=3).map(tuple))
    axes = tuple(draw(st.permutations(range(len(shape))))[: draw(st.integers(1, len(shape)))])
    sides = [draw(st.integers(1, 3)) if at in axes else draw(st.sampled_from([n, 1])) for at, n in enumerate(shape)]
    one, other = arrays(draw, shape), arrays(draw, tuple(sides))
    swapped = draw(st.booleans())
    return (*((other, one) if swapped else (one, other)), axes, draw(st.sampled_from(["full", "same", "valid"])))


@pytest.mark.parametrize("function", LINES)
@given(axis=st.integers(-3, 2), kernel=st.lists(st.integers(-3, 3), min_size=1, max_size=4))
def test_a_filter_along_an_axis(function: str, axis: int, kernel: list[int]) -> None:
    found = evaluate(function, IMAGE, kernel, axis=np.int64(axis), **OPTIONS.get(function, {}))
    assert np.allclose(np.array(found, float), CALLS[function](IMAGE, np.array(kernel, float), axis=axis))


@pytest.mark.parametrize("function", PLANES)
@given(some_axes())
def test_a_filter_along_some_axes(function: str, call: tuple[Any, Any, tuple[int, ...], tuple[int, ...]]) -> None:
    image, kernel, axes, origin = call
    try:
        expected = CALLS[function](image, kernel, axes=axes, origin=origin)
    except ValueError:  # origins go with the axes as they are named, sides of the kernel with those of the array
        with pytest.raises(ConvtraceError, match="origin must"):
            evaluate(function, image, kernel, axes=axes, origin=origin)
        return
    assert np.allclose(np.array(evaluate(function, image, kernel, axes=axes, origin=origin), float), expected)


@given(some_axes())
def test_a_mean_along_some_axes(call: tuple[Any, Any, tuple[int, ...], tuple[int, ...]]) -> None:
    image, kernel, axes, origin = call
    options: dict[str, Any] = {"size": kernel.shape, "axes": axes, "origin": origin}
    found = evaluate("scipy.ndimage.uniform_filter", image, **options)
    assert np.allclose(np.array(found, float), scipy.ndimage.uniform_filter(image, **options))


@pytest.mark.parametrize("function", TRANSFORMS)
@given(broadcasting())
def test_an_axis_left_out_is_a_group_or_broadcast(function: str, call: tuple[Any, Any, tuple[int, ...], str]) -> None:
    image, kernel, axes, mode = call
    try:
        expected = CALLS[function](image, kernel, mode=mode, axes=axes)
    except ValueError:
        with pytest.raises(ConvtraceError):
            evaluate(function, image, kernel, mode=mode, axes=axes)
    else:
        assert np.allclose(np.array(evaluate(function, image, kernel, mode=mode, axes=axes), float), expected)


@pytest.mark.parametrize("function", [*PLANES, *TRANSFORMS])
@given(st.data())
def test_one_value_and_its_gradients_are_those_of_the_whole_output(function: str, data: st.DataObject) -> None:
    image, kernel, axes, _ = data.draw(broadcasting() if function in TRANSFORMS else some_axes())
    assume(1 not in kernel.shape or function in PLANES)
    given: dict[str, Any] = {"image": image, "kernel": kernel, "options": {"axes": axes}}
    whole = np.array(evaluate(function, image, kernel, axes=axes))

    def asked(shape: tuple[int, ...]) -> tuple[int, ...]:
        return tuple(data.draw(st.integers(0, side - 1)) for side in shape)

    at = asked(whole.shape)
    question = library_question(function, **given, at=at)
    assert derive(question.problem).value == whole[at]
    assert [*document(question).blocks]
    pixel, element = asked(image.shape), asked(kernel.shape)
    for words, ones, other in (
        ({"at": pixel, "grad": True}, (one_hot(image, pixel), kernel), "k"),
        ({"weight": element}, (image, one_hot(kernel, element)), "i"),
    ):
        derivation = derive(library_question(function, **given, **words).problem)
        expected = np.array(evaluate(function, *ones, axes=axes))
        found = np.zeros(expected.shape)
        for term in derivation.terms:
            role = Roles(derivation.problem).of["m"]
            place = tuple(derivation.problem.shown(role.unknown, term.output))
            factor = term.weight if other == "k" else derivation.problem.pixel(term.pixel)
            found[place] += float(factor)  # type: ignore[arg-type]
        assert np.allclose(found, expected.astype(float))


def one_hot(array: Any, index: tuple[int, ...]) -> Any:
    """An array of zeros with 1 at an index."""
    found = np.zeros(array.shape)
    found[index] = 1
    return found


def test_a_mean_along_an_axis() -> None:
    found = evaluate("scipy.ndimage.uniform_filter1d", IMAGE, size=3, axis=1)
    assert np.allclose(np.array(found, float), scipy.ndimage.uniform_filter1d(IMAGE, 3, axis=1))


@pytest.mark.parametrize(
    ("function", "option", "given", "message"),
    [
        ("correlate1d", "axis", 3, "axis=3 is none of the image's 3 axes"),
        ("correlate1d", "axis", -4, "axis=-4 is none of the image's 3 axes"),
        ("correlate1d", "axis", None, "axis=None is no axis"),
        ("correlate1d", "axis", True, "axis=True is no axis"),
        ("correlate1d", "axis", "1", "axis='1' is no axis"),
        ("correlate1d", "axis", [1], "axis=.1. is no axis"),
        ("correlate", "axes", (), "axes=.. is no axis"),
        ("correlate", "axes", (0, "1"), "is no axis"),
        ("correlate", "axes", (0, -3), "names axis 0 twice"),
        ("correlate", "axes", -1, "axes=-1 is accepted only in a list"),
        ("correlate", "axes", (0, 1), "takes a kernel of 2 axes, not of 1"),
    ],
)
def test_axes_that_are_refused(function: str, option: str, given: Any, message: str) -> None:
    with pytest.raises(ConvtraceError, match=message):
        evaluate(f"scipy.ndimage.{function}", IMAGE, [1], **{option: given})


def test_an_axis_that_an_image_of_one_axis_has_not() -> None:
    with pytest.raises(ConvtraceError, match="axis=1, but the image has 1 axis"):
        evaluate("scipy.ndimage.correlate1d", [1, 2], [1], axis=1)


@pytest.mark.parametrize(
    ("function", "hint"),
    [("scipy.signal.fftconvolve", "make one of them 1"), ("jax.scipy.signal.fftconvolve", "Make them equal, or name")],
)
def test_groups_of_other_sizes_are_refused(function: str, hint: str) -> None:
    with pytest.raises(ConvtraceError, match="2 and 3 elements on axis 0") as refused:
        evaluate(function, np.ones((2, 3)), np.ones((3, 3)), axes=1)
    assert hint in refused.value.hint


def test_jax_takes_no_broadcast_axis() -> None:
    with pytest.raises(ConvtraceError, match="2 and 1 elements on axis 0"):
        evaluate("jax.scipy.signal.fftconvolve", np.ones((2, 3)), np.ones((1, 3)), axes=1)
    assert evaluate("jax.scipy.signal.fftconvolve", [[1, 2], [3, 4]], [[1], [2]], axes=[1]) == [[1, 2], [6, 8]]


@pytest.mark.parametrize(
    ("function", "words", "image", "kernel"),
    [
        ("scipy.ndimage.correlate1d", {"options": ["axis=0"]}, (7, 7), (3,)),
        ("scipy.ndimage.correlate1d", {}, (7,), (3,)),
        ("scipy.ndimage.correlate1d", {"options": ["axis=-2"], "kernel": "5"}, (7, 7), (5,)),
        ("scipy.ndimage.correlate", {"options": ["axes=0,2"]}, (7, 7, 7), (3, 3)),
        ("scipy.ndimage.uniform_filter", {"options": ["axes=1,0", "size=3,5"]}, (7, 7), (5, 3)),
        ("scipy.ndimage.uniform_filter", {"options": ["axes=1"], "kernel": "5"}, (7, 7), (5,)),
        ("scipy.signal.fftconvolve", {"options": ["axes=1"], "image": "4x6"}, (4, 6), (4, 3)),
        ("scipy.signal.fftconvolve", {"options": ["axes=1"], "kernel": "7x2"}, (7, 7), (7, 2)),
    ],
)
def test_sizes_that_are_left_out(
    function: str, words: dict[str, Any], image: tuple[int, ...], kernel: tuple[int, ...]
) -> None:
    problem = library_question(function, **words).problem
    shapes = problem.arrangement.shapes if problem.arrangement else {}
    assert shapes.get("i", tuple(map(len, problem.image))) == image
    assert shapes.get("k", tuple(map(len, problem.kernel.ranges))) == kernel


def test_a_kernel_is_too_large_for_a_page_along_an_axis_as_well() -> None:
    with pytest.raises(ConvtraceError, match="99999 elements are too many"):
        library_question("scipy.ndimage.correlate1d", image="5x7", kernel="99999", options=["axis=0"])


def test_all_outputs_along_an_axis_stand_in_the_order_of_the_array(capsys: pytest.CaptureFixture[str]) -> None:
    words = ["library", "scipy.ndimage.correlate1d", "--option=axis=0", "--image=2x2", "--kernel=1", "--at=all"]
    assert run(words) == 0
    page = capsys.readouterr().out
    sums = "y[0,0] = a·x[0,0]\n  y[0,1] = a·x[0,1]\n  y[1,0] = a·x[1,0]\n  y[1,1] = a·x[1,1]"
    assert sums in page
    assert run(["library", *words[1:3], "--image=1 2; 3 4", "--kernel=1", "--at=0,1", "--format=json"]) == 0
    assert '"values": [1, 2, 3, 4]' in capsys.readouterr().out


def test_two_calls_are_compared_on_the_axes_that_both_filter(capsys: pytest.CaptureFixture[str]) -> None:
    words = ["scipy.ndimage.correlate1d", "--versus=scipy.ndimage.convolve1d", "--image=5x7", "--kernel=3"]
    assert run(["library", *words]) == 2
    assert "compared on the axes that both filter" in " ".join(capsys.readouterr().err.split())


def test_a_kernel_of_one_axis_is_drawn_as_it_is_typed(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["library", "scipy.ndimage.correlate1d", "--option=axis=0", "--image=5x7", "--only=setup"]) == 0
    assert "Kernel h, 3: p counts rows.\n" in capsys.readouterr().out


def test_a_number_is_an_option_in_any_type() -> None:
    assert evaluate("scipy.signal.upfirdn", [1, 2], [1], cval=np.float32(0)) == [1, 2]
    assert evaluate("scipy.signal.convolve", [1, 2], [1], mode=np.str_("same")) == [1, 2]
    with pytest.raises(ConvtraceError, match="cval"):
        evaluate("scipy.signal.upfirdn", [1, 2], [1], mode="reflect", cval=[False])


@given(
    image=st.lists(st.integers(-9, 9), min_size=2, max_size=6),
    kernel=st.lists(st.integers(-9, 9), min_size=1, max_size=7),
    mode=st.sampled_from(["constant", "symmetric", "reflect", "edge", "wrap"]),
    up=st.integers(1, 3),
    down=st.integers(1, 3),
    cval=st.integers(-3, 3),
)
def test_what_upfirdn_has_outside(image: list[int], kernel: list[int], **options: Any) -> None:
    found = evaluate("scipy.signal.upfirdn", image, kernel, **options)
    assert np.allclose(np.array(found, float), scipy.signal.upfirdn(kernel, np.array(image, float), **options))


def test_one_pixel_has_no_reflection() -> None:
    with pytest.raises(ConvtraceError, match="at least 2 pixels"):
        evaluate("scipy.signal.upfirdn", [1], [1, 2], mode="reflect")
