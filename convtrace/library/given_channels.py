"""The batch, the channels and the groups of a call, as its arrays and options have them; and what does not fit."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TypeAlias

from convtrace.errors import ConvtraceError
from convtrace.law.axis import Unknown
from convtrace.law.channels import ARRAYS, EACH_CHANNEL, Layout
from convtrace.library.arrays import ExactArray
from convtrace.library.call_options import layouts_of, read_options, usual_layout
from convtrace.library.channels import Channels, canonical
from convtrace.library.row import LibraryFunction

GivenFor: TypeAlias = Callable[[int], Mapping[str, object]]
# how the option `layout` says that arrays have no other axes than those of space
BARE = "squeezed"
_WHAT = {"N": "images", "O": "output channels", "C": "input channels"}


def chosen_layout(row: LibraryFunction, image_axes: int, kernel_axes: int | None, given: GivenFor) -> Layout | None:
    """The layout for arrays of so many axes, with or without a batch; None where both have those of space alone.

    Where both could be meant, the library's own layout is, unless an option says how many axes there are in space.
    A window of one number has None. `given` are the options for so many axes.
    """
    is_bare = image_axes in row.laws and kernel_axes in {None, image_axes}
    if is_bare and str(given(image_axes).get("layout", "")).startswith(BARE):
        return None
    for layout in layouts_of(row, given(image_axes)):
        space = image_axes - layout.count("i")
        if space in row.laws and layout.fits(space) and kernel_axes in {None, space + layout.count("k")}:
            return None if is_bare and _fit(row, given, image_axes) > _fit(row, given, space) else layout
    return None


def _fit(row: LibraryFunction, given: GivenFor, space: int) -> bool:
    """True where all options are for so many axes of space."""
    options = given(space)
    layout, known = usual_layout(row, options), row.spellings
    return all(known[name].read(value, space, layout) is not None for name, value in options.items() if name in known)


def arranged(
    row: LibraryFunction, image: ExactArray, kernel_axes: int | None, weights: Callable[[int], ExactArray],
    given: GivenFor
) -> Channels | None:  # fmt: skip
    """The channels of a call; None where its arrays have only axes of space. `weights` are those for so many axes."""
    layout = chosen_layout(row, len(image.shape), kernel_axes, given)
    if layout is None:
        return None
    space = len(image.shape) - layout.count("i")
    kernel = weights(space)
    try:
        return read_channels(row, layout, _groups(row, layout, given(space)), image, kernel)
    except ConvtraceError as error:
        if len(image.shape) != kernel_axes or kernel_axes not in row.laws:
            raise
        raise _read_as(row, layout, error, {"i": image.shape, "k": kernel.shape}) from None


def _read_as(
    row: LibraryFunction, layout: Layout, error: ConvtraceError, shapes: Mapping[Unknown, tuple[int, ...]]
) -> ConvtraceError:
    """The error of arrays that may have been meant to have axes of space alone, with how the library reads them."""
    axes = len(shapes["i"])
    read = " and the kernel as ".join(layout.spelled(unknown, axes - layout.count("i")) for unknown in shapes)
    whole, ones = layout.arrangement(axes), (1,) * len(layout.kinds)
    image, kernel = ("x".join(map(str, whole.shown(each, (*ones, *shape)))) for each, shape in shapes.items())
    hint = f"For {axes} axes in space and one channel, give the image as {image} and the kernel as {kernel}."
    return ConvtraceError(f"{error.message}; {row.last} reads the image as {read}", hint=hint)


def _groups(row: LibraryFunction, layout: Layout, options: Mapping[str, object]) -> int | None:
    """The number of groups that is given; None where the arrays tell of it."""
    if layout.groups not in row.spellings:
        return None
    option = row.spellings[layout.groups]
    given = {name: value for name, value in options.items() if row.spellings.get(name) is option}
    return read_options(row, given, 1).get(option.name, (1,))[0]  # type: ignore[return-value]


def read_channels(
    row: LibraryFunction, layout: Layout, groups: int | None, image: ExactArray, kernel: ExactArray
) -> Channels:
    """The channels of a call; ConvtraceError where image, kernel and groups don't fit each other."""
    space = len(image.shape) - layout.count("i")
    given: dict[Unknown, ExactArray] = {"i": image, "k": kernel}
    counts = {unknown: _sizes(layout, unknown, array.shape) for unknown, array in given.items()}
    groups = groups or _told_groups(layout, counts)
    whole: dict[str, int] = {}
    for unknown, sizes in counts.items():
        for kind, size in sizes.items():
            inside = kind in layout.grouped(unknown)
            found = size * groups if inside else size
            if kind in layout.divided and found % groups:
                message = f"{row.name}: {size} {_WHAT[kind]} can't be divided into {groups} groups"
                raise ConvtraceError(message, hint=f"Choose a number of groups that {size} is a multiple of.")
            if whole.setdefault(kind, found) != found:
                raise _misfit(row.name, kind, whole[kind], size, groups if inside else 1)
    one, other = (canonical(array, layout, unknown, space) for unknown, array in given.items())
    ordered = tuple(whole[kind] for kind in layout.kinds)
    return Channels(layout=layout, sizes=ordered, groups=groups, image=one, kernel=other, base=row.base)


def _told_groups(layout: Layout, counts: Mapping[Unknown, Mapping[str, int]]) -> int:
    """The number of groups by the arrays: one for each channel, or as many as the kernel needs for the image's."""
    if layout.groups == EACH_CHANNEL:
        return counts["i"]["C"]
    if "C" not in layout.grouped("k"):
        return 1
    image, kernel = (counts[unknown]["C"] for unknown in ARRAYS[1:])
    return image // kernel if image % kernel == 0 else 1


def _sizes(layout: Layout, unknown: Unknown, shape: Sequence[int]) -> Mapping[str, int]:
    """The size of each axis beside those of space."""
    kinds = layout.kinds
    axes = layout.arrangement(len(shape) - layout.count(unknown)).axes(unknown)
    return {kinds[axis]: size for axis, size in zip(axes, shape, strict=True) if axis < len(kinds)}


def _misfit(name: str, kind: str, image: int, kernel: int, groups: int) -> ConvtraceError:
    of_groups = f", {kernel} in each of {groups} groups" if groups > 1 else ""
    message = f"{name}: the image has {image} {_WHAT[kind]}, but the kernel is for {kernel * groups}{of_groups}"
    fits = f"a kernel for {image // groups}" if image % groups == 0 else f"a number of groups that divides {image}"
    return ConvtraceError(message, hint=f"Give {fits}, or an image of {kernel * groups} {_WHAT[kind]}.")
