"""Pages of sums over the channels of conv and xcorr: what they hold, where they are folded, that they fit."""

from __future__ import annotations

import re

import pytest

from convtrace.cli import run
from convtrace.render.rendering import formats

CONV = "conv --channels 3 --m 1 --n 1"
NUMBERS = "--image [[[1,2],[3,4]],[[5,6],[7,8]]] --kernel [[[1,0],[0,-1]],[[2,0],[0,1]]]"


def page(capsys: pytest.CaptureFixture[str], words: str, *more: str) -> str:
    assert run([*words.split(), "-f", "text", *more]) == 0
    return capsys.readouterr().out


@pytest.mark.no_cover
@pytest.mark.parametrize(
    "words",
    [
        CONV,
        "xcorr --channels 3 --m -1 --n -1",
        "conv --channels 3",
        "conv --channels 3 --at 1,1 --image 100000x100000",
        "conv-transpose --channels 3 --at 1,1 --stride 2",
        "grad conv --channels 3 --pixel 1,1,1",
        "grad xcorr --channels 3 --weight 1,0,1 --image 5x5",
        "conv --channels 300 --m 1 --n 1",
        f"xcorr --channels 2 --at 0,0 --form sliding {NUMBERS}",
    ],
)
def test_a_page_fits_a_screen(words: str, capsys: pytest.CaptureFixture[str]) -> None:
    lines = page(capsys, words, "--width", "80").splitlines()
    assert len(lines) <= 60
    assert max(map(len, lines)) <= 80
    headings = [line[3:] for line in lines if re.match(r"\d\. ", line)]
    assert headings == ["Equation", "Setup", "Table", "Drawing", "Result", "Elsewhere"]


def test_each_channel_has_its_grids_and_its_line_of_the_sum(capsys: pytest.CaptureFixture[str]) -> None:
    shown = page(capsys, CONV)
    assert "27 products, 9 for each of 3 channels; the kernel lies rotated 180°." in shown
    assert "y[m,n] = Σc Σⱼ Σᵢ x[c,i,j]·h[c,m−i,n−j]" in shown
    assert "Image x, 3×7×7: channel c = 0…2, column i →, row j ↓." in shown
    assert re.search(r"h\[0,p,q\] +h\[1,p,q\] +h\[2,p,q\]", shown)
    assert re.search(r"x\[0,i,j\] +x\[1,i,j\] +x\[2,i,j\]", shown)
    assert "0  i₀  h₀  g₀" in shown
    assert "Every pixel with c = 0, i = 0…3, j = 0; likewise for other c and j:" in shown
    assert "         + i₂·x[2,0,0] + h₂·x[2,1,0] + … + a₂·x[2,2,2]" in shown


def test_numbers_are_added_up_channel_by_channel(capsys: pytest.CaptureFixture[str]) -> None:
    shown = page(capsys, f"xcorr --channels 2 --at 0,0 --form sliding {NUMBERS}")
    assert "y[0,0] = −3 + 18 = 15" in shown


def test_a_sum_over_one_channel_is_whole(capsys: pytest.CaptureFixture[str]) -> None:
    shown = page(capsys, "grad conv --channels 3 --pixel 1,1,1")
    assert shown.count("i₁·g[2,2]") == 2
    assert "d₁·g[0,1] + e₁·g[1,1] + f₁·g[2,1]" in shown
    assert "scipy.signal.correlate2d(g, h[1]" in shown


def test_a_window_that_is_asked_for_is_shown_in_every_channel(capsys: pytest.CaptureFixture[str]) -> None:
    shown = page(capsys, f"{CONV} --window 0:1,0:1")
    assert "Every pixel with c = 0…2, i = 0…1, j = 0…1:" in shown
    assert shown.count("✓") == 12


def test_an_even_kernel_has_no_centre_in_any_channel(capsys: pytest.CaptureFixture[str]) -> None:
    shown = " ".join(page(capsys, "conv --channels 2 --kernel 2x2 --at 0,0").split())
    assert "A kernel axis of 2 has no centre: its indices run −1…0." in shown


def test_general_position_is_not_said_twice(capsys: pytest.CaptureFixture[str]) -> None:
    shown = page(capsys, "xcorr --form sliding --channels 2 --image 9 --kernel 3")
    assert shown.count("y[m] = Σc Σᵢ x[c,i]·h[c,i−m]") == 1
    assert "a₀·x[0,m−1] + b₀·x[0,m] + c₀·x[0,m+1] + a₁·x[1,m−1]" in shown
    assert "All of these pixels lie inside the image for −3 ≤ m ≤ 3." in shown


def test_a_long_equation_is_broken_behind_its_sums(capsys: pytest.CaptureFixture[str]) -> None:
    lines = page(capsys, CONV, "--width", "40", "--only", "equation").splitlines()
    assert lines[:2] == ["  y[m,n] = Σc Σⱼ Σᵢ", "         x[c,i,j]·h[c,m−i,n−j]"]


def test_all_outputs_name_their_channels(capsys: pytest.CaptureFixture[str]) -> None:
    shown = page(capsys, "map xcorr --channels 2 --image 4x4")
    assert "image 2×4×4, kernel 2×3×3, 2×2 outputs of mode valid" in shown
    assert "0 ≤ c ≤ 1" in shown
    assert "c = 0…1" in shown
    assert "Each pixel of a channel, with the output that lays h[c,0,0] on it:" in shown
    assert shown.count("y[0,0]") == 2


def test_two_operations_differ_in_space_alone(capsys: pytest.CaptureFixture[str]) -> None:
    shown = " ".join(page(capsys, "compare --channels 2 --m 1 --n 1").split())
    assert "A has m−i and n−j, B has m+i and n+j." in shown
    assert "A's kernel lies rotated 180°, B's lies as it is." in shown
    assert run(["compare", "--channels", "2"]) == 2
    assert "--m 1 --n 1" in capsys.readouterr().err


def test_the_size_that_steps_over_all_outputs_is_that_of_a_channel(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["grad", "conv", "--channels", "2", "--image", "2x2", "--kernel", "3x3", "--pixel", "0,0,0"]) == 2
    assert "the image 2x2 is smaller than the kernel 3x3" in capsys.readouterr().err


@pytest.mark.no_cover
@pytest.mark.parametrize("name", [name for name in formats() if name != "png"])
def test_every_format_has_it(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run([*CONV.split(), "-f", name]) == 0
    assert len(capsys.readouterr().out) > 400
