"""The matrix of all outputs: held by NumPy's and SciPy's own matrices and sums, and its pages."""

from __future__ import annotations

import json
from itertools import product
from typing import Any

import numpy as np
import pytest
import scipy.linalg
import scipy.signal
from hypothesis import given
from hypothesis import strategies as st

import convtrace
from convtrace.cli import run
from convtrace.law.extents import MODES
from convtrace.trace.matrix import Matrix, matrix
from convtrace.trace.problem import Problem
from tests.support.oracles import brute_force
from tests.support.strategies import problems


def said(capsys: pytest.CaptureFixture[str], *words: str, code: int = 0) -> str:
    """What a command prints, on the stream that belongs to its exit code."""
    assert run(["matrix", *words]) == code
    shown = capsys.readouterr()
    return shown.err if code else shown.out


def dense(whole: Matrix, weights: np.ndarray[Any, Any] | None = None) -> np.ndarray[Any, Any]:
    """The numbers of a matrix, each weight its value, or by its place among those of the kernel."""
    found = np.zeros((len(whole.rows), len(whole.columns)), dtype=int)
    for (row, column), terms in whole.cells.items():
        at = whole.rows.index(row), whole.columns.index(column)
        for term in terms:
            place = whole.problem.order.position(term.kernel_index, whole.problem.kernel.ranges)
            found[at] += int(str(term.weight)) if weights is None else weights[place]
    return found


@given(problems(most_axes=2, origin=True, steps=True))
def test_each_row_is_the_sum_of_its_output(problem: Problem) -> None:
    problem = problem.replace(outputs=(range(-2, 4),) * len(problem.at))
    whole = matrix(problem)
    found = {(row, column, term.kernel_index) for (row, column), terms in whole.cells.items() for term in terms}
    sums = {output: brute_force(problem.replace(at=output)) for output in whole.rows}
    assert found == {(output, *met) for output, meetings in sums.items() for met in meetings}
    assert {*whole.laid("k", "m").cells} == {(index, output) for output, _, index in found}


@given(st.lists(st.integers(-9, 9), min_size=1, max_size=5), st.integers(1, 6), st.sampled_from(MODES))
def test_it_is_scipy_s_convolution_matrix(kernel: list[int], size: int, mode: str) -> None:
    if mode != "full" and len(kernel) > size:
        return
    whole = convtrace.matrix("numpy.convolve", options={"mode": mode}, image=size, kernel=kernel)
    expected = scipy.linalg.convolution_matrix(np.array(kernel), size, mode)
    assert dense(whole).tolist() == expected.tolist()
    assert dense(whole.laid("i", "m")).tolist() == expected.T.tolist()


def test_a_repeated_image_has_a_circulant_matrix(capsys: pytest.CaptureFixture[str]) -> None:
    whole = convtrace.matrix("conv", image=5, kernel=[1, 2, 3], kernel_origin=0, pad="wrap", mode="same")
    assert dense(whole).tolist() == scipy.linalg.circulant([1, 2, 3, 0, 0]).tolist()
    assert "a circulant matrix" in said(capsys, "conv", "--image", "5", "--pad", "wrap", "--mode", "same")
    assert "a doubly block circulant matrix" in said(
        capsys, "conv", "--pad", "wrap", "--mode", "same", "--image", "3x3"
    )


@given(st.integers(1, 3), st.integers(1, 3), st.integers(0, 2), st.integers(0, 2))
def test_patches_are_numpy_s_windows(rows: int, columns: int, more: int, wider: int) -> None:
    """P has NumPy's sliding windows as columns, and the kernel times P is SciPy's output."""
    image = np.arange((rows + more) * (columns + wider)).reshape(rows + more, columns + wider)
    kernel = np.arange(rows * columns).reshape(rows, columns) + 2
    whole = convtrace.matrix("scipy.signal.correlate2d", options={"mode": "valid"}, image=image, kernel=kernel)
    patches = whole.laid("k", "m")
    drawn = np.array(
        [[image[patches.cells[row, column][0].pixel] for column in patches.columns] for row in patches.rows]
    )
    windows = np.lib.stride_tricks.sliding_window_view(image, kernel.shape).reshape(-1, kernel.size).T
    assert drawn.tolist() == windows.tolist()
    assert (kernel.ravel() @ drawn).tolist() == scipy.signal.correlate2d(image, kernel, "valid").ravel().tolist()
    assert (dense(whole) @ image.ravel()).tolist() == (kernel.ravel() @ drawn).tolist()


def test_channels_are_blocks_with_letters_of_their_own() -> None:
    whole = convtrace.matrix("torch.nn.functional.conv1d", image=(1, 2, 4), kernel=(2, 2, 3))
    weights = np.arange(12) + 1
    image = np.arange(8) ** 2
    kernel = weights.reshape(2, 2, 3)
    expected = [
        sum(kernel[o, c, p] * image.reshape(2, 4)[c, m + p] for c, p in product(range(2), range(3)))
        for o, m in product(range(2), range(2))
    ]
    assert (dense(whole, weights) @ image).tolist() == expected
    letters = {str(terms[0].weight) for terms in whole.cells.values()}
    assert len(letters) == 12


