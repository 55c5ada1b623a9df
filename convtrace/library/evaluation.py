"""The exact output array of a library function, by its relation d·k = α·m + β·i + γ alone.

>>> evaluate("torch.nn.functional.conv2d", [[1, 2], [3, 4]], [[1, 1], [1, 1]], stride=2, padding=1)
[[1, 2], [3, 4]]
"""

from __future__ import annotations

from collections.abc import Mapping
from math import prod

from convtrace.errors import ConvtraceError, shortened
from convtrace.library.arrays import Array, Nested, read
from convtrace.library.catalogue import find
from convtrace.library.layouts import SQUEEZED, laid, layout, squeezed
from convtrace.library.option_kinds import Values
from convtrace.library.row import AxisCall, LibraryFunction, Option, Required, Sizes
from convtrace.library.sums import output
from convtrace.values.frozen import Frozen
from convtrace.values.limits import MAX_OUTPUTS
from convtrace.values.typed_text import typed


def evaluate(function: str, image: object, kernel: object, **options: object) -> Nested:
    """What the library function returns for these arrays, as nested lists of ints and Fractions.

    `function` and the options are spelled as in the library's own call. The arrays have one channel, without batch
    or channel axes unless `layout` names where these lie. A float counts as the decimal that Python prints.
    ConvtraceError for all that the library refuses.

    >>> evaluate("numpy.correlate", [1, 2, 3], [0.5, 1])
    [Fraction(5, 2), 4]
    >>> evaluate("torch.nn.functional.conv1d", [[[1, 2, 3]]], [[[1, 1]]], layout="NC+spatial")
    [[[3, 5]]]
    """
    row = find(function)
    arranged = layout(options.get("layout")) or SQUEEZED
    pixels = squeezed("image", read("image", image), arranged.image)
    taps = squeezed("kernel", read("kernel", kernel), arranged.kernel)
    return laid(bind(row, pixels, taps, options).output(), arranged.image).nested()


class Call(Frozen):
    """A call that its library accepts."""

    row: LibraryFunction
    image: Array
    kernel: Array
    options: Mapping[str, Values]
    axes: tuple[AxisCall, ...]

    def output(self) -> Array:
        """The whole array; ConvtraceError where it is too large."""
        if prod(axis.outputs for axis in self.axes) > MAX_OUTPUTS:
            message = f"{self.row.name}: more than {MAX_OUTPUTS} outputs are not worked out here"
            raise ConvtraceError(message, hint="Choose a smaller image, or a larger stride.")
        kernel = self.row.prepare(self.kernel, self.options) if self.row.prepare else self.kernel
        sums = output(self.axes, self.image, kernel)
        return self.row.finish(sums, self.options) if self.row.finish else sums


def bind(row: LibraryFunction, image: Array, kernel: Array, options: Mapping[str, object]) -> Call:
    """The call with its relations worked out; ConvtraceError where the library refuses it."""
    axes = len(image.shape)
    if axes not in row.laws:
        wanted = " or ".join(map(str, row.laws))
        raise ConvtraceError(
            f"{row.name} takes an image of {wanted} {'axis' if wanted == '1' else 'axes'}, not of {axes}",
            hint="Give the arrays without batch and channel axes.",
        )
    if len(kernel.shape) != axes:
        message = f"{row.name}: the image and the kernel have {axes} and {len(kernel.shape)} axes"
        raise ConvtraceError(message, hint="Give both the same number of axes.")
    sizes = Sizes(image.shape, kernel.shape, _values(row, options, axes))
    demand = row.refusal(sizes)
    if demand is not None:
        raise _refusal(row, sizes, options, demand)
    calls = row.axis_calls(sizes)
    if any(call.outputs < row.fewest for call in calls):
        raise _refusal(row, sizes, options, "the kernel must fit the padded image: the output would be empty")
    return Call(row=row, image=image, kernel=kernel, options=sizes.options, axes=calls)


def _values(row: LibraryFunction, given: Mapping[str, object], axes: int) -> dict[str, Values]:
    known = (*row.options, *row.asides)
    spellings = {spelling: option for option in known for spelling in (option.name, *option.also)}
    chosen: dict[str, tuple[str, object]] = {}
    for spelling, value in given.items():
        option = spellings[_spelled(row, spelling, spellings)]
        if option.name in chosen:
            raise ConvtraceError(f"{row.name}: {option.name} is given twice", hint=f"Give only {option.name}.")
        chosen[option.name] = spelling, value
    return {option.name: _value(row, option, *chosen.get(option.name, (option.name, option.default)), axes)
            for option in known}  # fmt: skip


def _spelled(row: LibraryFunction, name: str, spellings: Mapping[str, Option]) -> str:
    if spellings:
        return typed(f"{row.name}: option", name).one_of(spellings)
    raise ConvtraceError(f"{row.name}: there is no option '{shortened(name)}'", hint="Give no options.")


def _value(row: LibraryFunction, option: Option, spelling: str, given: object, axes: int) -> Values:
    if isinstance(given, Required):
        hint = f"Give {option.kind.legal}, for example: {spelling}={given.example!r}"
        raise ConvtraceError(f"{row.name} needs {spelling}", hint=hint)
    values = option.kind.read(given, axes)
    if values is None:
        source = f"{spelling}={shortened(repr(given))}"
        message = f"{row.name}: this value of {spelling} will not do"
        raise ConvtraceError(message, source, (len(spelling) + 1, len(source)), f"Give {option.kind.legal}.")
    return values


def _refusal(row: LibraryFunction, sizes: Sizes, options: Mapping[str, object], demand: str) -> ConvtraceError:
    image, kernel = ("x".join(map(str, shape)) for shape in (sizes.pixels, sizes.taps))
    given = ", ".join((f"image {image}", f"kernel {kernel}", *(f"{name}={value!r}" for name, value in options.items())))
    return ConvtraceError(f"{row.name}: {demand}", f"({shortened(given)})", hint=f"See {row.source}")
