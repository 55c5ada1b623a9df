"""Random conventions, and a slow evaluator of them that shares nothing with the search: every product is looked up."""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from math import prod
from random import Random
from typing import NamedTuple

from convtrace.search.explanation import Explanation
from convtrace.search.question import Question

Index = tuple[int, ...]
LARGEST_SIDES = {1: (6, 14), 2: (4, 8), 3: (3, 4)}
LARGEST_KERNEL = {1: 5, 2: 4, 3: 2}


class Convention(NamedTuple):
    """How the kernel lies, the steps, where the first window begins, how many outputs there are, what is outside."""

    flips: tuple[bool, ...]
    transposed: bool
    stride: Index
    dilation: Index
    spread: Index
    first: Index
    outputs: Index
    rule: str


class Trial(NamedTuple):
    """An image and a kernel by their indices, and a convention."""

    image_shape: Index
    kernel_shape: Index
    image: dict[Index, int]
    kernel: dict[Index, int]
    convention: Convention


def stand_in(rule: str, i: int, n: int) -> int | None:
    """The pixel outside by walking back step by step."""
    while not 0 <= i < n:
        match rule:
            case "zero":
                return None
            case "edge":
                i = 0 if i < 0 else n - 1
            case "wrap":
                i += n if i < 0 else -n
            case "symmetric":
                i = -1 - i if i < 0 else 2 * n - 1 - i
            case _:
                i = -i if i < 0 else 2 * n - 2 - i
    return i


def output(trial: Trial, m: Index, only: Index | None = None) -> int:
    """One output; of one kernel element alone where `only` names it."""
    c, total = trial.convention, 0
    shape = trial.kernel_shape[::-1] if c.transposed else trial.kernel_shape
    for k in product(*map(range, shape)):
        source = tuple(side - 1 - each if flip else each for each, side, flip in zip(k, shape, c.flips, strict=True))
        source = source[::-1] if c.transposed else source
        pixel: list[int | None] = []
        for axis, n in enumerate(trial.image_shape):
            position = c.first[axis] + c.stride[axis] * m[axis] + c.dilation[axis] * k[axis]
            if c.spread[axis] > 1:
                place, rest = divmod(position, c.spread[axis])
                pixel.append(place if not rest and 0 <= place < n else None)
            else:
                pixel.append(stand_in(c.rule, position, n))
        if None not in pixel and only in (None, source):
            total += trial.kernel[source] * trial.image[tuple(pixel)]  # type: ignore[arg-type]
    return total


def outputs(trial: Trial) -> list[int]:
    """All outputs in reading order."""
    return [output(trial, m) for m in product(*map(range, trial.convention.outputs))]


def question(trial: Trial, values: list[int] | None = None) -> Question:
    """The question of a trial, with its outputs or others."""
    shape = trial.convention.outputs
    found = outputs(trial) if values is None else values
    return Question(
        image_shape=trial.image_shape,
        kernel_shape=trial.kernel_shape,
        output_shape=shape,
        pixels=tuple(map(Fraction, trial.image.values())),
        weights=tuple(map(Fraction, trial.kernel.values())),
        outputs=tuple(map(Fraction, found)),
        made=shape,
    )


def of(found: Explanation, outputs_shape: Index) -> Convention:
    """An explanation without factor and constant, as a convention."""
    axes = len(found.stride)
    return Convention(
        flips=found.kernel.flips,
        transposed=found.kernel.order != tuple(range(axes)),
        stride=found.stride,
        dilation=found.dilation,
        spread=found.input_stride,
        first=found.first_window,
        outputs=outputs_shape,
        rule=found.outside or "zero",
    )


def agrees(found: Explanation, trial: Trial) -> bool:
    """True where an explanation is the trial's convention: both give the same for other arrays of these shapes."""
    if found.scale != 1 or found.offset or found.fill or found.slip or found.output.name != "as_is":
        return False
    random = Random(5)
    other = trial._replace(
        image={index: random.randint(1, 10**6) for index in trial.image},
        kernel={index: random.randint(1, 10**6) for index in trial.kernel},
    )
    return outputs(other) == outputs(other._replace(convention=of(found, trial.convention.outputs)))


def trial(random: Random, axes: int) -> Trial:
    """A random convention and random small numbers."""
    low, high = LARGEST_SIDES[axes]
    while True:
        n = tuple(random.randint(low, high) for _ in range(axes))
        k = tuple(random.randint(2, LARGEST_KERNEL[axes]) for _ in range(axes))
        transposed = axes == 2 and random.random() < 0.15
        k = (k[0],) * axes if transposed else k
        convention = _convention(random, n, k, transposed)
        if convention is not None:
            image = {index: random.randint(-9 if n[0] % 2 else 0, 9) for index in product(*map(range, n))}
            kernel = {index: random.randint(-4, 5) for index in product(*map(range, k))}
            return Trial(n, k, image, kernel, convention)


def _convention(random: Random, n: Index, k: Index, transposed: bool) -> Convention | None:
    axes = len(n)
    whole = random.random() < 0.5
    flips = (whole,) * axes if random.random() < 0.6 else tuple(random.random() < 0.5 for _ in n)

    def steps(most: int, chance: float) -> Index:
        if random.random() < 0.7:
            return ((random.randint(1, most) if random.random() < chance else 1),) * axes
        return tuple(random.randint(1, most) if random.random() < chance else 1 for _ in range(axes))

    stride, dilation = steps({1: 4, 2: 3, 3: 2}[axes], 0.4), steps({1: 3, 2: 2, 3: 2}[axes], 0.25)
    spread = steps(2, 1.0) if max(dilation) == 1 and random.random() < 0.15 else (1,) * axes
    rule = random.choice(["zero", "zero", "zero", "edge", "reflect", "symmetric", "wrap"])
    starts = [_start(random, *axis) for axis in zip(n, k, stride, dilation, spread, strict=True)]
    made = tuple(count for _, count in starts)
    if min(made) < 1 or prod(made) < 6:
        return None
    first = tuple(start for start, _ in starts)
    return Convention(flips, transposed, stride, dilation, spread, first, made, rule if max(spread) == 1 else "zero")


def _start(random: Random, n: int, k: int, s: int, d: int, u: int) -> tuple[int, int]:
    """Where the first window begins on one axis, and how many outputs there are."""
    size, reach = (n - 1) * u + 1, d * (k - 1)
    match random.choice(["valid", "same", "full", "SAME", "any"]):
        case "valid":
            return 0, (size - reach - 1) // s + 1
        case "same":
            return -(reach // 2), -(-size // s)
        case "full":
            return -reach, -(-(size + reach) // s)
        case "SAME":
            made = -(-size // s)
            return -(max((made - 1) * s + reach + 1 - size, 0) // 2), made
        case _:
            first = random.randint(-reach, 1)
            return first, max(1, (size - first - 1) // s)
