"""Questions at the edge of what is searched: one number, huge and rounded ones, large kernels, nothing that fits."""

from __future__ import annotations

import json
from random import Random

import pytest

from convtrace import ConvtraceError, probe, render, which
from convtrace.cli import run
from convtrace.library.catalogue import find
from convtrace.search import slips
from convtrace.search.probes import PROBES, Probe, colliding
from convtrace.view.pages.which_record import record
from convtrace.view.probe_lines import probe_call

X = [3, 1, 7, 5, 0, 6, 2, 8, 9, 4]
H = [2, 7, 3]


def correlated(image: list[int], kernel: list[int]) -> list[int]:
    places = range(len(image) - len(kernel) + 1)
    return [sum(weight * image[first + k] for k, weight in enumerate(kernel)) for first in places]


def test_one_number_is_too_few() -> None:
    for result in (27, "27", [27]):
        assert which(X, H, result).verdict == "too_few"


def test_outputs_of_one_or_two_values_have_no_free_factor() -> None:
    assert which(X, H, [917] * 8).verdict != "found"
    assert which([1, 1, 1, 1, 5], [1, 2], [7, 7, 7, 25]).verdict != "found"


def test_huge_numbers_are_summed_exactly() -> None:
    large = [value * 10**20 + 1 for value in X]
    found = which(large, H, correlated(large, H)).explanations
    assert [each.kernel.name for each in found] == ["as_is"]


def test_rounded_outputs_have_slips_too() -> None:
    right = [value / 7 for value in correlated(X, H)]
    wrong = [value / 7 for value in correlated(X, [2, 9, 3])]
    kernel = [f"{weight}/7" for weight in H]
    text = ", ".join(kernel)
    assert which(X, text, [round(value, 3) for value in right]).explanations[0].slip is None
    slips = [each.slip for each in which(X, text, [round(value, 3) for value in wrong]).explanations]
    assert ("weight", (1,)) in [(slip.kind, slip.at) for slip in slips if slip]
    assert which(X, text, [0.123, 5.712, 3.142, 2.718, 9.001, 4.44, 7.77, 1.618]).verdict == "none"


def test_rounded_outputs_may_come_from_several_sums() -> None:
    image, kernel = [0.31, 1.27, 3.14, 2.72, 0.58, 1.41, 1.73, 2.24, 0.69], [0.2, 0.7, 0.3]
    result = [round(sum(weight * image[m + k] for k, weight in enumerate(kernel)), 1) for m in range(7)]
    found = which(image, kernel, result).explanations
    assert [(each.kernel.name, each.first_window) for each in found] == [("as_is", (0,))]


def test_sparse_images_are_searched_whole() -> None:
    ones = {(10, 10), (3, 15), (17, 4), (4, 4), (14, 12)}
    image = [[int((r, c) in ones) for c in range(20)] for r in range(20)]
    result = [[image[r][c] + 2 * image[r][c + 1] + image[r + 1][c] for c in range(19)] for r in range(19)]
    assert which(image, [[1, 2], [1, 0]], result).explanations[0].kernel.name == "as_is"


def test_weights_of_a_large_kernel_are_not_exchanged(monkeypatch: pytest.MonkeyPatch) -> None:
    exchanged = correlated(X, [H[1], H[0], H[2]])

    def swaps() -> list[bool]:
        return [each.slip is not None and each.slip.kind == "weights" for each in which(X, H, exchanged).explanations]

    assert any(swaps())
    monkeypatch.setattr(slips, "MAX_SWAPPED", len(H) - 1)
    assert not any(swaps())


def test_impulse_tells_less_than_the_probe() -> None:
    impulse = Probe(image_shape=(9,), kernel_shape=(3,), pixels=(0, 0, 0, 0, 1, 0, 0, 0, 0), weights=(1, 2, 3))
    assert colliding(impulse, [(9,)])[1]
    assert not colliding(PROBES[1], [(9,)])[1]


def test_record_has_what_the_slip_has() -> None:
    twice = correlated(X, H)
    twice[4] += 7 * X[5]
    swapped = correlated(X, [7, 2, 3])
    found = [record(which(X, H, result))["explanations"] for result in (twice, swapped)]
    slips = [each["slip"] for explanations in found for each in explanations]  # type: ignore[attr-defined]
    assert {"kind": "term", "at": [4], "pixel": [5], "weight": [1], "times": 2, "value": 42} in slips
    assert {"kind": "weights", "at": [0], "others": [[1]]} in slips


