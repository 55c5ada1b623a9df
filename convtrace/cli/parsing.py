"""What click makes of the words of one command, its help page, and what we refuse beyond what click refuses."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

import click

from convtrace.errors import ConvtraceError, shortened

Groups = Mapping[str, Sequence[click.Parameter]]
# values by their names, further words, and parameters in the order in which they are given
Parsed = tuple[dict[str, Any], list[str], list[click.Parameter]]


class GroupedCommand(click.Command):
    """A command whose help has examples first, then its parameters in groups under their headings."""

    def __init__(self, name: str, sentence: str, examples: Sequence[str], groups: Groups, **more: Any) -> None:
        params = [parameter for group in groups.values() for parameter in group]
        super().__init__(name, params=params, help=sentence, add_help_option=False, **more)
        self.examples = examples
        self.groups = groups

    def get_help(self, ctx: click.Context) -> str:
        from convtrace.cli.help import help_page, records  # only here: most runs ask for no help

        usage = " ".join(("Usage:", ctx.command_path, *self.collect_usage_pieces(ctx)))
        groups = {heading: records(group, ctx) for heading, group in self.groups.items()}
        return help_page((usage, self.help or ""), {"Examples": self.examples}, groups)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if ctx.resilient_parsing and args and args[-1] in self._names_before_values():
            # a shell asks for the value; without one click would read no argument either
            args = [*args, ""]
        return super().parse_args(ctx, args)

    def _names_before_values(self) -> set[str]:
        options = (parameter for parameter in self.params if isinstance(parameter, click.Option))
        return {name for option in options if not option.is_flag for name in option.opts}

    def get_params(self, ctx: click.Context) -> list[click.Parameter]:  # noqa: ARG002 -- as click has it
        # click's looks each time for two of one name
        return self.params

    def make_parser(self, ctx: click.Context) -> Any:
        """Click's own parser, which refuses an option that takes one value and is given several."""
        parser: Any = super().make_parser(ctx)
        # so that click finds -f at once, and not after it has gathered long ones that look like it
        parser._long_opt.update(parser._short_opt)  # noqa: SLF001 -- it has no other way in
        if not ctx.resilient_parsing:
            parser.parse_args = partial(_parsed_once, parser.parse_args)
        return parser


def _parsed_once(parse: Callable[[list[str]], Parsed], args: list[str]) -> Parsed:
    """The words as click takes them apart, where no option that takes one value is given several."""
    found = parse(args)
    order = found[-1]
    for parameter in dict.fromkeys(order):
        count = order.count(parameter)
        if count > 1 and isinstance(parameter, click.Option) and not (parameter.multiple or parameter.is_flag):
            name = parameter.opts[-1]
            times = "twice" if count == 2 else f"{count} times"
            raise ConvtraceError(f"{name} is given {times}, but takes one value", hint=f"Keep one {name}.")
    return found


def unknown_command(name: str, known: Sequence[str], before: str = "convtrace ") -> ConvtraceError:
    """The error for a command that is not there, with the nearest one; `before` is what stands before it."""
    from difflib import get_close_matches

    near = get_close_matches(name.lower(), known, n=1)
    guess = f"Did you mean {near[0]}? " if near else ""
    message, hint = f"there is no command '{shortened(name)}'", f"{guess}The commands: {', '.join(known)}"
    return ConvtraceError(message, before + name, (len(before), len(before) + len(name)), hint)
