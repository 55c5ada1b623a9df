"""All outputs one after the other: every one of them once, in the order of its path, no more than anybody watches."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from convtrace.cli import picture_options
from convtrace.errors import ConvtraceError
from convtrace.library.posed_call import library_question
from convtrace.library.slides import PATHS, posed_slide
from convtrace.trace.derivation import derive
from convtrace.trace.pose import pose
from convtrace.values.limits import MAX_FRAMES as MOST
from convtrace.values.limits import MAX_FRAMES_A_SECOND, MAX_PACE


@given(
    side=st.lists(st.integers(3, 5), min_size=1, max_size=3),
    path=st.sampled_from([*PATHS]),
    axes=st.sampled_from(["xy", "rc"]),
    start=st.data(),
)
def test_every_output_once_from_the_one_that_is_named(
    side: list[int], path: str, axes: str, start: st.DataObject
) -> None:
    words: dict[str, Any] = {"image": tuple(side), "kernel": (2,) * len(side), "axes": axes, "mode": "same"}
    whole = posed_slide("xcorr", words, path=path)
    reading = [*whole.problem.order.reading(whole.problem.outputs)]
    assert sorted(whole.outputs) == sorted(reading)
    assert whole.path == path
    if path == "rows":
        assert [*whole.outputs] == reading
    if path == "snake":
        assert all(sum(abs(a - b) for a, b in zip(*each, strict=True)) == 1 for each in pairwise(whole.outputs))
    first = start.draw(st.sampled_from(reading))
    begun = posed_slide("xcorr", {**words, "at": first}, path=path)
    place = whole.outputs.index(first)
    assert begun.outputs == whole.outputs[place:] + whole.outputs[:place]
    assert [*begun.derivations()] == [derive(whole.problem.replace(at=output)) for output in begun.outputs]


WRONG_PACES = ("", "x", "0", "-1", "1e1", "0,5", "0.19", "60.01", "٣", "1/2", -0.5, 1e-9, float("nan"), 10**400)


def test_columns_are_rows_of_the_other_order() -> None:
    outputs = posed_slide("conv", {"image": (5, 4)}, path="columns").outputs
    assert outputs == ((-1, -1), (-1, 0), (0, -1), (0, 0), (1, -1), (1, 0))


def test_one_index_names_the_first_output_that_has_it() -> None:
    assert posed_slide("conv", {"n": 1}).outputs[0] == (-2, 1)
    assert posed_slide("conv", {"m": 1, "n": 1}).outputs[0] == (1, 1)
    assert posed_slide("conv", {"m": 1}, path="columns").outputs[0] == (1, -2)


@pytest.mark.parametrize(
    ("given_pace", "seconds"),
    [
        (1, 1),
        ("0.5", Fraction(1, 2)),
        (" .25 ", Fraction(1, 4)),
        ("2.", 2),
        (0.3, Fraction(3, 10)),
        (Fraction(1, 4), Fraction(1, 4)),
        (1 / MAX_FRAMES_A_SECOND, Fraction(1, MAX_FRAMES_A_SECOND)),
        (MAX_PACE, MAX_PACE),
    ],
)
def test_paces(given_pace: Any, seconds: Fraction) -> None:
    assert posed_slide("conv", {"image": 4}, pace=given_pace).pace == seconds


@pytest.mark.parametrize("given_pace", WRONG_PACES, ids=repr)
def test_paces_that_are_none(given_pace: Any) -> None:
    with pytest.raises(ConvtraceError, match="--pace") as caught:
        posed_slide("conv", {"image": 4}, pace=given_pace)
    assert "0.2 to 60" in str(caught.value) or "too large" in str(caught.value)


@pytest.mark.parametrize(
    ("words", "path", "message"),
    [
        ({"image": (14, 14)}, "rows", None),
        (
            {"image": (15, 14)},
            "rows",
            f"156 outputs are too many to be watched one after the other (at most {MOST})",
        ),
        ({"image": 10**9}, "rows", "are too many to be watched"),
        ({"at": (3, 0)}, "rows", "--at: 3 is outside the output, whose indices are -2 to 2 on this axis"),
        ({"image": 2}, "rows", "no output exists"),
        ({}, "zigzag", "--path: zigzag is not known"),
    ],
)
def test_what_can_not_be_watched(words: dict[str, Any], path: str, message: str | None) -> None:
    if message is None:
        assert len(posed_slide("conv", words, path=path).outputs) == MOST
    else:
        with pytest.raises(ConvtraceError) as caught:
            posed_slide("conv", words, path=path)
        assert message in str(caught.value)


def test_the_law_is_that_of_one_output() -> None:
    words: dict[str, Any] = {"image": "1 2; 3 4", "kernel": "1 2; 3 4", "mode": "full", "pad": "edge", "stride": 2}
    for derivation in posed_slide("conv", words, path="snake").derivations():
        assert derivation == derive(pose("conv", at=derivation.problem.numbers, **words))


CALLS: dict[str, tuple[str, dict[str, Any], dict[str, object]]] = {
    "strides": ("torch.nn.functional.conv2d", {"image": "4x5", "kernel": "2x2"}, {"stride": 2, "padding": 1}),
    "numbers": ("scipy.ndimage.convolve1d", {"image": "1 2 3", "kernel": "1 2"}, {"mode": "nearest"}),
    "volume": ("scipy.signal.correlate", {"image": "2x3x2", "kernel": "1x2x2"}, {}),
}


@pytest.mark.parametrize("case", CALLS)
@pytest.mark.parametrize("path", PATHS)
def test_each_frame_of_a_function_is_that_of_its_own_page(case: str, path: str) -> None:
    function, words, options = CALLS[case]
    whole = posed_slide(function, words, options=options, path=path)
    outputs = whole.problem.outputs
    assert sorted(whole.outputs) == sorted(whole.problem.order.reading(outputs))
    assert whole.outputs[0] == tuple(side[0] for side in outputs)
    last = whole.outputs[-1]
    begun = posed_slide(function, {**words, "at": last}, options=options, path=path)
    assert begun.outputs == (last, *whole.outputs[:-1])
    for output, derivation in zip(whole.outputs, whole.derivations(), strict=True):
        assert derivation == derive(library_question(function, **words, options=options, at=output).problem)


def test_outputs_that_a_library_leaves_blank_are_left_out() -> None:
    words: dict[str, Any] = {"image": "4x3", "kernel": "3x3", "at": "0,2"}
    slide = posed_slide("astropy.convolution.convolve", words, options={"boundary": None})
    assert slide.outputs == ((1, 1), (2, 1))
    assert {*slide.blank} == {(row, column) for row in range(4) for column in range(3)} - {*slide.outputs}
    begun = posed_slide("astropy.convolution.convolve", {**words, "at": "1,2"}, options={"boundary": None})
    assert begun.outputs == ((2, 1), (1, 1))


@pytest.mark.parametrize(
    ("operation", "words", "options", "message"),
    [
        ("torch.nn.functional.conv2d", {"image": "1x2x3x3", "kernel": "2x2x2x2"}, {}, "slide shows sums over space"),
        ("scipy.signal.convolve2d", {"image": "30x30"}, {}, "1024 outputs are too many"),
        ("numpy.convolve", {"mode": "same"}, {}, "--mode is for conv"),
        ("conv", {}, {"mode": "same"}, "--option is for functions"),
        ("convolve", {}, {}, "no operation is called convolve"),
    ],
)
def test_what_a_function_does_not_take(
    operation: str, words: dict[str, Any], options: dict[str, object], message: str
) -> None:
    with pytest.raises(ConvtraceError) as caught:
        posed_slide(operation, words, options=options)
    assert message in str(caught.value)


def test_the_command_line_offers_all_paths() -> None:
    assert (*PATHS,) == picture_options.PATHS
