"""The grids of a window: values outside the image, numbers of outputs, what is said in few letters."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from convtrace.document.blocks import Grid, Tone, line_text
from convtrace.document.plain import plain
from convtrace.library.explored import Explored, alone
from convtrace.trace.derivation import derive
from convtrace.trace.pose import pose
from convtrace.values.limits import MAX_VALUES_BESIDE
from convtrace.view.amounts import value_formula
from convtrace.view.roles import Roles
from convtrace.view.sections.panes import Panes
from convtrace.view.sections.setup import drawn_ranges, marked_grids

NUMBERS: dict[str, Any] = {"image": "1 2 3 4; 5 6 7 8; 9 8 7 6", "kernel": "1 2 1; 0 -4 1/2"}
PADS = ("zero", "edge", "reflect", "symmetric", "wrap", "constant:12", "constant:0")


def cells(grid: Grid) -> list[tuple[str, Tone]]:
    return [(line_text(cell.lines[0], str, plain), cell.tone) for _, row in grid.rows for cell in row]


@given(st.sampled_from(PADS), st.integers(-2, 2), st.integers(-1, 2), st.sampled_from(["xy", "rc"]))
def test_values_outside_are_those_that_stand_in(pad: str, m: int, n: int, axes: str) -> None:
    """Where nothing adds to the sum there is none."""
    question = pose("conv", **NUMBERS, pad=pad, axes=axes, mode="full", at=(m, n))
    derivation = derive(question)
    box = drawn_ranges(derivation)
    marks, values = map(cells, marked_grids(derivation, box))
    places = question.order.reading(box)
    for place, (_, tone), (value, toned) in zip(places, marks, values, strict=True):
        pixel = question.pixel(place)
        assert tone is toned
        assert pixel is not None
        adds = tone is Tone.OUTSIDE and question.reaches(place)
        assert value == (plain(value_formula(pixel)) if adds or Roles(question).summed.contains(place) else "")


def explored(operation: str, options: tuple[str, ...] = (), **words: Any) -> Explored:
    return alone(operation, words, check=lambda _: None, options=options)


def shown_numbers(found: Explored) -> dict[tuple[int, ...], object]:
    """The number of each output by a derivation of its own."""
    problem = found.problem
    places = problem.order.reading(problem.outputs)
    questions = {place: found.question("m", place) for place in places}
    return {place: 0 if found.blank(each) else derive(each).value for place, each in questions.items()}


@given(
    st.sampled_from(["conv", "xcorr", "xcorr:sliding", "conv-transpose"]),
    st.sampled_from(PADS),
    st.integers(1, 2),
    st.sampled_from(["xy", "rc"]),
)
@settings(max_examples=30)
def test_numbers_of_outputs_are_those_of_derivations(operation: str, pad: str, stride: int, axes: str) -> None:
    words = {
        **NUMBERS,
        "axes": axes,
        "stride": stride,
        "mode": "full",
        **({} if "trans" in operation else {"pad": pad}),
    }
    found = explored(operation, **words)
    assert found.numbers == shown_numbers(found)


@pytest.mark.parametrize(
    ("function", "options"),
    [
        ("scipy.ndimage.correlate", ("mode=nearest", "output=uint8")),
        ("scipy.ndimage.convolve", ("cval=7", "mode=constant")),
        ("cv2.filter2D", ("ddepth=-1", "delta=3")),
        ("torch.nn.functional.conv2d", ("padding=1", "stride=2")),
        ("astropy.convolution.convolve", ("boundary=None",)),
    ],
)
def test_numbers_of_outputs_are_those_of_the_call(function: str, options: tuple[str, ...]) -> None:
    words: dict[str, Any] = {**NUMBERS, "kernel": "1 2 1; 0 -4 1; 3 3 3"}
    found = explored(function, options, **words)
    assert found.numbers
    assert found.numbers == shown_numbers(found)


def test_windows_that_count_differently_and_zeros_that_are_left_out() -> None:
    found = explored(
        "torch.nn.functional.avg_pool2d",
        ("kernel_size=2", "padding=1", "count_include_pad=False"),
        image=NUMBERS["image"],
    )
    assert found.numbers == shown_numbers(found)
    trimmed = explored("sympy.discrete.convolutions.convolution", image="1 2 3 0", kernel="1 1")
    assert [*trimmed.numbers.values()] == [1, 3, 5, 3]


@pytest.mark.parametrize(
    "words",
    [
        {"image": "7x7"},
        {"image": "a b c", "kernel": "1 2"},
        {"image": "1j 2 3", "kernel": "1 2"},
        {"image": " ".join("1" * (MAX_VALUES_BESIDE + 1)), "kernel": "[2]"},
    ],
)
def test_outputs_without_numbers_or_too_many_have_none(words: dict[str, Any]) -> None:
    assert explored("conv", **words).numbers == {}
    assert explored("scipy.ndimage.convolve", image="5x5", kernel="3x3").numbers == {}
    few = explored("conv", image=" ".join("1" * MAX_VALUES_BESIDE), kernel="[2]")
    assert len(few.numbers) == MAX_VALUES_BESIDE


def outputs(found: Explored, columns: int = 150) -> list[str]:
    """The cells of the outputs that are shown first."""
    panes = Panes(derive(found.problem), columns, found.numbers)
    (grid,) = (grid for grid in next(iter(panes.beside(30))).grids if line_text(grid.caption, str, plain) == "outputs")
    return [text for text, _ in cells(grid)]


def test_outputs_show_their_numbers_where_these_are_short() -> None:
    """The one that is asked for is marked, and not by its colour alone."""
    few: dict[str, Any] = {"image": "1 2 3", "mode": "full", "at": 0}
    assert outputs(explored("conv", **few, kernel="1 10 100")) == ["1", "12", "■ 123", "230", "300"]
    assert outputs(explored("conv", **few, kernel="1 10 100000")) == ["1", "12", "■ 100023", "200030", "300000"]
    assert outputs(explored("conv", **few, kernel="1 10 1000000")) == [".", ".", "■", ".", "."]
    assert outputs(explored("conv", **few)) == [".", ".", "■", ".", "."]
