"""Options as they are given → the operation, indices, origins and windows that fit the image and the kernel."""

from __future__ import annotations

from math import prod

from convtrace.errors import ConvtraceError
from convtrace.law.axis import Unknown
from convtrace.law.operations import Operation, forms, names, rows_named
from convtrace.trace.given_arrays import IMAGE_SIDE, axes_text, same_on_each
from convtrace.values import typed_text
from convtrace.values.frozen import Frozen
from convtrace.values.limits import MAX_PIXELS
from convtrace.values.typed_text import Typed

AUTO = "auto"
ALL = "all"
Ranges = tuple[range, ...]


class Asked(Frozen):
    """The index that a question fixes, as it is given: of an output, of a pixel, or of a kernel element."""

    at: Typed | None
    m: Typed | None
    n: Typed | None
    pixel: Typed | None
    weight: Typed | None

    @property
    def count(self) -> int | None:
        """The number of indices in the question, None where it has none."""
        given = next((index for index in (self.at, self.pixel, self.weight) if index is not None), None)
        if given is None:
            return (self.m is not None) + (self.n is not None) or None
        return len([*typed_text.typed("--at", given).split(",")])

    @property
    def count_in_space(self) -> int | None:
        """The number of indices without that of the channel, which pixels and kernel elements have."""
        has_channel = self.at is None and (self.pixel is not None or self.weight is not None)
        return self.count - has_channel if self.count else None

    def index(
        self, image: Ranges, kernel: Ranges, *, sized: str | None, channels: int | None = None
    ) -> tuple[Unknown, tuple[int | None, ...]]:
        """The index that is fixed, and its numbers, of a pixel or kernel element that of its channel first.

        `sized` names the array that is given.
        """
        first = () if channels is None else (range(channels),)
        if self.pixel is not None and self.weight is not None:
            both = f"--pixel {typed_text.typed('--pixel', self.pixel).text}"
            piece = typed_text.typed(both, f"--weight {typed_text.typed('--weight', self.weight).text}")
            raise piece.refuse("--pixel and --weight ask for two gradients", "Keep one of the two.")
        if self.pixel is not None:
            return "i", element_of("--pixel", "image", self.pixel, (*first, *image))
        if self.weight is not None:
            return "k", element_of("--weight", "kernel", self.weight, (*first, *kernel))
        return "m", _output(self, len(image), sized=sized)


def element_of(option: str, what: str, given: Typed, ranges: Ranges) -> tuple[int, ...]:
    """The index of an element that is there; ConvtraceError for one that is not."""
    index = typed_text.read_indices(option, given)
    hint = f"Type one index for each axis, for example: {option} {same_on_each(0, len(ranges), ',')}"
    piece = typed_text.typed(option, given)
    if len(index) != len(ranges):
        raise piece.refuse(f"the {what} has {axes_text(len(ranges))}, but {option} has {_indices(len(index))}", hint)
    for part, number, side in zip(piece.split(","), index, ranges, strict=True):
        if number not in side:
            message = (
                f"{option}: {number} is outside the {what}, whose indices are {side[0]} to {side[-1]} on this axis"
            )
            raise part.refuse(message, f"Choose a number from {side[0]} to {side[-1]}.")
    return index


def operation_of(given: str, form: Typed | None = None, option: str = "operation") -> Operation:
    """The row that a name and a form choose, the first form unless another is named; `xcorr:sliding` names both.

    >>> operation_of("xcorr", "sliding") == operation_of("xcorr:sliding"), operation_of("xcorr").form
    (True, 'reflected')
    """
    first, *behind = typed_text.typed(option, given).split(":", most=1)
    name = first.one_of(names())
    known = forms(name)
    pieces = [*behind, *([] if form is None else [typed_text.typed("--form", form)])]
    if pieces and not known:
        others = [each for each in names() if option == "--of" and form in forms(each)]
        named = f", or name the operation that has it: --of {others[0]}" if others else ""
        left_out = f"Leave --form out{named}." if form is not None else f"Type: {name}"
        raise pieces[-1].refuse(f"{name} has only one form", left_out)
    chosen = [piece.one_of(known) for piece in pieces]
    if len(set(chosen)) > 1:
        raise pieces[-1].refuse(f"{given} and --form {chosen[-1]} name two forms", "Keep one of the two.")
    return next(row for row in rows_named(name) if row.form in chosen or not chosen)


