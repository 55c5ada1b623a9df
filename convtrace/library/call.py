"""A call that its library accepts: its options, the relation of each axis, its scale and offset."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from convtrace.errors import ConvtraceError, shortened
from convtrace.law.axis import Relation
from convtrace.law.casting import Cast
from convtrace.law.scaling import KernelSum, MetSum, Offset, Scale
from convtrace.library.arrays import ExactArray, exact
from convtrace.library.axis_call import AxisCall
from convtrace.library.call_options import defaults, read_options, usual_layout
from convtrace.library.channel_checks import check_channels
from convtrace.library.complex_values import Conjugated
from convtrace.library.missing import Treatment
from convtrace.library.number_types import Dtypes, dtypes_of
from convtrace.library.option_kinds import OptionValues
from convtrace.library.requirements import CallSizes, Refusal
from convtrace.library.row import LibraryFunction
from convtrace.library.windows import check_sum, met_sum, share
from convtrace.values.complex_number import Complex
from convtrace.values.frozen import Frozen
from convtrace.values.limits import MAX_AXES, MAX_SIZES_TRIED

if TYPE_CHECKING:
    from convtrace.library.channels import Channels
    from convtrace.library.spreading import Spread


# the axes in space of an example
_PLANE = 2


class Call(Frozen):
    """A call that its library accepts; `given` are the options that were not left out.

    `has_complex` tells of a complex number in the arrays or outside the image. Where there are `channels`, they hold
    the arrays, and `image` and `kernel` are those of one pair of channels, without numbers.
    """

    row: LibraryFunction
    image: ExactArray
    kernel: ExactArray
    options: Mapping[str, OptionValues]
    axes: tuple[AxisCall, ...]
    given: frozenset[str] = frozenset()
    has_complex: bool = False
    channels: Channels | None = None

    @property
    def notes(self) -> tuple[str, ...]:
        """The notes on the function that concern this call."""
        shapes = self.image.shape, self.kernel.shape
        return self.row.notes_on(CallSizes(*shapes, self.options, self.given, self.numbers))

    @property
    def numbers(self) -> tuple[list[list[Any]], list[list[Any]]]:
        """The rows of both whole arrays, empty where their numbers are not known."""
        image, kernel = (self.channels.image, self.channels.kernel) if self.channels else (self.image, self.kernel)
        return image.rows, kernel.rows

    @property
    def own_relations(self) -> Iterator[Relation]:
        """The relation of each axis in the library's own indices."""
        base = -self.row.base
        return (axis.relation.rebased(image=base, kernel=base, output=base) for axis in self.axes)

    @property
    def padding(self) -> tuple[tuple[int, int], ...]:
        """The padding of each axis: how far its windows reach beyond the image, before and after it."""
        sizes = zip(self.axes, self.image.shape, self.kernel.shape, strict=True)
        return tuple(axis.padding(n, k) for axis, n, k in sizes)

    @property
    def conjugated(self) -> Conjugated:
        """The array whose conjugate is used, where any number is complex."""
        sizes = CallSizes(self.image.shape, self.kernel.shape, self.options, self.given)
        return self.row.conjugates(sizes) if self.row.conjugates and self.has_complex else None

    @property
    def cast(self) -> Cast | None:
        """What the library keeps of a sum, where its numbers are of a type in which not all fit."""
        return None if self.has_complex else self.row.cast(self.options, self.dtypes)

    @property
    def treatment(self) -> Treatment | None:
        """What the library does with pixels that are nan, where there are any."""
        return self.row.nan(self.options) if self.row.nan and self.image.has_nan else None

    @property
    def spread(self) -> Spread | None:
        """The way in which pixels that are nan or infinite count, where there are any and they are not left out."""
        if self.treatment or not (self.channels or self).image.odd:
            return None
        return self.row.spreads(CallSizes(self.image.shape, self.kernel.shape, self.options, self.given, self.numbers))

    @property
    def dtypes(self) -> Dtypes | None:
        """The types of the image's and of the kernel's numbers, None where they are exact."""
        return dtypes_of(self.row.name, self.options, *self.numbers)

    @property
    def trims_zeros(self) -> bool:
        """True where zeros at the end of the output are left out."""
        return self.row.trims_zeros(self.options)

    @property
    def scale(self) -> Scale:
        """The factor of every sum; what divides by the kernel's sum as a number where that is known."""
        scale, rows = self.row.scale(self.options), self.numbers[1]
        return (exact(1 / Fraction(sum(map(sum, rows)))) or 1) if isinstance(scale, KernelSum) and rows else scale

    def scale_at(self, output: tuple[int, ...]) -> Scale:
        """The factor of one output's sum.

        >>> from convtrace.library.posed_call import pose_call
        >>> pose_call("cv2.filter2D", options=["delta=2"])[0].scale_at((0, 0))
        1
        """
        scale = self.scale
        if not isinstance(scale, MetSum):
            return scale
        below = met_sum(self.axes, self.image.shape, self.kernel, scale, output)
        return share(below)

    @property
    def offset(self) -> Offset:
        """The constant behind every sum of the first output channel."""
        return self.offset_of(0)

    def offset_of(self, channel: int) -> Offset:
        """The constant behind every sum of an output channel."""
        return self.row.offset_at(self.options, channel)


