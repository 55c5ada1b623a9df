"""Arrays as people have them."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from convtrace.cli import run
from convtrace.errors import ConvtraceError
from convtrace.search.given import read_question
from convtrace.search.pasted import cleaned_text

PLANE = [[3, 5], [7, 9]]


@pytest.mark.parametrize(
    "text",
    [
        "3 5; 7 9",
        "3 5\n7 9",
        "[[3, 5], [7, 9]]",
        "[[ 3.  5.]\n [ 7.  9.]]",
        "array([[3, 5],\n       [7, 9]])",
        "tensor([[3., 5.], [7., 9.]], dtype=torch.float64)",
        "ans =\n\n   3   5\n   7   9\n",
        "y = [3 5; 7 9]",
        "y = [3 5; 7 9];",
        "<tf.Tensor: shape=(2, 2), dtype=int32, numpy=\narray([[3, 5],\n       [7, 9]], dtype=int32)>",
        "Columns 1 through 1:\n\n   3\n   7\n\n Column 2:\n\n   5\n   9\n",
        "2×2 Matrix{Int64}:\n 3  5\n 7  9",
        "2×2×1×1 Array{Float64, 4}:\n[:, :, 1, 1] =\n 3.0  5.0\n 7.0  9.0",
        "     [,1] [,2]\n[1,]    3    5\n[2,]    7    9",
    ],
)
def test_printed_arrays_are_read(text: str) -> None:
    found = read_question("1 2; 3 4", "1;", text)
    assert found.output_shape == (2, 2)
    assert [*found.outputs] == [3, 5, 7, 9]


@pytest.mark.parametrize(
    "text",
    [
        "ans =\n\nans(:,:,1) =\n\n   1   2\n   3   4\n\nans(:,:,2) =\n\n    5.0000    6.0000\n    7.0000    8.0000\n",
        "2×2×2 Array{Int64, 3}:\n[:, :, 1] =\n 1  2\n 3  4\n\n[:, :, 2] =\n 5  6\n 7  8",
        ", , 1\n\n     [,1] [,2]\n[1,]    1    2\n[2,]    3    4\n\n"
        ", , 2\n\n     [,1] [,2]\n[1,]    5    6\n[2,]    7    8\n",
    ],
)
def test_slices_are_the_last_axis(text: str) -> None:
    found = read_question([[[1, 2], [3, 4]]] * 2, [[[1, 1]]], text)
    assert found.output_shape == (2, 2, 2)
    assert [*found.outputs] == [1, 5, 2, 6, 3, 7, 4, 8]


def test_slices_that_are_missing_leave_one_axis() -> None:
    some = read_question([[[1, 2]]], [[[1]]], "[:, :, 1, 1] =\n 1  2\n\n[:, :, 2, 2] =\n 3  4\n")
    assert [*some.outputs] == [1, 3, 2, 4]


def test_rows_and_columns_are_lines() -> None:
    assert read_question("1 2 3", "[1; 1]", "1\n3\n5\n3").output_shape == (4,)
    assert read_question([[1], [2], [3]], [[1], [1]], "ans =\n\n   1\n   3\n   5\n   3\n").image_shape == (3,)
    assert read_question("[1] 1 2 3", "1 1", "[1] 1 3 5 3").output_shape == (4,)


def test_noise_of_floats_is_nothing() -> None:
    assert [*read_question("1 2", "1 1", "15.0 3.789561257387201e-15 1.5").outputs] == [15, 0, Fraction(3, 2)]
    assert [*read_question("1 2", "1 1", [15.0, 3.789561257387201e-15, 1.5]).outputs] == [15, 0, Fraction(3, 2)]
    single = read_question("1 2", "1 1", "25.000001907348633 1.5")
    double = read_question("1 2", "1 1", "62.00000000000002 1.5")
    assert double.tolerance < Fraction(1, 10**8) < single.tolerance


@pytest.mark.parametrize("sign", ["?", "nan", "NaN", "None", "_"])
def test_unknown_outputs(sign: str) -> None:
    assert [*read_question("1 2 3", "1;", f"1 {sign} 3").outputs] == [1, None, 3]
    assert [*read_question([1, 2, 3], [1], [1, None, "?"]).outputs] == [1, None, None]
    assert [*read_question([1, 2, 3], [1], [1, float("nan"), 3]).outputs] == [1, None, 3]


def test_factor_of_matlab() -> None:
    found = read_question("1 2", "1;", "   1.0e+03 *\n\n    0.0030    5.0000\n")
    assert [*found.outputs] == [3, 5000]
    assert found.tolerance == Fraction(1, 20)


@pytest.mark.parametrize(
    ("result", "tolerance"),
    [
        ("1 2", 0),
        ("1. 2.", 0),
        ("0.33 0.67", Fraction(1, 200)),
        ("0.333333 0.5", Fraction(1, 10**6) / 2),
        ("1/3 2", 0),
        ("1.0000e+05 7.5000e+00", 5),
    ],
)
def test_tolerance_is_that_of_the_digits(result: str, tolerance: Fraction) -> None:
    assert read_question("1 2", "1;", result).tolerance == tolerance


def test_axes_of_one_element_are_left_out() -> None:
    found = read_question([[[[1, 2], [3, 4]]]], [[1]], [[[1, 2], [3, 4]]])
    assert (found.image_shape, found.kernel_shape, found.output_shape) == ((2, 2), (1, 1), (2, 2))
    assert read_question([[1, 2], [3, 4]], [1, 1], [[3], [7]]).kernel_shape == (1, 2)


def test_slices_are_stacked_in_their_order_whatever_their_heads_say() -> None:
    slices = "ans(:,:,{}) =\n 1 2\n 3 4\nans(:,:,{}) =\n 5 6\n 7 8\n"
    assert cleaned_text(slices.format(1, 1)) == cleaned_text(slices.format(1, 2))


def test_large_arrays_are_searched_in_part() -> None:
    found = read_question([list(range(100))] * 3, [[1, 2]], [list(range(99))] * 3)
    assert (found.image_shape, found.output_shape, found.made) == ((3, 64), (3, 59), (3, 99))
    assert found.outputs[59] == 0


@pytest.mark.parametrize(
    ("arrays", "words"),
    [
        ((None, "1;", "1 2"), "--image is missing"),
        (("1 2", "3x3", "1 2"), "has no values"),
        (("1 ?", "1;", "1 2"), "all values must be known"),
        (("1 2", "1;", "? ?"), "no value is known"),
        (("1 2", "1;", "1+2j 3"), "takes no complex values"),
        (("a b", "1;", "1 2"), "a is not a number"),
        (("1 2", "1 2*x", "1 2"), "is not a number"),
        (([[[[1, 2]] * 2] * 2] * 2, "1;", "1 2"), "at most 3 axes"),
        (("1 2", [[1] * 17] * 17, "1 2"), "too many to search"),
    ],
)
def test_what_is_wrong_is_said(arrays: tuple[object, object, object], words: str) -> None:
    with pytest.raises(ConvtraceError, match=words.replace("*", r"\*")):
        read_question(*arrays)


def test_files_are_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    result = tmp_path / "result.txt"
    result.write_text("10 16 ? 28\n", "utf-8")
    assert run(["which", "--image", "1 2 3 4 5 6", "--kernel", "1 2 3", "--result", str(result)]) == 0
    assert "the kernel is reversed" in capsys.readouterr().out
    (tmp_path / "bytes").write_bytes(b"\xff\xfe\x00")
    assert run(["which", "--image", "1 2", "--kernel", "1 2", "--result", str(tmp_path / "bytes")]) == 2
    (tmp_path / "large").write_bytes(b"1 " * 10**6)
    assert run(["which", "--image", "1 2", "--kernel", "1 2", "--result", str(tmp_path / "large")]) == 2
    assert run(["which", "--image", "1 2", "--kernel", "1 2", "--result", str(tmp_path / "none")]) == 2
