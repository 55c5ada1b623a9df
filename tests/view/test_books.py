"""The notations that have names: each book's formula, and its worked example number by number."""

from __future__ import annotations

import re
from typing import Any

import click
import numpy as np
import pytest

import convtrace
from convtrace.cli.notation_options import COUNTS, NOTATION
from convtrace.document.plain import plain, value_text
from convtrace.trace.derivation import derive
from convtrace.trace.notations import NOTATIONS
from convtrace.trace.numbering import COUNTS as READ_COUNTS
from convtrace.trace.problem import Problem
from convtrace.view.sections.equation import definition
from tests.support.kept_files import ROOT

CONTEXT = click.Context(click.Command("conv"))
ONE_TO_NINE = "1 2 3; 4 5 6; 7 8 9"

# as the books print them, but for the dot of the product and, where the index is a sum, the order of its terms
FORMULAS = {
    ("article", "conv", 2): "y[m,n] = Σⱼ Σᵢ x[i,j]·h[m−i,n−j]",
    ("article", "xcorr", 2): "y[m,n] = Σⱼ Σᵢ x[i,j]·h[m+i,n+j]",
    ("goodfellow", "conv", 2): "S(i,j) = Σₙ Σₘ I(m,n)·K(i−m,j−n)",
    ("goodfellow", "xcorr", 2): "S(i,j) = Σₙ Σₘ K(m,n)·I(i+m,j+n)",
    ("gonzalez-woods", "conv", 2): "g(x,y) = Σt Σs w(s,t)·f(x−s,y−t)",
    ("gonzalez-woods", "xcorr", 2): "g(x,y) = Σt Σs w(s,t)·f(x+s,y+t)",
    ("oppenheim-schafer", "conv", 1): "y[n] = Σₖ x[k]·h[n−k]",
    ("song-ho-ahn", "conv", 2): "y[m,n] = Σⱼ Σᵢ x[i,j]·h[m−i,n−j]",
    ("d2l", "xcorr", 2): "Y[i,j] = Σb Σa K[a,b]·X[i+a,j+b]",
    ("cs231n", "xcorr", 2): "V[m,n] = Σq Σp W[p,q]·X[m+p,n+q]",
    ("matlab", "conv", 2): "C(j,k) = Σq Σp A(p,q)·B(j+1−p,k+1−q)",
    ("pytorch", "xcorr", 2): "y[m,n] = Σq Σp w[p,q]·x[m+p,n+q]",
    ("einsum", "xcorr", 2): "y[m,n] = Σq Σp w[p,q]·x[m+p,n+q]",
}


@pytest.mark.parametrize(("name", "operation", "axes"), FORMULAS)
def test_each_formula_is_the_book_s(name: str, operation: str, axes: int) -> None:
    problem = convtrace.pose(operation, image="x".join(["7"] * axes), notation=name)
    assert plain(definition(problem)) == FORMULAS[name, operation, axes]


def test_every_notation_has_its_formula_and_its_place_in_help() -> None:
    assert {name for name, *_ in FORMULAS} == NOTATIONS.keys()
    assert [item.value for item in NOTATION[0]().shell_complete(CONTEXT, "")] == [*NOTATIONS]
    assert all(name in vars(NOTATION[0]())["help"] for name in NOTATIONS)
    assert tuple(READ_COUNTS) == COUNTS
    document = (ROOT / "docs" / "notation.md").read_text("utf-8")
    assert [name for name in NOTATIONS if f"`{name}`" not in document] == []


def test_the_article_s_notation_is_the_usual_one() -> None:
    for words in ({"operation": "conv", "at": (1, 1)}, {"operation": "xcorr", "at": 1, "image": 5}):
        usual, named = (convtrace.derive(**words, notation=name) for name in (None, "article"))
        assert convtrace.render(named, "text") == convtrace.render(usual, "text")


def worked(operation: str, name: str, **arrays: Any) -> tuple[Problem, list[Any]]:
    """The problem of a book's example, and the values of all outputs as rows."""
    problem = convtrace.map_outputs(operation, notation=name, **arrays).problem
    found = [derive(problem.replace(at=output)).value for output in problem.order.reading(problem.outputs)]
    sides = problem.order.array(tuple(map(len, problem.outputs)))
    return problem, found if len(sides) == 1 else [
        found[row : row + sides[1]] for row in range(0, len(found), sides[1])
    ]


