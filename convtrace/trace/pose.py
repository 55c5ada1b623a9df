"""pose(operation, …) → Problem: the single door for what users give."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from convtrace.errors import ConvtraceError
from convtrace.law.boundary import ALIASES, CONSTANT, RULES, ZERO, Boundary
from convtrace.law.extents import MODES, centred, outputs
from convtrace.law.index_order import ORDERS, Order
from convtrace.law.kernel import Kernel
from convtrace.law.operations import Operation
from convtrace.trace.given import AUTO, Asked, Ranges, operation_of, origins, window_of
from convtrace.trace.given_arrays import Given, ReadArrays, fitted, read_arrays
from convtrace.trace.problem import Problem
from convtrace.trace.problem_checks import check_output_count, check_outputs
from convtrace.values.formula import Value, nodes
from convtrace.values.limits import MAX_ELEMENTS
from convtrace.values.named_tuple import NamedTuple
from convtrace.values.typed_text import Typed, read_count, read_steps, typed

if TYPE_CHECKING:
    from convtrace.trace.given_notation import Writing
    from convtrace.trace.notations import BookNotation
    from convtrace.values.exact import Exact


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
    axes: str | None = None,
    mode: str | None = None,
    window: str = AUTO,
    zoom: bool = False,
    image_origin: Typed | None = None,
    kernel_origin: Typed | None = None,
    stride: Typed = 1,
    dilation: Typed = 1,
    pad: str = ZERO.name,
    channels: Typed | None = None,
    notation: str | None = None,
    names: str | Sequence[str] | None = None,
    letters: str | Sequence[str] | None = None,
    indices: str | Sequence[str] | None = None,
    count: Typed | None = None,
    sum_over: str | None = None,
    read: Callable[[str], bytes] | None = None,
) -> Problem:
    """The problem that the command line's words name; numbers and tuples do as well as text.

    `operation` may name its form: `xcorr:sliding`. `at` (or `m` and `n`) fixes the output, `pixel` or `weight` what a
    gradient is for; else the output stays m, n. `image` and `kernel` are sizes (7 and 3 on each axis unless given, less
    with many axes) or values: rows of text, lists, a kernel's name, or a file's where `read` gives its bytes; their
    origins are the places, counted from 0, that are called 0, inside the array or not. Sizes, steps and indices are in
    index order: under `axes="xy"` columns first. With `channels`, image and kernel have so many, which come first in
    values and in the indices of pixels and elements. `notation` and what follows it say how pages write all this; the
    first index is that of the column (`axes="xy"`), and the mode is that of the operation's row, unless a notation
    has others. ConvtraceError marks what can't be used.

    >>> pose("xcorr", at=(0, 0, 0), image="9x7x5", axes="rc").kernel.ranges
    (range(-1, 2), range(-1, 2), range(-1, 2))
    """
    writing, usual = _writing(operation, (notation, names, letters, indices, count, sum_over))
    row = operation_of(operation, form if usual is None or form is not None or ":" in operation else usual.form)
    order = ORDERS[usual.axes if axes is None and usual is not None else typed("--axes", axes or "xy").one_of(ORDERS)]
    own_mode = (usual and usual.mode) or row.mode
    mode = own_mode if mode is None else typed("--mode", mode).one_of(MODES)
    asked = Asked(at=at, m=m, n=n, pixel=pixel, weight=weight)
    planes = None if channels is None else read_count("--channels", channels, MAX_ELEMENTS)
    arrays = _arrays(read_arrays(image, kernel, read), (image_origin, kernel_origin), order, asked, planes)
    steps = (read_steps("--stride", stride, len(arrays.image)), read_steps("--dilation", dilation, len(arrays.image)))
    problem = _problem(row, mode, arrays, steps).replace(boundary=_outside(pad, len(arrays.image)))
    if writing is not None and usual is not None:
        problem = writing.applied(problem, usual, image=image_origin is None, kernel=kernel_origin is None)
        writing.check_loss(asked)
    fixed, index = asked.index(problem.image, problem.kernel.ranges, sized=arrays.given, channels=planes)
    problem = problem.replace(fixed=fixed, at=index[-len(arrays.image) :])
    if writing is not None:
        writing.check_output(problem, asked)
    if planes is not None:
        from convtrace.trace.given_planes import with_planes  # only here: most runs have no channels

        problem = with_planes(problem, planes, *index[: -len(arrays.image)])
    check_names(problem)
    return problem.replace(window=_window(window, problem), zoomed=zoom)


def _writing(operation: str, said: tuple[Any, ...]) -> tuple[Writing, BookNotation] | tuple[None, None]:
    """What is said of names and indices, and the notation that it makes; nothing where nothing is said."""
    if said.count(None) == len(said):
        return None, None
    from convtrace.trace.given_notation import Writing  # only here: most runs write as the article does

    writing = Writing(*said)
    return writing, writing.notation_of(operation)


class _Arrays(NamedTuple):
    """The image and the kernel as the problem has them, and which of the two was given, the image if both."""

    image: Ranges
    kernel: Kernel
    pixels: tuple[Exact, ...] | None
    given: str | None


def _arrays(
    given: ReadArrays, firsts: tuple[Typed | None, Typed | None], order: Order, asked: Asked, channels: int | None
) -> _Arrays:
    """Both arrays with their origins, of which one channel is posed."""
    image, kernel, pixels, weights = given
    if channels is None:
        image_size, kernel_size = fitted(given, order, indices=asked.count)
    else:
        from convtrace.trace.given_planes import plane_sizes  # only here: most runs have no channels

        image_size, kernel_size = plane_sizes(given, channels, order, indices=asked.count_in_space)
    elements = tuple(map(centred, kernel_size, origins("kernel", firsts[1], kernel_size)))
    return _Arrays(
        image=tuple(map(centred, image_size, origins("image", firsts[0], image_size))),
        kernel=Kernel(elements, order, None if weights is None else weights.flat),
        pixels=None if pixels is None else pixels.flat,
        given="image" if image is not None else "kernel" if kernel is not None else None,
    )


def _problem(
    row: Operation,
    mode: str,
    arrays: _Arrays,
    steps: tuple[tuple[int, ...], tuple[int, ...]],
) -> Problem:
    """The problem of any output, with 0 outside the image."""
    axes = zip(map(row.relation, *steps), arrays.image, arrays.kernel.ranges, strict=True)
    return Problem(
        operation=row,
        order=arrays.kernel.order,
        fixed="m",
        at=(None,) * len(arrays.image),
        image=arrays.image,
        kernel=arrays.kernel,
        mode=mode,
        outputs=tuple(outputs(*axis, mode) for axis in axes),
        window=None,
        stride=steps[0],
        dilation=steps[1],
        pixels=arrays.pixels,
    )


def _outside(pad: str, axes: int) -> Boundary:
    """The rule for what is outside; a constant has its value behind a colon."""
    piece = typed("--pad", pad)
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


def _window(given: str, problem: Problem) -> Ranges | None:
    """The positions to show, in every channel."""
    shown = _shown(problem)
    window = window_of(given, problem.in_space(shown))
    if window is None:
        return None
    in_space = dict(zip(problem.space, window, strict=True))
    return tuple(in_space.get(axis, side) for axis, side in enumerate(shown))


def _shown(problem: Problem) -> Ranges:
    """The positions that the sum may run over; refuses a sum over none or over too many to write out."""
    if problem.over == "i":
        return problem.image
    check_outputs(problem)
    check_output_count(problem)
    return problem.outputs
