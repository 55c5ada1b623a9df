"""Both operations side by side, and all outputs at once."""

from __future__ import annotations

import json
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from convtrace import ConvtraceError
from convtrace.cli import run
from convtrace.document.blocks import Equation, Grids, Paragraph
from convtrace.document.plain import plain
from convtrace.law.axis import Relation
from convtrace.law.extents import MODES, outputs
from convtrace.render.lines.layout import spans, text_of
from convtrace.trace.comparison import compare, same_patch
from convtrace.trace.derivation import derive
from convtrace.trace.pose import pose
from convtrace.trace.problem import Problem
from convtrace.trace.receptive_fields import output_at, receptive_fields
from convtrace.view.pages import compare as view
from convtrace.view.pages import map as map_view
from tests.support.oracles import OPERATIONS, brute_force
from tests.support.strategies import problems

DATA = Path(__file__).parents[1] / "data"
PATCHES = json.loads((DATA / "patches.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("operation", PATCHES)
def test_the_article_s_figures(operation: str) -> None:
    made = [
        {"output": list(output), "columns": [columns[0], columns[-1]], "rows": [rows[0], rows[-1]]}
        for output, (columns, rows), _ in receptive_fields(pose(operation))
    ]
    assert sorted(made, key=str) == sorted(PATCHES[operation], key=str)


@pytest.mark.parametrize("operation", PATCHES)
def test_the_record_of_the_map_has_every_patch(operation: str) -> None:
    record = map_view.document(pose(operation)).record()
    found: Any = record["patches"]
    assert [patch["output"] for patch in found] == [list(output) for output, _, _ in receptive_fields(pose(operation))]
    assert {tuple(patch["pixels"]["step"]) for patch in found} == {(1, 1)}


@given(problems(origin=True), st.sampled_from(MODES))
def test_outputs_of_each_mode(problem: Problem, mode: str) -> None:
    index = OPERATIONS[problem.operation.name, problem.operation.form]
    for relation, image, taps in zip(problem.relations, problem.image, problem.kernel.ranges, strict=True):
        found = outputs(relation, image, taps, mode)
        for m in range(-20, 21):
            met = {index(m, i, 1) for i in image}
            exists = {"valid": met >= set(taps), "same": 0 in met, "full": bool(met & set(taps))}[mode]
            assert (m in found) == exists


def test_outputs_with_a_stride_and_a_dilation() -> None:
    relation = Relation(d=2, alpha=3, beta=-1)
    image, taps = range(-7, 8), range(-1, 2)
    for mode in MODES:
        found = outputs(relation, image, taps, mode)
        for m in range(-20, 21):
            places = [3 * m - 2 * k for k in (taps if mode != "same" else [0])]
            inside = [place in image for place in places]
            if mode != "full":
                assert (m in found) == all(inside)
            elif any(inside):
                assert m in found


@given(problems(origin=True, steps=True))
def test_a_pixel_seats_the_output_whose_element_0_lies_on_it(problem: Problem) -> None:
    for pixel in product(*problem.image):
        output = output_at(problem, pixel)
        if output is not None:
            assert (pixel, (0,) * len(pixel)) in brute_force(problem.replace(at=output)) or not all(
                0 in side for side in problem.kernel.ranges
            )
            assert all(m in side for m, side in zip(output, problem.outputs, strict=True))


def boxes(document: Any) -> dict[str, set[tuple[int, ...]]]:
    """The pixels in each box of the first drawing."""
    grids = next(block for block in document.blocks if isinstance(block, Grids))
    found: dict[str, set[tuple[int, ...]]] = {}
    for label, cells in grids.grids[0].rows:
        for head, cell in zip(grids.grids[0].columns, cells, strict=True):
            place = tuple(int(text_of(spans(line)).replace("−", "-")) for line in (head, label))
            found.setdefault(text_of(spans(cell.lines[0])), set()).add(place)
    return found


def test_the_article_s_green_and_red_boxes() -> None:
    comparison = compare(pose("conv", m=1, n=1), pose("xcorr", m=1, n=1))
    found = boxes(view.document(comparison, ["same-output"]))
    red = set(product(range(3), repeat=2))
    green = set(product(range(-2, 1), repeat=2))
    assert found["AB"] == red & green
    assert found["A"] == red - green
    assert found["B"] == green - red


def test_the_article_s_pairing_of_outputs() -> None:
    for m, n in product(range(-2, 3), repeat=2):
        comparison = compare(pose("conv", m=m, n=n), pose("xcorr", m=m, n=n))
        assert comparison.same_patch is not None
        assert comparison.same_patch.problem.at == (-m, -n)
        pixels = [{term.pixel for term in derivation.terms} for derivation in (comparison.first, comparison.same_patch)]
        assert pixels[0] == pixels[1]


@given(problems(origin=True), problems(origin=True))
def test_the_same_patch_is_the_same(problem: Problem, other: Problem) -> None:
    other = other.replace(image=problem.image, kernel=problem.kernel, at=problem.at, order=problem.order)
    other = other.replace(stride=problem.stride, dilation=problem.dilation, outputs=problem.outputs)
    derivation = derive(problem)
    found = same_patch(derivation, other)
    assert found is not None
    assert {term.pixel for term in found.terms} == {term.pixel for term in derivation.terms}


def test_no_output_of_a_longer_kernel_uses_the_same_pixels() -> None:
    comparison = compare(pose("conv", at=1, image=9), pose("xcorr", at=1, image=9, kernel=5))
    assert comparison.same_patch is None
    said = [text_of(spans(block.line)) for block in view.document(comparison).blocks if isinstance(block, Paragraph)]
    assert "No output of B uses exactly the pixels of A's y[1]." in said
    assert view.document(comparison).record()["same_pixels"] is None


def test_patches_that_are_far_apart_are_not_drawn() -> None:
    size = "1000000001x1000000001"
    comparison = compare(pose("conv", m=10**6, n=1, image=size), pose("xcorr", m=10**6, n=1, image=size))
    said = [text_of(spans(block.line)) for block in view.document(comparison).blocks if isinstance(block, Paragraph)]
    assert "The two patches lie too far apart to draw on one image." in said


def test_both_sums_are_those_of_the_operations() -> None:
    comparison = compare(pose("conv", m=1, n=1), pose("xcorr", m=1, n=1))
    sums = [plain(block.formula) for block in view.document(comparison).blocks if isinstance(block, Equation)]
    for derivation in (comparison.first, comparison.second, comparison.same_patch):
        assert derivation is not None
        ends = f"{derivation.terms[-1].weight}·x[{','.join(map(str, derivation.terms[-1].pixel))}]".replace("-", "−")
        assert any(each.endswith(ends) for each in sums)


@pytest.mark.parametrize("given_", [{}, {"m": 1}])
def test_a_comparison_needs_an_output(given_: dict[str, Any]) -> None:
    with pytest.raises(ConvtraceError, match="which output"):
        compare(pose("conv", **given_), pose("xcorr", **given_))


def test_values_are_worked_out_in_both(capsys: pytest.CaptureFixture[str]) -> None:
    words = ["compare", "--at", "0", "--form", "sliding", "--image", "0 0 9", "--kernel", "-1 0 1"]
    assert run([*words, "--only", "same-output"]) == 0
    page = capsys.readouterr().out
    assert "y[0] = 1·0 + 0·0 − 1·9 = −9\n" in page
    assert "y[0] = −1·0 + 0·0 + 1·9 = 9\n" in page


@pytest.mark.parametrize(
    ("words", "named"),
    [
        ([], ("Convolution", "Cross-correlation (reflected form)")),
        (["conv", "xcorr"], ("Convolution", "Cross-correlation (reflected form)")),
        (["--form", "sliding"], ("Convolution", "Cross-correlation (sliding form)")),
        (["xcorr:sliding", "conv"], ("Cross-correlation (sliding form)", "Convolution")),
        (
            ["xcorr:reflected", "xcorr", "--form", "sliding"],
            ("Cross-correlation (reflected form)", "Cross-correlation (sliding form)"),
        ),
    ],
)
def test_any_two_operations_are_compared(
    words: list[str], named: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["compare", *words, "--m", "1", "--n", "1"]) == 0
    first = capsys.readouterr().out.splitlines()[0]
    assert first == f"A: {named[0]}, B: {named[1]}; image 7×7, kernel 3×3"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("conv conv-transpose --image 5", "A and B have the same sum: only a stride tells them apart."),
        ("conv conv --image 5", "A and B have the same sum."),
        ("conv conv-transpose --image 5 --stride 2", "makes the difference: A has 2m−i, B has m−2i."),
    ],
)
def test_what_makes_the_difference_if_anything_does(words: str, said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["compare", *words.split(), "--at", "1", "--only", "equation"]) == 0
    assert said in capsys.readouterr().out
