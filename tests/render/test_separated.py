"""csv and tsv: the numbers of an answer alone, as shells, spreadsheets and NumPy read them."""

from __future__ import annotations

import csv
import io
import json
import shlex
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
import scipy.signal
from hypothesis import given
from hypothesis import strategies as st

import convtrace
from convtrace import render
from convtrace.api.page import Page
from convtrace.cli import run
from convtrace.document.blocks import Document, Target
from convtrace.document.plain import cell_text
from convtrace.law.extents import MODES
from convtrace.render.rendering import CELLS, formats, pieces

ARRAYS = "--image '1 2 3; 4 5 6; 7 8 9' --kernel '1 2; 3 4'"
SEPARATORS = {"csv": ",", "tsv": "\t"}


def said(capsys: pytest.CaptureFixture[str], words: str, code: int = 0) -> str:
    """What a command prints, or its message."""
    assert run(shlex.split(words)) == code
    return capsys.readouterr()[bool(code)]


def array(page: Page) -> np.ndarray:
    """The numbers as NumPy reads them."""
    return np.loadtxt(io.StringIO(str(render(page, "csv"))), delimiter=",", ndmin=2)


def test_the_formats_are_these() -> None:
    assert formats(CELLS) == ("csv", "numpy", "scipy", "tsv")


@given(st.integers(0, 2**16), st.sampled_from(MODES))
def test_numpy_reads_what_scipy_gives(seed: int, mode: str) -> None:
    numbers = np.random.default_rng(seed)
    kernel = numbers.integers(-9, 9, numbers.integers(1, 4, 2))
    image = numbers.integers(-9, 9, numbers.integers(kernel.shape, 6)) / 8
    page = convtrace.map_outputs("conv", mode=mode, kernel_origin=(0, 0), image=image, kernel=kernel)
    expected = scipy.signal.convolve2d(image, kernel)
    start = (kernel.shape[0] - 1, kernel.shape[1] - 1) if mode == "valid" else (0, 0)
    stop = expected.shape if mode == "full" else image.shape
    assert np.array_equal(array(page), expected[start[0] : stop[0], start[1] : stop[1]])
    call = convtrace.library("scipy.signal.convolve2d", at="all", image=image, kernel=kernel)
    assert np.array_equal(array(call), expected)


def test_slices_follow_one_another(capsys: pytest.CaptureFixture[str]) -> None:
    image = np.arange(24).reshape(2, 3, 4)
    kernel = np.ones((1, 2, 2), int)
    expected = scipy.signal.convolve(image, kernel, "valid").reshape(-1, 3)
    assert np.array_equal(array(convtrace.map_outputs("conv", image=image, kernel=kernel)), expected)
    words = f"library torch.conv2d --at all --image {image[None].tolist()!r} --kernel {[kernel.tolist() * 2] * 2!r}"
    words = words.replace("[[[[", "'[[[[").replace("]]]]", "]]]]'").replace("\n", "")
    found = np.loadtxt(io.StringIO(said(capsys, f"{words} -f csv")), delimiter=",")
    summed = scipy.signal.correlate2d(image[0] + image[1], kernel[0], "valid")
    assert np.array_equal(found, np.concatenate([summed, summed]))


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (f"conv {ARRAYS} --at 0,0", "63\n"),
        (f"conv {ARRAYS}", "23,33\n53,63\n"),
        (f"xcorr {ARRAYS} --axes rc --stride 2", "37\n"),
        ("conv --at 0 --image 1,2,3 --kernel 1/2,0,2", "3.5\n"),
        ("conv --at 0 --image 1,2,3 --kernel 1/9,1/9,1/9", "0.6666666666666666\n"),
        ("conv --at -1 --image 10000000000000,0 --kernel 0,1000000000000", "10000000000000000000000000\n"),
        ("map conv --image 1,2j,-1 --kernel 2,1", "1+4i,-2+2i\n"),
        ("map conv --image 1,2,-alpha --kernel beta,sqrt(2)", "2*beta+sqrt(2),-alpha*beta+2*sqrt(2)\n"),
        ("library scipy.signal.convolve2d --at 0,0 --image '1 2; 3 4' --kernel '5;'", "5\n"),
        ("library numpy.convolve --at all --image 1,2 --kernel a,b", "a,2*a+b,2*b\n"),
        ("matrix conv --image 4 --kernel 3", "c,b,a,0\n0,c,b,a\n"),
        ("matrix conv --image 3 --kernel 1/4,2,3 --pad edge --mode same", "5,0.25,0\n3,2,0.25\n0,3,2.25\n"),
    ],
)
def test_nothing_but_the_numbers(words: str, expected: str, capsys: pytest.CaptureFixture[str]) -> None:
    for name, separator in SEPARATORS.items():
        assert said(capsys, f"{words} -f {name}") == expected.replace(",", separator)


