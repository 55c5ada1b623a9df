"""One command: what it asks, and the page that answers."""

from __future__ import annotations

from collections.abc import Container, Mapping
from functools import partial
from importlib import import_module
from typing import Any

import click

from convtrace.cli.choices import Parameters
from convtrace.cli.environment import defaults
from convtrace.cli.options import only_option
from convtrace.cli.output import DRAWN, PAGES, FormatChoice, OutputOptions
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
        parameters = {heading: [make() for make in group] for heading, group in groups.items()}
        about_text = frozenset(parameter.name for parameter in parameters[OUTPUT_GROUP])
        answer = partial(_answer, self, about_text)
        return GroupedCommand(self.name, self.sentence, examples, parameters, callback=answer)


def _answer(command: Command, about_text: Container[str], **given: Any) -> bool:
    """Write the page, and tell whether what was asked holds."""
    usual, only = defaults(click.get_current_context()), given.pop("only", None)
    typed = {name: value for name, value in given.items() if name in about_text and name not in usual}
    output = OutputOptions(**typed, usual=usual).settled(command.formats)
    page = import_module(f"convtrace.view.pages.{command.page}")
    asked = {name: value for name, value in given.items() if name not in about_text}
    if command.formats is DRAWN:
        from convtrace.cli.stepping import step_through

        step_through(page.steps({**command.fixed, **asked}, _read), output.target)
        return True
    result = page.page_result({**command.fixed, **asked}, only, _read)
    output.write(result.document)
    holds: bool = result.holds
    return holds


def _read(name: str) -> bytes:
    from convtrace.cli.files import read

    return read(name)
