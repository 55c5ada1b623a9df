"""Images and kernels with channels: sums, gradients and sizes, beside loops that share no code with what they judge."""

from __future__ import annotations

import json
import shlex
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from convtrace import derive, expand, gradient, map_outputs
from convtrace.cli import run
from convtrace.errors import ConvtraceError
from convtrace.law.extents import MODES
from convtrace.proof.symbolic import check
from convtrace.trace.derivation import Derivation
from convtrace.trace.derivation import derive as derived
from convtrace.trace.pose import pose
from tests.support.planes import Index, Question, posed, questions


def terms_of(derivation: Derivation) -> list[tuple[Index, Index, Index]]:
    problem = derivation.problem
    return [
        (
            problem.shown("m", term.output),
            problem.shown("i", term.pixel),
            problem.shown("k", term.kernel_index),
        )
        for term in derivation.terms
    ]


@given(questions(most_axes=3), st.data())
def test_an_output_is_the_sum_over_all_channels(question: Question, data: st.DataObject) -> None:
    output = data.draw(st.tuples(*[st.integers(-4, 4)] * question.space))
    pixels, elements = question.elements(question.image), question.elements(question.kernel)
    expected = [(output, i, k) for i, k in product(pixels, elements) if question.meets(output, i, k)]
    derivation = derived(posed(question, at=output))
    assert terms_of(derivation) == expected
    assert derivation.value == sum(pixels[i] * elements[k] for _, i, k in expected)
    assert len(derivation.flipped) == question.space


@given(questions(), st.data())
def test_the_gradients_have_the_channel_of_the_element(question: Question, data: st.DataObject) -> None:
    pixels, elements = question.elements(question.image), question.elements(question.kernel)
    mode = data.draw(st.sampled_from([mode for mode in MODES if all(posed(question, mode=mode).outputs)]))
    pixel, weight = data.draw(st.sampled_from([*pixels])), data.draw(st.sampled_from([*elements]))
    by_pixel, by_weight = (
        derived(posed(question, mode=mode, **asked)) for asked in ({"pixel": pixel}, {"weight": weight})
    )
    outputs = list(product(*(range(-20, 21) for _ in range(question.space))))
    made = by_pixel.problem.shown("m", by_pixel.problem.outputs)
    outputs = [each for each in outputs if all(m in side for m, side in zip(each, made, strict=True))]
    expected = {(m, pixel, k) for m, k in product(outputs, elements) if question.meets(m, pixel, k)}
    assert set(terms_of(by_pixel)) == expected
    assert len(by_pixel.terms) == len(expected)
    assert set(terms_of(by_weight)) == {
        (m, i, weight) for m, i in product(outputs, pixels) if question.meets(m, i, weight)
    }


@pytest.mark.no_cover
@given(questions(), st.data())
def test_general_position_is_every_output_far_from_the_border(question: Question, data: st.DataObject) -> None:
    """Whatever m is, what it meets moves with it."""
    large = {"image": "x".join(["99"] * question.space), "kernel": question.kernel.tolist()}
    options = {**question.options, "stride": 1}
    if question.operation == "conv-transpose":
        options["dilation"] = 1
    general = derived(pose(question.operation, **large, **options))
    output = data.draw(st.tuples(*[st.integers(-9, 9)] * question.space))
    placed = derived(pose(question.operation, **large, **options, at=output))
    slopes = [relation.slope("i", by="m") for relation in general.problem.in_space(general.problem.relations)]
    moved = [
        (output, (i[0], *(n + s * m for n, s, m in zip(i[1:], slopes, output, strict=True))), k)
        for _, i, k in terms_of(general)
    ]
    assert moved == terms_of(placed)
    assert check(general).equal


@pytest.mark.no_cover
@given(questions(), st.sampled_from(["output", "pixel", "weight"]))
def test_sympy_gets_the_same(question: Question, asked: str) -> None:
    words: dict[str, Any] = {"at": (0,) * question.space}
    if asked != "output":
        words = {asked: next(iter(question.elements(question.image if asked == "pixel" else question.kernel)))}
        words["mode"] = "full"
    assert check(derived(posed(question, **words))).equal


