"""The parameters about the text of an answer, and --help."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial

import click

from convtrace.cli.choices import FILES, LateOption, Made, Parameters, one_of, option
from convtrace.cli.environment import COLORS
from convtrace.cli.stream import write_help
from convtrace.render.rendering import THEMES

DESTINATION: Parameters = (
    option(
        ["-o", "--output"],
        metavar="FILE",
        type=FILES,
        help="Write to this file; it is never half-written.",
    ),
    option(["--force"], is_flag=True, help="Replace the file if it exists."),
    option(["--copy"], is_flag=True, help="Put the text on the clipboard instead."),
    option(["--pager"], is_flag=True, help="Show what is longer than the window in $PAGER, or in less."),
)

ASCII_ONLY = option(["--ascii", "ascii_only"], is_flag=True, help="Spell every sign in ASCII.")
OPEN = option(["--open", "opens"], is_flag=True, help="Open the file in your browser.")

COLOR = one_of("--color", COLORS, f"Colours: {', '.join(COLORS)}.", COLORS[0])
SCREEN_LOOKS: Parameters = (ASCII_ONLY, COLOR)

LOOKS: Parameters = (
    *DESTINATION,
    option(["--standalone"], is_flag=True, help="latex: a file that compiles by itself."),
    ASCII_ONLY,
    one_of("--theme", THEMES, f"pictures, html: {', '.join(THEMES)} (as the screen).  [default: light; html: auto]"),
    COLOR,
    option(
        ["--width"],
        metavar="COLUMNS",
        help="Fold here.  [default: the terminal's width; none for a file]",
    ),
)


def format_option(known: Callable[[], Iterable[str]], default_name: str) -> Made:
    """--format with the names that a command offers."""

    def text() -> str:
        return f"One of: {', '.join(known())}.  [default: {default_name}, or as the file is named]"

    return partial(LateOption, ["-f", "--format", "format_name"], lambda _: known(), text, metavar="NAME")


def flag(*names: str, callback: Callable[[click.Context, click.Parameter, bool], None], help_text: str) -> Made:
    """An option that answers by itself, through our own writer: a full disk or a closed pipe makes no noise."""
    return option(names, is_flag=True, is_eager=True, expose_value=False, callback=callback, help=help_text)


def _help(context: click.Context, _: click.Parameter, asked: bool) -> None:
    if asked:
        write_help(context.get_help())
        context.exit()


HELP = flag("-h", "--help", callback=_help, help_text="This page.")
