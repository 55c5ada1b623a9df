"""The command line: words → problem → page → stream. The only reader and writer of streams."""

from __future__ import annotations

import os
from collections.abc import Sequence

import click

from convtrace.cli.choices import Word
from convtrace.cli.group import convtrace
from convtrace.cli.stream import Unwritable, print_error
from convtrace.errors import ConvtraceError, shortened
from convtrace.law.operations import names
from convtrace.values.limits import MAX_MESSAGE_LENGTH

# set by shells that complete, and named by click
COMPLETION = "_CONVTRACE_COMPLETE"
DONE, FAILED, WRONG = 0, 1, 2


def _said(error: click.UsageError) -> str:
    """The message, and what to type instead: where an option belongs, the commands, an example, or the help."""
    name = error.ctx.info_name if error.ctx else None
    top = name in (None, "convtrace")
    if isinstance(error, click.NoSuchOption) and not top and (takers := _takers(error.option_name)):
        if error.option_name in ("--m", "--n") and name in _takers("--at"):
            return f"{name} has no option {error.option_name}\nName the output with --at, for example: --at 1,1"
        hint = f"It is an option of: {', '.join(takers)}. Those of {name}: convtrace {name} -h"
        return f"{name} has no option {error.option_name}\n{hint}"
    message, guess = shortened(error.format_message(), longest=MAX_MESSAGE_LENGTH), ""
    if isinstance(error, click.NoSuchOption) and error.ctx:
        # in our own words: click's differ from version to version
        message, guess = f"{name} has no option {shortened(error.option_name)}", _guess(error.option_name, error.ctx)
    if isinstance(error, click.MissingParameter) and isinstance(error.param, Word):
        from convtrace.cli.commands import commands

        metavar, example = error.param.metavar, commands()[name or ""].examples[0]
        return f"{name}: {metavar} is missing\n{error.param.text} Type, for example: convtrace {example}"
    if top or name in names():
        return f"{message}\n{guess}Type, for example: convtrace {names()[0] if top else name} --m 1 --n 1"
    return f"{message}\n{guess}All its options: convtrace {name} -h"


def _guess(option: str, context: click.Context) -> str:
    """The question whether the nearest option of the command is meant, or nothing."""
    from difflib import get_close_matches

    known = [name for parameter in context.command.params for name in parameter.opts if name.startswith("--")]
    return "".join(f"Did you mean {near}? " for near in get_close_matches(option, known, n=1, cutoff=0.75))


def _takers(option: str) -> list[str]:
    """The commands that have an option."""
    from convtrace.cli.commands import commands

    made = (row.made() for row in commands().values())
    return [command.name or "" for command in made if any(option in parameter.opts for parameter in command.params)]


def run(words: Sequence[str]) -> int:
    """The exit code of one command: 0 done, 1 the answer is no or can't be written, 2 the words are wrong.

    A command whose answer may be no gives back whether it is yes.
    """
    if os.environ.get(COMPLETION):
        from convtrace.cli.completion import register

        register()
        convtrace.main(prog_name="convtrace")
    try:
        # click's own way to here announces Ctrl-C
        with convtrace.make_context("convtrace", [*words]) as context:
            answer = convtrace.invoke(context)
    except click.exceptions.Exit:
        return DONE
    except ConvtraceError as error:
        return print_error(f"Error: {error}", WRONG)
    except click.UsageError as error:
        return print_error(f"Error: {_said(error)}", WRONG)
    except Unwritable as error:
        return print_error(f"Error: cannot write output: {error}", FAILED)
    return FAILED if answer is False else DONE
