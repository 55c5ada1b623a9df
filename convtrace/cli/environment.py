"""Defaults that stand in the environment: with CONVTRACE_FORMAT=github, pages are as with --format github."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from typing import Any

import click
from click.core import ParameterSource

from convtrace.errors import shortened
from convtrace.render import rendering
from convtrace.values.typed_text import typed

COLORS = ("auto", "always", "never")
PREFIX = "CONVTRACE_"

# how each value is checked, under the name of its variable
CHECKED: Mapping[str, Callable[[str, Any], object]] = {
    "format_name": lambda name, given: rendering.checked_format(name, given, *rendering.WRITERS),
    "theme": lambda name, given: rendering.checked_theme(given, name),
    "color": lambda name, given: typed(name, given).one_of(COLORS),
    "width": lambda name, given: rendering.checked_width(given, name),
    "ascii_only": lambda _, given: given,
}


def display(*options: click.Option) -> tuple[click.Option, ...]:
    """Options that only change how a page looks, each with its variable: CONVTRACE_WIDTH for --width."""
    for option in options:
        name = next(name for name in option.opts if name.startswith("--"))
        option.envvar = f"{PREFIX}{name.removeprefix('--').upper()}"
    return options


def defaults(context: click.Context) -> dict[str, Any]:
    """The values that come from the environment, checked, by the names of their parameters."""
    found = {}
    for parameter in context.command.params:
        name, variable = parameter.name or "", parameter.envvar
        if isinstance(variable, str) and context.get_parameter_source(name) is ParameterSource.ENVIRONMENT:
            found[name] = CHECKED[name](variable, context.params[name])
    return found


def refused_flag(parameter: click.Parameter | None) -> str | None:
    """The message about a variable that is neither yes nor no; its option itself takes no value."""
    if parameter is None or not isinstance(parameter.envvar, str):
        return None
    given = shortened(os.environ.get(parameter.envvar, ""))
    return f"{parameter.envvar}: {given} is not 1 or 0\nType, for example: {parameter.envvar}=1"
