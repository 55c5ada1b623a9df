"""The matrix of all outputs: held by NumPy's and SciPy's own matrices and sums, and its pages."""

from __future__ import annotations

import json
import re
import shlex
from itertools import islice, pairwise
from math import prod
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import scipy.linalg
import scipy.signal
import sympy
from hypothesis import given
from hypothesis import strategies as st

import convtrace
from convtrace import ConvtraceError
from convtrace.cli import run
from convtrace.law.extents import MODES
from convtrace.law.operations import names
from convtrace.library.catalogue import find
from convtrace.library.transposed import transposed
from convtrace.trace.matrix import Matrix, matrix
from convtrace.trace.problem import Problem
from tests.support.arrays import live
from tests.support.oracles import brute_force
from tests.support.strategies import problems

MEASURED = Path(__file__).parents[1] / "data" / "measured_calls.jsonl"
CALLS = [json.loads(line) for line in MEASURED.read_text("utf-8").splitlines()]


def said(capsys: pytest.CaptureFixture[str], *words: str, code: int = 0) -> str:
    """What a command prints, on the stream that belongs to its exit code."""
    assert run(["matrix", *words]) == code
    shown = capsys.readouterr()
    return shown.err if code else shown.out


def dense(whole: Matrix, values: np.ndarray[Any, Any] | None = None) -> np.ndarray[Any, Any]:
    """The numbers of a matrix: what stands in a cell is taken of an array, or of the kernel's own values."""
    if values is None:
        values = np.array([int(str(whole.problem.kernel.weight(index))) for index in whole.reading("k")])
    found = np.zeros((whole.count(whole.down), whole.count(whole.across)), dtype=values.dtype)
    for row, cells in zip(found, whole.places(), strict=True):
        for column, places in cells.items():
            row[column] = values.ravel()[places].sum()
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
    (patches,) = whole.patches()
    drawn = dense(patches, image)
    windows = np.lib.stride_tricks.sliding_window_view(image, kernel.shape).reshape(-1, kernel.size).T
    assert drawn.tolist() == windows.tolist()
    assert (kernel.ravel() @ drawn).tolist() == scipy.signal.correlate2d(image, kernel, "valid").ravel().tolist()
    assert (dense(whole) @ image.ravel()).tolist() == (kernel.ravel() @ drawn).tolist()


@pytest.mark.parametrize("function", sorted({call["function"] for call in CALLS}))
def test_a_measured_call_is_its_matrix_times_the_image(function: str) -> None:
    """With batch, channels, groups, borders, strides, transposed, with channels last: in the order of its arrays."""
    calls = (call for call in CALLS if call["function"] == function and len(call["output"]) <= 40)
    for call in islice(calls, 2):
        kernel = tuple(call["kernel"]) if find(function).window else call["kernel"]
        try:
            whole = convtrace.matrix(function, options=call["options"], image=call["input"], kernel=kernel)
        except ConvtraceError as error:
            assert "outside the image there is a constant" in str(error)  # noqa: PT017 -- some calls have none
            continue
        values: Any = [whole.problem.kernel.weight(index) for index in whole.reading("k")]
        sums = dense(whole, np.array(values, dtype=float)) @ np.ravel(call["input"])
        if whole.problem.offset == 0 and not whole.problem.scales_differ:
            scale: Any = whole.problem.scale
            assert float(scale) * sums == pytest.approx(call["output"], abs=1e-4)


SIZES = st.tuples(*[st.integers(1, 2)] * 4, st.integers(1, 3), st.integers(1, 3), st.integers(1, 2), st.booleans())