def sums(operation: str, name: str, **arrays: Any) -> list[str]:
    return list(convtrace.expand(operation, notation=name, **arrays))


def test_goodfellow_figure_9_1() -> None:
    # Deep Learning (2016), section 9.1, figure 9.1: letters a to l, a kernel of w, x, y, z, and no flip
    lines = sums("xcorr", "goodfellow", image="3x4", kernel="2x2", letters="w,x,y,z")
    pixels = dict(zip((f"I({row},{column})" for row in range(3) for column in range(4)), "abcdefghijkl", strict=True))
    found = [re.sub(r"·(I\(.,.\))", lambda pixel: pixels[pixel[1]], line) for line in lines]
    assert found == [
        "S(0,0) = wa + xb + ye + zf",
        "S(0,1) = wb + xc + yf + zg",
        "S(0,2) = wc + xd + yg + zh",
        "S(1,0) = we + xf + yi + zj",
        "S(1,1) = wf + xg + yj + zk",
        "S(1,2) = wg + xh + yk + zl",
    ]
    page = convtrace.derive("xcorr", at=(0, 0), image="3x4", kernel="2x2", notation="goodfellow", letters="w,x,y,z")
    first = convtrace.render(page, "text", only="result").splitlines()[0].strip()
    assert first == "S(0,0) = w·I(0,0) + x·I(0,1) + y·I(1,0) + z·I(1,1)"


def test_gonzalez_and_woods_figures_3_29_and_3_30() -> None:
    # Digital Image Processing, 3rd edition (2008), section 3.4.2: a unit impulse, and the results cropped to its size
    impulse = "0 0 0 1 0 0 0 0"
    for operation, expected in (("xcorr", [0, 8, 2, 3, 2, 1, 0, 0]), ("conv", [0, 1, 2, 3, 2, 8, 0, 0])):
        problem, values = worked(operation, "gonzalez-woods", image=impulse, kernel="1 2 3 2 8")
        assert (values, problem.outputs[0].start) == (expected, 0)
    plane = [[int((row, column) == (2, 2)) for column in range(5)] for row in range(5)]
    kernel = np.arange(1, 10).reshape(3, 3)
    for operation, inner in (("xcorr", kernel[::-1, ::-1]), ("conv", kernel)):
        _, values = worked(operation, "gonzalez-woods", image=plane, kernel=kernel)
        assert values == np.pad(inner, 1).tolist()


def test_oppenheim_and_schafer_a_rectangle_and_a_power() -> None:
    # Discrete-Time Signal Processing, section 2.3: h is 1 for 0 ≤ n < N, x[n] is a to the n; here with N = 3
    lines = sums("conv", "oppenheim-schafer", image="1 a a**2 a**3 a**4", kernel="1 1 1")
    assert lines[0].startswith("y[0] = 1·1 = 1")
    page = convtrace.derive("conv", at=3, image=5, kernel=3, notation="oppenheim-schafer")
    assert [term.pixel for term in page.terms] == [(1,), (2,), (3,)]
    _, values = worked("conv", "oppenheim-schafer", image="1 a a**2 a**3 a**4", kernel="1 1 1")
    assert [value_text(value) for value in values[:4]] == ["1", "a+1", "a**2+a+1", "a**3+a**2+a"]


def test_song_ho_ahn_s_example_in_two_dimensions() -> None:
    # songho.ca, convolution2d_example: the output has the image's size, indices are [column, row]
    problem, values = worked("conv", "song-ho-ahn", image=ONE_TO_NINE, kernel="-1 -2 -1; 0 0 0; 1 2 1")
    assert values == [[-13, -20, -17], [-18, -24, -18], [13, 20, 17]]
    assert (problem.outputs, problem.kernel.ranges) == ((range(3),) * 2, (range(-1, 2),) * 2)
    page = convtrace.derive("conv", at=(1, 0), image=ONE_TO_NINE, kernel="-1 -2 -1; 0 0 0; 1 2 1",
                            notation="song-ho-ahn")  # fmt: skip
    assert page.value == -20


