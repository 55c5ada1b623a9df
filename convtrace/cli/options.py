"""The parameters about the answer: each stands here once, whichever commands have it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial

import click

from convtrace.cli.choices import (
    FILES,
    LAW_NAMES,
    Choice,
    LateOption,
    Made,
    Parameters,
    Word,
    kernels,
    one_of,
    option,
    sections,
)
from convtrace.law.axis import Unknown
from convtrace.law.boundary import CONSTANT, RULES, ZERO
from convtrace.law.extents import MODES
from convtrace.law.index_order import ORDERS
from convtrace.law.operations import OPERATIONS, Operation, forms, names, rows_named


def output_options(without: str) -> Parameters:
    """The options that name an output, and what happens without any index."""
    return (
        option(["--m"], metavar="M", help=f"First index of the output y[m,n]; without any index {without}."),
        option(["--n"], metavar="N", help="Second index of the output y[m,n]."),
        option(["--at"], metavar="M,N,..", help="Index of the output, for any number of axes: --at 1,0,2."),
    )


OUTPUT = output_options("the page is about all of them")
FIRST_OUTPUT = output_options("the middle one is shown first")

KERNEL_ORIGIN = option(
    ["--kernel-origin"],
    metavar="P,Q,..",
    help="Which kernel element is h[0,0], counted from the corner; outside it, too: 3 calls the first one h[-3]."
    "  [default: the centre]",
)
IMAGE_ORIGIN = option(
    ["--image-origin"],
    metavar="I,J,..",
    help="Which pixel is x[0,0], counted from the corner; outside it, too: -2 calls the first one x[2]."
    "  [default: the centre]",
)
CHANNELS = option(
    ["--channels"],
    metavar="C",
    help="Channels of image and kernel, over which the sum runs, too: --image 7x7 --channels 3 has 3 of 7x7, as has "
    "--image 3x7x7; values have them first, as x[c,i,j].",
)
AXES = one_of(
    "--axes",
    ORDERS,
    "xy: the first index is the column, as in the article; rc: it is the row, as in NumPy."
    f"  [default: {next(iter(ORDERS))}]",
)

APART: dict[Unknown, str] = {
    "m": "How many pixels apart the outputs are taken.",
    "i": "How many outputs apart the pixels lie.",
    "k": "How many pixels apart the kernel elements lie.",
}


def _stride(text: str) -> Made:
    return option(["--stride"], metavar="S,..", default="1", show_default=True, help=text)


def _any_stride() -> str:
    """What --stride is in commands about any operation: where most have it act, then the others."""
    usual = rows_named(names()[0])[0].stride_on
    others = {name: rows_named(name)[0].stride_on for name in names()}
    return " ".join((APART[usual], *(f"{name}: {APART[on]}" for name, on in others.items() if on != usual)))


STRIDE = _stride(_any_stride())


DILATION = option(["--dilation"], metavar="D,..", default="1", show_default=True, help=APART["k"])


def stride_option(strided: Unknown) -> Made:
    """--stride of an operation whose stride acts on this index."""
    return _stride(APART[strided])


ARRAY_OPTIONS: Parameters = (
    option(
        ["--image"],
        metavar="SIZE|VALUES",
        type=FILES,
        help="A size: 7x5 (7 columns, 5 rows), 7, 9x7x5; or values: '1 2; 3 4', a file, - for standard input."
        "  [default: 7 on each axis, less with more than 3]",
    ),
    option(
        ["--kernel"],
        metavar="SIZE|VALUES",
        type=Choice(kernels, files=True),
        help="A size: 3x3, 5, 3x3x3; or values: '1 0 -1', a file, a name such as sobel-x."
        "  [default: 3 on each axis, 2 with more than 4]",
    ),
    CHANNELS,
    IMAGE_ORIGIN,
    KERNEL_ORIGIN,
    STRIDE,
    DILATION,
    option(
        ["--pad"],
        metavar="RULE",
        type=Choice(lambda _: (name if rule is not CONSTANT else f"{name}:0" for name, rule in RULES.items())),
        default=ZERO.name,
        show_default=True,
        help="What x outside the image is: "
        f"{', '.join(name if rule is not CONSTANT else f'{name}:V' for name, rule in RULES.items())}.",
    ),
)

WINDOW = option(
    ["--window"],
    metavar="WINDOW",
    default="auto",
    show_default=True,
    type=Choice(lambda _: ("auto", "all")),
    help="Which pixels the table shows: auto (those used, one more row and column), all, or FIRST:LAST,FIRST:LAST.",
)


def mode_option(*rows: Operation) -> Made:
    """--mode of these operations, each with its own default."""
    default = rows[0].mode + "".join(f"; {row.name}: {row.mode}" for row in rows if row.mode != rows[0].mode)
    text = "Which outputs there are. valid: where no kernel element lies outside the image; same: where h[0,0] lies "
    return one_of("--mode", MODES, f"{text}inside; full: where any element does.  [default: {default}]")


MODE = mode_option(*OPERATIONS)

GRADIENT: Parameters = (
    option(["--pixel"], metavar="I,J,..", help="The pixel x[i,j] whose gradient is asked for."),
    option(["--weight"], metavar="P,Q,..", help="The kernel element h[p,q] whose gradient is asked for."),
)

OPERATION = partial(Word, "operation", "OPERATION", lambda _: names(), f"One of: {', '.join(names())}.")
PAIR = partial(
    Word,
    "operations",
    "[A B]",
    lambda _: names(),
    f"Two of: {', '.join(names())}; xcorr:sliding names a form.  [default: conv xcorr]",
    nargs=-1,
)

CLAIM = option(
    ["--claim"],
    metavar="VALUE",
    help="Is this the value? If it is wrong, what gives it; the exit code is 1 then.",
)
CHECK = option(
    ["--check"],
    is_flag=True,
    help="Let SymPy expand the whole sum as well; the exit code is 1 if they differ.",
)


def only_option(page: str, others: Mapping[str, str], further: Mapping[str, str]) -> Made:
    """--only with the sections of a page; `others` has the options that ask for another page, and that page.

    Such an option may have a value: `at all`. `further` has the options that add sections, and where these are.
    """

    def text() -> str:
        added = [
            f" With --{asked}: {', '.join(sections(other))}." for asked, other in (*further.items(), *others.items())
        ]
        return "".join((f"Only these sections, of: {', '.join(sections(page))}.", *added))

    def named(context: click.Context) -> Iterable[str]:
        shown = next((other for asked, other in others.items() if _is_asked(context, asked)), page)
        added = (name for asked, other in further.items() if _is_asked(context, asked) for name in sections(other))
        return (*sections(shown), *added)

    return partial(LateOption, ["--only"], named, text, metavar="SECTION,..", listed=True)


def _is_asked(context: click.Context, option: str) -> bool:
    """True where an option is given, with its value if it has one."""
    name, _, value = option.partition(" ")
    given = context.params.get(name)
    return given == value if value else bool(given)


# what people know the forms by
KNOWN_FORMS = {
    "reflected": ", as in the article (its output runs backwards)",
    "sliding": ", as in NumPy, SciPy, PyTorch",
}


def _kernel_index(row: Operation) -> str:
    """The index of the kernel as a form has it: h[m+i], h[i−m]."""
    signed = sorted(((row.alpha, "m"), (row.beta, "i")), key=lambda term: term[0] < 0)
    text = "".join(f"{'+' if factor > 0 else '−'}{letter}" for factor, letter in signed)
    return f"h[{text.removeprefix('+')}]"


def form_options(name: str) -> Parameters:
    """--form for an operation that has more than one."""
    known = forms(name)
    if not known:
        return ()
    rows = (row for row in rows_named(name) if row.form is not None)
    texts = (f"{row.form}: {_kernel_index(row)}{KNOWN_FORMS.get(row.form or '', '')}" for row in rows)
    return (one_of("--form", known, f"{'; '.join(texts)}.  [default: {known[0]}]"),)


FORM = tuple(option for name in names() for option in form_options(name))

PROOF: Parameters = (
    partial(
        Word,
        "law",
        "[LAW]",
        lambda _: LAW_NAMES,
        f"One of: {', '.join(LAW_NAMES)}; without it all of them.",
        required=False,
    ),
    one_of("--of", names(), f"The operation: {', '.join(names())}.", names()[0], "OPERATION"),
    *FORM,
)
PROOF_ARRAYS: Parameters = (
    option(
        ["--image"],
        metavar="SIZE",
        help="A size: 5x4 (5 columns, 4 rows), 5, 4x3x2.  [default: 5 on each axis]",
    ),
    option(["--kernel"], metavar="SIZE", help="A size: 3x3, 2, 2x2x2.  [default: 3 on each axis]"),
    KERNEL_ORIGIN,
    STRIDE,
    DILATION,
)
