"""What `which` says: slips in words and in the table, ties and why, what one more number decides."""

from __future__ import annotations

import json
import shlex
from typing import Any

import pytest

from convtrace import ConvtraceError, assert_convention, probe, render, which
from convtrace.cli import run

X = [[3, 1, 7, 5, 0, 6], [4, 2, 0, 7, 1, 5], [1, 3, 4, 0, 7, 2], [7, 6, 2, 4, 1, 3], [0, 5, 4, 2, 7, 1]]
H = [[2, 7, 3], [5, 1, 8], [0, 6, 4]]


def correlated(image: list[list[int]], kernel: list[list[int]]) -> list[list[int]]:
    """The valid part of a cross-correlation."""
    rows, columns = len(image) - len(kernel) + 1, len(image[0]) - len(kernel[0]) + 1
    return [
        [
            sum(w * image[r + p][c + q] for p, line in enumerate(kernel) for q, w in enumerate(line))
            for c in range(columns)
        ]
        for r in range(rows)
    ]


def changed(array: list[list[int]], row: int, column: int, by: int) -> list[list[int]]:
    return [[v + by * ((r, c) == (row, column)) for c, v in enumerate(line)] for r, line in enumerate(array)]


RIGHT = correlated(X, H)
SLIPS = {
    "The pixel x[2,3] = 0 was read as 4.": correlated(changed(X, 2, 3, 4), H),
    "The weight h[1,2] = 8 was read as 6.": correlated(X, changed(H, 1, 2, -2)),
    "The weights h[0,0] and h[0,2] were exchanged.": correlated(X, [[3, 7, 2], *H[1:]]),
    "All pixels of row 1 of the image were read as 2 less.": correlated([X[0], [v - 2 for v in X[1]], *X[2:]], H),
    "At y[1,2] the term x[2,4]·h[1,2] = 56 is missing.": changed(RIGHT, 1, 2, -56),
    "At y[1,2] the term x[2,4]·h[1,2] = 56 counts twice.": changed(RIGHT, 1, 2, 56),
    "At y[1,2] the term x[2,4]·h[1,2] = 56 has the wrong sign.": changed(RIGHT, 1, 2, -112),
    f"y[0,1] = {RIGHT[0][1] + 10} is too large by 10: it should be {RIGHT[0][1]}.": changed(RIGHT, 0, 1, 10),
    "y[2,0] differs: 1 of 12 outputs.": changed(RIGHT, 2, 0, 913),
}


@pytest.mark.parametrize("sentence", SLIPS)
def test_slip_is_said(sentence: str) -> None:
    answer = which(X, H, SLIPS[sentence])
    assert answer.verdict == "found"
    assert sentence in str(answer).replace("\n", " ")
    if "term" in sentence or "pixel" in sentence or "weight" in sentence.lower():
        assert "←" in render(answer, only="evidence")


def test_digits_that_are_exchanged_are_said() -> None:
    assert "At y[2] two digits are exchanged: 31 for 13." in str(
        which([1, 2, 3, 4, 5, 6, 7], [1, 0, 2], [7, 10, 31, 16, 19])
    )


def test_ties_have_their_reasons() -> None:
    even = which([1, 4, 2, 7, 3], [1, 2, 1], [11, 15, 19])
    assert [each.kernel.name for each in even.explanations[:2]] == ["as_is", "rotated_180"]
    assert "is the same" in render(even, only="others")
    assert str(even).startswith("These numbers are from a convolution or a cross-correlation: the kernel is symmetric")
    assert "without symmetry, would tell which" in render(even, only="answer")
    odd = which([1, 4, 2, 7, 3, 9, 4, 6], [1, 0, -1], [-1, -3, -1, -2, -1, 3])
    assert "is the negative one" in render(odd, only="others")


def test_one_more_number_decides() -> None:
    found = which([1, 1, 1, 1, 1, 1, 5, 9], [3, 0, 4], [7, 7, 7, 7, None, None])
    assert len(found.explanations) > 1
    assert "y[4] would decide: the explanations give 23, 19" in render(found, only="next")


def test_page_of_the_nearest_convention_is_named() -> None:
    wrong = changed(changed(changed(changed(RIGHT, 0, 0, 17), 1, 3, -29), 2, 2, 5), 0, 3, 77)
    answer = which(X, H, wrong)
    assert answer.verdict == "none"
    assert "The page of the nearest convention:" in render(answer, only="next")


SUMS = [11, 22, 39, 62, 26]


@pytest.mark.parametrize(
    ("result", "words"),
    [
        ([3 * v + 7 for v in SUMS], "times 3, 7 added"),
        ([v - 100 for v in SUMS], "100 subtracted"),
        ([-v for v in SUMS], "times −1"),
        ([round(v / 6, 3) for v in SUMS], "times 1/6"),
        ([round(v * 0.7, 2) for v in SUMS], "times 7/10"),
    ],
)
def test_factor_and_constant(result: list[float], words: str) -> None:
    assert words in str(which([1, 2, 4, 7, 11, 3], [1, 5], result)).replace("\n", " ")


