"""Random images and kernels with channels, and what loops make of them by the operation's own formula."""

from __future__ import annotations

from fractions import Fraction
from typing import Any, NamedTuple

import numpy as np
from hypothesis import strategies as st

from convtrace.trace.pose import pose
from convtrace.trace.problem import Problem
from tests.support.oracles import OPERATIONS

Index = tuple[int, ...]


class Question(NamedTuple):
    """What is asked of pose, and the same for loops; arrays are [channel, slowest axis of space, …]."""

    operation: str
    options: dict[str, Any]
    image: Any
    kernel: Any

    @property
    def space(self) -> int:
        return len(self.image.shape) - 1

    def firsts(self, array: Any) -> Index:
        """The first index on each axis of space in index order."""
        return tuple(-(size // 2) for size in self.turned(array.shape[1:]))

    def turned(self, values: Any) -> Index:
        return tuple(values)[::-1] if self.options["axes"] == "xy" else tuple(values)

    def elements(self, array: Any) -> dict[Index, int]:
        """The value of each element by its index, in reading order."""
        first = self.firsts(array)
        found = {}
        for channel, *place in np.ndindex(array.shape):
            index = (low + number for low, number in zip(first, self.turned(place), strict=True))
            found[channel, *index] = int(array[(channel, *place)])
        return found

    def meets(self, output: Index, pixel: Index, element: Index) -> bool:
        """Whether y[output] has the product of a pixel and a kernel element, by the operation's own formula."""
        index = OPERATIONS[self.operation, self.options["form"]]
        stride, dilation = self.options["stride"], self.options["dilation"]
        axes = zip(stride, dilation, output, pixel[1:], element[1:], strict=True)
        in_space = all(Fraction(index(m, i, s), d) == k for s, d, m, i, k in axes)
        return in_space and pixel[0] == element[0]


@st.composite
def questions(draw: st.DrawFn, most_axes: int = 2) -> Question:
    space, channels = draw(st.integers(1, most_axes)), draw(st.integers(1, 3))
    operation, form = draw(st.sampled_from(list(OPERATIONS)))
    side = st.tuples(*[st.integers(1, 4 if space < 3 else 2)] * space)
    numbers = st.integers(-9, 9)
    image, kernel = (
        np.array(draw(st.lists(numbers, min_size=channels * size, max_size=channels * size))).reshape(channels, *shape)
        for shape, size in ((shape, int(np.prod(shape))) for shape in (draw(side), draw(side)))
    )
    options = {
        "form": form,
        "axes": draw(st.sampled_from(["xy", "rc"])),
        "stride": draw(st.tuples(*[st.integers(1, 2)] * space)),
        "dilation": draw(st.tuples(*[st.integers(1, 2)] * space)),
        "channels": channels,
    }
    return Question(operation, options, image, kernel)


def posed(question: Question, **more: Any) -> Problem:
    arrays = {"image": question.image.tolist(), "kernel": question.kernel.tolist()}
    return pose(question.operation, **arrays, **question.options, **more)
