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
    from collections.abc import Iterator

    from convtrace.trace.problem import Problem

SUFFIXES = {".txt": "text", ".jsonl": "jsonl", ".tex": "latex", ".py": "sympy"}
FORMATS = tuple(SUFFIXES.values())
SUMS = Offer(lambda: FORMATS, FORMATS[0], lambda: SUFFIXES)


def _expand(*, format_name: str | None, output: str | None, force: bool, copy: bool, **given: Any) -> None:
    way = way_out(SUMS, format_name, output=output, force=force, copy=copy)
    unicode = not given.pop("ascii_only") and target(way.stream, "never", None, os.environ).unicode

    from convtrace.cli.files import read
    from convtrace.trace.pose import pose
    from convtrace.trace.problem import check_outputs

    problem = pose(**given, read=read)
    check_outputs(problem)
    count = prod(map(len, problem.outputs))
    sums = (_letters if problem.is_plain else _worked)(problem, way.format_name, unicode)
    # closed, so that a bar leaves the terminal whatever happens
    with closing(tracked(sums, count, way.stream)) as pieces:
        way.put(pieces)


def _letters(problem: Problem, format_name: str, unicode: bool) -> Iterator[str]:
    """Letters alone take the fast way."""
    from convtrace.render.lines.layout import ASCII
    from convtrace.trace.expansion import SPELLINGS, expansion

    spelling = SPELLINGS[format_name]
    return expansion(problem, spelling if unicode else spelling.translated(ASCII))


def _worked(problem: Problem, format_name: str, unicode: bool) -> Iterator[str]:
    from convtrace.render.lines.layout import ASCII
    from convtrace.view.worked_sums import sums

    return (line if unicode else line.translate(ASCII) for line in sums(problem, format_name))


OPTIONS = (*OPERANDS, *FORM, MODE, format_option(FORMATS, FORMATS[0]), *DESTINATION, ASCII_ONLY, HELP)

expand = click.command(
    "expand", add_help_option=False, help="Every output's sum, one on each line, written as it is made."
)(decorated(_expand, (OPERATION, *OPTIONS)))
