"""The parameters about names and indices: how the pages of an operation write it."""

from __future__ import annotations

import click

from convtrace.cli.choices import Choice, Parameters, one_of, option

COUNTS = ("centre", "0", "1")


def _notations(_: click.Context) -> tuple[str, ...]:
    from convtrace.trace.notations import NOTATIONS  # only here: most runs name none

    return tuple(NOTATIONS)


# of a gradient, which has but one sum
NAMES: Parameters = (
    option(
        ["--notation"],
        metavar="NAME",
        type=Choice(_notations),
        help="All of what follows as in: article, goodfellow, gonzalez-woods, oppenheim-schafer, song-ho-ahn, d2l, "
        "cs231n, matlab, pytorch, einsum.",
    ),
    option(["--names"], metavar="I,K,S", help="Names of image, kernel and output.  [default: x,h,y]"),
    option(
        ["--letters"],
        metavar="W",
        help="Names of the kernel's values: w or theta for w_1, w_2, ..; w_{pq} with its indices; or all: w,x,y,z.  "
        "[default: a, b, ..]",
    ),
    option(
        ["--indices"],
        metavar="M,..",
        help="Letters of the indices of output, image and kernel.  [default: m,n,i,j,p,q]",
    ),
    one_of(
        "--count",
        COUNTS,
        "Where the indices of image, kernel and output begin: 0 or 1 is the first element, from which --stride goes, "
        "too, as in libraries; centre: the centre is 0, and --stride goes from there."
        "  [default: centre]",
        metavar="FROM",
    ),
)
NOTATION: Parameters = (
    *NAMES,
    one_of(
        "--sum-over",
        ("image", "kernel"),
        "What the sum of an output runs over: image for x[i]·h[m−i], kernel for h[p]·x[m−p].  [default: image]",
        metavar="ARRAY",
    ),
)
