"""The arguments that functions share, under the command line's names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeAlias, TypedDict, cast

from convtrace.trace import pose
from convtrace.trace.problem import Problem

if TYPE_CHECKING:
    from convtrace.trace.given_arrays import Given
    from convtrace.values.array_like import ArrayLike
    from convtrace.values.typed_text import Typed

# a number, or several; an array of them, too
Index: TypeAlias = "Typed | ArrayLike"


class WritingWords(TypedDict, total=False):
    """What every question about an operation may say of names and indices."""

    notation: str | None
    names: str | Sequence[str] | None
    letters: str | Sequence[str] | None
    indices: str | Sequence[str] | None
    count: str | int | None


class ArrayWords(WritingWords, total=False):
    """What every question about an operation may say of its arrays."""

    image: Given | None
    kernel: Given | None
    form: str | None
    image_origin: Index | None
    kernel_origin: Index | None
    stride: Index
    dilation: Index
    pad: str
    channels: Index | None
    axes: str | None
    mode: str | None


class SummedWords(ArrayWords, total=False):
    """What the sum of an output runs over."""

    sum_over: str | None


class OutputWords(SummedWords, total=False):
    """The output that is asked for."""

    at: Index | None
    m: Index | None
    n: Index | None


class SumWords(OutputWords, total=False):
    """One output, and what its table shows."""

    window: str
    zoom: bool


class GradientWords(ArrayWords, total=False):
    """The pixel or the kernel element whose gradient is asked for."""

    pixel: Index | None
    weight: Index | None
    window: str
    zoom: bool


class AllOutputsWords(SummedWords, total=False):
    """Which outputs there are."""


class MatrixWords(OutputWords, total=False):
    """Which outputs there are, and the one whose row is asked for."""


class SizeWords(TypedDict, total=False):
    """What a proof says of its arrays: they have letters."""

    form: str | None
    image: Typed | None
    kernel: Typed | None
    axes: str
    kernel_origin: Typed | None
    stride: Typed
    dilation: Typed


def posed(operation: str, given: Mapping[str, object]) -> Problem:
    """The problem of words that were checked, with lists in the place of arrays."""
    return pose.pose(operation, **cast("dict[str, Any]", given))
