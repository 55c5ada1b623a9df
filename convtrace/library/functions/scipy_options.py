"""Options of SciPy that leave the relation alone."""

from __future__ import annotations

from convtrace.library.arrays import exact
from convtrace.library.option import Option
from convtrace.library.option_kinds import OptionKind, OptionValues
from convtrace.values.array_like import unpacked


def _output_type(given: object, axes: int) -> OptionValues | None:
    """None, or a type of floats under any of its names."""
    name = getattr(given, "name", None) or getattr(given, "__name__", None) or given
    if given is None:
        return (None,) * axes
    is_float = isinstance(name, str) and name in {"float", "float64", "float32", "d", "f8"}
    return ("float",) * axes if is_float else None


def _divisor(given: object, axes: int) -> OptionValues | None:
    """One number other than 0, by itself or in a list."""
    given = unpacked(given)
    number = exact(given[0] if isinstance(given, list | tuple) and len(given) == 1 else given)
    return (number,) * axes if number else None


OUTPUT = Option(
    name="output",
    default=None,
    kind=OptionKind("None, or float for sums that are not cut to the image's dtype", _output_type),
)
A = Option(
    name="a",
    default=1,
    kind=OptionKind("one number: more make a filter that uses its own outputs", _divisor),
    scales=True,
)