def test_d2l_figures_of_corr2d_and_padding() -> None:
    # d2l.ai, figures 7.2.1 and 7.3.2
    arrays: dict[str, Any] = {"image": "0 1 2; 3 4 5; 6 7 8", "kernel": "0 1; 2 3"}
    assert worked("xcorr", "d2l", **arrays)[1] == [[19, 25], [37, 43]]
    padded = [[0, 3, 8, 4], [9, 19, 25, 10], [21, 37, 43, 16], [6, 7, 8, 0]]
    assert worked("xcorr", "d2l", mode="full", **arrays)[1] == padded
    assert convtrace.derive("xcorr", at=(0, 1), notation="d2l", **arrays).value == 25


def test_cs231n_windows_of_a_strided_layer() -> None:
    # notes on convolutional networks, numpy examples: X of 11x11, a filter of 5x5, stride 2, so that V is 4x4
    page = convtrace.map_outputs("xcorr", image="11x11", kernel="5x5", stride=2, notation="cs231n")
    used = {each.output: each.pixels for each in page}
    assert len(used) == 4 * 4
    rows = {0: range(5), 1: range(2, 7), 2: range(4, 9), 3: range(6, 11)}
    assert all(used[row, 0] == (rows[row], range(5)) for row in rows)


def test_matlab_s_documented_calls() -> None:
    # mathworks.com/help/matlab/ref/conv.html, examples; indices count from 1
    problem, values = worked("conv", "matlab", image="1 0 1", kernel="2 7")
    assert (values, problem.outputs) == ([2, 7, 2, 7], (range(1, 5),))
    assert worked("conv", "matlab", image="1 1 1", kernel="1 1 0 0 0 1 1")[1] == [1, 2, 2, 1, 0, 1, 2, 2, 1]
    problem, values = worked("conv", "matlab", image="-1 2 3 -2 0 1 2", kernel="2 4 -1 1", mode="same")
    assert (values, problem.outputs) == ([15, 5, -9, 7, 6, 7, -1], (range(1, 8),))


def test_einsum_over_windows() -> None:
    # torch.nn.Unfold's example: windows of 4x5 in 10x12 are 56; the sum is that of numpy.einsum
    image, kernel = np.arange(120).reshape(10, 12) % 7, np.arange(20).reshape(4, 5) % 5 - 2
    windows = np.lib.stride_tricks.sliding_window_view(image, kernel.shape)
    _, values = worked("xcorr", "einsum", image=image, kernel=kernel)
    assert values == np.einsum("ijpq,pq->ij", windows, kernel).tolist()
    assert np.size(values) == 56


@pytest.mark.parametrize("operation", ["conv", "xcorr:sliding", "conv-transpose"])
@pytest.mark.parametrize("pad", ["zero", "edge", "constant:5"])
def test_a_sum_over_the_kernel_has_the_same_terms(operation: str, pad: str) -> None:
    over = [
        convtrace.derive(operation, at=(0, 2), image="3x4", kernel="2x3", pad=pad, stride=(1, 2), sum_over=array)
        for array in ("image", "kernel")
    ]
    assert sorted(over[0].written_terms) == sorted(over[1].written_terms) == sorted(over[1].written.terms)
    array = over[1].problem.order.array
    indices = [array(term.kernel_index) for term in over[1].written_terms]
    assert indices == sorted(indices)
    pages = [convtrace.render(each, "text") for each in over]
    assert [page.count("✓") for page in pages][1] == len(over[1].terms)
    assert "Every kernel element with" in pages[1]


def test_a_sum_over_the_kernel_in_general_position() -> None:
    page = convtrace.render(convtrace.derive("conv", image=5, sum_over="kernel"), "text")
    assert "−1 ≤ p ≤ 1 ⇒ m−1 ≤ m−p ≤ m+1" in page
    assert "y[m] = a·x[m+1] + b·x[m] + c·x[m−1]" in page
    lines = list(convtrace.expand("conv", image=3, mode="full", sum_over="kernel"))
    assert lines[:3] == ["y[−2] = a·x[−1]", "y[−1] = a·x[0] + b·x[−1]", "y[0] = a·x[1] + b·x[0] + c·x[−1]"]
    compared = convtrace.render(convtrace.compare(at=1, image=5, sum_over="kernel"), "text")
    assert "The index of the image makes the difference: A has m−p, B has p−m." in compared
