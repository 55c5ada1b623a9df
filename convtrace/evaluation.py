"""The exact output array of a library function, by its relation d·k = α·m + β·i + γ alone.

>>> evaluate("torch.nn.functional.conv2d", [[1, 2], [3, 4]], [[1, 1], [1, 1]], stride=2, padding=1)
[[1, 2], [3, 4]]
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import product
from math import prod
from operator import eq, mul
from typing import NamedTuple

from convtrace.axis import Bounds, solve
from convtrace.errors import ConvtraceError, shortened
from convtrace.library import find
from convtrace.library.arrays import Array, Nested, Number, read
from convtrace.library.row import AxisCall, LibraryFunction, Option, Required, Sizes
from convtrace.library.values import Values
from convtrace.reading import typed

MOST_OUTPUTS = 10**7


def evaluate(function: str, image: object, kernel: object, **options: object) -> Nested:
    """What the library function returns for these arrays, as nested lists of ints and Fractions.

    `function` and the options are spelled as in the library's own call. The arrays have one channel, without batch
    or channel axes. A float counts as the decimal that Python prints. ConvtraceError for all that the library refuses.

    >>> evaluate("numpy.correlate", [1, 2, 3], [0.5, 1])
    [Fraction(5, 2), 4]
    """
    row = find(function)
    return bind(row, read("image", image), read("kernel", kernel), options).output().nested()


class Call(NamedTuple):
    """A call that its library accepts."""

    row: LibraryFunction
    image: Array
    kernel: Array
    options: Mapping[str, Values]
    axes: tuple[AxisCall, ...]

    def output(self) -> Array:
        kernel = self.row.prepare(self.kernel, self.options) if self.row.prepare else self.kernel
        shape = tuple(axis.outputs for axis in self.axes)
        rows = list(_lines(self.axes, self.image, kernel)) if all(shape) else [[] for _ in range(prod(shape[:-1]))]
        output = Array(shape, rows)
        output = self.row.finish(output, self.options) if self.row.finish else output
        return output if output.whole else Array(output.shape, [list(map(_lowered, line)) for line in output.rows])


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
    for demand in row.demands:
        if not demand.holds(sizes):
            raise _refusal(row, sizes, options, demand.text)
    calls = row.axis_calls(sizes)
    if any(call.outputs < row.fewest for call in calls):
        raise _refusal(row, sizes, options, "the kernel must fit the padded image: the output would be empty")
    if prod(call.outputs for call in calls) > MOST_OUTPUTS:
        raise _refusal(row, sizes, options, f"more than {MOST_OUTPUTS} outputs are not worked out here")
    return Call(row, image, kernel, sizes.options, calls)


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
    shapes = ("x".join(map(str, shape)) for shape in (sizes.pixels, sizes.taps))
    given = ", ".join((*shapes, *(f"{name}={value!r}" for name, value in options.items())))
    return ConvtraceError(f"{row.name}: {demand}", f"({shortened(given)})", hint=f"See {row.source}")


def _lowered(value: Number) -> Number:
    return value.numerator if value.denominator == 1 else value


def _places(call: AxisCall, pixels: int, taps: int) -> list[list[int]]:
    """For each kernel index, the pixel that each output meets there: `pixels` for the fill, one more for nothing.

    >>> from convtrace.axis import AxisMap
    >>> _places(AxisCall(AxisMap(1, -1, 1, 1), 3), pixels=3, taps=2)
    [[4, 0, 1], [0, 1, 2]]
    """
    outside = pixels if call.fill else pixels + 1
    places = [[pixels + 1] * call.outputs for _ in range(taps)]
    within = Bounds(m=call.live or range(call.outputs))
    for k, line in enumerate(places):
        met = solve(call.relation, "k", k, "m", within)
        found = (i if 0 <= i < pixels else call.boundary.place(i, pixels) for i in met.along("i"))
        for m, place in zip(met.along("m"), found, strict=True):
            line[m] = outside if place is None else place
    return places


def _lines(axes: Sequence[AxisCall], image: Array, kernel: Array) -> Iterator[list[Number]]:
    """The output's lines along the last axis: the axes are independent, so each relation is solved once."""
    *outer, inner = axes
    tables = [_places(call, n, k) for call, n, k in zip(axes, image.shape, kernel.shape, strict=True)]
    met = [_meetings(table, n) for table, n in zip(tables, image.shape, strict=False)][:-1]

    @cache
    def gathered(number: int | None) -> list[list[Number]]:
        """A line of the image (None: one of fill) as every kernel index along the last axis meets it."""
        line = [inner.fill] * image.shape[-1] if number is None else image.rows[number]
        ready = [*line, inner.fill, 0]
        return [[ready[place] for place in places] for places in tables[-1]]

    for at in product(*(range(call.outputs) for call in outer)):
        weights: list[Number] = []
        lines: list[list[Number]] = []
        for meeting in product(*(table[m] for table, m in zip(met, at, strict=True))):
            taps, pixels = zip(*meeting, strict=True) if meeting else ((), ())
            weights += kernel.rows[_number(taps, kernel.shape)]
            lines += gathered(None if any(map(eq, pixels, image.shape)) else _number(pixels, image.shape))
        yield [sum(map(mul, weights, column)) for column in zip(*lines, strict=True)] or [0] * inner.outputs


def _meetings(table: list[list[int]], pixels: int) -> list[list[tuple[int, int]]]:
    """For each output, the kernel indices that meet something, with the pixel."""
    return [[(k, place) for k, place in enumerate(places) if place <= pixels] for places in zip(*table, strict=True)]


def _number(index: Sequence[int], shape: Sequence[int]) -> int:
    """The number of a line in row-major order.

    >>> _number((1, 2), (2, 3, 4)), _number((), (4,))
    (5, 0)
    """
    number = 0
    for i, size in zip(index, shape, strict=False):
        number = number * size + i
    return number