@given(SIZES)
def test_groups_are_blocks(sizes: tuple[int, int, int, int, int, int, int, bool]) -> None:
    """C times the image, and the kernel of each group times its patches, are the output."""
    batch, groups, into, out, side, more, stride, back = sizes
    function = "torch.nn.functional.conv_transpose2d" if back else "torch.nn.functional.conv2d"
    options: dict[str, Any] = {"groups": groups, "stride": stride, "padding": (0, side - 1)}
    shape = (batch, groups * into, side + more, side + 1)
    image = (np.arange(prod(shape)) ** 2 % 17).reshape(shape)
    shape = (groups * into, out, side, side) if back else (groups * out, into, side, side)
    weights = (np.arange(prod(shape)) * 7 % 19 - 9).reshape(shape)
    whole = convtrace.matrix(function, options=options, image=image.shape, kernel=weights.shape)
    expected = np.ravel(convtrace.evaluate(function, image, weights, **options)).tolist()
    assert (dense(whole, weights) @ image.ravel()).tolist() == expected
    assert dense(whole.laid("i", "m"), weights).tolist() == dense(whole, weights).T.tolist()
    rows = weights.reshape(groups, into, out, -1).swapaxes(1, 2) if back else weights
    images = image.reshape(batch, groups, into, *image.shape[2:]).swapaxes(0, 1)
    parts = zip(rows.reshape(groups, out, -1), images, whole.patches(), strict=True)
    sums = [(row @ dense(patches, part)).reshape(out, batch, -1) for row, part, patches in parts]
    assert np.concatenate(sums).swapaxes(0, 1).ravel().tolist() == expected


@given(st.tuples(*[st.integers(1, 3)] * 4), st.integers(0, 1), st.integers(1, 2), st.integers(1, 2))
def test_it_is_pytorch_s(sizes: tuple[int, int, int, int], padding: int, stride: int, groups: int) -> None:
    """Each column is what PyTorch makes of an image of one 1, and P is its unfold."""
    torch = live("torch")
    channels, rows, columns, more = sizes
    steps = {"stride": stride, "padding": padding}
    image = torch.arange(channels * groups * (rows + more) * (columns + 1), dtype=torch.float64)
    image = image.reshape(1, channels * groups, rows + more, columns + 1)
    kernel = torch.arange(2.0 * groups * channels * rows * columns, dtype=torch.float64) - 3
    kernel = kernel.reshape(2 * groups, channels, rows, columns)
    ones = torch.eye(image.numel(), dtype=torch.float64).reshape(-1, *image.shape[1:])
    expected = torch.nn.functional.conv2d(ones, kernel, groups=groups, **steps).flatten(1).T
    options = {**steps, "groups": groups}
    name = "torch.nn.functional.conv2d"
    whole = convtrace.matrix(name, image=tuple(image.shape), kernel=tuple(kernel.shape), options=options)
    assert dense(whole, kernel.numpy()).tolist() == expected.tolist()
    unfolded = torch.nn.functional.unfold(image, (rows, columns), **steps)[0]
    pairs = zip(whole.patches(), image[0].split(channels), strict=True)
    assert np.concatenate([dense(patches, part.numpy()) for patches, part in pairs]).tolist() == unfolded.tolist()


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
    for words in (("--stride", "2"), ("--pad", "edge", "--mode", "same")):
        assert "the same: a" not in " ".join(said(capsys, "conv", *words).split())
    channels = " ".join(said(capsys, "conv", "--channels", "2").split())
    assert "In the part of one channel, from the upper left to the lower right the blocks, and" in channels
    groups = said(capsys, "torch.conv1d", "--image", "1x4x5", "--kernel", "4x2x3", "--option", "groups=2")
    assert "The 2 groups share no cell: an output uses the pixels of its own group." in " ".join(groups.split())
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


