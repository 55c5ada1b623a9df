"""convtrace expand: every output's sum, written as it is made."""

from __future__ import annotations

import os
from contextlib import closing
from math import prod
from typing import TYPE_CHECKING, Any

import click

from convtrace.cli.answer import Offer, way_out
from convtrace.cli.options import (
    ASCII_ONLY,
    DESTINATION,
    FORM,
    HELP,
    MODE,
    OPERANDS,
    OPERATION,
    decorated,
    format_option,
)
from convtrace.cli.progress import tracked
from convtrace.cli.stream import target

if TYPE_CHECKING:
    from convtrace.expansion import Spelling

SUFFIXES = {".txt": "text", ".jsonl": "jsonl", ".tex": "latex", ".py": "sympy"}
FORMATS = tuple(SUFFIXES.values())
SUMS = Offer(lambda: FORMATS, FORMATS[0], lambda: SUFFIXES)


def _expand(*, format_name: str | None, output: str | None, force: bool, copy: bool, **given: Any) -> None:
    way = way_out(SUMS, format_name, output=output, force=force, copy=copy)
    unicode = not given.pop("ascii_only") and target(way.stream, "never", None, os.environ).unicode

    from convtrace.cli.files import read
    from convtrace.expansion import SPELLINGS, expansion
    from convtrace.problem import pose, require_letters, require_outputs

    problem = pose(**given, read=read)
    require_outputs(problem)
    require_letters(problem, "expand")
    count = prod(map(len, problem.outputs))
    spelling = SPELLINGS[way.format_name]
    sums = expansion(problem, spelling if unicode else _in_ascii(spelling))
    # closed, so that a bar leaves the terminal whatever happens
    with closing(tracked(sums, count, way.stream)) as pieces:
        way.put(pieces)


def _in_ascii(spelling: Spelling) -> Spelling:
    from convtrace.layout import ASCII

    return spelling.translated(ASCII)


OPTIONS = (*OPERANDS, *FORM, MODE, format_option(FORMATS, FORMATS[0]), *DESTINATION, ASCII_ONLY, HELP)

expand = click.command(
    "expand", add_help_option=False, help="Every output's sum, one on each line, written as it is made."
)(decorated(_expand, (OPERATION, *OPTIONS)))
