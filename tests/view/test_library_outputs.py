"""The whole output of a library call: every number is that of the call, every count that of the sum it stands for."""

from __future__ import annotations

import json
import shlex
from collections.abc import Iterator
from itertools import product
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import convtrace
from convtrace import ConvtraceError, evaluate
from convtrace.cli import run
from convtrace.document.blocks import Grids
from convtrace.library.all_outputs import AllOutputs, all_outputs
from convtrace.library.posed_call import library_question
from convtrace.render.rendering import formats
from convtrace.trace.derivation import derive
from convtrace.view.pages.library_outputs import document
from tests.support.library_calls import CALLS, EVERY_CALL, FEW, asked_calls, evaluated, image_of, kernel_of, typed

TRANSPOSED = "torch.nn.functional.conv_transpose1d --option stride=2 --image 4 --kernel 3"
GROUPED = "torch.nn.functional.conv1d --image 2x4x5 --kernel 6x2x3 --option groups=2 --option padding=1"


def shown(capsys: pytest.CaptureFixture[str], words: str) -> str:
    assert run(["library", *shlex.split(words)]) == 0
    return capsys.readouterr().out


def record(capsys: pytest.CaptureFixture[str], words: str) -> Any:
    return json.loads(shown(capsys, f"{words} -f json"))


def refused(capsys: pytest.CaptureFixture[str], words: str) -> str:
    assert run(["library", *shlex.split(words)]) == 2
    return capsys.readouterr().err


def cells(found: AllOutputs, *only: str) -> Iterator[object]:
    """What stands in the cells of the grids of a page."""
    for block in document(found, only).blocks:
        if isinstance(block, Grids):
            for grid in block.grids:
                for label, row in grid.rows:
                    yield from (cell.lines[0][0] for cell in row if label != ("lag",))


@pytest.mark.no_cover
@EVERY_CALL
@FEW
@given(data=st.data())
def test_the_numbers_are_those_of_the_call(name: str, options: list[str], data: st.DataObject) -> None:
    asked = data.draw(asked_calls(name, options))
    arrays = {"image": typed(image_of(asked).tolist()), "kernel": typed(kernel_of(asked).tolist())}
    found = all_outputs(name, options=options, **arrays)
    assert [*cells(found, "outputs")] == evaluated(asked).ravel().tolist()


@pytest.mark.no_cover
@pytest.mark.parametrize(("name", "options"), CALLS)
@FEW
@given(data=st.data())
def test_the_counts_are_those_of_the_terms(name: str, options: list[str], data: st.DataObject) -> None:
    """Of letters, which have no other numbers."""
    asked = data.draw(asked_calls(name, options))
    sizes = {"image": image_of(asked).shape, "kernel": kernel_of(asked).shape}
    found = all_outputs(name, options=options, **sizes)
    outputs = product(*found.positions)
    one = [library_question(name, options=options, at=output, **sizes) for output in outputs]
    counts = [0 if each.blank else len(derive(each.problem).terms) for each in one]
    assert [count for row in found.products.rows for count in row] == counts


def test_letters_have_counts_and_sums(capsys: pytest.CaptureFixture[str]) -> None:
    page = shown(capsys, f"{TRANSPOSED} --at all --only outputs")
    assert page.splitlines()[1:4] == [
        "m→  0  1  2  3  4  5  6  7  8",
        "    1  1  2  1  2  1  2  1  1",
        "Their sums:",
    ]
    assert "  y[2] = c·x[0] + a·x[1]\n" in page
    assert page.endswith(f"Where y[4] comes from, step by step:\n  convtrace library {TRANSPOSED} --at 4\n")
    found = record(capsys, f"{TRANSPOSED} --at all")
    assert (found["shape"], found["values"], found["products"]) == ([9], None, [1, 1, 2, 1, 2, 1, 2, 1, 1])
    assert (found["function"], found["outputs"], found["options"]["stride"]) == (
        "torch.nn.functional.conv_transpose1d",
        [9],
        [2],
    )
    assert "Their sums" not in shown(capsys, "scipy.signal.convolve2d --at all")


