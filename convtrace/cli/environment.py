"""Defaults that stand in the environment: with CONVTRACE_FORMAT=github, pages are as with --format github.

Read by us and not by click, whose older versions take any text for a flag and whose messages name no variable.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

import click
from click.core import ParameterSource

from convtrace.render import rendering
from convtrace.values.frozen import Frozen
from convtrace.values.typed_text import typed

COLORS = ("auto", "always", "never")
PREFIX = "CONVTRACE_"
SWITCHES = {"1": True, "0": False, "yes": True, "no": False, "true": True, "false": False, "on": True, "off": False}


class Variable(Frozen):
    """A variable, the option whose default it is, and the function that checks its value under its name."""

    name: str
    option: str
    checked: Callable[[str, str], object]


def _variable(option: str, checked: Callable[[str, str], object]) -> Variable:
    return Variable(name=PREFIX + option.removeprefix("--").upper(), option=option, checked=checked)


# only what changes how a page looks, by the names of parameters
VARIABLES = {
    "format_name": _variable("--format", lambda name, given: rendering.checked_format(name, given, *rendering.WRITERS)),
    "theme": _variable("--theme", lambda name, given: rendering.checked_theme(given, name)),
    "color": _variable("--color", lambda name, given: typed(name, given).one_of(COLORS)),
    "width": _variable("--width", lambda name, given: rendering.checked_width(given, name)),
    "ascii_only": _variable("--ascii", lambda name, given: SWITCHES[typed(name, given).one_of(SWITCHES)]),
}


def defaults(context: click.Context) -> dict[str, Any]:
    """The values that the environment has for options that are not typed, checked, by the names of parameters."""
    names = (parameter.name or "" for parameter in context.command.params)
    free = [name for name in names if context.get_parameter_source(name) is ParameterSource.DEFAULT]
    given = {name: os.environ.get(VARIABLES[name].name) for name in free if name in VARIABLES}
    return {name: VARIABLES[name].checked(VARIABLES[name].name, text) for name, text in given.items() if text}
