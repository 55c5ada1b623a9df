"""Checks of what has an answer: outputs that exist, a sum that holds for all of them, sizes that can be written out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import repeat
from math import prod
from typing import Any

from convtrace.errors import ConvtraceError
from convtrace.law.extents import outputs
from convtrace.trace.given import element_of
from convtrace.trace.given_arrays import PLANE
from convtrace.trace.problem import Problem
from convtrace.values.limits import MAX_ELEMENTS


def check_outputs(problem: Problem) -> None:
    """Refuse a question about all outputs where there is none."""
    if all(problem.outputs):
        return
    pixels, elements = problem.in_space(problem.image), problem.in_space(problem.kernel.ranges)
    dilations = problem.in_space(problem.dilation)
    relations = (problem.operation.relation(1, dilation) for dilation in dilations)
    if all(map(outputs, relations, pixels, elements, repeat(problem.mode))):
        stride = f"--stride {_numbers(problem.in_space(problem.stride))} steps over all of them"
        axes = zip(problem.in_space(problem.relations), pixels, elements, strict=True)
        full = ", or type: --mode full" if all(outputs(*axis, "full") for axis in axes) else "."
        hint = f"Choose a smaller --stride{full}"
        raise ConvtraceError(f"--mode {problem.mode}: no output exists, because {stride}", hint=hint)
    image, kernel = (tuple(map(len, sides)) for sides in (pixels, elements))
    extent = ((side - 1) * dilation + 1 for side, dilation in zip(kernel, dilations, strict=True))
    enough = _numbers(map(max, image, extent), "x")
    dilated = f" with --dilation {_numbers(dilations)}" if max(dilations) > 1 else ""
    smaller = f"the image {_numbers(image, 'x')} is smaller than the kernel {_numbers(kernel, 'x')}{dilated}"
    size = f"A size is written {_numbers(problem.pixels or (), 'x')}. " if _may_be_size(problem) else ""
    hint = f"{size}Choose an image of at least {enough}, or type: --mode full"
    raise ConvtraceError(f"--mode {problem.mode}: no output exists, because {smaller}", hint=hint)


def _numbers(given: Iterable[object], separator: str = ",") -> str:
    return separator.join(map(str, given))


def _may_be_size(problem: Problem) -> bool:
    """Tell whether the image is a row of so few whole numbers that a size may have been meant: 7,7."""
    pixels = problem.pixels or ()
    return len(problem.image) == 1 and len(pixels) == PLANE and all(isinstance(x, int) and x > 0 for x in pixels)


def check_one_sum(problem: Problem) -> None:
    """Refuse general position where neighbouring outputs use different kernel elements."""
    free = [relation for number, relation in zip(problem.at, problem.relations, strict=True) if number is None]
    if any(relation.alpha % relation.beta for relation in free):
        stride, example = _numbers(problem.in_space(problem.stride)), _numbers((1,) * len(problem.space))
        message = "neighbouring outputs use different kernel elements, so no single sum holds for all of them"
        raise ConvtraceError(f"--stride {stride}: {message}", hint=f"Choose an output, for example: --at {example}")


def check_gradient_real(problem: Problem) -> None:
    """Refuse the gradient of complex values: libraries differ in what it is."""
    if problem.fixed != "m" and problem.has_complex:
        raise ConvtraceError("gradients of complex values are not worked out here", hint="Give real numbers.")


def check_letters(problem: Problem, command: str) -> None:
    """Refuse values where only letters are written."""
    for option, given in (("--image", problem.pixels), ("--kernel", problem.kernel.given)):
        if given is not None:
            message = f"{option}: {command} takes a size, not values"
            raise ConvtraceError(message, hint=f"Type, for example: {option} 3x3")


def check_output_count(problem: Problem) -> None:
    """Refuse the gradient of a kernel element that too many outputs use."""
    if problem.fixed == "k" and prod(map(len, problem.outputs)) > MAX_ELEMENTS:
        message = f"--weight: {prod(map(len, problem.outputs))} outputs use this element, too many to write out"
        raise ConvtraceError(message, hint="Choose a smaller image, for example: --image 9x9")


def check_output_there(problem: Problem, given: Mapping[str, Any]) -> None:
    """Refuse an output that is named, in the words of `pose`, but is none of those that there are."""
    there = problem.shown("m", problem.outputs)
    if given.get("at") is not None:
        element_of("--at", "output", given["at"], there)
    apart = [name for name in ("m", "n") if given.get(name) is not None]
    for name, side in zip(apart, there, strict=False):
        element_of(f"--{name}", "output", str(given[name]), (side,))
