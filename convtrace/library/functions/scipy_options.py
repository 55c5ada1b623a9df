"""SciPy's names of boundary rules, and its options that leave the relation alone."""

from __future__ import annotations

from convtrace.law.boundary import CONSTANT, EDGE, REFLECT, SYMMETRIC, WRAP
from convtrace.library.option import Option
from convtrace.library.option_kinds import OptionKind, Options, OptionValues, whole_numbers
from convtrace.values.array_like import unpacked
from convtrace.values.complex_number import Number, is_real
from convtrace.values.dtypes import dtype_named

BOUNDARIES = {"fill": CONSTANT, "wrap": WRAP, "symm": SYMMETRIC}
# SciPy's names are not NumPy's: its 'reflect' includes the edge
NDIMAGE_RULES = {
    "reflect": SYMMETRIC,
    "grid-mirror": SYMMETRIC,
    "mirror": REFLECT,
    "nearest": EDGE,
    "wrap": WRAP,
    "grid-wrap": WRAP,
    "constant": CONSTANT,
    "grid-constant": CONSTANT,
}

# by sums and differences of several pixels
CONTINUATIONS = ("smooth", "line", "antisymmetric", "antireflect")
EXTENSIONS = {
    "constant": CONSTANT,
    "symmetric": SYMMETRIC,
    "reflect": REFLECT,
    "edge": EDGE,
    "wrap": WRAP,
}


def _output_type(given: object, axes: int) -> OptionValues | None:
    """None, or the name of a type; of an array only its type counts."""
    if given is None:
        return (None,) * axes
    dtype = dtype_named(given)
    return None if dtype is None else (dtype.name,) * axes


def _numbers(given: object, axes: int) -> OptionValues | None:
    """None, or the numbers of axes, kept whole."""
    given = unpacked(given)
    if given is None:
        return (None,) * axes
    listed = given if isinstance(given, list | tuple) else [given]
    read = whole_numbers().read(listed, len(listed))
    return read and (read,) * axes


def _divisor(given: object, axes: int) -> OptionValues | None:
    """The first number, which is not 0, or all of them where the filter uses its own outputs."""
    items = unpacked(given)
    numbers = [_real(each) for each in (items if isinstance(items, list | tuple) else [items])]
    while numbers[1:] and numbers[-1] == 0:
        numbers.pop()
    if None in numbers or not any(numbers[:1]):
        return None
    return (tuple(numbers) if numbers[1:] else numbers[0],) * axes


def _real(given: object) -> Number | None:
    """The number, if it has no imaginary part."""
    from convtrace.library.arrays import any_exact  # only here: most filters are left as they are

    number = any_exact(given)
    return number if is_real(number) else None


def typed_output(options: Options) -> dict[str, str]:
    """The option as it is typed: without it the sums have the image's type, so that floats are asked for.

    >>> typed_output({"output": ("uint8",)}), typed_output({}), typed_output({"output": (None,), "dtype": ("uint8",)})
    ({'output': ', output="uint8"'}, {'output': ', output=float'}, {'output': ''})
    """
    named, given = (options.get(name, (None,))[0] for name in ("output", "dtype"))
    return {"output": f', output="{named}"' if named else "" if given else ", output=float"}


AXIS = Option(name="axis", default=-1, kind=whole_numbers(), lays=True)
AXES = Option(
    name="axes", default=None, kind=OptionKind("None for all axes, or their numbers: [0, 1]", _numbers), lays=True
)
OUTPUT = Option(
    name="output",
    default=None,
    kind=OptionKind("None for the image's type, or a type such as float or uint8", _output_type),
    casts=True,
)
A = Option(
    name="a",
    default=1,
    kind=OptionKind("one number other than 0", _divisor),
    scales=True,
)
