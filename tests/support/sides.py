"""Random calls of library functions, two of which are compared, and what each of them gives."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from hypothesis import strategies as st

from convtrace.law.scaling import Bias
from convtrace.library.arrays import ExactArray
from convtrace.library.call import Call
from convtrace.library.catalogue import all_functions
from convtrace.library.evaluation import whole_output
from convtrace.library.recipe import NoRecipe, Recipe
from convtrace.library.requirements import CallSizes
from convtrace.library.two_calls import TwoCalls

LIBRARY = all_functions()


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
    "bias": ("[5]", "b", "True", "False"),
    "use_bias": ("True", "False"),
    "bias_initializer": ("ones", "7"),
    "a": ("1", "4"),
}  # fmt: skip


@st.composite
def sides(draw: st.DrawFn, names: list[str]) -> Side:
    row = LIBRARY[draw(st.sampled_from(names))]
    options = [option.name for option in row.all_options if option.name in VALUES]
    needed = row.examples.keys()
    chosen = [name for name in options if name in needed or draw(st.booleans())]
    return Side(row.name, tuple(f"{name}={draw(st.sampled_from(VALUES[name]))}" for name in chosen))


NAMES = {axes: [name for name, row in LIBRARY.items() if axes in row.laws] for axes in (1, 2)}


def both_ways(pair: TwoCalls) -> tuple[tuple[Call, Call, Recipe | NoRecipe], ...]:
    """Target, source and what was found, for each way round."""
    return (pair.first, pair.second, pair.first_from_second), (pair.second, pair.first, pair.second_from_first)


def weights(pair: TwoCalls, kernel: Any) -> Any:
    """The kernel for both calls: all 1 where one of them has a window without weights."""
    return kernel * 0 + 1 if pair.first.row.window or pair.second.row.window else kernel


BIAS = 11


def output(call: Call, image: Any, kernel: Any) -> Any:
    """What `evaluate` gives for the call's function and options on other arrays."""
    lists = (ExactArray(array.shape, array.reshape(-1, array.shape[-1]).tolist()) for array in (image, kernel))
    options = {**call.options, **({"bias": (BIAS,) * image.ndim} if isinstance(call.offset, Bias) else {})}
    row, (x, h) = call.row, lists
    sizes = CallSizes(x.shape, h.shape, options)
    assert row.refusal(sizes) is None
    return np.array(
        whole_output(Call(row=row, image=x, kernel=h, options=options, axes=row.axis_calls(sizes))).nested(), object
    )
