"""Long answers through the reader's pager, where that is asked for."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterable
from itertools import chain

import click

from convtrace.cli.stream import write


def write_paged(pieces: Iterable[str | bytes]) -> None:
    """Write what the window holds, and hand what is longer to $PAGER; into a pipe or a file just write."""
    if sys.stdout is None or not sys.stdout.isatty():
        write(pieces)
        return
    left, first = iter(pieces), list[str]()
    # the line of the next prompt needs room, too
    height = shutil.get_terminal_size().lines - 1
    for piece in left:
        first.append(str(piece))
        if sum(each.count("\n") for each in first) > height:
            click.echo_via_pager(chain(first, map(str, left)))
            return
    write(first)
