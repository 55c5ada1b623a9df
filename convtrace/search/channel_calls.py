"""Library functions whose arrays have batch and channels as a result has them, and mix these in the same way."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from convtrace.law.channels import Layout
from convtrace.library.catalogue import all_functions
from convtrace.library.channels import Channels
from convtrace.library.option_kinds import OptionValues
from convtrace.library.row import LibraryFunction
from convtrace.search.channel_probe import SPACE, Mixed, laid_channels, mixing_of
from convtrace.search.probes import PROBES
from convtrace.values.frozen import Frozen

# groups of the probe's channels
GROUPS = 2
# whose calls are named before others
FIRST = ("torch.nn.functional.", "tf.", "keras[tensorflow]", "cv2.")


class LaidRow(Frozen):
    """A function with the options by which its arrays lie so, and the channels of a call on the probe."""

    row: LibraryFunction
    options: Mapping[str, OptionValues]
    channels: Channels


def laid_rows(mixed: Mixed) -> Mapping[str, LaidRow]:
    """The functions by their names, those without a further option first; none where channels are out of order."""
    if mixed.mixing is None or any([*order] != sorted(order) for order in mixed.orders):
        return {}
    space = mixed.axes.count(SPACE)
    usual = sorted(all_functions().values(), key=lambda row: not row.name.startswith(FIRST))
    rows = [row for row in usual if not row.window and space in row.laws]
    found = ((row.name, next(_laid(row, mixed.axes, mixed.mixing.name), None)) for row in rows)
    return {name: laid for name, laid in found if laid is not None}


def _laid(row: LibraryFunction, axes: Sequence[str], mixing: str) -> Iterator[LaidRow]:
    """The ways in which a function has the axes of a result, and mixes channels so."""
    space = axes.count(SPACE)
    for options in _laying(row, space):
        for layout in row.layouts(options) if row.layouts else ():
            groups = GROUPS if mixing == "grouped" and layout.groups in row.spellings else 1
            if _axes(layout, space) == axes and mixing_of(layout, groups) == mixing:
                chosen = {name: values for name, values in options.items() if row.spellings[name].lays}
                further = {layout.groups: (groups,) * space} if groups > 1 else {}
                channels = laid_channels(row, layout, PROBES[space], groups)
                yield LaidRow(row=row, options=chosen | further, channels=channels)


def _axes(layout: Layout, space: int) -> tuple[str, ...]:
    """The axes of an output, each of space by its sign."""
    return tuple(each for token in layout.tokens_of_whole("m") for each in [token] * (space if token == SPACE else 1))


def _laying(row: LibraryFunction, space: int) -> Iterator[Mapping[str, OptionValues]]:
    """The options by default, then with another name for an option that says how arrays lie."""
    usual = {option.name: option.default_values(space) for option in row.all_options}
    yield usual
    for option in row.all_options:
        if option.lays:
            for name in option.kind.names:
                if (values := option.kind.read(name, space)) is not None and values != usual[option.name]:
                    yield {**usual, option.name: values}