PLANE = [[3, 1, 7, 5, 0, 6], [4, 2, 0, 7, 1, 5], [1, 3, 4, 0, 7, 2], [7, 6, 2, 4, 1, 3], [0, 5, 4, 2, 7, 1]]
KERNEL = [[2, 7, 3], [5, 1, 8], [0, 6, 4]]


def laid(kernel: list[list[int]]) -> list[list[int]]:
    return [
        [
            sum(w * PLANE[r + p][c + q] for p, line in enumerate(kernel) for q, w in enumerate(line))
            for c in range(len(PLANE[0]) - 2)
        ]
        for r in range(len(PLANE) - 2)
    ]


def test_other_kernels_are_named() -> None:
    turned = [list(line) for line in zip(*KERNEL, strict=True)]
    page = str(which(PLANE, KERNEL, laid(turned)))
    assert "a sum with the kernel transposed" in page.replace("A sum", "a sum")
    assert "Usually the kernel lies as it is" in page.replace("\n", " ")
    slipped = laid(turned)
    slipped[1][1] += 10
    page = str(which(PLANE, KERNEL, slipped)).replace("\n", " ")
    assert "too large by 10" in page
    assert "comes about" not in page


def test_transposed_convolution_is_named() -> None:
    image, spread = [3, 1, 7, 5], [3, 0, 1, 0, 7, 0, 5]
    whole = [sum(H[k] * spread[m - k] for k in range(3) if 0 <= m - k < 7) for m in range(9)]
    assert "A transposed convolution" in str(which(image, H, whole))


def test_numbers_of_many_outputs_are_shown_in_part() -> None:
    random = Random(7)
    image = [random.randint(0, 9) for _ in range(90)]
    result = correlated(image, H)
    page = str(which(image, H, result)).replace("\n", " ")
    assert "The first 12 outputs of each axis are shown." in page
    assert "their first 64 pixels" in page


def test_nothing_is_near() -> None:
    answer = which(X, H, [900 + value * value for value in range(8)])
    assert (answer.verdict, answer.nearest) == ("none", None)
    assert "nearest" not in str(answer)


def test_unknown_output_would_decide() -> None:
    found = which([1, 2, 1, 5, 3, 1, 9, 0], [1, 4, 1], [*correlated([1, 2, 1, 5, 3, 1, 9, 0], [1, 4, 1])])
    assert "would not tell them apart" in render(found, only="next")
    tied = which(X, H, [None, *correlated(X, H), None])
    assert len(tied.explanations) > 1
    assert "would decide" in render(tied, only="next")


def test_probe_is_a_record_and_a_page() -> None:
    page = probe("pillow")
    assert json.loads(render(page, "json"))["line"] == page.line
    assert "print(" in render(page, "markdown", only="run")
    line = Probe(image_shape=(2,), kernel_shape=(1,), pixels=(1, 2), weights=(1,))
    with pytest.raises(ConvtraceError, match="axes"):
        probe_call(find("scipy.signal.convolve2d"), line)


def test_commands_have_the_pages(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["probe", "numpy"]) == 0
    assert "np.array([3, 1, 0, 1, 2, 2, 2, 3, 4, 5, 4, 5], float)" in capsys.readouterr().out
    assert run(["which", "--image", "0 0 0 0", "--kernel", "1 1", "--result", "?"]) == 2


def test_images_of_equal_columns_leave_a_mirrored_kernel_open() -> None:
    image = [[row * row + 1] * 6 for row in range(6)]
    result = [
        [sum(w * image[r + p][c + q] for p, line in enumerate(KERNEL) for q, w in enumerate(line)) for c in range(4)]
        for r in range(4)
    ]
    found = which(image, KERNEL, result)
    assert {each.kernel.name for each in found.explanations} >= {"as_is", "left_right"}
    assert "The numbers in these arrays don't tell them apart" in str(found).replace("\n", " ")


@pytest.mark.parametrize(
    ("image", "kernel", "result"),
    [
        ("0 1 2; 2 2 0; 1 1 1", "0 0; 0 1", "7 1; 4 4"),
        ("1 0 1; 1 0 2; 0 0 0", "1 1; 0 0", "7 6; 4 4"),
        ("2 0 0; 0 0 1; 2 0 0", "1 1; 1 0", "6 4; 6 7"),
        ("1 4 3 4 5", "1 1", "12 10 2 10"),
    ],
)
def test_four_random_numbers_have_no_convention_of_many_parts(image: str, kernel: str, result: str) -> None:
    """A factor, a constant, steps or a slip fit some of the sets of so few numbers."""
    assert which(image, kernel, result).verdict != "found"
