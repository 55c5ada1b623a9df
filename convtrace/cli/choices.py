"""Parameters whose values have names: help shows the names, and the shell completes them.

Whoever reads a value checks it, with a message that names the nearest one; so Python's callers get the same message.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, Any, TypeAlias

import click

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    Text: TypeAlias = click.ParamType[str]
else:
    Text = click.ParamType

# a parameter for click, which is made when its command is: most runs ask for one command
Made: TypeAlias = Callable[[], click.Parameter]
Parameters: TypeAlias = tuple[Made, ...]
Names: TypeAlias = Callable[[click.Context], Iterable[str]]

# `convtrace.proof` has the laws themselves, but it takes SymPy with it
LAW_NAMES = (
    *("flip", "reflect", "commute", "associate", "distribute", "shift", "impulse"),
    *("adjoint", "gradient", "matrix", "transpose", "dft", "padding"),
)


class Choice(Text):
    """One of several names; where `listed`, some of them with commas between; where `files`, or the name of a file."""

    name = "name"

    def __init__(self, names: Names, *, listed: bool = False, files: bool = False) -> None:
        self.names = names
        self.listed = listed
        self.files = files

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:  # noqa: ARG002 -- as click has it
        from click.shell_completion import CompletionItem  # only here: shells ask for it, people don't

        start, comma, last = incomplete.rpartition(",") if self.listed else ("", "", incomplete)
        found = [CompletionItem(start + comma + name) for name in self.names(ctx) if name.startswith(last)]
        return [*found, CompletionItem(incomplete, type="file")] if self.files else found


FILES = Choice(lambda _: (), files=True)


class Word(click.Argument):
    """An argument with a line of help."""

    def __init__(self, name: str, metavar: str, names: Names, text: str, **more: Any) -> None:
        super().__init__([name], metavar=metavar, type=Choice(names), **more)
        self.text = text

    def get_help_record(self, ctx: click.Context) -> tuple[str, str]:
        return self.make_metavar(ctx), self.text


class LateOption(click.Option):
    """An option whose names are looked up when help shows them or a shell asks for them; `text` is its help."""

    def __init__(self, declarations: list[str], names: Names, text: Callable[[], str], **more: Any) -> None:
        super().__init__(declarations, type=Choice(names, listed=more.pop("listed", False)), **more)
        self.text = text

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        self.help = self.text()
        return super().get_help_record(ctx)


def option(names: Sequence[str], **settings: Any) -> Made:
    """An option for click, in click's own words."""
    return partial(_option, names, **settings)


def _option(names: Sequence[str], **settings: Any) -> click.Option:
    text = settings.pop("help")
    made = click.Option(names, **settings)
    made.help = text  # one line: given to click, it would be searched for indents
    return made


def one_of(
    name: str, names: Iterable[str], help_text: str, default: str | None = None, metavar: str | None = None
) -> Made:
    """An option that takes one of a few names, all of which its help names."""
    few = tuple(names)
    shown: dict[str, Any] = {} if default is None else {"default": default, "show_default": True}
    return option(
        [name],
        metavar=metavar or name[2:].upper(),
        type=Choice(lambda _: few),
        help=help_text,
        **shown,
    )


def kernels(_: click.Context) -> Iterable[str]:
    """The kernels that have names."""
    from convtrace.values.named_kernels import KERNELS

    return KERNELS


def functions(_: click.Context) -> Iterable[str]:
    """The library functions."""
    from convtrace.library.catalogue import all_functions

    return all_functions()


def settings(function: str) -> Names:
    """The options of the library function that this parameter names, with their values: `mode=same`."""

    def names(context: click.Context) -> Iterator[str]:
        from convtrace.library.catalogue import known

        row = known(context.params.get(function) or "")
        for name, option in (row.choices if row else {}).items():
            # the default is an example of values that have no names
            yield from dict.fromkeys(f"{name}={value}" for value in (*option.kind.names, option.default))

    return names


def sections(page: str) -> Iterable[str]:
    """The sections of a page, whose module is loaded for them."""
    found: Iterable[str] = import_module(f"convtrace.view.pages.{page}").SECTIONS
    return found