def test_the_page(capsys: pytest.CaptureFixture[str]) -> None:
    page = said(capsys, "conv", "--at", "0,0", "--transpose", "--im2col", "-f", "text")
    assert "Convolution as a matrix of 4×16\n" in page
    assert "y[−1,−1] │  i   h  g  . │  f   e  d  . │  c   b  a  . │  .   .  .  .\n" in page
    assert "a doubly block Toeplitz matrix." in page
    assert "The row of y[0,0], times x:\n  y[0,0] = i·x[−1,−1] + " in page
    assert " x[1,−2] │  .  g │  .  .\n" in page
    assert "h[−1,−1] │   x[0,0]    x[1,0] │   x[0,1]    x[1,1]\n" in page
    assert "a is h[−1,−1], b is h[0,−1], …\n" in page
    patches = said(capsys, "conv", "--image", "3", "--kernel", "2", "--im2col", "-f", "text")
    assert "h[−1] │  x[0]  x[1]\n h[0] │ x[−1]  x[0]\n" in patches
    numbers = said(capsys, "conv", "--image", "5 6 7", "--kernel", "2", "--only", "patches", "-f", "text")
    assert "h[−1] │  6  7\n h[0] │  5  6\n" in numbers
    few = said(capsys, "conv", "--image", "3", "--kernel", "2", "-f", "text")
    assert "a is h[−1], b is h[0].\n" in few
    assert "Transpose" not in few
    assert said(capsys, "conv", "--only", "row") == "Name an output to see its row: --at, or at= in Python.\n"


def test_what_lies_along_diagonals_is_said_where_it_does(capsys: pytest.CaptureFixture[str]) -> None:
    hankel = said(capsys, "xcorr", "--image", "5", "--kernel", "3")
    assert "From the upper right to the lower left the cells are the same: a Hankel matrix." in " ".join(hankel.split())
    for words in (("--stride", "2"), ("--pad", "edge", "--mode", "same"), ("--channels", "2")):
        assert "the same: a" not in " ".join(said(capsys, "conv", *words).split())
    blocks = said(capsys, "conv", "--image", "2x2x2", "--kernel", "2x2x2", "--mode", "full", "--only", "matrix")
    assert "a block Toeplitz matrix." in " ".join(blocks.split())


def test_stand_ins_add_up_in_a_cell(capsys: pytest.CaptureFixture[str]) -> None:
    words = ("conv", "--image", "3", "--kernel", "3", "--pad", "edge", "--mode", "same")
    assert "y[−1] │ c+b  a    .\n" in said(capsys, *words, "-f", "text")
    record = json.loads(said(capsys, *words, "-f", "json"))
    assert record["matrix"] == [["c+b", "a", 0], ["c", "b", "a"], [0, "c", "b+a"]]
    assert (record["rows"], record["columns"]) == ([[-1], [0], [1]], [[-1], [0], [1]])
    numbers = said(capsys, *words[:4], "1 2 3", *words[5:], "-f", "text")
    assert "y[−1] │  5  1  .\n" in numbers


def test_numbers_stand_in_the_row(capsys: pytest.CaptureFixture[str]) -> None:
    words = ("scipy.ndimage.uniform_filter", "--image", "1 2; 3 4", "--option", "size=2")
    page = said(capsys, *words, "--at", "1,1", "-f", "text")
    assert "The factor and the constant of the equation come after that: they are not in C." in page
    assert "The row of y[1,1], times x:" in page


def test_functions_are_understood_as_people_type_them() -> None:
    known, typed = (convtrace.matrix(name, image=(3, 3), kernel=(3, 3)) for name in ("cv2.filter2D", "filter2d"))
    assert (known.title, known.cells) == (typed.title, typed.cells)


def test_what_is_too_large_is_not_drawn(capsys: pytest.CaptureFixture[str]) -> None:
    page = said(capsys, "conv", "--image", "9x9", "-f", "text")
    assert "The drawing of C, which --format json has, is left out: it would have 3969 cells, more than 2500." in page


@pytest.mark.parametrize("width", ["40", "80"])
def test_blocks_stay_whole_where_they_fit(width: str, capsys: pytest.CaptureFixture[str]) -> None:
    lines = said(capsys, "conv", "--only", "matrix", "--width", width, "--image", "5x4").splitlines()
    assert max(map(len, lines)) <= int(width)
    assert sum("i→" in line for line in lines) == {"40": 4, "80": 2}[width]
    narrow = said(capsys, "conv", "--only", "matrix", "--width", "40", "--image", "20x3", "-f", "text").splitlines()
    assert max(map(len, narrow)) <= 40


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("latex", ["r|cccc|cccc|cccc|cccc", "\\multicolumn{4}{c|}{$x[i,-2]$}", "\\multicolumn{4}{c}{$x[i,1]$}"]),
        ("html", ['<th scope="colgroup" class="ct-edge" colspan="4">', '<tr class="ct-below">']),
        ("github", ["| $`x[i,-2]`$: −2 | −1 | 0 | 1 | $`x[i,-1]`$: −2 |"]),
        ("svg", ["<svg"]),
    ],
)
def test_blocks_in_each_format(name: str, parts: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    page = said(capsys, "conv", "-f", name)
    assert [part for part in parts if part not in page] == []


def test_ascii(capsys: pytest.CaptureFixture[str]) -> None:
    page = convtrace.render(convtrace.matrix("conv", image=(3, 3), kernel=(2, 2)), "text", unicode=False)
    assert "---------+----------+----------+---------\n" in page
    assert page.isascii()


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["numpy.convolve", "--stride", "2"], "--stride is for conv"),
        (["conv", "--option", "mode=same"], "--option is for functions of libraries"),
        (["conv", "--pad", "constant:3"], "outside the image there is a constant"),
        (["torch.conv1d", "--image", "1x4x5", "--kernel", "4x2x3", "--option", "groups=2"], "each of 2 groups"),
        (["conv", "--image", "2x2"], "no output exists"),
        (["convolve"], "convolve"),
    ],
)
def test_what_has_no_matrix(words: list[str], message: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert message in said(capsys, *words, code=2)
