"""One command: what it asks, and the page that answers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial
from importlib import import_module
from typing import Any

import click

from convtrace.cli.environment import defaults
from convtrace.cli.options import Parameters, only_option
from convtrace.cli.output import PAGES, FormatChoice, OutputOptions
from convtrace.cli.output_options import HELP
from convtrace.cli.parsing import GroupedCommand
from convtrace.values.frozen import Frozen

OUTPUT_GROUP = "The output"


class Command(Frozen):
    """One row: a sentence, two examples, what is asked, and the module that answers (`page`).

    What is asked stands in four groups of options, and in what the command's name alone says (`fixed`). `sections` is
    the module whose SECTIONS --only takes, empty where there is no --only; `other_sections` has the modules of
    other pages by the options that ask for them, `further_sections` those of sections that an option adds.
    """

    name: str
    sentence: str
    examples: tuple[str, str]
    page: str
    question: Parameters = ()
    arrays: Parameters = ()
    drawing: Parameters = ()
    notation: Parameters = ()
    sections: str = ""
    other_sections: Mapping[str, str] = {}
    further_sections: Mapping[str, str] = {}
    fixed: Mapping[str, str] = {}
    formats: FormatChoice = PAGES

    @property
    def options(self) -> Parameters:
        """All options about the answer, without those about its text."""
        return (*self.question, *self.arrays, *self.drawing, *self.notation)

    def made(self) -> GroupedCommand:
        """The command for click; help shows the parameters in this order."""
        modules = (self.sections, self.other_sections, self.further_sections)
        only = [only_option(*modules)] if self.sections else []
        groups = {
            "The question": self.question,
            "The arrays": self.arrays,
            "The drawing": (*self.drawing, *only),
            "The notation": self.notation,
            OUTPUT_GROUP: (*self.formats.options, HELP),
        }
        examples = [f"convtrace {example}" for example in self.examples]
        return GroupedCommand(self.name, self.sentence, examples, groups, callback=partial(_answer, self))


def _answer(command: Command, **given: Any) -> bool:
    """Write the page, and tell whether what was asked holds."""
    usual = defaults(click.get_current_context())
    typed = {name: value for name, value in _values(command.formats.options, given).items() if name not in usual}
    output = OutputOptions(**typed, usual=usual).settled(command.formats)
    page = import_module(f"convtrace.view.pages.{command.page}")
    question = {**command.fixed, **_values(command.options, given)}
    result = page.page_result(question, given.get("only"), _read)
    output.write(result.document)
    holds: bool = result.holds
    return holds


def _values(parameters: Iterable[click.Parameter], given: Mapping[str, Any]) -> dict[str, Any]:
    names = (parameter.name or "" for parameter in parameters)
    return {name: given[name] for name in names}


def _read(name: str) -> bytes:
    from convtrace.cli.files import read

    return read(name)
