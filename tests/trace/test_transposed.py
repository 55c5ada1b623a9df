"""The transposed convolution: a row like any other, whose stride lies on the image."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from convtrace import ConvtraceError, derive, pose
from convtrace.cli import run
from convtrace.law.extents import MODES
from convtrace.trace.problem import Problem


def laid(image: Any, kernel: Any, stride: tuple[int, ...], dilation: tuple[int, ...]) -> Any:
    """Every pixel lays the kernel, times its value, on the output."""
    sides = zip(image.shape, kernel.shape, stride, dilation, strict=True)
    output = np.zeros([s * (n - 1) + d * (k - 1) + 1 for n, k, s, d in sides], int)
    for place in np.ndindex(*image.shape):
        for index in np.ndindex(*kernel.shape):
            at = tuple(s * i + d * k for i, k, s, d in zip(place, index, stride, dilation, strict=True))
            output[at] += image[place] * kernel[index]
    return output


@st.composite
def values(draw: st.DrawFn) -> tuple[Any, Any, tuple[int, ...], tuple[int, ...]]:
    """An image, a kernel, a stride and a dilation, of one to three axes."""
    axes = draw(st.integers(1, 3))
    shapes = (draw(st.tuples(*[st.integers(1, 4 if axes < 3 else 3)] * axes)) for _ in range(2))
    image, kernel = (
        np.array([draw(st.integers(-9, 9)) for _ in range(int(np.prod(shape)))]).reshape(shape) for shape in shapes
    )
    steps = st.tuples(*[st.integers(1, 3)] * axes)
    return image, kernel, draw(steps), draw(steps)


def output_of(problem: Problem) -> Any:
    """All outputs of a mode, as an array."""
    found = [derive(problem.replace(at=output)).value for output in problem.order.reading(problem.outputs)]
    return np.array(found, int).reshape([len(side) for side in problem.outputs])


@given(values())
def test_every_pixel_lays_its_kernel(given_: tuple[Any, Any, tuple[int, ...], tuple[int, ...]]) -> None:
    image, kernel, stride, dilation = given_
    options: dict[str, Any] = {"image": image, "kernel": kernel, "stride": stride, "dilation": dilation, "axes": "rc"}
    whole = laid(*given_)
    full = pose("conv-transpose", **options)
    assert full == pose("conv-transpose", **options, mode="full")
    assert output_of(full).tolist() == whole.tolist()
    for mode in MODES[:2]:
        problem = pose("conv-transpose", **options, mode=mode)
        kept = tuple(
            slice(found.start - all_.start, found.stop - all_.start)
            for found, all_ in zip(problem.outputs, full.outputs, strict=True)
        )
        # both modes take something away at each end, and nothing in between
        assert output_of(problem).tolist() == whole[kept].tolist()


@pytest.mark.parametrize(("size", "stride"), [(7, 1), (7, 2), (5, 3)])
def test_what_the_modes_take_away_at_each_end(size: int, stride: int) -> None:
    found = [pose("conv-transpose", image=size, stride=stride, mode=mode).outputs[0] for mode in MODES]
    half = stride * (size // 2)
    assert found == [range(-half + 1, half), range(-half, half + 1), range(-half - 1, half + 2)]


def test_without_a_stride_it_is_the_convolution() -> None:
    one, other = (derive(pose(name, m=1)) for name in ("conv", "conv-transpose"))
    assert one.terms == other.terms


def test_general_position_needs_a_stride_of_1() -> None:
    found = derive(pose("conv-transpose", m=1, stride=(2, 1)))
    assert [term.pixel for term in found.terms] == [(0, -1), (1, -1), (0, 0), (1, 0), (0, 1), (1, 1)]
    for n in (None, 1):
        with pytest.raises(ConvtraceError, match=r"stride=\(2, 1\): .* no single sum holds .*\n.*at=\(1, 1\)$"):
            derive(pose("conv-transpose", stride=(2, 1), n=n))


SAID = {
    "conv-transpose --m 1 --n 0 --stride 2 --only drawing": "so 7 of the 9 kernel elements meet no pixel",
    "conv-transpose --at 1 --image 5 --stride 2 --only drawing": "so 1 of the 3 kernel elements meets no pixel here.",
    "conv-transpose --at 2 --image 5 --stride 4": "No kernel element meets a pixel: its index would not be whole",
    "grad conv-transpose --weight 0 --image 4 --stride 2 --only table": "−1/2 is between two pixels",
    "grad conv-transpose --weight 0 --image 4 --stride 2": "of g with x, its elements 2 apart.",
    "map conv-transpose --image 4 --stride 2": "As m grows by 2, the patch moves 1 pixel to the right.",
    "map conv-transpose --image 4 --stride 2 --only equation": "(m−1)/2 ≤ i ≤ (m+1)/2",
    "conv-transpose --at 1 --image 5 --stride 2 --only elsewhere": "torch.conv_transpose1d(x[None], ",
    "compare conv conv-transpose --at 1 --image 9 --stride 2": "No output of B uses exactly the pixels of A's y[1].",
    "compare conv-transpose conv --at 2 --image 9 --stride 4": "For y[2], A uses no pixel. B uses pixels",
    "compare conv-transpose conv-transpose --at 2 --image 9 --stride 4": "A and B use no pixel.",
}


@pytest.mark.parametrize("words", SAID)
def test_what_the_pages_say(words: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(words.split()) == 0
    assert SAID[words] in " ".join(capsys.readouterr().out.split())


@pytest.mark.parametrize("words", ["--m 1 --n 1 --stride 2 --dilation 3", "--at 1,0,2 --image 4x4x4 --stride 1,2,3"])
def test_sympy_gets_the_same(words: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["conv-transpose", *words.split(), "--check", "--only", "result"]) == 0
    assert "gets the same" in capsys.readouterr().out


def test_help_says_where_the_stride_acts(capsys: pytest.CaptureFixture[str]) -> None:
    for name, said in (
        ("conv", "pixels apart the outputs are taken."),
        ("conv-transpose", "outputs apart the pixels lie."),
    ):
        assert run([name, "-h"]) == 0
        assert f"How many {said}" in " ".join(capsys.readouterr().out.split())


def test_all_laws_hold(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["prove", "--of", "conv-transpose", "--image", "4", "--kernel", "2"]) == 0
    assert "Transposed convolution: laws for image 4, kernel 2" in capsys.readouterr().out