def test_constant_outside_is_found() -> None:
    found = which(
        [1, 2, 4, 7, 11, 3], [1, 5, 2], [30 + 5 + 4, 1 + 10 + 8, 2 + 20 + 14, 4 + 35 + 22, 7 + 55 + 6, 11 + 15 + 60]
    )
    assert found.explanations[0].fill == 30
    assert found.explanations[0].outside == "constant"
    assert "30 outside the image" in str(found)


def test_other_outputs_are_named() -> None:
    reversed_output = which(X, H, [line[::-1] for line in RIGHT[::-1]])
    assert "the output is" in str(reversed_output) or reversed_output.explanations[0].kernel.name == "rotated_180"
    strided = which(X, H, [line[::2] for line in RIGHT[::2]])
    assert "stride 2" in str(strided)


def test_numbers_of_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    words = ["which", "--image", "1 2 3 4 5 6", "--kernel", "1 2 3", "--result", "97 3 45 28 64"]
    assert run(words) == 1
    assert "No convention that convtrace knows" in capsys.readouterr().out
    assert run(["which", "--image", "1 2", "--kernel", "1 2", "--result", "1 2", "--probe"]) == 2
    assert "--probe has its own image" in capsys.readouterr().err


def test_probe_is_a_page() -> None:
    page = probe("octave")
    assert page.line in str(page)
    assert which(result=correlated([list(row) for row in page_image()], H), probe=True).verdict == "found"


def page_image() -> list[list[int]]:
    from convtrace.search.probes import PROBES

    image: list[list[int]] = PROBES[2].image  # type: ignore[assignment]
    return image


def test_own_loops_are_checked() -> None:
    assert_convention(correlated_array, "scipy.signal.correlate2d", mode="valid")
    assert_convention([3, 5], "numpy.convolve", image=[1, 2, 3], kernel=[1, 1], mode="valid")
    with pytest.raises(AssertionError, match="but a cross-correlation"):
        assert_convention(correlated_array, "scipy.signal.convolve2d", mode="valid")
    with pytest.raises(AssertionError, match="nor another convention"):
        assert_convention([97, 3, 45, 28], "numpy.convolve", image=[1, 2, 3, 4, 5, 6], kernel=[1, 2, 3])
    with pytest.raises(ConvtraceError, match="both image and kernel"):
        assert_convention([1], "numpy.convolve", image=[1])


def correlated_array(image: object, kernel: object) -> list[list[int]]:
    return correlated(image.tolist(), kernel.tolist())  # type: ignore[attr-defined]


def test_outputs_that_differ_are_no_slip_and_stand_in_reading_order(capsys: pytest.CaptureFixture[str]) -> None:
    """Two outputs that nothing explains, in an output of many."""
    numbers = [[(3 * row + 5 * column) % 11 for column in range(7)] for row in range(6)]
    kernel = [[2, 7, 3], [5, 1, 8], [0, 6, 4]]
    given = [
        [
            sum(
                kernel[p][q] * numbers[m + p - 1][n + q - 1]
                for p in range(3)
                for q in range(3)
                if 0 <= m + p - 1 < 6 and 0 <= n + q - 1 < 7
            )
            for n in range(7)
        ]
        for m in range(6)
    ]
    given[4][1] -= 17
    given[2][3] += 23
    words = ["which", "--image", str(numbers), "--kernel", str(kernel), "--result", str(given), "-f", "text"]
    assert run(words) == 0
    page = capsys.readouterr().out
    assert page.startswith("These numbers are from a cross-correlation, but for 2 outputs\n")
    assert "But y[2,3] and y[4,1] differ: 2 of 42 outputs.\n" in page


def test_it_ends_in_the_page_of_the_call(capsys: pytest.CaptureFixture[str]) -> None:
    """With the options of the call; that of the usual one of its kind where there is none."""
    result = "[[43,80,99,68],[125,72,77,103],[119,135,83,70]]"
    assert run(["which", "--probe", "--result", result, "--only", "next", "-f", "text"]) == 0
    command = capsys.readouterr().out.strip().splitlines()[-1]
    words = "torch.nn.functional.conv2d --option stride=2 --option padding=1 --image 6x7 --kernel 3x3"
    assert command == f"convtrace library {words}"
    assert run([*shlex.split(command)[1:], "-f", "text"]) == 0


