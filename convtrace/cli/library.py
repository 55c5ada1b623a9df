"""The command `library`: the list of all functions, one function's convention and a value of it, or two functions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from convtrace.cli.answer import answer, chosen
from convtrace.cli.options import ANSWER, HELP, ONLY, Decorator, decorated
from convtrace.errors import ConvtraceError

if TYPE_CHECKING:
    from convtrace.document.blocks import Document
    from convtrace.library.row import LibraryFunction

HELP_TEXT = """A library FUNCTION in its own indices, or beside another; without it, or with a library's name, the list.

\b
convtrace library
convtrace library numpy.correlate --option mode=same --image 7 --at 3
convtrace library scipy.signal.convolve2d --versus torch.nn.functional.conv2d
"""

# options that have another name in here
SPELLED = {"options": "option", "others": "versus-option"}

QUESTION: tuple[Decorator[Any], ...] = (
    click.argument("function", required=False),
    click.option("--option", "options", multiple=True, metavar="NAME=VALUE", help="An option of the function."),
    click.option("--versus", metavar="FUNCTION", help="Both functions side by side, and how each gives the other."),
    click.option("--versus-option", "others", multiple=True, metavar="NAME=VALUE", help="An option of the second one."),
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
    listed = _listed(function)
    ready.give(_list(listed, only, given) if listed else _asked(function or "", only, given))
    return True


def _listed(function: str | None) -> tuple[LibraryFunction, ...]:
    """All functions, or those of the library that is named; none where it is a function, or nothing that is known."""
    from convtrace.library import catalogue as rows

    if function is None:
        return tuple(rows.LIBRARY.values())
    return () if rows.known(function) else rows.within(function)


def _list(listed: tuple[LibraryFunction, ...], only: str | None, given: dict[str, Any]) -> Document:
    for name, value in given.items():
        if value:
            message = f"--{SPELLED.get(name, name)} is about one function, but none is named"
            raise ConvtraceError(message, hint="Type, for example: convtrace library numpy.convolve --at 3")
    from convtrace.view.pages import library_list

    return library_list.document(listed, chosen(only, library_list.names()))


def _asked(function: str, only: str | None, given: dict[str, Any]) -> Document:
    versus, others = given.pop("versus"), given.pop("others")
    if versus is not None:
        return _both(function, versus, others, only, given)
    if others:
        message = "--versus-option is about a second function, but none is named"
        raise ConvtraceError(message, hint="Name it, for example: --versus torch.nn.functional.conv2d")
    return _one(function, only, given)


def _both(function: str, versus: str, others: tuple[str, ...], only: str | None, given: dict[str, Any]) -> Document:
    for name in ("at", "grad", "weight"):
        if given.pop(name):
            message = f"--{name} asks for one value of one function, but --versus compares all outputs of two"
            raise ConvtraceError(message, hint="Keep one of the two.")
    from convtrace.cli.files import read
    from convtrace.library.two_calls import versus as compared
    from convtrace.view.pages.versus import SECTIONS, document

    return document(compared(function, versus, others=others, **given, read=read), chosen(only, SECTIONS))


def _one(function: str, only: str | None, given: dict[str, Any]) -> Document:
    from convtrace.cli.files import read
    from convtrace.library.posed_call import ask
    from convtrace.view.pages.library_function import SECTIONS, document

    return document(ask(function, **given, read=read), chosen(only, SECTIONS))


library = click.command("library", add_help_option=False, help=HELP_TEXT)(
    decorated(_library, (*QUESTION, ONLY, *ANSWER, HELP))
)
