"""The manual page, `man convtrace`, made of the same tables as help when the package is built."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import click

from convtrace.cli.command import OUTPUT_GROUP
from convtrace.cli.commands import commands
from convtrace.cli.environment import VARIABLES
from convtrace.cli.group import FIRST_STEPS, PURPOSE, convtrace
from convtrace.cli.help import HelpLine, records
from convtrace.cli.parsing import GroupedCommand

# what a shell must get as it is typed, and roff would make typographic or take for its own
ESCAPES = str.maketrans(
    {
        "\\": r"\e",
        "-": r"\-",
        "'": r"\(aq",
        '"': r"\(dq",
        "`": r"\(ga",
        "^": r"\(ha",
        "~": r"\(ti",
        "\N{NO-BREAK SPACE}": r"\~",
    }
)
EXIT_CODES = (
    ("0", "Done."),
    ("1", "The answer is no: a law or a check does not hold; or the page can't be written."),
    ("2", "The command line, a variable or an input is wrong; the message says what to type instead."),
)


def manual(version: str) -> str:
    """The page as roff.

    >>> print(manual("1.0")[:40])
    .TH CONVTRACE 1 "" "convtrace 1.0" "User
    """
    return "\n".join((*_lines(version), ""))


def _lines(version: str) -> Iterator[str]:
    context = click.Context(convtrace, info_name="convtrace")
    made = {name: row.made() for name, row in commands().items()}
    # the first command has all of them
    output = next(iter(made.values())).groups[OUTPUT_GROUP]
    yield f'.TH CONVTRACE 1 "" "convtrace {version}" "User Commands"'
    # words are typed as they stand: none is broken or stretched
    yield from (".nh", ".ad l")
    yield from (".SH NAME", rf"convtrace \- {roff(PURPOSE[0].lower() + PURPOSE[1:].rstrip('.'))}")
    yield from (".SH SYNOPSIS", ".B convtrace", r".I COMMAND", "[OPTIONS]", ".br", ".B convtrace help", ".I COMMAND")
    yield from (".SH EXAMPLES", *_examples(FIRST_STEPS), ".SH COMMANDS")
    for name, command in made.items():
        yield from _command(command, click.Context(command, parent=context, info_name=name))
    yield from (".SH OUTPUT OPTIONS", *_entries(records(output, context)))
    yield from (".SH ENVIRONMENT", roff("An option that is typed counts more."), *_entries(_variables()))
    yield from (".SH EXIT STATUS", *_entries(EXIT_CODES))


def _command(command: GroupedCommand, context: click.Context) -> Iterator[str]:
    pieces = (*command.collect_usage_pieces(context),)
    yield f".SS {roff(' '.join((context.info_name or '', *pieces)))}"
    yield roff(command.help or "")
    for heading, group in command.groups.items():
        if heading != OUTPUT_GROUP:
            yield from _entries(records(group, context))
    yield from _examples(command.examples)


def _variables() -> Iterator[HelpLine]:
    return ((variable.name, f"The default of {variable.option}.") for variable in VARIABLES.values())


def _entries(entries: Iterable[HelpLine]) -> Iterator[str]:
    for name, text in entries:
        yield from (".TP", rf"\fB{roff(name)}\fR", roff(text))


def _examples(lines: Iterable[str]) -> Iterator[str]:
    yield from (".PP", ".EX", *map(roff, lines), ".EE")


def roff(text: str) -> str:
    r"""One line of text that is only text.

    >>> print(roff("--at -1,0: 'y' ≤ .5"))
    \-\-at \-1,0: \(aqy\(aq \[u2264] .5
    """
    line = re.sub(r"[^\x00-\x7f]", lambda sign: rf"\[u{ord(sign[0]):04X}]", " ".join(text.split()).translate(ESCAPES))
    return rf"\&{line}" if line.startswith(".") else line