def test_of_a_large_matrix_a_part_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    page = said(capsys, "conv", "--image", "64x64", "--kernel", "5x5", "--at", "3,0", "-f", "text")
    assert "Dots stand for the rest of 3600 rows and 4096 columns. All of them: -f csv, -f scipy." in page
    assert len(page.splitlines()) < 60
    marked = next(line for line in page.splitlines() if line.lstrip().startswith("→ y[3,0] │"))
    assert " │   .  ⋯  y  x  w  v  u  ⋯ │" in marked
    inside = said(capsys, "conv", "--image", "120", "--kernel", "50", "--at", "0", "--only", "matrix", "-f", "text")
    assert "         x[i]\n    i→ │ ⋯  " in inside
    words = ("conv", "--image", "60", "--kernel", "1 2", "--only", "matrix", "-f", "text")
    assert "y[−29] │   .    2    1    .    .    .    .    .    .    .    .  ⋯   .\n" in said(capsys, *words)
    assert "All of them: --whole, or whole=True in Python." in said(capsys, *words)
    assert "⋯" not in said(capsys, *words, "--whole")
    ascii_page = convtrace.render(convtrace.matrix("conv", image=60, kernel=2), unicode=False)
    assert " ... " in ascii_page
    assert ascii_page.isascii()
    assert "--whole: a page of 14745600 cells" in said(
        capsys, "conv", "--image", "64x64", "--kernel", "5x5", "--whole", code=2
    )


