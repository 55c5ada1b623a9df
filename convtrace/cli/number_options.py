"""The parameters of the commands that go from numbers to their convention."""

from __future__ import annotations

from functools import partial

import click

from convtrace.cli.choices import FILES, Choice, Parameters, Word, functions, kernels, option

NUMBERS: Parameters = (
    option(["--image"], metavar="VALUES", type=FILES, help="The image: rows such as '1 2; 3 4', or a file."),
    option(
        ["--kernel"],
        metavar="VALUES",
        type=Choice(kernels, files=True),
        help="The kernel: rows, a file, or a name such as sobel-x.",
    ),
    option(
        ["--result"],
        metavar="VALUES",
        type=FILES,
        help="The output that somebody has, as it is printed; ? for what you don't know.",
    ),
    option(["--probe"], is_flag=True, help="The image and the kernel are those of convtrace probe."),
    option(["--channels"], is_flag=True, help="With --probe: the result is that of convtrace probe --channels."),
)
PROBE_CHANNELS = option(
    ["--channels"], is_flag=True, help="Arrays with batch and channels, as layers of networks take them."
)
NDIM = option(
    ["--ndim"],
    metavar="AXES",
    type=click.IntRange(1, 3),
    help="Axes of the arrays, where it takes several: 1, 2 or 3.",
)
LIBRARY = partial(
    Word,
    "library",
    "LIBRARY",
    functions,
    "A function such as numpy.convolve, a library such as pytorch, or matlab, octave, julia, r, pillow, javascript.",
)