def bind(
    row: LibraryFunction,
    image: ExactArray,
    kernel: ExactArray,
    options: Mapping[str, object],
    *,
    has_complex: bool = False,
    channels: Channels | None = None,
) -> Call:
    """The call with its relations worked out; ConvtraceError where the library refuses it.

    `has_complex` tells of complex values among others that are no numbers.
    """
    axes = len(image.shape)
    arrays = (channels.image, channels.kernel) if channels else (image, kernel)
    has_complex = has_complex or any(array.is_complex for array in arrays)
    _check_axes(row, axes, len(kernel.shape), options)
    if row.conjugates is None and has_complex:
        raise ConvtraceError(f"{row.name} takes no complex values", hint="Give real numbers, without j.")
    given = read_options(row, options, axes)
    if row.window:
        given[row.window] = kernel.shape
    values, numbers = {**defaults(row, given, axes), **given}, (arrays[0].rows, arrays[1].rows)
    sizes = CallSizes(image.shape, kernel.shape, values, frozenset(given), numbers)
    if channels is not None:
        sizes = sizes._replace(counts=channels.counts, groups=channels.groups)
    _check_numbers(row, *arrays, sizes, has_complex)
    if (refusal := row.refusal(sizes)) is not None:
        raise _refused(row, sizes, options, refusal)
    check_channels(row, values, options, channels, kernel.shape)
    calls = row.axis_calls(sizes)
    check_sum(row, calls, kernel.shape)
    if (refusal := _empty(row, sizes, calls)) is not None:
        raise _refused(row, sizes, options, refusal)
    return Call(
        row=row,
        image=image,
        kernel=kernel,
        options=sizes.options,
        given=sizes.given,
        axes=calls,
        has_complex=has_complex or any(isinstance(call.fill, Complex) for call in calls),
        channels=channels,
    )


def _check_axes(row: LibraryFunction, axes: int, kernel_axes: int, options: Mapping[str, object]) -> None:
    """Refuse arrays of another number of axes than the function takes."""
    if axes not in row.laws:
        counts = " or ".join(map(str, row.laws))
        raise ConvtraceError(
            f"{row.name} takes an image of {counts} {'axis' if counts == '1' else 'axes'}, not of {axes}",
            hint=_axes_hint(row, options),
        )
    if kernel_axes != axes:
        message = f"{row.name}: the image and the kernel have {axes} and {kernel_axes} axes"
        same = "Give both the same number of axes"
        raise ConvtraceError(message, hint=f"{same}. {_axes_hint(row, options)}" if row.layouts else f"{same}.")


def _axes_hint(row: LibraryFunction, options: Mapping[str, object]) -> str:
    """The axes that arrays may have, with batch and channels if the function takes these."""
    layout = usual_layout(row, options)
    if layout is None:
        return "Give the arrays without batch and channel axes."
    space = max(row.laws) if max(row.laws) < MAX_AXES else _PLANE
    arrays = {"image": layout.spelled("i", space), "kernel": layout.spelled("k", space)}
    lie = " and ".join(f"the {name} as {axes}" for name, axes in arrays.items() if name == "image" or layout.count("k"))
    return f"With batch and channels, give {lie}."


def _check_numbers(
    row: LibraryFunction, image: ExactArray, kernel: ExactArray, sizes: CallSizes, has_complex: bool
) -> None:
    """Refuse nan and inf where it is not worked out what the function makes of them."""
    odd, taken = image.odd, row.nan is not None and not image.has_infinity
    if kernel.odd or (odd and not taken and (row.spreads(sizes) is None or has_complex)):
        array = "kernel" if kernel.odd else "image"
        message = f"{row.name}: an element of the {array} is {kernel.odd or odd}, which is not worked out here"
        raise ConvtraceError(message, hint="Give a number in its place.")


def _empty(row: LibraryFunction, sizes: CallSizes, calls: Sequence[AxisCall]) -> Refusal | None:
    """The refusal of an output that would have fewer elements on an axis than the library returns."""
    short = next((at for at, call in enumerate(calls) if call.outputs < row.min_outputs), None)
    if short is None:
        return None
    where = f" on axis {short}" if len(calls) > 1 else ""
    return Refusal(f"the output would be empty{where}", larger_image(row, sizes, short))


def larger_image(row: LibraryFunction, sizes: CallSizes, axis: int) -> str:
    """The advice to choose an image of the least size that gives an output along an axis.

    >>> from convtrace.library.catalogue import find
    >>> larger_image(find("numpy.convolve"), CallSizes((3,), (3,), {"mode": ("full",)}), 0)
    'Choose an image of at least 4 pixels.'
    """
    call = [*sizes.axes(option.name for option in row.options)][axis]
    law, size = row.laws[len(sizes.image)], sizes.image[axis]
    longer = range(size + 1, size + MAX_SIZES_TRIED)
    least = next((n for n in longer if law(**{**call, "n": n}).outputs > 0), None)
    if least is None:
        return "Choose a larger image, a smaller kernel or less padding."
    return f"Choose an image of at least {least} pixels{f' on axis {axis}' if len(sizes.image) > 1 else ''}."


def _refused(row: LibraryFunction, sizes: CallSizes, options: Mapping[str, object], refusal: Refusal) -> ConvtraceError:
    image, kernel = ("x".join(map(str, shape)) for shape in (sizes.image, sizes.kernel))
    given = ", ".join((f"image {image}", f"kernel {kernel}", *(f"{name}={value!r}" for name, value in options.items())))
    hint = refusal.hint or f"See {row.source}"
    return ConvtraceError(f"{row.name}: {refusal.message}", f"({shortened(given)})", hint=hint)