def test_the_picture_of_a_large_matrix_has_dots(capsys: pytest.CaptureFixture[str]) -> None:
    """A dot for each product, in the colour of its letter, and a band under the row that is asked for."""
    words = ("conv", "--image", "11x10", "--at", "-1,2")
    picture = said(capsys, *words, "-f", "svg")
    paths = re.findall(r'<path class="ct-dots" .* d="(.*)"/>', picture)
    assert len(paths) == 9
    dots = {tuple(map(float, dot)) for path in paths for dot in re.findall(r"M(\d+) ([\d.]+)h1", path)}
    whole = convtrace.matrix("conv", image=(11, 10))
    assert dots == {(column, row + 0.5) for row, line in enumerate(whole.places()) for column in line}
    assert picture.count('class="ct-marked"') == 1
    assert "→" in picture
    assert "ct-marked" not in said(capsys, *words[:3], "-f", "svg")
    second = said(capsys, *words[:3], "--at", "-3,-4", "-f", "svg")
    assert "y[−3,−4]" in re.sub("<.*?>", "", second)
    assert "y[−4,−4]" not in re.sub("<.*?>", "", second)
    page = said(capsys, *words, "-f", "html")
    assert page.count('<path class="ct-dots"') == 18
    column = said(capsys, "conv", "--image", "1", "--kernel", "60", "--mode", "full", "-f", "svg")
    assert column.count("x[0]") == 1
    large = said(capsys, "conv", "--image", "110x110", "--kernel", "5x5", "-f", "svg")
    assert "Its 280900 cells are too many to be drawn (at most 250000)." in large


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
        (
            "latex",
            [
                "\\begin{bmatrix}\ny[-1,-1] \\\\\n",
                "= \\left[\\begin{array}{cccc|cccc|cccc|cccc}\n\\cellcolor[RGB]{247,191,247}\\mathrm{i} & ",
                " & 0 \\\\\n\\hline\n0 & ",
                "\nx[1,1]\n\\end{bmatrix}$",
            ],
        ),
        ("html", ['<th scope="colgroup" class="ct-edge" colspan="4">', '<tr class="ct-below">']),
        ("github", ["```math\n\\begin{bmatrix}\ny[-1,-1] \\\\\n", "\n\\mathrm{i} & \\mathrm{h} & \\mathrm{g} & 0 & "]),
        ("svg", ["<svg"]),
    ],
)
def test_blocks_in_each_format(name: str, parts: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    page = said(capsys, "conv", "-f", name)
    assert [part for part in parts if part not in page] == []


BACK = [
    (["conv"], "xcorr --form sliding --image 2x2 --kernel 3x3 --mode full", ""),
    (["xcorr", "--image", "5x4", "--kernel", "3x2"], "xcorr --form reflected --image 3x3 --kernel 3x2 --mode full", ""),
    (
        ["xcorr", "--form", "sliding", "--stride", "2", "--dilation", "2", "--image", "9", "--axes", "rc"],
        "conv-transpose --image 3 --kernel 3 --mode full --stride 2 --dilation 2 --axes rc",
        "",
    ),
    (
        ["conv", "--image", "4x5", "--pad", "wrap", "--mode", "same"],
        "xcorr --form sliding --image 4x5 --kernel 3x3 --mode same --pad wrap",
        "",
    ),
    (
        ["conv", "--stride", "2", "--image", "7x7"],
        "torch.nn.functional.conv_transpose2d --image 3x3 --kernel 3x3 --option stride=2",
        ", with the kernel rotated 180°",
    ),
    (
        [
            "torch.conv2d",
            "--image",
            "2x4x4x3",
            "--kernel",
            "2x2x3x3",
            "--option",
            "groups=2",
            "--option",
            "padding=1,2",
        ],
        "torch.nn.functional.conv_transpose2d --image 2x2x4x5 --kernel 2x2x3x3 --option padding=1,2 --option groups=2",
        "",
    ),
    (
        ["torch.conv1d", "--image", "8", "--kernel", "3", "--option", "stride=2"],
        "torch.nn.functional.conv_transpose1d --image 3 --kernel 3 --option stride=2 --option output_padding=1",
        "",
    ),
    (["conv", "--pad", "edge", "--mode", "same"], "", ""),
    (["conv", "--channels", "2"], "", ""),
    (["scipy.signal.convolve2d", "--option", "boundary=symm"], "", ""),
]


@pytest.mark.parametrize(("words", "back", "lies"), BACK)
def test_the_transposed_operation_has_the_transpose_as_its_matrix(
    words: list[str], back: str, lies: str, capsys: pytest.CaptureFixture[str]
) -> None:
    page = " ".join(said(capsys, *words, "--only", "transpose", "-f", "text").split())
    assert (f"{lies}. Its own page: convtrace matrix {back}" in page) == bool(back)
    assert ("As an operation of its own" in page) == bool(back)
    if back and not lies:
        there, again = (json.loads(said(capsys, *each, "-f", "json"))["matrix"] for each in (words, back.split()))
        # channels have their numbers in another order there
        same = str if words[0] in names() else bool
        assert [[same(cell) for cell in row] for row in zip(*there, strict=True)] == [
            [same(cell) for cell in row] for row in again
        ]


def test_no_operation_is_named_for_the_transpose_of_a_huge_matrix() -> None:
    assert transposed(convtrace.matrix("conv", image=(110, 110), kernel=(5, 5))) is None


CODED = [
    ["conv", "--kernel", "2x2", "--im2col"],
    ["conv", "--image", "60", "--kernel", "3"],
    ["conv", "--image", "3", "--kernel", "1", "--im2col"],
    ["conv", "--image", "1 2 3 4", "--kernel", "1/2 sqrt(2) pi", "--pad", "wrap", "--mode", "same", "--im2col"],
    ["scipy.signal.correlate", "--image", "60", "--kernel", "1j 2+3j", "--option", "mode=full"],
    ["torch.conv2d", "--image", "1x4x3x3", "--kernel", "4x2x2x2", "--option", "groups=2", "--im2col"],
    ["conv", "--letters", "w_{pq}", "--names", "I,K,S", "--im2col"],
]


@pytest.mark.parametrize("words", CODED)
def test_the_code_makes_the_same_matrix(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """Letters are 1, 2, 3, … in the code until they are replaced, and pixels 0, 1, 2, …"""
    made: dict[str, dict[str, Any]] = {}
    for name in ("numpy", "scipy", "sympy"):
        exec(said(capsys, *words, "-f", name), made.setdefault(name, {}))
    matrices = [name for name in made["numpy"] if re.fullmatch(r"C|P\d?", name)]
    assert matrices
    for name in matrices:
        assert np.array_equal(made["scipy"][name].toarray(), made["numpy"][name])
        numbers = {
            symbol: made["numpy"][f"h_{symbol}".replace("-", "m")]
            for symbol in made["sympy"][name].atoms(sympy.Symbol)
            if f"h_{symbol}".replace("-", "m") in made["numpy"]
        }
        if name == "C":
            exact = made["sympy"][name].subs(numbers)
            assert np.allclose(np.array(exact.tolist(), dtype=complex), made["numpy"][name])
    plain = [word for word in words if word != "--im2col"]
    cells = [line.split(",") for line in said(capsys, *plain, "-f", "csv").splitlines()]
    assert np.array_equal(np.array(cells) != "0", made["numpy"]["C"] != 0)


@pytest.mark.parametrize("name", ["numpy", "scipy"])
def test_code_is_for_matrices(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["conv", "-f", name]) == 2
    assert (
        "is for matrices, and this answer is none\nType, for example: convtrace matrix conv" in capsys.readouterr().err
    )
    assert "# values of the kernel: put in your own\nh_a = 1\n" in said(capsys, "conv", "--kernel", "1", "-f", name)


def test_large_matrices_come_row_by_row() -> None:
    """No more than a few rows are in memory: the first is there before the second is made."""
    whole = convtrace.matrix("conv", image=(64, 64), kernel=(5, 5))
    lines = whole.places()
    assert {**next(lines)}[0] == [24]
    assert sum(map(len, lines)) == (3600 - 1) * 25


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
        (["conv", "--image", "2x2"], "no output exists"),
        (["convolve"], "convolve"),
    ],
)
def test_what_has_no_matrix(words: list[str], message: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert message in said(capsys, *words, code=2)


def test_outputs_that_a_library_makes_0_have_empty_rows(capsys: pytest.CaptureFixture[str]) -> None:
    options = ["--option", "boundary=None", "--option", "normalize_kernel=False"]
    page = said(capsys, "astropy.convolve", *options, "--image", "4", "--kernel", "3", "--at", "0", "-f", "text")
    assert "→ y[0] │ .  .  .  .\n" in page
    assert "The library makes y[0] 0 instead of a sum.\n" in page
    assert "Toeplitz" not in page


def test_a_period_longer_than_the_image_leaves_cells_empty() -> None:
    options = {"boundary": "wrap", "normalize_kernel": False}
    whole = convtrace.matrix("astropy.convolution.convolve_fft", image=2, kernel=[1, 2, 4], options=options)
    assert dense(whole).tolist() == [[2, 1], [4, 2]]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("conv --image 5 --kernel 3 --at 9", "--at: 9 is outside the output, whose indices are -1 to 1"),
        ("conv --image 4x5 --kernel 2x2 --m 0 --n -3", "--n: -3 is outside the output, whose indices are -2 to 1"),
        ("conv --at 0,0 --notation matlab", "there is no C(0,0); the first is C(1,1)"),
        ("numpy.convolve --image 5 --kernel 3 --at 7", "--at: 7 is outside the output, whose indices are 0 to 6"),
        ("torch.conv2d --notation d2l", "Leave it out: a function has the names and indices of its library."),
        ("torch.conv2d --channels 4", "channels, they are in the sizes of image and kernel."),
        ("torch.conv2d --stride 2", "all options are listed by: convtrace library"),
        ("torch.conv2d --m 2", "Name the output with --at."),
    ],
)
def test_what_has_no_row_is_named(capsys: pytest.CaptureFixture[str], words: str, expected: str) -> None:
    assert expected in said(capsys, *words.split(), code=2)


