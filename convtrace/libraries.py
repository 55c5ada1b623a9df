"""Library functions: one row of data each over the law of `axis`, in the library's own 0-based indices."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from convtrace.axis import AxisMap

Size = Callable[[int, int], int]


class LibraryFunction(NamedTuple):
    """k = alpha·m + beta·i + gamma(N, K) for 0 ≤ m < outputs(N, K), with N pixels and K kernel elements on an axis.

    `call` is the text of the call, `dimensions` the numbers of axes for which it is the call to make. The
    constants were measured with SciPy 1.17.1; https://docs.scipy.org/doc/scipy/reference/signal.html
    """

    call: str
    dimensions: Callable[[int], bool]
    alpha: int
    beta: int
    gamma: Size
    outputs: Size

    def relation(self, pixels: int, taps: int) -> AxisMap:
        return AxisMap(1, self.alpha, self.beta, self.gamma(pixels, taps))


def _plane(axes: int) -> bool:
    return axes == 2


def _not_plane(axes: int) -> bool:
    return axes != 2


def _same(pixels: int, taps: int) -> int:
    return pixels


def _full(pixels: int, taps: int) -> int:
    return pixels + taps - 1


LIBRARY = (
    LibraryFunction('scipy.signal.convolve2d(x, h, "same")', _plane, 1, -1, lambda n, k: (k - 1) // 2, _same),
    LibraryFunction('scipy.signal.convolve2d(x, h, "full")', _plane, 1, -1, lambda n, k: 0, _full),
    LibraryFunction('scipy.signal.convolve(x, h, "same")', _not_plane, 1, -1, lambda n, k: (k - 1) // 2, _same),
    LibraryFunction('scipy.signal.convolve(x, h, "full")', _not_plane, 1, -1, lambda n, k: 0, _full),
    LibraryFunction('scipy.signal.correlate2d(x, h, "same")', _plane, -1, 1, lambda n, k: (k - 1) // 2, _same),
    LibraryFunction('scipy.signal.correlate2d(x, h, "full")', _plane, -1, 1, lambda n, k: k - 1, _full),
    LibraryFunction('scipy.signal.correlate(x, h, "same")', _not_plane, -1, 1, lambda n, k: k // 2, _same),
    LibraryFunction('scipy.signal.correlate(x, h, "full")', _not_plane, -1, 1, lambda n, k: k - 1, _full),
)
