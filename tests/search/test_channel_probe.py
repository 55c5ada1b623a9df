"""A probe of batch and channels tells how they lie and how they are mixed."""

from __future__ import annotations

import json
from fractions import Fraction
from itertools import product
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import pytest

from convtrace import ConvtraceError, evaluate, probe, render, which
from convtrace.cli import run
from convtrace.law.channels import ARRAYS, Layout
from convtrace.library.catalogue import all_functions, find
from convtrace.library.evaluation import whole_output
from convtrace.search.channel_probe import IMAGE, KERNEL, MIXINGS, Mixing, laid_array
from convtrace.search.given import GivenArray, read_array
from convtrace.search.outputs import call_of
from convtrace.search.probes import PROBES, nested
from convtrace.search.question import count
from convtrace.search.unmixing import unmixed
from convtrace.search.which import which_of_channels
from convtrace.view.channel_words import MIXINGS as SENTENCES
from convtrace.view.pages.probe import PREFERRED
from convtrace.view.probe_lines import probe_call
from tests.support.channel_layouts import check_layout
from tests.support.effort import some

ROWS = {name: row for name, row in all_functions().items() if row.layouts and not row.window}
MEASURED = [
    json.loads(line)
    for line in Path(__file__).parents[1].joinpath("data", "channel_probes.jsonl").read_text("utf-8").splitlines()
]


@pytest.mark.no_cover
@pytest.mark.parametrize("name", some(list(ROWS), 4))
def test_every_library_function_with_channels_is_found_from_its_own_output(name: str) -> None:
    row = ROWS[name]
    axes = next(axes for axes in PREFERRED if axes in row.laws)
    call = probe_call(row, PROBES[axes], channels=True)
    assert call.channels is not None
    answer = which_of_channels(unmixed(read_array("result", call.channels.laid(whole_output(call)).nested())))
    check_layout(answer, call.channels.layout, axes)
    (found,) = answer.explanations
    for axis, (expected, size) in enumerate(zip(call.axes, PROBES[axes].kernel_shape, strict=True)):
        assert found.relation(axis, size) == expected.relation


@pytest.mark.parametrize("case", MEASURED, ids=[case["function"] for case in MEASURED])
def test_measured_outputs_name_a_call_that_gives_them(case: dict[str, Any]) -> None:
    """What the installed libraries printed for the lines of their probes."""
    answer = which(result=case["printed"], probe=True, channels=True)
    row = ROWS[case["function"]]
    check_layout(answer, row.usual_layout({}) or Layout(image="", kernel="", output=""), case["axes"])
    assert answer.verdict == "found"
    shown = json.loads(render(answer, "json"))
    assert shown["channels"]["axes"] == [*answer.mixed.axes]  # type: ignore[union-attr]
    call = shown["explanations"][0]["call"]
    assert case["call"] in call, call
    assert "convtrace library" in render(answer, only="next")


def laid(mixing: Mixing, orders: tuple[Any, Any], axes: list[int | None], plane: list[int], shape: Any) -> GivenArray:
    """A result whose slices, on some of its axes, are a plane times the factors of a mixing in these orders."""
    whole = list(shape)
    sides = [len(order) for order in orders]
    placed = [(axis, side) for axis, side in zip(axes, sides, strict=True) if axis is not None]
    for axis, side in sorted(placed):
        whole.insert(axis, side)
    values = []
    for at in product(*map(range, whole)):
        row, column = (0 if axis is None else at[axis] for axis in axes)
        inner = [number for axis, number in enumerate(at) if axis not in axes]
        place = 0
        for number, side in zip(inner, shape, strict=True):
            place = place * side + number
        values.append(Fraction(mixing.factors[orders[0][row]][orders[1][column]] * plane[place]))
    return GivenArray(tuple(whole), tuple(values), Fraction(0))


@pytest.mark.no_cover
@pytest.mark.parametrize("mixing", MIXINGS, ids=[mixing.name for mixing in MIXINGS])
def test_mixings_are_told_apart_in_any_order_on_any_axes(mixing: Mixing) -> None:
    random = Random(mixing.name)
    rows, columns = len(mixing.factors), len(mixing.factors[0])
    for number in range(12):
        single = mixing.usual and number % 4 == 3
        shape = [(7,), (4, 5), (3, 4, 5)][number % 3]
        chosen = random.sample(range(len(shape) + 2 - single), 2 - single)
        axes: list[int | None] = [*[None] * single, *chosen]
        turned = random.sample(range(rows), rows) if not single else [0]
        orders = (tuple(turned), tuple(random.sample(range(columns), columns)))
        plane = [random.randint(-9, 9) for _ in range(count(shape))]
        (mixed, question), *_ = unmixed(laid(mixing, orders, axes, plane, shape))
        assert mixed.mixing is mixing
        assert mixed.orders == orders
        assert [*question.outputs] == plane
        assert mixed.axes[axes[1]] == mixing.kinds[1]  # type: ignore[index]


