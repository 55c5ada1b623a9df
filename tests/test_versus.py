"""Two library functions side by side: where they agree, and the recipes that turn one into the other."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from itertools import product
from math import prod
from random import Random
from typing import Any, NamedTuple

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from convtrace.boundary import CONSTANTS
from convtrace.errors import ConvtraceError
from convtrace.evaluation import Call, bind, evaluate
from convtrace.library import LIBRARY, find
from convtrace.library.arrays import Array
from convtrace.library.sums import places
from convtrace.recipe import Answer, Reason, Recipe, Why, extras, recipe
from convtrace.versus import Versus, versus


class Side(NamedTuple):
    """One function with options as they are typed."""

    name: str
    options: tuple[str, ...]


# values for options by their names, whatever the function
VALUES: dict[str, tuple[str, ...]] = {
    "stride": ("1", "2", "3"),
    "strides": ("1", "2"),
    "window_strides": ("1", "2", "3"),
    "padding": ("0", "1", "2", "same", "SAME", "VALID", "[[1,0]]", "[[0,2],[1,1]]", "[[-1,2],[1,1]]"),
    "dilation": ("1", "2"),
    "dilations": ("1", "2"),
    "rhs_dilation": ("1", "2"),
    "lhs_dilation": ("1", "2", "3"),
    "dilation_rate": ("1", "2"),
    "rate": ("1", "2"),
    "mode": (
        "full", "same", "valid", "reflect", "mirror", "nearest", "wrap", "constant", "grid-wrap",
    ),
    "boundary": ("fill", "wrap", "symm", "extend", "None"),
    "fillvalue": ("0", "3"),
    "fill_value": ("0", "3"),
    "cval": ("0", "3"),
    "origin": ("0", "1", "-1"),
    "anchor": ("-1", "0"),
    "delta": ("0", "5"),
    "borderType": ("BORDER_DEFAULT", "BORDER_REFLECT", "BORDER_REPLICATE", "BORDER_CONSTANT"),
    "padding_mode": ("zeros", "reflect", "replicate", "circular"),
    "output_padding": ("0", "1"),
    "up": ("1", "2", "3"),
    "down": ("1", "2", "3"),
    "pad": ("0", "1", "2"),
    "auto_pad": ("NOTSET", "SAME_UPPER", "SAME_LOWER", "VALID"),
    "pads": ("[1,0]", "[1,0,2,3]", "None"),
    "output_shape": ("3", "5", "9"),
    "output_size": ("5", "7"),
    "input_size": ("5", "7"),
    "weight_size": ("2", "3"),
    "normalize_kernel": ("False", "True"),
}  # fmt: skip


@st.composite
def sides(draw: st.DrawFn, names: list[str]) -> Side:
    row = LIBRARY[draw(st.sampled_from(names))]
    options = [option.name for option in (*row.options, *row.asides) if option.name in VALUES]
    needed = {option.name for option in row.options if type(option.default).__name__ == "Required"}
    chosen = [name for name in options if name in needed or draw(st.booleans())]
    return Side(row.name, tuple(f"{name}={draw(st.sampled_from(VALUES[name]))}" for name in chosen))


NAMES = {axes: [name for name, row in LIBRARY.items() if axes in row.laws] for axes in (1, 2)}


@st.composite
def pairs(draw: st.DrawFn, longest: int = 7) -> Versus:
    axes = draw(st.sampled_from([1, 2]))
    first, second = draw(sides(NAMES[axes])), draw(sides(NAMES[axes]))
    image = [draw(st.integers(1, longest)) for _ in range(axes)]
    kernel = [draw(st.integers(1, 4)) for _ in range(axes)]
    try:
        return versus(
            first.name,
            second.name,
            image="x".join(map(str, image)),
            kernel="x".join(map(str, kernel)),
            options=first.options,
            others=second.options,
        )
    except ConvtraceError:
        assume(False)
        raise


def plain_options(call: Call) -> dict[str, Any]:
    return {
        name: values[0] if len({*map(repr, values)}) == 1 else list(values) for name, values in call.options.items()
    }


def random_array(random: Random, shape: tuple[int, ...]) -> Any:
    """Numbers so large that sums of different products are never the same."""
    return np.array([random.randint(-(10**6), 10**6) for _ in range(prod(shape))], object).reshape(shape)


def output(call: Call, image: Any, kernel: Any) -> Any:
    """What `evaluate` gives for the call's function and options on other arrays."""
    lists = (Array(array.shape, array.reshape(-1, array.shape[-1]).tolist()) for array in (image, kernel))
    options = {name: values for name, values in call.options.items()}
    row, (x, h) = call.row, lists
    from convtrace.library.row import Sizes

    sizes = Sizes(x.shape, h.shape, options)
    assert row.refusal(sizes) is None
    return np.array(Call(row, x, h, options, row.axis_calls(sizes)).output().nested(), object)


def by_recipe(found: Recipe, source: Call, image: Any, kernel: Any) -> Any:
    """The recipe's steps, taken by NumPy alone."""
    kernel = np.flip(kernel, [axis for axis, way in enumerate(found.ways) if way.flips])
    for axis, (way, rule) in enumerate(zip(found.ways, found.rules, strict=True)):
        if any(way.pads):
            pads = [way.pads if each == axis else (0, 0) for each in range(image.ndim)]
            mode: Any = "constant" if rule in CONSTANTS else rule.name
            more = {"constant_values": found.fill} if mode == "constant" else {}
            image = np.pad(image, pads, mode, **more)
    made = output(source, image, kernel)
    made = made[np.ix_(*(list(way.kept) for way in found.ways))]
    return np.pad(made, [way.zeros for way in found.ways])


@given(pair=pairs(), seed=st.integers(0, 99))
def test_a_recipe_gives_the_other_output(pair: Versus, seed: int) -> None:
    random = Random(seed)
    image, kernel = random_array(random, pair.first.image.shape), random_array(random, pair.first.kernel.shape)
    for target, source, found in ((pair.first, pair.second, pair.forth), (pair.second, pair.first, pair.back)):
        if isinstance(found, Recipe):
            assert by_recipe(found, source, image, kernel).tolist() == output(target, image, kernel).tolist()
