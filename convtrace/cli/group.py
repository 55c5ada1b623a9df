"""The program as click runs it: the commands of the table, and `help`."""

from __future__ import annotations

import click

from convtrace.cli.choices import Word
from convtrace.cli.command import Command
from convtrace.cli.operation_command import operation_command
from convtrace.cli.output_options import HELP, flag
from convtrace.cli.parsing import GroupedCommand, unknown_command
from convtrace.cli.stream import write, write_help
from convtrace.law.operations import names

PURPOSE = "Shows, index by index, how one value of a convolution or cross-correlation comes about."
FIRST_STEPS = ("convtrace conv --m 1 --n 1", "convtrace xcorr --m -1 --n -1")
HELP_NAME, HELP_SENTENCE = "help", "The examples and the options of a command."
MORE = "convtrace help COMMAND shows the examples and the options of a command; so does COMMAND -h."


def _commands() -> dict[str, Command]:
    from convtrace.cli.commands import commands  # only here: most runs ask for an operation

    return commands()


class LazyGroup(click.Group):
    """A command is made when it is asked for: most runs ask for one."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 -- as click has it
        return [*_commands(), HELP_NAME]

    def get_params(self, ctx: click.Context) -> list[click.Parameter]:  # noqa: ARG002 -- as click has it
        return self.params

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 -- as click has it
        if cmd_name == HELP_NAME:
            return _help_command()
        found = operation_command(cmd_name) if cmd_name in names() else _commands().get(cmd_name)
        return None if found is None else found.made()

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args[0] not in names() and not args[0].startswith("-") and not ctx.resilient_parsing:
            known = self.list_commands(ctx)
            if args[0] not in known:
                raise unknown_command(args[0], known)
        return super().resolve_command(ctx, args)

    def get_help(self, ctx: click.Context) -> str:
        from convtrace.cli.help import help_page, records  # only here: most runs ask for no help

        sentences = [(name, row.sentence) for name, row in _commands().items()]
        groups = {
            "Commands": [*sentences, (HELP_NAME, HELP_SENTENCE)],
            "Options": records(self.params, ctx),
        }
        usage = "Usage: convtrace COMMAND [OPTIONS]"
        return help_page((usage, PURPOSE), {"Type one of these first": FIRST_STEPS}, groups, MORE)


@click.pass_context
def _show_help(context: click.Context, command: str | None) -> None:
    """Write the help of a command, or of the program."""
    start = context.find_root()
    if command is None:
        write_help(start.get_help())
        return
    found = convtrace.get_command(start, command)
    if found is None:
        raise unknown_command(command, convtrace.list_commands(start), "convtrace help ")
    write_help(found.get_help(click.Context(found, parent=start, info_name=command)))


def _help_command() -> GroupedCommand:
    return GroupedCommand(
        HELP_NAME,
        HELP_SENTENCE,
        ("convtrace help conv", "convtrace help library"),
        {
            "The question": [
                Word(
                    "command",
                    "[COMMAND]",
                    lambda _: _commands(),
                    "One of the commands; without it all.",
                    required=False,
                )
            ],
            "The output": [HELP()],
        },
        callback=_show_help,
    )


def _version(context: click.Context, _: click.Parameter, asked: bool) -> None:
    if asked:
        from importlib.metadata import version

        write([f"convtrace {version('convtrace')}\n"])
        context.exit()


@click.pass_context
def _start(context: click.Context) -> None:
    if context.invoked_subcommand is None:
        write_help(context.get_help())


convtrace = LazyGroup(
    "convtrace",
    params=[flag("-V", "--version", callback=_version, help_text="The version.")(), HELP()],
    callback=_start,
    add_help_option=False,
    invoke_without_command=True,
)