def test_a_matrix_has_the_cells_of_its_record() -> None:
    page = convtrace.matrix("xcorr", image=(3, 4), kernel=(2, 2), pad="reflect", mode="full")
    record = json.loads(str(render(page, "json")))
    found = [*csv.reader(io.StringIO(str(render(page, "csv"))))]
    assert found == [[str(cell) for cell in row] for row in record["matrix"]]


@pytest.mark.parametrize("words", ["--image 1,2,3 --kernel 1/2,-4 --pad edge --mode full", "--image 2x2 --kernel 2x1"])
def test_sums_have_names_and_values(words: str, capsys: pytest.CaptureFixture[str]) -> None:
    rows = [*csv.reader(io.StringIO(said(capsys, f"expand conv {words} -f csv")))]
    lines = said(capsys, f"expand conv {words} --ascii").splitlines()
    for row, line in zip(rows, lines, strict=True):
        value = [str(float(Fraction(row[2])))] if len(row) > 2 else []
        parts = line.split(" = ")
        assert row[:2] == parts[:2]
        assert value == [str(float(Fraction(part))) for part in parts[2:]]


LETTERS = "Error: the answer has letters, and this format has numbers only\nGive values, for example: --image"
NO_ARRAY = "Error: the answer is no number and no array of numbers\n"


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ("conv", LETTERS),
        ("conv --m 1 --n 1 --image 3x3", LETTERS),
        ("map xcorr --kernel sobel-x", LETTERS),
        ("grad conv --pixel 1,1", LETTERS),
        ("library torch.conv2d --at all", LETTERS),
        ("kernels", NO_ARRAY),
        ("compare --m 1 --n 1", NO_ARRAY),
        ("which --image 1,2,3 --kernel 1 --result 1,2,3", NO_ARRAY),
        ("conv --at 0 --image '=1+1' --kernel 1", "Error: --image: "),
    ],
)
def test_other_answers_are_refused(
    words: str, message: str, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    file = tmp_path / "page.csv"
    assert said(capsys, f"{words} -o {file}", 2).startswith(message)
    assert not file.exists()


@given(st.lists(st.text(st.characters(exclude_characters="\r")), min_size=1))
def test_whatever_is_in_a_cell_can_be_read(texts: list[str]) -> None:
    """No value has a comma, a quote or a new line; cells are quoted all the same where they need it."""
    page = Document((), tuple, dict, cells=lambda: [texts])
    for name, separator in SEPARATORS.items():
        made = "".join(pieces(page, name, Target()))
        assert [*csv.reader(io.StringIO(made, newline=""), delimiter=separator)] == [texts]


def test_streams_that_take_ascii_only() -> None:
    page = Document((), tuple, dict, cells=lambda: [["α", "1"]])
    assert "".join(pieces(page, "csv", Target(unicode=False))) == "alpha,1\n"


def test_fractions_beyond_all_floats() -> None:
    assert cell_text(Fraction(10**400, 3)) == "3" * 400
