"""A library function, an image and a kernel → the problem in the library's own indices, which count from 0."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from enum import Enum
from math import floor
from typing import TYPE_CHECKING, NamedTuple

from convtrace.axis import Bounds, solve
from convtrace.boundary import CONSTANT, EDGE, REFLECT, SYMMETRIC, WRAP, ZERO, Rule
from convtrace.derivation import derive
from convtrace.errors import ConvtraceError, shortened
from convtrace.evaluation import Call, bind
from convtrace.given import IMAGE_SIDE, KERNEL_SIDE, element_of, operands
from convtrace.kernel import Kernel
from convtrace.library import find
from convtrace.library.arrays import Array, Number
from convtrace.library.row import AxisCall, LibraryFunction
from convtrace.library.texts import value as option_value
from convtrace.operations import kind
from convtrace.order import ORDERS
from convtrace.problem import Problem
from convtrace.reading import Typed

if TYPE_CHECKING:
    from convtrace.exact import Values
    from convtrace.given import Given

PLANE = 2
ROWS_FIRST = ORDERS["rc"]
# the rules under which every place outside has a pixel
STANDING_IN = {EDGE, REFLECT, SYMMETRIC, WRAP}


class Beyond(Enum):
    """What of a value the sum of the image's own pixels leaves out."""

    STAND_INS = "stand_ins"
    FILL = "fill"
    BLANKED = "blanked"
    ADDED = "added"


class Asked(NamedTuple):
    """A call and one index that is fixed. `beyond` names what its terms leave out, None where they are the whole sum;
    `value` is the exact number where both arrays have numbers and an output is asked for.
    """

    call: Call
    problem: Problem
    beyond: Beyond | None
    value: Number | None


def ask(
    function: str,
    *,
    image: Given | None = None,
    kernel: Given | None = None,
    at: Typed | None = None,
    grad: bool = False,
    options: Sequence[str] = (),
    read: Callable[[str], bytes] | None = None,
) -> Asked:
    """The question that the command line's words name; `options` are texts NAME=VALUE.

    Without `at` it is the middle output, or with `grad` the middle pixel. ConvtraceError as the library refuses.

    >>> ask("numpy.correlate", kernel="3", options=["mode=same"]).problem.relations
    (AxisMap(d=1, alpha=-1, beta=1, gamma=1),)
    """
    call, pixels, weights = pose_call(function, image=image, kernel=kernel, options=options, read=read)
    problem = _problem(call, _prepared(call, weights), pixels, at, grad)
    return Asked(call, problem, _beyond(call, problem), _value(call, problem))


def pose_call(
    function: str,
    *,
    image: Given | None = None,
    kernel: Given | None = None,
    options: Sequence[str] = (),
    read: Callable[[str], bytes] | None = None,
) -> tuple[Call, Values | None, Values | None]:
    """The call that the command line's words name, and the values of both arrays where they are given.

    >>> call, _, _ = pose_call("numpy.correlate", image="7", kernel="3", options=["mode=same"])
    >>> call.axes[0].outputs
    7
    """
    row = find(function)
    if image is None and kernel is None:
        image, kernel = _sizes(row)
    pixels, weights, image_size, kernel_size = operands(image, kernel, ROWS_FIRST, read)
    given = _options(row, options, len(image_size))
    call = bind(row, _array(image_size, pixels), _array(kernel_size, weights), given)
    if not all(axis.outputs for axis in call.axes):
        raise ConvtraceError(f"{row.name} gives an empty array here", hint="Choose a larger image.")
    return call, pixels, weights


def _sizes(row: LibraryFunction) -> tuple[str, str]:
    """The sizes of both arrays where none is given: a plane where the function takes one."""
    axes = PLANE if PLANE in row.laws else min(row.laws)
    return "x".join([str(IMAGE_SIDE)] * axes), "x".join([str(KERNEL_SIDE)] * axes)


def _options(row: LibraryFunction, texts: Sequence[str], axes: int) -> Mapping[str, object]:
    known = {name: option for option in (*row.options, *row.asides) for name in (option.name, *option.also)}
    given: dict[str, object] = {}
    for text in texts:
        name, sign, value = text.partition("=")
        if not sign:
            message = f"--option: {shortened(text)} is not NAME=VALUE"
            raise ConvtraceError(message, hint="Type, for example: --option mode=same")
        if name in given:
            raise ConvtraceError(f"--option: {shortened(name)} is given twice", hint="Keep one of the two.")
        given[name] = option_value(known[name], value, axes) if name in known else value
    return given


def _array(size: tuple[int, ...], values: Values | None) -> Array:
    """The numbers in lines along the last axis; no lines where there are letters."""
    flat = values.flat if values is not None else ()
    numbers: list[Number] = [value for value in flat if _is_number(value)]  # type: ignore[misc]
    if values is None or len(numbers) < len(flat):
        return Array(size, [])
    return Array(size, [numbers[start : start + size[-1]] for start in range(0, len(numbers), size[-1])])


