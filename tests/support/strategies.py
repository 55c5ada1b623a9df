"""Random problems: one output, the gradient of one element, all outputs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from hypothesis import strategies as st

from convtrace.document.blocks import Target
from convtrace.errors import ConvtraceError
from convtrace.law.extents import MODES, outputs
from convtrace.render.rendering import pieces
from convtrace.trace.pose import pose
from convtrace.trace.problem import Problem
from convtrace.view.pages.expand import streamed_sums
from tests.support.oracles import OPERATIONS


def places(axes: int) -> st.SearchStrategy[tuple[int, ...]]:
    """What is called 0 on each axis of an array: one of its elements or a place outside."""
    return st.tuples(*[st.integers(-3, 7)] * axes)


@st.composite
def problems(draw: st.DrawFn, most_axes: int = 3, origin: bool = False, steps: bool = False) -> Problem:
    """Any operation on small images and kernels, with outputs inside, at and beyond the border."""
    axes = draw(st.integers(1, most_axes))
    side = st.integers(1, 6 if axes < 3 else 4)
    name, form = draw(st.sampled_from(list(OPERATIONS)))
    kernel = draw(st.tuples(*[side] * axes))
    return pose(
        name,
        form=form,
        at=draw(st.tuples(*[st.integers(-9, 9)] * axes)),
        image=draw(st.tuples(*[side] * axes)),
        kernel=kernel,
        axes=draw(st.sampled_from(["xy", "rc"])),
        image_origin=draw(places(axes)) if origin else None,
        kernel_origin=draw(places(axes)) if origin else None,
        stride=draw(st.tuples(*[st.integers(1, 3 if steps else 1)] * axes)),
        dilation=draw(st.tuples(*[st.integers(1, 3 if steps else 1)] * axes)),
    )


@st.composite
def gradients(draw: st.DrawFn) -> Problem:
    """The gradient of any element under any operation and mode, in one to three axes."""
    axes = draw(st.integers(1, 3))
    side = st.integers(1, 5 if axes < 3 else 3)
    name, form = draw(st.sampled_from(list(OPERATIONS)))
    kernel = draw(st.tuples(*[side] * axes))
    options: dict[str, Any] = {"form": form, "kernel": kernel}
    options |= {"image_origin": draw(places(axes)), "kernel_origin": draw(places(axes))}
    options["image"] = tuple(size + draw(st.integers(0, 2)) for size in kernel)
    options["axes"] = draw(st.sampled_from(["xy", "rc"]))
    mode = draw(st.sampled_from(MODES))
    options["stride"] = draw(st.tuples(*[st.integers(1, 3)] * axes))
    options["dilation"] = draw(st.tuples(*[st.integers(1, 2)] * axes))
    whole = pose(name, **options)
    what, ranges = draw(st.sampled_from([("pixel", whole.image), ("weight", whole.kernel.ranges)]))
    options[what] = tuple(draw(st.sampled_from(side)) for side in ranges)
    for each in (mode, "full"):
        with suppress(ConvtraceError):
            return pose(name, **options, mode=each)
    # a stride steps over all of them
    return pose(name, **{**options, "stride": 1}, mode="full")


@st.composite
def whole_outputs(draw: st.DrawFn, spread: int = 3) -> Problem:
    """Any operation with any outputs on a small image, with strides, dilations and gaps up to `spread`."""
    axes = draw(st.integers(1, 3))
    side = st.integers(1, (9, 5, 3)[axes - 1])
    name, form = draw(st.sampled_from(list(OPERATIONS)))
    kernel = draw(st.tuples(*[side] * axes))
    problem = pose(
        name,
        form=form,
        image=draw(st.tuples(*[side] * axes)),
        kernel=kernel,
        axes=draw(st.sampled_from(["xy", "rc"])),
        mode=draw(st.sampled_from(MODES)),
        image_origin=draw(st.none() | places(axes)),
        kernel_origin=draw(st.none() | places(axes)),
    )
    steps = st.tuples(*[st.integers(1, spread)] * axes)
    row = problem.operation
    row = row.replace(beta=row.beta * draw(st.integers(1, spread)))
    problem = problem.replace(operation=row, stride=draw(steps), dilation=draw(steps))
    sides = zip(problem.relations, problem.image, problem.kernel.ranges, strict=True)
    return problem.replace(outputs=tuple(outputs(*one, problem.mode) for one in sides))


FILE = Target()


def pieces_of(problem: Problem, name: str, target: Target = FILE) -> Iterator[str]:
    """Every output's sum in one of the formats."""
    return pieces(streamed_sums(problem), name, target)


def text_of(problem: Problem, name: str, target: Target = FILE) -> str:
    return "".join(pieces_of(problem, name, target))


def latex_lines(text: str) -> list[str]:
    """The sums of all displays of a LaTeX page, each as one line."""
    displays = re.findall(r"\\begin\{align\*\}\n(.*?)\\end\{align\*\}\n", text, re.DOTALL)
    lines = "".join(displays).replace("\n\\\\ & {}", "").splitlines()
    return [line.removeprefix(r"\\ ").replace(" ={}& ", " = ") for line in lines]