def test_factors_are_what_their_names_say() -> None:
    """Stated once more, one by one."""
    images, channels, outputs = range(len(IMAGE)), range(len(IMAGE[0])), range(len(KERNEL))
    stated: dict[str, Any] = {
        "summed": lambda n, o: sum(IMAGE[n][c] * KERNEL[o][c] for c in channels),
        "crossed": lambda n, o: sum(IMAGE[n][c] * KERNEL[o][d] for c in channels for d in channels),
        "reversed": lambda n, o: IMAGE[n][1] * KERNEL[o][0] + IMAGE[n][0] * KERNEL[o][1],
        "kernel_of_first": lambda n, o: sum(IMAGE[n][c] * KERNEL[o][0] for c in channels),
        "only_1": lambda n, o: IMAGE[n][1] * KERNEL[o][1],
        "grouped": lambda n, o: IMAGE[n][0 if o < 2 else 1] * KERNEL[o][0],
    }
    known = {mixing.name: mixing.factors for mixing in MIXINGS}
    for name, factor in stated.items():
        assert known[name] == tuple(tuple(factor(n, o) for o in outputs) for n in images), name
    assert {*known} == {*SENTENCES, "only_0", "only_1"}


def test_axes_of_one_element_may_be_the_batch() -> None:
    layout = Layout(image="N C *", kernel="O c *", output="N O *")
    image, kernel = [laid_array(layout, unknown, PROBES[1]) for unknown in ARRAYS[1:]]
    one: Any = evaluate("torch.nn.functional.conv1d", image[:1], kernel)
    answer = which(result=one, probe=True, channels=True)
    assert answer.mixed is not None
    assert answer.mixed.axes == ("O", "*")
    assert [each.first_window for each in answer.explanations] == [(0,)]
    assert "output channels along axis 0, of one image" in str(answer)


def test_groups_end_in_the_call_with_groups() -> None:
    x = [[[5 * v for v in PROBES[1].pixels], [2 * v for v in PROBES[1].pixels]]]
    x += [[[*PROBES[1].pixels]] * 2]
    h = [[[row[0] * v for v in PROBES[1].weights]] for row in KERNEL]
    answer = which(result=evaluate("torch.nn.functional.conv1d", x, h, groups=2, padding=1), probe=True, channels=True)
    page = str(answer)
    assert "torch.conv1d(x, h, padding=1, groups=2)" in page
    assert "--option groups=2 --image 2x2x12 --kernel 4x1x3" in page


def test_rounded_and_unknown_numbers() -> None:
    whole: Any = evaluate("keras[tensorflow].layers.Conv1D", *arrays("N * C", "* c O"), use_bias=False)
    rounded: Any = [[[float(value) / 3 for value in line] for line in image] for image in whole]
    rounded[1][2][3] = None
    answer = which(result=rounded, probe=True, channels=True)
    assert answer.verdict == "found"
    assert answer.explanations[0].scale == Fraction(1, 3)
    assert "(1/3) * " in str(answer)


def arrays(image: str, kernel: str) -> tuple[Any, Any]:
    layout = Layout(image=image, kernel=kernel, output="N * O")
    return laid_array(layout, "i", PROBES[1]), laid_array(layout, "k", PROBES[1])


def test_another_order_is_said_and_has_no_call() -> None:
    whole: Any = evaluate("keras[tensorflow].layers.Conv1D", *arrays("N * C", "* c O"), use_bias=False)
    turned = [[line[::-1] for line in image] for image in whole[::-1]]
    page = str(which(result=turned, probe=True, channels=True))
    assert "The images are in another order: 1, 0." in page
    assert "The output channels are in another order: 3, 2, 1, 0." in page
    assert "x has the axes" not in page


