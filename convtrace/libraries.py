"""Library functions: one row of data each over the law of `axis`, in the library's own 0-based indices."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from convtrace.axis import AxisMap

Size = Callable[[int, int], int]


class LibraryFunction(NamedTuple):
    """k = alpha·m + beta·i + gamma(N, K) for 0 ≤ m < outputs(N, K), with N pixels and K kernel elements on an axis.

    `name` and `mode` make the call, `dimensions` tells the numbers of axes for which it is the call to make. The
    constants were measured with SciPy 1.17.1; https://docs.scipy.org/doc/scipy/reference/signal.html
    """

    name: str
    mode: str
    dimensions: Callable[[int], bool]
    alpha: int
    beta: int
    gamma: Size
    outputs: Size

    def call(self, image: str, kernel: str) -> str:
        """The text of the call, for arrays of these names."""
        return f'{self.name}({image}, {kernel}, "{self.mode}")'

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
    LibraryFunction("scipy.signal.convolve2d", "same", _plane, 1, -1, lambda n, k: (k - 1) // 2, _same),
    LibraryFunction("scipy.signal.convolve2d", "full", _plane, 1, -1, lambda n, k: 0, _full),
    LibraryFunction("scipy.signal.convolve", "same", _not_plane, 1, -1, lambda n, k: (k - 1) // 2, _same),
    LibraryFunction("scipy.signal.convolve", "full", _not_plane, 1, -1, lambda n, k: 0, _full),
    LibraryFunction("scipy.signal.correlate2d", "same", _plane, -1, 1, lambda n, k: (k - 1) // 2, _same),
    LibraryFunction("scipy.signal.correlate2d", "full", _plane, -1, 1, lambda n, k: k - 1, _full),
    LibraryFunction("scipy.signal.correlate", "same", _not_plane, -1, 1, lambda n, k: k // 2, _same),
    LibraryFunction("scipy.signal.correlate", "full", _not_plane, -1, 1, lambda n, k: k - 1, _full),
)
