"""Columns of images and images of columns, held by loops over every window."""

from __future__ import annotations

from itertools import product
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from convtrace import ConvtraceError, evaluate

UNFOLD, FOLD = "torch.nn.functional.unfold", "torch.nn.functional.fold"
SIDES = st.tuples(st.integers(1, 2), st.integers(1, 2))


@given(shape=st.tuples(st.integers(1, 2), st.integers(3, 4), st.integers(3, 4)), window=SIDES, stride=SIDES, pad=SIDES)
def test_columns_have_the_pixels_of_each_window(shape: Any, window: Any, stride: Any, pad: Any) -> None:
    image = np.arange(1, 1 + np.prod(shape)).reshape(shape)
    padded = np.pad(image, [(0, 0), *((each, each) for each in pad)])
    counts = [(n - k) // s + 1 for n, k, s in zip(padded.shape[1:], window, stride, strict=True)]
    starts = [*product(*(range(0, count * s, s) for count, s in zip(counts, stride, strict=True)))]
    boxes = [padded[:, i : i + window[0], j : j + window[1]].reshape(-1) for i, j in starts]
    options: dict[str, Any] = {"kernel_size": window, "stride": stride, "padding": pad}
    columns = np.array(boxes).T
    assert evaluate(UNFOLD, image, **options) == columns.tolist()
    assert evaluate(UNFOLD, image[None], **options) == [columns.tolist()]
    folded = np.zeros_like(padded)
    for (i, j), box in zip(starts, boxes, strict=True):
        folded[:, i : i + window[0], j : j + window[1]] += box.reshape(-1, *window)
    inside = folded[:, pad[0] : pad[0] + shape[1], pad[1] : pad[1] + shape[2]]
    assert evaluate(FOLD, columns, output_size=shape[1:], **options) == inside.tolist()


def test_columns_are_added_up_where_windows_overlap() -> None:
    assert evaluate(FOLD, [[1, 2], [10, 20]], kernel_size=(1, 2), output_size=(1, 3)) == [[[1, 10 + 2, 20]]]


def test_the_size_of_the_window_stands_in_the_place_of_the_kernel_as_well() -> None:
    image = [[[1, 2, 3]]]
    assert evaluate("torch.nn.Unfold", image, (1, 2)) == [[1, 2], [2, 3]]
    assert evaluate("torch.nn.Unfold", [[1, 2, 3]], [[1, 10]]) == [[21, 32]]


@pytest.mark.parametrize(
    ("function", "image", "options", "message"),
    [
        (UNFOLD, [[[1]]], {}, "needs kernel_size"),
        (UNFOLD, [[[]]], {"kernel_size": 1}, "image is empty"),
        (UNFOLD, [[1]], {"kernel_size": 1}, "an image of 3 or 4 axes, not of 2"),
        (UNFOLD, [[[1, float("nan")]]], {"kernel_size": 1}, "an element of the image is nan"),
        (UNFOLD, [[[1]]], {"kernel_size": 2}, "the kernel spans 2 pixels on each axis"),
        (FOLD, [[1]], {"kernel_size": 1}, "needs output_size"),
        (FOLD, [[1], [1], [1]], {"kernel_size": (1, 2), "output_size": 2}, "3 rows are not 2 for each channel"),
        (FOLD, [[1, 2, 3]], {"kernel_size": 1, "output_size": 2}, "has 3 columns, but 4 windows fit"),
    ],
)
def test_what_is_refused(function: str, image: Any, options: dict[str, Any], message: str) -> None:
    with pytest.raises(ConvtraceError, match=message):
        evaluate(function, image, **options)