def _output(asked: Asked, axes: int, *, sized: str | None) -> tuple[int | None, ...]:
    at = asked.at
    apart = {option: given for option, given in (("--m", asked.m), ("--n", asked.n)) if given is not None}
    if at is not None and apart:
        both = f"--at {typed_text.typed('--at', at).text}"
        piece = typed_text.typed(both, " ".join(f"{option} {given}" for option, given in apart.items()))
        raise piece.refuse("--at and --m/--n both name the output", "Keep one of the two, for example: --at 1,1")
    if at is None and not apart:
        return (None,) * axes
    if at is not None:
        output: tuple[int | None, ...] = typed_text.read_indices("--at", at)
        words = f"--at {typed_text.typed('--at', at).text}"
    else:
        pieces = {option: typed_text.typed(option, given) for option, given in apart.items()}
        numbers = {option: typed_text.read_whole(piece, f"{option} 1") for option, piece in pieces.items()}
        output = tuple(map(numbers.get, ("--m", "--n"))) if axes == 2 else tuple(numbers.values())
        words = " ".join(f"{option} {number}" for option, number in numbers.items())
    if len(output) != axes:
        hint = f"Type one index for each axis, for example: {_index_example(axes)}"
        larger = (
            ""
            if sized
            else f", or give the image {axes_text(len(output))}: --image {same_on_each(IMAGE_SIDE, len(output))}"
        )
        message = f"the {sized or 'image'} has {axes_text(axes)}, but the output has {_indices(len(output))}"
        raise ConvtraceError(message, words, hint=hint + larger)
    if list(apart) == ["--n"] and axes == 1:
        hint = "Type, for example: --m 1"
        raise ConvtraceError("--n is the second index, but the image has 1 axis", words, hint=hint)
    return output


def origins(what: str, given: Typed | None, size: tuple[int, ...]) -> tuple[int | None, ...]:
    """The place, counted from 0, that is called 0 on each axis of the image or the kernel; None for the centre.

    It need not be that of an element: where place −2 is called 0, the first element is called 2.

    >>> origins("image", "-2", (3,)), origins("kernel", None, (3, 3))
    ((-2,), (None, None))
    """
    if given is None:
        return (None,) * len(size)
    option = f"--{what}-origin"
    origins = typed_text.read_indices(option, given)
    if len(origins) != len(size):
        hint = f"Count from 0, one number for each axis, for example: {option} {same_on_each(0, len(size), ',')}"
        numbers = f"{len(origins)} number{'s' * (len(origins) != 1)}"
        message = f"{option} has {numbers}, but the {what} has {axes_text(len(size))}"
        raise typed_text.typed(option, given).refuse(message, hint)
    return origins


def window_of(given: str, image: Ranges) -> Ranges | None:
    """The positions to show, None for those that are used."""
    piece = typed_text.typed("--window", given)
    name = piece.text.strip()
    if name == AUTO:
        return None
    window = image if name == ALL else _inside(piece, given, image)
    if prod(len(shown) for shown in window) > MAX_PIXELS:
        message = f"--window: {prod(len(shown) for shown in window)} pixels are too many to list"
        raise piece.refuse(
            message, f"Choose at most {MAX_PIXELS} pixels, for example: --window {_interval_example(image)}"
        )
    return window


def _inside(piece: typed_text.Piece, given: str, image: Ranges) -> Ranges:
    parts = typed_text.read_intervals("--window", given)
    hint = f"Type one interval for each axis, for example: --window {_interval_example(image)}"
    if len(parts) != len(image):
        intervals = f"{len(parts)} interval{'s' * (len(parts) != 1)}"
        raise piece.refuse(f"--window has {intervals}, but the image has {axes_text(len(image))}", hint)
    for (part, shown), pixels in zip(parts, image, strict=True):
        if shown.start < pixels.start or shown.stop > pixels.stop:
            ends = f"{pixels[0]} to {pixels[-1]}"
            message = f"--window: {part.text.strip()} goes beyond the image, whose indices are {ends} on this axis"
            raise part.refuse(message, f"Choose an interval inside {pixels[0]}:{pixels[-1]}, or type: --window all")
    return tuple(shown for _, shown in parts)


def _indices(count: int) -> str:
    return f"{count} index" if count == 1 else f"{count} indices"


def _index_example(axes: int) -> str:
    return "--m 1 --n 1" if axes == 2 else f"--at {same_on_each(1, axes, ',')}"


def _interval_example(image: Ranges) -> str:
    return ",".join(f"{max(side.start, -1)}:{min(side.stop - 1, 1)}" for side in image)
