"""The commands: one for each name in the table of operations."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click

from convtrace import reading
from convtrace.cli.answer import answer
from convtrace.cli.options import ANSWER, ONLY, QUESTION, Decorator, decorated, form_options
from convtrace.cli.stream import write
from convtrace.operations import NAMES, forms

FIRST_STEPS = """\b
Type one of these first:
  convtrace conv --m 1 --n 1
  convtrace xcorr --m -1 --n -1"""
SETTINGS = {"max_content_width": 100}


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


def _help(context: click.Context, _: click.Parameter, asked: bool) -> None:
    if asked:
        write([f"{context.get_help()}\n"])
        context.exit()


def _flag(*names: str, callback: Callable[..., None], help_text: str) -> Decorator[Any]:
    """An option that answers by itself, through our own writer: a full disk or a closed pipe makes no noise."""
    return click.option(*names, is_flag=True, is_eager=True, expose_value=False, callback=callback, help=help_text)


HELP = _flag("-h", "--help", callback=_help, help_text="This page.")
VERSION = _flag("-V", "--version", callback=_version, help_text="The version.")


@click.group(
    cls=_Quiet,
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


def _command(name: str) -> click.Command:
    """The command of one operation."""

    def callback(**given: Any) -> None:
        wanted = {option: given.pop(option) for option in answer.__annotations__ if option in given}
        _answer(name, only=given.pop("only"), question=given, **wanted)

    title = next(iter(forms(name).values())).title.partition(" (")[0]
    options = (*QUESTION, *form_options(name), ONLY, *ANSWER, HELP)
    return click.command(name, add_help_option=False, help=f"{title}: one output value, step by step.")(
        decorated(callback, options)
    )


def _answer(name: str, *, only: str | None, question: dict[str, Any], **wanted: Any) -> None:
    ready = answer(**wanted)

    from convtrace.derivation import derive
    from convtrace.problem import pose
    from convtrace.view import SECTIONS, document

    sections = [] if only is None else [part.one_of(SECTIONS) for part in reading.typed("--only", only).split(",")]
    ready.give(document(derive(pose(name, **question)), sections))


for _name in NAMES:
    convtrace.add_command(_command(_name))
