"""The commands: one for each name in the table of operations."""

from __future__ import annotations

import os
import sys
from typing import Any

import click

from convtrace import reading
from convtrace.cli.options import ANSWER, COLORS, QUESTION, decorated, form_options
from convtrace.cli.stream import NARROWEST, target, write
from convtrace.operations import NAMES, forms
from convtrace.render import formats, render

WIDEST = 10_000
FIRST_STEPS = """\b
Type one of these first:
  convtrace conv --m 1 --n 1
  convtrace xcorr --m -1 --n -1"""
SETTINGS = {"help_option_names": ["-h", "--help"], "max_content_width": 100}


class Interrupted(BaseException):
    """Ctrl-C, under a name that click does not announce."""


class _Quiet(click.Group):
    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            raise Interrupted from None


def _version(context: click.Context, _: click.Parameter, asked: bool) -> None:
    if asked:
        from importlib.metadata import version

        write([f"convtrace {version('convtrace')}\n"])
        context.exit()


@click.group(
    cls=_Quiet,
    invoke_without_command=True,
    context_settings=SETTINGS,
    help=f"Shows, index by index, how one value of a convolution or cross-correlation comes about.\n\n{FIRST_STEPS}",
)
@click.option("-V", "--version", is_flag=True, is_eager=True, expose_value=False, callback=_version, help="The version.")
@click.pass_context
def convtrace(context: click.Context) -> None:
    if context.invoked_subcommand is None:
        write([f"{context.get_help()}\n"])


def _command(name: str) -> click.Command:
    """The command of one operation."""

    def answer(**given: Any) -> None:
        _answer(name, **given)

    title = next(iter(forms(name).values())).title
    options = (*QUESTION, *form_options(name), *ANSWER)
    return click.command(name, help=f"{title}: one output value, step by step.")(decorated(answer, options))


def _answer(name: str, *, only: str | None, format_name: str, color: str, width: str | None, **question: Any) -> None:
    reading.one_of("--format", format_name, formats())
    reading.one_of("--color", color, COLORS)
    there = target(sys.stdout, color, _width(width), os.environ)

    from convtrace.derivation import derive
    from convtrace.problem import pose
    from convtrace.view import SECTIONS, document

    sections = [reading.one_of("--only", part, SECTIONS) for part in only.split(",")] if only is not None else ()
    derivation = derive(pose(name, **question))
    write(render(document(derivation, sections), format_name, there))


def _width(given: str | None) -> int | None:
    if given is None:
        return None
    piece = reading.typed("--width", given)
    width = reading.whole(piece, "--width 80")
    if not NARROWEST <= width <= WIDEST:
        raise piece.refuse(f"--width: {width} columns", f"Type a number from {NARROWEST} to {WIDEST}, for example: --width 80")
    return width


for _name in NAMES:
    convtrace.add_command(_command(_name))