def test_what_is_no_mixing_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    random = Random(3)
    noise = [[[random.randint(0, 99) for _ in range(6)] for _ in range(4)] for _ in range(2)]
    assert run(["which", "--probe", "--channels", "--result", json.dumps(noise)]) == 1
    shown = capsys.readouterr().out
    assert "Nothing fits, so there is nothing to compare." in shown
    assert "No way that convtrace knows to mix batch and channels gives these numbers." in shown
    assert json.loads(render(which(result=noise, probe=True, channels=True), "json"))["channels"] is None
    assert which(result=[[[0] * 6] * 4] * 2, probe=True, channels=True).verdict == "none"
    assert which(result=[1, 2], probe=True, channels=True).verdict == "none"


def test_page_of_a_probe_with_channels() -> None:
    page = probe("NNlib", channels=True, ndim=1)
    assert "for i in 1:12, c in 1:2, n in 1:2" in page.line
    assert json.loads(render(page, "json"))["image"][0] == [[15, 3], [6, 3]]
    assert "which --probe --channels --result" in render(page)
    for name in ("pytorch", "tensorflow", "cv2"):
        row, made = find(probe(name, channels=True).found.title), dict[str, Any]()
        exec(
            "; ".join(part for part in probe(name, channels=True).line.split("; ") if part[1:4] == " = "),
            {"np": np},
            made,
        )
        layout = row.usual_layout({})
        assert layout is not None
        assert made["x"].tolist() == laid_array(layout, "i", PROBES[2])
        assert made["h"].tolist() == laid_array(layout, "k", PROBES[2])
    for name in ("numpy", "r"):
        with pytest.raises(ConvtraceError, match="channels"):
            probe(name, channels=True)
    with pytest.raises(ConvtraceError, match="needs probe"):
        which(result=[1], channels=True)


def test_mixing_is_told_where_the_convention_is_not_known() -> None:
    random = Random(5)
    given = laid(MIXINGS[0], ((0, 1), (0, 1, 2, 3)), [0, 1], [random.randint(1, 99) for _ in range(9)], (9,))
    answer = which(result=nested([*map(int, filter(None, given.values))], given.shape), probe=True, channels=True)
    assert answer.verdict == "none"
    page = str(answer)
    assert "The result has the batch along axis 0 and output channels along axis 1." in page
    assert "No convention that convtrace knows" in page


@pytest.fixture(scope="module")
def whole() -> Any:
    """The output of a layer, of 2 images and 4 channels."""
    return evaluate("torch.nn.functional.conv1d", *arrays("N C *", "O c *"))


def test_numbers_that_are_wrong_are_counted_and_named(whole: Any) -> None:
    """The largest one, by which the orders of channels are told, or several of all."""
    largest = max(range(10), key=lambda place: whole[0][2][place])
    whole = [[[*line] for line in image] for image in whole]
    whole[0][2][largest] += 1000
    answer = which(result=whole, probe=True, channels=True)
    page = " ".join(str(answer).split())
    assert "a cross-correlation with channels, but for 1 number 1. Answer 79 of 80 numbers fit; " in page
    assert f"y[0,2,{largest}] doesn't." in page
    for place in range(4):
        whole[1][3][place] -= 7
    assert "75 of 80 numbers fit; y[0,2,2], y[1,3,0] and y[1,3,1] and 2 more don't." in str(
        which(result=whole, probe=True, channels=True)
    ).replace(f"y[0,2,{largest}]", "y[0,2,2]").replace("\n", " ")


def test_channels_that_are_forgotten_or_too_much_are_said(whole: Any) -> None:
    for result in (whole, [[[line] for line in image] for image in whole], [[whole], [whole]]):
        with pytest.raises(ConvtraceError, match="batch or channels among them") as refused:
            which(result=result, probe=True)
        assert "Add channels=" in str(refused.value.hint)
    plain = evaluate("numpy.convolve", list(PROBES[1].pixels), list(PROBES[1].weights))
    with pytest.raises(ConvtraceError, match="no batch and channels"):
        which(result=plain, probe=True, channels=True)


def test_turned_output_with_channels_has_no_call() -> None:
    call = probe_call(ROWS["torch.nn.functional.conv1d"], PROBES[1], channels=True)
    assert call.channels is not None
    straight = np.array(call.channels.laid(whole_output(call)).nested(), object)
    answer = which_of_channels(unmixed(read_array("result", straight[..., ::-1].tolist())))
    assert answer.explanations[0].output.flips == (True,)
    assert call_of(answer.question, answer.explanations[0], answer.mixed) is None