@pytest.mark.parametrize(
    "words",
    [
        "scipy.signal.convolve2d --image '1 2 1/2; 3 4 -5' --kernel '1 1; 2 0'",
        "torch.nn.functional.conv1d --image '[[[1, 2, 3]]]' --kernel '[[[1, 1]], [[2, 0]]]'",
        "astropy.convolution.convolve --option boundary=None --image '3 1 4 1 5' --kernel '1 3 1'",
        "octave.conv --image '1 2 3' --kernel '1 1'",
    ],
)
def test_the_command_shows_one_of_the_outputs(words: str, capsys: pytest.CaptureFixture[str]) -> None:
    whole = record(capsys, f"{words} --at all")
    command = shown(capsys, f"{words} --at all").splitlines()[-1]
    start, *asked = shlex.split(command)
    assert (start, asked[0]) == ("convtrace", "library")
    one = record(capsys, shlex.join(asked[1:]))
    base = 1 if "octave" in words else 0
    assert np.array(whole["values"], object)[tuple(m - base for m in one["output"])] == one["value"]


def test_groups_have_the_counts_of_their_own_channels(capsys: pytest.CaptureFixture[str]) -> None:
    page = shown(capsys, f"{GROUPED} --at all")
    assert (
        "Group 0 of 2, counted from 0: input channels 0…1 and output channels 0…2. Likewise in the other groups" in page
    )
    assert "s = 0                  s = 1\no↓ m→  0  1  2  3  4" in page
    assert "    5  4  6  6  6  4" in page
    found = record(capsys, f"{GROUPED} --at all")
    assert (found["shape"], found["image"]["shape"], found["kernel"]["shape"]) == ([2, 6, 5], [2, 4, 5], [6, 2, 3])
    assert found["products"] == [[[4, 6, 6, 6, 4]] * 6] * 2
    assert "values" not in found["image"]


def test_channels_lie_as_the_library_lays_them(capsys: pytest.CaptureFixture[str]) -> None:
    numbers = np.random.default_rng(1)
    image, kernel = (numbers.integers(-9, 10, shape).tolist() for shape in ((2, 4, 5), (4, 3, 2)))
    call = f"torch.nn.functional.conv_transpose1d --image '{image}' --kernel '{kernel}' --option groups=2"
    found = record(capsys, f"{call} --option bias='[1, 2, 3, 4, 5, 6]' --at all")
    expected = evaluate("torch.conv_transpose1d", image, kernel, groups=2, bias=[1, 2, 3, 4, 5, 6])
    page = convtrace.library("torch.conv_transpose1d", image=image, kernel=kernel, groups=2, at="all")
    assert (np.array(expected) - np.array(page.values)).tolist() == [[[o] * 6 for o in range(1, 7)]] * 2
    assert page.counts == found["products"]
    assert convtrace.library("torch.conv1d", at="all").values is None
    assert (found["values"], found["shape"]) == (expected, [2, 6, 6])
    assert found["image"]["values"] == np.ravel(image).tolist()
    assert found["kernel"]["values"] == kernel


def test_many_slices_are_folded_until_they_are_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    call = "torch.nn.functional.conv2d --image 2x3x4x4 --kernel 4x3x3x3 --at all"
    page = shown(capsys, call)
    assert page.count("m↓ n→") == 3
    assert "5 more slices are not drawn. All: --only outputs.\n" in page
    whole = shown(capsys, f"{call} --only outputs")
    assert (whole.count("m↓ n→"), "not drawn" in whole) == (8, False)


