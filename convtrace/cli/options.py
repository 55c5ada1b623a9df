"""The options that commands share."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

import click

from convtrace.cli.stream import write
from convtrace.law.boundary import CONSTANT, RULES, ZERO
from convtrace.law.extents import MODES
from convtrace.law.operations import forms, names
from convtrace.render.rendering import DEFAULT, formats

Command = TypeVar("Command", bound=Callable[..., Any])
Decorator = Callable[[Command], Command]

COLORS = ("auto", "always", "never")

OUTPUT: tuple[Decorator[Any], ...] = (
    click.option("--m", metavar="M", help="First index of the output y[m,n]."),
    click.option("--n", metavar="N", help="Second index of the output y[m,n]."),
    click.option("--at", metavar="M,N,..", help="Index of the output, for any number of axes."),
)

OPERANDS: tuple[Decorator[Any], ...] = (
    click.option(
        "--image",
        metavar="SIZE|VALUES",
        help="7x7 (columns x rows), 7, 9x7x5; or values: '1 2; 3 4', a file, - for input.  [default: 7 on each axis]",
    ),
    click.option(
        "--kernel",
        metavar="SIZE|VALUES",
        help="3x3, 5, 3x3x3; or values: '1 0 -1', a file, a name such as sobel-x.  [default: 3 on each axis]",
    ),
    click.option("--kernel-origin", metavar="P,Q,..", help="The element called 0, counted from 0.  [default: centre]"),
    click.option(
        "--axes", metavar="xy|rc", default="xy", show_default=True, help="First index: column (xy) or row (rc, NumPy)."
    ),
    click.option("--stride", metavar="S,..", default="1", show_default=True, help="How far apart outputs are taken."),
    click.option(
        "--dilation", metavar="D,..", default="1", show_default=True, help="How far apart kernel elements lie."
    ),
    click.option(
        "--pad",
        metavar="|".join(name if rule is not CONSTANT else f"{name}:V" for name, rule in RULES.items()),
        default=ZERO.name,
        show_default=True,
        help="What x outside the image is.",
    ),
)

WINDOW: Decorator[Any] = click.option(
    "--window",
    metavar="WINDOW",
    default="auto",
    show_default=True,
    help="Positions in the table: auto (those used, one more row and column), all, or FIRST:LAST,FIRST:LAST.",
)

MODE: Decorator[Any] = click.option(
    "--mode",
    metavar="|".join(MODES),
    default=MODES[0],
    show_default=True,
    help="Outputs: valid (all elements meet pixels), same (element 0 does), full (any does).",
)

GRADIENT: tuple[Decorator[Any], ...] = (
    click.option("--pixel", metavar="I,J,..", help="The pixel x[i,j] whose gradient is asked for."),
    click.option("--weight", metavar="P,Q,..", help="The kernel element h[p,q] whose gradient is asked for."),
)

OPERATION: Decorator[Any] = click.argument("operation", metavar="|".join(names()))

PAIR: Decorator[Any] = click.argument("operations", metavar="[A B]", nargs=-1)

CHECK: Decorator[Any] = click.option(
    "--check", is_flag=True, help="Let SymPy expand the whole sum, too; exit code 1 unless both are equal."
)

ONLY: Decorator[Any] = click.option(
    "--only", metavar="SECTION,..", help="Only these sections, for example: table,result."
)


def format_option(names: Iterable[str], default: str) -> Decorator[Any]:
    """--format with the names that a command offers."""
    help_text = f"One of: {', '.join(names)}.  [default: {default}, or as the file is named]"
    return click.option("-f", "--format", "format_name", metavar="NAME", help=help_text)


DESTINATION: tuple[Decorator[Any], ...] = (
    click.option("-o", "--output", metavar="FILE", help="Write this file, whole or not at all."),
    click.option("--force", is_flag=True, help="Replace the file if it exists."),
    click.option("--copy", is_flag=True, help="Put the text on the clipboard instead."),
)

ASCII_ONLY: Decorator[Any] = click.option("--ascii", "ascii_only", is_flag=True, help="Spell every sign in ASCII.")

ANSWER: tuple[Decorator[Any], ...] = (
    format_option(formats(), DEFAULT),
    *DESTINATION,
    click.option("--standalone", is_flag=True, help="latex: a file that compiles by itself."),
    ASCII_ONLY,
    click.option("--color", metavar="|".join(COLORS), default=COLORS[0], show_default=True, help="Colours."),
    click.option("--width", metavar="COLUMNS", help="Fold here.  [default: the terminal's width, none for a file]"),
)


def _help(context: click.Context, _: click.Parameter, asked: bool) -> None:
    if asked:
        write([f"{context.get_help()}\n"])
        context.exit()


def flag(*names: str, callback: Callable[..., None], help_text: str) -> Decorator[Any]:
    """An option that answers by itself, through our own writer: a full disk or a closed pipe makes no noise."""
    return click.option(*names, is_flag=True, is_eager=True, expose_value=False, callback=callback, help=help_text)


HELP = flag("-h", "--help", callback=_help, help_text="This page.")


def form_options(name: str) -> tuple[Decorator[Any], ...]:
    """--form for an operation that has more than one."""
    known = forms(name)
    if not known:
        return ()
    help_text = f"How the sum of {name} is written.  [default: {known[0]}]"
    return (click.option("--form", metavar="|".join(known), help=help_text),)


FORM = tuple(option for name in names() for option in form_options(name))


def decorated(function: Command, options: Iterable[Decorator[Any]]) -> Command:
    """The function with all options, shown by help in the order given."""
    for option in reversed(tuple(options)):
        function = option(function)
    return function
