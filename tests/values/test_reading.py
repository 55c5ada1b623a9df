"""Reading what people type: every number is read, every other text is refused with a mark under it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from convtrace.errors import ConvtraceError
from convtrace.trace.pose import pose
from convtrace.trace.problem import Problem
from convtrace.values import typed_text
from convtrace.values.limits import MAX_INDEX, MAX_TEXT_LENGTH
from tests.support.messages import readable

NUMBERS = st.integers(-MAX_INDEX, MAX_INDEX)
SIDES = st.integers(1, MAX_INDEX)
# signs that the grammar knows, more often than chance would have it
TEXTS = st.text() | st.text("0123456789-+−–x×,:. \t\n٣²_ae\x1b\u202e\ud800日", max_size=30)
LONG = st.text("0123456789x,:- ", min_size=MAX_TEXT_LENGTH, max_size=MAX_TEXT_LENGTH * 3)

POSES: dict[str, Callable[[str], Problem]] = {
    "at": lambda text: pose("conv", at=text),
    "m": lambda text: pose("conv", m=text, n=1),
    "n": lambda text: pose("conv", m=1, n=text),
    "both": lambda text: pose("conv", at=text, m=text),
    "image": lambda text: pose("conv", m=1, n=1, image=text),
    "kernel": lambda text: pose("conv", m=1, n=1, kernel=text),
    "kernel_origin": lambda text: pose("conv", m=1, n=1, kernel_origin=text),
    "image_origin": lambda text: pose("conv", m=1, n=1, image_origin=text),
    "window": lambda text: pose("conv", m=1, n=1, window=text),
    "axes": lambda text: pose("conv", m=1, n=1, axes=text),
    "form": lambda text: pose("xcorr", m=1, n=1, form=text),
    "operation": lambda text: pose(text, m=1, n=1),
}


@given(NUMBERS)
def test_every_whole_number_is_read(number: int) -> None:
    """With each sign for minus, with zeros in front and blanks around."""
    texts = {str(number), f"{number:+d}", f" {number}\t", f"{number:020d}"}
    for text in texts | {str(number).replace("-", minus) for minus in "−–"}:
        assert typed_text.read_whole(typed_text.typed("--m", text), "--m 1") == number
    assert typed_text.read_whole(typed_text.typed("--m", number), "--m 1") == number


@given(st.integers(MAX_INDEX + 1, MAX_INDEX**3), st.sampled_from(["", "-"]))
def test_numbers_beyond_are_refused(number: int, sign: str) -> None:
    """The largest is a milliard on either side."""
    with pytest.raises(ConvtraceError, match="this number is too"):
        typed_text.read_whole(typed_text.typed("--m", f"{sign}{number}"), "--m 1")


@given(st.lists(NUMBERS, min_size=1, max_size=8))
def test_indices_are_read_back(numbers: list[int]) -> None:
    """Python numbers and their text are the same indices."""
    expected = tuple(numbers)
    assert typed_text.read_indices("--at", expected) == expected
    assert typed_text.read_indices("--at", numbers) == expected
    assert typed_text.read_indices("--at", ",".join(map(str, numbers))) == expected
    assert typed_text.read_indices("--at", " , ".join(map(str, numbers))) == expected


@given(st.lists(SIDES, min_size=1, max_size=8))
def test_sizes_are_read_back(sides: list[int]) -> None:
    """Python numbers and their text are the same size."""
    expected = tuple(sides)
    assert typed_text.read_size("--image", expected) == expected
    assert typed_text.read_size("--image", sides) == expected
    for times in "x×":
        assert typed_text.read_size("--image", times.join(map(str, sides))) == expected


@given(st.lists(st.tuples(NUMBERS, NUMBERS), min_size=1, max_size=4))
def test_intervals_are_read_back(ends: list[tuple[int, int]]) -> None:
    """First and last are both inside."""
    text = ",".join(f"{min(pair)}:{max(pair)}" for pair in ends)
    read = [interval for _, interval in typed_text.read_intervals("--window", text)]
    assert read == [range(min(pair), max(pair) + 1) for pair in ends]


@pytest.mark.no_cover
@pytest.mark.parametrize("option", POSES)
@given(text=TEXTS | LONG)
def test_any_text_works_or_is_refused_with_a_mark(option: str, text: str) -> None:
    """No text ends in anything but a problem or one readable message."""
    try:
        assert isinstance(POSES[option](text), Problem)
    except ConvtraceError as error:
        readable(error)
