"""The axes of arrays that a call filters, as its options `axis` or `axes` name them; and what does not fit.

The others are batch axes where the kernel has none of them; where it has them, too, each of their elements is a group.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from math import prod
from operator import index

from convtrace.errors import ConvtraceError
from convtrace.law.channels import GROUPS, Layout
from convtrace.library.arrays import ExactArray
from convtrace.library.channels import Channels, canonical
from convtrace.library.option import Along
from convtrace.library.row import LibraryFunction
from convtrace.values.array_like import unpacked


def named_axes(name: str, along: Along, options: Mapping[str, object]) -> tuple[int, ...] | None:
    """The numbers of the axes that are filtered, as they are given; None where these are all.

    >>> named_axes("f", Along(option="axis", default=-1), {}), named_axes("f", Along(option="axes"), {"axes": 1})
    ((-1,), (1,))
    """
    given = unpacked(options.get(along.option, along.default))
    if given is None and along.default is None:
        return None
    numbers = given if isinstance(given, list | tuple) and along.default is None else [given]
    found = tuple(number for number in map(_whole, numbers) if number is not None)
    if not found or len(found) < len(numbers):
        one = "the number of an axis, such as 0, or −1 for the last one"
        hint = f"Give {one}." if along.default is not None else f"Give {one}; or several, such as [0, 1]."
        raise ConvtraceError(f"{name}: {along.option}={given!r} is no axis", hint=hint)
    return found


def _whole(number: object) -> int | None:
    number = unpacked(number)
    try:
        return None if isinstance(number, bool) else index(number)  # type: ignore[arg-type]
    except TypeError:
        return None


def filtered_axes(name: str, along: Along, options: Mapping[str, object], axes: int) -> tuple[int, ...]:
    """The axes that are filtered of so many, in the order in which they are named.

    >>> filtered_axes("f", Along(option="axes"), {"axes": (-1, 0)}, 3)
    (2, 0)
    """
    found = named_axes(name, along, options)
    if found is None:
        return tuple(range(axes))
    missing = next((number for number in found if not -axes <= number < axes), None)
    if missing is not None:
        message = f"{name}: {along.option}={missing} is none of the image's {axes} axes"
        message = message if axes > 1 else f"{name}: {along.option}={missing}, but the image has 1 axis"
        raise ConvtraceError(message, hint=f"Count axes from 0: {along.option}={axes - 1} is the last one, as is −1.")
    if not along.bare and _whole(options[along.option]) == found[0] < 0 and axes > 1:
        message = f"{name}: {along.option}={found[0]} is accepted only in a list"
        raise ConvtraceError(message, hint=f"Give {along.option}=[{found[0]}] or {along.option}={found[0] % axes}.")
    places = tuple(number % axes for number in found)
    if len(set(places)) < len(places):
        message = f"{name}: {along.option} names axis {max(places, key=places.count)} twice"
        raise ConvtraceError(message, hint="Name each axis once.")
    return places


def in_order(along: Along, options: Mapping[str, object], places: Sequence[int], axes: int) -> dict[str, object]:
    """The options with all values in the order of the arrays' axes, of which there are so many.

    >>> in_order(Along(option="axes", ordered=("origin",)), {"axes": (2, 0), "origin": (1, 0)}, (2, 0), 3)
    {'axes': (0, 2), 'origin': [0, 1]}
    """
    kept = {**options}
    if along.default is None and along.option in kept:
        kept[along.option] = None if len(places) == axes else tuple(sorted(places))
    if len(places) < axes or along.always:
        order = sorted(range(len(places)), key=places.__getitem__)
        for option in along.ordered:
            values = unpacked(kept.get(option))
            if isinstance(values, list | tuple) and len(values) == len(places):
                kept[option] = [values[at] for at in order]
    return kept


def layout_along(along: Along, places: Sequence[int], image: Sequence[int], kernel: Sequence[int]) -> Layout | None:
    """The layout of arrays of these sizes; None where all axes are of space.

    On an axis that is left out and on which either array has one element, the law of space holds.

    >>> layout_along(Along(option="axis", default=-1), [0], (5, 7), (3,)).image
    '0 N1'
    >>> layout_along(Along(option="axes", whole_kernel=True), [1], (5, 7), (5, 3)).kernel
    'G0 0'
    """
    filtered = set(places)
    if along.whole_kernel and along.broadcasts:
        filtered |= {at for at, sizes in enumerate(zip(image, kernel, strict=False)) if 1 in sizes}
    if len(filtered) == len(image):
        return None
    numbers, beside = iter(range(len(image))), GROUPS if along.whole_kernel else "N"
    names = [str(next(numbers)) if at in filtered else f"{beside}{at}" for at in range(len(image))]
    whole = " ".join(names)
    return Layout(image=whole, kernel=" ".join(n for n in names if along.whole_kernel or n.isdigit()), output=whole)


def channels_along(
    row: LibraryFunction,
    along: Along,
    image: ExactArray,
    weights: Callable[[int], ExactArray],
    options: Mapping[str, object],
) -> Channels | None:
    """The axes of a call beside those of space; None where there are none. `weights` are those for so many axes.

    ConvtraceError where image and kernel don't fit each other.
    """
    places = filtered_axes(row.name, along, options, len(image.shape))
    kernel = weights(len(places))
    layout = layout_along(along, places, image.shape, kernel.shape)
    if layout is None:
        return None
    space = len(image.shape) - layout.count("i")
    _check_kernel(row.name, along, layout, image.shape, kernel.shape)
    one, other = canonical(image, layout, "i", space), canonical(kernel, layout, "k", space)
    sizes = one.shape[: len(layout.kinds)]
    groups = prod(size for kind, size in zip(layout.kinds, sizes, strict=True) if kind[0] == GROUPS)
    return Channels(layout=layout, sizes=sizes, groups=groups, image=one, kernel=other, base=row.base)


def _check_kernel(name: str, along: Along, layout: Layout, image: Sequence[int], kernel: Sequence[int]) -> None:
    """Refuse a kernel of other axes, or of another size on an axis of groups."""
    needed = len(layout.tokens("k"))
    if len(kernel) != needed:
        counts = (f"{count} {'axis' if count == 1 else 'axes'}" for count in (needed, len(kernel)))
        message = "{}: {} takes a kernel of {}, not of {}".format(name, along.option, *counts)
        raise ConvtraceError(message, hint="Give the kernel one axis for each axis that is filtered.")
    for at, kind in enumerate(layout.tokens("k")):
        if kind[0] == GROUPS and image[at] != kernel[at]:
            message = f"{name}: the arrays have {image[at]} and {kernel[at]} elements on axis {at}"
            same = "Make them equal, make one of them 1," if along.broadcasts else "Make them equal,"
            raise ConvtraceError(message, hint=f"{same} or name {at} in {along.option}.")
