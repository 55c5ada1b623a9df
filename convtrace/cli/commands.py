"""The commands: one for each page, and those that print something else."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import click

from convtrace.cli.answer import answer, chosen
from convtrace.cli.options import ANSWER, HELP, ONLY, decorated, flag
from convtrace.cli.pages import PAGES, Page
from convtrace.cli.stream import write

FIRST_STEPS = """\b
Type one of these first:
  convtrace conv --m 1 --n 1
  convtrace xcorr --m -1 --n -1"""
SETTINGS = {"max_content_width": 100}


class Interrupted(BaseException):
    """Ctrl-C, under a name that click does not announce."""


class _Lazy(click.Group):
    """A command is made when it is asked for: most runs ask for one."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 -- as click has it
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 -- as click has it
        return COMMANDS[cmd_name]() if cmd_name in COMMANDS else None

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


VERSION = flag("-V", "--version", callback=_version, help_text="The version.")


@click.group(
    cls=_Lazy,
    add_help_option=False,
    invoke_without_command=True,
    context_settings=SETTINGS,
    help=f"Shows, index by index, how one value of a convolution or cross-correlation comes about.\n\n{FIRST_STEPS}",
)
@VERSION
@HELP
@click.pass_context
def convtrace(context: click.Context) -> None:
    if context.invoked_subcommand is None:
        write([f"{context.get_help()}\n"])


def _command(page: Page) -> click.Command:
    """The command of one page."""

    def callback(**given: Any) -> bool:
        ready = answer(**{option: given.pop(option) for option in answer.__annotations__ if option in given})
        only = given.pop("only")
        made = page.document(given, chosen(only, page.sections() if only is not None else ()))
        ready.give(made.document)
        return made.holds

    decorators = (*page.options, ONLY, *ANSWER, HELP)
    return click.command(page.name, add_help_option=False, help=page.help_text)(decorated(callback, decorators))


def _expand() -> click.Command:
    from convtrace.cli.expand import expand

    return expand


def _prove() -> click.Command:
    from convtrace.cli.prove import prove

    return prove


def _library() -> click.Command:
    from convtrace.cli.library import library

    return library


COMMANDS: dict[str, Callable[[], click.Command]] = {
    **{page.name: partial(_command, page) for page in PAGES},
    "expand": _expand,
    "prove": _prove,
    "library": _library,
}
