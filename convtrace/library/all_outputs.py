"""All outputs of a call: their numbers, how many products each of them has, and the question of each."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from itertools import product
from typing import TYPE_CHECKING, Any

from convtrace.errors import ConvtraceError
from convtrace.law.index_order import ORDERS
from convtrace.law.scaling import Bias
from convtrace.library.arrays import AnyNumber, ExactArray, NestedNumbers
from convtrace.library.call import Call
from convtrace.library.evaluation import check_output_count, whole_output
from convtrace.library.posed_call import LibraryQuestion, pose_call, posed_question
from convtrace.library.posed_options import OptionsGiven
from convtrace.library.sums import count_products
from convtrace.trace.given import Ranges
from convtrace.trace.status import Index
from convtrace.values.exact import Values
from convtrace.values.frozen import Frozen
from convtrace.values.limits import MAX_PIXELS

if TYPE_CHECKING:
    from convtrace.trace.given_arrays import Given
    from convtrace.values.typed_text import Typed

_ROWS_FIRST = ORDERS["rc"]


class AllOutputs(Frozen, kw_only=False):
    """A call, the values of its arrays where they are given, its whole output, and what was `asked`, as it was given.

    Arrays of outputs have the axes of a problem in their order, those beside space first, as the sums are worked out;
    `laid` gives them as the library does.

    >>> found = all_outputs("torch.conv_transpose1d", image="4", kernel="3", options=["stride=2"])
    >>> found.numbers, found.products.rows
    (None, [[1, 1, 2, 1, 2, 1, 2, 1, 1]])
    """

    call: Call
    pixels: Values | None
    weights: Values | None
    asked: Mapping[str, Any]

    @cached_property
    def numbers(self) -> ExactArray | None:
        """The numbers of all outputs; None where an array or the bias has none."""
        return numbers_of(self.call)

    @cached_property
    def products(self) -> ExactArray:
        """The number of products of each output."""
        call = self.call
        if call.channels is None:
            return count_products(call.axes, call.image, call.kernel)
        return call.channels.output(count_products, call.axes)

    @property
    def have_values(self) -> bool:
        """True where both arrays have values, be they numbers or formulas."""
        return self.pixels is not None and self.weights is not None

    def element(self, outputs: ExactArray, index: Index) -> AnyNumber:
        """What an array of outputs has at an index on all axes."""
        number = _ROWS_FIRST.position(index, self.positions)
        found: AnyNumber = outputs.rows[number // outputs.shape[-1]][number % outputs.shape[-1]]
        return found

    @cached_property
    def positions(self) -> Ranges:
        """The indices of the outputs on all axes."""
        shape = (self.products if self.numbers is None else self.numbers).shape
        base, beside = self.call.row.base, len(shape) - len(self.call.axes)
        firsts = (*[0] * beside, *[base] * len(self.call.axes))
        return tuple(range(first, first + size) for first, size in zip(firsts, shape, strict=True))

    @property
    def in_order(self) -> Iterator[Index]:
        """The indices of the outputs on all axes, in the order of the library's array."""
        channels = self.call.channels
        if channels is None:
            return product(*self.positions)
        arrangement = channels.arrangement
        shown = product(*(self.positions[axis] for axis in arrangement.axes("m")))
        return (arrangement.filled("m", index) for index in shown)

    @cached_property
    def middle(self) -> LibraryQuestion:
        """The question of the output in the middle."""
        return self.question(None)

    def question(self, output: Index | None) -> LibraryQuestion:
        """The question of one output, whose index has all axes."""
        channels = self.call.channels
        shown = output if output is None or channels is None else channels.arrangement.shown("m", output)
        return posed_question(self.call, self.pixels, self.weights, shown)

    def laid(self, outputs: ExactArray) -> NestedNumbers:
        """An array of outputs as the library lays it."""
        return (self.call.channels.laid(outputs) if self.call.channels else outputs).nested()


def numbers_of(call: Call) -> ExactArray | None:
    """The numbers of all outputs of a call; None where an array or the bias has none."""
    arrays = call.channels or call
    if not arrays.image.rows or not arrays.kernel.rows or isinstance(call.offset, Bias):
        return None
    return whole_output(call)


def all_outputs(
    function: str,
    *,
    image: Given | None = None,
    kernel: Given | None = None,
    grad: bool = False,
    weight: Typed | None = None,
    options: OptionsGiven = (),
    read: Callable[[str], bytes] | None = None,
) -> AllOutputs:
    """All outputs of the call that the command line's words name; ConvtraceError where these ask for a gradient."""
    if grad or weight is not None:
        message = f"--at all asks for all outputs, but --{'grad' if grad else 'weight'} asks for a gradient"
        raise ConvtraceError(message, hint="Keep one of the two.")
    call, pixels, weights = pose_call(function, image=image, kernel=kernel, options=options, read=read)
    check_output_count(call, MAX_PIXELS)
    asked = {"function": function, "options": options, "image": image, "kernel": kernel}
    return AllOutputs(call, pixels, weights, asked)
