"""A library function, an image and a kernel → the problem in the library's own indices, which count from 0."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from convtrace.errors import ConvtraceError
from convtrace.law.axis import Unknown
from convtrace.law.boundary import CONSTANT, ZERO, Boundary
from convtrace.law.index_order import ORDERS
from convtrace.law.kernel import Kernel
from convtrace.law.operations import row_like
from convtrace.law.scaling import Bias, KernelSum, MetSum, Offset
from convtrace.library.arrays import ExactArray
from convtrace.library.call import Call, bind, larger_image
from convtrace.library.catalogue import find
from convtrace.library.given_channels import arranged
from convtrace.library.posed_along import SizedArrays, posed_axes
from convtrace.library.posed_bias import bias_channel, first_output, names_bias
from convtrace.library.posed_channels import group_and_index, output_channel, sizes_with_channels, with_channels
from convtrace.library.posed_options import OptionsGiven, check_all_given, read_given_options
from convtrace.library.posed_window import check_weights, own_scale, posed_window
from convtrace.library.requirements import CallSizes
from convtrace.library.row import LibraryFunction
from convtrace.trace.given import Ranges, element_of
from convtrace.trace.given_arrays import PLANE, ReadArrays, default_image, default_kernel, fitted, read_arrays
from convtrace.trace.problem import Problem
from convtrace.trace.problem_checks import check_output_count
from convtrace.values.complex_number import AnyNumber, Complex, is_number
from convtrace.values.exact import Values, signed
from convtrace.values.formula import Entry, Formula, Quotient, Sum, Value
from convtrace.values.frozen import Frozen
from convtrace.values.typed_text import Typed

if TYPE_CHECKING:
    from convtrace.library.channels import Channels
    from convtrace.trace.given_arrays import Given


_ROWS_FIRST = ORDERS["rc"]
# how the index is typed, and what it is an index of
_TYPED: dict[Unknown, tuple[str, str]] = {"m": ("--at", "output"), "i": ("--at", "image"), "k": ("--weight", "kernel")}


class LibraryQuestion(Frozen, kw_only=False):
    """A call and one index that is fixed; or the `bias` of one output channel, of which the problem has one output."""

    call: Call
    problem: Problem
    bias: int | None = None

    @property
    def blank(self) -> bool:
        """True where the window of the output leaves the image and the library gives 0 instead of the sum."""
        axes = zip(self.call.axes, self.problem.in_space(self.problem.numbers), strict=True)
        return self.problem.fixed == "m" and any(axis.live is not None and m not in axis.live for axis, m in axes)


def library_question(
    function: str,
    *,
    image: Given | None = None,
    kernel: Given | None = None,
    at: Typed | None = None,
    grad: bool = False,
    weight: Typed | None = None,
    options: OptionsGiven = (),
    read: Callable[[str], bytes] | None = None,
) -> LibraryQuestion:
    """The question that the command line's words name; `options` are texts NAME=VALUE, or values by their names.

    Without `at` it is the middle output, or with `grad` the middle pixel; `weight` asks for the gradient of a kernel
    element, or of the bias: `b,4`. ConvtraceError as the library refuses.

    >>> library_question("numpy.correlate", kernel="3", options=["mode=same"]).problem.relations
    (Relation(d=1, alpha=-1, beta=1, gamma=1),)
    """
    call, pixels, weights = pose_call(function, image=image, kernel=kernel, options=options, read=read)
    if weight is not None and (at is not None or grad):
        raise ConvtraceError("--weight and --at ask for different values", hint="Keep one of the two.")
    if weight is not None and names_bias(weight):
        channel = bias_channel(call, weight)
        return LibraryQuestion(call, _problem(call, None, None, "m", first_output(call, channel)), channel)
    fixed: Unknown = "k" if weight is not None else "i" if grad else "m"
    if fixed == "k":
        check_weights(call)
    problem = _problem(call, weights, pixels, fixed, weight if weight is not None else at)
    return LibraryQuestion(call, problem)


def pose_call(
    function: str,
    *,
    image: Given | None = None,
    kernel: Given | None = None,
    options: OptionsGiven = (),
    read: Callable[[str], bytes] | None = None,
) -> tuple[Call, Values | None, Values | None]:
    """The call that the command line's words name, and the values of both arrays where they are given.

    >>> call, _, _ = pose_call("numpy.correlate", image="7", kernel="3", options=["mode=same"])
    >>> call.axes[0].outputs
    7
    """
    row = find(function)
    typed = read_arrays(image, kernel, read)
    sized = posed_axes(row, row.along, typed, options) if row.along else None
    if sized is None:
        sized = _sized(row, read_arrays(*default_sizes(row), read) if image is kernel is None else typed, options)
    arrays = _array(sized.image, typed.pixels), _array(sized.kernel, sized.weights)
    channels = sized.channels(*arrays)
    if channels is not None:
        arrays = channels.spatial("i"), channels.spatial("k")
    check_all_given(row, sized.options, arrays[0].shape, arrays[1].shape)
    flat = [value for values in (typed.pixels, sized.weights) if values is not None for value in values.flat]
    has_complex = any(isinstance(value, Complex) for value in flat)
    call = bind(row, *arrays, sized.options, has_complex=has_complex, channels=channels)
    _check_outputs(call)
    return call, typed.pixels, sized.weights


def _sized(row: LibraryFunction, typed: ReadArrays, options: OptionsGiven) -> SizedArrays:
    """The sizes of both arrays where all axes are of space, or as a layout names them."""
    apart = sizes_with_channels(row, typed, options)
    image_size, kernel_size = apart[:2] if apart else fitted(typed, _ROWS_FIRST, indices=min(row.laws))
    axes, weights = apart.space if apart else len(image_size), typed.weights
    given = read_given_options(row, options, axes)
    if row.window:
        size = kernel_size if weights is None or row.picks else weights.flat
        weights = posed_window(row, None if typed.kernel is None else size, given, axes)
        kernel_size, given = weights.shape, {**given, row.window: weights.shape}

    def channels(image: ExactArray, kernel: ExactArray) -> Channels | None:
        return arranged(row, image, len(kernel_size), lambda _: kernel, lambda _: given) if apart else None

    return SizedArrays(image_size, kernel_size, weights, given, channels)


def posed_question(
    call: Call, pixels: Values | None, weights: Values | None, index: Typed | None = None, fixed: Unknown = "m"
) -> LibraryQuestion:
    """The question of one output of a call, or of one pixel, the one in the middle unless its index is given."""
    return LibraryQuestion(call, _problem(call, weights, pixels, fixed, index))


def _check_outputs(call: Call) -> None:
    """Refuse a call whose output is empty."""
    for at, axis in enumerate(call.axes):
        if not axis.outputs:
            sizes = CallSizes(call.image.shape, call.kernel.shape, call.options)
            raise ConvtraceError(f"{call.row.name} gives an empty array here", hint=larger_image(call.row, sizes, at))


def default_sizes(*rows: LibraryFunction) -> tuple[str, str]:
    """The sizes of both arrays where none is given: planes where all the functions take them."""
    counts = set.intersection(*(set(row.laws) for row in rows))
    axes = PLANE if PLANE in counts else min(counts)
    kernel = default_kernel(axes)
    return "x".join(map(str, default_image(axes, kernel))), "x".join(map(str, kernel))


def _array(size: tuple[int, ...], values: Values | None) -> ExactArray:
    """The numbers in lines along the last axis; no lines where there are letters."""
    flat = values.flat if values is not None else ()
    numbers: list[AnyNumber] = [value for value in flat if is_number(value)]
    return ExactArray.of(size, numbers if len(numbers) == len(flat) else [])


def _scale(call: Call, kernel: Kernel, fixed: Unknown, index: Sequence[int]) -> Formula:
    """The factor of the sum: a number, or 1 over the sum of the kernel's letters and values."""
    scale = call.scale
    if isinstance(scale, MetSum):
        return own_scale(call, fixed, index)
    if not isinstance(scale, KernelSum):
        return scale
    weights = [Value(weight) if isinstance(weight, str) else weight for weight in kernel.values]
    return Quotient(1, Sum(tuple(map(signed, weights))))


