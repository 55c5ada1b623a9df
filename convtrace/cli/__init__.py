"""The command line: words → problem → page → stream. The only reader and writer of streams."""

from __future__ import annotations

from collections.abc import Sequence

import click

from convtrace.cli.commands import Interrupted, convtrace
from convtrace.cli.stream import Unwritable, complain
from convtrace.errors import ConvtraceError, shortened
from convtrace.operations import NAMES

DONE, FAILED, WRONG = 0, 1, 2
LONGEST_MESSAGE = 200
EXAMPLE = "Type, for example: convtrace conv --m 1 --n 1"


def _example(error: click.UsageError) -> str:
    """What to type instead: the page of the command, where it has no example of its own."""
    name = error.ctx.info_name if error.ctx else None
    return EXAMPLE if name in (None, "convtrace", *NAMES) else f"All its options: convtrace {name} -h"


def run(words: Sequence[str]) -> int:
    """The exit code of one command: 0 done, 1 the answer is no or can't be written, 2 the words are wrong.

    A command whose answer may be no gives back whether it is yes.
    """
    try:
        answer = convtrace.main(args=list(words), prog_name="convtrace", standalone_mode=False)
    except ConvtraceError as error:
        return complain(f"Error: {error}", WRONG)
    except click.UsageError as error:
        return complain(
            f"Error: {shortened(error.format_message(), longest=LONGEST_MESSAGE)}\n{_example(error)}", WRONG
        )
    except Interrupted:
        raise KeyboardInterrupt from None
    except Unwritable as error:
        return complain(f"Error: cannot write output: {error}", FAILED)
    return FAILED if answer is False else DONE