@pytest.mark.no_cover
@given(questions())
def test_all_outputs_are_those_of_one_after_the_other(question: Question) -> None:
    arrays: dict[str, Any] = {"image": question.image.tolist(), "kernel": question.kernel.tolist()}
    words = {**arrays, **question.options, "mode": "full"}
    lines = [*expand(question.operation, **words)]
    problem = posed(question, mode="full")
    outputs = [problem.shown("m", output) for output in problem.order.reading(problem.outputs)]
    assert len(lines) == len(outputs) == len(map_outputs(question.operation, **words))
    for line, output in zip(lines, outputs, strict=True):
        name = f"y[{','.join(map(str, output))}] = ".replace("-", "−")
        assert line.startswith(name)
        value = derive(question.operation, at=output, **arrays, **question.options).value
        assert line.endswith(str(value).replace("-", "−"))


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ({}, ((3, 7, 7), (3, 3, 3))),
        ({"image": "9x5"}, ((3, 9, 5), (3, 3, 3))),
        ({"image": "3x9x5", "kernel": "2x1"}, ((3, 9, 5), (3, 2, 1))),
        ({"image": "9x5", "kernel": "3x2x1"}, ((3, 9, 5), (3, 2, 1))),
        ({"image": (3, 7, 7), "at": (0, 0)}, ((3, 7, 7), (3, 3, 3))),
        ({"image": "3x7x7", "at": "0,0,0", "kernel": "1x1x1"}, ((3, 3, 7, 7), (3, 1, 1, 1))),
        ({"image": "3x9", "at": "0"}, ((3, 9), (3, 3))),
        ({"image": "3x3"}, ((3, 3, 3), (3, 3, 3))),
        ({"kernel": "3x3"}, ((3, 7, 7), (3, 3, 3))),
        ({"image": 9, "kernel": 2}, ((3, 9), (3, 2))),
        ({"image": "3x9", "kernel": [[1, 2], [3, 4], [5, 6]]}, ((3, 9), (3, 2))),
        ({"image": [[[1, 2, 3]]] * 3, "kernel": "2x1", "axes": "xy"}, ((3, 3, 1), (3, 2, 1))),
        ({"image": [[[1, 2, 3]]] * 3, "kernel": "3x1x2", "axes": "rc"}, ((3, 1, 3), (3, 1, 2))),
        ({"image": "3x5", "pixel": (2, 0, 0)}, ((3, 3, 5), (3, 3, 3))),
    ],
)
def test_sizes_are_those_of_a_channel_or_of_all(words: Any, expected: Any) -> None:
    problem = pose("conv", channels=3, **{"mode": "full", **words})
    image, kernel = problem.shown("i", problem.image), problem.shown("k", problem.kernel.ranges)
    assert (tuple(map(len, image)), tuple(map(len, kernel))) == expected
    assert image[0] == kernel[0] == range(3)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("--channels 0", "--channels is at least 1"),
        ("--channels two", "two is not a whole number"),
        ("--channels 99999", "this number is too large"),
        ("--channels 3 --image 4x7x7 --at 1,1", "--image has 4 channels, but --channels is 3"),
        (
            "--channels 3 --image 7x7 --kernel 3x3x3x3",
            "--kernel has 4 axes, but with its channels it needs 3",
        ),
        ("--channels 3 --image 3x7x7 --kernel sobel-x", "Give values for each of the 3 channels."),
        ("--channels 2 --image '1 2; 3 4; 5 6'", "--image has 3 channels, but --channels is 2"),
        ("--channels 3 --kernel '1 0 -1'", "with --channels the first axis counts the channels"),
        ("--channels 99 --kernel '1 0 -1'", "for each channel: a file"),
        ("--channels 99 --kernel 11x11", "11979 elements in 99 channels are too many to write out"),
        ("--channels 2 --image 3x3 --kernel 3x3 --window 0:1,0:1,0:1", "--window has 3 intervals, but the image has 2"),
    ],
)
def test_what_does_not_fit_is_named(words: str, said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["conv", *shlex.split(words)]) == 2
    message = " ".join(capsys.readouterr().err.split())
    assert said in message


def test_a_pixel_and_a_weight_are_named_with_their_channel() -> None:
    with pytest.raises(ConvtraceError, match="the image has 3 axes, but pixel= has 2 indices"):
        gradient("conv", channels=3, pixel=(1, 1))
    with pytest.raises(ConvtraceError, match="3 is outside the kernel, whose indices are 0 to 2 on this axis"):
        gradient("conv", channels=3, weight=(3, 0, 0))


def test_letters_name_their_channel() -> None:
    assert [term.weight for term in derive("xcorr", channels=2, at=0, image=5).terms] == [
        *("a_0", "b_0", "c_0"),
        *("a_1", "b_1", "c_1"),
    ]
    assert [term.weight for term in derive("xcorr", channels=1, at=0, image=5).terms] == ["a", "b", "c"]
    assert [term.weight for term in gradient("xcorr", channels=2, pixel=(1, 0), image=5).terms] == ["a_1", "b_1", "c_1"]


def test_a_value_called_as_a_letter_is_refused() -> None:
    with pytest.raises(ConvtraceError, match="b_1 is already the name of a kernel value"):
        pose("conv", channels=2, image="[[1, 2, b_1], [1, 2, 3]]", kernel=3)
    assert pose("conv", channels=2, image="[[1, 2, b], [1, 2, 3]]", kernel=3).pixels is not None


@given(questions(), st.sampled_from(["edge", "reflect", "symmetric", "wrap", "constant:2"]))
def test_padding_reaches_beyond_the_image_and_never_beyond_the_channels(question: Question, pad: str) -> None:
    output = (-3,) * question.space
    whole = derived(posed(question, at=output, pad=pad))
    apart: list[Any] = [
        derived(posed(Question(*question[:2], question.image[c : c + 1], question.kernel[c : c + 1])
                      ._replace(options={**question.options, "channels": 1}), at=output, pad=pad)).value
        for c in range(question.options["channels"])
    ]  # fmt: skip
    assert whole.value == sum(apart)


def test_the_record_has_channels_first(capsys: pytest.CaptureFixture[str]) -> None:
    words = "conv --channels 2 --image 4x3 --kernel 2x1 --at 0,0 -f json"
    assert run(words.split()) == 0
    record = json.loads(capsys.readouterr().out)
    assert record["equation"] == "y[m,n] = Σc Σⱼ Σᵢ x[c,i,j]·h[c,m−i,n−j]"
    assert record["image"] == {"lo": [0, -2, -1], "hi": [1, 1, 1], "shape": [2, 4, 3]}
    assert record["kernel"]["values"] == [[["a_0", "b_0"]], [["a_1", "b_1"]]]
    assert record["laid"] == [[["b_0", "a_0"]], [["b_1", "a_1"]]]
    assert record["terms"][-1] == {"output": [0, 0], "pixel": [1, 1, 0], "kernel_index": [1, -1, 0], "weight": "a_1"}
    assert record["result"] == "y[0,0] = b_0·x[0,0,0] + a_0·x[0,1,0] + b_1·x[1,0,0] + a_1·x[1,1,0]"
    assert (record["flipped"], record["stride"], len(record["relation"])) == ([True, True], [1, 1], 2)