def test_too_many_cells_are_in_the_record(capsys: pytest.CaptureFixture[str]) -> None:
    page = shown(capsys, "scipy.signal.convolve2d --image 60x50 --kernel 2x2 --at all --only outputs")
    assert "Of a long axis only the first 41 are drawn. --format json has all of them.\n" in page
    assert page.count("\n") == 47
    many = shown(capsys, "torch.nn.functional.conv2d --image 1x1x30x30 --kernel 9x1x1x1 --at all --only outputs")
    assert "7 more slices are not drawn. --format json has all of them.\n" in many
    volume = shown(capsys, "scipy.signal.convolve --image 9x20x20 --kernel 1x1x1 --at all --only outputs")
    assert "3 more slices are not drawn. --format json has all of them.\n" in volume
    assert len(record(capsys, "numpy.convolve --image 5000 --kernel 2 --at all")["products"]) == 5001


def test_exact_values_and_a_bias_without_a_number(capsys: pytest.CaptureFixture[str]) -> None:
    call = "scipy.signal.convolve --image 'sqrt(2) 2;' --kernel 'p 1;' --at all"
    assert "    0  p·√2  2·p + √2  2\n" in shown(capsys, call)
    assert record(capsys, call)["values"] == [["sqrt(2)·p", "2·p+sqrt(2)", 2]]
    layer = "torch.nn.Conv2d --image '1 2; 3 4' --kernel '2;' --at all"
    assert "    0  2 + b[0]  4 + b[0]\n" in shown(capsys, layer)
    assert record(capsys, layer)["values"] == [["2 + b[0]", "4 + b[0]"], ["6 + b[0]", "8 + b[0]"]]
    names = "astropy.convolution.convolve --image 'p q r' --kernel '1 0 1' --option boundary=None --at all"
    assert record(capsys, names)["values"][::2] == [0, 0]


def test_sums_of_letters_and_numbers(capsys: pytest.CaptureFixture[str]) -> None:
    assert "  y[1] = b·1 + a·2\n" in shown(capsys, "numpy.convolve --image '1 2' --kernel 2 --at all")
    blank = shown(capsys, "astropy.convolution.convolve --image 3 --kernel 3 --option boundary=None --at all")
    assert "m→  0  1  2\n    0  3  0\n" in blank
    assert "  y[0] = 0\n" in blank


def test_an_output_type_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    page = shown(capsys, "numpy.convolve --image '200 100' --kernel '1 1' --option dtype=uint8 --at all")
    assert "    200  44  100\n" in page
    assert "The outputs are of the type uint8: a sum that does not fit it wraps around.\n" in page


def test_what_is_no_question_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    for gradient in ("--grad", "--weight 0"):
        said = refused(capsys, f"numpy.convolve --at all {gradient}")
        assert f"--at all asks for all outputs, but {gradient.split()[0]} asks for a gradient\n" in said
    versus = refused(capsys, "numpy.convolve --at all --versus numpy.correlate")
    assert "--at asks for all outputs of one function, but --versus compares all outputs of two functions" in versus
    assert "Choose from: convention, equation, outputs" in refused(capsys, "numpy.convolve --at all --only result")
    assert "more than 1000000 outputs" in refused(capsys, "numpy.convolve --image 1000000000 --at all")
    with pytest.raises(ConvtraceError, match="asks for a gradient"):
        convtrace.library("numpy.convolve", at="all", grad=True)


@pytest.mark.parametrize("format_name", formats())
def test_every_format_has_it(format_name: str, capsys: pytest.CaptureFixture[str]) -> None:
    page = shown(capsys, f"{GROUPED} --at all -f {format_name}")
    assert "conv1d" in page or format_name == "sympy"
    assert page.count("6") > 8 or format_name == "sympy"


def test_python_s_arrays_are_typed_as_they_would_be() -> None:
    for image in ([1, 2.5, 3], np.array([1, 2.5, 3])):
        page = str(convtrace.library("numpy.convolve", image=image, kernel=2, at="all", mode="same"))
        last = page.splitlines()[-1].replace(".0", "")
        assert last == "  convtrace library numpy.convolve --option mode=same --image '[1, 2.5, 3]' --kernel 2 --at 1"
    page = str(convtrace.library("scipy.signal.convolve", image=(2, 3), kernel=((1, 2), (3, 4)), at="all"))
    assert "--image 2x3 --kernel '[[1, 2], [3, 4]]' --at 1,2" in page
