"""Pages of help, at most 80 columns wide: what a command does, two examples, then its parameters in groups."""

from __future__ import annotations

import re
import shutil
import textwrap
from collections.abc import Iterable, Iterator, Mapping, Sequence

import click

NARROWEST, ROOMY, WIDEST = 40, 64, 80
HELP_INDENT = "  "
NO_BREAK = "\N{NO-BREAK SPACE}"
# what means something begins here at most; names that reach beyond it have a line of their own
COLUMN = 26
# never broken: typed values and defaults, if they are short
UNBROKEN = re.compile(r"'[^']{,16}'|\[default: [^]]{,20}\]")

HelpLine = tuple[str, str]


def records(parameters: Iterable[click.Parameter], context: click.Context) -> list[HelpLine]:
    """The name of each parameter and its line of help."""
    found = (parameter.get_help_record(context) for parameter in parameters)
    return [record for record in found if record is not None]


def help_page(
    start: Iterable[str], listed: Mapping[str, Iterable[str]], groups: Mapping[str, Sequence[HelpLine]], end: str = ""
) -> str:
    """Paragraphs, lines that are typed as they are, and groups of entries, each under its heading."""
    width = max(NARROWEST, min(WIDEST, shutil.get_terminal_size().columns))
    starts = [len(f"{HELP_INDENT}{name}{HELP_INDENT}") for group in groups.values() for name, _ in group]
    column = max(start for start in starts if start <= COLUMN) if width >= ROOMY else len(HELP_INDENT) * 3
    parts = [
        *(_folded(text, width) for text in start),
        *("\n".join((f"{heading}:", *(HELP_INDENT + line for line in lines))) for heading, lines in listed.items()),
        *("\n".join((f"{heading}:", *_entries(group, column, width))) for heading, group in groups.items() if group),
        _folded(end, width),
    ]
    return "\n\n".join(filter(None, parts))


def _entries(group: Sequence[HelpLine], column: int, width: int) -> Iterator[str]:
    """The lines of a group: the names, and beside them what they mean."""
    for name, text in group:
        start = f"{HELP_INDENT}{name}"
        if len(start) > column - len(HELP_INDENT):
            yield start
            start = ""
        yield start.ljust(column) + _folded(text, width, column).lstrip()


def _folded(text: str, width: int, margin: int = 0) -> str:
    """The text in lines of this width, so far from the left."""
    kept = UNBROKEN.sub(lambda found: found[0].replace(" ", NO_BREAK), " ".join(text.split()))
    start = " " * margin
    folded = textwrap.fill(kept, width, initial_indent=start, subsequent_indent=start, break_on_hyphens=False)
    return folded.replace(NO_BREAK, " ")
