"""The parameters of commands: each stands here once, whichever commands have it."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import click

from convtrace.cli.choices import FILES, Choice, functions, kernels, one_of, sections
from convtrace.cli.stream import write
from convtrace.law.axis import Unknown
from convtrace.law.boundary import CONSTANT, RULES, ZERO
from convtrace.law.extents import MODES
from convtrace.law.index_order import ORDERS
from convtrace.law.operations import forms, names

Parameters = tuple[click.Parameter, ...]

COLORS = ("auto", "always", "never")

OUTPUT: Parameters = (
    click.Option(["--m"], metavar="M", help="First index of the output y[m,n]."),
    click.Option(["--n"], metavar="N", help="Second index of the output y[m,n]."),
    click.Option(["--at"], metavar="M,N,..", help="Index of the output, for any number of axes."),
)

ORIGIN = click.Option(
    ["--kernel-origin"], metavar="P,Q,..", help="The element called 0, counted from 0.  [default: centre]"
)
AXES = one_of("--axes", ORDERS, "First index: column (xy) or row (rc, NumPy).", next(iter(ORDERS)))

APART: dict[Unknown, str] = {
    "m": "How far apart outputs are taken.",
    "i": "How far apart pixels lie in the output.",
    "k": "How far apart kernel elements lie.",
}


def stride_option(strided: Unknown) -> click.Option:
    """--stride of an operation whose stride acts on this index."""
    return click.Option(["--stride"], metavar="S,..", default="1", show_default=True, help=APART[strided])


OPERANDS: Parameters = (
    click.Option(
        ["--image"],
        metavar="SIZE|VALUES",
        type=FILES,
        help="7x7 (columns x rows), 7, 9x7x5; or values: '1 2; 3 4', a file, - for input.  [default: 7 on each axis]",
    ),
    click.Option(
        ["--kernel"],
        metavar="SIZE|VALUES",
        type=Choice(kernels, files=True),
        help="3x3, 5, 3x3x3; or values: '1 0 -1', a file, a name such as sobel-x.  [default: 3 on each axis]",
    ),
    ORIGIN,
    AXES,
    stride_option("m"),
    click.Option(
        ["--dilation"], metavar="D,..", default="1", show_default=True, help="How far apart kernel elements lie."
    ),
    one_of(
        "--pad",
        (name if rule is not CONSTANT else f"{name}:V" for name, rule in RULES.items()),
        "What x outside the image is.",
        ZERO.name,
    ),
)

WINDOW = click.Option(
    ["--window"],
    metavar="WINDOW",
    default="auto",
    show_default=True,
    type=Choice(lambda _: ("auto", "all")),
    help="Positions in the table: auto (those used, one more row and column), all, or FIRST:LAST,FIRST:LAST.",
)

MODE = one_of(
    "--mode", MODES, "Outputs: valid (all elements meet pixels), same (element 0 does), full (any does).", MODES[0]
)

GRADIENT: Parameters = (
    click.Option(["--pixel"], metavar="I,J,..", help="The pixel x[i,j] whose gradient is asked for."),
    click.Option(["--weight"], metavar="P,Q,..", help="The kernel element h[p,q] whose gradient is asked for."),
)

OPERATION = click.Argument(["operation"], metavar="|".join(names()), type=Choice(lambda _: names()))
PAIR = click.Argument(["operations"], metavar="[A B]", nargs=-1, type=Choice(lambda _: names()))

CHECK = click.Option(
    ["--check"], is_flag=True, help="Let SymPy expand the whole sum, too; exit code 1 unless both are equal."
)


def only_option(page: str) -> click.Option:
    """--only with the sections of a page."""
    return click.Option(
        ["--only"],
        metavar="SECTION,..",
        type=Choice(lambda _: sections(page), listed=True),
        help="Only these sections, for example: table,result.",
    )


def form_options(name: str) -> Parameters:
    """--form for an operation that has more than one."""
    known = forms(name)
    if not known:
        return ()
    return (one_of("--form", known, f"How the sum of {name} is written.  [default: {known[0]}]"),)


FORM = tuple(option for name in names() for option in form_options(name))

PROOF: Parameters = (
    click.Argument(["law"], required=False),
    one_of("--of", names(), "The operation that they are about.", names()[0]),
    *FORM,
    click.Option(["--image"], metavar="SIZE", help="5x5 (columns x rows), 5, 4x3x2.  [default: 5 on each axis]"),
    click.Option(["--kernel"], metavar="SIZE", help="3x3, 2, 2x2x2.  [default: 3 on each axis]"),
    ORIGIN,
    AXES,
)

FUNCTION: Parameters = (
    click.Argument(["function"], required=False, type=Choice(functions)),
    click.Option(["--option", "options"], multiple=True, metavar="NAME=VALUE", help="An option of the function."),
    click.Option(
        ["--versus"],
        metavar="FUNCTION",
        type=Choice(functions),
        help="Both functions side by side, and how each gives the other.",
    ),
    click.Option(
        ["--versus-option", "others"], multiple=True, metavar="NAME=VALUE", help="An option of the second one."
    ),
    click.Option(
        ["--image"],
        metavar="SIZE|VALUES",
        type=FILES,
        help="7x7 (rows x columns), 7; or values.  [default: 7 on each axis]",
    ),
    click.Option(
        ["--kernel"],
        metavar="SIZE|VALUES",
        type=Choice(kernels, files=True),
        help="3x3, 3; or values.  [default: 3 on each axis]",
    ),
    click.Option(["--at"], metavar="R,C,..", help="Index of the output, from 0.  [default: the middle one]"),
    click.Option(["--grad"], is_flag=True, help="The gradient of the pixel --at R,C instead."),
    click.Option(["--weight"], metavar="R,C,..", help="The gradient of this kernel element instead."),
)

DESTINATION: Parameters = (
    click.Option(["-o", "--output"], metavar="FILE", type=FILES, help="Write this file, whole or not at all."),
    click.Option(["--force"], is_flag=True, help="Replace the file if it exists."),
    click.Option(["--copy"], is_flag=True, help="Put the text on the clipboard instead."),
)

ASCII_ONLY = click.Option(["--ascii", "ascii_only"], is_flag=True, help="Spell every sign in ASCII.")

LOOKS: Parameters = (
    *DESTINATION,
    click.Option(["--standalone"], is_flag=True, help="latex: a file that compiles by itself."),
    ASCII_ONLY,
    one_of("--color", COLORS, "Colours.", COLORS[0]),
    click.Option(["--width"], metavar="COLUMNS", help="Fold here.  [default: the terminal's width, none for a file]"),
)


class FormatOption(click.Option):
    """--format with the names that a command offers; they are looked up when help shows them or a shell asks."""

    def __init__(self, names: Callable[[], Iterable[str]], default_name: str) -> None:
        super().__init__(["-f", "--format", "format_name"], metavar="NAME", type=Choice(lambda _: names()))
        self.names = names
        self.default_name = default_name

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        self.help = f"One of: {', '.join(self.names())}.  [default: {self.default_name}, or as the file is named]"
        return super().get_help_record(ctx)


def flag(*names: str, callback: Callable[[click.Context, click.Parameter, bool], None], help_text: str) -> click.Option:
    """An option that answers by itself, through our own writer: a full disk or a closed pipe makes no noise."""
    return click.Option(names, is_flag=True, is_eager=True, expose_value=False, callback=callback, help=help_text)


def _help(context: click.Context, _: click.Parameter, asked: bool) -> None:
    if asked:
        write([f"{context.get_help()}\n"])
        context.exit()


HELP = flag("-h", "--help", callback=_help, help_text="This page.")
