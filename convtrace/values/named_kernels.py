"""Kernels with names, as their sources print them: libraries slide them as they are, a convolution rotates them."""

from __future__ import annotations

from fractions import Fraction

from convtrace.values.named_tuple import NamedTuple


class NamedKernel(NamedTuple):
    """One row: its rows as they are typed, times `scale`; where it is from; what it is for."""

    name: str
    kind: str
    rows: str
    scale: str
    source: str
    purpose: str

    @property
    def text(self) -> str:
        """The rows with the scale put in, as they may be typed.

        >>> KERNELS["box-3"].text
        '1/9 1/9 1/9; 1/9 1/9 1/9; 1/9 1/9 1/9'
        """
        return self.rows if self.scale == "1" else "; ".join(" ".join(map(str, line)) for line in self.values)

    @property
    def values(self) -> list[list[int | Fraction]]:
        """The rows as numbers, whole ones as such.

        >>> KERNELS["box-3"].values[0], KERNELS["sobel-x"].values[0]
        ([Fraction(1, 9), Fraction(1, 9), Fraction(1, 9)], [-1, 0, 1])
        """
        scale = Fraction(self.scale)
        rows = ((int(number) * scale for number in line.split()) for line in self.rows.split(";"))
        return [[number.numerator if number.denominator == 1 else number for number in row] for row in rows]


BINOMIAL = "1 4 6 4 1; 4 16 24 16 4; 6 24 {} 24 6; 4 16 24 16 4; 1 4 6 4 1"
SOBEL = "Sobel and Feldman 1968; OpenCV Sobel"
PREWITT = "Prewitt 1970; SciPy ndimage.prewitt"
SCHARR = "Scharr 2000; OpenCV Scharr"
ROBERTS = "Roberts 1963; skimage filters.roberts"
MEAN = "OpenCV blur; SciPy uniform_filter"
BURT = "Burt and Adelson 1983; OpenCV pyrDown"
WOODS = "Gonzalez/Woods: Digital Image Processing"
GIMP = "GIMP manual, Convolution Matrix"

KERNELS = {
    kernel.name: kernel
    for kernel in (
        NamedKernel("sobel-x", "edges", "-1 0 1; -2 0 2; -1 0 1", "1", SOBEL, "change to the right, smoothed"),
        NamedKernel("sobel-y", "edges", "-1 -2 -1; 0 0 0; 1 2 1", "1", SOBEL, "change downwards, smoothed"),
        NamedKernel("prewitt-x", "edges", "-1 0 1; -1 0 1; -1 0 1", "1", PREWITT, "change to the right, averaged"),
        NamedKernel("prewitt-y", "edges", "-1 -1 -1; 0 0 0; 1 1 1", "1", PREWITT, "change downwards, averaged"),
        NamedKernel("scharr-x", "edges", "-3 0 3; -10 0 10; -3 0 3", "1", SCHARR, "change to the right, rounder"),
        NamedKernel("scharr-y", "edges", "-3 -10 -3; 0 0 0; 3 10 3", "1", SCHARR, "change downwards, rounder"),
        NamedKernel("roberts-x", "edges", "1 0; 0 -1", "1", ROBERTS, "change along one diagonal"),
        NamedKernel("roberts-y", "edges", "0 1; -1 0", "1", ROBERTS, "change along the other diagonal"),
        NamedKernel(
            "laplacian", "edges", "0 1 0; 1 -4 1; 0 1 0", "1", "SciPy ndimage.laplace; OpenCV Laplacian", "curvature"
        ),
        NamedKernel(
            "laplacian-8",
            "edges",
            "1 1 1; 1 -8 1; 1 1 1",
            "1",
            WOODS,
            "curvature, diagonals too",
        ),
        NamedKernel("box-3", "smoothing", "1 1 1; 1 1 1; 1 1 1", "1/9", MEAN, "mean of 9 pixels"),
        NamedKernel("box-5", "smoothing", "; ".join(["1 1 1 1 1"] * 5), "1/25", MEAN, "mean of 25 pixels"),
        NamedKernel(
            "gaussian-3",
            "smoothing",
            "1 2 1; 2 4 2; 1 2 1",
            "1/16",
            WOODS,
            "binomial weights of order 2",
        ),
        NamedKernel("gaussian-5", "smoothing", BINOMIAL.format(36), "1/256", BURT, "binomial weights of order 4"),
        NamedKernel("identity", "details", "0 0 0; 0 1 0; 0 0 0", "1", "the unit impulse", "the image as it is"),
        NamedKernel("sharpen", "details", "0 -1 0; -1 5 -1; 0 -1 0", "1", GIMP, "the image minus its laplacian"),
        NamedKernel(
            "unsharp-5",
            "details",
            BINOMIAL.format(-476),
            "-1/256",
            "Wikipedia, Kernel (image processing)",
            "twice the image minus gaussian-5",
        ),
        NamedKernel("emboss", "details", "-2 -1 0; -1 1 1; 0 1 2", "1", GIMP, "a relief, lit from a corner"),
    )
}
