"""A question: one operation, one index that is fixed, an image, a kernel; and checks of what has an answer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from convtrace.law.axis import Relation, Unknown
from convtrace.law.boundary import Boundary
from convtrace.law.index_order import Order
from convtrace.law.kernel import Kernel
from convtrace.law.operations import Operation
from convtrace.trace.given import Ranges
from convtrace.values.complex_number import Complex
from convtrace.values.exact import conjugated
from convtrace.values.formula import ARTICLE, Entry, Naming
from convtrace.values.frozen import Frozen

if TYPE_CHECKING:
    from convtrace.law.casting import Cast
    from convtrace.law.channels import Arrangement, Lookup
    from convtrace.trace.numbering import Numbering
    from convtrace.values.exact import Exact
    from convtrace.values.formula import Array, Formula

T = TypeVar("T")


class Problem(Frozen):
    """A question that has an answer: one index is fixed, the sum runs over another, the third is what meets it.

    `fixed` is m for an output value, i for the gradient of a pixel, k for that of a kernel element; `at` its
    numbers, None on an axis whose index stays a symbol. `image` and `outputs` hold one index range per axis.
    `window` holds the positions to show, one range per axis: pixels, or outputs where the sum runs over them;
    None: those used and one more row and column. `pixels` holds the image's values in reading order, None where it
    has none; `boundary` says what x outside the image is; `law` holds relations that no operation has, as those of a
    library's function; the value is scale·(sum) + offset, the scale that of this output alone where `scales_differ`;
    `arrangement` names the axes that are not of space, None where all are.
    All tuples are in index order, the order in which `order` names the axes. Where `conjugates_image`, the conjugates
    of the pixels are multiplied; `cast` is what becomes of the value in an array of whole numbers. `naming` has the
    names that pages use; `numbering` says that indices do not count from the centre; `summed` what an output is the
    sum over. Where it is `zoomed`, drawings show the window alone.
    """

    operation: Operation
    order: Order
    fixed: Unknown
    at: tuple[int | None, ...]
    image: Ranges
    kernel: Kernel
    mode: str
    outputs: Ranges
    window: Ranges | None
    stride: tuple[int, ...]
    dilation: tuple[int, ...]
    pixels: tuple[Exact, ...] | None = None
    law: tuple[Relation, ...] | None = None
    boundary: Boundary = Boundary(())
    scale: Exact = 1
    scales_differ: bool = False
    offset: Formula = 0
    conjugates_image: bool = False
    cast: Cast | None = None
    arrangement: Arrangement | None = None
    naming: Naming = ARTICLE
    numbering: Numbering | None = None
    summed: Unknown = "i"
    zoomed: bool = False

    def __repr__(self) -> str:
        image = tuple(map(len, self.shown("i", self.image)))
        kernel = tuple(map(len, self.shown("k", self.kernel.ranges)))
        return f"Problem({self.operation.name}, {self.fixed}={self.at}, image={image}, kernel={kernel})"

    @cached_property
    def space(self) -> tuple[int, ...]:
        """The numbers of the axes of space."""
        return tuple(axis for axis in range(len(self.at)) if self.lookup(axis) is None)

    @property
    def has_channels(self) -> bool:
        """True where axes are neither of space nor named as these are: batch, channels, groups."""
        return self.arrangement is not None and not self.arrangement.in_place

    def lookup(self, axis: int) -> Lookup | None:
        """The kind of an axis that is not of space."""
        return None if self.arrangement is None else self.arrangement.lookups[axis]

    def shown(self, unknown: Unknown, index: Sequence[T]) -> tuple[T, ...]:
        """The parts of an index that an array has, in its own order."""
        return tuple(index) if self.arrangement is None else self.arrangement.shown(unknown, index)

    def slowest_first(self, unknown: Unknown) -> tuple[int, ...]:
        """The axes that an array has, in the order in which its elements are read, the slowest one first."""
        own = self.shown(unknown, range(len(self.at)))
        space = iter(self.order.array(tuple(axis for axis in own if self.lookup(axis) is None)))
        return tuple(axis if self.lookup(axis) else next(space) for axis in own)

    def named(self, array: Array, index: Iterable[Formula]) -> Entry:
        """An element of an array, whose index has the parts that the array has, under the name that pages use."""
        return Entry(array, tuple(index), False, self.naming)

    def in_space(self, values: Sequence[T]) -> tuple[T, ...]:
        """What belongs to the axes of space, of one value for each axis."""
        return tuple(values[axis] for axis in self.space)

    def pixel_factor(self, index: tuple[int, ...]) -> Exact | None:
        """The factor that x[index] is in a sum: its value, or the conjugate of that; None as for `pixel`."""
        value = self.pixel(index)
        return conjugated(value) if self.conjugates_image and value is not None else value

    def pixel(self, index: tuple[int, ...]) -> Exact | None:
        """The value of x[index], inside the image or not; None where it has none, or where index stays a symbol."""
        found = self.stand_in(index)
        if found is None:
            return self.boundary.fill
        if self.pixels is None or None in self.at:
            return None
        return self.pixels[self.order.position(found, self.image)]

    def stand_in(self, index: tuple[int, ...]) -> tuple[int, ...] | None:
        """The pixel that x[index] is, be the index inside the image or not; None where it is the constant."""
        found = tuple(self.stand_in_along(axis, number) for axis, number in enumerate(index))
        return None if None in found else found  # type: ignore[return-value]

    def reaches(self, index: tuple[int, ...]) -> bool:
        """Tell whether x[index] adds to a sum, inside the image or not."""
        return self.boundary.fill != 0 or self.stand_in(index) is not None

    def stand_in_along(self, axis: int, number: int) -> int | None:
        """The index inside the image that stands in on one axis; where that stays a symbol, no border is near."""
        side = self.image[axis]
        if self.at[axis] is None or number in side:
            return number
        found = self.boundary.rules[axis].stand_in(number - side[0], len(side)) if self.boundary.rules else None
        return None if found is None else side[found]

    @property
    def is_plain(self) -> bool:
        """Tell whether all values are letters and nothing outside the image counts."""
        return self.pixels is None and self.kernel.given is None and not self.boundary.counts

    @property
    def has_values(self) -> bool:
        """True where all pixels and weights have values."""
        return self.pixels is not None and self.kernel.given is not None

    @cached_property
    def relations(self) -> tuple[Relation, ...]:
        """The law, once per axis: that of the operation with its steps, unless a library's own is given."""
        if self.law is not None:
            return self.law
        steps = enumerate(zip(self.stride, self.dilation, strict=True))
        return tuple(self._relation(axis, *step) for axis, step in steps)

    def _relation(self, axis: int, stride: int, dilation: int) -> Relation:
        kind = self.lookup(axis)
        if kind is not None:
            return kind.relation
        own = self.operation.relation(stride, dilation)
        if self.numbering is None:
            return own
        return self.numbering.relation(own, own.alpha // self.operation.alpha, self.space.index(axis))

    @cached_property
    def has_complex(self) -> bool:
        """Tell whether any value is complex."""
        return any(
            isinstance(value, Complex)
            for value in (*(self.pixels or ()), *(self.kernel.given or ()), self.boundary.fill)
        )

    @property
    def over(self) -> Unknown:
        """The index that the sum runs over: the pixels or kernel elements, or for a gradient the outputs."""
        return self.summed if self.fixed == "m" else "m"

    @property
    def partner(self) -> Unknown:
        """The index that the two others leave."""
        return "i" if "k" in (self.fixed, self.over) else "k"

    @cached_property
    def numbers(self) -> tuple[int, ...]:
        """The fixed index, 0 for what stays a symbol: everything else is counted from there."""
        return tuple(number or 0 for number in self.at)

    @cached_property
    def domains(self) -> dict[Unknown, tuple[range | None, ...]]:
        """Where each index may lie; None for pixels on an axis in general position, where no border is near."""
        free = tuple(None if number is None else pixels for number, pixels in zip(self.at, self.image, strict=True))
        return {"m": self.outputs, "i": free, "k": self.kernel.ranges}
