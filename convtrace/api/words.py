"""The arguments that functions share, under the command line's names."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

if TYPE_CHECKING:
    from convtrace.trace.given_arrays import Given
    from convtrace.values.typed_text import Typed


class ArrayWords(TypedDict, total=False):
    """What every question about an operation may say of its arrays."""

    image: Given | None
    kernel: Given | None
    form: str | None
    kernel_origin: Typed | None
    stride: Typed
    dilation: Typed
    pad: str
    axes: str


class OutputWords(ArrayWords, total=False):
    """The output that is asked for."""

    at: Typed | None
    m: Typed | None
    n: Typed | None


class SumWords(OutputWords, total=False):
    """One output, and what its table shows."""

    window: str


class GradientWords(ArrayWords, total=False):
    """The pixel or the kernel element whose gradient is asked for."""

    pixel: Typed | None
    weight: Typed | None
    mode: str
    window: str


class AllOutputsWords(ArrayWords, total=False):
    """Which outputs there are."""

    mode: str


class SizeWords(TypedDict, total=False):
    """What a proof says of its arrays: they have letters."""

    form: str | None
    image: Typed | None
    kernel: Typed | None
    axes: str
    kernel_origin: Typed | None
