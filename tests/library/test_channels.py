"""Calls with batch, channels, groups and bias, held by loops over every index."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from convtrace import ConvtraceError, evaluate


@st.composite
def calls(draw: st.DrawFn) -> tuple[Any, Any, list[int], int]:
    """An image, a kernel and a bias of conv1d, and the number of groups."""
    groups, batch, into, out = (draw(st.integers(1, 2)) for _ in range(4))
    pixels, width = draw(st.integers(3, 4)), draw(st.integers(1, 3))
    numbers = st.integers(-3, 3)

    def array(*shape: int) -> Any:
        return [array(*shape[1:]) for _ in range(shape[0])] if shape else draw(numbers)

    return array(batch, groups * into, pixels), array(groups * out, into, width), array(groups * out), groups


@given(calls())
def test_every_output_is_the_sum_over_the_channels_of_its_group(call: tuple[Any, Any, list[int], int]) -> None:
    image, kernel, bias, groups = call
    expected = [[[bias[o]] * (len(image[0][0]) - len(kernel[0][0]) + 1) for o in range(len(kernel))] for _ in image]
    inside, per_group = len(kernel[0]), len(kernel) // groups
    for s, o, c, p in product(range(len(image)), range(len(kernel)), range(inside), range(len(kernel[0][0]))):
        for m in range(len(expected[0][0])):
            expected[s][o][m] += image[s][o // per_group * inside + c][m + p] * kernel[o][c][p]
    assert evaluate("torch.nn.functional.conv1d", image, kernel, groups=groups, bias=bias) == expected


def test_a_bias_counts_whose_first_number_is_0() -> None:
    assert evaluate("torch.nn.functional.conv1d", [[[1, 2]]], [[[1]], [[1]]], bias=[0, 5]) == [[[1, 2], [6, 7]]]


def test_complex_channels_are_summed_as_complex_numbers() -> None:
    assert evaluate("torch.nn.functional.conv1d", [[[1j]]], [[[1j]]]) == [[[-1]]]


def test_a_bias_has_one_number_for_each_output_channel() -> None:
    with pytest.raises(ConvtraceError, match="2 numbers, but there is 1 output channel"):
        evaluate("torch.nn.functional.conv1d", [[[1, 2]]], [[[1]]], bias=[1, 2])
    with pytest.raises(ConvtraceError, match="1 number, but there are 2 output channels"):
        evaluate("torch.nn.functional.conv1d", [[[1, 2]]], [[[1]], [[1]]], bias=[1])
