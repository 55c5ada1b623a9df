"""The command `library`: the list of all functions, or one function's own convention and one value of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from convtrace.cli.answer import answer, chosen
from convtrace.cli.options import ANSWER, HELP, ONLY, Decorator, decorated
from convtrace.errors import ConvtraceError

if TYPE_CHECKING:
    from convtrace.blocks import Document

HELP_TEXT = """A library FUNCTION in its own indices; without it the list of all.

\b
convtrace library
convtrace library numpy.correlate --option mode=same --image 7 --at 3
"""

QUESTION: tuple[Decorator[Any], ...] = (
    click.argument("function", required=False),
    click.option("--option", "options", multiple=True, metavar="NAME=VALUE", help="An option of the function."),
    click.option(
        "--image", metavar="SIZE|VALUES", help="7x7 (rows x columns), 7; or values.  [default: 7 on each axis]"
    ),
    click.option("--kernel", metavar="SIZE|VALUES", help="3x3, 3; or values.  [default: 3 on each axis]"),
    click.option("--at", metavar="R,C,..", help="Index of the output, from 0.  [default: the middle one]"),
    click.option("--grad", is_flag=True, help="The gradient of the pixel --at R,C instead."),
    click.option("--weight", metavar="R,C,..", help="The gradient of this kernel element instead."),
)


def _library(*, function: str | None, only: str | None, **given: Any) -> bool:
    ready = answer(**{option: given.pop(option) for option in answer.__annotations__ if option in given})
    ready.give(_list(only, given) if function is None else _one(function, only, given))
    return True


def _list(only: str | None, given: dict[str, Any]) -> Document:
    for name, value in given.items():
        if value:
            message = f"--{name.removesuffix('s')} is about one function, but none is named"
            raise ConvtraceError(message, hint="Type, for example: convtrace library numpy.convolve --at 3")
    from convtrace.view import libraries

    return libraries.document(chosen(only, libraries.names()))


def _one(function: str, only: str | None, given: dict[str, Any]) -> Document:
    from convtrace.cli.files import read
    from convtrace.posed_library import ask
    from convtrace.view.library import SECTIONS, document

    return document(ask(function, **given, read=read), chosen(only, SECTIONS))


library = click.command("library", add_help_option=False, help=HELP_TEXT)(
    decorated(_library, (*QUESTION, ONLY, *ANSWER, HELP))
)
