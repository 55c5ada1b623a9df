"""pose(operation, …) → Problem: the single door for what users give."""

from __future__ import annotations

from collections.abc import Callable

from convtrace.errors import ConvtraceError
from convtrace.law.boundary import ALIASES, CONSTANT, RULES, ZERO, Boundary
from convtrace.law.extents import MODES, centred, outputs
from convtrace.law.index_order import ORDERS
from convtrace.law.kernel import Kernel
from convtrace.trace.given import AUTO, Ranges, fixed_index, operation_of, origins, window_of
from convtrace.trace.given_arrays import Given, operands
from convtrace.trace.problem import Problem, check_output_count, check_outputs
from convtrace.values import typed_text
from convtrace.values.formula import Value, nodes
from convtrace.values.typed_text import Typed


def pose(
    operation: str,
    *,
    at: Typed | None = None,
    m: Typed | None = None,
    n: Typed | None = None,
    pixel: Typed | None = None,
    weight: Typed | None = None,
    image: Given | None = None,
    kernel: Given | None = None,
    form: str | None = None,
    axes: str = "xy",
    mode: str = MODES[0],
    window: str = AUTO,
    kernel_origin: Typed | None = None,
    stride: Typed = 1,
    dilation: Typed = 1,
    pad: str = ZERO.name,
    read: Callable[[str], bytes] | None = None,
) -> Problem:
    """The problem that the command line's words name; numbers and tuples do as well as text.

    `operation` may name its form as well: `xcorr:sliding`. `at` (or `m` and `n`) fixes the output, `pixel` or
    `weight` what a gradient is for; without any of them the output stays m, n. `image` and `kernel` are sizes or
    values: rows of text, nested lists, the name of a kernel, or of a file where `read` gives its bytes. Sizes and
    indices are in index order (under `axes="xy"` columns first), 7 pixels and 3 kernel elements on each axis unless
    given, less with many axes; `stride` and `dilation` are one number or one for each axis. Raises ConvtraceError,
    which marks the word that can't be used.

    >>> pose("conv", m=1, n=1).image
    (range(-3, 4), range(-3, 4))
    >>> pose("xcorr", at=(0, 0, 0), image="9x7x5", axes="rc").kernel.ranges
    (range(-1, 2), range(-1, 2), range(-1, 2))
    >>> pose("conv", pixel=(1, 1)).outputs
    (range(-2, 3), range(-2, 3))
    """
    row = operation_of(operation, form)
    order = ORDERS[typed_text.typed("--axes", axes).one_of(ORDERS)]
    mode = typed_text.typed("--mode", mode).one_of(MODES)
    pixels, weights, image_size, kernel_size = operands(
        image, kernel, order, read, indices=_index_count(at, m, n, pixel, weight)
    )
    ranges = tuple(map(centred, image_size))
    elements = tuple(map(centred, kernel_size, origins(kernel_origin, kernel_size)))
    steps = (
        typed_text.read_steps("--stride", stride, len(ranges)),
        typed_text.read_steps("--dilation", dilation, len(ranges)),
    )
    relations = map(row.relation, *steps)
    existing = tuple(outputs(*axis, mode) for axis in zip(relations, ranges, elements, strict=True))
    sized = "image" if image is not None else "kernel" if kernel is not None else None
    fixed, index = fixed_index(at, m, n, pixel, weight, ranges, elements, sized=sized)
    problem = Problem(
        operation=row,
        order=order,
        fixed=fixed,
        at=index,
        image=ranges,
        kernel=Kernel(elements, order, None if weights is None else weights.flat),
        mode=mode,
        outputs=existing,
        window=None,
        stride=steps[0],
        dilation=steps[1],
        pixels=None if pixels is None else pixels.flat,
        boundary=_outside(pad, len(ranges)),
    )
    check_names(problem)
    return problem.replace(window=window_of(window, _shown(problem)))


def _index_count(at: Typed | None, m: Typed | None, n: Typed | None, *elements: Typed | None) -> int | None:
    """The number of indices in the question, None where it has none."""
    given = next((index for index in (at, *elements) if index is not None), None)
    if given is None:
        return (m is not None) + (n is not None) or None
    return str(given).count(",") + 1 if isinstance(given, str | int) else len(given)


def _outside(pad: str, axes: int) -> Boundary:
    """The rule for what is outside; a constant has its value behind a colon."""
    piece = typed_text.typed("--pad", pad)
    name, *value = piece.split(":", most=1)
    if name.text.strip() != CONSTANT.name or not value:
        if pad.strip() in ALIASES:
            hint = f"Type: --pad {ALIASES[pad.strip()]}. The names in other libraries: convtrace borders"
            raise piece.refuse(f"--pad: {pad.strip()} is called {ALIASES[pad.strip()]} here", hint)
        rule = RULES[piece.one_of(RULES)]
        if rule is CONSTANT:
            raise piece.refuse("--pad: constant needs a value", "Type it after a colon, for example: --pad constant:5")
        return Boundary((rule,) * axes)
    from convtrace.values.typed_value import read_value  # only here: most runs have 0 outside

    fill = read_value(value[0])
    return Boundary((CONSTANT if fill != 0 else ZERO,) * axes, fill)


def check_names(problem: Problem) -> None:
    """Refuse values that are called as the letters which stand for the kernel's."""
    given = (*(problem.pixels or ()), *([problem.boundary.fill] if problem.boundary.fill != 0 else []))
    if problem.kernel.given is None and any(not isinstance(value, int) for value in given):
        letters = set(problem.kernel.values)
        names = (part.name for part in nodes(given) if isinstance(part, Value))
        taken = next((name for name in names if name in letters), None)
        if taken is not None:
            message = f"{taken} is already the name of a kernel value"
            raise ConvtraceError(message, hint="Choose another name, or give the kernel's values with --kernel.")


def _shown(problem: Problem) -> Ranges:
    """The positions that the sum may run over; refuses a sum over none or over too many to write out."""
    if problem.over == "i":
        return problem.image
    check_outputs(problem)
    check_output_count(problem)
    return problem.outputs