@pytest.mark.parametrize(
    ("printed", "call"),
    [
        ("tensor([[37., 47.], [67., 77.]], grad_fn=<ConvolutionBackward0>)", "torch.conv2d(x[None], h[None, None])[0]"),
        ("tensor([[23., 33.], [53., 63.]])", "torch.conv2d(x[None], h"),
        ("ans =\n\n   23   33\n   53   63\n", 'conv2(x, h, "valid")'),
        ("2×2 Matrix{Float64}:\n 37.0  47.0\n 67.0  77.0", "NNlib.conv("),
        (
            "<tf.Tensor: shape=(2, 2), dtype=int32, numpy=\narray([[37, 47],\n [67, 77]], dtype=int32)>",
            "tf.nn.conv2d(",
        ),
        ("[[37, 47], [67, 77]]", 'scipy.signal.correlate2d(x, h, "valid")'),
        ("     [,1] [,2]\n[1,]   37   47\n[2,]   67   77", 'scipy.signal.correlate2d(x, h, "valid")'),
    ],
)
def test_call_of_the_library_that_printed_the_numbers_is_named_first(printed: str, call: str) -> None:
    answer = which([[1, 2, 3], [4, 5, 6], [7, 8, 9]], [[1, 2], [3, 4]], printed)
    assert call in str(answer)


def test_probe_that_fits_nothing_is_not_advised_again(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["which", "--probe", "--result", "[3, 1, 4, 1, 5, 9, 2, 6, 5, 3]"]) == 1
    shown = capsys.readouterr().out
    assert "convtrace probe scipy" not in shown
    assert "Compare the line that ran with the one of convtrace probe" in shown


def test_result_in_one_line_is_folded_as_a_mode_has_it() -> None:
    answer = which(X, H, [value for line in RIGHT for value in line])
    assert (answer.verdict, answer.question.output_shape) == ("found", (3, 4))
    assert "The 12 numbers in one line are read as 3×4." in str(answer)
    noise = which(X, H, [7, 91, 13, 5, 44, 8, 60, 2, 71, 33, 19, 88])
    assert (noise.verdict, noise.folded) == ("none", False)


@pytest.mark.parametrize(
    ("turned", "said"),
    [
        ("{}[::-1, ::-1]", "convtrace xcorr --image 5x6 --kernel 3x3"),
        ("{}[::-1]", "[::-1, :]"),
        ("{}.T", ".T\n"),
        ("{}.T[:, ::-1]", ".T[:, ::-1]"),
    ],
)
def test_output_that_lies_otherwise_has_a_call_that_gives_it(turned: str, said: str) -> None:
    import numpy as np

    wanted = eval(turned.format("r"), {"r": np.array(RIGHT)})
    answer = which(X, H, wanted.tolist())
    assert said in render(answer, only="answer")
    check_call(answer, wanted)


def test_kernel_that_is_transposed_has_a_call_that_gives_it() -> None:
    import numpy as np

    wanted = correlated(X, [[*column] for column in zip(*H, strict=True)])
    check_call(which(X, H, [[2 * value for value in line] for line in wanted]), 2 * np.array(wanted))


def check_call(answer: Any, wanted: Any) -> None:
    """Run the call of the first explanation."""
    import numpy as np
    import scipy.signal

    call = json.loads(render(answer, "json"))["explanations"][0]["call"]
    assert call.count("scipy.signal.") == 1
    given = eval(call, {"scipy": scipy, "x": np.array(X), "h": np.array(H)})
    assert np.array_equal(given, wanted), call


def test_too_few_numbers_are_found_each_in_its_places() -> None:
    page = render(which([[1, 2], [3, 4]], [1, 1], [[3], [7]]), only="evidence")
    assert page.count("mode full") == 1
    assert "3 is at y[0,1], y[1,0]; 7 is at y[1,1]." in page
    two = render(which([[1, 2], [3, 4]], [1, 3], [[5], [99]]), only="evidence")
    assert two.count("mode full") == 2
    assert "99 is nowhere" in two


def test_probe_is_refused_under_the_name_that_is_typed() -> None:
    for words, said in ((["matlab", "--channels"], "matlab takes arrays"), (["octave", "--ndim", "1"], "of 1 axis")):
        with pytest.raises(ConvtraceError, match=said):
            probe(words[0], channels="--channels" in words, ndim=1 if "--ndim" in words else None)


def test_output_that_lies_otherwise_has_no_call_in_space_or_outside_of_numpy() -> None:
    import numpy as np
    from scipy.signal import correlate

    x, h = np.arange(60).reshape(3, 4, 5) ** 2 % 17, np.arange(8).reshape(2, 2, 2) ** 2 % 7
    turned = correlate(x, h, "valid")[::-1, ::-1, ::-1].tolist()
    tensor = f"tensor({[line[::-1] for line in RIGHT[::-1]]}, grad_fn=<ConvolutionBackward0>)"
    for answer in (which(x.tolist(), h.tolist(), turned), which(X, H, tensor)):
        assert answer.explanations[0].output.name == "rotated_180"
        assert json.loads(render(answer, "json"))["explanations"][0]["call"] is None