def test_the_order_of_rows_and_columns_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    order = "read row by row, as y.ravel() and x.ravel() in NumPy."
    assert order in said(capsys, "conv", "--only", "equation")
    assert "plane by plane, and each row by row" in said(
        capsys, "torch.conv2d", "--image", "2x4x4", "--kernel", "3x2x3x3", "--only", "equation"
    )
    assert "row by row" not in said(capsys, "conv", "--image", "4", "--only", "equation")
    assert "MATLAB's A(:) goes down the columns instead." in said(
        capsys, "conv", "--notation", "matlab", "--only", "equation"
    )


@pytest.mark.parametrize(
    "writing",
    ["--notation matlab", "--names I,K,S --count 0", "--letters w_{pq}", "--indices a,b,c,d,e,f --sum-over kernel"],
)
def test_the_command_of_the_transpose_keeps_the_notation(capsys: pytest.CaptureFixture[str], writing: str) -> None:
    """Its page has the same matrix, transposed, in the same letters."""
    words = ["conv", "--image", "4x3", "--kernel", "2x2", *writing.split()]
    last = said(capsys, *words, "--only", "transpose").rpartition("convtrace matrix ")[2]
    typed = shlex.split(last)
    assert " ".join(writing.split()) in " ".join(typed)
    made = said(capsys, *typed, "-f", "csv")
    assert made == said(capsys, *words, "--transpose", "-f", "csv")


