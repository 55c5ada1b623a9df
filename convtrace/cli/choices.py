"""Parameters whose values have names: help shows the names, and the shell completes them.

Whoever reads a value checks it, with a message that names the nearest one; so Python's callers get the same message.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from importlib import import_module
from typing import TYPE_CHECKING, Any, TypeAlias

import click

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    Text: TypeAlias = click.ParamType[str]
else:
    Text = click.ParamType

Names: TypeAlias = Callable[[click.Context], Iterable[str]]


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


def one_of(option: str, names: Iterable[str], help_text: str, default: str | None = None) -> click.Option:
    """An option that takes one of a few names, all of which its help shows."""
    few = tuple(names)
    shown: dict[str, Any] = {} if default is None else {"default": default, "show_default": True}
    return click.Option([option], metavar="|".join(few), type=Choice(lambda _: few), help=help_text, **shown)


def kernels(_: click.Context) -> Iterable[str]:
    """The kernels that have names."""
    from convtrace.values.named_kernels import KERNELS

    return KERNELS


def functions(_: click.Context) -> Iterable[str]:
    """The library functions."""
    from convtrace.library.catalogue import all_functions

    return all_functions()


def sections(page: str) -> Iterable[str]:
    """The sections of a page, whose module is loaded for them."""
    found: Iterable[str] = import_module(f"convtrace.view.pages.{page}").SECTIONS
    return found
