"""Questions about calls with batch, channels and groups: the arrays as typed, the index in the library's order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from convtrace.errors import ConvtraceError
from convtrace.law.axis import Unknown
from convtrace.law.boundary import ZERO
from convtrace.law.channels import ARRAYS, Arrangement, Layout
from convtrace.library.arrays import ExactArray
from convtrace.library.call_options import usual_layout
from convtrace.library.channels import Channels, canonical
from convtrace.library.given_channels import chosen_layout
from convtrace.library.posed_options import OptionsGiven, read_given_options
from convtrace.library.row import LibraryFunction
from convtrace.trace.given import Ranges
from convtrace.trace.given_arrays import Given, ReadArrays
from convtrace.trace.problem import Problem
from convtrace.values.named_tuple import NamedTuple
from convtrace.values.typed_text import read_size

if TYPE_CHECKING:
    from convtrace.values.exact import Exact, Values


class SizesWithChannels(NamedTuple):
    """The sizes of whole arrays, that of a window empty where it is not given, and the number of axes in space."""

    image: tuple[int, ...]
    kernel: tuple[int, ...]
    space: int


def sizes_with_channels(row: LibraryFunction, given: ReadArrays, options: OptionsGiven) -> SizesWithChannels | None:
    """The sizes of both arrays; None where they have no channels."""
    image, kernel = given_sizes(given)
    layout = usual_layout(row, read_given_options(row, options, min(row.laws)))
    if layout is None:
        return None
    _check_both(row, layout, image, kernel)
    if image is None or (kernel is None and not row.window):
        return None
    one_side = kernel is not None and row.window and len(kernel) == 1
    kernel_axes = None if kernel is None or one_side else len(kernel)
    chosen = chosen_layout(row, len(image), kernel_axes, lambda axes: read_given_options(row, options, axes))
    if chosen is None:
        return None
    space = len(image) - chosen.count("i")
    return SizesWithChannels(image, (kernel or ()) * (space if one_side else 1), space)


def _check_both(
    row: LibraryFunction, layout: Layout, image: tuple[int, ...] | None, kernel: tuple[int, ...] | None
) -> None:
    """Refuse one array with channels where the other one is not given, but for a window."""
    sizes: dict[Unknown, tuple[int, ...] | None] = {"i": image, "k": kernel}
    pairs: tuple[tuple[Unknown, Unknown], ...] = (("k", "i"), ("i", "k"))
    for unknown, missing in pairs:
        size, other = sizes[unknown], sizes[missing]
        space = len(size or ()) - layout.count(unknown)
        if other is None and size is not None and len(size) not in row.laws and space in row.laws:
            if not layout.count(missing):
                continue
            option, side, counts = {"i": ("--image", 7, (1, 0, 3)), "k": ("--kernel", 3, (0, 8, 3))}[missing]
            known = dict(zip("NOC", counts, strict=True))
            beside = tuple(known[kind] for kind in layout.kinds)
            example = "x".join(map(str, layout.arrangement(space).shown(missing, (*beside, *[side] * space))))
            message = f"{row.name}: an array with channels needs the other one, too"
            raise ConvtraceError(message, hint=f"Give both, for example: {option} {example}")


def given_sizes(given: ReadArrays) -> tuple[tuple[int, ...] | None, tuple[int, ...] | None]:
    """The sizes of both arrays as they are given, None where they are not."""
    return _size("--image", given.pixels, given.image), _size("--kernel", given.weights, given.kernel)


def _size(option: str, values: Values | None, given: Given | None) -> tuple[int, ...] | None:
    if values is not None:
        return values.shape
    return None if given is None else read_size(option, given)  # type: ignore[arg-type]


def group_and_index(
    channels: Channels, fixed: Unknown, shown: Sequence[int]
) -> tuple[int, tuple[int, ...], tuple[int, ...]]:
    """The group of an element, its index on the axes beside those of space, and that in space."""
    index = channels.arrangement.filled(fixed, shown)
    return channels.group_of(fixed, index), index[: channels.beside], index[channels.beside :]


def with_channels(
    problem: Problem,
    channels: Channels,
    group: int,
    beside: tuple[int, ...],
    values: tuple[Values | None, Values | None],
) -> Problem:
    """The problem of one pair of channels with all channels of a group, and with the values of both arrays."""
    in_space: dict[Unknown, Ranges] = {"m": problem.outputs, "i": problem.image, "k": problem.kernel.ranges}
    shapes = {unknown: channels.shape(unknown, tuple(map(len, sides))) for unknown, sides in in_space.items()}
    arrangement = channels.arrangement.replace(shapes=shapes)
    outputs, image, kernel = (channels.ranges(unknown, group, channels.base) for unknown in ARRAYS)
    pixels = _values(channels, "i", group, values[0])
    weights = _values(channels, "k", group, values[1])
    ones = (1,) * channels.beside
    return problem.replace(
        arrangement=arrangement,
        at=(*beside, *problem.at),
        image=(*image, *problem.image),
        kernel=problem.kernel.replace(
            ranges=(*kernel, *problem.kernel.ranges),
            given=weights,
            channels=tuple(range(channels.beside)),
            numbered=_numbered(problem.fixed, arrangement, kernel),
        ),
        outputs=(*outputs, *problem.outputs),
        stride=(*ones, *problem.stride),
        dilation=(*ones, *problem.dilation),
        pixels=pixels,
        law=(*channels.relations(group), *(problem.law or ())),
        boundary=problem.boundary._replace(rules=(*[ZERO] * channels.beside, *problem.boundary.rules)),
    )


def first_outputs(channels: Channels, space: Ranges) -> Iterator[tuple[int, ...]]:
    """The first output of each group, by the index that the output's array has."""
    for group in range(channels.groups):
        sides = *channels.ranges("m", group, channels.base), *space
        yield channels.arrangement.shown("m", tuple(side[0] for side in sides))