def test_every_format_has_the_matrices_that_are_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    words = ["conv", "--image", "4", "--kernel", "3"]
    whole, back = "c,b,a,0\n0,c,b,a\n", "c,0\nb,c\na,b\n0,a\n"
    patches = "x[0],x[1]\nx[-1],x[0]\nx[-2],x[-1]\n"
    for asked, expected in {
        "": whole,
        "--only row": whole,
        "--transpose": back,
        "--only patches --im2col": patches,
        "--transpose --im2col": f"{back}\n{patches}",
        "--only matrix,transpose": f"{whole}\n{back}",
    }.items():
        assert said(capsys, *words, *asked.split(), "--ascii", "-f", "csv") == expected
    record = json.loads(said(capsys, *words, "--transpose", "--im2col", "-f", "json"))
    assert record["transpose"] == [*map(list, zip(*record["matrix"], strict=True))]
    assert [len(group) for group in record["patches"]] == [3]
    assert "CT == C.T" in said(capsys, *words, "--transpose", "-f", "numpy")
    picture = said(capsys, *words, "--transpose", "--im2col", "-f", "svg")
    assert picture.count("→") == 2
    large = ["conv", "--image", "80", "--kernel", "20", "-f", "svg"]
    assert "h[" not in re.sub("<.*?>", "", said(capsys, *large))
    assert "h[" in re.sub("<.*?>", "", said(capsys, *large, "--im2col"))


def test_pieces_of_a_wide_matrix_are_apart_and_named(capsys: pytest.CaptureFixture[str]) -> None:
    text = said(capsys, "conv", "--image", "5x5", "--kernel", "3x3", "--only", "matrix", "--width", "80")
    first, second, *_ = text.split("\n\n")
    assert first.startswith("Columns 1–15 of 25:\n")
    assert second.startswith("Columns 16–25 of 25:\n")
    assert "Columns" not in said(capsys, "conv", "--image", "9x9", "--whole", "--only", "matrix", "--width", "400")


def test_the_diagonals_of_a_drawn_matrix_are_straight(capsys: pytest.CaptureFixture[str]) -> None:
    """All columns are equally wide, however long their numbers are."""
    text = said(
        capsys, "conv", "--image", "5x5", "--kernel", "1 20 3; 4 5 -600; 7 8 9", "--only", "matrix", "-f", "svg"
    )
    places = sorted({float(place) for place in re.findall(r'"ct-entry[^>]* x="([\d.]+)"', text)})
    assert len(places) == 25
    steps = [after - before for before, after in pairwise(places)]
    inside = [step for number, step in enumerate(steps, start=1) if number % 5]
    assert max(inside) - min(inside) < 0.2


def test_tex_has_labels_around_the_transpose_and_the_patches(capsys: pytest.CaptureFixture[str]) -> None:
    text = said(capsys, "conv", "--image", "4", "--kernel", "3", "--only", "transpose,patches", "-f", "latex")
    arrays = [part.splitlines() for part in text.split(r"\begin{array}{r|cc}")[1:]]
    assert [array[1] for array in arrays] == [r"& y[-1] & y[0] \\"] * 2
    labels = [[line.partition(" & ")[0] for line in array[3:] if " & " in line] for array in arrays]
    assert labels == [["x[-2]", "x[-1]", "x[0]", "x[1]"], ["h[-1]", "h[0]", "h[1]"]]
