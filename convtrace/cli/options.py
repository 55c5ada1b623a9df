"""The options that commands share."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

import click

from convtrace.operations import forms
from convtrace.render import DEFAULT, formats

Command = TypeVar("Command", bound=Callable[..., Any])
Decorator = Callable[[Command], Command]

COLORS = ("auto", "always", "never")

QUESTION: tuple[Decorator[Any], ...] = (
    click.option("--m", metavar="M", help="First index of the output y[m,n]."),
    click.option("--n", metavar="N", help="Second index of the output y[m,n]."),
    click.option("--at", metavar="M,N,..", help="Index of the output, for any number of axes."),
    click.option("--image", metavar="SIZE", help="7x7 (columns x rows), 7, 9x7x5.  [default: 7 on each axis]"),
    click.option("--kernel", metavar="SIZE", help="3x3, 5, 3x3x3.  [default: 3 on each axis]"),
    click.option("--kernel-origin", metavar="P,Q,..", help="The element called 0, counted from 0.  [default: centre]"),
    click.option(
        "--axes", metavar="xy|rc", default="xy", show_default=True, help="First index: column (xy) or row (rc, NumPy)."
    ),
    click.option(
        "--window",
        metavar="WINDOW",
        default="auto",
        show_default=True,
        help="Pixels in the table: auto (those used, one more row and column), all, or FIRST:LAST,FIRST:LAST.",
    ),
)

ONLY: Decorator[Any] = click.option(
    "--only", metavar="SECTION,..", help="Only these sections, for example: table,result."
)

ANSWER: tuple[Decorator[Any], ...] = (
    click.option(
        "-f",
        "--format",
        "format_name",
        metavar="NAME",
        help=f"One of: {', '.join(formats())}.  [default: {DEFAULT}, or as the file is named]",
    ),
    click.option("-o", "--output", metavar="FILE", help="Write this file, whole or not at all."),
    click.option("--force", is_flag=True, help="Replace the file if it exists."),
    click.option("--copy", is_flag=True, help="Put the text on the clipboard instead."),
    click.option("--standalone", is_flag=True, help="latex: a file that compiles by itself."),
    click.option("--ascii", "ascii_only", is_flag=True, help="Spell every sign in ASCII."),
    click.option("--color", metavar="|".join(COLORS), default=COLORS[0], show_default=True, help="Colours."),
    click.option("--width", metavar="COLUMNS", help="Fold here.  [default: the terminal's width, none for a file]"),
)


def form_options(name: str) -> tuple[Decorator[Any], ...]:
    """--form for an operation that has more than one."""
    names = [form for form in forms(name) if form is not None]
    if len(names) < 2:
        return ()
    help_text = "How the sum is written."
    return (click.option("--form", metavar="|".join(names), default=names[0], show_default=True, help=help_text),)


def decorated(function: Command, options: Iterable[Decorator[Any]]) -> Command:
    """The function with all options, shown by help in the order given."""
    for option in reversed(tuple(options)):
        function = option(function)
    return function
