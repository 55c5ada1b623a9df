"""The batch, the channels and the groups of a call, as its arrays and options have them; and what does not fit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from convtrace.errors import ConvtraceError
from convtrace.law.axis import Unknown
from convtrace.law.channels import Layout
from convtrace.library.arrays import ExactArray
from convtrace.library.call_options import read_options
from convtrace.library.channels import Channels, canonical
from convtrace.library.row import LibraryFunction

_WHAT = {"N": "images", "O": "output channels", "C": "input channels"}


def chosen_layout(layout: Layout, image_axes: int, kernel_axes: int, spaces: Sequence[int]) -> Layout | None:
    """The layout for arrays of so many axes, with or without a batch; None where both have those of space alone."""
    space = kernel_axes - layout.count("k")
    for each in (layout, layout.without_batch()):
        if space in spaces and image_axes == space + each.count("i") and kernel_axes == space + each.count("k"):
            return each
    return None


def arranged(
    row: LibraryFunction, image: ExactArray, kernel: ExactArray, options: Mapping[str, object]
) -> Channels | None:
    """The channels of a call; None where its arrays have only axes of space."""
    layout = chosen_layout(row.layout, len(image.shape), len(kernel.shape), tuple(row.laws)) if row.layout else None
    return None if layout is None else read_channels(row.name, layout, _groups(row, options), image, kernel)


def _groups(row: LibraryFunction, options: Mapping[str, object]) -> int:
    """The number of groups that is given."""
    option = row.spellings[row.groups]
    given = {name: value for name, value in options.items() if row.spellings.get(name) is option}
    return read_options(row, given, 1).get(option.name, (1,))[0]  # type: ignore[return-value]


def read_channels(name: str, layout: Layout, groups: int, image: ExactArray, kernel: ExactArray) -> Channels:
    """The channels of a call; ConvtraceError where image, kernel and groups don't fit each other."""
    space = len(image.shape) - layout.count("i")
    given: dict[Unknown, ExactArray] = {"i": image, "k": kernel}
    counts = {unknown: _sizes(layout, unknown, array.shape) for unknown, array in given.items()}
    whole: dict[str, int] = {}
    for unknown, sizes in counts.items():
        for kind, size in sizes.items():
            inside = kind in layout.grouped(unknown)
            found = size * groups if inside else size
            if kind != "N" and found % groups:
                message = f"{name}: {size} {_WHAT[kind]} can't be divided into {groups} groups"
                raise ConvtraceError(message, hint=f"Choose a number of groups that {size} is a multiple of.")
            if whole.setdefault(kind, found) != found:
                raise _misfit(name, kind, whole[kind], size, groups if inside else 1)
    one, other = (canonical(array, layout, unknown, space) for unknown, array in given.items())
    ordered = tuple(whole[kind] for kind in layout.kinds)
    return Channels(layout=layout, sizes=ordered, groups=groups, image=one, kernel=other)


def _sizes(layout: Layout, unknown: Unknown, shape: Sequence[int]) -> Mapping[str, int]:
    """The size of each axis beside those of space."""
    tokens = layout.tokens_of_whole(unknown)
    at = tokens.index("*")
    beside = (*shape[:at], *shape[len(shape) - (len(tokens) - at - 1) :])
    return dict(zip([*tokens[:at], *tokens[at + 1 :]], beside, strict=True))


def _misfit(name: str, kind: str, image: int, kernel: int, groups: int) -> ConvtraceError:
    of_groups = f", {kernel} in each of {groups} groups" if groups > 1 else ""
    message = f"{name}: the image has {image} {_WHAT[kind]}, but the kernel is for {kernel * groups}{of_groups}"
    fits = f"a kernel for {image // groups}" if image % groups == 0 else f"a number of groups that divides {image}"
    return ConvtraceError(message, hint=f"Give {fits}, or an image of {kernel * groups} {_WHAT[kind]}.")