def offset_formula(offset: Offset, channel: int) -> Formula:
    """The constant behind the sum of an output channel: a number, or the element of the bias."""
    return Entry("b", (channel,)) if isinstance(offset, Bias) else offset


def _problem(call: Call, weights: Values | None, pixels: Values | None, fixed: Unknown, at: Typed | None) -> Problem:
    choice = dict(zip("mik", _ranges(call), strict=True))[fixed]
    middle, channels = tuple(side[len(side) // 2] for side in choice), call.channels
    if channels is None:
        index = middle if at is None else element_of(*_TYPED[fixed], at, choice)
        return _in_space(call, weights, pixels, fixed, index)
    base = channels.base
    whole = tuple(range(base, base + size) for size in channels.shape(fixed, tuple(map(len, choice))))
    first = (*[base] * channels.beside, *middle)
    shown = channels.arrangement.shown(fixed, first) if at is None else element_of(*_TYPED[fixed], at, whole)
    group, beside, index = group_and_index(channels, fixed, shown)
    problem = _in_space(call, None, None, fixed, index, output_channel(channels, group, beside))
    return with_channels(problem, channels, group, beside, (pixels, weights))


def _ranges(call: Call) -> tuple[Ranges, Ranges, Ranges]:
    """The indices of outputs, pixels and kernel elements on the axes of space."""
    sizes = [axis.outputs for axis in call.axes], call.image.shape, call.kernel.shape
    base = call.row.base
    made, image, kernel = (tuple(range(base, base + size) for size in shape) for shape in sizes)
    return made, image, kernel


def _in_space(call: Call, weights: Values | None, pixels: Values | None, fixed: Unknown, index: tuple[int, ...],
              channel: int = 0) -> Problem:  # fmt: skip
    base, law = call.row.base, tuple(call.own_relations)
    made, image, kernel = _ranges(call)
    conjugated = call.conjugated
    elements = Kernel(kernel, _ROWS_FIRST, None if weights is None else weights.flat, conjugated=conjugated == "kernel")
    problem = Problem(
        operation=row_like(law[0]).replace(title=call.row.name),
        order=_ROWS_FIRST,
        fixed=fixed,
        at=index,
        image=image,
        kernel=elements,
        mode="",
        outputs=made if fixed == "m" else tuple(axis.live or side for axis, side in zip(call.axes, made, strict=True)),
        window=None,
        stride=tuple(abs(relation.alpha) for relation in law),
        dilation=tuple(relation.d for relation in law),
        pixels=None if pixels is None else pixels.flat,
        law=law,
        boundary=boundary_of(call),
        scale=_scale(call, elements, fixed, [number - base for number in index]),
        scales_differ=fixed == "m" and isinstance(call.scale, MetSum),
        offset=offset_formula(call.offset_of(channel), channel) if fixed == "m" else 0,
        conjugates_image=conjugated == "image",
        cast=call.cast if fixed == "m" else None,
    )
    check_output_count(problem)
    return problem


def boundary_of(call: Call) -> Boundary:
    """The boundary with the rule of each axis; a constant that is 0 is no other rule than zero."""
    fill = max((axis.fill for axis in call.axes), key=bool)
    rules = (axis.boundary if axis.boundary is not CONSTANT or fill else ZERO for axis in call.axes)
    return Boundary(tuple(rules), fill)