def whole_arrays(problem: Problem, channels: Channels, values: tuple[Values | None, Values | None]) -> Problem:
    """The problem of one group with all groups: the indices of the whole arrays, and all of their values."""
    in_group: dict[Unknown, Ranges] = {"m": problem.outputs, "i": problem.image, "k": problem.kernel.ranges}
    found = {unknown: (*_beside(channels, unknown), *sides[channels.beside :]) for unknown, sides in in_group.items()}
    image, kernel = values
    pixels = None if image is None else _in_order(channels, "i", image)
    weights = None if kernel is None else _in_order(channels, "k", kernel)
    elements = problem.kernel.replace(ranges=found["k"], given=weights)
    return problem.replace(outputs=found["m"], image=found["i"], kernel=elements, pixels=pixels)


def _beside(channels: Channels, unknown: Unknown) -> Iterator[range]:
    """The indices of a whole array on the axes beside those of space; 0 where it has none."""
    sizes = channels.arrangement.filled(unknown, channels.shape(unknown, [1] * channels.space))
    for size in sizes[: channels.beside]:
        yield range(channels.base, channels.base + size) if size else range(1)


def _numbered(fixed: Unknown, arrangement: Arrangement, kernel: Sequence[range]) -> tuple[int, ...]:
    """The axes whose index differs among the weights of one sum, so that their letters must have it."""
    lookups = enumerate(zip(arrangement.lookups, kernel, strict=False))
    return tuple(
        axis
        for axis, (lookup, side) in lookups
        if lookup is not None and len(side) > 1 and fixed in ("k", lookup.lacking)
    )


def _values(channels: Channels, unknown: Unknown, group: int, values: Values | None) -> tuple[Exact, ...] | None:
    """The values of an array in one group, in the order of the axes."""
    return None if values is None else channels.group_values(unknown, group, _in_order(channels, unknown, values))


def _in_order(channels: Channels, unknown: Unknown, values: Values) -> tuple[Exact, ...]:
    """The values of a whole array in the order of the axes."""
    array = ExactArray.of(values.shape, values.flat)  # type: ignore[arg-type]
    moved = canonical(array, channels.layout, unknown, channels.space)
    return tuple(value for row in moved.rows for value in row)


def output_channel(channels: Channels, group: int, beside: Sequence[int]) -> int:
    """The number of the output channel of an output, counted through all groups."""
    if "O" not in channels.layout.kinds:
        return 0
    inside = "O" in channels.layout.grouped("m")
    return beside[channels.layout.kinds.index("O")] - channels.base + inside * group * channels.per_group("O")