def _is_number(value: object) -> bool:
    from convtrace.exact import is_number

    return is_number(value)  # type: ignore[arg-type]


def _prepared(call: Call, weights: Values | None) -> tuple[object, ...] | None:
    """The kernel's values as the sum uses them: normalised, where the library does that."""
    row, kernel = call.row, call.kernel
    plain = all(call.options[aside.name] == aside.kind.read(aside.default, len(call.axes)) for aside in row.asides)
    if row.prepare is None or plain:
        return weights and weights.flat
    if not kernel.rows:
        message = f"{row.name}: with these options the kernel's values must be numbers"
        raise ConvtraceError(message, hint='Give them, for example: --kernel "1 2 1"')
    return tuple(value for line in row.prepare(kernel, call.options).rows for value in line)


def _problem(
    call: Call, weights: tuple[object, ...] | None, pixels: Values | None, at: Typed | None, grad: bool
) -> Problem:
    law = tuple(axis.relation for axis in call.axes)
    image, taps = (tuple(map(range, array.shape)) for array in (call.image, call.kernel))
    made = tuple(range(axis.outputs) for axis in call.axes)
    choice = image if grad else made
    middle = tuple(len(side) // 2 for side in choice)
    index = middle if at is None else element_of("--at", at, choice, "image" if grad else "output")
    return Problem(
        kind(law[0])._replace(title=call.row.name),
        ROWS_FIRST,
        "i" if grad else "m",
        index,
        image,
        Kernel(taps, ROWS_FIRST, weights),  # type: ignore[arg-type]
        "",
        tuple(axis.live or range(axis.outputs) for axis in call.axes) if grad else made,
        None,
        tuple(abs(relation.alpha) for relation in law),
        tuple(relation.d for relation in law),
        pixels and pixels.flat,
        law,
        ZERO if grad else _rule(call),
    )


def _rule(call: Call) -> Rule:
    """What is outside, where one rule that always finds a pixel holds on every axis; else nothing is."""
    rules = {axis.boundary for axis in call.axes}
    return rules.pop() if len(rules) == 1 and rules <= STANDING_IN else ZERO


def _beyond(call: Call, problem: Problem) -> Beyond | None:
    axes = [*zip(call.axes, problem.image, problem.kernel.ranges, problem.numbers, strict=True)]
    if problem.fixed == "i":
        copied = any(_copied(*axis) for axis in axes)
        return Beyond.STAND_INS if copied else None
    if any(axis.live is not None and number not in axis.live for axis, _, _, number in axes):
        return Beyond.BLANKED
    if call.row.finish is not None and any(map(any, call.row.finish(_zero(call), call.options).rows)):
        return Beyond.ADDED
    if problem.boundary is not ZERO:
        return None
    derivation = derive(problem)
    for axis, reach, patch in zip(call.axes, derivation.reach, derivation.patch, strict=True):
        if len(patch) < len(reach) and axis.boundary is not ZERO and (axis.boundary is not CONSTANT or axis.fill):
            return Beyond.FILL if axis.boundary is CONSTANT else Beyond.STAND_INS
    return None


def _zero(call: Call) -> Array:
    """One output that is 0."""
    return Array((1,) * len(call.axes), [[0]])


def _copied(axis: AxisCall, pixels: range, taps: range, number: int) -> bool:
    """Whether a place outside the image where this pixel stands in is used by an output."""
    before, after = margins(axis, pixels, taps)
    beyond = (*range(-before, 0), *range(len(pixels), len(pixels) + after))
    bounds = Bounds(m=axis.live or range(axis.outputs), k=taps)
    places = (place for place in beyond if axis.boundary.place(place, len(pixels)) == number)
    return any(solve(axis.relation, "i", place, "m", bounds) for place in places)


def margins(axis: AxisCall, pixels: range, taps: range) -> tuple[int, int]:
    """How far the windows of all outputs reach beyond the image, before and after it.

    >>> from convtrace.axis import AxisMap
    >>> margins(AxisCall(AxisMap(1, -2, 1, 1), 3), range(5), range(3))
    (1, 1)
    """
    relation, made = axis.relation, axis.live or range(axis.outputs)
    ends = [relation.third("i", {"m": m, "k": k}) for m in (made[0], made[-1]) for k in (taps[0], taps[-1])]
    return max(0, floor(-min(ends))), max(0, floor(max(ends)) - pixels[-1])


def _value(call: Call, problem: Problem) -> Number | None:
    """One output by itself, so that a large image costs no more than a small one."""
    if problem.fixed == "i" or not (call.image.rows and call.kernel.rows):
        return None
    if any(axis.live is not None and m not in axis.live for axis, m in zip(call.axes, problem.numbers, strict=True)):
        return 0
    axes = tuple(map(_alone, call.axes, problem.numbers))
    return call._replace(axes=axes).output().rows[0][0]


def _alone(axis: AxisCall, m: int) -> AxisCall:
    """The call that gives only output m."""
    relation = replace(axis.relation, gamma=axis.relation.gamma + axis.relation.alpha * m)
    return axis._replace(relation=relation, outputs=1, live=None)
