"""Windows without weights as a question has them, the divisor of what is asked, and who has weights at all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import product

from convtrace.errors import ConvtraceError
from convtrace.law.axis import Bounds, Unknown, solve
from convtrace.law.scaling import KernelSum
from convtrace.library.arrays import ExactNumber
from convtrace.library.call import Call
from convtrace.library.row import LibraryFunction
from convtrace.library.windows import ones, window_size
from convtrace.trace.given_arrays import default_kernel
from convtrace.values.exact import NestedValues, Values


def posed_window(row: LibraryFunction, kernel: object, given: Mapping[str, object], axes: int) -> Values:
    """The weights of a window, all 1; where no size is given, the library's default, or that of a kernel."""
    option = row.spellings[row.window]
    left_out = kernel is None and not any(row.spellings.get(name) is option for name in given)
    size = window_size(row, default_kernel(axes) if left_out and option.required else kernel, given, axes)
    entries: NestedValues = (1,) * size[-1]
    for side in size[-2::-1]:
        entries = (entries,) * side
    return Values(ones(size).shape, entries)


def check_weights(call: Call) -> None:
    """Refuse the gradient of a kernel element where no output is a sum of kernel elements times pixels."""
    if call.row.window:
        hint = "Type --grad for the gradient of a pixel."
        raise ConvtraceError(f"--weight: {call.row.name} has no weights", hint=hint)
    if isinstance(call.row.scale(call.options), KernelSum):
        message = f"--weight: {call.row.name} divides by the sum of the kernel, so no output is a sum of its elements"
        raise ConvtraceError(message, hint="Type, for example: --option normalize_kernel=False")


def own_scale(call: Call, fixed: Unknown, index: Sequence[int]) -> ExactNumber:
    """The factor of an output, or the one of all outputs that a pixel adds to, where these have their own."""
    sides = [
        (number,) if fixed == "m" else solve(axis.relation, "i", number, "m", _bounds(axis.outputs, k)).along("m")
        for axis, number, k in zip(call.axes, index, call.kernel.shape, strict=True)
    ]
    scales = {call.scale_at(output) for output in product(*sides)} or {1}
    if len(scales) > 1:
        message = f"{call.row.name} divides these outputs by different numbers, so no gradient is one scaled sum"
        raise ConvtraceError(message, hint="Choose a pixel away from the border, or options that count the padding.")
    return scales.pop()  # type: ignore[return-value]


def _bounds(outputs: int, elements: int) -> Bounds:
    return Bounds(m=range(outputs), k=range(elements))
