"""The table of commands: a further one is a row here and a page in `convtrace.view.pages`.

A page's module has `page_result(question, only, read)` and, where --only chooses among its sections, `SECTIONS`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial
from importlib import import_module
from typing import Any

import click

from convtrace.cli.options import (
    CHECK,
    FORM,
    FUNCTION,
    GRADIENT,
    HELP,
    MODE,
    OPERANDS,
    OPERATION,
    OUTPUT,
    PAIR,
    PROOF,
    WINDOW,
    Parameters,
    flag,
    form_options,
    only_option,
    stride_option,
)
from convtrace.cli.output import PAGES, SUMS, FormatChoice, OutputOptions
from convtrace.cli.stream import write
from convtrace.law.operations import names, rows_named
from convtrace.values.frozen import Frozen

FIRST_STEPS = """\b
Type one of these first:
  convtrace conv --m 1 --n 1
  convtrace xcorr --m -1 --n -1"""
PROVE_HELP = """Proves the laws of an operation, or one LAW, for all values of an image and a kernel.

A law that does not hold is refuted by an example, and the exit code is then 1.

\b
Laws: flip, reflect, commute, associate, distribute,
      shift, impulse, adjoint, gradient
"""
LIBRARY_HELP = """A library FUNCTION in its own indices, or beside another;
without it, or with a library's name, the list.

\b
convtrace library
convtrace library numpy.correlate --option mode=same --image 7 --at 3
convtrace library scipy.signal.convolve2d --versus torch.nn.functional.conv2d
"""


class Command(Frozen):
    """One row: what is asked (`options`, and what its name alone says: `fixed`), and the module that answers (`page`).

    `sections` is the module whose SECTIONS --only takes, empty where there is no --only.
    """

    name: str
    help_text: str
    options: Parameters
    page: str
    sections: str = ""
    fixed: Mapping[str, str] = {}
    formats: FormatChoice = PAGES

    def made(self) -> click.Command:
        """The command for click; help shows the parameters in this order."""
        only = [only_option(self.sections)] if self.sections else []
        params = [*self.options, *only, *self.formats.options, HELP]
        answer = partial(_answer, self)
        return click.Command(self.name, params=params, callback=answer, help=self.help_text, add_help_option=False)


def _answer(command: Command, **given: Any) -> bool:
    """Write the page, and tell whether what was asked holds."""
    output = OutputOptions(**_values(command.formats.options, given)).settled(command.formats)
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


def _operation(name: str) -> Command:
    """The command of one operation."""
    row = rows_named(name)[0]
    title = row.title.partition(" (")[0]
    stride = stride_option(row.stride_on)
    operands = (stride if option.name == stride.name else option for option in OPERANDS)
    return Command(
        name=name,
        help_text=f"{title}: one output value, step by step; with letters where --m and --n are left out.",
        options=(*OUTPUT, *operands, WINDOW, *form_options(name), CHECK),
        page="value",
        sections="value",
        fixed={"operation": name},
    )


OTHERS = {
    row.name: row
    for row in (
        Command(
            name="compare",
            help_text="Two operations: the same output, and the same pixels.",
            options=(PAIR, *OUTPUT, *OPERANDS, *FORM),
            page="compare",
            sections="compare",
        ),
        Command(
            name="map",
            help_text="All outputs, and the pixels that make each.",
            options=(OPERATION, *OPERANDS, MODE, *FORM),
            page="map",
            sections="map",
        ),
        Command(
            name="grad",
            help_text="Backwards: the gradient of a pixel or a kernel element.",
            options=(OPERATION, *GRADIENT, *OPERANDS, MODE, WINDOW, *FORM, CHECK),
            page="gradient",
            sections="value",
        ),
        Command(
            name="borders",
            help_text="What stands outside the image, and what libraries call it.",
            options=(),
            page="borders",
            sections="borders",
        ),
        Command(
            name="kernels",
            help_text="The kernels that have names, such as sobel-x.",
            options=(),
            page="kernels",
            sections="kernels",
        ),
        Command(
            name="expand",
            help_text="Every output's sum, one on each line, written as it is made.",
            options=(OPERATION, *OPERANDS, *FORM, MODE),
            page="expand",
            formats=SUMS,
        ),
        Command(name="prove", help_text=PROVE_HELP, options=PROOF, page="prove"),
        Command(
            name="library",
            help_text=LIBRARY_HELP,
            options=FUNCTION,
            page="library_pages",
            sections="library_function",
        ),
    )
}


def commands() -> dict[str, Command]:
    """All rows by their names: one for each operation, then the others."""
    return {name: _operation(name) for name in names()} | OTHERS


class Interrupted(BaseException):
    """Ctrl-C, under a name that click does not announce."""


class _Lazy(click.Group):
    """A command is made when it is asked for: most runs ask for one."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 -- as click has it
        return list(commands())

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 -- as click has it
        found = commands().get(cmd_name)
        return None if found is None else found.made()

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            raise Interrupted from None


def _version(context: click.Context, _: click.Parameter, asked: bool) -> None:
    if asked:
        from importlib.metadata import version

        write([f"convtrace {version('convtrace')}\n"])
        context.exit()


@click.pass_context
def _start(context: click.Context) -> None:
    if context.invoked_subcommand is None:
        write([f"{context.get_help()}\n"])


convtrace = _Lazy(
    "convtrace",
    params=[flag("-V", "--version", callback=_version, help_text="The version."), HELP],
    callback=_start,
    add_help_option=False,
    invoke_without_command=True,
    context_settings={"max_content_width": 100},
    help=f"Shows, index by index, how one value of a convolution or cross-correlation comes about.\n\n{FIRST_STEPS}",
)
